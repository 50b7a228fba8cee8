"""Retrieval: the documents that hold a copied stretch are among the candidates, and a background leaves them out."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from fakes import HashingEncoder
from hypothesis import given, settings
from hypothesis import strategies as st
from made import random_chinese, taken_apart

import simcheck.retrieve as retrieve_module
from simcheck.corpus.memory import MemorySources, greatest, memory_sources
from simcheck.encode.embedded import Embedded
from simcheck.encode.products import Products
from simcheck.retrieve import Candidates, Margins, Neighbourhood, _by_windows, _leaders, retrieve
from simcheck.scoring import SCORING
from simcheck.types import Document

NUMBERS = SCORING.retrieval
BACKGROUND, CANDIDATES, PER_ROW = NUMBERS.background, NUMBERS.candidates, NUMBERS.leaders
ENCODER = HashingEncoder(64)
COUNT = 60


def speech(seed: int) -> str:
    return "".join(random_chinese(100 * seed + k, 25) + "。" for k in range(12))


SPEECHES = [speech(seed) for seed in range(COUNT)]


@pytest.fixture(scope="module")
def sources() -> MemorySources:
    return memory_sources([Document(f"讲话{k}", text) for k, text in enumerate(SPEECHES)], ENCODER)


def found(draft: str, sources: MemorySources) -> Candidates:
    analyzed = taken_apart(draft)
    vectors = ENCODER.encode([sentence.text for sentence in analyzed.sentences])
    count = len(analyzed.sentences)
    margins = Margins(np.full(count, 0.5), 0.25, np.ones(count))
    return retrieve(Embedded(analyzed, vectors), margins, sources, NUMBERS, SCORING.order, lambda: None)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, COUNT - 1), st.integers(0, 280), st.integers(0, 500), st.integers(10, 100))
def test_the_source_of_a_copied_stretch_is_a_candidate(
    sources: MemorySources, number: int, start: int, before: int, size: int
) -> None:
    stretch = SPEECHES[number][start : start + size]
    draft = random_chinese(10**6, before) + stretch + random_chinese(10**6 + 1, 400)
    # A run of eight letters always shares a fingerprint.
    if sum(c.isalnum() for c in stretch) >= 8:
        assert number in found(draft, sources).sources


def test_many_copied_stretches_all_have_their_source(sources: MemorySources) -> None:
    chosen = range(3, 3 + CANDIDATES)
    draft = "\n".join(SPEECHES[number][40:120] for number in chosen)
    assert set(chosen) <= set(found(draft, sources).sources)


def test_of_those_that_windows_propose_two_hits_choose(sources: MemorySources) -> None:
    """A text that says two things one after the other is a candidate before those that say them apart."""
    analyzed = taken_apart(random_chinese(9, 30) + "。" + random_chinese(10, 30) + "。")
    ours = ENCODER.encode([sentence.text for sentence in analyzed.sentences])
    margins = Margins(np.full(2, 0.5), 0.25, np.ones(2))
    apart = np.zeros((9, ours.shape[1]), dtype=np.float32)
    apart[[1, 5]] = ours
    along = apart.copy()
    along[[2, 5]] = along[[5, 2]]
    given = {number: along if number == 4 else apart for number in range(9)}
    assert retrieve_module._with_two_hits(Products(ours), margins, given, 1, SCORING.order).tolist() == [4]
    assert retrieve_module._with_two_hits(Products(ours), margins, given, 3, SCORING.order).tolist() == [0, 1, 4]


def test_candidates_are_few_sorted_and_known(sources: MemorySources) -> None:
    candidates = found("".join(text[:60] for text in SPEECHES), sources)
    assert list(candidates.sources) == sorted(set(candidates.sources))
    assert candidates.lexical_only <= candidates.leaders
    assert len(candidates.leaders - candidates.lexical_only) <= 2 * CANDIDATES + NUMBERS.by_windows
    assert candidates.leaders <= set(candidates.sources) <= set(range(COUNT))


def test_whoever_shares_a_sentence_is_a_candidate_however_many_they_are(sources: MemorySources) -> None:
    candidates = found("\n".join(text[40:80] for text in SPEECHES), sources)
    assert candidates.leaders == set(range(COUNT))
    # A text of its own draws none beyond the few that each channel names.
    assert not found(random_chinese(77, 1000), sources).lexical_only


def test_memory_bounds_the_candidates_of_a_long_draft(sources: MemorySources) -> None:
    few = replace(NUMBERS, lexical_only_letters=20 * 60 * 40)
    analyzed = taken_apart("\n".join(text[40:80] for text in SPEECHES))
    vectors = ENCODER.encode([sentence.text for sentence in analyzed.sentences])
    margins = Margins(*(np.full(len(vectors), value) for value in (0.5,)), 0.25, np.ones(len(vectors)))
    bounded = retrieve(Embedded(analyzed, vectors), margins, sources, few, SCORING.order, lambda: None)
    assert len(bounded.leaders) <= 2 * CANDIDATES + 20 < COUNT


def test_a_small_corpus_is_all_candidates() -> None:
    few = memory_sources([Document(f"讲话{k}", text) for k, text in enumerate(SPEECHES[:20])], ENCODER)
    assert list(found(random_chinese(5, 100), few).sources) == list(range(20))


def test_the_best_similarities_by_document_equal_brute_force(sources: MemorySources) -> None:
    draft = SPEECHES[7][:200] + random_chinese(3, 200)
    neighbourhood = found(draft, sources).neighbourhood
    analyzed = taken_apart(draft)
    vectors = ENCODER.encode([sentence.text for sentence in analyzed.sentences])
    similarities = np.stack(
        [(vectors @ sources.source(number).vectors.T).max(axis=1) for number in range(COUNT)], axis=1
    )
    assert neighbourhood.sentences == sources.info.sentences
    for row, brute in enumerate(similarities):
        best, documents = neighbourhood.best[row], neighbourhood.documents[row]
        known = np.isfinite(best)
        assert known.any()
        assert best[known].tolist() == pytest.approx(np.sort(brute)[::-1][: known.sum()].tolist(), abs=1e-5)
        assert brute[documents[known]].tolist() == pytest.approx(best[known].tolist(), abs=1e-5)
        assert len(set(documents[known].tolist())) == known.sum()
        assert (documents[~known] == -1).all()


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(3, 30), st.integers(0, 9)), max_size=40))
def test_leaders_equal_those_of_a_full_table(entries: list[tuple[int, int, int]]) -> None:
    rows, documents, evidence = (np.array([entry[k] for entry in entries], dtype=np.int64) for k in range(3))
    table = np.zeros((8, 31))
    for row, document, nats in entries:
        table[row : row + 3, document] += nats
    asked = table[rows.min() + 1 : rows.max() + 2] if entries else table[:0]
    leading = {
        document for document in range(31) if any(row[document] >= max(np.sort(row)[-PER_ROW], 0.5) for row in asked)
    }
    leaders = _leaders(rows, documents, evidence.astype(float), NUMBERS).tolist()
    assert len(leaders) <= CANDIDATES
    assert set(leaders) <= leading
    assert len(set(leaders)) == len(leaders)
    # Whoever leads alone in some row is there, unless more telling ones take all places.
    alone = {int(row.argmax()) for row in asked if row.max() > 0 and (row == row.max()).sum() == 1}
    assert alone <= set(leaders) or len(leaders) == CANDIDATES


def test_windows_find_what_is_weak_in_each_sentence_and_strong_in_a_row_of_them() -> None:
    # Document 7 is a little nearer than usual to six sentences in a row, document 3 much nearer to one.
    best = np.full((12, 2), 0.5)
    documents = np.tile([1, 2], (12, 1))
    best[3:9, 0], documents[3:9, 0] = 0.6, 7
    best[0, 1], documents[0, 1] = 0.9, 3
    found = _by_windows(best, documents, Margins(np.full(12, 0.5), 0.25, np.ones(12)), replace(NUMBERS, by_windows=1))
    assert found.tolist() == [7]


class TestNeighbourhood:
    """What a sentence's similarity is elsewhere."""

    values = np.linspace(0.9, 0.1, BACKGROUND)
    full = Neighbourhood(1000, values[None], np.arange(BACKGROUND)[None])

    @pytest.mark.parametrize("left_out", [*({k} for k in range(BACKGROUND)), {2, 5}, {0, 99}])
    def test_it_is_the_mean_over_the_other_documents(self, left_out: set[int]) -> None:
        mean, counts = self.full.without(frozenset(left_out))
        others = np.delete(self.values, [k for k in left_out if k < BACKGROUND])
        assert mean.tolist() == pytest.approx([others.mean()])
        assert counts.tolist() == [len(others)]

    def test_the_very_best_is_left_out_for_a_document_that_is_no_neighbour(self) -> None:
        mean, counts = self.full.without(frozenset({99}))
        assert mean.tolist() == pytest.approx([self.values[1:].mean()])
        assert counts.tolist() == [BACKGROUND - 1]

    def test_of_few_documents_those_that_there_are(self) -> None:
        best, documents = np.full((2, BACKGROUND), np.nan), np.full((2, BACKGROUND), -1)
        best[0, :2], documents[0, :2] = (0.9, 0.5), (0, 1)
        mean, counts = Neighbourhood(7, best, documents).without(frozenset({0}))
        assert mean.tolist() == [0.5, 0.0]
        assert counts.tolist() == [1, 0]


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 12))
def test_brute_force_takes_the_nearest_and_of_equal_ones_the_first(seed: int, k: int) -> None:
    chance = np.random.default_rng(seed)
    values = chance.integers(0, 5, (4, 12)).astype(np.float32)
    assert greatest(values, k).tolist() == np.argsort(-values, axis=1, kind="stable")[:, :k].tolist()
