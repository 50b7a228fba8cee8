"""Entities: names of people, places and units as the tagger tells them, and its evidence for those that words tell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from simcheck.caching import MIB, LRUCache
from simcheck.cancelling import look
from simcheck.proof.tagger import KINDS, Floats, odds_of, tagger
from simcheck.scoring import SCORING
from simcheck.types import LeftoverKind

#: Characters that are tagged together.
_AT_ONCE = 1 << 12


class Entity(NamedTuple):
    """A name ``text[start:end]`` as the tagger tells it, its kind, and the evidence of its surest character."""

    start: int
    end: int
    kind: LeftoverKind
    nats: float


class _Tagged(NamedTuple):
    """The tags of a line, and the evidence that each of its characters is a part of a name."""

    tags: Floats
    odds: Floats


#: Lines that were tagged lately: no name goes on in the next one, so that after an edit all others are known.
_known: LRUCache[str, _Tagged] = LRUCache(16 * MIB)


def read_lines(text: str, spans: Iterable[tuple[int, int]]) -> None:
    """Tag the lines of a text in which spans lie, all at once, which is faster than one after the other."""
    lines = (line_of(text, start) for start, end in spans for start in _starts(text, start, end))
    _tagged([text[start:end] for start, end in dict.fromkeys(lines)])


def line_of(text: str, at: int) -> tuple[int, int]:
    """The span of the line in which a character stands, without its end."""
    end = text.find("\n", at)
    return text.rfind("\n", 0, at) + 1, len(text) if end < 0 else end


def _starts(text: str, start: int, end: int) -> Iterator[int]:
    while start < end:
        yield start
        start = line_of(text, start)[1] + 1


def entities(line: str) -> Iterator[Entity]:
    """Names of a line as the tagger tells them, in order and apart.

    >>> text = "螳螂川沿岸企业雨污混排，由执法大队耿合社盯办。"
    >>> [(text[one.start : one.end], one.kind) for one in entities(text)]
    [('螳螂川', 'place'), ('耿合社', 'person')]
    """
    tags, odds = _tagged([line])[0]
    shares = np.exp(tags)
    begins = np.log(shares[:, 1::2].sum(axis=1)) - np.log(shares[:, 2::2].sum(axis=1)) > SCORING.naming.apart
    edges = np.flatnonzero(np.diff(np.concatenate([[False], odds > SCORING.naming.part, [False]])))
    for first, last in edges.reshape(-1, 2).tolist():
        cuts = [first, *(at for at in range(first + 1, last) if begins[at]), last]
        for start, end in pairwise(cuts):
            kinds = shares[start:end, 1:].sum(axis=0).reshape(len(KINDS), 2).sum(axis=1)
            yield Entity(start, end, KINDS[int(kinds.argmax())], float(odds[start:end].max()))


def nats(text: str, start: int, end: int) -> float:
    """The evidence that a run of a line is a name: that of its surest character.

    >>> nats("找到耿合社", 2, 5) > 0 > nats("找到耿合社", 0, 2)
    True
    """
    first, last = line_of(text, start)
    return float(_tagged([text[first:last]])[0].odds[start - first : end - first].max())


def _tagged(lines: Sequence[str]) -> list[_Tagged]:
    found = dict(zip(lines, _known.get_all(lines), strict=True))
    for batch in _batches([line for line, held in found.items() if held is None]):
        look()
        for line, tags in zip(batch, tagger().tags(batch), strict=True):
            told = found[line] = _Tagged(tags, odds_of(tags))
            _known.put(line, told)
    return [held for line in lines if (held := found[line]) is not None]


def _batches(lines: Sequence[str]) -> Iterator[list[str]]:
    batch, size = list[str](), 0
    for line in lines:
        if batch and size + len(line) > _AT_ONCE:
            yield batch
            batch, size = [], 0
        batch.append(line)
        size += len(line)
    if batch:
        yield batch
