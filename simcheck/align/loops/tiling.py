# cython: language_level=3, infer_types=True, annotation_typing=False, initializedcheck=False
# cython: boundscheck=False, wraparound=False, cdivision=True, freethreading_compatible=True
"""Greedy string tiling: the runs of words that two texts share, the longest first, none overlapping."""

from __future__ import annotations

import bisect

import numpy as np
import numpy.typing as npt

from simcheck.align.loops.buffers import Bytes, Ints, View, ints, room, view

try:
    import cython
except ImportError:
    from simcheck.without_cython import cython


def tiles(ours: Ints, theirs: Ints, vocabulary: int, least: int, most: int) -> tuple[Ints, Ints, Ints]:
    """Runs of at least ``least`` words that both texts have, none overlapping on either side: the longest common run
    first, then the longest of what is left, and so on; of equally long ones the first of the draft, then of the source
    (Wise, "String similarity via greedy string tiling and running Karp-Rabin matching", 1993).

    All pairs of equal words are visited while there are at most ``most`` of them. Texts of few different words have
    more. There the shortest length is sought that leaves no more than ``most`` pairs of equal runs, and only runs of
    that length are taken; then again in what is left, as long as that brings shorter ones into reach.

    Returns places in the draft (ascending), places in the source, and lengths.

    >>> [found.tolist() for found in tiles(np.array([0, 1, 2, 0, 1]), np.array([3, 0, 1, 4, 2]), 5, 2, 1000)]
    [[0], [1], [2]]
    """
    tiling = Tiling(vocabulary, len(ours), len(theirs), least)
    tile(tiling, ints(ours), ints(theirs), vocabulary, least, most)
    found = np.asarray(tiling.tile)[: tiling.tiles]
    draft, source, length = found[found[:, 0].argsort()].T
    return draft, source, length


