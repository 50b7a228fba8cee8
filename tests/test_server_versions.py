"""Two versions of a draft: no passage is both mended and new, and none is lost."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simcheck.server.versions import ComparedVersions, compared
from simcheck.types import Match, Passage

FIRST = "要坚决守住安全生产的底线，压实各级责任，把隐患消除在萌芽状态，确保人民群众生命财产安全。"
SECOND = "要加快推进老旧小区改造，今年完成一百二十个小区，让居民住得更安心、更舒心。"


def match(
    draft: str, start: int = 0, *, source: tuple[str, int, int] = ("2024.txt", 0, 40), ignored: str = ""
) -> Match:
    name, first, behind = source
    passage = Passage("draft", start, start + len(draft), draft)
    found = Match(passage, Passage(name, first, behind, "源" * (behind - first)), "edited", 0.9, 0.8)
    return replace(found, ignored=ignored or None)  # type: ignore[arg-type]


def test_a_passage_that_was_rewritten_and_is_still_too_close_remains() -> None:
    old, new = match(FIRST), match("务必坚守安全底线，层层压实责任，隐患要早消除。", 90)
    assert compared([old], [new]) == ComparedVersions((), (), ((new, (old,)),), ())


def test_a_passage_that_moved_to_another_source_remains() -> None:
    old, new = match(FIRST), match(FIRST, 200, source=("2023.txt", 500, 540))
    assert compared([old], [new]).remaining == ((new, (old,)),)


def test_a_passage_that_was_cut_in_two_remains_as_two() -> None:
    old = match(FIRST + SECOND, source=("2024.txt", 0, 100))
    parts = [match(FIRST, source=("2024.txt", 0, 45)), match(SECOND, 60, source=("2024.txt", 60, 100))]
    assert compared([old], parts) == ComparedVersions((), (), ((parts[0], (old,)), (parts[1], (old,))), ())


def test_what_went_and_what_came_are_told_apart() -> None:
    old, new = match(FIRST), match(SECOND, source=("2020.txt", 0, 40))
    assert compared([old], [new]) == ComparedVersions((old,), (), (), (new,))


def test_what_was_accepted_meanwhile_is_not_mended() -> None:
    old = match(FIRST)
    assert compared([old], [replace(old, ignored="accepted")]) == ComparedVersions((), (old,), (), ())


def test_what_did_not_count_before_is_no_part_of_the_first_version() -> None:
    quoted, new = match(FIRST, ignored="quotation"), match(FIRST)
    assert compared([quoted], [new]) == ComparedVersions((), (), (), (new,))


def test_sources_that_are_hidden_have_no_place() -> None:
    old, new = (match(text, source=("来源 1", 0, 0)) for text in (FIRST, SECOND))
    assert compared([old], [new]) == ComparedVersions((old,), (), (), (new,))
    assert compared([old], [old]).remaining == ((old, (old,)),)


@pytest.mark.parametrize("swapped", [False, True])
@settings(max_examples=20)
@given(
    kept=st.lists(st.tuples(st.sampled_from([FIRST, SECOND]), st.integers(0, 3), st.booleans()), max_size=3),
    came=st.lists(st.tuples(st.sampled_from([FIRST, SECOND]), st.integers(0, 3), st.booleans()), max_size=3),
)
def test_every_match_is_told_once(
    swapped: bool, kept: list[tuple[str, int, bool]], came: list[tuple[str, int, bool]]
) -> None:
    def made(given: list[tuple[str, int, bool]]) -> list[Match]:
        return [match(text, 100 * at, source=(f"{year}.txt", 0, 40), ignored="quotation" if quoted else "")
                for at, (text, year, quoted) in enumerate(given)]  # fmt: skip

    old, new = map(made, (came, kept) if swapped else (kept, came))
    found = compared(old, new)
    still = {id(one) for _, those in found.remaining for one in those}
    told = [id(one) for one in (*found.mended, *found.excused)]
    counted = {id(one) for one in old if one.ignored is None}
    assert sorted(told) == sorted(set(told))
    assert {*told} | still == counted
    assert not {*told} & still
    shown = [id(one) for one in (*(now for now, _ in found.remaining), *found.new)]
    assert sorted(shown) == sorted(id(one) for one in new if one.ignored is None)
