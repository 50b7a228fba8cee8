"""The grid of vectors: inner products are exact, in whatever order and company they are worked out."""

from __future__ import annotations

import numpy as np
import pytest
from made import shipped

from simcheck.encode import vectors_of
from simcheck.encode.grid import POINTS, on_grid

CHANCE = np.random.default_rng(7)


def unit(rows: int, dimension: int) -> np.ndarray:
    vectors = CHANCE.standard_normal((rows, dimension)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


@pytest.mark.parametrize("dimension", [3, 24, 256, 384, 1024])
def test_products_are_exact_whatever_rows_are_multiplied_at_once(dimension: int) -> None:
    """Equal vectors, and opposite ones, are the hardest: their products are 1 and -1."""
    ours = on_grid(unit(211, dimension))
    theirs = np.concatenate([ours, -ours, on_grid(unit(90, dimension))])
    exact = (np.rint(ours * POINTS).astype(np.int64) @ np.rint(theirs * POINTS).astype(np.int64).T) / POINTS**2
    assert np.array_equal(ours @ theirs.T, exact)
    for size in (1, 2, 5, 33, 105):
        for start in range(0, len(ours), size):
            some = slice(start, start + size)
            assert np.array_equal(ours[some] @ theirs.T, exact[some])
            assert np.array_equal(theirs @ ours[some].T, exact.T[:, some])
    order = CHANCE.permutation(dimension)
    assert np.array_equal(ours[:, order] @ theirs[:, order].T, exact)


def test_half_precision_holds_the_grid_and_similarities_hardly_move() -> None:
    vectors = unit(400, 256)
    held = on_grid(vectors)
    assert np.array_equal(held, on_grid(held))
    assert np.array_equal(held, held.astype(np.float16).astype(np.float32))
    moved = held @ held.T - vectors.astype(float) @ vectors.T.astype(float)
    assert moved.std() == pytest.approx(np.sqrt(2 / 12) / POINTS, rel=0.05)
    assert abs(moved).max() < 0.002


def test_vectors_of_an_encoder_stand_on_the_grid() -> None:
    vectors = vectors_of(shipped(), ["全面推进乡村振兴，加快建设农业强国。", "。"])
    assert np.array_equal(vectors * POINTS, np.rint(vectors * POINTS))
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 0], abs=0.002)
