"""Downwards: Chinese in columns, or from right to left, put into the order in which it is read.

Who sets the letters of a text below each other, in columns from the right as old books have them or from the left,
leaves lines in which no two neighbours make a word. Such lines are known by that: in the other order, pairs of
characters that any Chinese text has (``simcheck/data/frequent_pairs.txt``) are as many as in any text.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from simcheck.caching import MIB, memoize
from simcheck.resources import data_text
from simcheck.text.characters import fold, is_han

#: Frequent pairs that a reading must have at least, as a number and as a share of its pairs; texts have .12 to .28,
#: letters in a wrong order .02.
LEAST, SHARE = 8, 0.08
#: How many times as many as the lines themselves.
BETTER = 3.0
#: Lines that a column reaches over: as few, and as many as are tried where pages of columns follow each other.
FEWEST, MOST = 3, 80
#: Letters of a reading that are looked at.
_SAMPLE = 3_000
#: Frequent pairs with which a line surely has words.
_SURE = 3
#: Pairs of lines without words from which on they are looked at.
_PAIRS = 30

_RULES = "|│｜┃┆┊¦‖"
_BLANK = rf"\s{_RULES}\u200b-\u200f\u2060\ufeff"
_NO_CELL, _CELLS, _LINE = re.compile(f"[{_BLANK}]+"), re.compile(f"[^{_BLANK}]+"), re.compile(r"[^\n]+")


class _Line(NamedTuple):
    """A line, and its letters and marks without what is blank or rules it."""

    start: int
    end: int
    letters: str

    def cells(self, text: str) -> list[int]:
        """The places of the letters in the text."""
        return [
            place for part in _CELLS.finditer(text, self.start, self.end) for place in range(part.start(), part.end())
        ]


class _Block(NamedTuple):
    start: int
    end: int
    order: list[int]


def in_reading_order(text: str) -> str:
    """The text, of the same length, with the letters of columns one after the other and what ruled them behind.

    >>> verse = "我们的工作要全面发展，各级政府要加强管理服务，不断提高人民生活水平，"
    >>> verse += "推进社会主义现代化建设，国家的发展不能不要世界。"
    >>> down = "\\n".join(verse[at::7] for at in range(7))
    >>> in_reading_order(down).rstrip() == verse, in_reading_order(verse) == verse
    (True, True)
    """
    blocks = list(_blocks(text))
    if not blocks:
        return text
    pieces, at = [], 0
    for block in blocks:
        read = set(block.order)
        rest = "".join(text[place] for place in range(block.start, block.end) if place not in read)
        pieces += [text[at : block.start], "".join(text[place] for place in block.order), rest]
        at = block.end
    return "".join([*pieces, text[at:]])


def _blocks(text: str) -> Iterator[_Block]:
    """The stretches of a text that are read in another order than they stand."""
    if not _lacks_words(text):
        return
    for group in _groups(list(_lines(text))):
        order = _order(text, group)
        if order:
            yield _Block(group[0].start, group[-1].end, order)


def _lacks_words(text: str) -> bool:
    """Whether in some neighbouring lines hardly two characters beside each other make a word."""
    pairs = found = 0
    for line in text.split("\n"):
        size, frequent = _counted_in_line(line)
        if frequent >= max(_SURE, SHARE * size):
            if _is_without_words(pairs, found):
                return True
            pairs, found = 0, 0
        else:
            pairs, found = pairs + size, found + frequent
    return _is_without_words(pairs, found)


def _is_without_words(pairs: int, found: int) -> bool:
    return pairs >= _PAIRS and (found <= _SURE or 3 * found < 2 * SHARE * pairs)


def _lines(text: str) -> Iterator[_Line]:
    for found in _LINE.finditer(text):
        letters = _NO_CELL.sub("", found[0])
        if letters.strip("-—=:+"):
            yield _Line(*found.span(), letters)


def _groups(lines: Sequence[_Line]) -> Iterator[list[_Line]]:
    """Neighbouring lines of as many cells, give or take one: the last column may be shorter."""
    group: list[_Line] = []
    for line in lines:
        if group and not all(abs(len(line.letters) - len(one.letters)) <= 1 for one in (group[0], group[-1])):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _order(text: str, group: Sequence[_Line]) -> list[int]:
    """The places of a group's letters as they are read; none where they are read as they stand."""
    pairs, frequent = _counted("".join(line.letters for line in group))
    if frequent >= SHARE * pairs:
        return []
    readings = list(_readings([line.cells(text) for line in group]))
    if not readings:
        return []
    best = max(readings, key=lambda order: _counted(_letters(text, order[:_SAMPLE]))[1])
    size, found = _counted(_letters(text, best))
    enough = found >= max(LEAST, SHARE * size) and found * max(pairs, 1) >= BETTER * frequent * size
    return best if enough else []


def _readings(rows: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    """Every order in which the letters of lines may be read but the usual one."""
    yield [place for row in rows for place in reversed(row)]
    yield [place for row in reversed(rows) for place in reversed(row)]
    for height in range(FEWEST, min(len(rows), MOST) + 1):
        pages = [rows[at : at + height] for at in range(0, len(rows), height)]
        yield [place for page in pages for place in _from_left(page)]
        yield [place for page in pages for place in _from_left([row[::-1] for row in page])]
    if len(rows) > MOST:
        yield list(_from_left(rows))
        yield list(_from_left([row[::-1] for row in rows]))


def _from_left(rows: Sequence[Sequence[int]]) -> Iterator[int]:
    for column in range(max(map(len, rows))):
        yield from (row[column] for row in rows if column < len(row))


def _letters(text: str, places: Sequence[int]) -> str:
    return "".join(text[place] for place in places)


@memoize(MIB)
def _counted_in_line(line: str) -> tuple[int, int]:
    return _counted(_NO_CELL.sub("", line))


@memoize(MIB)
def _counted(letters: str) -> tuple[int, int]:
    """Pairs of neighbouring Chinese characters, and how many of them are frequent."""
    folded = "".join(map(fold, letters))
    known, han = _frequent(), [is_han(ord(char)) for char in folded]
    pairs = [folded[at : at + 2] for at in range(len(folded) - 1) if han[at] and han[at + 1]]
    return len(pairs), sum(pair in known for pair in pairs)


@functools.cache
def _frequent() -> frozenset[str]:
    lines = data_text("frequent_pairs.txt").splitlines()
    return frozenset(pair for line in lines if not line.startswith("#") for pair in line.split())
