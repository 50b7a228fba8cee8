"""The order model: what follows a source's sentences is told from what shares its topic, and one sentence pays once."""

from __future__ import annotations

import itertools
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from fakes import speech, speeches
from hypothesis import given, settings
from hypothesis import strategies as st
from made import example_sources, shipped

from simcheck import Corpus
from simcheck.align.emission import emission
from simcheck.align.followed import followed_sources, net_and_significance
from simcheck.align.order import evidence_of_order, permuted_evidence, posterior
from simcheck.align.overlapping import overlapping_sections
from simcheck.align.reference import Level, level
from simcheck.align.sections import Section, compared_sections
from simcheck.align.source_section import SourceSection, together
from simcheck.check import compared, unwatched
from simcheck.retrieve import Candidates
from simcheck.scoring import SCORING
from simcheck.two_hits import two_hits
from simcheck.types import Document

NUMBERS = SCORING.order
EXAMPLES = Path(__file__).parent.parent / "examples" / "drafts"
quick = settings(max_examples=40, deadline=None)


def brute(nats: np.ndarray) -> tuple[float, np.ndarray]:
    """The evidence and the posterior by going through all paths: own, copy of j, pause behind j."""
    length, size = nats.shape
    states = [("own", 0), *(("copy", j) for j in range(size)), *(("pause", j) for j in range(size))]
    jumps, enter = dict(NUMBERS.jumps), float(np.exp(NUMBERS.log_enter))

    def going(one: int, other: int) -> float:
        return jumps.get(other - one, 0.0) + NUMBERS.far / size

    def step(before: tuple[str, int], after: tuple[str, int]) -> float:
        kind, j = before
        to, k = after
        if kind == "own":
            return {"own": 1 - enter, "copy": enter / size, "pause": 0.0}[to]
        on = 1 - NUMBERS.leave - NUMBERS.pause if kind == "copy" else NUMBERS.resume
        stay = NUMBERS.pause if kind == "copy" else NUMBERS.stay
        end = NUMBERS.leave if kind == "copy" else 1 - NUMBERS.stay - NUMBERS.resume
        return {"own": end, "copy": on * going(j, k), "pause": stay * (j == k)}[to]

    total, copied = 0.0, np.zeros_like(nats)
    for path in itertools.product(states, repeat=length):
        chance = 1.0
        for before, after in itertools.pairwise([("own", 0), *path]):
            chance *= step(before, after)
        for at, (kind, j) in enumerate(path):
            chance *= float(np.exp(nats[at, j])) if kind == "copy" else 1.0
        total += chance
        for at, (kind, j) in enumerate(path):
            copied[at, j] += chance * (kind == "copy")
    return float(np.log(total) - length * np.log1p(-enter)), copied / total


@quick
@given(st.integers(0, 10**6), st.integers(1, 3), st.integers(1, 3))
def test_evidence_and_posterior_are_those_of_all_paths(seed: int, length: int, size: int) -> None:
    nats = np.random.default_rng(seed).normal(0, 4, (length, size)).astype(np.float32)
    evidence, copied = brute(nats.astype(float))
    found = posterior(nats, NUMBERS)
    assert found.nats == pytest.approx(evidence, rel=1e-6, abs=1e-6)
    assert found.taken_from == pytest.approx(copied, rel=1e-5, abs=1e-6)


@quick
@given(st.integers(0, 10**6))
def test_sources_beside_each_other_are_as_each_alone(seed: int) -> None:
    chance = np.random.default_rng(seed)
    emissions = [chance.normal(-2, 3, (9, size)).astype(np.float32) for size in (1, 30, 4, 12, 2, 30, 7)]
    together = evidence_of_order(emissions, NUMBERS)
    assert together == pytest.approx([posterior(one, NUMBERS).nats for one in emissions], rel=1e-9, abs=1e-9)


def test_the_same_pairs_in_order_say_more_than_shuffled() -> None:
    straight = np.full((8, 12), -4.0, dtype=np.float32)
    straight[np.arange(8), np.arange(2, 10)] = 5.0
    shuffled = straight[:, np.random.default_rng(1).permutation(12)]
    in_order, anyhow = evidence_of_order([straight, shuffled], NUMBERS)
    assert in_order > NUMBERS.rival_share * NUMBERS.rival_least > anyhow
    found = posterior(straight, NUMBERS)
    assert found.taken_from.argmax(axis=1).tolist() == list(range(2, 10))
    assert (found.taken_from.sum(axis=1) > NUMBERS.border).all()


