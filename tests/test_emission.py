"""Emission: compiled or not, the nats of pairs of sentences are the same numbers to the last bit."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from interpreted import interpreted

from simcheck.align import emission
from simcheck.align.reference import Level
from simcheck.align.word_meaning import Words
from simcheck.scoring import SCORING

SOURCE = Path(__file__).parents[1] / "simcheck" / "align" / "emission.py"
PLAIN = interpreted(SOURCE)
NUMBERS = SCORING.order


@pytest.mark.skipif(not emission.COMPILED, reason="not compiled")
def test_what_is_compiled_is_the_file() -> None:
    assert SOURCE.stat().st_mtime <= Path(emission.__file__).stat().st_mtime, "compile it again: python hatch_build.py"


@settings(max_examples=80, deadline=None)
@given(
    shape=st.tuples(st.integers(1, 40), st.integers(1, 40)),
    seed=st.integers(0, 10**6),
    words=st.booleans(),
    alike=st.booleans(),
    ranks=st.sampled_from([NUMBERS.topic_ranks, (1, 1), (1, 5), (4, 9)]),
)
def test_compiled_or_not_they_are_equal(
    shape: tuple[int, int], seed: int, words: bool, alike: bool, ranks: tuple[int, int]
) -> None:
    chance, numbers = np.random.default_rng(seed), replace(NUMBERS, topic_ranks=ranks)
    # A part of a larger array, as in a check; alike: many values are equal, and near, so that many ask to be paid.
    wide = chance.normal(0.7 if alike else 0.3, 0.15, (shape[0] + 3, shape[1] + 5)).round(1 if alike else 7)
    similarities = wide.astype(np.float32)[1 : 1 + shape[0], 2 : 2 + shape[1]]
    level = Level(chance.normal(0.3, 0.1, shape[0]), 0.21)
    weights, headings = chance.random(shape[0]) * 1.2 - 0.1, chance.random(shape[1]) < 0.2
    weights = np.clip(weights, 0, 1)
    said = tuple(chance.normal(3, 8, (shape[0], 99)).astype(np.float32)[:, 9 : 9 + shape[1]] for _ in range(2))
    given_words = Words((said[0], said[1])) if words else None
    one, other = (
        module.emission(similarities, level, weights, headings, numbers, given_words) for module in (emission, PLAIN)
    )
    assert one.dtype == other.dtype == np.float32
    assert np.array_equal(one, other)


@pytest.mark.parametrize("module", [emission, PLAIN])
def test_a_source_sentence_pays_for_as_many_as_it_can(module: object) -> None:
    """Six lines of one form beside one sentence: each says most, of which it pays for ``most_per_sentence``."""
    numbers = replace(NUMBERS, topic_ranks=(7, 7), draft_topic=0.0, topic_from=1e9)
    similarities = np.zeros((6, 2), dtype=np.float32)
    similarities[:, 1] = 50.0
    level = Level(np.zeros(6), 1.0)
    found = module.emission(similarities, level, np.ones(6), np.array([False, False]), numbers)  # type: ignore[attr-defined]
    assert found[:, 1].tolist() == [pytest.approx(numbers.most * numbers.most_per_sentence / 6)] * 6
    heading = module.emission(similarities, level, np.ones(6), np.array([False, True]), numbers)  # type: ignore[attr-defined]
    assert heading[:, 1].tolist() == [0.0] * 6
