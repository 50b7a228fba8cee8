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

from simcheck.corpus import nearest, publish
from simcheck.corpus.index import Index
from simcheck.corpus.nearest import nearest as search
from simcheck.corpus.segment import (
    Content,
    DamagedError,
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
    vectors = unit(sum(counts))
    return Content(np.array(numbers), counts, [vectors[:5], vectors[5:]], 24, *inverted(numbers, held))


@pytest.mark.parametrize("faiss_from", [10**9, 1])
@pytest.mark.parametrize("k", [1, 10, 400])
def test_nearest_equals_brute_force(faiss_from: int, k: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nearest, "FAISS_ROWS", faiss_from)
    monkeypatch.setattr(nearest, "SIMILARITIES", 700)
    vectors, queries = unit(300), unit(23)
    blocks = [(1000, vectors[:1]), (1001, vectors[1:200]), (5000, vectors[:0]), (5000, vectors[200:])]
    names = np.concatenate([np.arange(1000, 1200), np.arange(5000, 5100)])
    products = queries @ vectors.T
    order = np.argsort(-products, axis=1)[:, :k]
    similarities, rows = search(queries, blocks, k)
    found = min(k, 300)
    np.testing.assert_allclose(similarities[:, :found], np.take_along_axis(products, order, axis=1), atol=1e-6)
    assert np.array_equal(rows[:, :found], names[order])
    assert (similarities[:, found:] == -np.inf).all()
    assert (rows[:, found:] == -1).all()
    assert similarities.shape == rows.shape == (23, k)


@pytest.mark.parametrize("faiss_from", [10**9, 1])
def test_nearest_among_nothing(faiss_from: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nearest, "FAISS_ROWS", faiss_from)
    similarities, rows = search(unit(2), [], 3)
    assert (similarities == -np.inf).all()
    assert (rows == -1).all()
    similarities, rows = search(unit(0), [(0, unit(4))], 3)
    assert similarities.shape == rows.shape == (0, 3)


def test_small_searches_do_not_import_faiss() -> None:
    code = """if True:
        import sys
        import numpy as np
        from simcheck.corpus.nearest import nearest
        vectors = np.eye(4, dtype=np.float32)
        assert nearest(vectors, [(0, vectors)], 1)[1].ravel().tolist() == [0, 1, 2, 3]
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
    assert np.array_equal(segment.vectors, np.concatenate(list(given_.vectors)))
    assert segment.starts.tolist() == [0, 4, 4, 12]
    assert segment.numbers.tolist() == [3, 5, 9]
    assert segment.fingerprints.tolist() == [1, 1, 7, 2**63]
    assert segment.postings.tolist() == [3, 9, 3, 9]
    assert changed_files(tmp_path, record) == []
    index = Index([segment], np.array([3, 5, 9]))
    assert index.documents_of(np.array([[0, 3, -1], [4, 11, -1]])).tolist() == [[3, 3, -1], [9, 9, -1]]
    assert np.array_equal(index.vectors(9), segment.vectors[4:])
    assert index.vectors(5).shape == (0, 24)


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


@given(st.lists(st.integers(1, 3000), max_size=200), st.integers(2, 9))
@settings(max_examples=60, deadline=None)
def test_merging_keeps_segments_few_and_rewrites_little(sizes: list[int], fanout: int) -> None:
    """Simulated with sizes alone: logarithmically many segments; a row is copied once a class, but for the smallest."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(publish, "FANOUT", fanout)
        held: list[int] = []
        copied = 0
        for size in sizes:
            held.append(size)
            while chosen := publish.full_class(held):
                assert len({publish.size_class(held[i]) for i in chosen}) == 1
                merged = sum(held[i] for i in chosen)
                copied += merged
                held = [size for i, size in enumerate(held) if i not in set(chosen)] + [merged]
        classes = publish.size_class(max(sum(sizes), 1)) + 1
        assert sum(held) == sum(sizes)
        assert len(held) <= (fanout - 1) * classes
        assert copied <= sum(sizes) * classes + len(sizes) * fanout**3
