"""Paragraphs of a PDF: lines joined where a page broke them, page numbers and running heads left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from simcheck.patterns import regex
from simcheck.readers.pdf.line import Line, Page
from simcheck.readers.wraps import glue

#: The shares of a page's height at its top and bottom in which heads, feet and page numbers stand.
_EDGE = 0.13
#: Lines that a head or foot has at most, and how far it stands away from the text, in heights of a letter.
_FURNITURE, _AWAY = 3, 0.7
_NUMBER = regex(
    r"[\s\-—–―·.•|/]*(?:第\s*)?(?:\d{1,4}|[ivxIVX]{1,6})(?:\s*页)?"
    r"(?:\s*[/／]\s*\d{1,4}|[\s,，]*共\s*\d{1,4}\s*页)?[\s\-—–―·.•|]*"
    r"|(?:page\s*)?\d{1,4}\s*(?:/|of)\s*\d{1,4}|page\s*\d{1,4}",
    re.IGNORECASE,
)
#: What begins a paragraph whatever the line before looks like: 一、 （一） 第一章 1. ——
_BEGINS = regex(
    r"[（(]?[一二三四五六七八九十]{1,3}[、）)]|第[一二三四五六七八九十]{1,3}[章节部]|\d{1,2}[、.．](?!\d)|——|[•●■◆]"
)
#: Bullets of symbol fonts, which Word puts before the points of a list.
_BULLET = regex("[\uf000-\uf0ff]{1,2} ?")
#: Marks that begin no paragraph.
_NEVER_FIRST = frozenset("，。、；：！？）》」』")
#: In heights of a letter: how far a line may stay from the edge and still be full, and how far another one must be set
#: in to begin a paragraph.
_SLACK, _INDENT = 1.6, 0.9


@dataclass(frozen=True, slots=True)
class SetLine:
    """A line as it comes into the text: ``lead`` parts it from the line before, ``page`` is the number of its page."""

    text: str
    lead: str
    page: int
    line: Line


def paragraphs(pages: Sequence[Page]) -> list[SetLine]:
    """The lines of all pages, a line end before each that begins a paragraph.

    A line goes on with the next one if the next one's first word would not have fitted into it and nothing begins
    there: no indent, no larger gap, no other letter size, no number of a list.
    """
    lines = [(page.number, line) for page, kept in zip(pages, _without_furniture(pages), strict=True) for line in kept]
    pitches = _pitches([line for _, line in lines])
    joined = [False] + [
        _goes_on(last, line, pitches.get(round(line.size), 0.0)) for (_, last), (_, line) in pairwise(lines)
    ]
    found: list[SetLine] = []
    for at, (page, line) in enumerate(lines):
        text, lead = line.text, "\n"
        if joined[at]:
            before = lines[at - 1][1].text
            lead = "" if _parted(before) else glue(found[-1].text, text)
        if at + 1 < len(lines) and joined[at + 1] and _parted(text):
            text = text[:-1]
        text = _BULLET.sub("", text, count=1) if _BULLET.match(text) else text
        found.append(SetLine(text.replace("\x02", "").replace("\u00ad", ""), lead, page, line))
    return found


def _parted(text: str) -> bool:
    """Whether a line ends within a word, with a hyphen that is not part of it."""
    return text.endswith(("\x02", "\u00ad"))


def _goes_on(last: Line, line: Line, pitch: float) -> bool:
    size = max(last.size, line.size)
    if line.text[0] in _NEVER_FIRST and last.bottom > line.bottom:
        return True
    if abs(last.size - line.size) > 0.12 * size or _BEGINS.match(line.text):
        return False
    if last.edge - last.right > line.room + _SLACK * size * (0.6 if line.room > size else 1.0):
        return False
    below = last.bottom > line.bottom
    if (below or last.cell or line.cell) and abs(last.margin - line.margin) > size:  # another cell, or behind a table
        return False
    if below and pitch and last.bottom - line.bottom > max(pitch * 1.25, pitch + 0.35 * size):
        return False
    return line.left - line.margin < _INDENT * size


def _pitches(lines: Sequence[Line]) -> dict[int, float]:
    """The usual distance from one line to the next, by the height of the letters."""
    gaps: dict[int, list[float]] = {}
    for one, other in pairwise(lines):
        if 0 < one.bottom - other.bottom < 4 * one.size:
            gaps.setdefault(round(other.size), []).append(round(one.bottom - other.bottom, 1))
    return {size: Counter(found).most_common(1)[0][0] for size, found in gaps.items()}


def _without_furniture(pages: Sequence[Page]) -> list[list[Line]]:
    """The lines of each page without page numbers, and without what many pages have at the same place of their edge."""
    edges = [_at_edge(page) for page in pages]
    seen = Counter(key for edge in edges for key in {_key(line) for line in edge})
    often = max(2, len(pages) // 3) if len(pages) < 9 else 3
    left = []
    for page, edge in zip(pages, edges, strict=True):
        dropped = {id(line) for line in edge if seen[_key(line)] >= often or _NUMBER.fullmatch(line.text)}
        left.append([line for line in page.lines if id(line) not in dropped])
    return left


def _at_edge(page: Page) -> list[Line]:
    """The lines in the zones of heads and feet that stand away from the text, and outermost ones that are numbers."""
    if page.slanted:  # a mark across the page
        return list(page.lines)
    found = []
    for side in (1, -1):
        ordered = sorted(page.lines, key=lambda line: side * line.bottom)
        zone = [line for line in ordered[:_FURNITURE] if _outer(line, page, side)]
        away = 0
        for at, (line, inner) in enumerate(zip(zone, ordered[1:], strict=False), start=1):
            gap = inner.bottom - line.top if side > 0 else line.bottom - inner.top
            if gap > _AWAY * min(line.size, inner.size):
                away = at
        found += zone[:away] or [line for line in zone[:1] if _NUMBER.fullmatch(line.text)]
        if len(zone) == len(ordered):  # a page with nothing else
            found += zone[away:]
    return found


def _outer(line: Line, page: Page, side: int) -> bool:
    return line.top < _EDGE * page.height if side > 0 else line.bottom > (1 - _EDGE) * page.height


def _key(line: Line) -> tuple[str, int]:
    return re.sub(r"\d+", "#", line.text), round(line.bottom / 6)
