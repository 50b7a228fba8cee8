"""The index: each search equals the plain NumPy expression, in files that any user of FAISS can open."""

from __future__ import annotations

import itertools
import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from simcheck.corpus import files, merging, vectors
from simcheck.corpus.files import DamagedError
from simcheck.corpus.index import Index
from simcheck.corpus.neighbours import merged, no_neighbours
from simcheck.corpus.postings import Postings
from simcheck.corpus.records import SegmentRecord
from simcheck.corpus.segment import changed_files, delete_unlisted, open_segment, write_segment
from simcheck.corpus.vectors import FILE, VectorIndex, write_vectors
from simcheck.encode.grid import on_grid

CHANCE = np.random.default_rng(20)


def unit(rows: int, dimension: int = 24) -> np.ndarray:
    vectors = CHANCE.standard_normal((rows, dimension)).astype(np.float32)
    return on_grid(vectors / np.linalg.norm(vectors, axis=1, keepdims=True))


def written(
    folder: Path, numbers: list[int], counts: list[int], fingerprints: list[list[int]] | None = None
) -> SegmentRecord:
    held = [np.array(sorted(set(some)), dtype=np.uint64) for some in fingerprints or [[]] * len(numbers)]
    rows = unit(sum(counts)).astype(np.float16)
    return write_segment(folder, numbers, counts, lambda: [rows[:5], rows[5:]], 24, Postings.of(numbers, held))


def made(folder: Path, rows: np.ndarray, *, exact: bool) -> VectorIndex:
    """An index of these rows, given in blocks of which one is empty."""
    parts = [rows[:100], rows[100:100], rows[100:]]
    return VectorIndex(folder, write_vectors(folder, lambda: parts, len(rows), rows.shape[1], exact=exact))


def brute_force(queries: np.ndarray, rows: np.ndarray, k: int) -> tuple[np.ndarray, np.ndarray]:
    products = queries @ rows.T
    order = np.argsort(-products, axis=1, kind="stable")[:, :k]
    return np.take_along_axis(products, order, axis=1), order


@pytest.mark.parametrize("k", [1, 10, 99, 100, 400])
@pytest.mark.parametrize("dead", [0, 100])
def test_an_exact_index_equals_brute_force(tmp_path: Path, k: int, dead: int) -> None:
    """Removed rows, which would be the very best, are never found; where there are too few, the rest is nothing."""
    queries = unit(23)
    rows = np.concatenate([unit(200), np.resize(queries, (dead, 24)), unit(100)]).astype(np.float16)
    live = np.ones(len(rows), dtype=bool)
    live[200 : 200 + dead] = False
    found, near = made(tmp_path, rows, exact=True).nearest(queries, k, live if dead else None)
    expected, order = brute_force(queries, rows[live].astype(np.float32), k)
    held = min(k, 300)
    np.testing.assert_allclose(found[:, :held], expected, atol=1e-6)
    assert np.array_equal(near[:, :held], np.flatnonzero(live)[order])
    assert (found[:, held:] == -np.inf).all()
    assert (near[:, held:] == -1).all()
    assert found.shape == near.shape == (23, k)


@pytest.mark.parametrize("exact", [True, False])
def test_nearest_among_nothing(tmp_path: Path, exact: bool) -> None:
    if exact:
        similarities, rows = made(tmp_path, unit(0), exact=exact).nearest(unit(2), 3)
        assert (similarities == -np.inf).all()
        assert (rows == -1).all()
    similarities, rows = made(tmp_path, unit(40), exact=exact).nearest(unit(0), 3)
    assert similarities.shape == rows.shape == (0, 3)


def test_results_of_several_searches_are_merged_by_similarity_then_row() -> None:
    parts = [CHANCE.integers(0, 4, (5, 6)).astype(np.float32) for _ in range(3)]
    found = [
        (-np.sort(-part, axis=1), CHANCE.permuted(np.tile(np.arange(6) + 6 * i, (5, 1)), axis=1))
        for i, part in enumerate(parts)
    ]
    similarities, rows = merged([no_neighbours(5, 8), *found], 8)
    for query in range(5):
        pairs = sorted(
            (-value, row) for part in found for value, row in zip(part[0][query], part[1][query], strict=True)
        )
        assert list(zip(-similarities[query], rows[query], strict=True)) == pairs[:8]


