"""The database: what is no corpus is told in one line with a remedy, and every reader keeps its state."""

from __future__ import annotations

import math
import os
import shutil
import sqlite3
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes import HashingEncoder, speeches

from simcheck.corpus import database, embed, folder, store, writer
from simcheck.corpus.disk import Disk
from simcheck.corpus.folder import DATABASE
from simcheck.corpus.records import Meta
from simcheck.corpus.store import Store
from simcheck.corpus.verify import verify
from simcheck.errors import CorpusError, DraftError, UsageError
from simcheck.text.normalize import NORMALIZATION
from simcheck.types import Document

ENCODER = HashingEncoder()
META = Meta(ENCODER.name, None, ENCODER.dimension, NORMALIZATION)


def filled(path: Path, count: int = 3) -> Store:
    made = Store.create(path, META)
    writer.add(made, speeches(count), ENCODER)
    return made


def refused(path: Path, *words: str) -> None:
    """Opening fails with one line that names the folder and holds the words."""
    with pytest.raises(CorpusError) as caught:
        Store(path)
    message = str(caught.value)
    assert "\n" not in message
    assert str(path) in message
    assert all(word in message for word in words), message


def test_missing_folder(tmp_path: Path) -> None:
    refused(tmp_path / "没有", "no such corpus", "simcheck corpus add")


def test_empty_folder(tmp_path: Path) -> None:
    refused(tmp_path, "no corpus", "simcheck corpus add")


def test_file_instead_of_folder(tmp_path: Path) -> None:
    (tmp_path / "讲话.txt").write_text("各位代表", encoding="utf-8")
    refused(tmp_path / "讲话.txt", "is a file", "--corpus")


def test_folder_of_something_else(tmp_path: Path) -> None:
    (tmp_path / "讲话.txt").write_text("各位代表", encoding="utf-8")
    refused(tmp_path, "no corpus", "simcheck corpus add")


def test_database_of_another_program(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / DATABASE) as connection:
        connection.execute("CREATE TABLE notes (text)")
    connection.close()
    refused(tmp_path, "not a corpus of simcheck", "--corpus")


@pytest.mark.parametrize("content", [b"", b"\x00" * 4096, "各位代表：现在报告工作。".encode() * 500])
def test_garbage_instead_of_database(tmp_path: Path, content: bytes) -> None:
    (tmp_path / DATABASE).write_bytes(content)
    refused(tmp_path, DATABASE)


def test_truncated_database(tmp_path: Path) -> None:
    filled(tmp_path)
    content = (tmp_path / DATABASE).read_bytes()
    for share in (0.05, 0.5, 0.95):
        (tmp_path / DATABASE).write_bytes(content[: int(len(content) * share)])
        refused(tmp_path, "damaged", "copy")


