"""Anchors: names, titles, and figures in their words, that a draft shares with a source where nothing matches."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simcheck.caching import MIB, memoize
from simcheck.proof import documents
from simcheck.proof.measured import measures_the_same
from simcheck.proof.names import names
from simcheck.proof.numbers import numbers
from simcheck.proof.people import people
from simcheck.proof.things import things
from simcheck.scoring import SCORING
from simcheck.text.paragraphs import by_paragraph

_PROOF = SCORING.proof

Span = tuple[int, int]


class _Mark(NamedTuple):
    """A span of what a source may be known by, and whether it is ``counted`` or dated."""

    start: int
    end: int
    counted: bool


#: Numbers for pairs of characters, and what spreads them.
_TABLE, _SPREAD = 1 << 16, 40503


def anchors(
    text: str, taken: Sequence[Span], source: str, known: Sequence[str] = (), *, same: bool = False
) -> Iterator[tuple[Span, int]]:
    """What a source shares with a draft outside of the spans ``taken``: the span, and where it stands in the source.

    ``known`` are names of the source's own that are looked for too. A source of the ``same`` office has figures in
    other words as well, where they are said of the same.

    >>> text = "朔河农场的事要抓紧。侧深施肥覆盖率要达到86%，挠力河灌区实行轮灌。"
    >>> found = list(anchors(text, [], "挠力河水少。推广新技术，侧深施肥覆盖率达到92%，明年达到86%。"))
    >>> [text[slice(*span)] for span, _ in found]
    ['挠力河']
    """
    own = {_Mark(*found.span(), False) for name in known for found in re.finditer(re.escape(name), text)}
    covered = bytearray(len(text))
    for first, last in taken:
        covered[first:last] = b"\1" * (last - first)
    for start, end, counted in sorted({*_perhaps_in(source, text), *own}):
        if covered.find(1, start, end) >= 0:
            continue
        told, at = text[start:end], -1
        while (at := source.find(told, at + 1)) >= 0:
            if (
                not counted
                or in_its_words(text, (start, end), source, at, day="月" in told)
                or (same and measures_the_same(text, (start, end), source, at))
            ):
                yield (start, end), at
                break


def in_its_words(text: str, span: Span, source: str, at: int, *, day: bool = False) -> bool:
    """Whether words around a span of the draft stand around the same figure or ``day`` at a place of the source.

    >>> in_its_words("全县238处隐患点都有人", (2, 6), "全县现有238处隐患点都有人", 4)
    True
    >>> in_its_words("238处隐患", (0, 4), "238处路口", 0)
    False
    """
    size = _PROOF.day if day else _PROOF.figure
    until = at + span[1] - span[0]
    ours = _before(text, span[0]), _behind(text, span[1])
    theirs = _before(source, at), _behind(source, until)
    if ours == theirs and sum(map(_is_han, "".join(ours))) >= _PROOF.label:
        return True
    equal = _equal(ours[0][::-1], theirs[0][::-1]) + _equal(ours[1], theirs[1])
    grams, both = (side[k : k + size] for side in ours for k in range(len(side) - size + 1)), "\n".join(theirs)
    return equal >= size or any(gram in both and all(map(_is_han, gram)) for gram in grams)


def _before(text: str, at: int) -> str:
    return re.split("[。！？\n]", text[max(0, at - _PROOF.around) : at])[-1]


def _behind(text: str, at: int) -> str:
    return re.split("[。！？\n]", text[at : at + _PROOF.around])[0]


def _equal(one: str, other: str) -> int:
    """How many Chinese characters two texts begin with alike."""
    alike = itertools.takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
    return sum(_is_han(character) for character, _ in alike)


def _is_han(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff"


def _perhaps_in(source: str, text: str) -> Iterator[_Mark]:
    """The marks of a text of which a source has every pair of characters: hardly more than those that it has."""
    there, known = np.unpackbits(_pairs_of(source)).view(bool), _known(text)
    missing = np.append(0, np.cumsum(~there[known.pairs]))
    starts, ends, _ = known.marks
    for start, end, counted in known.marks[:, missing[starts] == missing[ends - 1]].T.tolist():
        yield _Mark(start, end, bool(counted))


@memoize(2 * MIB)
def _pairs_of(source: str) -> npt.NDArray[np.uint8]:
    """Which numbers pairs of a source's characters have, in bits."""
    there = np.zeros(_TABLE, dtype=bool)
    there[_pairs(source)] = True
    return np.packbits(there)


def _pairs(text: str) -> npt.NDArray[np.uint32]:
    """A number for each two neighbouring characters of a text; other pairs may have it too."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    return np.asarray((codes[:-1] * np.uint32(_SPREAD) + codes[1:]) % np.uint32(_TABLE))


@dataclass(frozen=True, slots=True, eq=False)
class _Known:
    """The marks of a text, in order, shape (3, marks), and the ``pairs`` of all its characters."""

    marks: npt.NDArray[np.int32]
    pairs: npt.NDArray[np.uint32]


@memoize(16 * MIB)  # so large that the longest draft has room: it is asked for each source
def _known(text: str) -> _Known:
    marks = np.array(sorted(set(_marks(text))), dtype=np.int32).reshape(-1, 3)
    return _Known(np.ascontiguousarray(marks.T), _pairs(text))


@by_paragraph(MIB)
def _marks(text: str) -> Iterator[_Mark]:
    """What a source may be known by."""
    for one in (*names(text), *things(text)):
        if one.end - one.start >= _PROOF.anchor or one.kind == "person":
            yield _Mark(one.start, one.end, False)
    for person in people(text):
        yield _Mark(person.start, person.end, False)
    for found in documents.YEAR.finditer(text):
        yield _Mark(*found.span(), True)
    for number in numbers(text):
        yield _Mark(number.start, number.end, number.kind in ("figure", "date"))
    for pattern in (documents.NUMBERED, documents.DATED, documents.DECIDED, documents.MEETING):
        for found in pattern.finditer(text):
            yield _Mark(*found.span(pattern.groups), False)
