"""Matches: passages with their text, their kind, and the letters they share."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made import PIECES, random_chinese, taken_apart, texts

from simcheck.align import Alignment
from simcheck.align.evidence import FragmentEvidence, Scored
from simcheck.align.extend import Fragment
from simcheck.encode.embedded import Embedded
from simcheck.judge.matches import equal_runs, matches_of, share_equal, units_in
from simcheck.scoring import SCORING
from simcheck.text.analyze import Analyzed
from simcheck.types import Match

Span = tuple[int, int]
SOURCE = "我们要在关键小事上下足功夫，把老百姓的烦心事一件一件办成暖心事，让城市更有温度。"


def whole(draft: str, source: str) -> Match:
    """The two texts as one match."""
    ours, theirs = taken_apart(draft, "稿.txt"), taken_apart(source, "源.txt")
    return match_of(ours, theirs, (0, len(draft)), (0, len(source)))


def match_of(draft: Analyzed, source: Analyzed, ours: Span, theirs: Span, score: float = 0.9) -> Match:
    fragment, evidence = Fragment(0, (0, 1), (0, 1), 100.0, 0.5), FragmentEvidence(100.0, 0.0, 20.0)
    alignment = Alignment(fragment, ours, theirs, score, evidence, Scored(fragment, evidence, score), also_in=(1,))
    vectors = np.zeros((0, 4), dtype=np.float32)
    sources = {0: Embedded(source, vectors), 1: Embedded(taken_apart("别的。", "乙"), vectors)}
    (match,) = matches_of([alignment], draft.document, draft, sources, SCORING.judgement)
    return match


@settings(max_examples=100, deadline=None)
@given(st.sampled_from([SOURCE, *PIECES]), texts(), texts())
def test_every_run_is_the_same_letters_on_both_sides(shared: str, before: str, behind: str) -> None:
    match = whole(before + shared + behind, shared + before)
    assert 0.0 <= match.verbatim <= 1.0
    ours, theirs = taken_apart(match.draft.text), taken_apart(match.source.text)
    for run in match.equal:
        mine = ours.normalized.text[slice(*ours.normalized.from_source(run.draft_start, run.draft_end))]
        other = theirs.normalized.text[slice(*theirs.normalized.from_source(run.source_start, run.source_end))]
        assert [c for c in mine if "\u4e00" <= c <= "\u9fff"] == [c for c in other if "\u4e00" <= c <= "\u9fff"]
    assert [run.draft_start for run in match.equal] == sorted(run.draft_start for run in match.equal)


def test_passages_are_the_text_under_their_spans() -> None:
    draft, source = taken_apart("前文。" + SOURCE + "后文。", "稿.txt"), taken_apart("开头。" + SOURCE, "源.txt")
    match = match_of(draft, source, (3, 3 + len(SOURCE)), (3, 3 + len(SOURCE)), 0.7)
    assert (match.draft.document_id, match.draft.start, match.draft.end, match.draft.text) == ("稿.txt", 3, 43, SOURCE)
    assert (match.source.document_id, match.source.start, match.source.text) == ("源.txt", 3, SOURCE)
    assert (match.kind, match.score, match.ignored, match.also_in) == ("verbatim", 0.7, None, ("乙",))
    assert [(r.draft_start, r.draft_end, r.source_start, r.source_end, r.letters) for r in match.equal] == [
        (3, 42, 3, 42, 37)
    ]
    assert match.verbatim == 1.0


@pytest.mark.parametrize(
    ("before", "score", "reason"),
    [
        ("今年，", 0.9, None),
        ("今年，", 0.4, "set_phrase"),
        ("市长强调：", 0.9, "quotation"),
        ("市长强调：", 0.4, "quotation"),
    ],
)
def test_why_a_match_does_not_count(before: str, score: float, reason: str | None) -> None:
    draft, source = taken_apart(f"{before}“{SOURCE}”", "稿.txt"), taken_apart(SOURCE, "源.txt")
    span = len(before), len(before) + len(SOURCE) + 2
    assert match_of(draft, source, span, (0, len(SOURCE)), score).ignored == reason


def test_letters_outside_the_passages_share_nothing() -> None:
    draft, source = taken_apart(SOURCE + random_chinese(1, 30)), taken_apart(SOURCE + random_chinese(2, 30))
    end = len(SOURCE)
    runs = equal_runs(draft, source, (end, end + 30), (end, end + 30), SCORING.judgement)
    assert runs == ()
    assert share_equal(draft, (end, end + 30), runs) == 0.0


def test_tricks_do_not_hide_equal_letters() -> None:
    spoiled = SOURCE.replace("百姓", "百\u200b姓").replace("小", "⼩").replace("办", "辦")
    match = whole(spoiled, SOURCE)
    assert (match.kind, match.verbatim, len(match.equal)) == ("verbatim", 1.0, 1)


@pytest.mark.parametrize(
    ("draft", "kind"),
    [
        (SOURCE, "verbatim"),
        (SOURCE.replace("老百姓", "老同志"), "verbatim"),
        (SOURCE.replace("老百姓的烦心事", "群众的操心事").replace("更有", "更加有"), "edited"),
        ("让城市有温度，就要从群众身边的难题做起，一桩桩解决，使烦恼变成温暖。", "paraphrase"),
        ("We should work hard on the small things that matter and turn troubles into comforts.", "translation"),
        ("城里人的 troubles 不分大小，每一桩都得 solve，不能拖到来年。", "paraphrase"),
        ("𠮷" * 20, "paraphrase"),
    ],
)
def test_kinds(draft: str, kind: str) -> None:
    assert whole(draft, SOURCE).kind == kind


def test_a_translation_is_one_in_either_direction() -> None:
    english = "We should work hard on the small things that matter and turn troubles into comforts."
    assert whole(SOURCE, english).kind == "translation"
    assert whole(english, english).kind == "verbatim"


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="稳中。 a1\n", max_size=20), st.data())
def test_the_units_inside_a_span(text: str, data: st.DataObject) -> None:
    analyzed = taken_apart(text)
    tokens = analyzed.tokens
    start, end = sorted((data.draw(st.integers(0, len(text))), data.draw(st.integers(0, len(text)))))
    first, last = units_in(analyzed, (start, end))
    low, high = analyzed.normalized.from_source(start, end)
    inside = [k for k in range(len(tokens.units)) if low <= tokens.unit_starts[k] and tokens.unit_ends[k] <= high]
    assert list(range(first, last)) == inside
