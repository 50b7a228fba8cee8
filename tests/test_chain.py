"""The chain of the order model: both passes give, compiled or not, the same numbers to the last bit."""

from __future__ import annotations

from types import ModuleType

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from interpreted import interpreted

from simcheck.align.loops import chain

PLAIN = interpreted("simcheck.align.loops").chain
BOTH = (chain, PLAIN)
LITERAL = [
    ["0x1.f32f462970923p-1", "0x1.f44581c361419p-1", "0x1.f9b5024843701p-1"],
    ["0x1.094169c5a07a0p+0", "0x1.06d908bfbdd41p+0", "0x1.e648eabc441b9p-1"],
]
#: Chances that are sums of halves: all that follows from them is exact.
HALVES = (0.5, 0.25, 0.25, 0.5, 0.25, 0.0, (1, 0), (0.75, 0.25))


@pytest.mark.parametrize("module", BOTH)
def test_the_numbers_are_those_of_a_sheet_of_paper(module: ModuleType) -> None:
    moves = module.Moves(*HALVES)
    # Sentence 1: copied .5 / 2 x (4, 1) = (1, .25), own .5; all of it is 1.75.
    # Sentence 2: (1, .25) / 1.75 x .5 goes on, a quarter to itself, three to the next one; .5 x .5 / 1.75 / 2 begins.
    found = module.totals(np.array([4.0, 1.0, 1.0, 4.0]), np.array([2]), np.array([2.0]), 2, moves)
    copied = np.array([0.125 + 0.125, 0.375 + 0.03125 + 0.125]) / 1.75 * [1, 4]
    paused, own = 0.25 * 1.25 / 1.75, (0.5 * 0.5 + 0.25 * 1.25) / 1.75
    assert found.tolist() == [[1.75, pytest.approx(copied.sum() + paused + own, rel=1e-15)]]


@pytest.mark.parametrize("module", BOTH)
def test_literal_totals(module: ModuleType) -> None:
    moves = module.Moves(0.033373269960326080, 0.08, 0.12, 0.5, 0.35, 0.011, (1, 0, 2, -1), (0.78, 0.13, 0.03, 0.02))
    ratios = 2.0 ** (np.arange(12) % 5 - 2)
    found = module.totals(ratios, np.array([1, 3]), np.array([1.0, 3.0]), 3, moves)
    assert [[one.hex() for one in row] for row in found.tolist()] == LITERAL


@settings(max_examples=40, deadline=None)
@given(
    widths=st.lists(st.integers(1, 40), min_size=1, max_size=8),
    length=st.integers(1, 30),
    seed=st.integers(0, 10**6),
)
def test_compiled_or_not_they_are_equal(widths: list[int], length: int, seed: int) -> None:
    chance = np.random.default_rng(seed)
    cells = length * sum(widths)
    ratios = np.exp(chance.normal(-2, 4, cells))
    steps, shares = (1, 0, 2, -1, 3, -2, -3), (0.78, 0.13, 0.03, 0.02, 0.015, 0.007, 0.007)
    sizes = np.minimum(widths, 20).astype(float)
    results, alone = [], []
    for module in BOTH:
        moves = module.Moves(0.03, 0.08, 0.12, 0.5, 0.35, 0.011, steps, shares)
        results.append(module.totals(ratios, np.array(widths), sizes, length, moves))
        one = ratios[: length * widths[0]].reshape(length, widths[0])
        alone.append(module.both_ways(one, moves))
    assert np.array_equal(*results)
    for ours, theirs in zip(*alone, strict=True):
        assert np.array_equal(np.hstack([np.ravel(one) for one in ours]), np.hstack([np.ravel(one) for one in theirs]))