def test_anybody_opens_an_index_with_faiss_and_finds_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With FAISS alone: ids are rows, and ``starts`` and ``numbers`` tell whose sentences they are."""
    import faiss

    monkeypatch.setattr(vectors, "PROBES", 10**6)
    record = written(tmp_path, [3, 5, 9], [400, 0, 300])
    segment = open_segment(tmp_path, record)
    place = tmp_path / "segments" / record.name
    queries = unit(7)
    large = made(tmp_path, unit(2000), exact=False)
    for path, ours in ((place / FILE, segment.vectors), (tmp_path / FILE, large)):
        theirs = faiss.read_index(str(path))
        if isinstance(theirs, faiss.IndexIVF):
            theirs.nprobe = theirs.nlist
        assert theirs.metric_type == faiss.METRIC_INNER_PRODUCT
        similarities, ids = theirs.search(queries, 20)
        found, rows = ours.nearest(queries, 20)
        # Queries are whole numbers of 16 bits in the scan: vectors as near as that may change places.
        np.testing.assert_allclose(similarities, found, atol=1e-6 if ours.exact else 3e-5)
        assert np.array_equal(ids, rows) or not ours.exact
        clear = np.diff(similarities, prepend=np.inf, append=-np.inf) < -1e-4
        clear = clear[:, :-1] & clear[:, 1:]
        assert clear.any()
        assert np.array_equal(ids[clear], rows[clear])
    ids = faiss.read_index(str(place / FILE)).search(queries, 20)[1]
    numbers, starts = np.load(place / "numbers.npy"), np.load(place / "starts.npy")
    assert np.array_equal(
        numbers[np.searchsorted(starts, ids, side="right") - 1], Index([segment], np.array([3, 5, 9])).documents_of(ids)
    )


@settings(max_examples=60, deadline=None)
@given(
    held=st.lists(arrays.arrays(np.uint64, st.integers(0, 9), elements=st.integers(0, 12)), min_size=1, max_size=6),
    wanted=arrays.arrays(np.uint64, st.integers(0, 9), elements=st.integers(0, 12)),
    dead=st.sets(st.integers(0, 5)),
)
def test_sharing_equals_set_membership(held: list[np.ndarray], wanted: np.ndarray, dead: set[int]) -> None:
    held = [np.unique(some) for some in held]
    segments = []
    with tempfile.TemporaryDirectory() as folder:
        for part in (range(0, len(held), 2), range(1, len(held), 2)):
            numbers = [10 * i for i in part]
            postings = Postings.of(numbers, [held[i] for i in part])
            record = write_segment(Path(folder), numbers, [0] * len(numbers), list, 4, postings)
            segments.append(open_segment(Path(folder), record))
    live = [i for i in range(len(held)) if i not in dead]
    queries, documents = Index(segments, 10 * np.array(live, dtype=np.int64)).sharing(wanted)
    expected = [(i, 10 * j) for i, value in enumerate(wanted) for j in live if value in held[j]]
    assert sorted(zip(queries.tolist(), documents.tolist(), strict=True)) == sorted(expected)


def test_a_segment_comes_back_as_it_was_written(tmp_path: Path) -> None:
    record = written(tmp_path, [3, 5, 9], [4, 0, 8], [[7, 1], [], [1, 2**63]])
    segment = open_segment(tmp_path, record)
    assert segment.starts.tolist() == [0, 4, 4, 12]
    assert segment.numbers.tolist() == [3, 5, 9]
    assert segment.postings.fingerprints.tolist() == [1, 1, 7, 2**63]
    assert segment.postings.documents.tolist() == [3, 9, 3, 9]
    assert np.load(tmp_path / "segments" / record.name / "postings.npy").tolist() == [3, 9, 3, 9]
    assert changed_files(tmp_path, record) == []
    index = Index([segment], np.array([3, 5, 9]))
    assert index.documents_of(np.array([[0, 3, -1], [4, 11, -1]])).tolist() == [[3, 3, -1], [9, 9, -1]]
    assert [index.sentences_of(number) for number in (3, 5, 9)] == [4, 0, 8]


def test_each_live_document_stands_in_exactly_one_segment(tmp_path: Path) -> None:
    first, second = (open_segment(tmp_path, written(tmp_path, numbers, [2, 2])) for numbers in ([1, 2], [2, 3]))
    assert Index([first], np.array([1])).nearest(unit(1), 5)[1].tolist()[0][2:] == [-1, -1, -1]
    for segments, live in (([first], [1, 4]), ([first, second], [1, 2, 3]), ([], [1])):
        with pytest.raises(DamagedError):
            Index(segments, np.array(live))


@pytest.mark.parametrize("mapped_bytes", [100, 1 << 16])
def test_missing_cut_or_foreign_files_are_noticed_on_opening(
    tmp_path: Path, mapped_bytes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "MAPPED_BYTES", mapped_bytes)
    record = written(tmp_path, [1], [6], [[5]])
    paths = [tmp_path / "segments" / record.name / file.name for file in record.files]
    for path in paths:
        whole = path.read_bytes()
        for damaged in (whole[:-1], whole + b"\0", b"\0" * len(whole), b"", whole[:3] + b"!" + whole[4:]):
            path.write_bytes(damaged)
            with pytest.raises(DamagedError):
                open_segment(tmp_path, record)
        path.unlink()
        with pytest.raises(DamagedError):
            open_segment(tmp_path, record)
        assert len(changed_files(tmp_path, record)) == 1
        path.write_bytes(whole)
    open_segment(tmp_path, record)


@pytest.mark.parametrize("exact", [True, False])
def test_all_that_faiss_trusts_is_compared_when_an_index_is_opened(
    tmp_path: Path, exact: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only codes and row numbers are not: 96 bytes a vector if exact, else 24 and 8."""
    monkeypatch.setattr(files, "MAPPED_BYTES", 100)
    monkeypatch.setattr(vectors, "ROWS", 20)
    parts = [unit(1000)]
    record = write_vectors(tmp_path, lambda: parts, 1000, 24, exact=exact)
    assert record.head == record.size - 1000 * (96 if exact else 32)
    whole = (tmp_path / FILE).read_bytes()
    for place in (*range(0, record.head, 97), record.head - 1):
        (tmp_path / FILE).write_bytes(whole[:place] + bytes([whole[place] ^ 8]) + whole[place + 1 :])
        with pytest.raises(DamagedError):
            VectorIndex(tmp_path, record)


