# cython: language_level=3, infer_types=True, annotation_typing=False, initializedcheck=False
# cython: boundscheck=False, wraparound=False, cdivision=True, freethreading_compatible=True
"""Loops: the innermost loops of the aligner, which NumPy cannot do in few steps, written once.

This file is compiled to machine code where the package is installed with a C compiler (Cython, types in ``loops.pxd``);
Python then imports that. Elsewhere the file itself runs, with the same results, more slowly. ``COMPILED`` says which.
Loops that may take long let other threads run.

A text is an array of word numbers, counted through the source's vocabulary: 0 … ``vocabulary`` − 1, and ``vocabulary``
itself for every token that the source does not have, which equals nothing. No number that decides what is found
stands here.
"""

from __future__ import annotations

import bisect
import contextlib
from types import SimpleNamespace
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

try:
    import cython
except ImportError:  # of which an interpreted run needs no more than this
    cython = SimpleNamespace(compiled=False, nogil=contextlib.nullcontext())
if not cython.compiled:
    from math import expm1, log, log1p

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bytes = npt.NDArray[np.uint8]
#: Nats by cell.
Plot = npt.NDArray[np.float32]
#: First token of a stretch and the one behind its last.
Stretch = tuple[int, int]
#: A buffer of numbers, quick to read and write one by one, compiled or not.
View = Any

#: Whether this is machine code.
COMPILED: bool = cython.compiled

#: Cells of a plot that are added up at once.
BAND = 1 << 16
#: More than any sum.
INFINITE = float("inf")
#: Likelihoods and shares are not taken to be smaller than these: what is divided by must not be nothing.
LEAST_CHANCE = 1e-9
LEAST_SHARE = 1e-6


class Side:
    """One text of a pair as the other one sees it.

    Of each token its ``word``, ``frequency`` (occurrences per token of text that chance gives), ``surprise`` (nats that
    it can earn at most) and ``sentence``; ``sentence_tokens`` of each sentence; ``semantic`` nats, shape (sentences,
    sentences of the other text), and the ``least`` that the meaning of a sentence says.
    """

    def __init__(
        self,
        word: Ints,
        frequency: Floats,
        surprise: Floats,
        sentence: Ints,
        sentence_tokens: Floats,
        semantic: npt.NDArray[np.float32],
        least: float,
    ) -> None:
        self.size, self.sentences = len(word), len(sentence_tokens)
        self.word, self.sentence = _ints(word), _ints(sentence)
        self.frequency, self.surprise = _floats(frequency), _floats(surprise)
        self.sentence_tokens = _floats(sentence_tokens)
        self.semantic = _view(np.asarray(semantic, dtype=np.float32))
        self.least = least


class Limits(NamedTuple):
    """How ``extend`` goes about it: nats that may be lost on the way to a better end (X-drop); ``faint`` nats below
    which it gives up after ``early`` rounds; bounds of the retained share, and by how much it is believed to
    ``shrink``; tokens beyond the stretch that are scored at least (``reach``); tokens that the other side is widened
    by (``lookahead``), one stage after the other, each of so many ``rounds`` at most.
    """

    drop: float
    faint: float
    least_retained: float
    most_retained: float
    shrink: float
    reach: int
    rounds: int
    early: int
    lookahead: tuple[int, ...]


class Extended(NamedTuple):
    """Stretches that belong together, the nats of the weaker side, and the estimated share of words kept."""

    draft: Stretch
    source: Stretch
    nats: float
    retained: float


def _view(values: Any) -> View:
    return values if cython.compiled else memoryview(values)


def _ints(values: Any) -> View:
    return _view(np.ascontiguousarray(values, dtype=np.int64))


def _floats(values: Any) -> View:
    return _view(np.ascontiguousarray(values, dtype=np.float64))


def _room(kind: npt.DTypeLike, *shape: int) -> View:
    """Room for numbers of a kind, all zero."""
    return _view(np.zeros(shape, dtype=kind))


