"""Spans: those of a row that touch a stretch, found without a look at all the others."""

from __future__ import annotations

from bisect import bisect, bisect_left
from collections.abc import Sequence
from operator import itemgetter

Span = tuple[int, int]

_start, _end = itemgetter(0), itemgetter(1)


def touching(spans: Sequence[Span], start: int, end: int) -> Sequence[Span]:
    """Those of ``spans``, whose beginnings and ends are in order, that have something in common with ``[start, end)``.

    >>> touching([(0, 2), (2, 5), (5, 9), (9, 12)], 4, 9)
    [(2, 5), (5, 9)]
    """
    return spans[bisect(spans, start, key=_end) : bisect_left(spans, end, key=_start)]
