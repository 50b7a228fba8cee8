"""Sources: what stands in a draft only because it stood in the text that a passage was taken from.

A name, a date or a figure is a leftover where the passage it stands in matches a source, the source says it too, and
the source is of another place, or of another year, than the draft.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from simcheck.cancelling import look
from simcheck.patterns import regex
from simcheck.proof import documents
from simcheck.proof.both import of_both
from simcheck.proof.compared import Compared, Span, compared, sentences, unmatched
from simcheck.proof.counted import FULL_YEAR, SAID, dated_of, founded_of, numbered_elsewhere, numbers_of
from simcheck.proof.earlier import kept_rightly
from simcheck.proof.entities import read_lines
from simcheck.proof.gazetteer import divisions, every_village_has, level, no_places, places, stem_of
from simcheck.proof.lives import is_of_one
from simcheck.proof.name import Name
from simcheck.proof.names import TRADE, names
from simcheck.proof.neighbours import of_another
from simcheck.proof.people import NATIONAL, holds, is_label, people
from simcheck.proof.recognised import is_name, recognised
from simcheck.proof.shared import above_both
from simcheck.proof.signed import spoken_to
from simcheck.proof.slots import slots
from simcheck.proof.things import things
from simcheck.proof.towns import known_to_all
from simcheck.proof.wider import of_theirs
from simcheck.resources import data_words
from simcheck.scoring import SCORING
from simcheck.text.structure import structure
from simcheck.types import Document, Identity, Leftover, LeftoverKind, Match

_PROOF = SCORING.proof

#: Whom to ask: an office's contact may be the same for years.
_ASKED = regex("(?:联系人|联系方式|咨询|经办人?)[^，。；\n]{0,4}[：:、][^，。；\n]{0,8}$")
#: What a sentence says of somebody whose deed was of one year.
#: A disaster of another place is told of for some years.
_DISASTER = regex("\\d级|灾害|火灾|大火|爆炸|地震|坍塌|溃坝|事故|特大")
_PRAISED = regex("荣获|荣立|获评|当选|被评|被授|夺得|摘得|事迹|高龄|带头|退休|先进|刚刚|模范|英雄")
_HAPPENED = regex(
    "刚刚|日前|近日|上周|上个?月|前不久|昨天|今天|这次|本次|在[\u4e00-\u9fff]{2,10}(?:举行|召开|举办|开幕|点燃)|突发(?!事件|公共)|洪灾|事故|火灾"
)
#: What is learnt from a place that is no leftover.
_LEARNS, _EXAMPLE = regex("学习|借鉴|推广|对标|看齐|考察"), regex("经验|做法|模式|办法|定力|理念|机制")
_EXPERIENCE = regex('[”"]?(?:经验|精神)')
#: 驻青部队: of which place the guests are, in one character.
_GARRISON = regex("驻([\u4e00-\u9fff])(?=(?:部队|单位|官兵|武警|军警|中省直|中直|省直|省级|高校|中央|院所|企业))")
#: How far something goes: 北至火车站.
_BOUND = regex("(?!东至县)[东西南北][至到临接靠][^岭山庄]")
#: A substance: 液氯, 次氯酸钠, 硝酸铵.
_SUBSTANCE = regex("[\u4e00-\u9fff]{0,5}[氯钠钾钙铵酸碱醇醛烷烯苯氨胺磷膦砷汞铅镉铬]")
_NAMED = frozenset(("place", "unit", "person"))
_ANYWHERE = frozenset("市县区省州镇乡村外京沪港澳地本我各现")


def from_sources(
    text: str, matches: tuple[Match, ...], sources: dict[str, Document], identity: Identity, told: dict[str, Identity]
) -> Iterator[Leftover]:
    """What the matched sources left behind; ``told`` are the places and years of the sources by id.

    Nothing comes from an authority, from what is quoted, nor from a text of the same place and year.
    """
    yield from _leftovers(text, list(compared(text, matches, sources, identity, told)), identity)


def from_beside(
    text: str, others: list[Document], identity: Identity, matches: tuple[Match, ...]
) -> Iterator[Leftover]:
    """What documents of another place left behind of which nothing is matched."""
    yield from _leftovers(text, list(unmatched(text, matches, others, identity)), identity)


def _leftovers(text: str, found: list[Compared], identity: Identity) -> Iterator[Leftover]:
    if not found:
        return
    spans = [one.shared or one.draft for one in found]
    frames = [(part.start, part.end) for part in structure(text) if part.kind not in ("opening", "closing")]
    titles = "\n".join(text[part.start : part.end] for part in structure(text) if part.kind == "title")
    own = f"{titles}\n{_outside(text, [*spans, *frames])}"
    read_lines(text, [one.shared or one.draft for one in found])
    for one in {one.source.id: one for one in found if one.place}.values():
        yield from numbered_elsewhere(text, one, identity)
    for one in found:
        look()
        for kind, (start, end), note in _found(text, one, identity, own):
            if kind == "date" and any(a <= start < b for a, b in frames):
                continue  # the day of the draft itself: its year tells the draft's
            yield Leftover(kind, start, end, text[start:end], note, one.source.id)


def _found(text: str, one: Compared, identity: Identity, own: str) -> Iterator[tuple[LeftoverKind, Span, str]]:
    """What one source left behind, but what stands in a sentence about a year long ago, which is everybody's."""
    now = one.told.year or identity.year
    for kind, span, note in _of_source(text, one, identity, own):
        start, end = sentences(text, *span)
        years = [int(year[:4]) for year in FULL_YEAR.findall(text, start, end) if year in one.near]
        long = max(years, default=0) < (now or 0) - _PROOF.history and kind not in ("figure", "document")
        struck = max(years, default=0) < (now or 0) - _PROOF.struck and bool(_DISASTER.search(text, start, end))
        old = bool(years and now) and (long or struck)
        old = old and not (one.place and is_of_one(text[start:end]))
        if one.shared and (span[1] <= one.shared[0] or span[0] >= one.shared[1]):
            continue
        if one.place and of_another(text[start:end], one.told.place or "", one.source.text, identity.place or ""):
            continue
        mentioned = one.place and not one.shared and kind in _NAMED and not _in_its_place(text, span, one)
        ours = _is_own(text[slice(*span)], identity) or text[slice(*span)] in spoken_to(text, one.source.text)
        if not (old or mentioned or ours or of_both(text, one, identity, kind, span)):
            yield kind, span, note


