"""Search: the documents that hold a copied stretch are among the candidates, and a background leaves them out."""

from __future__ import annotations

import numpy as np
import pytest
from fakes import HashingEncoder
from hypothesis import given, settings
from hypothesis import strategies as st
from made import random_chinese, taken_apart

from simcheck.corpus.memory import MemorySources, memory_sources
from simcheck.search import BACKGROUND, CANDIDATES, PER_ROW, Neighbourhood, _leaders, search
from simcheck.types import Document

ENCODER = HashingEncoder(64)
COUNT = 60


def speech(seed: int) -> str:
    return "".join(random_chinese(100 * seed + k, 25) + "。" for k in range(12))


SPEECHES = [speech(seed) for seed in range(COUNT)]


@pytest.fixture(scope="module")
def sources() -> MemorySources:
    return memory_sources([Document(f"讲话{k}", text) for k, text in enumerate(SPEECHES)], ENCODER)


def found(draft: str, sources: MemorySources) -> Neighbourhood:
    analyzed = taken_apart(draft)
    return search(analyzed, ENCODER.encode([sentence.text for sentence in analyzed.sentences]), sources)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, COUNT - 1), st.integers(0, 280), st.integers(0, 500), st.integers(10, 100))
def test_the_source_of_a_copied_stretch_is_a_candidate(
    sources: MemorySources, number: int, start: int, before: int, size: int
) -> None:
    stretch = SPEECHES[number][start : start + size]
    draft = random_chinese(10**6, before) + stretch + random_chinese(10**6 + 1, 400)
    # A run of eight letters always shares a fingerprint.
    if sum(c.isalnum() for c in stretch) >= 8:
        assert number in found(draft, sources).candidates


def test_many_copied_stretches_all_have_their_source(sources: MemorySources) -> None:
    chosen = range(3, 3 + CANDIDATES)
    draft = "\n".join(SPEECHES[number][40:120] for number in chosen)
    assert set(chosen) <= set(found(draft, sources).candidates)


def test_candidates_are_few_sorted_and_known(sources: MemorySources) -> None:
    candidates = found("".join(text[:60] for text in SPEECHES), sources).candidates
    assert list(candidates) == sorted(set(candidates))
    assert len(candidates) <= 2 * CANDIDATES
    assert set(candidates) <= set(range(COUNT))


def test_a_small_corpus_is_all_candidates() -> None:
    few = memory_sources([Document(f"讲话{k}", text) for k, text in enumerate(SPEECHES[:20])], ENCODER)
    assert found(random_chinese(5, 100), few).candidates == tuple(range(20))


def test_the_best_similarities_by_document_equal_brute_force(sources: MemorySources) -> None:
    draft = SPEECHES[7][:200] + random_chinese(3, 200)
    neighbourhood = found(draft, sources)
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
    leaders = _leaders(rows, documents, evidence.astype(float)).tolist()
    assert len(leaders) <= CANDIDATES
    assert set(leaders) <= leading
    assert len(set(leaders)) == len(leaders)
    # Whoever leads alone in some row is there, unless more telling ones take all places.
    alone = {int(row.argmax()) for row in asked if row.max() > 0 and (row == row.max()).sum() == 1}
    assert alone <= set(leaders) or len(leaders) == CANDIDATES


class TestBackground:
    """What a sentence's similarity is elsewhere."""

    def neighbourhood(self, sentences: int = 1000) -> Neighbourhood:
        best = np.array([np.linspace(0.9, 0.1, BACKGROUND)])
        return Neighbourhood(tuple(range(BACKGROUND)), sentences, best, np.arange(BACKGROUND)[None])

    def pool(self) -> np.ndarray:
        raise AssertionError("a full neighbourhood needs no pool")

    def test_it_is_the_mean_over_the_other_documents(self) -> None:
        values = np.linspace(0.9, 0.1, BACKGROUND)
        for document in range(BACKGROUND):
            usual, among = self.neighbourhood().background(document, self.pool)
            assert usual.tolist() == pytest.approx([np.delete(values, document).mean()])
            assert among.tolist() == [1000]

    def test_the_very_best_is_left_out_for_a_document_that_is_no_neighbour(self) -> None:
        usual, _ = self.neighbourhood().background(99, self.pool)
        assert usual.tolist() == pytest.approx([np.linspace(0.9, 0.1, BACKGROUND)[1:].mean()])

    def test_with_few_documents_it_comes_from_all_sentences_at_hand(self) -> None:
        best = np.full((1, BACKGROUND), np.nan)
        documents = np.full((1, BACKGROUND), -1)
        best[0, :2], documents[0, :2] = (0.9, 0.5), (0, 1)
        pool = np.array([[0.9, 0.8, 0.7, 0.4, 0.2, np.nan]])
        usual, among = Neighbourhood((0, 1), 1000, best, documents).background(0, lambda: pool)
        assert usual.tolist() == pytest.approx([(0.4 + 0.2) / 2])
        assert among.tolist() == [5]
