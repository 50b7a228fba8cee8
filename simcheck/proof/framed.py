"""Framed: what in the frame of a draft is of another office than the draft: its number, who signs, when it was printed.

The draft alone tells it: its title and the place that it is of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from simcheck.patterns import regex
from simcheck.proof.gazetteer import above, level, places
from simcheck.proof.shared import rank
from simcheck.proof.signed import last_signers
from simcheck.text.structure import structure
from simcheck.types import Identity, Leftover

Span = tuple[int, int]

_DAY = regex(r"(20\d\d)年(\d{1,2})月(\d{1,2})日")
#: 柳泉县教育局 in front of 关于做好防汛工作的通知, and of a line; a house that is named with its place.
_TITLED, _OFFICE = regex("([\u4e00-\u9fff]{4,24}?)关于"), regex(r"[^\s\d]+")
_HOUSE = regex(
    "[\u4e00-\u9fff]{2,}[省市县区旗州镇乡][\u4e00-\u9fff]{1,16}(?:[局厅]|中心|公司|银行|学校|中学|小学|医院)"
)
#: Numbers as offices of a place have them: 柳政办发, 柳委; what they begin with that is no place.
_OWN_NUMBER = regex(
    r"(?P<place>[\u4e00-\u9fff]{1,3}?)(?:政|府|委|党)[\u4e00-\u9fff]{0,5}\s*[〔\[［(（]\s*20\d\d\s*[〕\]］)）]\s*\d+\s*号"
)
_NO_PLACE = frozenset("人大政府办公发党委工组团字函教农林水机直总联令")
#: Whose numbers begin with a part of their names; those above have characters of their own: 沪, 穗.
_NARROW = frozenset("县区旗镇乡")
#: 今天召开2025年优化营商环境大会; what looks back on the year before.
_TODAY = regex(r"(?:今天|这次|本次)[^，。；\n]{0,12}?(20\d\d)年[^，。；\n]{2,24}?(?:会议?|仪式|活动)(?=[，。；、])")
_LOOKS_BACK = regex("年度|总结|表彰|述职|考核|评议|通报|民主生活会|情况")
_YEAR = regex(r"(?<!\d)(20\d\d)年")


def framed(text: str, identity: Identity) -> Iterator[Leftover]:
    """Who signs or prints a draft of another place, or beside another office in its title; a number of another place;
    a day of printing before that of the signature; and a meeting of another year than the title says.

    >>> said = "柳泉县关于做好防汛工作的通知\\n各乡镇：\\n汛期将至。\\n清溪县水利局\\n2026年5月6日"
    >>> [one.text for one in framed(said, Identity("柳泉县", 2026))]
    ['清溪县水利局']
    """
    if identity.place:
        yield from _signed_elsewhere(text, identity.place)
        yield from _numbered_elsewhere(text, identity.place)
    yield from _signed_by_another(text)
    yield from _printed_before(text)
    yield from _met_in(text)


def _parts(text: str, kind: str) -> list[Span]:
    return [(part.start, part.end) for part in structure(text) if part.kind == kind]


def _signed_elsewhere(text: str, mine: str) -> Iterator[Leftover]:
    """Offices of another place as wide as the draft's own that issue, sign or print it; not beside one of its own,
    nor where the title names them too."""
    titles = "\n".join(text[slice(*span)] for span in _parts(text, "title"))
    for kind in ("issuer", "signature", "printing"):
        spans = _parts(text, kind) or (last_signers(text) if kind == "signature" else [])
        lines = [(start, text[start:end]) for start, end in spans]
        if any(mine in line for _, line in lines):
            continue
        for start, line in lines:
            named = {line[first:last] for first, last in places(line)}
            if any(_is_beside(name, mine) and name not in titles for name in named):
                office = _OFFICE.match(line)
                end = office.end() if office else len(line)
                yield Leftover("unit", start, start + end, line[:end], f"本稿属{mine}，与此处的单位不符")


def _is_beside(name: str, mine: str) -> bool:
    """Whether a place is another one, and as wide as the draft's own."""
    return name != mine and rank(name) == rank(mine) >= 0 and name not in above(mine) and mine not in above(name)


def _numbered_elsewhere(text: str, mine: str) -> Iterator[Leftover]:
    """The number in the head of a county's or a town's draft that no character of its name begins."""
    if level(mine)[-1:] not in _NARROW:
        return
    own = {*mine, *"".join(above(mine))}
    for start, end in _parts(text, "number"):
        number = _OWN_NUMBER.match(text, start, end)
        if number and not (own | _NO_PLACE) & set(number["place"]):
            yield Leftover("document", *number.span(), number[0], f"本稿属{mine}，与此处的文号不符")


def _signed_by_another(text: str) -> Iterator[Leftover]:
    """Another bureau in the signature than in the title, which both name the place of one; a government's paper may be
    signed by one of its bureaus."""
    titles, signed = _parts(text, "title"), _parts(text, "signature")
    titled = _TITLED.match(text, *titles[0]) if titles else None
    if not titled or len(signed) != 1 or not _HOUSE.fullmatch(titled[1]):
        return
    start, end = signed[0]
    office = _HOUSE.match(text, start, end)
    alike = office and office.end() == end and office[0][-1] == titled[1][-1]
    if office and alike and not _is_short_for(office[0], titled[1]):
        yield Leftover("unit", start, end, office[0], f"标题中为“{titled[1]}”，此处不一致")


def _is_short_for(one: str, other: str) -> bool:
    """Whether the characters of one name stand in the other in their order: 柳泉县市场监管局, 柳泉县市场监督管理局."""
    short, long = sorted((one, other), key=len)
    there = iter(long)
    return all(character in there for character in short)


def _printed_before(text: str) -> Iterator[Leftover]:
    """A day of printing that is before that of the signature."""
    signed = [day for span in _parts(text, "date") for day in _DAY.finditer(text, *span)]
    for span in _parts(text, "printing"):
        for day in _DAY.finditer(text, *span):
            if signed and _counted(day) < min(map(_counted, signed)):
                yield Leftover("date", *day.span(), day[0], "印发日期早于成文日期，请核对")


def _counted(day: re.Match[str]) -> tuple[int, ...]:
    return tuple(map(int, day.groups()))


def _met_in(text: str) -> Iterator[Leftover]:
    """今天召开2025年优化营商环境大会 below a title that says 2026年."""
    titled = {year[1] for span in _parts(text, "title") for year in _YEAR.finditer(text, *span)}
    for met in _TODAY.finditer(text) if titled else ():
        if met[1] not in titled and not _LOOKS_BACK.search(met[0]):
            yield Leftover("meeting", met.start(1), met.end(), text[met.start(1) : met.end()], "与标题中的年份不一致")