def _is_own(told: str, identity: Identity) -> bool:
    """Whether a name is that of the draft's own place, with its ending or without."""
    mine = identity.place or ""
    stem = stem_of(mine)
    return bool(mine) and (told == mine or (len(stem) > 1 and told.startswith(stem)))


def _in_its_place(text: str, span: Span, one: Compared) -> bool:
    """Whether a name stands behind or before the same character in the source, or that of the source's own place beside
    the same words as what stands for it there, 发到松溪县的工作群 for 发到县里的工作群: in other words it was written
    anew, 借鉴同心县的做法."""
    (start, end), source = span, one.source.text
    if text[max(0, start - 1) : end] in source or text[start : end + 1] in source:
        return True
    around = text[max(0, start - _PROOF.around_name) : start], text[end : end + _PROOF.around_name]
    theirs = text[start:end] == one.told.place
    return theirs and any(len(words) == _PROOF.around_name and words in source for words in around)


def _of_source(text: str, one: Compared, identity: Identity, own: str) -> Iterator[tuple[LeftoverKind, Span, str]]:
    origin = f"来源《{one.source.title or one.source.id}》"
    if one.place:
        yield from _places(text, one, identity, own, origin)
        for person in people(text[slice(*one.draft)]):
            span = one.at(person.start, person.end)
            sure = is_label(text, span) or is_name(text, *span)
            if (
                person.name in one.source.text
                and person.name not in own
                and sure
                and not every_village_has(person.name)
            ):
                yield "person", span, f"{origin}{SAID['person']}"
        yield from _names(text, one, own, origin)
        yield from _garrisons(text, one, identity, origin)
        yield from _decided(text, one, identity, origin)
    else:
        yield from _of_last_year(text, one, identity, own)
    yield from numbers_of(text, one, identity, own, origin)
    if one.year:
        yield from dated_of(text, one, identity, origin)
    if one.place:
        yield from founded_of(text, one, own, origin)


def _decided(text: str, one: Compared, identity: Identity, origin: str) -> Iterator[tuple[LeftoverKind, Span, str]]:
    """What the place or the house of the source has decided for itself: 《清溪县供水管理办法》."""
    for found in documents.DECIDED.finditer(text[slice(*one.draft)]):
        title = found[1]
        named = {title[start:end] for start, end in places(title)}
        named |= {title[name.start : name.end] for name in (*names(title), *things(title)) if name.kind != "person"}
        wider = any(above_both(name, identity.place, one.told.place) for name in named)
        if title in one.near and named and not wider and (identity.place or "\n") not in title:
            yield "document", one.at(*found.span()), f"{origin}中的文件名称，请核对"


def _of_last_year(text: str, one: Compared, identity: Identity, own: str) -> Iterator[tuple[LeftoverKind, Span, str]]:
    """Who was praised in one's own text of another year; who holds an office may hold it still."""
    inside = text[slice(*one.draft)]
    framed = [(part.start, part.end) for part in structure(text) if part.kind not in ("opening", "closing")]
    for name in names(inside):
        start, end = one.at(name.start, name.end)
        signs = any(first <= start < last for first, last in framed) or _ASKED.search(text, max(0, start - 16), start)
        if signs or not is_name(text, start, end):
            continue
        told, sentence = inside[name.start : name.end], inside[slice(*sentences(inside, name.start, name.end))]
        if name.kind == "person":
            praised = bool(_PRAISED.search(sentence)) or not holds(inside, name.start, name.end)
        else:
            praised = bool(_HAPPENED.search(sentence))
        stem = (identity.place or "")[:2]
        if (
            praised
            and not (stem and stem in inside[max(0, name.start - 1) : name.end])
            and told not in NATIONAL
            and told in one.near
            and told not in own
            and not kept_rightly(inside, name.start, name.end, one.near, identity.year)
        ):
            yield name.kind, one.at(name.start, name.end), "与往年稿件中的名称相同，请核对是否已更新"


