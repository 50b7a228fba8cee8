"""Spelt: one person whose name a draft spells in two ways: 周文彬 and 周文斌, typed by their sound."""

from __future__ import annotations

import functools
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from simcheck.patterns import regex
from simcheck.proof.people import NATIONAL, people
from simcheck.proof.recognised import recognised
from simcheck.proof.surnames import SURNAMES
from simcheck.resources import data_words
from simcheck.text.structure import structure
from simcheck.types import Leftover

#: Parts of a frame that name persons.
_NAMING = frozenset(("speaker", "signer", "signature", "attendance"))
_NAME = regex("(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{2,3}(?![\u4e00-\u9fff])")
_ENDS = "。！？；\n"
#: Characters of a name in full; of two that differ in one the half would be the same.
_FULL = 3


class _Mention(NamedTuple):
    start: int
    end: int
    name: str
    office: str


def misspelt(text: str) -> Iterator[Leftover]:
    """Names that differ from another one of the draft in one character: that of a rarer spelling beside the same
    office, and one that sounds the same, unless both stand in one sentence, as two persons do.

    >>> said = "县教育局局长周文彬同志通报了情况。周文斌同志讲到的问题要慎重。王建军同志牵头，王建君同志配合。"
    >>> [one.text for one in misspelt(said)]
    ['周文斌']
    """
    found = sorted(set(_mentions(text)))
    beside = Counter((one.name, one.office) for one in found)
    often = Counter({one.start: one.name for one in found}.values())
    first = {one.name: one.start for one in reversed(found)}
    posts: defaultdict[str, set[str]] = defaultdict(set)
    for one in found:
        posts[one.office].add(one.name)
    told: set[int] = set()
    for one in found:
        for other in first:
            if one.start in told or one.name[0] != other[0] or not _one_differs(one.name, other):
                continue
            post = one.office not in ("", "同志") and other in posts[one.office]  # 县长 is one person
            if not post and _stand_together(text, one.name, other):
                continue
            if beside[one.name, one.office] < beside[other, one.office]:
                told.add(one.start)
                yield Leftover("person", one.start, one.end, one.name, f"文中多作“{other}”，此处不一致")
            elif _sounds_alike(one.name, other):
                later = often[one.name] < often[other] or (
                    often[one.name] == often[other] and first[one.name] > first[other]
                )
                if later:
                    told.add(one.start)
                    yield Leftover("person", one.start, one.end, one.name, f"文中又作“{other}”，请核对是否同一人")


def _mentions(text: str) -> Iterator[_Mention]:
    for one in people(text):
        yield _Mention(one.start, one.end, one.name, one.office)
    for start, end in _framed(text):
        yield _Mention(start, end, text[start:end], "")
    for name in recognised(text, (0, len(text))):
        told = text[name.start : name.end]
        if name.kind == "person" and len(told) == _FULL and told not in NATIONAL:
            yield _Mention(name.start, name.end, told, "")


def _framed(text: str) -> Iterator[tuple[int, int]]:
    """The names of three characters in who speaks, signs and is present."""
    for part in structure(text):
        if part.kind in _NAMING:
            for found in _NAME.finditer(text, part.start, part.end):
                if len(found[0]) == _FULL and found[0][0] in SURNAMES:
                    yield found.span()


def _one_differs(one: str, other: str) -> bool:
    return len(one) == len(other) >= 2 and sum(a != b for a, b in zip(one, other, strict=True)) == 1


def _sounds_alike(one: str, other: str) -> bool:
    """Whether the one character of two full names that differs sounds the same in both."""
    differ = next({a, b} for a, b in zip(one, other, strict=True) if a != b)
    return len(one) == _FULL and any(differ <= group for group in _groups())


def _stand_together(text: str, one: str, other: str) -> bool:
    """Whether a sentence or a list names both, as it does two persons."""
    at = text.find(one)
    while at >= 0:
        first = max(text.rfind(mark, 0, at) for mark in _ENDS) + 1
        last = min((end for mark in _ENDS if (end := text.find(mark, at)) >= 0), default=len(text))
        if other in text[first:last]:
            return True
        at = text.find(one, at + 1)
    return False


@functools.cache
def _groups() -> tuple[frozenset[str], ...]:
    return tuple(map(frozenset, data_words("same_sound.txt")))
