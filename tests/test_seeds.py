"""Seeds and what grows from them: every copied stretch has one, a stretch that all sources share has none."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from made import random_chinese, taken_apart
from test_pair import UNKNOWN

from simcheck.align import lexical_seeds as seeding
from simcheck.align.background import lexical_background
from simcheck.align.evidence import Scored, score_all
from simcheck.align.extend import Fragment, extend_all
from simcheck.align.lexical_seeds import lexical_seeds
from simcheck.align.pair import Pair
from simcheck.align.pairs import Pairs
from simcheck.align.rivals import best_sentences, best_window
from simcheck.align.runs import common_runs
from simcheck.align.seeds import Seed
from simcheck.align.semantic_seeds import semantic_seeds
from simcheck.align.side import side
from simcheck.scoring import SCORING

quick = settings(max_examples=40, deadline=None)


def pairs(draft: str, *sources: str, nats: float = -8.0) -> Pairs:
    """One draft beside several sources; ``nats`` for every pair of sentences."""
    ours = side(taken_apart(draft))
    lexical = lexical_background(ours.analyzed, UNKNOWN, SCORING.lexical)
    found = {}
    for number, source in enumerate(sources):
        theirs = side(taken_apart(source))
        semantic = np.full((len(ours.sentence_tokens), len(theirs.sentence_tokens)), nats, dtype=np.float32)
        found[number] = Pair(ours, theirs, lexical, semantic, SCORING)
    return Pairs(found)


#: No source has a near-duplicate.
ALONE: dict[int, frozenset[int]] = {}


def seeds(found: Pairs) -> list[Seed]:
    return [*lexical_seeds(found, ALONE, SCORING.seeding), *semantic_seeds(found, ALONE, SCORING.seeding)]


def fragments(found: Pairs) -> list[Fragment]:
    return extend_all(seeds(found), found, SCORING)


def scored(found: Pairs) -> list[Scored]:
    return score_all(fragments(found), found, ALONE, SCORING)


def runs(found: Pairs) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    return [(run.draft, run.source) for run in common_runs(found, SCORING.seeding)]


def copied(found: Pairs) -> list[tuple[int, tuple[int, int], tuple[int, int]]]:
    return sorted((fragment.number, fragment.draft, fragment.source) for fragment in fragments(found))


@quick
@given(st.integers(0, 10**6), st.integers(0, 300), st.integers(0, 300), st.integers(30, 150))
def test_a_copied_stretch_is_found_wherever_it_stands(seed: int, before: int, there: int, size: int) -> None:
    stretch = random_chinese(seed, size)
    draft = random_chinese(seed + 1, before) + stretch + random_chinese(seed + 2, 100)
    source = random_chinese(seed + 3, there) + stretch + random_chinese(seed + 4, 100)
    assume(draft[:before][-1:] != source[:there][-1:] or not before or not there)
    assume(draft[before + size] != source[there + size])
    found = pairs(draft, random_chinese(seed + 5, 300), source, random_chinese(seed + 6, 300))
    assert (1, (before, before + size - 1), (there, there + size - 1)) in copied(found)
    assert all(number == 1 for number, _, _ in copied(found))


def test_passages_of_two_sources_next_to_each_other_stay_apart() -> None:
    first, second = random_chinese(1, 90), random_chinese(2, 80)
    draft = random_chinese(3, 70) + first + second + random_chinese(4, 70)
    found = pairs(draft, random_chinese(5, 50) + first, second + random_chinese(6, 50), random_chinese(7, 200))
    assert copied(found) == [(0, (70, 159), (50, 139)), (1, (160, 239), (0, 79))]


def test_a_stretch_that_every_source_has_is_no_seed() -> None:
    phrase = random_chinese(1, 40)
    sources = [random_chinese(seed, 100) + phrase + random_chinese(seed + 50, 100) for seed in range(2, 6)]
    assert seeds(pairs(random_chinese(9, 100) + phrase + random_chinese(10, 100), *sources)) == []


def test_a_second_copy_of_a_source_does_not_hide_it() -> None:
    stretch = random_chinese(1, 60)
    source = random_chinese(2, 100) + stretch
    found = pairs(random_chinese(3, 100) + stretch, source, source, random_chinese(4, 100))
    assert {number for number, _, _ in copied(found)} == {0, 1}


def test_texts_that_share_nothing_have_no_seed() -> None:
    assert seeds(pairs(random_chinese(1, 500), random_chinese(2, 500), random_chinese(3, 500))) == []


def test_without_tokens_there_is_no_seed() -> None:
    assert seeds(Pairs({})) == []


def test_meaning_alone_is_a_seed() -> None:
    ours = "".join(random_chinese(seed, 20) + "。" for seed in range(12))
    theirs = "".join(random_chinese(seed, 20) + "。" for seed in range(20, 32))
    found = pairs(ours, theirs, random_chinese(50, 200))
    for k in range(4):
        found[0].semantic[5 + k, 2 + k] = 15.0  # less than what marks a place among the words
    first = seeds(found)[0]
    assert (first.channel, first.number) == ("semantic", 0)
    ours_in, theirs_in = (
        {int(s) for s in prepared.sentence[slice(*stretch)]}
        for prepared, stretch in ((found[0].draft, first.draft), (found[0].source, first.source))
    )
    assert ours_in & {5, 6, 7, 8}
    assert theirs_in & {2, 3, 4, 5}


@quick
@given(st.integers(0, 10**6), st.integers(0, 100), st.integers(0, 100))
def test_bands_of_a_long_draft_give_the_same_seeds(seed: int, before: int, behind: int) -> None:
    stretch, other = random_chinese(seed, 80), random_chinese(seed + 1, 50)
    draft = random_chinese(seed + 2, before) + stretch + random_chinese(seed + 3, 400) + other
    found = pairs(draft, random_chinese(seed + 4, behind) + stretch, other + random_chinese(seed + 5, 100))
    whole = [(s.number, s.draft, s.source) for s in seeds(found)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(seeding, "BAND", 1)
        assert [(s.number, s.draft, s.source) for s in seeds(found)] == whole


def test_a_seed_inside_a_fragment_of_its_source_is_passed_over() -> None:
    stretch = random_chinese(1, 60)
    found = pairs(stretch, stretch, random_chinese(2, 60))
    cell = SCORING.seeding.cell
    first, second = (Seed("lexical", 0, (0, 48), (0, 48), 0.5, row, (row, row)) for row in (1, 3))
    other = Seed("lexical", 1, (0, 48), (0, 48), 0.5, 9, (1, 1))
    assert second.cell[0] * cell < 59
    assert [one.number for one in extend_all([first, second, other], found, SCORING)] == [0]
    many = [Seed("semantic", 1, (0, 20), (0, 20), 0.1, 0, (k, k)) for k in range(5)]
    tried: list[Seed] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("simcheck.align.extend.extend", lambda pair, seed, scoring: tried.append(seed))
        assert extend_all(many, found, SCORING) == []
    assert tried == many[: SCORING.seeding.per_row]


@quick
@given(st.integers(0, 100), st.integers(0, 60))
def test_what_a_source_offers_is_at_most_what_the_words_are_worth(seed: int, shared: int) -> None:
    stretch = random_chinese(seed, 60)
    found = pairs(stretch + random_chinese(seed + 1, 60), stretch, stretch[:shared] + random_chinese(seed + 2, 90))
    for fragment in fragments(found):
        pair, length = found[fragment.number], fragment.source[1] - fragment.source[0]
        worth = pair.worth(slice(*fragment.draft), length, fragment.retained)
        offers = {number: best_window(one, fragment, worth, SCORING.rivalry) for number, one in found.items()}
        assert all(0.0 <= offer <= worth.sum() + 1e-6 for offer in offers.values())
        assert offers[fragment.number] >= worth[pair.found(fragment.draft, fragment.source)].sum() - 1e-6


def test_evidence_is_weighed_against_the_best_rival() -> None:
    stretch = random_chinese(1, 60)
    draft = random_chinese(2, 60) + stretch
    unrivalled = pairs(draft, stretch, random_chinese(3, 100), random_chinese(4, 100))
    half = pairs(draft, stretch, stretch[:30] + random_chinese(3, 70), random_chinese(4, 100))
    (whole,), (part, *_) = scored(unrivalled), [one for one in scored(half) if one.fragment.number == 0]
    one, other = whole.evidence, part.evidence
    assert whole.fragment.nats >= SCORING.extension.weighed
    assert one.also_in == other.also_in == frozenset()
    assert other.null > one.null
    assert one.net == pytest.approx(one.lexical + one.semantic - one.null)
    twice = scored(pairs(draft, stretch, stretch, random_chinese(4, 100)))
    assert [(one.fragment.number, one.evidence.also_in) for one in twice] == [(0, {1}), (1, {0})]
    assert twice[0].evidence.null == pytest.approx(one.null)


@quick
@given(st.lists(st.lists(st.integers(-5, 9), min_size=4, max_size=4), min_size=1, max_size=4), st.integers(1, 6))
def test_the_meaning_within_reach_equals_brute_force(nats: list[list[int]], reach: int) -> None:
    windows = [range(k, min(k + reach, 4)) for k in range(max(1, 4 - reach + 1))]
    brute = max(sum(max(0, *(row[k] for k in window)) for row in nats) for window in windows)
    assert best_sentences(np.array(nats, dtype=np.float32), reach) == pytest.approx(brute)


@quick
@given(st.integers(0, 100), st.integers(0, 40), st.integers(2, 40))
def test_common_runs_are_the_shared_words_in_order(seed: int, before: int, size: int) -> None:
    stretch = random_chinese(seed, size)
    draft = random_chinese(seed + 1, before) + stretch + random_chinese(seed + 2, 20)
    source = random_chinese(seed + 3, 30) + stretch
    assume(draft[:before][-1:] != source[29])
    assert runs(pairs(draft, source)) == ([((before, before + size - 1), (30, 30 + size - 1))] if size > 12 else [])


def test_the_memory_for_runs_grows_with_the_text_and_not_with_its_square() -> None:
    def peak(size: int) -> int:
        found = pairs("好" * size, "好" * size)
        tracemalloc.start()
        assert [draft for draft, _ in runs(found)] == [(0, size - 1)]
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    assert peak(1600) < 3 * peak(800)


def test_of_several_places_the_longest_run_is_taken() -> None:
    stretch = random_chinese(1, 40)
    found = pairs(stretch, stretch[:20] + random_chinese(2, 20) + stretch[:30] + random_chinese(3, 20))
    assert runs(found) == [((0, 29), (40, 69))]
