"""Downwards: Chinese in columns, or from right to left, put into the order in which it is read.

Who sets the letters of a text below each other, in columns from the right as old books have them or from the left,
leaves lines in which no two neighbours make a word. Such lines are known by that: in the other order, pairs of
characters that any Chinese text has (``simcheck/data/frequent_pairs.txt``) are as many as in any text.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from simcheck.caching import MIB, memoize
from simcheck.cancelling import look, looking
from simcheck.patterns import regex
from simcheck.resources import data_text
from simcheck.scoring import SCORING
from simcheck.text.characters import fold, is_han
from simcheck.text.words import times_of

_NUMBERS = SCORING.writing
#: Frequent pairs that a text has, as a share of its pairs.
_SHARE = _NUMBERS.frequent_share

_RULES = "|│｜┃┆┊¦‖"
_BLANK = rf"\s{_RULES}\u200b-\u200f\u2060\ufeff"
_NO_CELL, _CELLS, _LINE = regex(f"[{_BLANK}]+"), regex(f"[^{_BLANK}]+"), regex(r"[^\n]+")


class _Line(NamedTuple):
    """A line of a text: where it stands, and its letters and marks."""

    start: int
    end: int
    letters: str

    def cells(self, text: str) -> tuple[int, ...]:
        """Where each of the letters stands in the text."""
        parts = _CELLS.finditer(text, self.start, self.end)
        return tuple(place for part in parts for place in range(part.start(), part.end()))


class _Block(NamedTuple):
    start: int
    end: int
    order: list[int]


class _Reading(NamedTuple):
    """An order of places, and how many frequent pairs of letters are in it."""

    order: list[int]
    frequent: int


def in_reading_order(text: str) -> str:
    """The text, of the same length, with the letters of columns one after the other and what ruled them behind.

    >>> verse = "我们的工作要全面发展，各级政府要加强管理服务，不断提高人民生活水平，"
    >>> verse += "推进社会主义现代化建设，国家的发展不能不要世界。"
    >>> down = "\\n".join(verse[at::7] for at in range(7))
    >>> in_reading_order(down).rstrip() == verse, in_reading_order(verse) == verse
    (True, True)
    """
    return _letters(text, reading_order(text)) or text


def reading_order(text: str) -> list[int]:
    """The places of all characters of a text in the order in which they are read; none where they stand in it."""
    order: list[int] = []
    at = 0
    for block in _blocks(text):
        read = set(block.order)
        order += [*range(at, block.start), *block.order]
        order += [place for place in range(block.start, block.end) if place not in read]
        at = block.end
    return [*order, *range(at, len(text))] if at else []


def moved(order: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The stretches of a text in the order of reading whose characters stand elsewhere in the file: within the same
    stretch of that. Neighbouring ones, as those of lines from right to left, are one.

    >>> list(moved((0, 2, 1, 3, 5, 4))), list(moved((1, 0, *range(2, 90), 91, 90)))
    ([(1, 6)], [(0, 2), (90, 92)])
    """
    first = last = -1
    for start, end in _cycles(order):
        if last >= 0 and start - last > _NUMBERS.near:
            yield first, last
            first = start
        first, last = start if first < 0 else first, end
    if last >= 0:
        yield first, last