def test_newer_format(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(tmp_path)
    monkeypatch.setattr(database, "FORMAT", 0)
    refused(tmp_path, "newer simcheck", "update")


def test_create_refuses_what_is_there(tmp_path: Path) -> None:
    filled(tmp_path)
    with pytest.raises(CorpusError, match="already holds a corpus"):
        Store.create(tmp_path, META)
    assert verify(Store(tmp_path)) == []


def test_create_under_a_file(tmp_path: Path) -> None:
    (tmp_path / "讲话.txt").write_text("各位代表", encoding="utf-8")
    with pytest.raises(CorpusError, match="choose another place"):
        Store.create(tmp_path / "讲话.txt" / "库", META)


def test_create_goes_on_where_a_crash_left_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a creation that died left, there is no half corpus, and creating again works."""

    def die(path: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(store, "sync_file", die)
    with pytest.raises(KeyboardInterrupt):
        Store.create(tmp_path, META)
    monkeypatch.undo()
    refused(tmp_path, "no corpus")
    assert verify(filled(tmp_path)) == []


def test_odd_folder_names(tmp_path: Path) -> None:
    path = tmp_path / "讲话 库#1?a=b%20"
    filled(path)
    assert [document.id for document in speeches(3)] == documents(Store(path))


def documents(opened: Store) -> list[str]:
    with opened.read() as reader:
        return [entry.id for entry in reader.documents()]


def test_a_corpus_at_rest_is_one_database_file(tmp_path: Path) -> None:
    filled(tmp_path / "a")
    assert sorted(path.name for path in (tmp_path / "a").glob(f"{DATABASE}*")) == [DATABASE]
    shutil.copytree(tmp_path / "a", tmp_path / "b")
    assert verify(Store(tmp_path / "b")) == []


def test_reads_where_nothing_can_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = filled(tmp_path)
    monkeypatch.setattr(database, "can_write", lambda folder: False)
    with Disk(opened).sources() as sources:
        assert not list(tmp_path.glob(f"{DATABASE}-*"))
        assert sources.source(int(sources.numbers()[0])).analyzed.document == speeches(1)[0]
    (tmp_path / f"{DATABASE}-wal").write_bytes(b"not folded in")
    refused(tmp_path, "cut off", "where it can be written")


@pytest.fixture
def shared_folder() -> Iterator[Path]:
    """A folder that everybody may write to, as the system's temporary one is not for others."""
    before = os.umask(0o022)
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o777)
        yield Path(folder)
    os.umask(before)


def read_by_a_colleague(path: Path) -> int:
    """Documents that somebody reads who may write to the folder, but not to the owner's database."""
    if os.getuid() or not hasattr(os, "setresuid"):
        (path / DATABASE).chmod(0o444)
        count = len(documents(Store(path)))
        (path / DATABASE).chmod(0o644)
        return count
    documents(Store(path))  # what it imports may lie where only the owner reads
    os.setresuid(65534, 65534, 0)
    try:
        return len(documents(Store(path)))
    finally:
        os.setresuid(0, 0, 0)


@pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX")
def test_a_colleague_who_only_reads_leaves_nothing_in_the_owners_way(shared_folder: Path) -> None:
    opened = filled(shared_folder / "库")
    opened.folder.chmod(0o777)
    before = sorted(path.name for path in opened.folder.iterdir())
    assert read_by_a_colleague(opened.folder) == 3
    assert sorted(path.name for path in opened.folder.iterdir()) == before
    with opened.read():  # this one may write, so there is a log to share
        assert read_by_a_colleague(opened.folder) == 3
    writer.add(opened, speeches(4), ENCODER)
    assert read_by_a_colleague(opened.folder) == 4
    assert verify(opened) == []


