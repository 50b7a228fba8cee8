"""Pairs: what the formulas say of a word, worked out by hand, and what must hold of any two texts."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made import chinese, random_chinese, taken_apart, texts

from simcheck.align.background import lexical_background
from simcheck.align.likelihood import found_nats
from simcheck.align.pair import Pair
from simcheck.align.side import side
from simcheck.scoring import SCORING
from simcheck.text.analyze import Analyzed
from simcheck.text.background import CharacterBackground

quick = settings(max_examples=100, deadline=None)
CAP = SCORING.lexical.cap
UNKNOWN = CharacterBackground(0, np.zeros(0, dtype=np.uint32), np.zeros(0, dtype=np.uint8))


def pair(draft: str, source: str, nats: float = 0.0) -> Pair:
    """Two texts, no background, and ``nats`` for every pair of sentences."""
    ours, theirs = side(taken_apart(draft)), side(taken_apart(source))
    semantic = np.full((len(ours.sentence_tokens), len(theirs.sentence_tokens)), nats, dtype=np.float32)
    return Pair(ours, theirs, lexical_background(ours.analyzed, UNKNOWN, SCORING.lexical), semantic, SCORING)


def words(analyzed: Analyzed) -> list[int]:
    return [int(k) for k in analyzed.tokens.ids]


@pytest.mark.parametrize(
    ("chance", "surprise", "retained", "nats"),
    [
        (1.0, 4.0, 0.5, 0.0),  # what stands everywhere says nothing
        (0.5, 4.0, 1.0, math.log(2)),  # ln(1 / 0.5)
        (0.1, 4.0, 0.5, math.log((0.5 + 0.5 * 0.1) / 0.1)),
        (0.1, 0.3, 0.5, 0.3),  # never more than the word itself tells
        (1e-9, 9.0, 0.9, CAP),
        (0.2, 4.0, 0.0, 0.0),  # a copy that keeps nothing
    ],
)
def test_the_gain_of_a_word_that_was_found(chance: float, surprise: float, retained: float, nats: float) -> None:
    assert found_nats(np.array([chance]), np.array([surprise]), retained, CAP).tolist() == [pytest.approx(nats)]


@given(st.floats(1e-6, 1.0), st.floats(0.0, 10.0), st.floats(0.0, 1.0))
def test_a_gain_is_never_below_zero_nor_above_what_a_word_can_say(chance: float, surprise: float, kept: float) -> None:
    nats = float(found_nats(np.array([chance]), np.array([surprise]), kept, CAP)[0])
    assert -1e-9 <= nats <= min(CAP, surprise) + 1e-9


@quick
@given(texts())
def test_each_token_stands_in_the_sentence_that_holds_it(text: str) -> None:
    analyzed = taken_apart(text)
    prepared = side(analyzed)
    assert len(prepared) == len(analyzed.tokens)
    assert prepared.sentence_tokens.sum() == len(prepared)
    for token, sentence in enumerate(prepared.sentence.tolist()):
        start, _ = analyzed.normalized.to_source(int(analyzed.tokens.starts[token]), int(analyzed.tokens.ends[token]))
        assert analyzed.sentences[sentence].start <= start
        assert start < analyzed.sentences[sentence].end or analyzed.normalized.watermarks


@quick
@given(texts(), st.data())
def test_the_span_of_tokens_holds_them(text: str, data: st.DataObject) -> None:
    prepared = side(taken_apart(text))
    if not len(prepared):
        return
    first = data.draw(st.integers(0, len(prepared) - 1))
    last = data.draw(st.integers(first + 1, len(prepared)))
    start, end = prepared.span(first, last)
    normalized, tokens = prepared.analyzed.normalized, prepared.analyzed.tokens
    folded = normalized.from_source(start, end)
    assert folded[0] <= tokens.starts[first]
    # All of the last token, or its first character where the second one belongs to the next sentence.
    sentence = prepared.analyzed.sentences[prepared.sentence[last - 1]]
    whole = normalized.to_source(int(tokens.starts[last - 1]), int(tokens.ends[last - 1]))
    assert tokens.starts[last - 1] < folded[1]
    assert end >= min(whole[1], sentence.end)
    # Nothing but marks is added, or letters that the same character of the original stands for (¼ is 1⁄4).
    behind = range(int(tokens.ends[last - 1]), folded[1])
    assert all(not normalized.text[k].isalnum() or normalized.ends[k] == whole[1] for k in behind)


def test_marks_that_open_and_close_belong_to_a_span() -> None:
    text = "他说：“坚持稳中求进。”会后，（深化改革）再出发。"
    prepared = side(taken_apart(text))
    spans = {text[slice(*prepared.span(k, k + 1))] for k in range(len(prepared))}
    assert {"“坚持", "求进。”", "（深化", "改革）", "会后", "出发。"} <= spans


@quick
@given(chinese(2), chinese(2), st.data())
def test_words_are_found_where_they_stand(draft: str, source: str, data: st.DataObject) -> None:
    both = pair(draft, source)
    ours, theirs = words(both.draft.analyzed), words(both.source.analyzed)
    first = data.draw(st.integers(0, len(theirs) - 1))
    last = data.draw(st.integers(first + 1, len(theirs)))
    assert both.found((0, len(ours)), (first, last)).tolist() == [word in theirs[first:last] for word in ours]


def test_a_word_that_the_texts_repeat_earns_less() -> None:
    rare = pair(f"枫杨{random_chinese(1, 40)}", f"枫杨{random_chinese(2, 40)}")
    often = pair(f"枫杨{random_chinese(1, 40)}", "枫杨" * 20)
    assert often.worth(slice(0, 1), 60, 0.5)[0] < rare.worth(slice(0, 1), 60, 0.5)[0]


def test_a_longer_stretch_makes_any_word_worth_less() -> None:
    both = pair("枫杨成林", "枫杨成荫")
    worth = [float(both.worth(slice(0, 1), length, 0.9)[0]) for length in (100, 10_000, 10_000_000)]
    assert worth == sorted(worth, reverse=True)
    assert worth[0] > worth[-1]


def test_each_sentence_earns_its_best_counterpart_by_the_part_of_it_that_lies_inside() -> None:
    both = pair("坚持稳中求进。深化改革开放格局。", "着力改善民生福祉。加快建设。", nats=-4.0)
    both.semantic[:, 1] = 12.0, 6.0
    whole = (0, len(both.draft)), (0, len(both.source))
    assert both.semantic_sum(*whole) == pytest.approx(18.0)
    first = np.flatnonzero(both.draft.sentence == 0)
    assert both.semantic_sum((0, len(first) - 1), whole[1]) == pytest.approx(12.0 * (len(first) - 1) / len(first))
    assert both.semantic_sum(whole[0], (0, 1)) == pytest.approx(-8.0)
    assert both.best_semantic.tolist() == [12.0, 6.0]