# -- The dot plot ------------------------------------------------------------------------------------------------------


def mark(word: Ints, draft_at: Ints, worth: Floats, start: Ints, order: Ints, cell: int, top: int, plot: Plot) -> None:
    """Add to the cells of ``plot``, of ``cell`` tokens each way and the first row ``top``, what the draft's tokens
    ``draft_at`` are worth, wherever the source has their words: at the places ``order[start[word] : start[word + 1]]``.

    >>> plot = np.zeros((1, 2), dtype=np.float32)
    >>> word, start, order = np.array([0, 1]), np.array([0, 2, 3]), np.array([0, 3, 1])
    >>> mark(word, np.array([0, 1]), np.array([1.0, 5.0]), start, order, 2, 0, plot)
    >>> plot.tolist()
    [[6.0, 1.0]]
    """
    _mark(_ints(word), _ints(draft_at), _floats(worth), _ints(start), _ints(order), cell, top, _view(plot))


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


# -- Rivals ------------------------------------------------------------------------------------------------------------


def window_score(words: Ints, worth: Floats, source_words: Ints, vocabulary: int, length: int) -> float:
    """The most nats that any ``length`` neighbouring tokens of the source offer for the ``words`` of a fragment.

    A word earns as often as it stands on both sides, each time what its places in the fragment are worth on average.

    >>> window_score(np.array([0, 1, 1]), np.array([1.0, 2.0, 4.0]), np.array([1, 0, 1, 1]), 2, 2)
    6.0
    """
    nats, here, there = _means(_ints(words), _floats(worth), vocabulary)
    places = np.flatnonzero(np.asarray(here)[source_words])
    first = _best_window(nats, here, there, _ints(source_words[places]), _ints(places), length)
    return _stretch_score(nats, here, there, _ints(source_words[first : first + length]))


def stretch_score(words: Ints, worth: Floats, stretch: Ints, vocabulary: int) -> float:
    """The nats that just these tokens of the source offer for the ``words`` of a fragment; see ``window_score``.

    >>> stretch_score(np.array([0, 1, 1]), np.array([1.0, 2.0, 4.0]), np.array([1, 0, 1, 1]), 2)
    7.0
    """
    nats, here, there = _means(_ints(words), _floats(worth), vocabulary)
    return _stretch_score(nats, here, there, _ints(stretch))


def _means(words: View, worth: View, vocabulary: int) -> tuple[View, View, View]:
    """By word: its mean worth, how often it stands in the fragment, and room to count the other side's."""
    nats, here, there = (_room(kind, vocabulary + 1) for kind in (np.float64, np.int64, np.int64))
    _add_worth(words, worth, vocabulary, nats, here)
    return nats, here, there


def _add_worth(words: View, worth: View, vocabulary: int, nats: View, here: View) -> None:
    for at in range(words.shape[0]):
        here[words[at]] += 1
        nats[words[at]] += worth[at]
    here[vocabulary] = 0
    # Each word's sum becomes its mean where the word is met first: -1 marks those done, and is taken back.
    for at in range(words.shape[0]):
        word = words[at]
        if here[word] > 0:
            nats[word] /= here[word]
            here[word] = -here[word]
    for at in range(words.shape[0]):
        word = words[at]
        if here[word] < 0:
            here[word] = -here[word]


def _best_window(nats: View, here: View, there: View, word: View, place: View, length: int) -> int:
    """Where the window of so many tokens begins that offers the most of the words that stand at these places of the
    source; ``there`` is all zero before and after."""
    best, left, most, total = 0, 0, 0.0, 0.0
    with cython.nogil:
        for right in range(word.shape[0]):
            there[word[right]] += 1
            if there[word[right]] <= here[word[right]]:
                total += nats[word[right]]
            while place[left] <= place[right] - length:
                if there[word[left]] <= here[word[left]]:
                    total -= nats[word[left]]
                there[word[left]] -= 1
                left += 1
            if total > most:
                best, most = max(place[right] - length + 1, 0), total
        for at in range(left, word.shape[0]):
            there[word[at]] = 0
    return best


