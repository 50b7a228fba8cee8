"""A corpus that several people add to: names may be equal, texts may be equal, and nothing that was added is lost."""

from __future__ import annotations

import os
import tempfile
import unicodedata
from pathlib import Path

import pytest
from fakes import HashingEncoder, speech
from hypothesis import example, given, settings
from hypothesis import strategies as st

from simcheck import Corpus, Document, UsageError
from simcheck.cli.app import run
from simcheck.corpus import embed

ENCODER = HashingEncoder()


def add(where: Path, *options: str) -> int:
    return run(["corpus", "add", *options, "--corpus", str(where)])


def held(where: Path) -> dict[str, str]:
    with Corpus.open(where) as corpus:
        return {one.id: corpus.document(one.id).text for one in corpus.documents()}


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two colleagues' folders, each with a file of the same name."""
    for number, name in enumerate(("张三", "李四")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "讲话稿.txt").write_text(speech(number), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("at_once", [True, False])
def test_texts_of_one_name_from_two_folders_are_both_kept(
    office: Path, at_once: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    if at_once:
        assert add(office / "库", "张三", "李四") == 0
    else:
        assert add(office / "库", "张三/讲话稿.txt") == 0
        assert add(office / "库", "李四") == 0
    assert held(office / "库") == {"讲话稿.txt": speech(0), "李四/讲话稿.txt": speech(1)}
    told = capsys.readouterr().err
    assert "讲话稿.txt: the corpus holds another text of this name; kept as 李四/讲话稿.txt (--replace" in told
    # Again is no work; a file that changed is an update of its own text, wherever it is named from.
    (office / "李四" / "讲话稿.txt").write_text(speech(2), encoding="utf-8")
    assert add(office / "库", "李四/讲话稿.txt", "张三") == 0
    assert held(office / "库") == {"讲话稿.txt": speech(0), "李四/讲话稿.txt": speech(2)}
    assert "李四/讲话稿.txt: replaced" in capsys.readouterr().err
    (office / "张三" / "讲话稿.txt").write_text(speech(3), encoding="utf-8")
    assert add(office / "库", ".") == 0
    assert held(office / "库") == {"讲话稿.txt": speech(3), "李四/讲话稿.txt": speech(2)}


def test_another_text_of_a_name_replaces_only_if_that_is_meant(office: Path) -> None:
    assert add(office / "库", "张三") == 0
    assert add(office / "库", "李四", "--replace") == 0
    assert held(office / "库") == {"讲话稿.txt": speech(1)}
    # Under one call both are meant.
    assert add(office / "库", "张三", "李四", "--replace") == 0
    assert set(held(office / "库").values()) == {speech(0), speech(1)}


def test_a_text_that_two_people_added_stays_when_one_changes_it(office: Path) -> None:
    for way in ("李四/讲话稿.txt", "李四/同稿.txt"):
        where = office / way.replace("/", "-")
        (office / "李四" / "讲话稿.txt").unlink(missing_ok=True)
        (office / "张三" / "讲话稿.txt").write_text(speech(0), encoding="utf-8")
        (office / way).write_text(speech(0), encoding="utf-8")
        assert add(where, "张三") == 0
        assert add(where, "李四") == 0
        assert held(where) == {"讲话稿.txt": speech(0)}
        (office / "张三" / "讲话稿.txt").write_text(speech(7), encoding="utf-8")
        assert add(where, "张三") == 0
        assert held(where) == {"讲话稿.txt": speech(0), "张三/讲话稿.txt": speech(7)}
        (office / way).unlink()


def test_a_text_is_not_entered_twice_under_another_name(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for number in range(3):
        (office / "李四" / f"抄件{number}.txt").write_text(speech(0), encoding="utf-8")
    assert add(office / "库", "张三") == 0
    assert add(office / "库", "李四") == 0
    told = capsys.readouterr()
    assert "抄件0.txt: the corpus holds the same text as 讲话稿.txt; left out" in told.err
    assert "1 added, 0 replaced, 0 unchanged, 3 left out as the same text, 0 failed" in told.out
    assert held(office / "库") == {"讲话稿.txt": speech(0), "李四/讲话稿.txt": speech(1)}
    assert add(office / "库", "李四", "--duplicates") == 0
    assert len(held(office / "库")) == 5


def test_a_colleague_of_the_same_path_on_another_computer_is_another(office: Path) -> None:
    with Corpus.create(office / "库", ENCODER) as corpus:
        for number, who in enumerate(("admin@pc1", "admin@pc2")):
            result = corpus.add([Document("稿.txt", speech(number), origin=f"{who}:C:/桌面/稿.txt")], replace=False)
        assert result.renamed == (("稿.txt", "桌面/稿.txt"),)
        assert [one.origins for one in corpus.documents()] == [
            ("admin@pc1:C:/桌面/稿.txt",),
            ("admin@pc2:C:/桌面/稿.txt",),
        ]
        assert corpus.document("稿.txt").origin is None
        assert corpus.remove(["稿.txt"]) == 1
        assert corpus.add([Document("稿.txt", speech(5), origin="admin@pc2:C:/桌面/稿.txt")]).replaced == (
            "桌面/稿.txt",
        )
        assert corpus.verify() == []


def test_callers_of_the_library_name_their_texts(tmp_path: Path) -> None:
    """Without an origin an id is the text's own: another one replaces it unless that is not wanted."""
    with Corpus.create(tmp_path / "库", ENCODER) as corpus:
        corpus.add([Document("稿.txt", speech(0))])
        assert corpus.add([Document("稿.txt", speech(1))]).replaced == ("稿.txt",)
        result = corpus.add(
            [Document("稿.txt", speech(2)), Document("抄.txt", speech(1))], replace=False, duplicates=False
        )
        assert result.added == ("稿 (2).txt",)
        assert result.skipped == (("抄.txt", "稿.txt"),)
        with pytest.raises(UsageError, match="two different texts have this id"):
            corpus.add((Document("新.txt", speech(number)) for number in (8, 9)), replace=False)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no names of bytes")
def test_names_of_another_encoding_are_read_and_stop_nothing(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As an archive from a Chinese Windows leaves them, in a folder whose own name is UTF-8."""
    folder = os.path.join(os.fsencode(office / "张三"), "旧稿".encode("gbk"))  # noqa: PTH118
    names = "工作报告.txt".encode("gbk"), "总结.txt".encode("gbk"), b"caf\xe9.txt", b"r\xff.txt"
    try:
        os.mkdir(folder)  # noqa: PTH102
        for number, name in enumerate(names):
            Path(os.fsdecode(os.path.join(folder, name))).write_text(speech(10 + number), encoding="utf-8")  # noqa: PTH118
    except OSError:
        pytest.skip("the file system takes no such names")
    assert add(office / "库", "张三") == 0
    read = {f"旧稿/{name}" for name in ("工作报告.txt", "总结.txt", "caf\\xe9.txt", "r\\xff.txt")}
    assert held(office / "库").keys() == {"讲话稿.txt", *read}
    assert add(office / "库", "张三") == 0
    assert "0 added, 0 replaced, 5 unchanged" in capsys.readouterr().out


def test_one_name_in_two_compositions_is_one_document(tmp_path: Path) -> None:
    composed, decomposed = (unicodedata.normalize(form, "José讲话が.txt") for form in ("NFC", "NFD"))
    with Corpus.create(tmp_path / "库", ENCODER) as corpus:
        assert corpus.add([Document(decomposed, speech(0)), Document(composed, speech(0))]).added == (composed,)
        assert corpus.add([Document(decomposed, speech(1))]).replaced == (composed,)
        assert corpus.document(decomposed) == Document(composed, speech(1))
        assert corpus.remove([decomposed]) == 1
    # An older corpus may hold the other form: it is found, and stays one document.
    with Corpus.open(tmp_path / "库", ENCODER) as corpus:
        corpus.add([Document("甲", speech(0))])
        with corpus._store.writing(), corpus._store.write() as writer:
            writer._connection.execute("UPDATE documents SET id = ?", (decomposed,))
        assert corpus.add([Document(composed, speech(2))]).replaced == (decomposed,)
        assert len(corpus.documents()) == 1


Files = st.dictionaries(
    st.sampled_from(["甲@a:/甲/稿.txt", "甲@a:/甲/二/稿.txt", "乙@b:/甲/稿.txt", "乙@b:/乙/稿.txt", "乙@b:/乙/文.txt"]),
    st.integers(0, 3),
    min_size=1,
)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(Files, st.booleans()), min_size=1, max_size=5))
@example(
    [
        ({"甲@a:/甲/稿.txt": 3, "甲@a:/甲/二/稿.txt": 2, "乙@b:/甲/稿.txt": 3}, False),
        ({"甲@a:/甲/稿.txt": 0, "乙@b:/乙/稿.txt": 2, "甲@a:/甲/二/稿.txt": 0}, False),
        ({"乙@b:/乙/稿.txt": 0}, True),
    ]
)
@example(  # the first of two documents with one text changes while a third file with that text comes
    [
        ({"甲@a:/甲/稿.txt": 0}, False),
        ({"甲@a:/甲/稿.txt": 0, "甲@a:/甲/二/稿.txt": 1, "乙@b:/甲/稿.txt": 1}, True),
        ({"甲@a:/甲/稿.txt": 0, "甲@a:/甲/二/稿.txt": 0, "乙@b:/乙/稿.txt": 1}, False),
    ]
)
def test_whatever_people_add_what_each_file_held_last_is_there(steps: list[tuple[dict[str, int], bool]]) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(embed, "BATCH_CHARACTERS", 150)
        with Corpus.create(folder, ENCODER) as corpus:
            last: dict[str, str] = {}
            for files, duplicates in steps:
                given = [
                    Document(origin.rpartition("/")[2], speech(text, 1), origin=origin)
                    for origin, text in files.items()
                ]
                before = {one.id: corpus.document(one.id).text for one in corpus.documents()}
                result = corpus.add(given, replace=False, duplicates=duplicates)
                after = {one.id: corpus.document(one.id).text for one in corpus.documents()}
                stayed = {text for identity, text in before.items() if after[identity] == text}
                assert duplicates or not stayed & {after[identity] for identity in result.added}
                last |= {document.origin or "": document.text for document in given}
                assert set(last.values()) <= set(after.values())
                again = corpus.add(given, replace=False, duplicates=duplicates)
                assert again.added == again.replaced == again.renamed == ()
            assert corpus.verify() == []