def test_an_empty_log_of_somebody_else_is_deleted_by_the_owner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An older simcheck left one behind every reader; one that holds something is left for SQLite to tell."""
    opened = filled(tmp_path)
    allowed = os.access
    monkeypatch.setattr(
        os, "access", lambda path, mode: not str(path).endswith(("-wal", "-shm")) and allowed(path, mode)
    )
    for suffix in ("-wal", "-shm"):
        (tmp_path / f"{DATABASE}{suffix}").touch(mode=0o444)
    writer.add(opened, speeches(4), ENCODER)
    assert len(documents(opened)) == 4
    (tmp_path / f"{DATABASE}-wal").write_bytes(b"something")
    database._delete_foreign_log(tmp_path)
    assert (tmp_path / f"{DATABASE}-wal").exists()


def test_what_is_written_under_a_reader_without_a_log_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = filled(tmp_path)

    def read_while_written() -> None:
        with monkeypatch.context() as patch:
            patch.setattr(database, "can_write", lambda folder: False)
            with opened.read() as reader:
                patch.undo()
                writer.add(opened, speeches(5), ENCODER)
                reader.documents()

    with pytest.raises(CorpusError, match="written to while it was read; try again"):
        read_while_written()
    assert len(documents(opened)) == 5


def test_a_reader_keeps_its_state(tmp_path: Path) -> None:
    opened = filled(tmp_path)
    with Disk(opened).sources() as before:
        writer.remove(opened, [speeches(1)[0].id])
        writer.add(opened, speeches(2, first=10), ENCODER)
        assert [before.source(number).analyzed.document for number in before.numbers()] == speeches(3)
        assert before.info.documents == 3
    assert documents(opened) == [document.id for document in speeches(2, first=1) + speeches(2, first=10)]


def test_what_cannot_be_added_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    opened = filled(tmp_path)
    good = Document("好.txt", "坚持稳中求进。")
    bad: list[tuple[object, type[Exception], str]] = [
        (Document("", "坚持稳中求进。"), UsageError, "id"),
        (Document("空.txt", ""), DraftError, "空.txt"),
        (Document("符号.txt", "……123！\u200b"), DraftError, "符号.txt"),
        (Document("半.txt", "坚持\ud840稳中求进"), DraftError, "half a character"),
        (Document("半\udcff.txt", "坚持稳中求进"), DraftError, "half a character"),
        (Document("好.txt", "另一篇。"), UsageError, "好.txt"),
        ("坚持稳中求进。", UsageError, "Document"),
    ]
    for document, error, words in bad:
        with pytest.raises(error, match=words):
            writer.add(opened, [good, document], ENCODER)  # type: ignore[list-item]
    assert documents(opened) == [document.id for document in speeches(3)]


def test_a_generator_keeps_the_batches_before_its_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embed, "BATCH_CHARACTERS", 1)
    opened = Store.create(tmp_path, META)
    seen: list[int] = []
    given = (document for document in [*speeches(2), Document("空.txt", "。"), *speeches(1, first=5)])
    with pytest.raises(DraftError, match=r"空\.txt"):
        writer.add(opened, given, ENCODER, lambda count, _: seen.append(count))
    assert documents(opened) == [document.id for document in speeches(2)]
    assert seen == sorted(seen)
    assert {*seen} == {0, 1, 2}


def test_adding_again_encodes_nothing(tmp_path: Path) -> None:
    opened = filled(tmp_path)
    encoder = HashingEncoder()
    result = writer.add(opened, speeches(3), encoder)
    assert result.unchanged == tuple(document.id for document in speeches(3))
    assert encoder.encoded == 0


def test_equal_texts_are_kept_and_told(tmp_path: Path) -> None:
    opened = filled(tmp_path)
    copy = Document("转载.txt", speeches(1)[0].text)
    result = writer.add(opened, [copy, copy], ENCODER)
    assert result.added == result.duplicates == ("转载.txt",)
    assert writer.add(opened, [copy], ENCODER).duplicates == ()
    assert "转载.txt" in documents(opened)


def test_unknown_ids_remove_nothing(tmp_path: Path) -> None:
    opened = filled(tmp_path)
    with pytest.raises(UsageError, match=r"没有\.txt.*simcheck corpus list"):
        writer.remove(opened, [speeches(1)[0].id, "没有.txt"])
    assert len(documents(opened)) == 3


def test_a_second_writer_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = filled(tmp_path)
    monkeypatch.setattr(folder, "LOCK_SECONDS", 0.1)
    with folder.writing(tmp_path):
        with pytest.raises(CorpusError, match="another process is writing"):
            writer.add(opened, speeches(1, first=9), ENCODER)
        with pytest.raises(CorpusError, match="another process is writing"):
            writer.remove(opened, [speeches(1)[0].id])
    assert documents(opened) == [document.id for document in speeches(3)]


def test_a_second_writer_may_wait(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder, "LOCK_SECONDS", 0.1)
    filled(tmp_path)
    patient = Store(tmp_path, math.inf)
    adding = threading.Thread(target=writer.add, args=(patient, speeches(1, first=9), ENCODER))
    with folder.writing(tmp_path):
        adding.start()
        adding.join(1.0)
        assert adding.is_alive()
    adding.join()
    assert documents(patient) == [document.id for document in speeches(3) + speeches(1, first=9)]
