"""Equal runs: the characters that two passages share, run by run, in whatever order they were put.

Greedy string tiling (Wise 1993): the longest common run first, then the next among what is left, down to ``least``
units.
"""

from __future__ import annotations

import bisect
import heapq

import numpy as np
import numpy.typing as npt

from simcheck.text.tokens import Tokens

Ints = npt.NDArray[np.int64]

#: Beyond this many pairs of units the passages are tiled along their common order only.
MANY = 4_000_000

Tile = tuple[int, int, int]


def tiles(draft: npt.NDArray[np.uint64], source: npt.NDArray[np.uint64], least: int) -> list[Tile]:
    """Runs (draft unit, source unit, length), none overlapping on either side, in the order of the draft."""
    if not len(draft) or not len(source):
        return []
    ends = _in_order(draft, source) if len(draft) * len(source) > MANY else _all_runs(draft, source, least)
    taken_draft, taken_source = np.zeros(len(draft), dtype=bool), np.zeros(len(source), dtype=bool)
    kept: list[Tile] = []
    waiting = [(-length, i, j) for i, j, length in ends]
    heapq.heapify(waiting)
    while waiting:
        less, i, j = heapq.heappop(waiting)
        length = -less
        free = ~(taken_draft[i : i + length] | taken_source[j : j + length])
        if free.all():
            taken_draft[i : i + length] = taken_source[j : j + length] = True
            kept.append((i, j, length))
            continue
        for start, size in _stretches(free):
            if size >= least:
                heapq.heappush(waiting, (-size, i + start, j + start))
    return sorted(tile for tile in kept if tile[2] >= least)


def unit_range(tokens: Tokens, start: int, end: int) -> tuple[int, int]:
    """The units inside the span ``[start, end)`` of the normalised text."""
    first = bisect.bisect_left(tokens.unit_starts, start)
    return first, max(first, bisect.bisect_right(tokens.unit_ends, end))


def _all_runs(draft: npt.NDArray[np.uint64], source: npt.NDArray[np.uint64], least: int) -> list[Tile]:
    """All maximal common runs, by the length of the run that ends in each pair of units."""
    runs: list[Tile] = []
    before = np.zeros(len(source) + 1, dtype=np.int64)
    for i in range(len(draft) + 1):
        now = np.zeros(len(source) + 1, dtype=np.int64)
        if i < len(draft):
            now[1:] = np.where(source == draft[i], before[:-1] + 1, 0)
        # A run that ended in row i − 1 is maximal when it does not go on in row i.
        closed = np.flatnonzero((before[:-1] > 0) & (now[1:] == 0)).tolist()
        runs += [(i - int(before[j]), j - int(before[j]), int(before[j])) for j in closed if before[j] >= least]
        if before[-1] >= least:
            runs.append((i - int(before[-1]), len(source) - int(before[-1]), int(before[-1])))
        before = now
    return runs


def _in_order(draft: npt.NDArray[np.uint64], source: npt.NDArray[np.uint64]) -> list[Tile]:
    from rapidfuzz.distance import LCSseq

    blocks = LCSseq.opcodes(draft.tolist(), source.tolist())
    return [(b.src_start, b.dest_start, b.src_end - b.src_start) for b in blocks if b.tag == "equal"]


def _stretches(free: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    edge = np.diff(np.concatenate([[False], free, [False]]).astype(np.int8))
    starts = np.flatnonzero(edge == 1)
    return list(zip(starts.tolist(), (np.flatnonzero(edge == -1) - starts).tolist(), strict=True))