def _cycles(order: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The least stretches of an order that hold their own places, of more than one."""
    start, reached = 0, -1
    for at, place in enumerate(order):
        reached = max(reached, place)
        if reached == at:
            if at > start:
                yield start, at + 1
            start = at + 1


def _blocks(text: str) -> Iterator[_Block]:
    """The stretches of a text that are read in another order than they stand."""
    if not _lacks_words(text):
        return
    for group in looking(_groups(list(_lines(text))), 16):
        order = _order(text, group)
        if order:
            yield _Block(group[0].start, group[-1].end, order)


def _lacks_words(text: str) -> bool:
    """Whether in some neighbouring lines hardly two characters beside each other make a word; letters of lines of one
    letter each stand beside each other."""
    pairs = found = 0
    for single, lines in itertools.groupby(looking(text.split("\n")), lambda line: len(line.strip()) == 1):
        for line in ("".join(map(str.strip, lines)),) if single else lines:
            size, frequent = _counted_in_line(line)
            if frequent >= max(_NUMBERS.with_words, _SHARE * size):
                if _is_without_words(pairs, found):
                    return True
                pairs, found = 0, 0
            else:
                pairs, found = pairs + size, found + frequent
    return _is_without_words(pairs, found)


def _is_without_words(pairs: int, found: int) -> bool:
    return pairs >= _NUMBERS.without_words and found < max(_NUMBERS.with_words + 1, _SHARE * pairs)


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
    letters = "".join(line.letters for line in group)
    if len(set(letters)) < min(_NUMBERS.apart_different * len(letters), 2 * _NUMBERS.apart):
        return []  # a table of numbers, or of a few answers
    pairs, frequent = counted_pairs(letters)
    if frequent >= _SHARE * pairs:
        return []
    rows = [line.cells(text) for line in group]
    readings = [
        _Reading(order, counted_pairs(_letters(text, order[: _NUMBERS.sample]))[1]) for order in _readings(rows)
    ]
    if not readings:
        return []
    promising = sorted(readings, key=lambda one: -one.frequent)[: _NUMBERS.promising]
    best = max(promising, key=lambda one: pairs_in_use(_letters(text, one.order[: _NUMBERS.words_sample]))[1])
    size, words = pairs_in_use(_letters(text, best.order))
    pairs, others = pairs_in_use(letters)
    better = words * max(pairs, 1) >= _NUMBERS.words_better * others * size
    return best.order if size >= _NUMBERS.without_words and words >= _NUMBERS.words_share * size and better else []


def _readings(group: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    """The orders in which the letters of lines may be read: each line from the right, and columns of pages of so many
    lines each."""
    if all(len(line) == 1 for line in group):
        yield from _grids([line[0] for line in group])
        return
    yield [place for line in group for place in reversed(line)]
    yield [place for line in reversed(group) for place in reversed(line)]
    fewest, most = _NUMBERS.column
    for height in range(fewest, min(len(group), most) + 1):
        yield from _columns(group, height)
    if len(group) > most:
        yield from _columns(group, len(group))


def _grids(cells: Sequence[int]) -> Iterator[list[int]]:
    """The cells of a table of one letter each, told one after the other, read in columns of so many lines; the last
    column may be shorter."""
    fewest, most = _NUMBERS.column
    for height in range(fewest, min(len(cells) // 2, most) + 1):
        width = -(-len(cells) // height)
        full = len(cells) - height * (width - 1)
        rows, at = [], 0
        for row in range(height):
            size = width if row < full else width - 1
            rows.append(cells[at : at + size])
            at += size
        yield list(_from_left(rows))
        yield list(_from_left([row[::-1] for row in rows]))


def _columns(rows: Sequence[Sequence[int]], height: int) -> Iterator[list[int]]:
    """Pages of so many lines, read in columns from the left, and from the right."""
    pages = [rows[at : at + height] for at in range(0, len(rows), height)]
    yield [place for page in pages for place in _from_left(page)]
    yield [place for page in pages for place in _from_left([row[::-1] for row in page])]


def _from_left(rows: Sequence[Sequence[int]]) -> Iterator[int]:
    for column in range(max(map(len, rows))):
        yield from (row[column] for row in rows if column < len(row))


def _letters(text: str, places: Sequence[int]) -> str:
    return "".join(text[place] for place in places)


@memoize(MIB)
def _counted_in_line(line: str) -> tuple[int, int]:
    return counted_pairs(_NO_CELL.sub("", line))


@memoize(MIB)
def counted_pairs(letters: str) -> tuple[int, int]:
    """Pairs of neighbouring Chinese characters, and how many of them are frequent."""
    folded = _folded(letters)
    known, are_han = _frequent(), {char: is_han(ord(char)) for char in set(folded)}
    han = [are_han[char] for char in folded]
    pairs = [folded[at : at + 2] for at in range(len(folded) - 1) if han[at] and han[at + 1]]
    return len(pairs), sum(pair in known for pair in pairs)


@memoize(MIB)
def pairs_in_use(letters: str) -> tuple[int, int]:
    """Pairs of neighbouring Chinese characters, and how many of them are a word that is in use; none of them where
    these are but a few different ones."""
    size, found = words_in_use(letters)
    return size, len(found) if len(set(found)) >= _NUMBERS.different_words else 0


def words_in_use(letters: str) -> tuple[int, list[str]]:
    """How many pairs of neighbouring Chinese characters there are, and those that are a word that is in use."""
    folded = _folded(letters)
    are_han = {char: is_han(ord(char)) for char in set(folded)}
    pairs = [one + other for one, other in itertools.pairwise(folded) if are_han[one] and are_han[other]]
    return len(pairs), [pair for pair in pairs if times_of(pair) >= _NUMBERS.in_use]


def _folded(letters: str) -> str:
    look()
    known = {char: fold(char) for char in set(letters)}
    return "".join(map(known.__getitem__, letters))


@functools.cache
def _frequent() -> frozenset[str]:
    lines = data_text("frequent_pairs.txt").splitlines()
    return frozenset(pair for line in lines if not line.startswith("#") for pair in line.split())
