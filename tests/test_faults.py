"""What must lose or mix nothing: killed writers, full disks, changed bytes, readers during writes, other models."""

from __future__ import annotations

import errno
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from fakes import HashingEncoder, speeches
from hypothesis import settings

from simcheck.corpus import database, derive, disk, files, merging, publish, segment, vectors, writer
from simcheck.corpus.changes import PACKED, Writer
from simcheck.corpus.disk import Disk
from simcheck.corpus.folder import DATABASE, SEGMENTS
from simcheck.corpus.memory import memory_sources
from simcheck.corpus.records import Meta
from simcheck.corpus.store import Store
from simcheck.corpus.verify import verify
from simcheck.errors import CorpusError
from simcheck.text.analyze import analyze
from simcheck.text.normalize import NORMALIZATION
from simcheck.types import Document

ENCODER = HashingEncoder()
OTHER = HashingEncoder(dimension=32, name="hashing:2")
DRAFT = analyze(speeches(1, first=77)[0])
PRINTS = analyze(speeches(1)[0]).fingerprints
QUERIES = ENCODER.encode([sentence.text for sentence in DRAFT.sentences])

_ADD = """
import sys
sys.path[:0] = {path!r}
from pathlib import Path
from fakes import HashingEncoder, speeches
from simcheck.corpus import embed, merging, vectors, writer
from simcheck.corpus.store import Store
embed.BATCH_CHARACTERS, merging.FANOUT, merging.EXACT = 300, 2, 200
vectors.ROWS, writer.LOOSE = 20, 3
print("ready", flush=True)
store, documents = Store(Path(sys.argv[1])), speeches(int(sys.argv[2]))
writer.add(store, documents, HashingEncoder(), lambda done, _: print(done, flush=True))
"""


def filled(path: Path, documents: list[Document]) -> Store:
    made = Store.create(path, Meta(ENCODER.name, None, ENCODER.dimension, NORMALIZATION))
    writer.add(made, documents, ENCODER)
    return made


def contents(opened: Store) -> list[Document]:
    with Disk(opened).sources() as sources:
        return [sources.source(number).analyzed.document for number in sources.numbers()]


def assert_sound(opened: Store, documents: list[Document], *, off: float = 1e-5) -> None:
    """No problem, these documents, and a search that equals brute force; nearly so in inverted lists."""
    assert verify(opened) == []
    assert contents(opened) == documents
    with Disk(opened).sources() as sources:
        found, _ = sources.nearest(QUERIES, 5)
    np.testing.assert_allclose(found, memory_sources(documents, ENCODER).nearest(QUERIES, 5)[0], atol=off)


def start_adding(folder: Path, documents: int = 200) -> subprocess.Popen[str]:
    program = _ADD.format(path=[str(Path(__file__).parent), str(Path(__file__).parents[1])])
    return subprocess.Popen(
        [sys.executable, "-c", program, str(folder), str(documents)], stdout=subprocess.PIPE, text=True
    )


@pytest.mark.skipif(os.name == "nt", reason="kill -9 is of POSIX")
@pytest.mark.parametrize("seed", range(4))
def test_kill_9_loses_nothing_acknowledged(tmp_path: Path, seed: int) -> None:
    opened = filled(tmp_path, [])
    process = start_adding(tmp_path)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    chance = random.Random(seed)
    kill = threading.Timer(chance.uniform(0.05, 0.8), process.send_signal, [signal.SIGKILL])
    kill.start()
    acknowledged = max([0, *map(int, process.stdout.read().split())])
    process.wait()
    kill.cancel()
    held = contents(opened)
    assert len(held) >= acknowledged
    assert_sound(opened, speeches(len(held)), off=0.01)
    result = writer.add(opened, speeches(len(held) + 2), ENCODER)
    assert len(result.unchanged) == len(held)
    assert_sound(opened, speeches(len(held) + 2), off=0.01)
    assert {path.name for path in (tmp_path / SEGMENTS).iterdir()} == set(listed(opened))