def test_only_listed_segments_stay(tmp_path: Path) -> None:
    kept, dropped = (written(tmp_path, [1], [6], [[5]]) for _ in range(2))
    (tmp_path / "segments" / "0123.new").mkdir()
    delete_unlisted(tmp_path, [kept])
    assert [path.name for path in (tmp_path / "segments").iterdir()] == [kept.name]
    assert dropped.name != kept.name


def test_all_inverted_lists_together_equal_brute_force(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """But for what one byte a component cannot hold; the nearest lists are looked at, and nothing dead is found."""
    monkeypatch.setattr(vectors, "ROWS", 20)
    rows, queries = unit(1000), unit(9)
    index = made(tmp_path, rows, exact=False)
    products = queries @ rows.T
    monkeypatch.setattr(vectors, "PROBES", 10**6)
    similarities, near = index.nearest(queries, 1200)
    assert np.array_equal(np.sort(near[:, :1000], axis=1), np.broadcast_to(np.arange(1000), (9, 1000)))
    np.testing.assert_allclose(similarities[:, :1000], np.take_along_axis(products, near[:, :1000], axis=1), atol=0.01)
    assert (near[:, 1000:] == -1).all()
    assert (similarities[:, 1000:] == -np.inf).all()
    live = np.arange(1000) % 3 == 1
    _, near = index.nearest(queries, 1000, live)
    assert set(near[near >= 0].tolist()) == set(np.flatnonzero(live).tolist())
    monkeypatch.setattr(vectors, "PROBES", 1)
    assert index.nearest(rows, 1)[1].ravel().tolist() == list(range(1000))


def test_an_inverted_list_may_be_empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """FAISS then knows no place of it; a corpus of few different sentences has such lists."""
    monkeypatch.setattr(vectors, "ROWS", 20)
    rows = np.repeat(unit(3), 100, axis=0)
    index = made(tmp_path, rows, exact=False)
    held = index._index.invlists
    assert 0 in [held.list_size(number) for number in range(index.lists)]
    similarities, near = index.nearest(rows[::100], 1)
    assert (near[:, 0] // 100).tolist() == [0, 1, 2]
    np.testing.assert_allclose(similarities[:, 0], 1, atol=0.01)


def test_lists_of_several_segments_are_looked_at_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With all of them it is brute force over all rows; with few each vector still finds itself, wherever it stands."""
    monkeypatch.setattr(vectors, "ROWS", 20)
    rows = unit(1500)
    none = Postings.of([0, 1, 2], [np.zeros(0, dtype=np.uint64)] * 3)
    records = [
        write_segment(tmp_path, [at], [500], lambda at=at: [rows[500 * at : 500 * at + 500].astype(np.float16)], 24,
                      none.only(np.array([at])), exact=False)
        for at in range(3)
    ]  # fmt: skip
    index = Index.open(tmp_path, records, np.arange(3))
    queries = unit(9)
    monkeypatch.setattr(vectors, "PROBES", 10**6)
    similarities, near = index.nearest(queries, 1600)
    products = queries @ rows.T
    assert np.array_equal(np.sort(near[:, :1500], axis=1), np.broadcast_to(np.arange(1500), (9, 1500)))
    np.testing.assert_allclose(similarities[:, :1500], np.take_along_axis(products, near[:, :1500], axis=1), atol=0.01)
    assert (near[:, 1500:] == -1).all()
    monkeypatch.setattr(vectors, "PROBES", 2)
    assert vectors.shared_probes([25, 25, 25], 1) == 4
    assert index.nearest(rows, 1)[1].ravel().tolist() == list(range(1500))
    assert vectors.shared_probes([25], 16) == 1
    assert index.nearest(rows, 1, 16)[1].ravel().tolist() == list(range(1500))
    part = [index.nearest(queries[at : at + 3], 5)[1] for at in (0, 3, 6)]
    assert np.array_equal(np.concatenate(part), index.nearest(queries, 5)[1])


@pytest.mark.parametrize("exact", [True, False])
def test_a_few_queries_find_what_they_find_among_many(
    tmp_path: Path, exact: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a session asks for again after an edit, to the bit."""
    monkeypatch.setattr(vectors, "ROWS", 20)
    monkeypatch.setattr(vectors, "PROBES", 5)
    index = made(tmp_path, unit(3000, 256), exact=exact)
    queries = unit(300, 256)
    many = index.nearest(queries, 40)
    for start, size in itertools.product(range(0, 260, 13), (1, 7, 32)):
        few = index.nearest(queries[start : start + size], 40)
        for one, other in zip(few, many, strict=True):
            assert np.array_equal(one, other[start : start + size])


def test_row_numbers_that_cannot_be_are_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A changed byte in a mapped file gives no row that is not there."""
    monkeypatch.setattr(files, "MAPPED_BYTES", 100)
    index = made(tmp_path, unit(40), exact=False)
    path = tmp_path / FILE
    content = bytearray(path.read_bytes())
    content[-3] ^= 0x40
    path.write_bytes(content)
    for live in (None, np.ones(40, dtype=bool)):
        _, rows = index.nearest(unit(4), 40, live)
        assert rows.max() < 40
        assert ((rows == -1).sum(axis=1) == 1).all()


@given(st.lists(st.integers(1, 3000), max_size=200), st.integers(2, 9), st.sampled_from([700, 10**9]))
@settings(max_examples=60, deadline=None)
def test_merging_keeps_segments_few_and_rewrites_little(sizes: list[int], fanout: int, exact: int) -> None:
    """Simulated with sizes alone: logarithmically many segments; a row is written anew about as often as that."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(merging, "FANOUT", fanout)
        patch.setattr(merging, "EXACT", exact)
        held: list[int] = []
        copied = 0
        for size in sizes:
            held.append(size)
            while chosen := merging.full(held, 10**9):
                merged = sum(abs(held[i]) for i in chosen)
                copied += merged
                held = [size for i, size in enumerate(held) if i not in set(chosen)]
                held.append(-merged if merged > exact else merged)
        total = sum(sizes)
        classes = merging.size_class(max(min(total, exact), 1)) + 1
        doublings = 1 + max(0, total // exact).bit_length()
        assert sum(map(abs, held)) == total
        assert sum(size for size in held if size > 0) <= exact
        assert len(held) <= (fanout - 1) * classes + doublings
        assert copied <= total * (classes + doublings) + len(sizes) * fanout**3


def test_a_large_segment_is_left_alone_beyond_the_budget() -> None:
    sizes = [-600_000, 30_000, -60_000, 40_000]
    assert merging.full(sizes, 0) == [1, 3]
    assert merging.full(sizes, 150_000) == [1, 3, 2]
    assert merging.full([*sizes, -100_000], 10**9) == [1, 3, 2, 4]
    assert merging.full([-(10**6), -(10**6)], 10**9) == []
    assert merging.full([60_000, *[-50_000] * 50], 10**9) == list(range(39))
