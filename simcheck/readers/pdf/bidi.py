"""Hebrew and Arabic on a page: letters as they stand from left to right put into the order in which they are read.

This is the Unicode bidirectional algorithm (UAX #9) the other way round, for lines of one embedding: what runs from
right to left, and the numbers and words of the other direction inside of it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from typing import Literal

from simcheck.patterns import regex
from simcheck.readers.pdf.letter import Letter

#: Letters that run to the right, to the left, or some this way and some that.
Way = Literal["right", "left", "both"]
_RTL = regex("[\u05d0-\u05f2\u0620-\u064a\u066e-\u08ff\ufb1d-\ufdff\ufe70-\ufefe]")
#: Where the letters of scripts begin and end that are written from right to left, with their marks.
_FIRST, _LAST, _FORMS = "\u0590", "\u08ff", ("\ufb1d", "\ufdff", "\ufe70", "\ufeff")


def way(letters: Sequence[Letter]) -> Way:
    """Which way most letters run."""
    found = _RTL.findall("".join([letter.text for letter in letters]))
    if not found:
        return "right"
    return "left" if 2 * len(found) > sum(letter.text[0].isalpha() for letter in letters) else "both"


def mirrored(letters: Sequence[Letter], width: float) -> list[Letter]:
    """The letters as a mirror shows the page, in which what runs from right to left begins at the left."""
    return [one._replace(left=width - one.right, right=width - one.left) for one in letters]


def with_marks(letters: Sequence[Letter]) -> list[Letter]:
    """The letters with the points and vowels that are drawn above or below them joined to them."""
    marks = [one for one in letters if _is_mark(one)]
    if not marks:
        return list(letters)
    bases = [one for one in letters if not _is_mark(one)]
    told = [one.text for one in bases]
    for mark in marks if bases else ():
        middle = (mark.left + mark.right) / 2
        nearest = min(range(len(bases)), key=lambda at: abs((bases[at].left + bases[at].right) / 2 - middle))
        told[nearest] += mark.text
    return [one._replace(text=text) for one, text in zip(bases, told, strict=True)]


def in_order(cells: list[str], way: Way) -> list[str]:
    """The cells of a line in the order in which they are read. They come in that of the line's direction, from its
    beginning; what runs the other way in it comes backwards.

    >>> "".join(in_order(list("他说םולש你好"), "both")), "".join(in_order(list("בשנת 6202 היה"), "left"))
    ('他说שלום你好', 'בשנת 2026 היה')
    """
    return cells if way == "right" else _turned(list(cells), _ltr if way == "left" else _rtl)


def _turned(cells: list[str], other: Callable[[str], bool]) -> list[str]:
    """Turn each run that goes the other way, with the marks and spaces inside of it, and the numbers in such a one."""
    at = 0
    while at < len(cells):
        if not other(cells[at][0]):
            at += 1
            continue
        end = last = at
        while end < len(cells) and (other(cells[end][0]) or not _strong(cells[end][0])):
            last = end if other(cells[end][0]) else last
            end += 1
        run = cells[at : last + 1][::-1]
        cells[at : last + 1] = _turned(run, str.isdigit) if other is _rtl else run
        at = last + 1
    return cells


def _rtl(char: str) -> bool:
    inside = _FIRST <= char <= _LAST or _FORMS[0] <= char <= _FORMS[1] or _FORMS[2] <= char <= _FORMS[3]
    return inside and unicodedata.bidirectional(char) in ("R", "AL")


def _ltr(char: str) -> bool:
    return unicodedata.bidirectional(char) in ("L", "EN", "AN")


def _strong(char: str) -> bool:
    return unicodedata.bidirectional(char) in ("L", "R", "AL")


def _is_mark(letter: Letter) -> bool:
    return _FIRST <= letter.text <= _LAST and bool(unicodedata.combining(letter.text[0]))
