"""Figures: each share is the one that counting characters by hand gives."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simcheck.judge.figures import figures
from simcheck.types import KINDS, REASONS, EqualRun, Figures, Kind, Match, Passage, Reason

DRAFT = "坚持稳中求进工作总基调着力推动高质量发展"  # 20 characters


def match(
    start: int, end: int, source: str = "甲", ignored: Reason | None = None, kind: Kind = "verbatim", run: int = 0
) -> Match:
    equal = (EqualRun(start, start + run, 0, run, run),) if run else ()
    return Match(
        Passage("稿", start, end, DRAFT[start:end]),
        Passage(source, 0, end - start, DRAFT[start:end]),
        kind,
        0.9,
        1.0,
        ignored,
        equal,
    )


def test_a_draft_without_matches() -> None:
    assert figures(DRAFT, (), ()) == Figures(20, 0, 0, 0, 0, 0, 0, 0, None, 0, 0, 0, {})


def test_the_union_of_matches_counts_each_character_once() -> None:
    found = figures(DRAFT, (match(0, 8), match(4, 10, "乙"), match(15, 20)), ())
    assert found.overlap == found.total == 15 / 20
    assert found.reused_characters == 15
    assert found.matches == 3


def test_ignored_matches_are_in_the_total_only() -> None:
    matches = (
        match(0, 4),
        match(4, 8, ignored="set_phrase"),
        match(8, 11, ignored="quotation"),
        match(11, 13, ignored="own_work"),
        match(13, 14, ignored="baseline"),
    )
    found = figures(DRAFT, matches, ((8, 11),))
    assert (found.matches, found.ignored_matches) == (1, 4)
    assert found.overlap == 4 / 20
    assert found.total == 14 / 20
    assert found.without_set_phrases == 10 / 20
    assert found.without_quotations == 11 / 20
    assert found.without_own_work == 12 / 20


def test_quoted_characters_never_count_as_reused() -> None:
    found = figures(DRAFT, (match(0, 10),), ((5, 8), (18, 20)))
    assert found.overlap == found.without_quotations == found.largest_source == 7 / 20
    assert found.total == found.without_set_phrases == 10 / 20


def test_white_space_and_invisible_characters_are_no_characters() -> None:
    draft = "坚持\u200b稳中 求进\n\u3000推\u00ad动"  # 8 visible of 13
    found = figures(draft, (match(0, 7), match(9, 13)), ())
    assert found.characters == 8
    assert found.overlap == 7 / 8
    assert found.reused_characters == 7


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)).map(sorted), max_size=6), st.data())
def test_any_overlapping_matches_and_quotations_count_as_characters_counted_one_by_one(
    spans: list[list[int]], data: st.DataObject
) -> None:
    quoted = data.draw(st.sampled_from([(), ((3, 7),), ((0, 2), (12, 20))]))
    accepted = data.draw(st.sampled_from([(), ((4, 6),), ((0, 5), (9, 30))]))
    matches = tuple(
        replace(match(start, end, "甲乙丙"[start % 3]), accepted=accepted) for start, end in spans if start < end
    )
    held = [set(range(m.draft.start, m.draft.end)) for m in matches]
    free = [one - {at for start, end in (*quoted, *accepted) for at in range(start, end)} for one in held]
    found = figures(DRAFT, matches, quoted)
    assert found.total == len(set().union(*held)) / 20
    assert found.overlap == len(set().union(*free)) / 20
    by_source = [
        [one for m, one in zip(matches, free, strict=True) if m.source.document_id == name] for name in "甲乙丙"
    ]
    assert found.largest_source == max(len(set().union(*ones)) for ones in by_source) / 20


def test_the_largest_source_is_that_of_the_largest_union() -> None:
    matches = (match(0, 6, "甲"), match(4, 8, "甲"), match(10, 19, "乙"), match(0, 20, "丙", ignored="set_phrase"))
    found = figures(DRAFT, matches, ())
    assert (found.largest_source, found.largest_source_id) == (9 / 20, "乙")
    assert figures(DRAFT, matches, ((10, 12),)).largest_source_id == "甲"


def test_the_longest_run_is_that_of_a_counted_match() -> None:
    found = figures(DRAFT, (match(0, 8, run=5), match(8, 12, run=3), match(12, 20, run=8, ignored="set_phrase")), ())
    assert found.longest_run == 5


def test_kinds_are_counted_among_counted_matches() -> None:
    matches = (
        match(0, 2, kind="edited"),
        match(2, 4),
        match(4, 6),
        match(6, 8, kind="translation", ignored="quotation"),
    )
    assert figures(DRAFT, matches, ()).by_kind == {"edited": 1, "verbatim": 2}


def test_a_draft_of_white_space_has_shares_of_nothing() -> None:
    assert figures(" \n", (), ()).overlap == 0.0


spans = st.tuples(st.integers(0, 20), st.integers(0, 20)).map(lambda span: (min(span), max(span)))
some_matches = st.lists(
    st.builds(
        lambda span, source, ignored, kind: match(span[0], span[1], source, ignored, kind),
        spans,
        st.sampled_from("甲乙丙"),
        st.none() | st.sampled_from(REASONS),
        st.sampled_from(KINDS),
    ),
    max_size=6,
).map(tuple)


@given(some_matches, st.lists(spans, max_size=3))
def test_shares_are_those_of_sets_of_characters(matches: tuple[Match, ...], quoted: list[tuple[int, int]]) -> None:
    def places(chosen: list[Match]) -> set[int]:
        return {k for m in chosen for k in range(m.draft.start, m.draft.end)}

    quotes = {k for start, end in quoted for k in range(start, end)}
    counted = [m for m in matches if m.ignored is None]
    found = figures(DRAFT, matches, quoted)
    assert found.overlap == pytest.approx(len(places(counted) - quotes) / 20)
    assert found.total == pytest.approx(len(places(list(matches))) / 20)
    assert found.without_set_phrases == pytest.approx(
        len(places([m for m in matches if m.ignored != "set_phrase"])) / 20
    )
    by_source = [len(places([m for m in counted if m.source.document_id == name]) - quotes) / 20 for name in "甲乙丙"]
    assert found.largest_source == pytest.approx(max(by_source))
    assert 0 <= found.largest_source <= found.overlap <= found.without_quotations <= found.total <= 1
    assert found.overlap <= min(found.without_set_phrases, found.without_own_work)
    assert found.matches + found.ignored_matches == len(matches)
    assert sum(found.by_kind.values()) == found.matches


@pytest.mark.parametrize(
    "filler", ["." * 6000, "1" * 6000, "\U000e0080" * 6000, "、，" * 3000, "好" * 6000, DRAFT * 300]
)
def test_what_anybody_can_add_does_not_dilute(filler: str) -> None:
    plain, padded = figures(DRAFT, (match(0, 20),), ()), figures(DRAFT + filler, (match(0, 20),), ())
    assert plain.overlap == 1
    assert padded.overlap >= 20 / 30


def test_a_refrain_counts_as_often_as_it_stands_there() -> None:
    assert figures((DRAFT + "。\n") * 5, (), ()).characters == 100
