"""Followed sources: a passage stands out on its own sentences beyond every rival, and only free ones are told."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made import random_chinese, taken_apart

from simcheck.align.evidence import FragmentEvidence, Scored
from simcheck.align.extend import Fragment
from simcheck.align.followed import (
    followed_passages,
    followed_sources,
    net_and_significance,
    probability,
)
from simcheck.align.order import evidence_of_order, permuted_evidence
from simcheck.align.overlapping import overlapping_sections
from simcheck.align.passages import joined
from simcheck.align.sections import Section
from simcheck.align.side import side
from simcheck.align.significance import significance, standing_out
from simcheck.align.source_section import SourceSection
from simcheck.align.trains import trains
from simcheck.scoring import SCORING

NUMBERS = SCORING.order
LENGTH = 24
FREE = np.ones(LENGTH, dtype=bool)
ALONE = {1: frozenset[int](), 2: frozenset[int](), 3: frozenset[int]()}


def nothing() -> np.ndarray:
    return np.full((LENGTH, 30), -4.0, dtype=np.float32)


def taken(first: int, last: int, source: int) -> np.ndarray:
    """Draft sentences from ``first`` to ``last`` follow those from ``source`` on."""
    nats = nothing()
    nats[np.arange(first, last), source + np.arange(last - first)] = 6.0
    return nats


def section(*emissions: np.ndarray) -> Section:
    pieces = tuple(SourceSection(number, slice(0, 30)) for number in range(1, len(emissions) + 1))
    return Section(slice(0, LENGTH), pieces, emissions, NUMBERS)


def test_a_followed_source_is_told_with_each_sentence_and_its_counterpart() -> None:
    found = followed_sources([section(taken(3, 15, 8), nothing(), nothing())], FREE, ALONE, NUMBERS)
    assert [(one.number, one.sentences.tolist()) for one in found] == [(1, list(range(3, 15)))]
    assert found[0].counterparts.tolist() == list(range(8, 20))
    assert found[0].score == probability(found[0].net, NUMBERS)
    assert found[0].score > 0.9


@pytest.mark.parametrize("border", [0.3, 0.9])
def test_a_train_has_its_sentences_however_its_borders_are_set(border: float) -> None:
    numbers = replace(NUMBERS, border=border, inside=0.999999)
    every = trains(section(taken(3, 15, 8), nothing()), 0, FREE, ALONE, numbers, -math.inf)
    assert all(len(one.sentences) == len(one.counterparts) > 0 for one in every)


def test_a_source_that_another_matches_is_topic_unless_it_is_a_second_copy() -> None:
    same = section(taken(3, 15, 8), taken(3, 15, 2), taken(3, 15, 5))
    assert followed_sources([same], FREE, ALONE, NUMBERS) == []
    assert followed_passages([same], FREE, ALONE, NUMBERS) == []
    copies = {1: frozenset({2, 3}), 2: frozenset({1, 3}), 3: frozenset({1, 2})}
    assert {one.number for one in followed_sources([same], FREE, copies, NUMBERS)} == {1, 2, 3}


def test_passages_of_several_sources_in_one_section_are_no_rivals_of_each_other() -> None:
    both = section(taken(0, 11, 4), taken(12, 23, 9), nothing())
    found = followed_passages([both], FREE, ALONE, NUMBERS)
    assert {one.number: one.sentences.tolist() for one in found} == {1: list(range(11)), 2: list(range(12, 23))}


def test_what_is_told_already_is_neither_evidence_nor_told_again() -> None:
    one, free = section(taken(0, 20, 5), nothing(), nothing()), FREE.copy()
    free[:12] = False
    for found in followed_sources([one], free, ALONE, NUMBERS):
        assert found.sentences.min() >= 12
    assert followed_sources([one], ~FREE, ALONE, NUMBERS) == []
    assert one.without(~free).nats[0] < one.nats[0]
    assert one.without(~FREE) is one


def test_sentences_far_from_each_other_in_the_source_stand_for_themselves() -> None:
    """A passage of twelve sentences does not carry a single one that points to another place."""
    nats = taken(0, 12, 2)
    nats[20, 28] = 6.0
    found = followed_sources([section(nats, nothing(), nothing())], FREE, ALONE, NUMBERS)
    assert [one.sentences.tolist() for one in found] == [list(range(12))]


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 12), st.floats(0, 400))
def test_significance_is_what_own_sentences_say_beyond_the_best_rival(seed: int, count: int, lexical: float) -> None:
    chance = np.random.default_rng(seed)
    emissions = [chance.normal(-1, 3, (LENGTH, 30)).astype(np.float32) for _ in range(3)]
    rows = np.sort(chance.choice(LENGTH, count, replace=False))
    own, *rivals = evidence_of_order([one[rows] for one in emissions], NUMBERS)
    expected = (own - max(0.0, *rivals) + NUMBERS.lexical_share * lexical) / math.sqrt(count)
    found = significance(section(*emissions), rows, SourceSection(1, slice(0, 30)), ALONE, NUMBERS, lexical)
    assert found == pytest.approx(expected, rel=1e-9, abs=1e-9)


@given(st.integers(1, 2000), st.integers(2, 80))
def test_sections_cover_all_sentences_and_overlap(size: int, length: int) -> None:
    cut = list(overlapping_sections(size, replace(NUMBERS, section=length)))
    assert cut[0].start == 0
    assert cut[-1].stop == size
    assert all(after.start <= before.stop for before, after in itertools.pairwise(cut))
    assert all(one.stop - one.start <= NUMBERS.one_section * length for one in cut)


def scored(draft: tuple[int, int], source: tuple[int, int], *, ordered: bool, number: int = 1) -> Scored:
    evidence = FragmentEvidence(2.0, 30.0, 8.0, ordered=ordered)
    return Scored(Fragment(number, draft, source, 24.0, 0.1), evidence, 0.9 if ordered else 0.7)


def test_what_order_adds_beside_a_passage_found_by_its_meaning_is_one_passage() -> None:
    text = side(taken_apart("".join(random_chinese(seed, 24) + "。" for seed in range(6))))
    where = [int(np.searchsorted(text.sentence, at)) for at in range(7)]
    parts = list(itertools.pairwise(where))
    first, middle, last = (scored(parts[k], parts[k], ordered=k != 1) for k in (0, 1, 2))
    (one,) = joined([last, first, middle], {1: text}, NUMBERS)
    assert one.fragment.draft == one.fragment.source == (where[0], where[3])
    assert one.evidence.ordered
    assert one.score == 0.9
    assert one.evidence.lexical == 6.0
    far = scored(parts[3], parts[5], ordered=True)
    assert joined([far, first], {1: text}, NUMBERS) == [first, far]
    there = scored(parts[1], parts[5], ordered=True)
    other = scored(parts[1], parts[1], ordered=True, number=2)
    assert joined([there, first], {1: text}, NUMBERS) == [first, there]
    assert joined([other, first], {1: text, 2: text}, NUMBERS) == [first, other]
    assert joined([middle, replace(middle, fragment=first.fragment)], {1: text}, NUMBERS)[0].fragment == first.fragment


def test_the_shelf_is_a_rival_that_is_asked_only_where_it_matters() -> None:
    def unasked() -> tuple[np.ndarray, ...]:
        raise AssertionError

    along, half = section(taken(3, 15, 8)), taken(3, 9, 8)
    beside = replace(along, beside=lambda: (half,), few=True)
    [nats], [rival] = along.nats.tolist(), evidence_of_order([half], NUMBERS).tolist()
    [one], [other] = (followed_sources([section], FREE, ALONE, NUMBERS) for section in (along, beside))
    [again], added = along.emissions, [standing_out(found.significance.value, NUMBERS) for found in (one, other)]
    beyond = nats - NUMBERS.permuted_share * permuted_evidence(again, NUMBERS) - one.short
    assert one.short == NUMBERS.each_fewer * max(NUMBERS.short_draft - len(again), 0) > 0
    assert one.net == pytest.approx(beyond + added[0] - NUMBERS.rival_share * NUMBERS.rival_unknown)
    assert other.net == pytest.approx(beyond + added[1] - NUMBERS.rival_share * (rival + NUMBERS.rival_unknown) / 2)
    rows, own = np.arange(3, 15), SourceSection(1, slice(0, 30))
    told, less = (significance(section, rows, own, ALONE, NUMBERS) for section in (along, beside))
    [shelved] = evidence_of_order([half[rows]], NUMBERS).tolist()
    assert told - less == pytest.approx(shelved / math.sqrt(len(rows)))
    assert significance(replace(along, beside=unasked, few=True), rows, own, ALONE, NUMBERS, least=2 * told) == told
    rivals = replace(section(taken(3, 15, 8), taken(3, 15, 2), taken(3, 15, 5)), beside=unasked, few=True)
    best = int(rivals.nats.argmax()) + 1
    assert net_and_significance(rivals, best, frozenset(), NUMBERS) == (0.0, 0.0)
    assert followed_passages([rivals], FREE, ALONE, NUMBERS) == []
