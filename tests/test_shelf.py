"""The shelf: reports that say what every report says are no copies of each other, in a corpus of one too."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from simcheck import Document, compare
from simcheck.align import sections as compared
from simcheck.align import shelf as shelves
from simcheck.align.shelf import Shelf, encoded_shelf, shelf_of
from simcheck.caching import MIB, LRUCache
from simcheck.encode import load_encoder
from simcheck.encode.cached import uncached
from simcheck.encode.static import StaticEncoder
from simcheck.errors import ModelError

#: Reports of the shelf on whole years of work, by their places on it.
REPORTS = (0, 1, 2, 3, 6)


@pytest.fixture(scope="module")
def encoder() -> StaticEncoder:
    found = uncached(load_encoder())
    assert isinstance(found, StaticEncoder)
    return found


@pytest.fixture(scope="module")
def shelf(encoder: StaticEncoder) -> Shelf:
    return shelf_of(encoder)


def without(shelf: Shelf, *left_out: int) -> Shelf:
    kept = [place for place in range(len(shelf.sizes)) if place not in left_out]
    vectors = np.concatenate([shelf.vectors[shelf.of(place)] for place in kept])
    return Shelf(tuple(shelf.numbers[place] for place in kept), vectors, shelf.sizes[kept])


def overlap(shelf: Shelf, draft: int, source: int, monkeypatch: pytest.MonkeyPatch, *, beside: Shelf | None) -> float:
    """How much of a text of the shelf counts against another one, with what is left of the shelf, or with none."""
    monkeypatch.setattr(compared, "_known", LRUCache(8 * MIB))
    if beside is None:
        monkeypatch.setattr(compared, "_beside", lambda query: tuple)
    else:
        monkeypatch.setattr(shelves, "shelf_of", lambda encoder: beside)
    texts = [shelf.text(number).document.text for number in (draft, source)]
    return compare(Document("稿", texts[0]), [Document("源", texts[1])]).figures.overlap


def test_the_vectors_that_ship_are_those_of_the_texts(shelf: Shelf, encoder: StaticEncoder) -> None:
    texts = {shelf.text(place).document.text for place in range(len(shelf.sizes))}
    assert len(texts) == len(shelf.sizes) >= 80
    assert shelf.sizes.min() >= 10
    anew = encoded_shelf(encoder)
    assert shelf.sizes.tolist() == anew.sizes.tolist()
    assert np.abs(shelf.vectors - anew.vectors).max() < 1e-3
    with pytest.raises(ModelError, match="two versions"):
        Shelf(shelf.numbers, shelf.vectors, shelf.sizes[::-1]).text(0)


@pytest.mark.parametrize(("draft", "source"), list(itertools.permutations(REPORTS, 2))[::4])
def test_two_reports_of_one_kind_are_no_copies(
    shelf: Shelf, draft: int, source: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert overlap(shelf, draft, source, monkeypatch, beside=without(shelf, draft, source)) == 0.0


def test_it_is_the_shelf_that_says_so(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    assert overlap(shelf, 0, 1, monkeypatch, beside=None) > 0.2


def test_a_text_of_the_shelf_is_nobodys_source(shelf: Shelf) -> None:
    text = shelf.text(0).document.text
    report = compare(Document("稿", text), [Document("源", shelf.text(40).document.text)])
    assert {match.source.document_id for match in report.matches} <= {"源"}


def test_the_nearest_texts_are_those_whose_sentences_are_nearest(shelf: Shelf) -> None:
    """What is proposed by one reduction over all sentences is what a loop over the texts proposes."""
    from simcheck.align.reference import Level
    from simcheck.scoring import SCORING

    ours = shelf.vectors[shelf.of(5)]
    level = Level(np.full(len(ours), 0.4), 0.1)
    weights = np.linspace(0.0, 1.0, len(ours))
    similarities = ours @ shelf.vectors.T
    found = shelves._likely(similarities, shelf, weights, level, SCORING.order)

    def told(number: int) -> float:
        nearest = (ours @ shelf.vectors[shelf.of(number)].T).max(axis=1)
        return float((np.maximum((nearest - 0.4) / 0.1 - SCORING.order.neutral, 0.0) * weights).sum())

    assert found[0] == 5
    least = min(told(number) for number in found)
    assert all(told(number) <= least + 1e-3 for number in range(len(shelf.sizes)) if number not in found)
