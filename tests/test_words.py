"""Edges of passages stand between words, and every span stays a span of its text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_hand_in import DRAFT, SOURCE

from simcheck import compare
from simcheck.reporters.text import render
from simcheck.text import words
from simcheck.text.words import inside_word, snapped, snapped_pair

TEXTS = st.text(alphabet="清溪青禾县委政府这几起停工三是要紧盯窗口，。12.8%的会议改革开放a b\n", max_size=40)


@st.composite
def spans(draw: st.DrawFn) -> tuple[str, int, int]:
    text = draw(TEXTS)
    start = draw(st.integers(0, len(text)))
    return text, start, draw(st.integers(start, len(text)))


@settings(max_examples=300)
@given(spans())
def test_a_span_only_shrinks_and_keeps_half(case: tuple[str, int, int]) -> None:
    text, start, end = case
    first, last = snapped(text, start, end)
    assert start <= first <= last <= end
    assert 2 * (last - first) >= end - start
    assert first - start <= 3
    assert end - last <= 3
    if first > start:
        assert not inside_word(text, first)
    if last < end:
        assert not inside_word(text, last)


@settings(max_examples=200)
@given(spans(), spans())
def test_pairs_stay_spans_and_what_is_equal_stays_equal(one: tuple[str, int, int], other: tuple[str, int, int]) -> None:
    (draft, a, b), (source, c, d) = one, other
    ours, theirs = snapped_pair(draft, (a, b), source, (c, d))
    assert a <= ours[0] <= ours[1] <= b
    assert c <= theirs[0] <= theirs[1] <= d
    if draft[a:b] == source[c:d]:
        assert draft[slice(*ours)] == source[slice(*theirs)]


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("清溪县委把手续清单交给分管领导", {3}),
        ("这几起停工，根子上是手续没有跑完", {1, 2}),
        ("三是紧盯窗口单位", {1, 3}),
        ("在青禾县经济工作会议上", {3}),
        ("生产总值128.6亿元", {5, 6, 7, 8}),
    ],
)
def test_places_inside_of_words(text: str, cut: set[int]) -> None:
    assert cut <= {at for at in range(len(text)) if inside_word(text, at)}


def test_passages_of_a_check_end_where_words_end() -> None:
    report = compare(DRAFT, [SOURCE])
    for match in report.matches:
        for passage, text in ((match.draft, DRAFT.text), (match.source, SOURCE.text)):
            assert text[passage.start : passage.end] == passage.text
            assert not inside_word(text, passage.start)
            assert not inside_word(text, passage.end)
    assert "〔青禾县〕完成" in render(report, language="zh")
    assert "〔清溪县〕完成" in render(report, language="zh")


def test_every_word_of_the_dictionary_is_found_and_only_as_it_stands() -> None:
    lines = bytes(words._dictionary() or b"").decode().splitlines()
    for line in [*lines[:60], *lines[60::97], *lines[-3:]]:
        word, times, kind = line.split(" ")
        if len(word) > 1:
            assert words._entry(word) == (int(times), kind), word
            assert words._entry(word + "〇") == words._entry("〇" + word) == (0, "")
    assert words._entry("") == words._entry("水") == words._entry("\ud800水") == (0, "")
