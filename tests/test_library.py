"""The library's face: the names of the contract, one check behind three calls, and a light import."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, is_dataclass
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest
from fakes import HashingEncoder, speeches

import simcheck
from simcheck import (
    AddResult,
    Corpus,
    CorpusError,
    Document,
    DraftError,
    Limits,
    ModelError,
    Report,
    Session,
    UsageError,
    check_file,
    compare,
)
from simcheck.encode import Encoder, load, load_encoder
from simcheck.resources import model_folder
from simcheck.text.analyze import analyze

DROUGHT = "入夏以来，全县降水较常年偏少四成，我们连夜调度三座水库，打通了七条引水渠，四万亩秧苗全部保住。"
CLINIC = "村卫生室的药柜今年第一次摆满，老人在家门口就能量血压、取慢病药，一年少跑镇上三千多趟。"
BRIDGE = "老石桥加固以后，货车不必再绕行十一公里，两岸的砖厂和果园当月就添了四十多个岗位。"
SCHOOL = "新学期开学前，两所寄宿学校换上了空气源热泵，孩子们冬天不用再裹着棉被上晚自习。"
SOURCES = {
    "2023.txt": DROUGHT + CLINIC,
    "2024.txt": BRIDGE + SCHOOL,
    "2025.txt": "\n".join(d.text for d in speeches(2)),
}
DRAFT = "同志们：现在汇报工作。" + BRIDGE + SCHOOL + "下一步，请各乡镇对照清单抓好收尾。"


def documents(sources: dict[str, str] = SOURCES) -> list[Document]:
    return [Document(*item) for item in sources.items()]


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    made = Corpus.create(tmp_path / "讲话库")
    made.add(documents())
    return made


def test_the_door_is_sorted_and_complete() -> None:
    assert sorted(simcheck.__all__) == simcheck.__all__
    assert all(hasattr(simcheck, name) for name in simcheck.__all__)
    assert set(simcheck.__all__) <= set(dir(simcheck))
    assert simcheck.__version__
    with pytest.raises(AttributeError, match="nothing"):
        _ = simcheck.nothing


def test_what_public_objects_hold_is_public() -> None:
    """A client can name the type of whatever it reads from a report, a document, or what it accepts."""
    names, seen = {type(None), str, int, float, bool, bytes}, set()
    waiting: list[Any] = [simcheck.Report, simcheck.Document, simcheck.Acceptance, simcheck.DocumentInfo]
    while waiting:
        one = waiting.pop()
        if arguments := get_args(one):
            waiting += arguments
        elif is_dataclass(one) and one not in seen and one not in names:
            seen.add(one)
            waiting += get_type_hints(one).values()
    hidden = {one.__name__ for one in seen} - set(simcheck.__all__)
    assert hidden == {"Entry"}  # of a baseline's file: simcheck.accept.Entry
    assert {"Reuse", "SentencePair", "SharedRun", "OwnWork"} <= {one.__name__ for one in seen}


def test_import_is_light() -> None:
    code = "import sys, simcheck; sys.exit(any(m in sys.modules for m in ('numpy', 'sqlite3', 'importlib.metadata')))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_check_of_a_corpus_imports_nothing_heavy(corpus: Corpus) -> None:
    code = """if True:
        import sys, simcheck
        folder, draft = sys.argv[1:]
        corpus = simcheck.Corpus.open(folder)
        assert corpus.documents() and simcheck.compare(draft, {"a": draft}).figures
        assert "faiss" not in sys.modules
        assert corpus.check(draft).matches
        sys.exit(" ".join({"torch", "transformers", "sentence_transformers"} & set(sys.modules)) or 0)"""
    command = [sys.executable, "-c", code, corpus.info.path or "", DRAFT]
    assert subprocess.run(command, check=False).returncode == 0


def test_a_copied_passage_is_found_with_its_source(corpus: Corpus) -> None:
    report = corpus.check(DRAFT)
    assert isinstance(report, Report)
    (match,) = report.counted
    assert match.source.document_id == "2024.txt"
    assert match.kind == "verbatim"
    assert DRAFT[match.draft.start : match.draft.end] == match.draft.text
    assert SOURCES["2024.txt"][match.source.start : match.source.end] == match.source.text
    assert match.draft.text.strip("。") == (BRIDGE + SCHOOL).strip("。")
    assert report.verdict.decision == "fail"
    assert report.draft == Document("draft", DRAFT)
    assert report.corpus == corpus.info


def test_the_three_ways_to_check_say_the_same(corpus: Corpus, tmp_path: Path) -> None:
    path = tmp_path / "草稿.txt"
    path.write_text(DRAFT, encoding="utf-8")
    draft = Document(str(path), DRAFT)
    by_corpus = corpus.check(draft)
    by_compare = compare(draft, SOURCES)
    assert by_corpus.matches
    assert by_compare.corpus.path is None
    for other in (by_compare, check_file(path, corpus), check_file(str(path), corpus.info.path or "")):
        assert other.matches == by_corpus.matches
        assert other.figures == by_corpus.figures
        assert other.verdict == by_corpus.verdict


def test_limits_are_handed_on(corpus: Corpus) -> None:
    generous = Limits(max_overlap=None)
    assert corpus.check(DRAFT, limits=generous).verdict.decision == "pass"
    assert compare(DRAFT, SOURCES, limits=generous).verdict.decision == "pass"


def test_removed_and_replaced_texts_are_no_longer_found(corpus: Corpus) -> None:
    assert corpus.check(DRAFT).counted
    assert corpus.add([Document("2024.txt", CLINIC)]) == AddResult(replaced=("2024.txt",))
    assert not corpus.check(DRAFT).counted
    assert corpus.add([Document("旧.txt", BRIDGE + SCHOOL)]).added == ("旧.txt",)
    assert corpus.check(DRAFT).counted
    assert corpus.remove("旧.txt") == 1
    assert not corpus.check(DRAFT).counted


def test_what_is_in_it(corpus: Corpus) -> None:
    listed = corpus.documents()
    assert [entry.id for entry in listed] == list(SOURCES)
    assert [entry.characters for entry in listed] == [len(text) for text in SOURCES.values()]
    assert corpus.info.documents == 3
    assert corpus.info.sentences == sum(entry.sentences for entry in listed)
    assert corpus.info.characters == sum(map(len, SOURCES.values()))
    assert corpus.info.model == load_encoder().name
    assert corpus.verify() == []


def test_an_empty_corpus_is_no_clean_bill(tmp_path: Path) -> None:
    with Corpus.create(tmp_path) as corpus, pytest.raises(CorpusError, match=r"empty.*simcheck corpus add"):
        corpus.check(DRAFT)


def test_exists_tells_create_from_open(tmp_path: Path) -> None:
    assert not Corpus.exists(tmp_path)
    Corpus.create(tmp_path)
    assert Corpus.exists(tmp_path)
    with pytest.raises(CorpusError, match="already holds a corpus"):
        Corpus.create(tmp_path)
    assert not Corpus.exists(tmp_path / "没有")


def test_a_corpus_stays_with_its_model(tmp_path: Path) -> None:
    own = HashingEncoder()
    Corpus.create(tmp_path, own).add(documents())
    assert Corpus.open(tmp_path, own).check(DRAFT).corpus.model == own.name
    with pytest.raises(CorpusError, match=r"made with the model hashing:1, not with static.*simcheck corpus rebuild"):
        Corpus.open(tmp_path, str(model_folder())).check(DRAFT)
    with Corpus.open(tmp_path) as corpus:
        corpus.rebuild(str(model_folder()))
        assert corpus.check(DRAFT).counted
    assert Corpus.open(tmp_path).check(DRAFT).counted
    assert Corpus.open(tmp_path).info.model == load_encoder().name


def test_a_model_named_by_a_relative_folder_is_found_from_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(model_folder().parent)
    Corpus.create(tmp_path, model_folder().name).add(documents())
    monkeypatch.chdir(tmp_path)
    assert Corpus.open(tmp_path).check(DRAFT).counted


def test_a_model_that_cannot_be_loaded_makes_no_corpus(tmp_path: Path) -> None:
    with pytest.raises(ModelError):
        Corpus.create(tmp_path / "库", str(tmp_path))
    assert not (tmp_path / "库").exists()


def test_threads_share_a_corpus(corpus: Corpus) -> None:
    expected = corpus.check(DRAFT).matches
    opened = Corpus.open(corpus.info.path or "")
    results: list[object] = []
    threads = [threading.Thread(target=lambda: results.append(opened.check(DRAFT).matches)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [expected] * 4


def test_usable_after_close(corpus: Corpus) -> None:
    expected = corpus.check(DRAFT).matches
    corpus.close()
    assert corpus.check(DRAFT).matches == expected


def test_texts_that_cannot_be_checked_are_named() -> None:
    with pytest.raises(DraftError, match=r"空\.txt"):
        compare(DRAFT, {"空.txt": "——"})
    with pytest.raises(UsageError, match="id"):
        compare(DRAFT, {"": BRIDGE})
    with pytest.raises(DraftError):
        compare("……", SOURCES)
    with pytest.raises(CorpusError):
        compare(DRAFT, {})


def test_a_missing_file_is_a_draft_error(corpus: Corpus, tmp_path: Path) -> None:
    with pytest.raises(DraftError, match=r"没有\.txt"):
        check_file(tmp_path / "没有.txt", corpus)


@pytest.mark.parametrize("draft", [None, DRAFT.encode(), Document("稿", DRAFT.encode())])  # type: ignore[arg-type]
def test_what_is_no_text_is_refused_in_one_line(draft: object) -> None:
    with pytest.raises(UsageError, match=r"is a Document or a text, not (bytes|NoneType); decode it"):
        compare(draft, SOURCES)  # type: ignore[arg-type]
    with pytest.raises(UsageError, match=r"^旧: its text is NoneType"):
        compare(DRAFT, {"旧": None})  # type: ignore[dict-item]


@dataclass
class Unhashable(HashingEncoder):
    """An encoder that equals those with the same fields, so that it cannot be hashed."""

    dimension: int = 48
    name: str = "hashing:1"
    encoded: int = 0


class Slots:
    """An encoder that cannot be referred to weakly."""

    __slots__ = ("_encoder",)

    def __init__(self) -> None:
        self._encoder = HashingEncoder()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._encoder, name)


def pydantic_model() -> Encoder:
    """An encoder whose fields are checked, which can neither be hashed nor hold what is not declared."""
    pydantic = pytest.importorskip("pydantic")
    known = HashingEncoder()

    class Model(pydantic.BaseModel):  # type: ignore[name-defined,misc]
        name: str = known.name
        dimension: int = known.dimension

        def encode(self, sentences: Sequence[str]) -> Any:
            return known.encode(sentences)

        def unknown(self, sentences: Sequence[str]) -> Any:
            return known.unknown(sentences)

    made: Encoder = Model()
    return made


@pytest.mark.parametrize("make", [Unhashable, Slots, pydantic_model])
def test_any_object_with_the_methods_is_an_encoder(tmp_path: Path, make: Callable[[], Encoder]) -> None:
    expected = compare(DRAFT, SOURCES, model=HashingEncoder())
    for _ in range(2):
        assert compare(DRAFT, SOURCES, model=make()) == expected
    with Corpus.create(tmp_path / "讲话库", model=make()) as corpus:
        corpus.add(documents())
        for _ in range(2):
            assert corpus.check(DRAFT).matches == expected.matches
        assert Session(corpus, DRAFT).report().matches == expected.matches


def test_the_model_is_loaded_once_whoever_checks(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    load_encoder()
    monkeypatch.setattr(load, "_shipped", None)  # not to be called again
    folder = corpus.check(DRAFT).corpus.path
    assert folder is not None
    corpus.close()
    assert corpus.check(DRAFT).matches
    assert compare(DRAFT, SOURCES).matches == Corpus.open(folder).check(DRAFT).matches
    monkeypatch.chdir(folder)
    Path("稿.txt").write_text(DRAFT, encoding="utf-8")
    assert check_file("稿.txt", folder).matches


def test_texts_that_are_compared_again_are_encoded_once() -> None:
    encoder = HashingEncoder()
    first = compare(DRAFT, SOURCES, model=encoder)
    before = encoder.encoded
    assert compare(DRAFT, SOURCES, model=encoder) == first
    assert encoder.encoded - before == len(analyze(Document("", DRAFT)).sentences)
    changed = dict(SOURCES) | {"2024.txt": CLINIC}
    assert compare(DRAFT, changed, model=encoder).matches != first.matches
    encoder.name = "hashing:2"  # trained on
    assert compare(DRAFT, SOURCES, model=encoder) == compare(DRAFT, SOURCES, model=HashingEncoder(name="hashing:2"))


def test_a_model_whose_folder_changed_no_longer_fits_the_corpus(tmp_path: Path) -> None:
    copy = shutil.copytree(model_folder(), tmp_path / "model")
    with Corpus.create(tmp_path / "讲话库", model=str(copy)) as corpus:
        corpus.add(documents())
        assert corpus.check(DRAFT).matches
        (copy / "simcheck.json").unlink()
        with pytest.raises(CorpusError, match="rebuild"):
            corpus.check(DRAFT)


def test_documents_in_memory_stay_within_their_bytes(corpus: Corpus) -> None:
    folder = corpus.info.path
    assert folder is not None
    expected = corpus.check(DRAFT)
    for room in (0, 30_000, 10**8):
        with Corpus.open(folder, cache_bytes=room) as opened:
            for _ in range(2):
                assert opened.check(DRAFT) == expected
            cache = opened._disk._cache
            assert cache.nbytes <= room
            assert (len(cache) == len(SOURCES)) == (room == 10**8)
