# ruff: noqa: E501 - a pattern of Chinese words stands in one line
"""Consistency: what in a draft contradicts the draft itself, without any source: 我市 beside 我县, a name spelt twice."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from simcheck.patterns import regex
from simcheck.proof.almanac import impossible
from simcheck.proof.calendar import miscounted
from simcheck.proof.gazetteer import divisions, level, places
from simcheck.proof.identity import spoken_for
from simcheck.proof.organs import of_another_level
from simcheck.proof.spelt import misspelt
from simcheck.types import Identity, Leftover

#: Which year of a five-year plan a draft says it is, and in what year the plan began.
_PLAN = regex(r"[“\"]?(?P<plan>十[三四五六]五)[”\"]?(?:规划|时期)?(?:的)?(?P<role>收官|开局|起步|关键|承上启下)之年")
#: 围绕“十四五”收官: what is still to be done for the end of a plan.
_ENDS = regex(r"(?:围绕|紧扣|聚焦|迎接|决战)[“\"]?(?P<plan>十[三四五六]五)[”\"]?(?:规划)?(?:圆满)?收官(?!之年)")
#: What looks back on a year, in a title; and what is planned for one.
_REVIEWED = regex(
    r"(?<!\d)(20\d\d)年(?:度)?(?!上半年|[一二三前]季)[^\n]{0,24}(?:总结|述职|工作情况|情况报告|情况汇报)(?![\u4e00-\u9fff]{0,4}(?:打算|计划|安排))"
)
_PLANNED = regex(
    r"(?<!\d)(20\d\d)年(?:度)?(?:下一步|重点)?(?:工作)?(?:打算|思路|计划|安排|谋划|展望)(?![\u4e00-\u9fff]?情况|完成|执行|表)"
)
_BEGAN = {"十三五": 2016, "十四五": 2021, "十五五": 2026, "十六五": 2031}
_OURS = regex(r"我(?P<level>[市县区镇乡])(?![长级委政场区镇])")


def inconsistent(text: str, identity: Identity) -> Iterator[Leftover]:
    """我市 in a county's draft; names of the same place, or of one person, that differ in one character."""
    yield from _ours(text, identity)
    yield from of_another_level(text, identity)
    yield from _plans(text, identity)
    yield from _planned_in_hindsight(text)
    yield from miscounted(text, identity.year)
    yield from impossible(text, identity)
    yield from _misspelt_place(text, identity)
    yield from misspelt(text)


def _plans(text: str, identity: Identity) -> Iterator[Leftover]:
    """今年是“十四五”收官之年 in a draft of another year."""
    for one in _PLAN.finditer(text):
        began, role = _BEGAN[one["plan"]], one["role"]
        right = {"收官": (began + 4,), "开局": (began,), "起步": (began,)}.get(role, range(began, began + 5))
        said = text[max(0, one.start() - 8) : one.start()]
        if identity.year and identity.year not in right and re.search("今年|本年|当前|正值|是$|作为$", said):
            yield Leftover("date", *one.span(), one[0], f"本稿属{identity.year}年，与此处所说的年份不符")

    for one in _ENDS.finditer(text):
        if (identity.year or 0) > _BEGAN[one["plan"]] + 4:
            yield Leftover("date", *one.span("plan"), one["plan"], f"本稿属{identity.year}年，与此处所说的年份不符")


def _planned_in_hindsight(text: str) -> Iterator[Leftover]:
    """2025年工作打算 in what looks back on 2025: the plans are those of the year after.

    >>> [one.text for one in _planned_in_hindsight("民政局2025年工作总结\\n一、成效。好。\\n二、2025年工作打算。再好。")]
    ['2025年工作打算']
    """
    title = text.partition("\n")[0]
    if not (reviewed := _REVIEWED.search(title)):
        return
    for one in _PLANNED.finditer(text, len(title)):
        if one[1] == reviewed[1]:
            yield Leftover("date", *one.span(), one[0], f"本稿总结{one[1]}年，打算应属下一年度，请核对")


def _ours(text: str, identity: Identity) -> Iterator[Leftover]:
    """我市 in a county's draft. Where no place is told, the draft is of what it says most, or of whose offices it
    speaks; where nothing tells, either may be the wrong one."""
    found = list(_OURS.finditer(text))
    counts = Counter(one["level"] for one in found)
    own = told = level(identity.place or "")[-1:] or spoken_for(text) or ""
    if own not in counts:
        most = counts.most_common(2)
        if len(most) < 2:
            return
        if most[0][1] < 2 * most[1][1]:
            yield from () if told else _side_by_side(found)
            return
        own = most[0][0]
    for one in found:
        fewer = counts[one["level"]] < counts[own] or (own == told and counts[one["level"]] == counts[own])
        if one["level"] != own and fewer:
            yield Leftover("place", *one.span(), one[0], f"文中多称“我{own}”，此处称“{one[0]}”")


def _side_by_side(found: Sequence[re.Match[str]]) -> Iterator[Leftover]:
    """The first of each of 我市 and 我县, which a text of one place does not both say."""
    firsts = {one["level"]: one for one in reversed(found)}
    for one in firsts.values():
        others = "、".join(f"“我{level}”" for level in firsts if level != one["level"])
        yield Leftover("place", *one.span(), one[0], f"文中又称{others}，请核对是哪一级")


def _misspelt_place(text: str, identity: Identity) -> Iterator[Leftover]:
    place = identity.place
    if not place:
        return
    spans = [(start, end) for start, end in places(text) if len(text[start:end]) == len(place)]
    counts = Counter(text[start:end] for start, end in spans)
    for start, end in spans:
        name = text[start:end]
        if name != place and _one_differs(name, place) and name not in divisions() and 2 * counts[name] < counts[place]:
            yield Leftover("place", start, end, name, f"文中多作“{place}”，此处不一致")


def _one_differs(one: str, other: str) -> bool:
    return len(one) == len(other) >= 2 and sum(a != b for a, b in zip(one, other, strict=True)) == 1
