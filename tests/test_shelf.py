"""The shelf: reports that say what every report says are no copies of each other, in a corpus of one too."""

from __future__ import annotations

import itertools
import random
import tomllib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from simcheck import Document, compare
from simcheck.align import pairs
from simcheck.align import sections as compared
from simcheck.align import shelf as shelves
from simcheck.align.reference import Level
from simcheck.align.shelf import Shelf, encoded_shelf, shelf_of
from simcheck.align.shelf_pairs import none_beside
from simcheck.caching import MIB, LRUCache
from simcheck.check import explain
from simcheck.corpus.memory import memory_sources
from simcheck.encode import load_encoder
from simcheck.encode.cached import uncached
from simcheck.encode.static import StaticEncoder
from simcheck.errors import ModelError
from simcheck.reporters.explain import render
from simcheck.scoring import SCORING

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
    """What is proposed where all texts are looked at is what a loop over them proposes; where only those on the subject
    are, the nearest are the same."""
    ours = shelf.vectors[shelf.of(5)]
    level, weights = Level(np.full(len(ours), 0.4), 0.1), np.linspace(0.0, 1.0, len(ours))
    every = replace(SCORING.order, shelf_texts=len(shelf.sizes))
    found = shelves.nearest_texts(shelf, ours, weights, level, every)

    def told(number: int) -> float:
        nearest = (ours @ shelf.vectors[shelf.of(number)].T).max(axis=1)
        return float((np.maximum((nearest - 0.4) / 0.1 - SCORING.order.neutral, 0.0) * weights).sum())

    assert found[0] == 5
    least = min(told(number) for number in found)
    assert all(told(number) <= least + 1e-3 for number in range(len(shelf.sizes)) if number not in found)
    assert len(set(found) & set(shelves.nearest_texts(shelf, ours, weights, level, SCORING.order))) >= len(found) - 2


def notices() -> dict[str, list[str]]:
    """Pairs of short documents on one subject, written apart by two writers who had not seen the shelf."""
    folder = Path(__file__).parents[1] / "benchmarks" / "sets"
    held = tomllib.loads((folder / "notices.toml").read_text("utf-8"))
    return {one["subject"]: one["texts"] for one in held["apart"]}


@pytest.mark.parametrize(
    "subject", ["村级公益性岗位管理办法", "商请支持病险水库除险加固资金", "2026年度征兵报名", "汛前水库和泵站安全检查"]
)
def test_two_notices_on_one_occasion_are_no_copies(subject: str, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = notices()[subject]
    drafts = [(texts[mine], texts[1 - mine]) for mine in (0, 1)]
    for ours, theirs in drafts:
        assert compare(Document("稿", ours), [Document("源", theirs)]).figures.overlap == 0
    monkeypatch.setattr(pairs, "shelf_pairs", lambda *_: none_beside)
    ours, theirs = drafts[0]
    assert compare(Document("稿", ours), [Document("源", theirs)]).figures.overlap > 0


@pytest.mark.parametrize("kept", [9, 6])
def test_a_copied_notice_counts_whatever_the_shelf_says(kept: int) -> None:
    """Everybody writes of it, but not in these words: one character in ten, or four, is another one."""
    ours, other = notices()["无偿献血"]
    words = random.Random(1)
    copied = "".join(
        mine if not mine.isalnum() or words.randrange(10) < kept else words.choice(other.replace("\n", ""))
        for mine in ours
    )
    assert compare(Document("稿", copied), [Document("源", ours)]).figures.overlap > 0.5


def test_explain_says_that_typical_texts_say_the_same() -> None:
    ours, theirs = notices()["机关节能降耗"]
    encoder = load_encoder()
    told = explain(Document("稿", ours), memory_sources([Document("源", theirs)], encoder), encoder, 0)
    assert told.explanation.evidence.rival == "shelf"
    assert "通用文稿：" in render(told, language="zh")
