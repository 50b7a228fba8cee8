"""Sources: what stands in a draft only because it stood in the text that a passage was taken from.

A name, a date or a figure is a leftover where the passage it stands in matches a source, the source says it too, and
the source is of another place, or of another year, than the draft.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from simcheck.proof.gazetteer import divisions, level, places
from simcheck.proof.people import people
from simcheck.proof.things import things
from simcheck.text.structure import structure
from simcheck.types import Document, Identity, Leftover, LeftoverKind, Match

Span = tuple[int, int]

_ENDS = "。！？；\n"
#: Sentences beside the source's passage that are looked at too, in characters.
_BESIDE = 60
_FIGURE = re.compile(
    r"(?<![\d.〔\[第年])\d[\d,]*(?:\.\d+)?\s*(?:个百分点|[%％‰]|(?:多|余)?(?:[万亿千百]*)(?:元|吨|亩|公里|千米|平方米|平方公里|立方米|人次|人|户|家|个|名|件|项|辆|头|只|套|所|座|条|千瓦时|千瓦|斤|公斤|位|场|期|处|台|起|宗|批|米|公顷|票|份|支|间|株|棵|床|张|块|册|万|亿))"
)
_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,8}\s*[〔\[［]\s*20\d\d\s*[〕\]］]\s*\d+\s*号")
_NATIONAL_NUMBER = re.compile(r"(?:^|[《（(])?(?:国|中)(?:办|函)?(?:发|函)?")
_YEARS = re.compile(r"(?<![\d—-])(20\d\d)(?:年度?|(?=[—-]))(?!以来|至|到|—|-)")
_DAY = re.compile(r"(?<!\d)\d{1,2}月\d{1,2}日")
_HOLIDAYS = frozenset(
    "1月1日 3月5日 3月8日 3月12日 5月1日 5月4日 6月1日 7月1日 8月1日 9月18日 10月1日 11月9日 12月4日 12月13日".split()
)
_TITLE = re.compile(r"《[^》\n]{0,30}?20\d\d[^》\n]{0,30}》")
_MEETING = re.compile(
    r"20\d\d年(?:度)?[\u4e00-\u9fff]{0,14}?(?:工作会议|动员会|推进会|部署会|大会|会议|全会|现场会|培训会|座谈会)"
    r"|(?:[省市县区镇乡]委|[省市县区镇乡]|政协|人大)?第?[一二三四五六七八九十]+届[\u4e00-\u9fff]{0,8}?[一二三四五六七八九十]+次(?:全体会议|全会|会议)"
)
_UNIT = re.compile(
    r"[\u4e00-\u9fff]{2,10}?(?:有限公司|公司|集团|产业园区?|工业园区?|化工园区?|科技园|创业园|小镇|车站|码头|养老院|福利院|煤矿|电厂|隧道|步行街|商贸城|物流园|示范园|农业园|水库|大桥|中学|小学|学院|医院|合作社|农场|林场|矿业|茶场|景区|博物馆|纪念馆|电站|灌区|湿地公园|大道)"
)
_COMMON_UNIT = re.compile(
    r"(?:各类?|全县|全市|全区|一批|多家|重点|龙头|国有|民营|年中|各中|全中|有关|相关|大型|中型|小型|现代|特色|所有|等|个|家|所|座|的|和|与|及|在|到|新建|中心|乡镇|县级|市级|省级|农业|工业|产业|旅游|专业|农民|高等|职业|人民|中医|生态|红色|物流|加强|推进|建设|发展|建成)$"
)


#: Characters that no name of an enterprise or a work has: what comes before one.
_NOT_IN_UNITS = frozenset("到在与和及的了对向从赴是有为把由被给让至")


@dataclass(frozen=True, slots=True)
class _Compared:
    """A passage of the draft, widened to whole sentences, beside the source it matches."""

    draft: Span
    near: str
    source: Document
    place: bool
    year: bool
    told: Identity


def from_sources(
    text: str, matches: tuple[Match, ...], sources: dict[str, Document], identity: Identity, told: dict[str, Identity]
) -> Iterator[Leftover]:
    """What the matched sources left behind; ``told`` are the places and years of the sources by id.

    Nothing comes from an authority, from what is quoted, nor from a text of the same place and year.
    """
    compared = list(_compared(text, matches, sources, identity, told))
    frames = [(part.start, part.end) for part in structure(text)]
    spans = [one.draft for one in compared]
    own = _outside(text, [*spans, *frames])
    for one in compared:
        for kind, (start, end), note in _found(text, one, identity, own):
            if kind == "date" and any(a <= start < b for a, b in frames):
                continue  # the day of the draft itself: its year tells the draft's
            yield Leftover(kind, start, end, text[start:end], note, one.source.id)


def _compared(
    text: str, matches: tuple[Match, ...], sources: dict[str, Document], identity: Identity, told: dict[str, Identity]
) -> Iterator[_Compared]:
    for match in matches:
        source = sources.get(match.source.document_id)
        if source is None or source.source_class == "authority" or match.ignored in ("quotation", "authority"):
            continue
        who = told[source.id]
        elsewhere = identity.place != who.place if who.place else (identity.place or "") not in source.text
        place = bool(identity.place and elsewhere)
        year = bool(identity.year and who.year and identity.year != who.year)
        if place or year:
            span = _sentences(text, match.draft.start, match.draft.end)
            first, last = max(0, match.source.start - _BESIDE), match.source.end + _BESIDE
            yield _Compared(span, source.text[first:last], source, place, year, who)


def _found(text: str, one: _Compared, identity: Identity, own: str) -> Iterator[tuple[LeftoverKind, Span, str]]:
    origin = f"来源《{one.source.title or one.source.id}》"
    if one.place:
        yield from _places(text, one, identity, own, origin)
        for person in people(text[slice(*one.draft)]):
            if person.name in one.source.text and person.name not in own:
                yield "person", _at(one, person.start, person.end), f"{origin}中的人名，请核对是否本地人员"
        yield from _units(text, one, own, origin)
        yield from _things(text, one, own, origin)
    yield from _numbers(text, one, own, origin)
    if one.year:
        yield from _dated(text, one, identity, origin)


def _places(
    text: str, one: _Compared, identity: Identity, own: str, origin: str
) -> Iterator[tuple[LeftoverKind, Span, str]]:
    inside = text[slice(*one.draft)]
    mine = identity.place or ""
    above = divisions().get(mine, frozenset())
    theirs = one.told.place or ""
    for start, end in places(inside):
        name = inside[start:end]
        wide = level(name) in ("省", "自治区") or (name in divisions() and not divisions()[name])
        if name == theirs:
            yield "place", _at(one, start, end), f"{origin}的地名，本稿属{mine}"
        elif name != mine and name not in above and not wide and name in one.near and name not in own:
            yield "place", _at(one, start, end), f"{origin}中的地名，请核对是否属{mine}"
    short = theirs[: -len(level(theirs))] if level(theirs) else theirs
    if len(short) >= 2 and short not in mine:
        for found in re.finditer(re.escape(short) + f"(?!{re.escape(level(theirs))})", inside):
            yield "place", _at(one, *found.span()), f"{origin}的地名，本稿属{mine}"


def _units(text: str, one: _Compared, own: str, origin: str) -> Iterator[tuple[LeftoverKind, Span, str]]:
    inside = text[slice(*one.draft)]
    for found in _UNIT.finditer(inside):
        start, end = found.span()
        start += max((at + 1 for at, char in enumerate(found[0][:-4]) if char in _NOT_IN_UNITS), default=0)
        while end - start > 4 and inside[start:end] not in one.near:
            start += 1
        name = inside[start:end]
        ending = re.search(r"(?:有限公司|公司|集团|产业园区?|工业园区?|合作社|\S{2})$", name)
        stem = name[: ending.start()] if ending else ""
        if name in one.near and len(stem) >= 2 and not _COMMON_UNIT.search(stem) and name not in own:
            yield "unit", _at(one, start, end), f"{origin}中的单位或项目名称，请核对"


def _things(text: str, one: _Compared, own: str, origin: str) -> Iterator[tuple[LeftoverKind, Span, str]]:
    inside = text[slice(*one.draft)]
    for thing in things(inside):
        name = inside[thing.start : thing.end]
        if name in one.near and name not in own:
            said = "地名" if thing.kind == "place" else "单位或项目名称"
            yield thing.kind, _at(one, thing.start, thing.end), f"{origin}中的{said}，请核对"


def _numbers(text: str, one: _Compared, own: str, origin: str) -> Iterator[tuple[LeftoverKind, Span, str]]:
    inside = text[slice(*one.draft)]
    for found in _NUMBER.finditer(inside):
        name = found[0]
        digits = name[re.search(r"[〔\[［]", name).start() :]  # type: ignore[union-attr]
        if digits in one.near and not _NATIONAL_NUMBER.match(name[-len(digits) - 3 :]):
            yield "document", _at(one, *found.span()), f"{origin}中的文号，请核对"
    for found in _FIGURE.finditer(inside):
        if re.search(rf"(?<![\d.]){re.escape(found[0])}", one.near) and found[0] not in own:
            note = "与往年稿件数字相同，请核对是否已更新" if not one.place else f"与{origin}的数字相同，请换成本地数据"
            yield "figure", _at(one, *found.span()), note
    for found in _DAY.finditer(inside):
        if found[0] in one.near and found[0] not in _HOLIDAYS and found[0] not in own:
            yield "date", _at(one, *found.span()), f"与{origin}的日期相同，请核对"


def _dated(text: str, one: _Compared, identity: Identity, origin: str) -> Iterator[tuple[LeftoverKind, Span, str]]:
    inside = text[slice(*one.draft)]
    taken: list[Span] = []
    for kind, pattern in (("document", _TITLE), ("meeting", _MEETING)):
        for found in pattern.finditer(inside):
            before = inside[max(0, found.start() - 4) : found.start()]
            if (
                found[0] in one.near
                and str(identity.year) not in found[0]
                and not re.search(r"党的|中央|全国", before + found[0])
            ):
                taken.append(found.span())
                said = "文件名称" if kind == "document" else "会议名称"
                yield kind, _at(one, *found.span()), f"{origin}中的{said}，本稿属{identity.year}年"  # type: ignore[misc]
    for found in _YEARS.finditer(inside):
        inner = any(start <= found.start() < end for start, end in taken)
        if not inner and int(found[1]) == one.told.year and found[0] in one.near:
            yield "date", _at(one, *found.span()), f"{origin}的年份，本稿属{identity.year}年"


def _at(one: _Compared, start: int, end: int) -> Span:
    return one.draft[0] + start, one.draft[0] + end


def _sentences(text: str, start: int, end: int) -> Span:
    """A span widened to the ends of its sentences."""
    while start > 0 and text[start - 1] not in _ENDS:
        start -= 1
    while end < len(text) and text[end - 1] not in _ENDS:
        end += 1
    return start, end


def _outside(text: str, spans: list[Span]) -> str:
    """What lies in none of the spans."""
    kept, at = [], 0
    for start, end in sorted(spans):
        if start > at:
            kept.append(text[at:start])
        at = max(at, end)
    return "\n".join([*kept, text[at:]])
