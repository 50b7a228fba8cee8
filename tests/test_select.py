"""Selection: how sure a match is, and one match for each copied passage."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simcheck.align.grow import Fragment
from simcheck.align.passages import Evidence
from simcheck.align.select import EVEN, OVERLAP, score, select

SURE = 2000.0


def evidence(first: int, last: int, net: float, source: int = 0) -> Evidence:
    return Evidence(source, Fragment((first, last), (0, last - first), net, 0.5), net, 0.0, 0.0, ())


some = st.lists(
    st.builds(
        lambda first, size, net, source: evidence(first, first + size, net, source),
        st.integers(0, 200),
        st.integers(1, 80),
        st.floats(0, 400),
        st.integers(0, 3),
    ),
    max_size=10,
)


def test_a_long_passage_is_even_at_its_demand() -> None:
    assert score(evidence(0, 100_000, EVEN)) == pytest.approx(0.5)


@given(st.integers(1, 500), st.integers(1, 500), st.floats(-200, 500), st.floats(-200, 500))
def test_more_evidence_and_more_words_are_never_less_sure(size: int, other: int, net: float, more: float) -> None:
    low, high = sorted((net, more))
    assert 0.0 < score(evidence(0, size, low)) <= score(evidence(0, size, high)) < 1.0 + 1e-12
    short, long = sorted((size, other))
    assert score(evidence(0, short, net)) <= score(evidence(0, long, net))


@settings(max_examples=300)
@given(some)
def test_passages_stand_apart_and_in_order(found: list[Evidence]) -> None:
    spans = [selected.evidence.fragment.draft for selected in select(found)]
    assert all(end <= start for (_, end), (start, _) in itertools.pairwise(spans))


@settings(max_examples=300)
@given(some)
def test_only_what_counts_is_kept_and_most_of_it(found: list[Evidence]) -> None:
    for selected in select(found):
        assert selected.score >= 0.5
        assert selected.score in {score(e) for e in found if e.lexical == selected.evidence.lexical}
        first, last = selected.evidence.fragment.draft
        wholes = [e.fragment.draft for e in found if e.source == selected.evidence.source]
        assert any(a <= first and last <= b and last - first >= (1 - OVERLAP) * (b - a) - 1e-9 for a, b in wholes)


@settings(max_examples=300)
@given(some)
def test_what_counts_and_touches_nothing_else_is_kept_whole(found: list[Evidence]) -> None:
    kept = [selected.evidence for selected in select(found)]
    for one in found:
        first, last = one.fragment.draft
        others = [e.fragment.draft for e in found if e is not one]
        if score(one) >= 0.5 and all(b + 1 < first or last + 1 < a for a, b in others):
            assert one in kept


def test_the_better_one_is_kept_whole_and_the_other_trimmed() -> None:
    found = select([evidence(0, 60, SURE / 2, 1), evidence(50, 100, SURE, 2)])
    assert [selected.evidence.source for selected in found] == [1, 2]
    assert found[1].evidence.fragment.draft == (50, 100)
    assert found[0].evidence.fragment.draft[0] == 0
    # Neighbouring words share a character, so that one may be left between two passages.
    assert 49 <= found[0].evidence.fragment.draft[1] <= 50


def test_what_mostly_belongs_to_a_better_one_is_dropped() -> None:
    found = select([evidence(0, 60, SURE / 2, 1), evidence(20, 100, SURE, 2)])
    assert [selected.evidence.source for selected in found] == [2]


def test_a_short_one_that_does_not_count_hides_no_longer_one_that_does() -> None:
    short, long = evidence(0, 1, EVEN + 5), evidence(100, 1100, EVEN + 4)
    assert score(short) < 0.5 < score(long)
    assert [selected.evidence for selected in select([short, long])] == [long]


def test_nothing_selected_from_nothing() -> None:
    assert select([]) == []
    assert select([evidence(0, 10, 5.0)]) == []


def test_plain_copying_is_accepted_on_its_own_evidence() -> None:
    """Whatever a text of its kind would offer anyway, once enough sources were asked and none has the words."""
    copied = evidence(0, 60, -17.0)
    assert score(copied) < 0.1
    assert score(replace(copied, plain=1.0)) < 0.1
    assert score(replace(copied, plain=20.0)) > 0.9
