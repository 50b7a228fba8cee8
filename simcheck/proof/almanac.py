# ruff: noqa: E501 - a pattern of Chinese words stands in one line
"""Almanac: days that a draft names and that cannot be: 9月31日, a day of the week of another year, a title of next year.

Last year's day of the week stands where only the date was brought up to date.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from simcheck.patterns import regex
from simcheck.scoring import SCORING
from simcheck.text.structure import structure
from simcheck.types import Identity, Leftover

_DAY = regex(r"(?<!\d)(?:(?P<year>20\d\d)年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})日")
_WEEKDAY = regex(r"\s?[（(]?(?:星期|周)(?P<weekday>[一二三四五六日天])(?![至到—、])")
#: What is told of another year, before a day.
_OTHER_YEAR = regex("(?:去年|上年|前年|明年|次年|来年|翌年|农历|阴历)[^，。；\n]{0,8}$")
#: How many days the months have at most.
_LAST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_WEEK = "一二三四五六日"
#: 今天是2025年教师节: of which year a draft says to be.
_NOW = regex("(?:今天是|今年是|现在是|今年即|当前是)(?P<year>20\\d\\d)年(?!以来)")
_YEAR = regex(r"(?<![\d—\-至])(20\d\d)年(?!度?(?:工作)?(?:总结|情况)|[—\-至]|届)")
_SIGNED = regex(r"(20\d\d)年(\d{1,2})月")


def impossible(text: str, identity: Identity) -> Iterator[Leftover]:
    """Days that no calendar has, days of the week that are those of another year, 今天是 another year, and a day of the
    signature long before the year that the title says.

    >>> said = "1月15日（星期三）召开，9月31日前报送，今天是2025年教师节。"
    >>> [one.text for one in impossible(said, Identity(None, 2026))]
    ['1月15日（星期三', '9月31日', '2025年']
    """
    for found in _DAY.finditer(text):
        yield from _of_day(text, found, identity.year)
    for now in _NOW.finditer(text):
        if identity.year and int(now["year"]) != identity.year:
            note = f"本稿属{identity.year}年，与此处所说的年份不符"
            yield Leftover("date", now.start("year"), now.end("year") + 1, f"{now['year']}年", note)
    yield from _signed_before(text)


def _of_day(text: str, found: re.Match[str], year: int | None) -> Iterator[Leftover]:
    month, day = int(found["month"]), int(found["day"])
    if not 1 <= month <= len(_LAST):
        return
    if not 1 <= day <= _LAST[month - 1]:
        yield Leftover("date", *found.span(), found[0], "历上没有这一天")
        return
    told = _WEEKDAY.match(text, found.end())
    if told is None or _OTHER_YEAR.search(text, max(0, found.start() - 12), found.start()):
        return
    said = _WEEK.index(told["weekday"].replace("天", "日"))
    years = [int(found["year"])] if found["year"] else [year, year + 1] if year else []
    right = [_weekday(one, month, day) for one in years]
    if right and said not in right:
        span = found.start(), told.end()
        note = f"{found[0]}是星期{_WEEK[right[0]]}，请核对" if right[0] is not None else "历上没有这一天"
        yield Leftover("date", *span, text[slice(*span)], note)


def _weekday(year: int, month: int, day: int) -> int | None:
    try:
        return dt.date(year, month, day).weekday()
    except ValueError:
        return None


def _signed_before(text: str) -> Iterator[Leftover]:
    """The day of the signature where the title says a later year, and it is no plan of the autumn before."""
    parts = structure(text)
    titled = [
        int(year[1]) for part in parts if part.kind == "title" for year in _YEAR.finditer(text, part.start, part.end)
    ]
    for part in parts if titled else ():
        signed = _SIGNED.search(text, part.start, part.end) if part.kind == "date" else None
        early = signed and (
            int(signed[1]) < min(titled) - 1
            or (int(signed[1]) == min(titled) - 1 and int(signed[2]) <= SCORING.proof.early)
        )
        if signed and early:
            span = part.start, part.end
            yield Leftover("date", *span, text[slice(*span)], f"标题为{min(titled)}年，成文日期在此之前，请核对")
