"""Search over blocks and segments equals the plain NumPy expression, by either engine."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from simcheck.corpus import lists, nearest, publish
from simcheck.corpus.arrays import DamagedError
from simcheck.corpus.cached import TOGETHER
from simcheck.corpus.index import Index
from simcheck.corpus.lists import Lists, divide
from simcheck.corpus.nearest import Block
from simcheck.corpus.nearest import nearest as search
from simcheck.corpus.segment import (
    Content,
    Segment,
    changed_files,
    inverted,
    open_segment,
    tidy,
    write_segment,
)

CHANCE = np.random.default_rng(20)


def unit(rows: int, dimension: int = 24) -> np.ndarray:
    vectors = CHANCE.standard_normal((rows, dimension)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def content(numbers: list[int], counts: list[int], fingerprints: list[list[int]]) -> Content:
    held = [np.array(sorted(set(some)), dtype=np.uint64) for some in fingerprints]
    vectors = unit(sum(counts)).astype(np.float16)
    return Content(np.array(numbers), counts, lambda: [vectors[:5], vectors[5:]], 24, *inverted(numbers, held))


@pytest.mark.parametrize("piece", [10**9, 7])
@pytest.mark.parametrize("k", [1, 10, 400])
def test_nearest_equals_brute_force(piece: int, k: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nearest, "PIECE", piece)
    monkeypatch.setattr(nearest, "SIMILARITIES", 700)
    vectors, queries = unit(300), unit(23)
    alive = CHANCE.random(150) < 2 / 3
    alive[:50] = False
    with_dead = np.zeros((150, 24), dtype=np.float32)
    with_dead[alive] = vectors[200 : 200 + alive.sum()]
    with_dead[~alive] = queries[0]
    vectors = vectors[: 200 + alive.sum()]
    blocks = [
        Block(1000, vectors[:1]),
        Block(1001, vectors[1:200]),
        Block(5000, vectors[:0]),
        Block(5000, with_dead, alive),
    ]
    names = np.concatenate([np.arange(1000, 1200), 5000 + np.flatnonzero(alive)])
    products = queries @ vectors.T
    order = np.argsort(-products, axis=1)[:, :k]
    similarities, rows = search(queries, blocks, k)
    found = min(k, len(vectors))
    np.testing.assert_allclose(similarities[:, :found], np.take_along_axis(products, order, axis=1), atol=1e-6)
    assert np.array_equal(rows[:, :found], names[order])
    assert (similarities[:, found:] == -np.inf).all()
    assert (rows[:, found:] == -1).all()
    assert similarities.shape == rows.shape == (23, k)


def test_nearest_among_nothing() -> None:
    similarities, rows = search(unit(2), [], 3)
    assert (similarities == -np.inf).all()
    assert (rows == -1).all()
    similarities, rows = search(unit(0), [Block(0, unit(4))], 3)
    assert similarities.shape == rows.shape == (0, 3)


def test_small_searches_do_not_import_faiss() -> None:
    code = """if True:
        import sys
        import numpy as np
        from simcheck.corpus.index import Index
        from simcheck.corpus.nearest import Block, nearest
        vectors = np.eye(4, dtype=np.float32)
        assert nearest(vectors, [Block(0, vectors)], 1)[1].ravel().tolist() == [0, 1, 2, 3]
        sys.exit("faiss" in sys.modules)"""
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@settings(max_examples=60, deadline=None)
@given(
    held=st.lists(arrays.arrays(np.uint64, st.integers(0, 9), elements=st.integers(0, 12)), min_size=1, max_size=6),
    wanted=arrays.arrays(np.uint64, st.integers(0, 9), elements=st.integers(0, 12)),
    dead=st.sets(st.integers(0, 5)),
)
def test_sharing_equals_set_membership(held: list[np.ndarray], wanted: np.ndarray, dead: set[int]) -> None:
    held = [np.unique(some) for some in held]
    segments = []
    for part in (range(0, len(held), 2), range(1, len(held), 2)):
        numbers = [10 * i for i in part]
        fingerprints, postings = inverted(numbers, [held[i] for i in part])
        none = np.zeros((0, 4), dtype=np.float32)
        starts = np.zeros(len(numbers) + 1, dtype=np.int64)
        segments.append(Segment(None, np.array(numbers, dtype=np.int64), starts, none, fingerprints, postings))  # type: ignore[arg-type]
    live = [i for i in range(len(held)) if i not in dead]
    queries, documents = Index(segments, 10 * np.array(live, dtype=np.int64)).sharing(wanted)
    expected = [(i, 10 * j) for i, value in enumerate(wanted) for j in live if value in held[j]]
    assert sorted(zip(queries.tolist(), documents.tolist(), strict=True)) == sorted(expected)


def test_a_segment_comes_back_as_it_was_written(tmp_path: Path) -> None:
    given_ = content([3, 5, 9], [4, 0, 8], [[7, 1], [], [1, 2**63]])
    record = write_segment(tmp_path, given_)
    segment = open_segment(tmp_path, record)
    assert np.array_equal(segment.vectors, np.concatenate(list(given_.vectors())))
    assert segment.starts.tolist() == [0, 4, 4, 12]
    assert segment.numbers.tolist() == [3, 5, 9]
    assert segment.fingerprints.tolist() == [1, 1, 7, 2**63]
    assert segment.postings.tolist() == [3, 9, 3, 9]
    assert changed_files(tmp_path, record) == []
    index = Index([segment], np.array([3, 5, 9]))
    assert index.documents_of(np.array([[0, 3, -1], [4, 11, -1]])).tolist() == [[3, 3, -1], [9, 9, -1]]
    assert [index.sentences_of(number) for number in (3, 5, 9)] == [4, 0, 8]


def test_each_live_document_stands_in_exactly_one_segment(tmp_path: Path) -> None:
    first, second = (
        open_segment(tmp_path, write_segment(tmp_path, content(numbers, [2, 2], [[], []])))
        for numbers in ([1, 2], [2, 3])
    )
    assert Index([first], np.array([1])).nearest(unit(1), 5)[1].tolist()[0][2:] == [-1, -1, -1]
    for segments, live in (([first], [1, 4]), ([first, second], [1, 2, 3]), ([], [1])):
        with pytest.raises(DamagedError):
            Index(segments, np.array(live))


def test_missing_cut_or_foreign_files_are_noticed_on_opening(tmp_path: Path) -> None:
    record = write_segment(tmp_path, content([1], [6], [[5]]))
    paths = [tmp_path / "segments" / record.name / file.name for file in record.files]
    for path in paths:
        whole = path.read_bytes()
        for damaged in (whole[:-1], whole + b"\0", b"\0" * len(whole)):
            path.write_bytes(damaged)
            with pytest.raises(DamagedError):
                open_segment(tmp_path, record)
        path.unlink()
        with pytest.raises(DamagedError):
            open_segment(tmp_path, record)
        assert len(changed_files(tmp_path, record)) == 1
        path.write_bytes(whole)
    open_segment(tmp_path, record)


def test_tidy_keeps_what_is_listed(tmp_path: Path) -> None:
    kept, dropped = (write_segment(tmp_path, content([1], [6], [[5]])) for _ in range(2))
    (tmp_path / "segments" / "0123.new").mkdir()
    tidy(tmp_path, [kept])
    assert [path.name for path in (tmp_path / "segments").iterdir()] == [kept.name]
    assert dropped.name != kept.name


def made_lists(folder: Path, vectors: np.ndarray) -> Lists:
    parts = [vectors[:100], vectors[100:100], vectors[100:]]
    content = divide(lambda: parts, len(vectors), vectors.shape[1])
    with (folder / "lists.bin").open("wb") as file:
        for piece in content.pieces():
            file.write(piece.tobytes())
    return Lists(content.centroids, content.ranges, content.sizes, folder / "lists.bin")


def test_all_inverted_lists_together_equal_brute_force(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """But for what one byte a component cannot hold; the nearest lists are looked at, and nothing dead is found."""
    monkeypatch.setattr(lists, "ROWS", 20)
    vectors, queries = unit(1000), unit(9)
    opened = made_lists(tmp_path, vectors)
    products = queries @ vectors.T
    monkeypatch.setattr(lists, "PROBED", 10**6)
    similarities, rows = opened.nearest(queries, 1200)
    assert np.array_equal(np.sort(rows[:, :1000], axis=1), np.broadcast_to(np.arange(1000), (9, 1000)))
    np.testing.assert_allclose(similarities[:, :1000], np.take_along_axis(products, rows[:, :1000], axis=1), atol=0.01)
    assert (rows[:, 1000:] == -1).all()
    assert (similarities[:, 1000:] == -np.inf).all()
    alive = np.arange(1000) % 3 == 1
    _, rows = opened.nearest(queries, 1000, alive)
    assert set(rows[rows >= 0].tolist()) == set(np.flatnonzero(alive).tolist())
    monkeypatch.setattr(lists, "PROBED", 1)
    assert opened.nearest(vectors, 1)[1].ravel().tolist() == list(range(1000))


def test_a_few_queries_find_in_lists_what_they_find_among_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a session asks for again after an edit, to the bit, with the number of queries that it pads them to."""
    monkeypatch.setattr(lists, "ROWS", 20)
    monkeypatch.setattr(lists, "PROBED", 5)
    vectors, queries = unit(1000), unit(300)
    opened = made_lists(tmp_path, vectors)
    many = opened.nearest(queries, 40)
    for start in range(0, 260, 13):
        few = opened.nearest(queries[start : start + TOGETHER], 40)
        for one, other in zip(few, many, strict=True):
            assert np.array_equal(one, other[start : start + TOGETHER])


