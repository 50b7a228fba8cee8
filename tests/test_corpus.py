"""The corpus on disk is equal to brute force in memory, whatever was added, replaced, removed and merged before."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from fakes import HashingEncoder, speech, speeches
from hypothesis import given, settings
from hypothesis import strategies as st

from simcheck.corpus import derive, embed, merging, vectors, writer
from simcheck.corpus.disk import Disk
from simcheck.corpus.memory import memory_sources
from simcheck.corpus.near_duplicates import Sketches
from simcheck.corpus.publish import open_index
from simcheck.corpus.records import Meta
from simcheck.corpus.sources import Sources
from simcheck.corpus.store import Store
from simcheck.corpus.verify import verify
from simcheck.encode import vectors_of
from simcheck.scoring import SCORING
from simcheck.text.analyze import analyze
from simcheck.text.normalize import NORMALIZATION
from simcheck.types import Document

ENCODER = HashingEncoder()
DRAFT = analyze(Document("草稿.txt", speech(2, 3) + "今天下午召开座谈会。" + speech(11, 2)))
QUERIES = vectors_of(ENCODER, [sentence.text for sentence in DRAFT.sentences])


def new_store(folder: Path, encoder: HashingEncoder = ENCODER) -> Store:
    return Store.create(folder, Meta(encoder.name, None, encoder.dimension, NORMALIZATION))


def shared(sources: Sources) -> Counter[tuple[int, str]]:
    queries, numbers = sources.sharing(DRAFT.fingerprints)
    return Counter(
        (int(query), sources.source(number).analyzed.document.id)
        for query, number in zip(queries, numbers, strict=True)
    )


def assert_equal(disk: Sources, memory: Sources, k: int = 7, *, off: float = 1e-5) -> None:
    """Everything the check asks of sources gives the same; numbers and rows may differ, ids, texts and vectors not.

    ``off`` is by how much a similarity may differ: a little where each component of a vector has one byte.
    """
    assert [getattr(disk.info, name) for name in ("documents", "sentences", "characters", "model", "dimension")] == [
        getattr(memory.info, name) for name in ("documents", "sentences", "characters", "model", "dimension")
    ]
    found = {source.analyzed.document: source for source in map(disk.source, disk.numbers())}
    wanted = {source.analyzed.document: source for source in map(memory.source, memory.numbers())}
    assert found.keys() == wanted.keys()
    assert all(np.array_equal(found[key].vectors, wanted[key].vectors) for key in found)
    assert all(np.array_equal(found[key].analyzed.fingerprints, wanted[key].analyzed.fingerprints) for key in found)
    assert shared(disk) == shared(memory)
    similarities, rows = disk.nearest(QUERIES, k)
    expected, _ = memory.nearest(QUERIES, k)
    assert similarities.shape == rows.shape == (len(QUERIES), k)
    np.testing.assert_allclose(similarities, expected, atol=off)
    owners = disk.documents_of(rows)
    assert np.array_equal(rows < 0, np.isneginf(similarities))
    assert np.array_equal(rows < 0, owners < 0)
    for query, values, row, owner in zip(QUERIES, similarities, rows, owners, strict=True):
        assert len(set(row[row >= 0])) == (row >= 0).sum()
        for value, number in zip(values[row >= 0], owner[row >= 0], strict=True):
            products = disk.source(number).vectors @ query
            assert np.abs(products - value).min() < off


@pytest.mark.parametrize("exact", [10**9, 40])
def test_sources_on_disk_equal_brute_force(tmp_path: Path, exact: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Among inverted lists too, when all of them are looked at."""
    monkeypatch.setattr(merging, "EXACT", exact)
    monkeypatch.setattr(vectors, "ROWS", 10)
    store = new_store(tmp_path)
    documents = speeches(30)
    writer.add(store, documents[:20], ENCODER)
    writer.add(store, documents[20:], ENCODER)
    writer.remove(store, [documents[3].id])
    with Disk(store).sources() as sources:
        assert [segment.vectors.exact for segment in open_index(store).segments] == [exact > 40] * 2
        for k in (1, 7, 500):
            memory = memory_sources(documents[:3] + documents[4:], ENCODER)
            assert_equal(sources, memory, k, off=1e-5 if exact > 40 else 0.02)