def _stretch_score(nats: View, here: View, there: View, stretch: View) -> float:
    total = 0.0
    for at in range(stretch.shape[0]):
        word = stretch[at]
        if there[word] < here[word]:
            there[word] += 1
            total += nats[word]
    return total


# -- Greedy string tiling ----------------------------------------------------------------------------------------------


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
    tiling = _Tiling(vocabulary, len(ours), len(theirs), least)
    _tile(tiling, _ints(ours), _ints(theirs), vocabulary, least, most)
    found = np.asarray(tiling.tile)[: tiling.tiles]
    draft, source, length = found[found[:, 0].argsort()].T
    return draft, source, length


class _Tiling:
    """Room for the tiling of two texts, and what it finds: the first ``tiles`` rows of ``tile`` (draft, source,
    length); ``paired`` and ``taken`` are 1 for the tokens of draft and source that are in a tile.
    """

    def __init__(self, vocabulary: int, ours: int, theirs: int, least: int) -> None:
        self.paired, self.taken = _room(np.uint8, ours), _room(np.uint8, theirs)
        self.after = _room(np.int64, theirs)
        self.tile = _room(np.int64, min(ours, theirs) // least + 1, 3)
        self.tiles = self.count = 0
        self.know(vocabulary)
        self.make_room(ours + theirs)

    def know(self, vocabulary: int) -> None:
        """Room for so many words and two that equal nothing."""
        self.first, self.times = _ints(np.full(vocabulary + 2, -1)), _room(np.int64, vocabulary + 2)

    def make_room(self, runs: int) -> None:
        """Room for so many runs; what was there is forgotten."""
        self.runs, self.heap = _room(np.int64, runs, 3), _room(np.int64, runs)


def _tile(tiling: _Tiling, ours: View, theirs: View, vocabulary: int, least: int, most: int) -> None:
    """Tile two texts, no longer than there is room for."""
    with cython.nogil:
        _clear(tiling)
        pairs = _equal_pairs(tiling, ours, theirs, vocabulary)
    if pairs <= most:
        _tile_runs(tiling, ours, theirs, vocabulary, 0, least)
    else:
        tiled = np.asarray(tiling.paired)[: ours.shape[0]], np.asarray(tiling.taken)[: theirs.shape[0]]
        _tile_repetitive(tiling, (np.asarray(ours), np.asarray(theirs)), tiled, vocabulary, least, most)


def _clear(tiling: _Tiling) -> None:
    tiling.tiles = 0
    for at in range(tiling.paired.shape[0]):
        tiling.paired[at] = 0
    for at in range(tiling.taken.shape[0]):
        tiling.taken[at] = 0


def _equal_pairs(tiling: _Tiling, ours: View, theirs: View, vocabulary: int) -> int:
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
    tiling: _Tiling, texts: tuple[Ints, Ints], tiled: tuple[Bytes, Bytes], vocabulary: int, least: int, most: int
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
            _tile_runs(tiling, _view(ours), _view(theirs), known, size - 1, size)
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


def _tile_runs(tiling: _Tiling, ours: View, theirs: View, vocabulary: int, more: int, least: int) -> None:
    """Add the tiles of at least ``least`` tokens, where each number stands for a token and ``more`` behind it."""
    with cython.nogil:
        need = _find_runs(tiling, ours, theirs, vocabulary, more, least)
    if need > tiling.heap.shape[0]:
        tiling.make_room(need)
        with cython.nogil:
            _find_runs(tiling, ours, theirs, vocabulary, more, least)
    with cython.nogil:
        _choose(tiling, least)


def _find_runs(tiling: _Tiling, ours: View, theirs: View, vocabulary: int, more: int, least: int) -> int:
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


def _choose(tiling: _Tiling, least: int) -> None:
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


def _take(tiling: _Tiling, draft: int, source: int, length: int) -> None:
    for at in range(length):
        tiling.paired[draft + at] = 1
        tiling.taken[source + at] = 1
    tiling.tile[tiling.tiles, 0] = draft
    tiling.tile[tiling.tiles, 1] = source
    tiling.tile[tiling.tiles, 2] = length
    tiling.tiles += 1


def _precedes(tiling: _Tiling, one: int, other: int) -> bool:
    """Whether run ``one`` is taken before the ``other``."""
    first: int = tiling.runs[other, 2] - tiling.runs[one, 2]
    if first == 0:
        first = tiling.runs[one, 0] - tiling.runs[other, 0]
    if first == 0:
        first = tiling.runs[one, 1] - tiling.runs[other, 1]
    return first < 0


def _sink(tiling: _Tiling, at: int, size: int) -> None:
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


def _rise(tiling: _Tiling, at: int) -> None:
    """Put the heap in order above a place."""
    while at > 0 and _precedes(tiling, tiling.heap[at], tiling.heap[(at - 1) // 2]):
        held = tiling.heap[at]
        tiling.heap[at] = tiling.heap[(at - 1) // 2]
        tiling.heap[(at - 1) // 2] = held
        at = (at - 1) // 2


# -- From seed to fragment ---------------------------------------------------------------------------------------------


class _Work:
    """One side's tokens ``[low, high)`` that are scored for belonging to the other's ``[left, right)``, where a share
    of the words is ``retained``; room for their scores; the best stretch, its nats, and the share of words kept in it.
    """

    def __init__(self, draft: Side, source: Side, vocabulary: int) -> None:
        tokens, sentences = max(draft.size, source.size), max(draft.sentences, source.sentences)
        self.score, self.total, self.found = _room(float, tokens), _room(float, tokens + 1), _room(np.uint8, tokens)
        self.sentence, self.covered = _room(float, sentences), _room(float, sentences)
        self.mine, self.theirs = _room(np.int64, vocabulary + 1), _room(np.int64, vocabulary + 1)
        self.unknown, self.retained, self.nats, self.kept = vocabulary, 0.0, 0.0, 0.0
        self.low = self.high = self.left = self.right = self.first = self.last = 0

    def look(self, own: Stretch, other: Stretch, retained: float) -> None:
        """Where to look."""
        (self.low, self.high), (self.left, self.right), self.retained = own, other, retained


def extend(
    draft: Side, source: Side, vocabulary: int, seed: tuple[Stretch, Stretch], retained: float, limits: Limits
) -> Extended | None:
    """A seed's stretches in draft and source, widened and narrowed in turn until they stay where they are, or None when
    nothing there has evidence.

    The stretch on one side is the one of greatest sum of its tokens' evidence given the stretch on the other (X-drop,
    as in BLAST); ``retained`` is a first guess of the share of words kept.
    """
    work = _Work(draft, source, vocabulary)
    grown, rounds = Extended(*seed, 0.0, retained), 0
    for ahead in limits.lookahead:
        for _ in range(limits.rounds):
            old = grown
            if not _extend_side(draft, source, old.draft, _wider(old.source, ahead, source.size), old, limits, work):
                return None
            ours, nats, kept = (work.first, work.last), work.nats, work.kept
            if not _extend_side(source, draft, old.source, _wider(ours, ahead, draft.size), old, limits, work):
                return None
            share = min(max(limits.shrink * min(kept, work.kept), limits.least_retained), limits.most_retained)
            grown = Extended(ours, (work.first, work.last), min(nats, work.nats), share)
            rounds += 1
            if rounds == limits.early and grown.nats < limits.faint:
                return None
            if grown[:2] == old[:2]:
                break
    return grown


def _wider(stretch: Stretch, by: int, size: int) -> Stretch:
    return max(0, stretch[0] - by), min(size, stretch[1] + by)


def _extend_side(
    mine: Side, theirs: Side, own: Stretch, other: Stretch, old: Extended, limits: Limits, work: _Work
) -> bool:
    """Find the best stretch of one side around its ``own``, given the ``other``; whether there is one."""
    first, last = own
    work.look(_wider(own, max(limits.reach, last - first), mine.size), other, old.retained)
    _best_around(mine, theirs, first, last, limits.drop, work)
    return work.first < work.last


def _best_around(mine: Side, theirs: Side, first: int, last: int, drop: float, work: _Work) -> None:
    """The best stretch that grows out of ``[first, last)``; the share kept is that beyond what chance keeps."""
    with cython.nogil:
        _lexical(mine, theirs, work)
        _meaning(mine, theirs, False, work)
        _add_up(mine, work)
        _peak(work, first - work.low, last - work.low, drop)
        work.last = _climb(work.total, work.last, work.high - work.low, 1, drop)
        work.first = _climb(work.total, work.first, 0, -1, drop)
        work.nats = work.total[work.last] - work.total[work.first]
        chance, found = 0.0, 0.0
        for at in range(work.first, work.last):
            found += work.found[at]
            chance -= expm1((work.left - work.right) * mine.frequency[work.low + at])
        size = max(work.last - work.first, 1)
        chance /= size
        work.kept = (found / size - chance) / max(1.0 - chance, LEAST_SHARE)
        work.first += work.low
        work.last += work.low


def _lexical(mine: Side, theirs: Side, work: _Work) -> None:
    """What each token's word says, in ``score``, and whether the other side has it there."""
    missing = log1p(-work.retained)
    for at in range(work.left, work.right):
        work.theirs[theirs.word[at]] = 1
    work.theirs[work.unknown] = 0
    for at in range(work.low, work.high):
        found, nats = work.theirs[mine.word[at]], missing
        if found:
            likely = max(-expm1((work.left - work.right) * mine.frequency[at]), LEAST_CHANCE)
            nats = min(log((work.retained + (1 - work.retained) * likely) / likely), mine.surprise[at])
        work.found[at - work.low] = found
        work.score[at - work.low] = nats
    for at in range(work.left, work.right):
        work.theirs[theirs.word[at]] = 0


def _meaning(mine: Side, theirs: Side, covered: bool, work: _Work) -> None:
    """What each sentence means, per token, in ``sentence``; with ``covered`` the less, the more of the other side's
    sentences is paired word by word."""
    above, before = mine.sentence[work.low], theirs.sentence[work.left]
    for row in range(above, mine.sentence[work.high - 1] + 1):
        most = -INFINITE
        for column in range(before, theirs.sentence[work.right - 1] + 1):
            nats = mine.semantic[row, column]
            if covered and nats > 0:
                nats *= 1.0 - work.covered[column - before]
            most = max(most, nats)
        work.sentence[row - above] = max(most, mine.least) / max(mine.sentence_tokens[row], 1.0)


def _add_up(mine: Side, work: _Work) -> None:
    """Running sums of words and meaning, one more than there are tokens."""
    above = mine.sentence[work.low]
    work.total[0] = 0.0
    for at in range(work.high - work.low):
        nats = work.score[at] + work.sentence[mine.sentence[work.low + at] - above]
        work.total[at + 1] = work.total[at] + nats


def _peak(work: _Work, low: int, high: int, drop: float) -> None:
    """The best stretch inside ``[low, high)``; one with a valley deeper than ``drop`` is cut there, the better part
    kept."""
    while True:
        work.first = work.last = low
        least, gain = work.total[low], 0.0
        for at in range(low, high + 1):
            least = min(least, work.total[at])
            if work.total[at] - least > gain:
                gain = work.total[at] - least
                work.last = at
        for at in range(low, work.last + 1):
            if work.total[at] < work.total[work.first]:
                work.first = at
        top = bottom = highest = work.first
        fall = 0.0
        for at in range(work.first, work.last + 1):
            if work.total[at] > work.total[highest]:
                highest = at
            if work.total[highest] - work.total[at] > fall:
                fall = work.total[highest] - work.total[at]
                top, bottom = highest, at
        if not fall > drop:
            break
        if work.total[top] - work.total[work.first] >= work.total[work.last] - work.total[bottom]:
            low, high = work.first, top
        else:
            low, high = bottom, work.last


def _climb(total: View, at: int, end: int, step: int, drop: float) -> int:
    """Where running sums, walked along from a place, are best before they fall by ``drop``."""
    best = at
    while (end - at) * step >= 0:
        if step * (total[best] - total[at]) > drop:
            break
        if step * (total[at] - total[best]) > 0:
            best = at
        at += step
    return best


def trim(
    draft: Side,
    source: Side,
    vocabulary: int,
    stretches: tuple[Stretch, Stretch],
    retained: float,
    rounds: int,
    least: int,
    most: int,
) -> tuple[Stretch, Stretch]:
    """The stretches of a fragment without ends that only repeat words and thoughts of its middle.

    Each word counts once: runs of ``least`` words and more that both sides have are paired first (``tiles``, with at
    most ``most`` pairs), the others share what is left. Both sides in turn, at most so many ``rounds``; ``retained`` is
    the share of words kept that this reckons with.
    """
    ours, theirs = stretches
    tiling = _Tiling(vocabulary, ours[1] - ours[0], theirs[1] - theirs[0], least)
    work = _Work(draft, source, vocabulary)
    for _ in range(rounds):
        before = ours, theirs
        work.look(ours, theirs, retained)
        one, other = draft.word[work.low : work.high], source.word[work.left : work.right]
        _tile(tiling, one, other, vocabulary, least, most)
        _best_within(draft, source, tiling.paired, tiling.taken, work)
        if work.first >= work.last:
            break
        kept = work.first, work.last
        work.look(theirs, kept, retained)
        one, other = draft.word[work.left : work.right], source.word[work.low : work.high]
        _tile(tiling, one, other, vocabulary, least, most)
        _best_within(source, draft, tiling.taken, tiling.paired, work)
        if work.first >= work.last:
            break
        ours, theirs = kept, (work.first, work.last)
        if (ours, theirs) == before:
            break
    return ours, theirs


def _best_within(mine: Side, theirs: Side, paired: View, taken: View, work: _Work) -> None:
    """The best stretch, where the tokens that are not ``paired`` share what is not ``taken`` of the other side."""
    with cython.nogil:
        missing, before = log1p(-work.retained), theirs.sentence[work.left]
        behind = theirs.sentence[work.right - 1] + 1
        _lexical(mine, theirs, work)
        for at in range(work.low, work.high):
            if not paired[at - work.low]:
                work.mine[mine.word[at]] += 1
        for column in range(behind - before):
            work.covered[column] = 0.0
        for at in range(work.left, work.right):
            if taken[at - work.left]:
                work.covered[theirs.sentence[at] - before] += 1.0
            else:
                work.theirs[theirs.word[at]] += 1
        for column in range(behind - before):
            work.covered[column] /= max(theirs.sentence_tokens[before + column], 1.0)
        for at in range(work.high - work.low):
            word = mine.word[work.low + at]
            if work.found[at] and not paired[at] and work.theirs[word] < work.mine[word]:
                share = work.theirs[word] * 1.0 / work.mine[word]
                work.score[at] = missing + share * (work.score[at] - missing)
        for at in range(work.low, work.high):
            work.mine[mine.word[at]] = 0
        for at in range(work.left, work.right):
            work.theirs[theirs.word[at]] = 0
        _meaning(mine, theirs, True, work)
        _add_up(mine, work)
        _peak(work, 0, work.high - work.low, INFINITE)
        work.first += work.low
        work.last += work.low