def listed(opened: Store) -> list[str]:
    with opened.read() as reader:
        return [record.name for record in reader.segments()]


def test_readers_while_another_process_writes(tmp_path: Path) -> None:
    """Two readers each see whole batches, in order, and the search of the state they see."""
    opened = filled(tmp_path, speeches(1))
    process = start_adding(tmp_path, 40)
    failures: list[BaseException] = []

    def read() -> None:
        chance, opened_here, before = random.Random(1), Disk(opened), 0
        try:
            while process.poll() is None:
                with opened_here.sources() as sources:
                    numbers = sources.numbers()
                    assert before <= len(numbers) == sources.info.documents
                    before = len(numbers)
                    document = sources.source(int(chance.choice(numbers))).analyzed.document
                    assert document == speeches(1, first=int(document.id[2:-4]))[0]
                    _, rows = sources.nearest(QUERIES, 3)
                    assert set(sources.documents_of(rows).ravel()) <= {*numbers, -1}
        except BaseException as failure:
            failures.append(failure)

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    process.communicate()
    for reader in readers:
        reader.join()
    assert failures == []
    assert process.returncode == 0
    assert_sound(opened, speeches(40), off=0.01)


Fault = Callable[[pytest.MonkeyPatch], None]


def no_room(*_: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


FAULTS: dict[str, Fault] = {
    "writing a segment": lambda patch: patch.setattr(segment, "write_array", no_room),
    "syncing the folder": lambda patch: patch.setattr(segment, "sync_folder", no_room),
    "publishing": lambda patch: patch.setattr(Writer, "publish", no_room),
    "committing": lambda patch: patch.setattr(Writer, "stamp", no_room),
}
NOT_REACHED = {("remove", fault) for fault in FAULTS if fault != "committing"}


CHANGES: dict[str, Callable[[Store], object]] = {
    "add": lambda opened: writer.add(opened, speeches(9), ENCODER),
    "remove": lambda opened: writer.remove(opened, ["讲话1.txt"]),
    "rebuild": lambda opened: derive.rebuild(opened, OTHER, None),
}


@pytest.mark.parametrize(
    ("change", "fault"),
    [(change, fault) for change in CHANGES for fault in FAULTS if (change, fault) not in NOT_REACHED],
)
def test_a_full_disk_leaves_the_old_state(
    tmp_path: Path, fault: str, change: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = filled(tmp_path, speeches(5))
    FAULTS[fault](monkeypatch)
    with pytest.raises(CorpusError, match=r"No space left on device.*free space"):
        CHANGES[change](opened)
    monkeypatch.undo()
    assert_sound(opened, speeches(5))
    assert len(list((tmp_path / SEGMENTS).iterdir())) == 1
    writer.add(opened, speeches(9), ENCODER)
    assert_sound(opened, speeches(9))


def test_no_room_for_merging_is_no_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(merging, "FANOUT", 2)
    opened = filled(tmp_path, speeches(2))
    monkeypatch.setattr(publish, "_merged", no_room)
    assert writer.add(opened, speeches(3), ENCODER).added == ("讲话2.txt",)
    monkeypatch.undo()
    assert_sound(opened, speeches(3))


def flip(path: Path, offset: int) -> None:
    content = bytearray(path.read_bytes())
    content[offset] ^= 0x20
    path.write_bytes(content)


@pytest.mark.parametrize(
    ("name", "large"),
    [
        (name, large)
        for name in ("numbers.npy", "starts.npy", "fingerprints.npy", "postings.npy", "vectors.faiss")
        for large in (False, True)
    ],
)
def test_a_changed_byte_in_a_derived_file_is_found_and_repaired(
    tmp_path: Path, name: str, large: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "MAPPED_BYTES", 100)
    monkeypatch.setattr(merging, "EXACT", 20 if large else 50_000)
    opened = filled(tmp_path, speeches(8))
    path = next((tmp_path / SEGMENTS).glob(f"*/{name}"))
    for offset in (8, 40, path.stat().st_size // 2, path.stat().st_size - 1):
        flip(path, offset)
        assert any(path.name in problem or "segments" in problem for problem in verify(opened))
        derive.rebuild(opened, ENCODER, None)
        assert_sound(opened, speeches(8), off=0.01 if large else 1e-5)
        path = next((tmp_path / SEGMENTS).glob(f"*/{name}"))


@pytest.mark.parametrize("exact", [20, 50_000])
@pytest.mark.parametrize("name", ["vectors.faiss", "fingerprints.npy", "postings.npy"])
def test_a_search_among_changed_bytes_never_crashes(
    tmp_path: Path, name: str, exact: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What finding goes by is checked when it is opened, and derived again; a changed row is another row at worst."""
    monkeypatch.setattr(merging, "EXACT", exact)
    monkeypatch.setattr(files, "MAPPED_BYTES", 100)
    opened = filled(tmp_path, speeches(8))
    path = next((tmp_path / SEGMENTS).glob(f"*/{name}"))
    chance = random.Random(3)
    for _ in range(20):
        flip(path, chance.randrange(path.stat().st_size))
        with Disk(opened).sources() as sources:
            similarities, rows = sources.nearest(QUERIES, 50)
            assert rows.max() < sources.info.sentences
            assert set(sources.documents_of(rows).ravel()) <= {*sources.numbers(), -1}
            assert similarities.shape == (len(QUERIES), 50)
            assert {*sources.sharing(PRINTS)[1].tolist()} <= {*sources.numbers().tolist()}
        path = next((tmp_path / SEGMENTS).glob(f"*/{name}"))


def test_a_changed_vector_is_noticed_where_it_is_used(tmp_path: Path) -> None:
    """Even one that keeps its length: each document's seal covers its vectors."""
    opened = filled(tmp_path, speeches(8))
    with opened.read() as reader:
        vectors = reader.vectors(3, ENCODER.dimension)
    assert vectors is not None
    flip(tmp_path / DATABASE, (tmp_path / DATABASE).read_bytes().index(vectors.tobytes()[:64]))
    with Disk(opened).sources() as sources:
        sources.source(2)
        with pytest.raises(CorpusError, match="simcheck corpus rebuild"):
            sources.source(3)


def in_format(path: Path, version: int) -> None:
    """Make the corpus one of an older format: without this one's segments, and its first one had no titles."""
    with sqlite3.connect(path / DATABASE) as connection:
        connection.execute("DROP TABLE origins")
        connection.execute("DROP TABLE files")
        connection.execute("CREATE TABLE files (segment TEXT, name TEXT, size INTEGER, sha256 TEXT)")
        connection.execute("INSERT INTO files VALUES ('0123456789abcdef', 'vectors.npy', 10, '')")
        connection.execute("DROP TABLE more")
        if version == 1:
            for number, text in connection.execute("SELECT number, text FROM texts").fetchall():
                plain = zlib.decompress(text).decode()
                connection.execute("UPDATE texts SET text = ? WHERE number = ?", (plain, number))
            connection.execute("DROP TABLE about")
        connection.execute(f"PRAGMA user_version = {version}")
    connection.close()
    shutil.rmtree(path / SEGMENTS)
    (path / SEGMENTS / "0123456789abcdef").mkdir(parents=True)


@pytest.mark.parametrize("version", [1, 3])
def test_an_older_corpus_is_read_and_written(tmp_path: Path, version: int) -> None:
    """Its index is derived again from the database, without encoding, by whoever comes first, a reader or a writer."""
    for change in (None, *CHANGES):
        opened = filled(tmp_path / str(change), speeches(4))
        in_format(opened.folder, version)
        encoded = ENCODER.encoded
        if change == "rebuild":
            derive.rebuild(opened, ENCODER, None)
        elif change:
            CHANGES[change](opened)
        with Disk(opened).sources() as sources:
            assert sources.nearest(QUERIES, 5)[1].min() >= 0
        if change != "add":
            assert ENCODER.encoded == encoded
        held = {"add": speeches(9), "remove": [speeches(4)[0], *speeches(4)[2:]]}.get(str(change), speeches(4))
        assert_sound(opened, held)
        connection = sqlite3.connect(opened.folder / DATABASE)
        assert connection.execute("PRAGMA user_version").fetchone() == (database.FORMAT,)
        connection.close()


def test_an_older_corpus_that_cannot_be_written_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = filled(tmp_path, speeches(4))
    in_format(tmp_path, 3)
    monkeypatch.setattr(derive, "can_write", lambda folder: False)
    with pytest.raises(CorpusError, match=r"older simcheck.*cannot be written.*simcheck corpus rebuild"):
        contents(opened)


def test_any_changed_byte_of_the_database_is_found_or_harmless(tmp_path: Path) -> None:
    """Spare room in a page and counters of SQLite itself may change; no document, vector or list may unnoticed."""
    filled(tmp_path / "whole", speeches(8))
    size = (tmp_path / "whole" / DATABASE).stat().st_size
    chance = random.Random(5)
    found, tries = 0, settings().max_examples
    for _ in range(tries):
        shutil.copytree(tmp_path / "whole", tmp_path / "flipped")
        flip(tmp_path / "flipped" / DATABASE, chance.randrange(size))
        try:
            opened = Store(tmp_path / "flipped")
            problems = verify(opened)
        except CorpusError as error:
            problems = [str(error)]
        if problems:
            found += 1
        else:
            assert_sound(opened, speeches(8))
        shutil.rmtree(tmp_path / "flipped")
    assert found > tries / 12


def test_a_changed_vector_in_the_database_is_found_and_encoded_again(tmp_path: Path) -> None:
    opened = filled(tmp_path, speeches(8))
    with opened.read() as reader:
        vectors = reader.vectors(3, ENCODER.dimension)
    assert vectors is not None
    place = (tmp_path / DATABASE).read_bytes().index(vectors.tobytes()[:64])
    flip(tmp_path / DATABASE, place + 5)
    assert any("document 3" in problem for problem in verify(opened))
    derive.rebuild(opened, ENCODER, None)
    assert_sound(opened, speeches(8))


def test_a_changed_text_is_found_named_and_never_used(tmp_path: Path) -> None:
    opened = filled(tmp_path, speeches(8))
    place = (tmp_path / DATABASE).read_bytes().index(zlib.compress(speeches(8)[4].text.encode(), PACKED)[:20])
    flip(tmp_path / DATABASE, place + 4)
    assert any("讲话4.txt" in problem for problem in verify(opened))
    with pytest.raises(CorpusError, match=r"讲话4\.txt is damaged.*add it again"):
        contents(opened)
    with pytest.raises(CorpusError, match=r"讲话4\.txt is damaged.*add it again"):
        derive.rebuild(opened, ENCODER, None)
    writer.remove(opened, ["讲话4.txt"])
    writer.add(opened, speeches(8), ENCODER)
    assert_sound(opened, [*speeches(4), *speeches(3, first=5), speeches(8)[4]])


@pytest.mark.parametrize("damage", ["folder", "file", "cut"])
def test_a_missing_index_is_derived_again_by_itself(tmp_path: Path, damage: str) -> None:
    opened = filled(tmp_path, speeches(8))
    path = next((tmp_path / SEGMENTS).glob("*/vectors.faiss"))
    if damage == "folder":
        shutil.rmtree(tmp_path / SEGMENTS)
    elif damage == "file":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[:-4])
    assert verify(opened) != []
    encoded = ENCODER.encoded
    contents(opened)
    assert ENCODER.encoded == encoded
    assert_sound(opened, speeches(8))


@pytest.mark.parametrize("exact", [20, 50_000])
def test_a_mapped_file_that_is_cut_ends_nothing(tmp_path: Path, exact: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading a mapped page that is no longer there would end the process: an open corpus looks first."""
    monkeypatch.setattr(merging, "EXACT", exact)
    monkeypatch.setattr(vectors, "ROWS", 10)
    monkeypatch.setattr(files, "MAPPED_BYTES", 100)
    opened = filled(tmp_path, speeches(40))
    here = Disk(opened)
    for name in ("vectors.faiss", "fingerprints.npy", "postings.npy"):
        with here.sources() as sources:
            before = sources.nearest(QUERIES, 5)[0]
        os.truncate(next((tmp_path / SEGMENTS).glob(f"*/{name}")), 100)
        with here.sources() as sources:
            np.testing.assert_allclose(sources.nearest(QUERIES, 5)[0], before, atol=0.02)
            assert len(sources.sharing(PRINTS)[1])
    assert_sound(opened, speeches(40), off=0.02)


def test_a_missing_index_that_cannot_be_written_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = filled(tmp_path, speeches(3))
    shutil.rmtree(tmp_path / SEGMENTS)
    monkeypatch.setattr(derive, "can_write", lambda folder: False)
    with pytest.raises(CorpusError, match=r"cannot be written.*simcheck corpus rebuild"):
        contents(opened)


def test_merging_never_copies_damage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A byte that changed in a small segment must not pass into a merged one under a new digest."""
    opened = filled(tmp_path, speeches(4))
    path = next((tmp_path / SEGMENTS).glob("*/vectors.faiss"))
    flip(path, path.stat().st_size - 2)
    monkeypatch.setattr(merging, "FANOUT", 2)
    writer.add(opened, speeches(8), ENCODER)
    assert len(listed(opened)) == 1
    assert_sound(opened, speeches(8))


def test_an_index_that_is_never_right_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = filled(tmp_path, speeches(3))
    shutil.rmtree(tmp_path / SEGMENTS)
    monkeypatch.setattr(disk, "repair", lambda store: None)
    with pytest.raises(CorpusError, match="simcheck corpus rebuild"):
        contents(opened)


def test_another_model_is_refused_until_rebuilt(tmp_path: Path) -> None:
    opened = filled(tmp_path, speeches(4))
    with pytest.raises(CorpusError, match=r"hashing:1.*hashing:2.*simcheck corpus rebuild --corpus"):
        writer.add(opened, speeches(5), OTHER)
    derive.rebuild(opened, OTHER, None)
    assert verify(opened) == []
    with Disk(opened).sources() as sources:
        assert (sources.info.model, sources.info.dimension) == (OTHER.name, OTHER.dimension)
        held = {source.analyzed.document: source.vectors for source in map(sources.source, sources.numbers())}
    expected = memory_sources(speeches(4), OTHER)
    assert all(np.array_equal(held[document], expected.source(i).vectors) for i, document in enumerate(speeches(4)))
    writer.add(opened, speeches(5), OTHER)


def test_another_normalisation_is_refused_until_rebuilt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = filled(tmp_path, speeches(4))
    monkeypatch.setattr(writer, "NORMALIZATION", NORMALIZATION + 1)
    monkeypatch.setattr(derive, "NORMALIZATION", NORMALIZATION + 1)
    with pytest.raises(CorpusError, match=r"normalisation.*simcheck corpus rebuild --corpus"):
        writer.add(opened, speeches(5), ENCODER)
    encoder = HashingEncoder()
    derive.rebuild(opened, encoder, None)
    assert encoder.encoded == memory_sources(speeches(4), ENCODER).info.sentences
    assert writer.add(opened, speeches(5), ENCODER).added == ("讲话4.txt",)
    assert_sound(opened, speeches(5))


def test_rebuild_keeps_sound_vectors_of_the_same_model(tmp_path: Path) -> None:
    opened = filled(tmp_path, speeches(4))
    encoder = HashingEncoder()
    calls: list[tuple[int, int]] = []
    derive.rebuild(opened, encoder, None, lambda *now: calls.append(now))
    assert encoder.encoded == 0
    assert calls[-1] == (4, memory_sources(speeches(4), ENCODER).info.sentences)
    assert_sound(opened, speeches(4))
