# ruff: noqa: E501 - a pattern of Chinese words stands in one line
"""Compared: the passages of a draft beside the sources they match, where these are of another place or year."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import islice

from simcheck.caching import MIB, memoize
from simcheck.cancelling import look, looking
from simcheck.patterns import regex
from simcheck.proof.anchors import anchors
from simcheck.proof.earlier import figures_compared
from simcheck.proof.gazetteer import level, places, stem_of
from simcheck.proof.identity import identity_of, widths
from simcheck.proof.rarity import is_rare
from simcheck.scoring import SCORING
from simcheck.text.frame import frame
from simcheck.text.structure import structure
from simcheck.types import Document, Identity, Match

_PROOF = SCORING.proof

Span = tuple[int, int]

_ENDS = "。！？；\n"
#: The name of an office in a title: what a name of two to five characters ends in.
_OFFICE = regex(
    r"(?!全|各|本|我)[\u4e00-\u9fff]{2,5}?(?:省|市|县|区|州|盟|旗|镇|乡|村|街道|社区|河|湖|中学|小学|学校|学院|大学|医院|公司|集团|林场|农场|水库|开发区|景区|度假区|保护区|园区|幼儿园|卫生院|银行|监狱|机场|车站|海关|供电局|灌区|商会|协会)"
)


#: Parts of a frame that say something: whom to ask, who was there, what is attached.
_SAYING = frozenset(("opening", "closing", "note", "attendance", "signer", "attachments", "copies"))
_MARK = regex("[，。；！？：:]")
#: A house that speaks for itself: whose speech it is, where no place tells.
_HOUSE = regex(
    r"(?:^|在|中共|共青团|[\s（(])((?![在中共])[\u4e00-\u9fff]{2,10}?(?:大学|学院|学校|中学|小学|幼儿园|医院|卫生院|有限公司|供电局|公司|集团|银行|开发区|园区|林场|农场|监狱|海关|研究院|研究所|商会|协会|社区|村|街道|水库|灌区|景区|机场|管理局|管理处|服务中心|自然保护地|自然保护区|保护区))",
    re.MULTILINE,
)
#: For whom a text speaks: 全市, 我县, 本区; levels of places, the widest first; how often that is no chance.
_LEVELS = "省市县"


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

    def at(self, start: int, end: int) -> Span:
        """Where a span of the passage stands in the draft."""
        return self.draft[0] + start, self.draft[0] + end


def compared(
    text: str, matches: tuple[Match, ...], sources: dict[str, Document], identity: Identity, told: dict[str, Identity]
) -> Iterator[Compared]:
    """The passages that match a source of another place or another year; ``told`` are those of the sources by id."""
    other: dict[str, Compared] = {}
    taken: list[Span] = [(match.draft.start, match.draft.end) for match in matches]
    taken += _framing(text)
    for match in looking(matches, 64):
        source = sources.get(match.source.document_id)
        if source is None or source.source_class == "authority" or match.ignored in ("quotation", "authority"):
            continue
        who = told[source.id]
        place = elsewhere(text, source, identity, who)
        year = bool(who.year and identity.year != who.year)
        if place or year:
            span = sentences(text, _with_head(text, match.draft.start), match.draft.end)
            first = max(0, _with_head(source.text, match.source.start) - _PROOF.beside)
            last = match.source.end + _PROOF.beside
            taken.append(span)
            other[source.id] = Compared(span, source.text[first:last], source, place, year, who)
            yield other[source.id]
    for one in other.values():
        yield from _anchored(text, taken, one)


def unmatched(
    text: str, matches: tuple[Match, ...], documents: list[Document], identity: Identity
) -> Iterator[Compared]:
    """What documents of another place that nothing matches share with the draft, two names or figures at least."""
    taken = [(match.draft.start, match.draft.end) for match in matches] + _framing(text)
    for source in documents:
        look()
        shared = (text[slice(*span)] for span, _ in anchors(text, taken, source.text))
        if len(list(islice(_different(shared), _PROOF.anchors))) < _PROOF.anchors:
            continue
        who = identity_of(source)
        if elsewhere(text, source, identity, who):
            whole = Compared(
                (0, len(text)), source.text, source, True, bool(who.year and who.year != identity.year), who
            )
            yield from _anchored(text, taken, whole)


def earlier(text: str, author: str | None, documents: Iterable[Document], identity: Identity) -> Iterator[Compared]:
    """What earlier texts of the draft's own place, or by its ``author``, share with it, whoever else's passages the
    draft was matched with: the words of last year's text stand in many, and the figures are its own."""
    for source in documents:
        look()
        who = identity_of(source)
        if who.year is None or (identity.year and not 0 < identity.year - who.year <= _PROOF.older):
            continue
        same = who.place == identity.place if who.place and identity.place else bool(author) and source.author == author
        if (same or source.source_class == "own") and not elsewhere(text, source, identity, who):
            whole = Compared((0, len(text)), source.text, source, False, True, who)
            yield from _anchored(text, _framing(text), whole)


def _different(told: Iterable[str]) -> Iterator[str]:
    """Each of these once."""
    seen: set[str] = set()
    for one in told:
        if one not in seen:
            seen.add(one)
            yield one


