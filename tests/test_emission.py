"""Emission: compiled or not, the nats of pairs of sentences are the same numbers to the last bit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from unittest import mock

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from interpreted import interpreted

from simcheck.align import loops
from simcheck.align.emission import emission
from simcheck.align.reference import Level
from simcheck.align.word_meaning import Words
from simcheck.scoring import SCORING

PLAIN = interpreted("simcheck.align.loops")
BOTH = (loops.emitted, PLAIN.emitted)
NUMBERS = SCORING.order


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
    found = []
    for emitted in BOTH:
        with mock.patch("simcheck.align.emission.emitted", emitted):
            found.append(emission(similarities, level, weights, headings, numbers, given_words))
    one, other = found
    assert one.dtype == other.dtype == np.float32
    assert np.array_equal(one, other)


@pytest.mark.parametrize("emitted", BOTH)
def test_a_source_sentence_pays_for_as_many_as_it_can(
    emitted: Callable[..., object], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Six lines of one form beside one sentence: each says most, of which it pays for ``most_per_sentence``."""
    monkeypatch.setattr("simcheck.align.emission.emitted", emitted)
    numbers = replace(NUMBERS, topic_ranks=(7, 7), draft_topic=0.0, topic_from=1e9)
    similarities = np.zeros((6, 2), dtype=np.float32)
    similarities[:, 1] = 50.0
    level = Level(np.zeros(6), 1.0)
    found = emission(similarities, level, np.ones(6), np.array([False, False]), numbers)
    assert found[:, 1].tolist() == [pytest.approx(numbers.most * numbers.most_per_sentence / 6)] * 6
    heading = emission(similarities, level, np.ones(6), np.array([False, True]), numbers)
    assert heading[:, 1].tolist() == [0.0] * 6
