"""Anchors: names, titles, and figures in their words, that a draft shares with a source where nothing matches."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from simcheck.caching import MIB, memoize
from simcheck.proof import documents
from simcheck.proof.names import names
from simcheck.proof.numbers import numbers
from simcheck.proof.people import people
from simcheck.proof.things import things

Span = tuple[int, int]

#: Characters of a name at least, that no other text may have by chance.
_NAME = 3
#: Equal Chinese characters around a figure, and around a day, that say that it is the same one; how far is looked.
_FIGURE, _DAY, _FAR = 4, 3, 12
#: The same where nothing else stands beside it: 地点：三楼。
_LABEL = 2


def anchors(text: str, taken: Sequence[Span], source: str, known: Sequence[str] = ()) -> Iterator[tuple[Span, int]]:
    """What a source shares with a draft outside of the spans ``taken``: the span, and where it stands in the source.

    ``known`` are names of the source's own that are looked for too.

    >>> text = "朔河农场的事要抓紧。侧深施肥覆盖率要达到86%，挠力河灌区实行轮灌。"
    >>> found = list(anchors(text, [], "挠力河水少。推广新技术，侧深施肥覆盖率达到92%，明年达到86%。"))
    >>> [text[slice(*span)] for span, _ in found]
    ['挠力河']
    """
    own = [(*found.span(), False) for name in known for found in re.finditer(re.escape(name), text)]
    for start, end, counted in sorted({*_marks(text), *own}):
        if any(first < end and start < last for first, last in taken):
            continue
        told, at = text[start:end], -1
        while (at := source.find(told, at + 1)) >= 0:
            if not counted or in_its_words(text, (start, end), source, at, day="月" in told):
                yield (start, end), at
                break


def in_its_words(text: str, span: Span, source: str, at: int, *, day: bool = False) -> bool:
    """Whether words around a span of the draft stand around the same figure or ``day`` at a place of the source.

    >>> in_its_words("全县238处隐患点都有人", (2, 6), "全县现有238处隐患点都有人", 4)
    True
    >>> in_its_words("238处隐患", (0, 4), "238处路口", 0)
    False
    """
    size = _DAY if day else _FIGURE
    until = at + span[1] - span[0]
    ours = _before(text, span[0]), _behind(text, span[1])
    theirs = _before(source, at), _behind(source, until)
    if ours == theirs and sum(map(_is_han, "".join(ours))) >= _LABEL:
        return True
    equal = _equal(ours[0][::-1], theirs[0][::-1]) + _equal(ours[1], theirs[1])
    grams = (side[k : k + size] for side in ours for k in range(len(side) - size + 1))
    return equal >= size or any(all(map(_is_han, gram)) and gram in "\n".join(theirs) for gram in grams)


def _before(text: str, at: int) -> str:
    return re.split("[。！？\n]", text[max(0, at - _FAR) : at])[-1]


def _behind(text: str, at: int) -> str:
    return re.split("[。！？\n]", text[at : at + _FAR])[0]


def _equal(one: str, other: str) -> int:
    """How many Chinese characters two texts begin with alike."""
    alike = takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
    return sum(_is_han(character) for character, _ in alike)


def _is_han(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff"


def _marks(text: str) -> Iterator[tuple[int, int, bool]]:
    """Spans of what a source may be known by, and whether it is counted or dated; line by line, so that after an edit
    all other lines are known."""
    at = 0
    for line in text.split("\n"):
        for start, end, counted in _marks_of_line(line):
            yield at + start, at + end, counted
        at += len(line) + 1


@memoize(2 * MIB)
def _marks_of_line(text: str) -> tuple[tuple[int, int, bool], ...]:
    found = {
        (one.start, one.end, False)
        for one in (*names(text), *things(text))
        if one.end - one.start >= _NAME or one.kind == "person"
    }
    found |= {(one.start, one.end, False) for one in people(text)}
    found |= {(*one.span(), True) for one in documents.YEAR.finditer(text)}
    found |= {(one.start, one.end, one.kind in ("figure", "date")) for one in numbers(text)}
    for pattern in (documents.NUMBERED, documents.DATED, documents.DECIDED, documents.MEETING):
        found |= {(*one.span(pattern.groups), False) for one in pattern.finditer(text)}
    return tuple(sorted(found))
