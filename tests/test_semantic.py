"""Semantic evidence: the same for every encoder whose similarities are the same up to scale and shift."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simcheck.align.semantic import chance_similarity, extrapolated, margin_unit, semantic_nats
from simcheck.scoring import SCORING

NUMBERS = SCORING.semantic
ENOUGH, WINDOW, SHARE = NUMBERS.enough, NUMBERS.window, NUMBERS.typical


def random(seed: int, *shape: int) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=shape)


@given(scale=st.floats(0.05, 3.0), shift=st.floats(-0.5, 0.5), among=st.integers(ENOUGH, 10**6))
def test_scale_and_shift_of_the_similarities_change_nothing(scale: float, shift: float, among: int) -> None:
    similarities, levels, counts = random(1, 4, 30), random(2, 4) + 3.0, np.full(4, among)

    def nats(change: float, move: float) -> np.ndarray:
        seen, background = similarities * change + move, levels * change + move
        unit = margin_unit(background, counts, chance_similarity([seen], NUMBERS), NUMBERS)
        return semantic_nats(seen, extrapolated(background, counts, unit, NUMBERS), unit, np.ones(4), NUMBERS)

    assert nats(scale, shift) == pytest.approx(nats(1.0, 0.0), abs=1e-3)


def test_chance_is_the_median_over_windows_of_neighbouring_sentences() -> None:
    matrices = [random(seed, 3, width) for seed, width in ((3, 12), (4, 5), (5, 2))]
    windows = [
        matrix[row, start : start + min(WINDOW, matrix.shape[1])].max()
        for matrix in matrices
        for row in range(3)
        for start in range(0, max(1, matrix.shape[1] - WINDOW + 1), WINDOW)
    ]
    assert chance_similarity(matrices, NUMBERS) == pytest.approx(np.median(windows))


def test_the_background_of_few_sentences_is_lifted_and_that_of_enough_is_not() -> None:
    level = np.full(4, 0.4)
    levels = extrapolated(level, np.array([10 * ENOUGH, ENOUGH, ENOUGH // 10, 3]), 0.5, NUMBERS)
    assert levels[:2].tolist() == [0.4, 0.4]
    assert 0.4 < levels[2] < levels[3] == pytest.approx(0.4 + 0.5)


def test_the_unit_is_seen_among_many_and_taken_for_the_usual_share_among_few() -> None:
    assert margin_unit(np.array([0.5]), np.array([ENOUGH]), 0.1, NUMBERS) == pytest.approx(0.4)
    assert margin_unit(np.array([0.1]), np.array([3]), 0.1, NUMBERS) == pytest.approx(SHARE * 0.9)


def test_evidence_grows_with_the_margin_between_its_bounds_and_is_nothing_for_a_set_phrase() -> None:
    similarities = np.array([[-9.0, NUMBERS.neutral, 0.0, 9.0]])
    nats = semantic_nats(np.repeat(similarities, 2, axis=0), np.zeros(2), 1.0, np.array([1.0, 0.0]), NUMBERS)
    assert nats[0].tolist() == pytest.approx([NUMBERS.least, 0.0, nats[0, 2], NUMBERS.most])
    assert 0 < nats[0, 2] < NUMBERS.most
    assert nats[1].tolist() == [0.0] * 4
