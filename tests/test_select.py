"""Selection: how sure a match is, and one match for each copied passage."""

from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simcheck.align.evidence import FragmentEvidence, Scored, probability
from simcheck.align.extend import Fragment
from simcheck.align.select import select, select_runs
from simcheck.scoring import SCORING

NUMBERS = SCORING.decision
EVEN, OVERLAP = NUMBERS.even, NUMBERS.overlap
SURE = 2000.0


def scored(first: int, last: int, net: float, source: int = 0, plain_copy: float = -math.inf) -> Scored:
    evidence = FragmentEvidence(net, 0.0, 0.0, plain_copy=plain_copy)
    fragment = Fragment(source, (first, last), (0, last - first), net, 0.5)
    return Scored(fragment, evidence, probability(evidence, last - first, NUMBERS))


def spans(found: list[Scored]) -> list[tuple[int, int]]:
    return sorted(one.fragment.draft for one in found)


some = st.lists(
    st.builds(
        lambda first, size, net, source: scored(first, first + size, net, source),
        st.integers(0, 200),
        st.integers(1, 80),
        st.floats(0, 400),
        st.integers(0, 3),
    ),
    max_size=10,
)


def test_a_long_passage_is_even_at_its_demand() -> None:
    assert scored(0, 100_000, EVEN).score == pytest.approx(0.5)


@given(st.integers(1, 500), st.integers(1, 500), st.floats(-200, 500), st.floats(-200, 500))
def test_more_evidence_and_more_words_are_never_less_sure(size: int, other: int, net: float, more: float) -> None:
    low, high = sorted((net, more))
    assert 0.0 < scored(0, size, low).score <= scored(0, size, high).score < 1.0 + 1e-12
    short, long = sorted((size, other))
    assert scored(0, short, net).score <= scored(0, long, net).score


@settings(max_examples=100)
@given(some)
def test_passages_stand_apart(found: list[Scored]) -> None:
    assert all(end <= start for (_, end), (start, _) in itertools.pairwise(spans(select(found, NUMBERS))))


@settings(max_examples=100)
@given(some)
def test_only_what_counts_is_kept_and_most_of_it(found: list[Scored]) -> None:
    for selected in select(found, NUMBERS):
        assert selected.counts
        assert any(selected.score == one.score and selected.evidence == one.evidence for one in found)
        first, last = selected.fragment.draft
        wholes = [one.fragment.draft for one in found if one.fragment.number == selected.fragment.number]
        assert any(a <= first and last <= b and last - first >= (1 - OVERLAP) * (b - a) - 1e-9 for a, b in wholes)


@settings(max_examples=100)
@given(some)
def test_what_counts_and_touches_nothing_else_is_kept_whole(found: list[Scored]) -> None:
    kept = select(found, NUMBERS)
    for one in found:
        first, last = one.fragment.draft
        others = [other.fragment.draft for other in found if other is not one]
        if one.counts and all(b + 1 < first or last + 1 < a for a, b in others):
            assert one in kept


def test_the_better_one_is_kept_whole_and_the_other_trimmed() -> None:
    found = select([scored(0, 60, SURE / 2, 1), scored(50, 100, SURE, 2)], NUMBERS)
    assert [(one.fragment.number, one.fragment.draft) for one in found] == [(2, (50, 100)), (1, (0, 50))]


def test_what_mostly_belongs_to_a_better_one_is_dropped() -> None:
    found = select([scored(0, 60, SURE / 2, 1), scored(20, 100, SURE, 2)], NUMBERS)
    assert [one.fragment.number for one in found] == [2]


def test_a_short_one_that_does_not_count_hides_no_longer_one_that_does() -> None:
    short, long = scored(0, 1, EVEN + 5), scored(100, 1100, EVEN + 4)
    assert short.score < 0.5 < long.score
    assert select([short, long], NUMBERS) == [long]


def test_nothing_selected_from_nothing() -> None:
    assert select([], NUMBERS) == []
    assert select([scored(0, 10, 5.0)], NUMBERS) == []


def test_plain_copying_is_accepted_on_its_own_evidence() -> None:
    """Whatever a text of its kind would offer, once enough sources were asked and none has the words."""
    assert scored(0, 60, -17.0).score < 0.1
    assert scored(0, 60, -17.0, plain_copy=1.0).score < 0.1
    assert scored(0, 60, -17.0, plain_copy=20.0).score > 0.9


def test_of_runs_those_are_shown_that_stand_apart_and_are_set_phrases_or_reuse() -> None:
    weak, told = NUMBERS.phrase * 10 - 1.0, NUMBERS.phrase * 10 + 1.0
    runs = {
        (0, 20): scored(0, 20, SURE),  # stands in what is chosen
        (30, 40): scored(30, 40, weak),  # a set phrase
        (35, 45): scored(35, 45, weak),  # stands in the one before
        (50, 60): scored(50, 60, told),  # a name
        (55, 65): scored(55, 65, SURE),  # reuse, and what was passed over is in nobody's way
    }
    asked: list[tuple[int, int]] = []

    def weigh(run: Fragment) -> Scored:
        asked.append(run.draft)
        return runs[run.draft]

    found = select_runs([one.fragment for one in runs.values()], [scored(10, 25, SURE)], weigh, NUMBERS)
    assert [one.fragment.draft for one in found] == [(30, 40), (55, 65)]
    assert asked == [(30, 40), (50, 60), (55, 65)]
