# ruff: noqa: E501 - a pattern of Chinese words stands in one line
"""Compared: the passages of a draft beside the sources they match, where these are of another place or year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from simcheck.caching import MIB, memoize
from simcheck.proof.echoes import Echoes
from simcheck.text.structure import structure
from simcheck.types import Document, Identity, Match

Span = tuple[int, int]

_ENDS = "。！？；\n"
#: Sentences beside the source's passage that are looked at too, in characters.
_BESIDE = 60
#: Equal characters in a row, at least, that are no chance where a source is matched elsewhere.
_ECHO = 8
#: The name of an office in a title: what a name of two to five characters ends in.
_OFFICE = re.compile(
    r"(?!全|各|本|我)[\u4e00-\u9fff]{2,5}?(?:省|市|县|区|州|盟|旗|镇|乡|村|街道|社区|河|湖|中学|小学|学校|学院|大学|医院|公司|集团|林场|农场|水库|开发区)"
)


#: A house that speaks for itself: whose speech it is, where no place tells.
_HOUSE = re.compile(
    r"(?:^|在|中共|共青团|[\s（(])((?![在中共])[\u4e00-\u9fff]{2,10}?(?:大学|学院|学校|中学|小学|幼儿园|医院|卫生院|有限公司|公司|集团|银行|开发区|园区|林场|农场|监狱|海关|研究院|研究所|商会|协会|社区|村))",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Compared:
    """A passage of the draft, widened to whole sentences, beside the source it matches: what stands ``near`` there,
    whether it is of another ``place`` or ``year``, and of which. ``shared`` is what alone is the source's, where that is
    less than a match."""

    draft: Span
    near: str
    source: Document
    place: bool
    year: bool
    told: Identity
    shared: Span | None = None


def compared(
    text: str, matches: tuple[Match, ...], sources: dict[str, Document], identity: Identity, told: dict[str, Identity]
) -> Iterator[Compared]:
    """The passages that match a source of another place or another year; ``told`` are those of the sources by id."""
    other: dict[str, Compared] = {}
    taken: list[Span] = [(match.draft.start, match.draft.end) for match in matches]
    taken.append((0, text.find("\n") + 1))
    taken += [(part.start, part.end) for part in structure(text)]
    for match in matches:
        source = sources.get(match.source.document_id)
        if source is None or source.source_class == "authority" or match.ignored in ("quotation", "authority"):
            continue
        who = told[source.id]
        place = _elsewhere(text, source, identity, who)
        year = bool(identity.year and who.year and identity.year != who.year)
        if place or year:
            span = sentences(text, match.draft.start, match.draft.end)
            first, last = max(0, match.source.start - _BESIDE), match.source.end + _BESIDE
            taken.append(span)
            other[source.id] = Compared(span, source.text[first:last], source, place, year, who)
            yield other[source.id]
    echoes = Echoes(text, taken, _ECHO)
    for one in other.values():
        yield from _echoed(text, echoes, one)


def _echoed(text: str, echoes: Echoes, one: Compared) -> Iterator[Compared]:
    """What a matched source shares with the rest of the draft, too little to be a match."""
    for at, size, place in echoes.of(one.source.text):
        near = one.source.text[max(0, place - _BESIDE) : place + size + _BESIDE]
        run = at, at + size
        yield replace(one, draft=sentences(text, *run), near=near, shared=run)


def _elsewhere(text: str, source: Document, identity: Identity, who: Identity) -> bool:
    """Whether a source is of another place than the draft, or of another office: its title and signature say so."""
    if identity.place and who.place:
        return identity.place != who.place
    if identity.place and identity.place not in source.text:
        return True
    ours, theirs = _framed(text), _framed(source.text)
    if not identity.place and not who.place:
        mine, others = set(_HOUSE.findall(ours)), set(_HOUSE.findall(theirs))
        if mine and others and not mine & others:
            return True
    return _renamed(ours, theirs)


def _framed(text: str) -> str:
    """The title and the signature of a document, and its first two lines."""
    lines = text.split("\n", 2)[:2]
    lines += [text[part.start : part.end] for part in structure(text) if part.kind in ("title", "signature", "issuer")]
    return "\n".join(dict.fromkeys(line.strip() for line in lines))


@memoize(MIB)
def _renamed(ours: str, theirs: str) -> bool:
    """Whether two titles name two offices: 树人中学 where the other has 育英中学.

    >>> _renamed("在树人中学开学典礼上的讲话", "在育英中学开学典礼上的讲话")
    True
    >>> _renamed("在教育工作会议上的讲话", "在财政工作会议上的讲话")
    False
    """
    blocks = SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes()
    for kind, start, end, other, until in blocks:
        mine, yours = _OFFICE.match(ours, start), _OFFICE.match(theirs, other)
        if kind == "replace" and mine and yours and mine.end() >= end and yours.end() >= until:
            return mine[0] != yours[0]
    return False


def sentences(text: str, start: int, end: int) -> Span:
    """A span widened to the ends of its sentences."""
    while start > 0 and text[start - 1] not in _ENDS:
        start -= 1
    while end < len(text) and text[end - 1] not in _ENDS:
        end += 1
    return start, end