@quick
@given(st.integers(0, 10**6), st.integers(1, 12), st.integers(1, 12))
def test_what_stands_in_no_order_says_as_much_in_any(seed: int, length: int, size: int) -> None:
    """One row after the other, whichever sentence of the source it is held against: the mean is the evidence itself."""
    rows = np.random.default_rng(seed).normal(0, 3, (length, 1)).astype(np.float32)
    nats = np.repeat(rows, size, axis=1)
    assert permuted_evidence(nats, NUMBERS) == pytest.approx(evidence_of_order([nats], NUMBERS)[0], rel=1e-6, abs=1e-6)


def test_a_text_on_one_subject_with_no_train_of_thought_in_common_follows_nothing() -> None:
    """Many sentences are each near to one of the source, in no order: they say as much of it as a few in a row do."""
    scattered, along = (np.full((24, 30), NUMBERS.least, dtype=np.float32) for _ in range(2))
    scattered[np.arange(3, 21), np.random.default_rng(2).permutation(30)[:18]] = NUMBERS.most
    along[4 + np.arange(6), 9 + np.arange(6)] = NUMBERS.most
    for nats, follows in ((scattered, False), (along, True)):
        section = Section(slice(0, 24), (SourceSection(7, slice(0, 30)),), (nats,), NUMBERS)
        assert section.nats[0] > NUMBERS.rival_share * NUMBERS.rival_least
        apart = section.nats[0] - permuted_evidence(nats, NUMBERS)
        assert bool(apart > section.nats[0] / 2) is follows
        assert bool(followed_sources([section], np.ones(24, dtype=bool), {7: frozenset({7})}, NUMBERS)) is follows


def telling(similarities: np.ndarray) -> np.ndarray:
    rows, columns = similarities.shape
    headings = np.zeros(columns, dtype=bool)
    return emission(similarities, Level(np.full(rows, 0.5), 0.25), np.ones(rows), headings, NUMBERS)


def test_a_sentence_that_is_near_to_the_whole_draft_says_next_to_nothing() -> None:
    topic = telling(np.full((10, 6), 0.6))
    one = np.full((10, 6), 0.35)
    one[4, 2] = 0.6
    assert telling(one)[4, 2] > 2.0
    assert evidence_of_order([topic], NUMBERS)[0] < NUMBERS.rival_share * NUMBERS.rival_least


def test_headings_and_sentences_without_weight_say_nothing() -> None:
    similar = np.full((9, 3), 0.3)
    similar[4] = 0.9
    given = Level(np.full(9, 0.5), 0.25), np.ones(9), np.array([False, True, False])
    assert emission(similar, *given, NUMBERS)[4, 1] == 0.0 < emission(similar, *given, NUMBERS)[4, 0]
    assert emission(similar, given[0], np.zeros(9), given[2], NUMBERS).max() <= 0.0


def test_the_level_is_the_mean_of_the_second_to_ninth_best() -> None:
    pool = np.eye(20, dtype=np.float32)
    draft = np.arange(20, 0, -1, dtype=np.float32)[None] / 20
    found = level(draft, pool, NUMBERS)
    assert found.similarity.tolist() == pytest.approx([np.arange(12, 20).mean() / 20])
    assert found.unit == pytest.approx(np.arange(12, 20).mean() / 20 - 10.5 / 20)
    assert found.at_least(np.array([2.0])).similarity.tolist() == [2.0]


@quick
@given(st.integers(0, 10**6))
def test_a_long_source_counts_at_least_as_much_as_each_of_its_sections(seed: int) -> None:
    long = np.random.default_rng(seed).normal(-2, 3, (9, 3 * NUMBERS.section)).astype(np.float32)
    parts = [long[:, part] for part in overlapping_sections(long.shape[1], NUMBERS)]
    whole, *each = evidence_of_order([long, *parts], NUMBERS)
    assert whole >= max(each) - 1e-9


@quick
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 40), st.integers(1, 20)), max_size=9))
def test_sections_together_hold_each_one_and_are_apart(drawn: list[tuple[int, int, int]]) -> None:
    pieces = [SourceSection(number, slice(start, start + size)) for number, start, size in drawn]
    found = together(pieces)
    assert all(sum(one.holds(piece) for one in found) == 1 for piece in pieces)
    sentences = [(one.number, at) for one in found for at in range(one.sentences.start, one.sentences.stop)]
    covered = {(piece.number, at) for piece in pieces for at in range(piece.sentences.start, piece.sentences.stop)}
    assert sorted(sentences) == sorted(covered)