class Tiling:
    """Room for the tiling of two texts, and what it finds: the first ``tiles`` rows of ``tile`` (draft, source,
    length); ``paired`` and ``taken`` are 1 for the tokens of draft and source that are in a tile.
    """

    def __init__(self, vocabulary: int, ours: int, theirs: int, least: int) -> None:
        self.paired, self.taken = room(np.uint8, ours), room(np.uint8, theirs)
        self.after = room(np.int64, theirs)
        self.tile = room(np.int64, min(ours, theirs) // least + 1, 3)
        self.tiles = self.count = 0
        self.know(vocabulary)
        self.make_room(ours + theirs)

    def know(self, vocabulary: int) -> None:
        """Room for so many words and two that equal nothing."""
        self.first, self.times = ints(np.full(vocabulary + 2, -1)), room(np.int64, vocabulary + 2)

    def make_room(self, runs: int) -> None:
        """Room for so many runs; what was there is forgotten."""
        self.runs, self.heap = room(np.int64, runs, 3), room(np.int64, runs)


def tile(tiling: Tiling, ours: View, theirs: View, vocabulary: int, least: int, most: int) -> None:
    """Tile two texts, no longer than there is room for."""
    with cython.nogil:
        _clear(tiling)
        pairs = _equal_pairs(tiling, ours, theirs, vocabulary)
    if pairs <= most:
        _tile_runs(tiling, ours, theirs, vocabulary, 0, least)
    else:
        tiled = np.asarray(tiling.paired)[: ours.shape[0]], np.asarray(tiling.taken)[: theirs.shape[0]]
        _tile_repetitive(tiling, (np.asarray(ours), np.asarray(theirs)), tiled, vocabulary, least, most)


def _clear(tiling: Tiling) -> None:
    tiling.tiles = 0
    for at in range(tiling.paired.shape[0]):
        tiling.paired[at] = 0
    for at in range(tiling.taken.shape[0]):
        tiling.taken[at] = 0


def _equal_pairs(tiling: Tiling, ours: View, theirs: View, vocabulary: int) -> int:
    """How many pairs of equal words there are."""
    pairs = 0
    for at in range(theirs.shape[0]):
        tiling.times[theirs[at]] += 1
    tiling.times[vocabulary] = 0
    for at in range(ours.shape[0]):
        pairs += tiling.times[ours[at]]
    for at in range(theirs.shape[0]):
        tiling.times[theirs[at]] = 0
    return pairs


def _tile_repetitive(
    tiling: Tiling, texts: tuple[Ints, Ints], tiled: tuple[Bytes, Bytes], vocabulary: int, least: int, most: int
) -> None:
    """The same, where words are equal too often: runs of so many words as leave few enough pairs stand for words.
    ``tiled``: the tokens of either text that are in a tile, kept by ``tiling``."""
    longest, known = min(map(len, texts)), sum(map(len, texts))
    tiling.know(known)
    before = longest + 1
    while before > least:
        unfit = np.concatenate(tiled).astype(bool) | (np.concatenate(texts) == vocabulary)

        def few(size: int, unfit: npt.NDArray[np.bool_] = unfit) -> bool:
            times = (np.bincount(side, minlength=known + 2)[:known] for side in _grams(texts, unfit, size))
            return int(np.multiply(*times).sum()) <= most

        size = bisect.bisect_left(range(least, before), True, key=few) + least
        if size < before:
            ours, theirs = _grams(texts, unfit, size)
            _tile_runs(tiling, view(ours), view(theirs), known, size - 1, size)
        before = size if size < before else least
    tiling.know(vocabulary)


def _grams(texts: tuple[Ints, Ints], unfit: npt.NDArray[np.bool_], size: int) -> tuple[Ints, Ints]:
    """A number for each run of ``size`` words on either side, equal for equal runs, less than there are tokens on both;
    that number itself on one side, and one more on the other, for runs with an unfit token."""
    known, parted = len(unfit), len(texts[0])
    number, reached = np.unique(np.concatenate(texts), return_inverse=True)[1], 1
    while reached < size:
        step = min(reached, size - reached)
        number = np.unique(number[:-step] * known + number[step:], return_inverse=True)[1]
        reached += step
    bad = np.concatenate([[0], np.cumsum(unfit)])
    fit = bad[size:] == bad[:-size]
    one, other = slice(0, parted - size + 1), slice(parted, None)
    return np.where(fit[one], number[one], known), np.where(fit[other], number[other], known + 1)


def _tile_runs(tiling: Tiling, ours: View, theirs: View, vocabulary: int, more: int, least: int) -> None:
    """Add the tiles of at least ``least`` tokens, where each number stands for a token and ``more`` behind it."""
    with cython.nogil:
        need = _find_runs(tiling, ours, theirs, vocabulary, more, least)
    if need > tiling.heap.shape[0]:
        tiling.make_room(need)
        with cython.nogil:
            _find_runs(tiling, ours, theirs, vocabulary, more, least)
    with cython.nogil:
        _choose(tiling, least)


def _find_runs(tiling: Tiling, ours: View, theirs: View, vocabulary: int, more: int, least: int) -> int:
    """Note every common run that cannot be made longer, as many as there is room for; returns the room that they and
    their pieces need, for a run falls into no more than (length + 1) // (least + 1) pieces."""
    count, need = 0, 0
    for place in range(theirs.shape[0] - 1, -1, -1):
        tiling.after[place] = tiling.first[theirs[place]]
        tiling.first[theirs[place]] = place
    tiling.first[vocabulary] = -1
    for at in range(ours.shape[0]):
        place = tiling.first[ours[at]]
        while place >= 0:
            if at == 0 or place == 0 or ours[at - 1] != theirs[place - 1] or ours[at - 1] == vocabulary:
                end = min(ours.shape[0] - at, theirs.shape[0] - place)
                length = 1
                while length < end and ours[at + length] == theirs[place + length] != vocabulary:
                    length += 1
                length += more
                if length >= least:
                    need += (length + 1) // (least + 1)
                    if need <= tiling.heap.shape[0]:
                        tiling.runs[count, 0] = at
                        tiling.runs[count, 1] = place
                        tiling.runs[count, 2] = length
                        count += 1
            place = tiling.after[place]
    for place in range(theirs.shape[0]):
        tiling.first[theirs[place]] = -1
    tiling.count = count
    return need


def _choose(tiling: Tiling, least: int) -> None:
    """Take the longest run, again and again; of one that is taken in part the free pieces are runs."""
    size, used = tiling.count, tiling.count
    for number in range(size):
        tiling.heap[number] = number
    for at in range(size // 2 - 1, -1, -1):
        _sink(tiling, at, size)
    while size > 0:
        number = tiling.heap[0]
        draft, source, length = tiling.runs[number, 0], tiling.runs[number, 1], tiling.runs[number, 2]
        start, pieces = 0, 0
        for at in range(length + 1):
            if at < length and not (tiling.paired[draft + at] or tiling.taken[source + at]):
                continue
            if at - start == length:
                _take(tiling, draft, source, length)
            elif at - start >= least:
                if pieces > 0:
                    number = used
                    tiling.heap[size] = number
                    used += 1
                    size += 1
                tiling.runs[number, 0] = draft + start
                tiling.runs[number, 1] = source + start
                tiling.runs[number, 2] = at - start
                if pieces > 0:
                    _rise(tiling, size - 1)
                else:
                    _sink(tiling, 0, size)
                pieces += 1
            start = at + 1
        if pieces == 0:
            size -= 1
            tiling.heap[0] = tiling.heap[size]
            _sink(tiling, 0, size)


def _take(tiling: Tiling, draft: int, source: int, length: int) -> None:
    for at in range(length):
        tiling.paired[draft + at] = 1
        tiling.taken[source + at] = 1
    tiling.tile[tiling.tiles, 0] = draft
    tiling.tile[tiling.tiles, 1] = source
    tiling.tile[tiling.tiles, 2] = length
    tiling.tiles += 1


def _precedes(tiling: Tiling, one: int, other: int) -> bool:
    """Whether run ``one`` is taken before the ``other``."""
    first: int = tiling.runs[other, 2] - tiling.runs[one, 2]
    if first == 0:
        first = tiling.runs[one, 0] - tiling.runs[other, 0]
    if first == 0:
        first = tiling.runs[one, 1] - tiling.runs[other, 1]
    return first < 0


def _sink(tiling: Tiling, at: int, size: int) -> None:
    """Put the heap in order below a place."""
    while 2 * at + 1 < size:
        below = 2 * at + 1
        if below + 1 < size and _precedes(tiling, tiling.heap[below + 1], tiling.heap[below]):
            below += 1
        if not _precedes(tiling, tiling.heap[below], tiling.heap[at]):
            break
        held = tiling.heap[at]
        tiling.heap[at] = tiling.heap[below]
        tiling.heap[below] = held
        at = below


def _rise(tiling: Tiling, at: int) -> None:
    """Put the heap in order above a place."""
    while at > 0 and _precedes(tiling, tiling.heap[at], tiling.heap[(at - 1) // 2]):
        held = tiling.heap[at]
        tiling.heap[at] = tiling.heap[(at - 1) // 2]
        tiling.heap[(at - 1) // 2] = held
        at = (at - 1) // 2