def _anchored(text: str, taken: list[Span], one: Compared) -> Iterator[Compared]:
    """What a source shares with the draft, too little to be a match: names, and figures in their words."""
    place = one.told.place or ""
    stem = place[: -len(level(place)) or None]
    known = [name for name in {place, stem} if len(name) > 1] if one.place else []
    for span, at in anchors(text, taken, one.source.text, known, same=not one.place):
        near = one.source.text[max(0, at - _PROOF.beside) : at + span[1] - span[0] + _PROOF.beside]
        yield replace(one, draft=sentences(text, *span), near=near, shared=span)


def _with_head(text: str, start: int) -> int:
    """Where the head of a document begins, its number, title and salutation, that a passage follows; the
    passage's own start where it follows none."""
    for first, end in sorted(frame(text), reverse=True):
        if first < start <= end or (end <= start and not any(map(str.isalnum, text[end:start]))):
            start = first
    return start


def _framing(text: str) -> list[Span]:
    """The frame of a text, but the parts of it that name persons, telephones and papers as its body does."""
    parts = (part for part in structure(text) if part.kind not in _SAYING)
    return [(0, text.find("\n") + 1), *((part.start, part.end) for part in parts)]


def elsewhere(text: str, source: Document, identity: Identity, who: Identity) -> bool:
    """Whether a source is of another place than the draft, or of another office: its title and signature say so.

    Where the draft does not say whose it is, a source that names its own place is of another one, unless the draft
    names that place too. A text that compares its figures with those of the source is of the same office.
    """
    other = _says_elsewhere(text, source, identity, who)
    return other and figures_compared(text, source.text) < _PROOF.figures_compared


def _says_elsewhere(text: str, source: Document, identity: Identity, who: Identity) -> bool:
    if identity.place and who.place:
        return identity.place != who.place
    if identity.place and (identity.place not in source.text or _of_wider(identity.place, source.text)):
        return True
    ours, theirs = _framed(text), _framed(source.text)
    if identity.place and identity.place in theirs:
        return False
    if not identity.place and (
        _of_other_towns(text, source.text, who.place) if who.place else _of_two_widths(text, source.text)
    ):
        return True
    return _other_house(text, ours, source.text, theirs) or _renamed(ours, theirs)


def _of_other_towns(text: str, source: str, theirs: str) -> bool:
    """Whether a draft does not name the place of its source, or names more places that its source does not than others.

    >>> _of_other_towns("清溪县的办法可学，枫桥镇、白石乡要动手。", "清溪县云岭镇、竹坪乡要动手。", "清溪县")
    True
    """
    if stem_of(theirs) not in text:
        return True
    named = {text[start:end] for start, end in places(text)}
    return sum(name in source for name in named) < len(named) / 2


def _of_two_widths(text: str, source: str) -> bool:
    """Whether one text speaks for the whole of a county and the other one for that of a city, and neither as the other.

    >>> _of_two_widths("在全县春耕会议上，全县都要动手。", "在全市春耕会议上，全市都要动手。")
    True
    """
    ours, theirs = widths(text).keys(), widths(source).keys()
    return len(ours) == len(theirs) == 1 and ours != theirs


def _of_wider(place: str, source: str) -> bool:
    """Whether a source speaks for a wider place than the draft's: a city's text says 全市 and never 全县.

    >>> _of_wider("青禾县", "全市水库168座，我市入汛早，青禾县缺水，全市都要重视。")
    True
    """
    said, ours = widths(source), level(place)[-1:]
    wider = _LEVELS[: _LEVELS.index(ours)] if ours in _LEVELS else ""
    return not said[ours] and any(said[one] >= _PROOF.wider for one in wider)


def _other_house(text: str, ours: str, source: str, theirs: str) -> bool:
    """Whether the frames of a draft and a source, ``ours`` and ``theirs``, name two different offices."""
    mine, others = houses(ours), houses(theirs)
    if mine:
        return not any(name in source for name in mine)
    return bool(others) and (not any(name in text for name in others) or _others_like(text, source, others))


@memoize(MIB)
def houses(framed: str) -> frozenset[str]:
    """Offices, schools, firms, villages that a title or a signature names and that no other text does.

    >>> sorted(houses("在朔河农场春耕动员大会上的讲话")), sorted(houses("在全县教育局长会议上的讲话"))
    (['朔河农场'], [])
    """
    return frozenset(name for name in _HOUSE.findall(framed) if is_rare(name))


def _others_like(text: str, source: str, others: frozenset[str]) -> bool:
    """Whether a draft names a house that its source does not, of the sort of the source's own: 朔河农场, 雁窝岛农场."""
    endings = "|".join({name[-2:] for name in others})
    found = re.findall(f"[\u4e00-\u9fff]{{2}}(?:{endings})", text)
    return any(name not in source and is_rare(name) for name in found)


def _framed(text: str) -> str:
    """The title and the signature of a document, and its first two lines."""
    lines = [*text.split("\n", 2)[:2], *(line for line in text.rstrip().rsplit("\n", 2)[-2:] if not _MARK.search(line))]
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
    first = max(text.rfind(mark, 0, start) for mark in _ENDS) + 1
    found = (text.find(mark, max(end - 1, 0)) for mark in _ENDS)
    return first, min((at + 1 for at in found if at >= 0), default=len(text))