Step = tuple[str, list[tuple[int, int]]]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["add", "add", "remove", "rebuild"]),
        st.lists(st.tuples(st.integers(0, 5), st.integers(0, 12)), max_size=4),
    ),
    max_size=7,
)


@settings(max_examples=15, deadline=None)
@given(STEPS, st.sampled_from([50_000, 8]))
def test_any_sequence_of_changes_equals_brute_force(steps: list[Step], exact: int) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(merging, "EXACT", exact)
        patch.setattr(vectors, "ROWS", 3)
        patch.setattr(merging, "FANOUT", 2)
        patch.setattr(embed, "BATCH_CHARACTERS", 200)
        store = new_store(Path(folder))
        disk = Disk(store)
        held: dict[str, str] = {}
        for action, pairs in steps:
            changes = {f"{name}号.txt": speech(text, text % 4 + 1) for name, text in pairs}
            if action == "add":
                result = writer.add(store, [Document(*item) for item in changes.items()], ENCODER)
                assert set(result.unchanged) == {key for key, text in changes.items() if held.get(key) == text}
                assert set(result.added) == changes.keys() - held.keys()
                assert set(result.replaced) == changes.keys() - set(result.added) - set(result.unchanged)
                stays = Counter(text for key, text in held.items() if key not in changes)
                either = Counter([*held.values(), *changes.values()])
                new = result.added + result.replaced
                assert {key for key in new if stays[changes[key]]} <= set(result.duplicates) <= set(new)
                assert all(either[changes[key]] > 1 for key in result.duplicates)
                held |= changes
            elif action == "remove":
                known = [key for key in changes if key in held]
                assert writer.remove(store, known) == len(known)
                for key in known:
                    del held[key]
            else:
                derive.rebuild(store, ENCODER, None)
            with disk.sources() as sources:
                memory = memory_sources([Document(*item) for item in held.items()], ENCODER)
                assert_equal(sources, memory, off=1e-5 if exact > 8 else 0.02)
        assert verify(store) == []


def test_one_more_document_leaves_big_segments_as_they_are(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    writer.add(store, speeches(100, sentences=12), ENCODER)
    with store.read() as reader:
        big = reader.segments()[0]
    for i in range(20):
        writer.add(store, speeches(1, first=200 + i), ENCODER)
    with store.read() as reader:
        records = reader.segments()
    assert big in records
    assert len(records) < 10


def test_segments_stay_few_and_removed_documents_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embed, "BATCH_CHARACTERS", 1)
    store = new_store(tmp_path)
    documents = speeches(40)
    writer.add(store, documents, ENCODER)
    assert len(open_index(store).segments) <= merging.FANOUT
    writer.remove(store, [document.id for document in documents[:30]])
    index = open_index(store)
    assert sum(len(segment.numbers) for segment in index.segments) <= 10 / (1 - merging.DELETED_SHARE)
    writer.remove(store, [document.id for document in documents[30:]])
    assert open_index(store).segments == ()
    assert list((tmp_path / "segments").iterdir()) == []