def test_lists_of_another_length_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "lists.bin"
    opened = made_lists(tmp_path, unit(300))
    assert opened.rows == 300
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(ValueError, match="length"):
        Lists(unit(1), unit(2), np.array([300]), path)


def test_row_numbers_that_cannot_be_are_none(tmp_path: Path) -> None:
    """A changed byte in a mapped file gives no row that is not there."""
    opened = made_lists(tmp_path, unit(40))
    path = tmp_path / "lists.bin"
    content = bytearray(path.read_bytes())
    content[-3] ^= 0x40
    path.write_bytes(content)
    _, rows = opened.nearest(unit(4), 40)
    assert rows.max() < 40
    assert ((rows == -1).sum(axis=1) == 1).all()


@given(st.lists(st.integers(1, 3000), max_size=200), st.integers(2, 9), st.sampled_from([700, 10**9]))
@settings(max_examples=60, deadline=None)
def test_merging_keeps_segments_few_and_rewrites_little(sizes: list[int], fanout: int, exact: int) -> None:
    """Simulated with sizes alone: logarithmically many segments; a row is written anew about as often as that."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(publish, "FANOUT", fanout)
        patch.setattr(publish, "EXACT", exact)
        held: list[int] = []
        copied = 0
        for size in sizes:
            held.append(size)
            while chosen := publish.full(held, 10**9):
                merged = sum(abs(held[i]) for i in chosen)
                copied += merged
                held = [size for i, size in enumerate(held) if i not in set(chosen)]
                held.append(-merged if merged > exact else merged)
        total = sum(sizes)
        classes = publish.size_class(max(min(total, exact), 1)) + 1
        doublings = 1 + max(0, total // exact).bit_length()
        assert sum(map(abs, held)) == total
        assert sum(size for size in held if size > 0) <= exact
        assert len(held) <= (fanout - 1) * classes + doublings
        assert copied <= total * (classes + doublings) + len(sizes) * fanout**3


def test_a_large_segment_is_left_alone_beyond_the_budget() -> None:
    sizes = [-600_000, 30_000, -60_000, 40_000]
    assert publish.full(sizes, 0) == [1, 3]
    assert publish.full(sizes, 150_000) == [1, 3, 2]
    assert publish.full([*sizes, -100_000], 10**9) == [1, 3, 2, 4]
    assert publish.full([-(10**6), -(10**6)], 10**9) == []
    assert publish.full([60_000, *[-50_000] * 50], 10**9) == list(range(39))
