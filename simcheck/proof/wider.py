"""Wider: places that no text of a place need have from another: cities, provinces, neighbours, and what is in them."""

from __future__ import annotations

import functools
import re

from simcheck.proof.gazetteer import divisions, level, places
from simcheck.proof.shared import rank

Span = tuple[int, int]
_OURS = re.compile("我([省市县区镇乡])")
_ENDING = re.compile("(?:壮族|回族|维吾尔)?(?:特别行政区|自治区|地区|新区|[省市县区州盟旗])$")


def of_elsewhere(text: str, span: Span, theirs: str | None, mine: str | None) -> bool:
    """Whether a name, a day or a figure is said of a place that is neither the draft's nor a part of the source's.

    A province or a city of the country is such a place, and one as wide as the source's: what was left behind lies in
    the source's place. ``theirs`` is that place, ``mine`` the draft's.

    >>> text = "1月24日，江西新余的火灾夺走39条生命。"
    >>> [of_elsewhere(text, span, "柳沟县", "杏坪县") for span in ((0, 5), (8, 10), (14, 17))]
    [False, True, True]
    """
    start, end = span
    told = text[start:end]
    if told == theirs or (theirs and told == _ENDING.sub("", theirs)):
        return False
    if theirs in divisions() and (told in divisions()[theirs] or theirs in divisions().get(told, ())):
        return False
    ours = _OURS.search(text)
    widest = max(rank(theirs or mine or ""), rank("某某" + ours[1]) if ours and not (theirs or mine) else -1)
    if told in _cities() or (told != mine and 0 <= rank(told) <= widest):
        return True
    first = max(text.rfind(mark, 0, start) for mark in "。！？；\n") + 1
    before = text[first:start]
    named = [before[one.start() : one.end()] for one in _names().finditer(before)]
    named += [before[a:b] for a, b in places(before) if 0 <= rank(before[a:b]) <= widest]
    own = {theirs, mine, _ENDING.sub("", theirs or ""), _ENDING.sub("", mine or "")} | divisions().get(
        mine or "", frozenset()
    )
    return any(name not in own for name in named)


@functools.cache
def _cities() -> frozenset[str]:
    """Provinces and cities, with their endings and without."""
    wide = [
        name for name, above in divisions().items() if not above or (len(above) == 1 and level(name) in ("市", "州"))
    ]
    return frozenset(wide) | {stem for name in wide if len(stem := _ENDING.sub("", name)) > 1}


@functools.cache
def _names() -> re.Pattern[str]:
    """Provinces, as they stand before the name of what lies in them."""
    provinces = {_ENDING.sub("", name) for name, above in divisions().items() if not above}
    return re.compile("|".join(sorted(provinces, key=len, reverse=True)))