def test_vectors_are_kept_in_half_precision_everywhere(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    writer.add(store, speeches(3), ENCODER)
    exact = vectors_of(ENCODER, [sentence.text for document in speeches(3) for sentence in analyze(document).sentences])
    with store.read() as reader, Disk(store).sources() as sources:
        in_database = np.concatenate(
            [reader.vectors(number, ENCODER.dimension) for number in reader.numbers().tolist()]
        )
        in_index = np.concatenate([sources.source(number).vectors for number in sources.numbers()])
    assert np.array_equal(in_database.astype(np.float32), in_index)
    assert np.array_equal(in_index, exact)


def test_progress_is_told_within_one_long_document(tmp_path: Path) -> None:
    """A slow model may need minutes for one document: more sentences are told, and a document only once it is kept."""
    store = new_store(tmp_path)
    long, short = Document("长.txt", speech(1, 3 * embed.FIRST_STEP)), Document("短.txt", speech(2, 4))
    told: list[tuple[int, int]] = []
    kept: list[int] = []

    def progress(documents: int, sentences: int) -> None:
        told.append((documents, sentences))
        with store.read() as reader:
            kept.append(reader.info().documents)

    writer.add(store, [long, short], ENCODER, progress)
    sentences = sum(len(analyze(document).sentences) for document in (long, short))
    added = told[:]
    derive.rebuild(store, HashingEncoder(name="hashing:2"), None, lambda *done: told.append(done))
    rebuilt = told[len(added) :]
    for steps in (added, rebuilt):
        assert steps == sorted(steps)
        assert steps[-1] == (2, sentences)
        assert len({done for documents, done in steps if not documents}) > 1
    assert all(there >= documents for there, (documents, _) in zip(kept, added, strict=True))


def test_versions_of_a_text_are_told(tmp_path: Path) -> None:
    """A version that lost a third is told, with the document it is a version of; another text is not."""
    store = new_store(tmp_path)
    old, other, new = speech(1, 80), speech(2, 80), speech(1, 80)[: 80 * 18] + speech(3, 20)
    assert writer.add(store, [Document("旧.txt", old), Document("另.txt", other)], ENCODER).similar == ()
    result = writer.add(store, [Document("新.txt", new), Document("又.txt", new)], ENCODER)
    assert result.similar == (("新.txt", "旧.txt"),)
    assert result.duplicates == ("又.txt",)
    with Disk(store).sources() as sources:
        assert sources.versions() == {"新.txt": "旧.txt", "又.txt": "新.txt"}
    assert writer.add(store, [Document("新.txt", other)], ENCODER).similar == ()
    assert writer.add(store, [Document("旧.txt", old + "。")], ENCODER).similar == (("旧.txt", "又.txt"),)


def test_versions_equal_a_comparison_of_all_pairs() -> None:
    """By brute force over the same samples."""
    chance = np.random.default_rng(4)
    pool = np.unique(chance.integers(0, 2**60, 400, dtype=np.uint64)) << np.uint64(5)
    texts = [np.unique(chance.choice(pool[i % 7 * 50 : i % 7 * 50 + 90], 60)) for i in range(40)]
    expected = {}
    for new, mine in enumerate(texts):
        shares = [len(np.intersect1d(mine, texts[old])) / min(len(mine), len(texts[old])) for old in range(new)]
        if shares and max(shares) > SCORING.versions.share:
            expected[new] = {old for old, share in enumerate(shares) if share == max(shares)}
    sketches = Sketches()
    found = sketches.add(range(25), texts[:25]) | sketches.add(range(25, 40), texts[25:])
    assert found == sketches.versions()
    assert found.keys() == expected.keys()
    assert all(old in expected[new] for new, old in found.items())
    assert 5 < len(found) < 40


def test_compact_leaves_one_segment_and_no_removed_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(merging, "EXACT", 100)
    monkeypatch.setattr(vectors, "ROWS", 10)
    store = new_store(tmp_path)
    documents = speeches(30)
    for start in range(0, 30, 10):
        writer.add(store, documents[start : start + 10], ENCODER)
    writer.remove(store, [documents[3].id])
    before = sum(path.stat().st_size for path in tmp_path.rglob("*") if path.is_file())
    derive.compact(store)
    index = open_index(store)
    assert len(index.segments) == 1
    assert index.live[0].all()
    assert sum(path.stat().st_size for path in tmp_path.rglob("*") if path.is_file()) <= before
    with Disk(store).sources() as sources:
        assert_equal(sources, memory_sources(documents[:3] + documents[4:], ENCODER), off=0.02)
    records = [segment.record for segment in index.segments]
    derive.compact(store)
    assert [segment.record for segment in open_index(store).segments] == records
    writer.remove(store, [document.id for document in documents if document != documents[3]])
    derive.compact(store)
    assert open_index(store).segments == ()
    assert verify(store) == []
