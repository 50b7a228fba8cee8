"""What is known of a draft's sentences, or of one source, is what working it out anew would give."""

from __future__ import annotations

from unittest import mock

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simcheck import two_hits
from simcheck.corpus import scan
from simcheck.encode import products
from simcheck.encode.grid import on_grid
from simcheck.encode.products import Products
from simcheck.scoring import SCORING


def vectors(seed: int, count: int) -> np.ndarray:
    found = np.random.default_rng(seed).normal(size=(count, 24))
    return on_grid(found / np.linalg.norm(found, axis=1, keepdims=True))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.integers(0, 30), min_size=1, max_size=20), min_size=1, max_size=6))
def test_products_are_those_of_all_vectors_after_any_edits(drafts: list[list[int]]) -> None:
    said, other = vectors(1, 31), vectors(2, 17)
    for draft in drafts:
        assert np.array_equal(Products(said[draft]).of(other), said[draft] @ other.T)


def test_after_an_edit_only_the_new_sentence_is_multiplied() -> None:
    said, other = vectors(3, 9), vectors(4, 5)
    Products(said[:8]).of(other)
    after = Products(said[[0, 1, 8, 3, 4, 5, 6, 7]])
    with mock.patch.object(after, "_vectors", said[8] * np.ones((8, 1), dtype=np.float32)):
        found = after.of(other)  # of the others the wrong vectors are not looked at
    assert np.array_equal(found, said[[0, 1, 8, 3, 4, 5, 6, 7]] @ other.T)


def test_vectors_beside_the_grid_are_known_by_nobody() -> None:
    said, other = vectors(5, 9), vectors(6, 5) + np.float32(1e-5)
    before = len(products._known)
    assert np.array_equal(Products(said).of(other), said @ other.T)
    assert len(products._known) == before


@pytest.mark.skipif(not two_hits.COMPILED, reason="not compiled")
@settings(max_examples=60, deadline=None)
@given(st.integers(0, 999), st.integers(1, 30), st.lists(st.integers(1, 40), min_size=1, max_size=5))
def test_two_hits_are_those_of_numpy_to_the_last_digit(seed: int, rows: int, columns: list[int]) -> None:
    random = np.random.default_rng(seed)
    near = [random.random((rows, width), dtype=np.float32) for width in columns]
    levels, units = [random.random(rows) / 2 for _ in near], (0.1 + random.random(len(near))).tolist()
    weights = random.random(rows)
    found = two_hits.two_hits(near, levels, units, weights, SCORING.order)
    with mock.patch.object(two_hits, "_best", plain):
        assert np.array_equal(found, two_hits.two_hits(near, levels, units, weights, SCORING.order))


def plain(similar: np.ndarray, level: np.ndarray, unit: float, share: float, _: np.ndarray) -> np.ndarray:
    margin = (similar - level[:, None]) / np.float32(unit)
    topic = margin.mean(axis=0)
    margin -= np.float32(share) * np.maximum(topic - topic.mean(), np.float32(0.0))
    return np.asarray((np.maximum(margin[1:, 1:], margin[1:, :-1]) + margin[:-1, :-1]).max(axis=1))


def test_a_search_looks_between_its_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    random, sizes = np.random.default_rng(7), [30, 0, 20, 50]
    size, codes = np.array(sizes), random.integers(0, 256, size=(100, 8), dtype=np.uint8)
    lists = scan.Lists(codes.ravel(), (np.cumsum(size) - size) * 8, size, np.cumsum(size) - size)
    probed = np.array([[0, 2, 3], [3, 1, 0], [2, 3, -1]])
    given = lists, random.normal(size=(3, 8)), probed, random.normal(size=(3, 3)), 7, None
    whole = scan.best(*given)
    monkeypatch.setattr(scan, "WORK", 16)
    looked: list[int] = []
    monkeypatch.setattr(scan, "look", lambda: looked.append(1))
    parts = scan.best(*given)
    assert all(np.array_equal(one, other) for one, other in zip(whole, parts, strict=True))
    assert len(looked) > 1 or not scan.COMPILED
