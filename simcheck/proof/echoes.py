"""Echoes: runs of characters that stand in two texts, found by the hashes of their first few."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from simcheck.text.fingerprint import grams
from simcheck.text.lookup import codes_of

Span = tuple[int, int]


class Echoes:
    """The runs of ``least`` characters and more of a text that stand outside of the spans ``taken`` and hold no end of
    a line; a longer one may go on into a span."""

    def __init__(self, text: str, taken: Sequence[Span], least: int) -> None:
        self._text, self._least = text, least
        hashes = _hashes(text, least)
        free = np.ones(len(hashes), dtype=bool)
        ends = np.flatnonzero(codes_of(text) == ord("\n")).tolist()
        for start, end in (*taken, *((at, at + 1) for at in ends)):
            free[max(start - least + 1, 0) : end] = False
        self._places = np.flatnonzero(free)
        self._hashes = hashes[self._places]

    def of(self, other: str) -> Iterator[tuple[int, int, int]]:
        """Where each run begins that another text has too, apart from each other and in order, how long it is, and
        where it begins there: the last place that has its first characters.

        >>> list(Echoes("今年雨多，防汛要早作准备。", [(0, 4)], 4).of("农时不等人，防汛要早作准备，不误农时。"))
        [(4, 8, 5)]
        """
        text, least, reached = self._text, self._least, 0
        for at in self._shared(other):
            place = other.rfind(text[at : at + least]) if at >= reached else -1
            if place < 0:  # inside of the run before, or another text with the same hash
                continue
            size = least
            while text[at + size : at + size + 1] == other[place + size : place + size + 1] not in ("", "\n"):
                size += 1
            reached = at + size
            yield at, size, place

    def _shared(self, other: str) -> list[int]:
        theirs = np.sort(_hashes(other, self._least))
        if not len(theirs):
            return []
        nearest = theirs[np.minimum(np.searchsorted(theirs, self._hashes), len(theirs) - 1)]
        shared: list[int] = self._places[nearest == self._hashes].tolist()
        return shared


def _hashes(text: str, length: int) -> npt.NDArray[np.uint64]:
    """The hash of each run of so many characters; empty for a shorter text."""
    return grams(codes_of(text).astype(np.uint64), length) if len(text) >= length else np.zeros(0, dtype=np.uint64)
