"""Wider: places that no text of a place need have from another: cities, provinces, neighbours, and what is in them."""

from __future__ import annotations

import functools
import re

from simcheck.patterns import regex
from simcheck.proof.gazetteer import above, divisions, is_common, level, places, stem_of
from simcheck.proof.shared import rank
from simcheck.proof.towns import is_town
from simcheck.scoring import SCORING

Span = tuple[int, int]
#: What one county lies in: a city and a province.
_UPPER = 2
_DATED = regex(r"(?:19|20)\d\d年")
_OURS = regex("我([省市县区镇乡])")


def of_elsewhere(text: str, span: Span, theirs: str | None, mine: str | None, said: str = "") -> bool:
    """Whether a name, a day or a figure is said of a place that is neither the draft's nor a part of the source's.

    A province or a city of the country is such a place, and one as wide as the source's: what was left behind lies in
    the source's place. ``theirs`` is that place, ``mine`` the draft's;
    ``said`` is the source's text.

    >>> text = "1月24日，江西新余的火灾夺走39条生命。"
    >>> [of_elsewhere(text, span, "柳沟县", "杏坪县") for span in ((0, 5), (8, 10), (14, 17))]
    [False, True, True]
    """
    start, end = span
    told = text[start:end]
    if told == theirs or (theirs and told == stem_of(theirs)):
        return False
    if told in of_theirs(theirs, mine, said) or (theirs in divisions() and theirs in divisions().get(told, ())):
        return False
    ours = _OURS.search(text)
    widest = max(rank(theirs or mine or ""), rank("某某" + ours[1]) if ours and not (theirs or mine) else -1)
    if told in _cities() or (told != mine and not is_common(told) and 0 <= rank(told) <= widest):
        return True
    first = max(text.rfind(mark, 0, start) for mark in "。！？；\n") + 1
    before = text[first:start]
    if _DATED.match(told):  # 2019年3月30日四川凉山的大火
        before += text[end : end + SCORING.proof.happened]
    named = [before[one.start() : one.end()] for one in _names().finditer(before)]
    for one in _names().finditer(before):  # 四川西昌
        behind = text[first + one.end() : first + one.end() + SCORING.proof.happened]
        named += [behind[:size] for size in (2, 3) if is_town(behind[:size])]
    clause = before[before.rfind("，") + 1 :]
    named += [clause[a:b] for a, b in places(clause) if 0 <= rank(clause[a:b]) <= widest]
    own = (
        {theirs, mine, stem_of(theirs or ""), stem_of(mine or "")}
        | above(mine)
        | {stem_of(name) for name in above(mine)}
        | of_theirs(theirs, mine, said)
    )
    return any(name not in own for name in named)


def of_theirs(theirs: str | None, mine: str | None, said: str = "") -> frozenset[str]:
    """The province and the city that the source's place lies in and the draft's does not, with and without endings.

    >>> sorted(of_theirs("寻甸县", "通海县"))
    ['昆明', '昆明市']
    """
    upper, ours = above(theirs), above(mine) | {mine or ""}
    if len(upper) > _UPPER:  # several counties are called so: its text says of which city it is
        upper = frozenset(name for name in upper if f"{name}{theirs}" in said)
    if not upper or not above(mine):
        return frozenset()
    wider = upper - ours
    return wider | {stem_of(name) for name in wider} - {stem_of(name) for name in ours}


@functools.cache
def _cities() -> frozenset[str]:
    """Provinces and cities, with their endings and without."""
    wide = [
        name for name, upper in divisions().items() if not upper or (len(upper) == 1 and level(name) in ("市", "州"))
    ]
    return frozenset(wide) | {stem for name in wide if len(stem := stem_of(name)) > 1}


@functools.cache
def _names() -> re.Pattern[str]:
    """Provinces, as they stand before the name of what lies in them."""
    provinces = {stem_of(name) for name, upper in divisions().items() if not upper}
    return regex("|".join(sorted(provinces, key=len, reverse=True)))