def test_two_hits_are_neighbours_near_to_neighbours() -> None:
    level, unit, weights = np.full(9, 0.5), 0.25, np.ones(9)
    along, here_and_there = np.full((9, 20), 0.3, dtype=np.float32), np.full((9, 20), 0.3, dtype=np.float32)
    along[np.arange(9), np.arange(5, 14)] = 0.9
    here_and_there[np.arange(9), np.random.default_rng(2).permutation(20)[:9] // 2 * 2] = 0.9
    both = [along, here_and_there]
    said, scattered = two_hits(both, [level] * 2, [unit] * 2, weights, NUMBERS)
    assert said > 2 * scattered
    assert two_hits(both, [level] * 2, [unit] * 2, np.zeros(9), NUMBERS).tolist() == [0.0, 0.0]
    assert two_hits([along[:1]], [level[:1]], [unit], weights[:1], NUMBERS).tolist() == [0.0]
    assert two_hits([along[:, :1]], [level], [unit], weights, NUMBERS).tolist() == [0.0]
    # As written down: of each pair of neighbours the best place, beyond what they must have together.
    margin = (along - 0.5) / 0.25
    margin = margin - NUMBERS.source_topic * np.maximum(margin.mean(axis=0) - margin.mean(), 0)
    each = [
        max(margin[i, j] + max(margin[i + 1, j], margin[i + 1, j + 1]) for j in range(19)) - NUMBERS.two_hits
        for i in range(8)
    ]
    assert said == pytest.approx(sum(max(one, 0.0) for one in each), rel=1e-5)


@quick
@given(st.lists(st.integers(1, 30), min_size=1, max_size=6), st.integers(2, 9), st.integers(1, 10**6))
def test_two_hits_of_sources_together_are_those_of_each_alone(widths: list[int], rows: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    sources = [random.uniform(0, 1, (rows, width)).astype(np.float32) for width in widths]
    levels, units = [random.uniform(0, 1, rows) for _ in widths], [random.uniform(0.1, 0.3) for _ in widths]
    weights = random.uniform(0, 1, rows)
    each = zip(sources, levels, units, strict=True)
    alone = [two_hits([one], [level], [unit], weights, NUMBERS)[0] for one, level, unit in each]
    assert two_hits(sources, levels, units, weights, NUMBERS).tolist() == alone


def test_a_section_that_is_known_is_known_for_the_same_candidates_only() -> None:
    """A document that became a candidate for its words alone, by an edit elsewhere, takes no part any more."""
    text = "\n".join((EXAMPLES / f"{name}.txt").read_text(encoding="utf-8") for name in ("paraphrased", "edited"))
    draft, candidates, background = compared(
        Document("稿", text), example_sources(), shipped(), unwatched, SCORING, marks=False
    )
    free = np.ones(len(draft.analyzed.sentences), dtype=bool)

    def looked_at(some: Candidates) -> set[int]:
        found = compared_sections(draft, some, background, free, [], NUMBERS)
        return {piece.number for section in found for piece in section.sources}

    every = looked_at(candidates)
    assert every
    gone = frozenset(list(every)[:1])
    assert looked_at(replace(candidates, lexical_only=gone)).isdisjoint(gone)
    assert looked_at(candidates) == every


def test_what_was_checked_before_has_no_part_in_a_report(tmp_path: Path) -> None:
    """Sentences that are known are not reckoned again, the others in smaller products, which are rounded otherwise."""
    texts = {at: speech(at, 12) + speech(at % 9, 30)[:200] for at in (6, 15, 16)}
    with Corpus.create(tmp_path / "库") as fresh:
        fresh.add(speeches(9, sentences=30))
        with Corpus.open(tmp_path / "库") as used:
            for at in (16, 15):
                used.check(texts[at])
            for at in (6, 15, 16):
                assert used.check(texts[at]).matches == fresh.check(texts[at]).matches


def test_sentences_that_go_back_to_one_sentence_follow_nothing() -> None:
    """Two sentences of an honest speech may each be near to one sentence on their subject: that is no order."""
    every = np.ones(14, dtype=bool)
    for further, found in ((1, [7]), (0, [])):
        nats = np.full((14, 30), NUMBERS.least, dtype=np.float32)
        for step in range(6):
            nats[2 + step, 8 + further * step] = NUMBERS.most
        section = Section(slice(0, 14), (SourceSection(7, slice(0, 30)),), (nats,), NUMBERS)
        assert section.nats[0] > NUMBERS.rival_share * NUMBERS.rival_least
        followed = followed_sources([section], every, {7: frozenset({7})}, NUMBERS)
        assert [one.number for one in followed] == found
        net, _ = net_and_significance(section, 7, frozenset({7}), NUMBERS)
        assert (net > 0) is bool(found)
