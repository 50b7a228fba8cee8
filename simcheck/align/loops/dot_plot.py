# cython: language_level=3, infer_types=True, annotation_typing=False, initializedcheck=False
# cython: boundscheck=False, wraparound=False, cdivision=True, freethreading_compatible=True
"""The dot plot of two texts: what equal words are worth, by cell, and the cells where it adds up."""

from __future__ import annotations

import numpy as np

from simcheck.align.loops.buffers import Floats, Ints, Plot, View, floats, ints, view

try:
    import cython
except ImportError:
    from simcheck.without_cython import cython

#: Cells of a plot that are added up at once.
BAND = 1 << 16


def mark(word: Ints, draft_at: Ints, worth: Floats, start: Ints, order: Ints, cell: int, top: int, plot: Plot) -> None:
    """Add to the cells of ``plot``, of ``cell`` tokens each way and the first row ``top``, what the draft's tokens
    ``draft_at`` are worth, wherever the source has their words: at the places ``order[start[word] : start[word + 1]]``.

    >>> plot = np.zeros((1, 2), dtype=np.float32)
    >>> word, start, order = np.array([0, 1]), np.array([0, 2, 3]), np.array([0, 3, 1])
    >>> mark(word, np.array([0, 1]), np.array([1.0, 5.0]), start, order, 2, 0, plot)
    >>> plot.tolist()
    [[6.0, 1.0]]
    """
    _mark(ints(word), ints(draft_at), floats(worth), ints(start), ints(order), cell, top, view(plot))


def _mark(word: View, draft_at: View, worth: View, start: View, order: View, cell: int, top: int, plot: View) -> None:
    with cython.nogil:
        for at in range(draft_at.shape[0]):
            here, row, nats = word[draft_at[at]], draft_at[at] // cell - top, worth[at]
            for step in range(start[here], start[here + 1]):
                plot[row, order[step] // cell] += nats


def box_sums(plot: Plot, floor: float) -> tuple[Plot, Ints, Ints, Plot]:
    """Sums of three by three cells around each cell but those of the first and last row: the greatest of each row, and
    the rows, columns and values of those that reach ``floor``.

    A band of rows at a time, which stays in the processor's cache: with numbers of four bytes NumPy does this as fast
    as a compiled loop does with eight.

    >>> peaks, rows, columns, sums = box_sums(np.array([[0, 1], [2, 0], [0, 4]], dtype=np.float32), 7.0)
    >>> peaks.tolist(), rows.tolist(), columns.tolist(), sums.tolist()
    ([7.0], [0, 0], [0, 1], [7.0, 7.0])
    """
    rows, columns = max(plot.shape[0] - 2, 0), plot.shape[1]
    peaks = np.empty(rows, dtype=plot.dtype)
    band = min(max(BAND // max(columns, 1), 1), rows)
    high, wide = np.zeros((band, columns + 2), dtype=plot.dtype), np.empty((band, columns), dtype=plot.dtype)
    found = [(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), peaks[:0])]
    for low in range(0, rows, max(band, 1)):
        size = min(band, rows - low)
        here, sums = high[:size], wide[:size]
        np.add(plot[low : low + size], plot[low + 1 : low + 1 + size], out=here[:, 1:-1])
        here[:, 1:-1] += plot[low + 2 : low + 2 + size]
        np.add(here[:, 1:-1], here[:, :-2], out=sums)
        sums += here[:, 2:]
        sums.max(axis=1, out=peaks[low : low + size])
        reached = np.flatnonzero(peaks[low : low + size] >= floor)
        at, column = np.nonzero(sums[reached] >= floor)
        found.append((reached[at] + low, column, sums[reached[at], column]))
    at, column, values = (np.concatenate(part) for part in zip(*found, strict=True))
    return peaks, at, column, values
