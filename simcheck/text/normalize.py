"""Normalisation with a map back: the folded text, and for every folded character where it came from."""

from __future__ import annotations

import bisect
import functools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from simcheck.caching import MIB, memoize
from simcheck.resources import data_text
from simcheck.scoring import SCORING
from simcheck.text.apart import set_apart
from simcheck.text.characters import fold
from simcheck.text.lookup import CODE_POINTS, Codes, Lookup, codes_of
from simcheck.text.scripts import closed

#: Raised whenever the same text would normalise or be cut differently: a corpus remembers it and must then be rebuilt.
NORMALIZATION = 6

Offsets = npt.NDArray[np.int32]

_NUMBERS = SCORING.writing
_UNKNOWN = 0xFFFFFFFF
_DROP = 0xFFFFFFFE
_EXPAND = 0xFFFFFFFD


@dataclass(frozen=True, slots=True, eq=False)
class Normalized:
    """``text`` is ``source`` folded; its character k stands for ``source[starts[k]:ends[k]]``.

    ``starts`` and ``ends`` never fall. ``watermarks`` are spans of ``source`` that were taken out as injected lines,
    ``apart`` those that stood between all letters of a text; in ``letter_lines`` each line is one letter, as in a text
    that is written downwards.
    """

    source: str
    text: str
    starts: Offsets
    ends: Offsets
    watermarks: tuple[tuple[int, int], ...] = ()
    apart: tuple[tuple[int, int], ...] = ()
    letter_lines: tuple[tuple[int, int], ...] = ()

    def to_source(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original under the span ``[start, end)`` of the folded text; empty spans stay empty.

        >>> text = normalize("深化\\u200b改革，⼤⼒推進")
        >>> text.text, text.to_source(2, 4), text.source[slice(*text.to_source(5, 9))]
        ('深化改革,大力推进', (3, 5), '⼤⼒推進')
        """
        if start >= end:
            at = int(self.starts[start]) if start < len(self.starts) else len(self.source)
            return at, at
        return int(self.starts[start]), int(self.ends[end - 1])

    def from_source(self, start: int, end: int) -> tuple[int, int]:
        """The smallest span of the folded text that covers all folded characters touching ``source[start:end]``."""
        first, last = bisect.bisect_right(self.ends, start), bisect.bisect_left(self.starts, end)
        return first, max(first, last)


def normalize(text: str) -> Normalized:
    """Fold a text for comparison; see :mod:`simcheck.text.characters` for what is folded.

    White space beside Chinese characters goes, elsewhere a run becomes one space, or one line end when it holds one;
    line ends go where each line has one character, as in a text that is written downwards.
    Watermarks that download sites inject (``simcheck/data/watermarks.txt``) are taken out. Lone surrogates, which
    no text file holds, stand for nothing and are dropped. What stands between all letters of a stretch goes too
    (:mod:`simcheck.text.apart`).
    """
    source_codes = codes_of(text)
    folded = _folded(source_codes)
    position = np.arange(len(source_codes), dtype=np.int32)
    if (folded == _EXPAND).any():
        folded, position = _expand(text, folded, position)
    kept = folded != _DROP
    folded, starts, ends = _squeeze_space(*_composed(folded[kept], position[kept], position[kept] + 1))
    folded, starts, ends, lined = _one_line(folded, starts, ends)
    marks = _watermarks_of(_text(folded))
    spans = tuple((int(starts[a]), int(ends[b - 1])) for a, b in marks if a < b)
    if marks:
        keep = np.ones(len(folded), dtype=bool)
        for a, b in marks:
            keep[a:b] = False
        # What stood on both sides of a watermark has come together.
        folded, starts, ends = _squeeze_space(*_composed(folded[keep], starts[keep], ends[keep]))
        folded, starts, ends, more = _one_line(folded, starts, ends)
        lined += more
    plain = _text(folded)
    between = list(set_apart(plain))
    apart = tuple((int(starts[a]), int(ends[b - 1])) for a, b in between)
    if between:
        keep = np.ones(len(folded), dtype=bool)
        for a, b in between:
            keep[a:b] = False
        folded, starts, ends = folded[keep], starts[keep], ends[keep]
        plain = _text(folded)
    return Normalized(text, plain, starts.astype(np.int32), ends.astype(np.int32), spans, apart, tuple(lined))


def lines_of(text: str) -> Iterator[tuple[int, str]]:
    """The lines of a folded text that are not empty, and where each begins.

    >>> list(lines_of("一、\\n\\n二、"))
    [(0, '一、'), (4, '二、')]
    """
    start = 0
    for line in text.split("\n"):
        if line:
            yield start, line
        start += len(line) + 1


def han_mask(codes: Codes) -> npt.NDArray[np.bool_]:
    """Which code points are Chinese characters, shape as given."""
    return _han_table()[codes]


def _text(codes: Codes) -> str:
    return codes.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")


def _code(char: str) -> int:
    """What stands for a character in the folded text: a code point, nothing, or several."""
    folded = fold(char) if not 0xD800 <= ord(char) < 0xE000 else ""
    return _DROP if not folded else ord(folded) if len(folded) == 1 else _EXPAND


_folded = Lookup(_code, np.uint32, _UNKNOWN)


def _composed(codes: Codes, starts: Offsets, ends: Offsets) -> tuple[Codes, Offsets, Offsets]:
    """Folded text with each letter and the marks upon it as one character where there is one (é, 각, が), and what each
    stands for of the text as it is: some programs write them apart."""
    marks = np.flatnonzero(_is_mark(codes) > 0)
    if not len(marks):
        return codes, starts, ends
    codes, ends = codes.copy(), ends.copy()
    keep = np.ones(len(codes), dtype=bool)
    for group in np.split(marks, np.flatnonzero(np.diff(marks) > 1) + 1):
        first, stop = max(int(group[0]) - 1, 0), int(group[-1]) + 1
        whole = unicodedata.normalize("NFC", _text(codes[first:stop])) if stop - first <= _NUMBERS.accents else ""
        if len(whole) == 1:
            codes[first], ends[first] = ord(whole), ends[stop - 1]
            keep[first + 1 : stop] = False
    return codes[keep], starts[keep], ends[keep]


def _mark(char: str) -> int:
    """Whether a character may become one with the letter before it."""
    return int(unicodedata.combining(char) > 0 or "\u1161" <= char <= "\u11ff")


_is_mark = Lookup(_mark, np.int8, -1)


def _expand(text: str, folded: Codes, position: Offsets) -> tuple[Codes, Offsets]:
    pieces: list[Codes] = []
    places: list[Offsets] = []
    last = 0
    for at in np.flatnonzero(folded == _EXPAND).tolist():
        several = codes_of(fold(text[at]))
        pieces += [folded[last:at], several]
        places += [position[last:at], np.full(len(several), at, dtype=np.int32)]
        last = at + 1
    return np.concatenate([*pieces, folded[last:]]), np.concatenate([*places, position[last:]])


def _squeeze_space(codes: Codes, starts: Offsets, ends: Offsets) -> tuple[Codes, Offsets, Offsets]:
    """Each run of white space becomes one line end, one space, or nothing; the kept character covers the whole run."""
    space = (codes == 32) | (codes == 10)
    if not space.any():
        return codes, starts, ends
    edge = np.diff(np.concatenate([[False], space, [False]]).astype(np.int8))
    first, last = np.flatnonzero(edge == 1), np.flatnonzero(edge == -1)
    line_end = np.add.reduceat((codes == 10).astype(np.int32), first)
    # reduceat runs to the next run's start; what lies between holds no line end, so the sum is the run's own.
    inner = (first > 0) & (last < len(codes))
    before = codes[np.maximum(first - 1, 0)]
    after = codes[np.minimum(last, len(codes) - 1)]
    narrow = ~closed(before) & ~closed(after)
    keep = ~space
    kept = inner & ((line_end > 0) | narrow)
    keep[first[kept]] = True
    codes, ends = codes.copy(), ends.copy()
    codes[first[kept]] = np.where(line_end[kept] > 0, 10, 32)
    ends[first[kept]] = ends[last[kept] - 1]
    return codes[keep], starts[keep], ends[keep]


def _one_line(codes: Codes, starts: Offsets, ends: Offsets) -> tuple[Codes, Offsets, Offsets, list[tuple[int, int]]]:
    """A text whose lines are one character each, as one line, and where in the source it is."""
    breaks = np.flatnonzero(codes == 10)
    bounds = np.concatenate(([-1], breaks, [len(codes)]))
    single = np.diff(bounds) == 2
    spans: list[tuple[int, int]] = []
    if np.count_nonzero(single) < _NUMBERS.letter_lines:
        return codes, starts, ends, spans
    edge = np.diff(np.concatenate(([False], single, [False])).astype(np.int8))
    keep = np.ones(len(codes), dtype=bool)
    for first, last in zip(np.flatnonzero(edge == 1), np.flatnonzero(edge == -1), strict=True):
        letters = codes[bounds[first:last] + 1]
        chinese = np.count_nonzero(han_mask(letters)) >= _NUMBERS.letter_lines_chinese * len(letters)
        if len(letters) >= _NUMBERS.letter_lines and chinese:
            keep[bounds[first + 1 : last]] = False
            spans.append((int(starts[bounds[first] + 1]), int(ends[bounds[last] - 1])))
    return codes[keep], starts[keep], ends[keep], spans


@functools.cache
def _han_table() -> npt.NDArray[np.bool_]:
    table = np.zeros(CODE_POINTS, dtype=bool)
    for low, high in ((0x3007, 0x3007), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0x20000, 0x3FFFF)):
        table[low : high + 1] = True
    return table


def _watermarks_of(text: str) -> list[tuple[int, int]]:
    """Where the watermarks of a folded text are: a site has a few, again and again. More different ones than that are
    a text in their guise, and none."""
    found = [(at + start, at + end) for at, line in lines_of(text) for start, end in _marked(line)]
    return found if len({text[start:end] for start, end in found}) <= _NUMBERS.watermarks else []


@memoize(2 * MIB)
def _marked(line: str) -> tuple[tuple[int, int], ...]:
    """Where the watermarks of a line are."""
    return tuple(match.span() for match in _watermarks().finditer(line))


@functools.cache
def _watermarks() -> re.Pattern[str]:
    lines = [line for line in data_text("watermarks.txt").splitlines() if line and not line.startswith("#")]
    return re.compile("|".join(f"(?:{line})" for line in lines))
