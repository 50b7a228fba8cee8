"""Dates as documents write them, in Chinese numerals too, to ISO 8601."""

from __future__ import annotations

import datetime as dt

from simcheck.patterns import regex

_NUMERALS = str.maketrans("〇○零一二三四五六七八九０１２３４５６７８９", "000123456789" + "0123456789")
_TENS = regex(r"(?<=[年月])([一二三四五六七八九]?)十([一二三四五六七八九]?)(?=[月日号])")
_DATES = (
    regex(r"(?P<year>(?:19|20)\d\d)年(?:(?P<month>\d{1,2})月)?(?:(?P<day>\d{1,2})[日号])?"),
    regex(r"(?<!\d)(?P<year>(?:19|20)\d\d)[-/.](?P<month>\d{1,2})(?:[-/.](?P<day>\d{1,2}))?(?!\d)"),
    regex(r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)"),
    regex(r"^(?P<year>(?:19|20)\d\d)(?P<month>)(?P<day>)$"),
)


def iso(written: str) -> str | None:
    """The first date in ``written`` as ``2024-03-05``, or ``2024-03`` or ``2024`` where no more is said; else None.

    >>> iso("（二〇二四年三月二十五日）"), iso("2024/3/5 09:30"), iso("2024年1月"), iso("2024年13月1日")
    ('2024-03-25', '2024-03-05', '2024-01', None)
    """
    text = "".join(written.split())[:200] if "年" in written else written.strip()[:200]
    text = _TENS.sub(lambda found: f"{found[1] or '一'}{found[2] or '〇'}", text).translate(_NUMERALS)
    for pattern in _DATES:
        found = pattern.search(text)
        if found:
            return _valid(found["year"], found["month"], found["day"])
    return None


def _valid(year: str, month: str | None, day: str | None) -> str | None:
    try:
        given = dt.date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    return given.isoformat()[: 10 if day else 7 if month else 4]
