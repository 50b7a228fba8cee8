# cython: language_level=3, infer_types=True, annotation_typing=False, initializedcheck=False
# cython: boundscheck=False, wraparound=False, cdivision=True, freethreading_compatible=True
"""Emitted: nats of the pairs of sentences of two sections, for the order model (:mod:`simcheck.align.emission`).

Where this is not compiled, NumPy does the same in some thirty steps. Both add in the same order: the results are equal
to the last bit.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simcheck.align.loops.buffers import View

try:
    import cython
except ImportError:
    from simcheck.without_cython import cython

Bools = npt.NDArray[np.bool_]
Matrix = npt.NDArray[np.float32]
_ANY = float("inf")


class Numbers(NamedTuple):
    """Those of :class:`simcheck.scoring.Order` that make nats of margins and of what words say."""

    topic_ranks: tuple[int, int]
    topic_from: float
    source_topic: float
    draft_topic: float
    neutral: float
    words: float
    words_least: float
    words_most: float
    slope: float
    least: float
    most: float
    claim: float
    most_per_sentence: int


def emitted(
    margin: Matrix, said: Sequence[Matrix], asked: Bools, telling: Matrix, headings: Bools, numbers: Numbers
) -> Matrix:
    """Nats, shape as ``margin`` (draft, source), by how far above its level each pair is, in units, and by what words
    have ``said``, of the same shape. ``asked`` are the draft's sentences whose nearness is a source sentence's topic;
    ``telling``, float32, is what each of them can say; ``headings`` are the source's."""
    if not cython.compiled:
        return _plain(margin, said, asked, telling, headings, numbers)
    first, last = numbers.topic_ranks
    source, draft, words = numbers.source_topic, numbers.draft_topic, numbers.words
    which, room = asked.view(np.uint8), np.empty(margin.shape[1] + last, dtype=np.float32)
    units = np.zeros(margin.shape, dtype=np.float32)
    any_least, any_most, least, most = -_ANY, _ANY, numbers.words_least, numbers.words_most
    above, neutral = numbers.topic_from, numbers.neutral
    _add(margin, which, first, last, above, source, draft, any_least, any_most, 1.0, neutral, room, units)
    for values in said:
        _add(values, which, first, last, 0.0, source, draft, least, most, words, 0.0, room, units)
    slope, least, most, payable = numbers.slope, numbers.least, numbers.most, numbers.most_per_sentence
    _weigh(units, telling, headings.view(np.uint8), slope, least, most, numbers.claim, payable)
    return units


def _add(
    values: View, asked: View, first: int, last: int, above: float, source_share: float, draft_share: float,
    least: float, most: float, factor: float, neutral: float, room: View, units: View,
) -> None:  # fmt: skip
    """Add what the values have beyond both topics to the units. ``room`` holds a number for each sentence of the source
    and ``last`` more."""
    length, width, kept, row, at, total = values.shape[0], values.shape[1], 0, 0, 0, 0.0
    with cython.nogil:
        for at in range(width):
            kept = 0
            for row in range(length):
                if asked[row]:
                    kept = _rank(values[row, at], room, width, kept, last)
            total = _topic(room, width, kept, first, last) - above
            room[at] = source_share * max(total, 0)
        for row in range(length):
            kept = 0
            for at in range(width):
                kept = _rank(values[row, at], room, width, kept, last)
            total = _topic(room, width, kept, first, last) - above
            total = draft_share * max(total, 0)
            for at in range(width):
                beyond = values[row, at] - room[at]
                beyond = beyond - total
                beyond = least if beyond < least else min(beyond, most)
                units[row, at] = units[row, at] + factor * beyond - neutral


def _rank(value: float, room: View, start: int, kept: int, last: int) -> int:
    """Put a value among the ``last`` greatest, ascending from ``start`` on, of which ``kept`` were seen; one more."""
    at = 0
    if kept < last:
        at = kept
        while at > 0 and room[start + at - 1] > value:
            room[start + at] = room[start + at - 1]
            at -= 1
        room[start + at] = value
    elif value > room[start]:
        at = 1
        while at < last and room[start + at] < value:
            room[start + at - 1] = room[start + at]
            at += 1
        room[start + at - 1] = value
    return kept + 1


def _topic(room: View, start: int, seen: int, first: int, last: int) -> float:
    """The mean of the ranks from ``first`` to ``last``, of as many as there are."""
    kept = min(seen, last)
    count, at, total = min(max(seen - first, 0) - (seen - kept) + 1, kept), 0, 0.0
    for at in range(count):
        total += room[start + at]
    return total / max(count, 1)


def _weigh(
    units: View, telling: View, headings: View, slope: float, least: float, most: float, claim: float, payable: float
) -> None:
    """Turn units into nats, of which each sentence of the source pays a share."""
    length, width, row, at, claims, paid, nats = units.shape[0], units.shape[1], 0, 0, 0, 0.0, 0.0
    with cython.nogil:
        for at in range(width):
            claims = 0
            for row in range(length):
                nats = units[row, at] * slope
                nats = least if nats < least else min(nats, most)
                if nats > 0:
                    nats = nats * (0 if headings[at] else telling[row])
                claims += nats >= claim
                units[row, at] = nats
            if claims > payable:
                paid = payable / claims
                for row in range(length):
                    if units[row, at] > 0:
                        units[row, at] = units[row, at] * paid


def _plain(
    margin: Matrix, said: Sequence[Matrix], asked: Bools, telling: Matrix, headings: Bools, numbers: Numbers
) -> Matrix:
    units = _beyond_topic(margin, asked, numbers, numbers.topic_from)
    units -= numbers.neutral
    for values in said:
        beyond = _beyond_topic(values, asked, numbers, 0.0)
        units += numbers.words * np.clip(beyond, numbers.words_least, numbers.words_most)
    units *= numbers.slope
    nats = np.clip(units, numbers.least, numbers.most, out=units)
    nats *= np.where(nats > 0, telling[:, None] * ~headings[None], np.float32(1.0))
    nats *= np.where(nats > 0, _paid(nats, numbers), np.float32(1.0))
    return np.asarray(nats, dtype=np.float32)


def _paid(nats: Matrix, numbers: Numbers) -> Matrix:
    """The share of its nats that each source sentence pays: any number of lines of one form is near to one sentence,
    but it pays as much as for a few of them."""
    claims = np.count_nonzero(nats >= numbers.claim, axis=0)
    return np.asarray(np.minimum(1.0, numbers.most_per_sentence / np.maximum(claims, 1)), dtype=np.float32)


def _beyond_topic(values: Matrix, asked: Bools, numbers: Numbers, above: float) -> Matrix:
    """What each pair has beyond a share of what either sentence has with the whole other text."""
    source = _plain_topic(values[asked], 0, numbers)
    draft = _plain_topic(values, 1, numbers)
    beyond: Matrix = np.subtract(values, numbers.source_topic * np.maximum(source - above, 0)[None])
    beyond -= numbers.draft_topic * np.maximum(draft - above, 0)[:, None]
    return beyond


def _plain_topic(values: Matrix, axis: int, numbers: Numbers) -> Matrix:
    """The mean of the values along an axis of the ranks that are topic, of as many as there are."""
    count, (first, last) = values.shape[axis], numbers.topic_ranks
    low, high = max(count - last, 0), max(count - first, 0)
    # A sort of rows that lie together is quicker than selecting two ranks of them.
    ranked = np.sort(np.ascontiguousarray(values.T) if axis == 0 else values, axis=1)[:, low : high + 1]
    return np.asarray(np.add.reduce(ranked.T, axis=0) / np.float32(ranked.shape[1]))
