"""Growing a fragment from a seed: to the exact ends of what was copied."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from made import random_chinese
from simcheck.align.grow import DROP, best_stretch, grow
from test_evidence import pair

from simcheck.align import grow as growing

quick = settings(max_examples=200, deadline=None)
scores = st.lists(st.integers(-9, 9).map(float), min_size=1, max_size=25)


@quick
@given(scores, st.data())
def test_the_best_stretch_is_the_best_that_grows_out_of_the_seed(values: list[float], data: st.DataObject) -> None:
    low = data.draw(st.integers(0, len(values) - 1))
    high = data.draw(st.integers(low + 1, len(values)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(growing, "DROP", math.inf)
        first, last, total = best_stretch(np.array(values), low, high)
    assert total == pytest.approx(sum(values[first:last]))
    # The best stretch inside the seed, then the best ends on both sides: by brute force.
    inside = max(sum(values[a:b]) for a in range(low, high + 1) for b in range(a, high + 1))
    around = max((sum(values[a:b]) for a in range(first + 1) for b in range(last, len(values) + 1)), default=0.0)
    assert total == pytest.approx(around)
    assert total >= inside
    if max(values[low:high]) > 0:
        reaching = [(a, b) for a in range(len(values)) for b in range(a + 1, len(values) + 1) if a < high and b > low]
        positive = [k for k in range(low, high) if values[k] > 0]
        assert any(first <= k < last for k in positive)
        assert total <= max(sum(values[a:b]) for a, b in reaching)


@quick
@given(scores)
def test_from_everything_it_is_the_maximum_subarray(values: list[float]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(growing, "DROP", math.inf)
        first, last, total = best_stretch(np.array(values), 0, len(values))
    spans = itertools.combinations_with_replacement(range(len(values) + 1), 2)
    assert total == pytest.approx(max(sum(values[a:b]) for a, b in spans))
    assert (first < last) == (max(values) > 0)


@quick
@given(st.lists(st.integers(-20, 20).map(float), min_size=1, max_size=40), st.data())
def test_no_stretch_falls_by_more_than_the_drop_on_either_side(values: list[float], data: st.DataObject) -> None:
    low = data.draw(st.integers(0, len(values) - 1))
    high = data.draw(st.integers(low + 1, len(values)))
    first, last, total = best_stretch(np.array(values), low, high)
    assert total == pytest.approx(sum(values[first:last]))
    worst = min((sum(values[a:b]) for a in range(first, last) for b in range(a + 1, last + 1)), default=0.0)
    # Each way out of the seed may fall by DROP before it rises above what it had.
    assert worst >= -2 * DROP


def test_a_valley_parts_two_stretches() -> None:
    values = np.array([5.0] * 10 + [-1.0] * 40 + [5.0] * 8)
    assert best_stretch(values, 0, 58) == (0, 10, 50.0)
    assert best_stretch(values, 45, 58) == (50, 58, 40.0)
    bridged = np.array([5.0] * 10 + [-1.0] * 20 + [5.0] * 8)
    assert best_stretch(bridged, 0, 4) == (0, 38, 70.0)


def test_nothing_positive_is_nothing() -> None:
    assert best_stretch(np.array([-1.0, -2.0]), 0, 2)[2] == 0.0
    assert grow(pair(random_chinese(1, 50), random_chinese(2, 50)), (0, 20), (0, 20), 0.5) is None


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.integers(20, 120), st.data())
def test_a_verbatim_insertion_is_grown_to_exactly_its_tokens(seed: int, size: int, data: st.DataObject) -> None:
    copied = random_chinese(seed, size)
    before, behind = data.draw(st.integers(0, 150)), data.draw(st.integers(0, 150))
    draft = random_chinese(seed + 1, before) + copied + random_chinese(seed + 2, 150)
    source = random_chinese(seed + 3, behind) + copied + random_chinese(seed + 4, 150)
    inside = data.draw(st.integers(0, size - 12))
    assume(draft[:before][-1:] != source[:behind][-1:] or not before or not behind)
    assume(draft[before + size] != source[behind + size])
    at = (before + inside, before + inside + 10), (behind + inside, behind + inside + 10)
    fragment = grow(pair(draft, source), *at, 0.5)
    assert fragment is not None
    assert fragment.draft == (before, before + size - 1)
    assert fragment.source == (behind, behind + size - 1)
    assert fragment.retained > 0.8


def test_small_edits_do_not_part_a_passage() -> None:
    parts = [random_chinese(seed, 12) for seed in range(8)]
    copied, edited = "".join(parts), "又".join(parts)
    draft = random_chinese(20, 80) + edited + random_chinese(21, 80)
    source = random_chinese(22, 60) + copied + random_chinese(23, 60)
    fragment = grow(pair(draft, source), (85, 100), (65, 80), 0.5)
    assert fragment is not None
    assert fragment.draft == (80, 80 + len(edited) - 1)
    assert fragment.source == (60, 60 + len(copied) - 1)


def test_two_halves_in_another_order_are_one_fragment() -> None:
    first, second = random_chinese(1, 40), random_chinese(2, 40)
    draft = random_chinese(3, 100) + second + first + random_chinese(4, 100)
    source = random_chinese(5, 100) + first + second + random_chinese(6, 100)
    fragment = grow(pair(draft, source), (105, 130), (145, 170), 0.5)
    assert fragment is not None
    assert fragment.draft == (100, 179)
    assert fragment.source == (100, 179)


def test_meaning_alone_grows_whole_sentences() -> None:
    sentences = [random_chinese(seed, 20) + "。" for seed in range(6)]
    others = [random_chinese(seed, 20) + "。" for seed in range(10, 16)]
    both = pair("".join(sentences), "".join(others), nats=-8.0)
    for k in (2, 3, 4):
        both.semantic[k, k] = 40.0
    fragment = grow(both, (42, 57), (42, 57), 0.1)
    assert fragment is not None
    folded = [both.draft.span(*fragment.draft), both.source.span(*fragment.source)]
    assert folded == [(42, 105), (42, 105)]
