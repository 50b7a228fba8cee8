"""Paragraphs of a PDF: lines joined where a page broke them, page numbers and running heads left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from simcheck.readers.pdf_lines import Line, Page
from simcheck.readers.wraps import glue

#: The shares of a page's height at its top and bottom in which heads, feet and page numbers stand.
_EDGE = 0.13
#: Lines that a head or foot has at most, and how far it stands away from the text, in heights of a letter.
_FURNITURE, _AWAY = 3, 0.7
_NUMBER = re.compile(
    r"[\s\-—–―·.•|/]*(?:第\s*)?(?:\d{1,4}|[ivxIVX]{1,6})(?:\s*页)?"
    r"(?:\s*[/／]\s*\d{1,4}|[\s,，]*共\s*\d{1,4}\s*页)?[\s\-—–―·.•|]*"
    r"|(?:page\s*)?\d{1,4}\s*(?:/|of)\s*\d{1,4}|page\s*\d{1,4}",
    re.IGNORECASE,
)
#: What begins a paragraph whatever the line before looks like: 一、 （一） 第一章 1. ——
_BEGINS = re.compile(
    r"[（(]?[一二三四五六七八九十]{1,3}[、）)]|第[一二三四五六七八九十]{1,3}[章节部]|\d{1,2}[、.．](?!\d)|——|[•●■◆]"
)
#: In heights of a letter: how far a line may stay from the edge and still be full, and how far another one must be set
#: in to begin a paragraph.
_SLACK, _INDENT = 1.6, 0.9


def paragraphs(pages: Sequence[Page]) -> list[str]:
    """The paragraphs of all pages, each on one line.

    A line goes on with the next one if the next one's first word would not have fitted into it and nothing begins
    there: no indent, no larger gap, no other letter size, no number of a list.
    """
    lines = [line for page in _without_furniture(pages) for line in page]
    pitches = _pitches(lines)
    written: list[str] = []
    last: Line | None = None
    for line in lines:
        if last is not None and _goes_on(last, line, pitches.get(round(line.size), 0.0)):
            before = written[-1].removesuffix("\x02").removesuffix("\u00ad")
            written[-1] = before + ("" if before != written[-1] else glue(before, line.text)) + line.text
        else:
            written.append(line.text)
        last = line
    return [text.replace("\x02", "").replace("\u00ad", "") for text in written]


def _goes_on(last: Line, line: Line, pitch: float) -> bool:
    size = max(last.size, line.size)
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