def _places(
    text: str, one: Compared, identity: Identity, own: str, origin: str
) -> Iterator[tuple[LeftoverKind, Span, str]]:
    inside = text[slice(*one.draft)]
    mine = identity.place or ""
    above = divisions().get(mine, frozenset())
    theirs = one.told.place or ""
    for start, end in places(inside):
        name = inside[start:end]
        wide = level(name) in ("省", "自治区") or (name in divisions() and not divisions()[name])
        if name == theirs and not _is_example(inside, start, end):
            yield "place", one.at(start, end), f"{origin}的地名，本稿属{mine}"
        elif _is_example(inside, start, end) or known_to_all(name):
            continue
        elif name not in divisions() and not is_name(text, *one.at(start, end)):
            continue  # 缺棚长
        elif name != mine and name not in above and not wide and name in one.near and name not in own:
            yield "place", one.at(start, end), f"{origin}中的地名，请核对是否属{mine}"
    for name in of_theirs(theirs, mine, one.source.text):
        for found in re.finditer(re.escape(name) + f"(?!{re.escape(level(name) or '市')})", inside):
            if name in one.near:
                yield "place", one.at(*found.span()), f"{origin}的地名，本稿属{mine}"
    short = theirs[: -len(level(theirs))] if level(theirs) else theirs
    if len(short) >= 2 and short not in mine:
        for found in re.finditer(re.escape(short) + f"(?!{re.escape(level(theirs))})", inside):
            yield "place", one.at(*found.span()), f"{origin}的地名，本稿属{mine}"


def _names(text: str, one: Compared, own: str, origin: str) -> Iterator[tuple[LeftoverKind, Span, str]]:
    inside = text[slice(*one.draft)]
    first = one.draft[0]
    found = [Name(name.start - first, name.end - first, name.kind) for name in recognised(text, one.draft)]
    placed = slots(inside, [*found, *(Name(start, end, "place") for start, end in places(inside))])
    found += [name for name in placed if is_name(text, *one.at(name.start, name.end), SCORING.naming.placed)]
    for name in found:
        start, told = name.start, inside[name.start : name.end]
        while len(told) > _PROOF.company and told not in one.near:
            start, told = start + 1, told[1:]
        if start > name.start and not _is_named(told):
            continue  # 水务有限公司
        if told[0] in "全各" or (told[0] in "市县区" and inside[max(0, start - 2) : start + 2] not in one.near):
            continue  # 全盟机场, 赤峰市公共交通公司
        if told in one.near and told not in own and not _everybodys(inside, name):
            yield name.kind, one.at(start, name.end), f"{origin}{SAID[name.kind]}"


def _is_named(firm: str) -> bool:
    """Whether a firm's name has anything in front of what it trades in."""
    return any(name.kind == "unit" and name.start == 0 for name in names(firm)) and not TRADE.match(firm)


def _everybodys(inside: str, name: Name) -> bool:
    """Whether any text may name it: who stands in many texts, whom to learn from, and what was long ago."""
    told = inside[name.start : name.end]
    if (
        told in NATIONAL
        or told in no_places()
        or _BOUND.match(told)
        or _SUBSTANCE.fullmatch(told)
        or known_to_all(told)
        or every_village_has(told)
        or told.startswith(_firms())
    ):
        return True
    return name.kind != "person" and _is_example(inside, name.start, name.end)


@functools.cache
def _firms() -> tuple[str, ...]:
    """Firms and services of the whole country."""
    return tuple(data_words("known_firms.txt"))


def _is_example(inside: str, start: int, end: int) -> bool:
    """Whether a place is one to learn from, or stands in the title of a book."""
    first, last = sentences(inside, start, end)
    titled = inside.rfind("《", first, start) > inside.rfind("》", first, start)
    told = _EXPERIENCE.match(inside, end)
    return titled or bool(told) or bool(_LEARNS.search(inside, first, start) and _EXAMPLE.search(inside, end, last))


def _garrisons(text: str, one: Compared, identity: Identity, origin: str) -> Iterator[tuple[LeftoverKind, Span, str]]:
    inside = text[slice(*one.draft)]
    for found in _GARRISON.finditer(inside):
        if found[1] not in _ANYWHERE and found[1] not in (identity.place or "") and found[0] in one.near:
            yield "place", one.at(*found.span()), f"{origin}{SAID['place']}"


def _outside(text: str, spans: list[Span]) -> str:
    """What lies in none of the spans."""
    kept, at = [], 0
    for start, end in sorted(spans):
        if start > at:
            kept.append(text[at:start])
        at = max(at, end)
    return "\n".join([*kept, text[at:]])
