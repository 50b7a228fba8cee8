# cython: language_level=3, infer_types=True, annotation_typing=False, initializedcheck=False
# cython: boundscheck=False, wraparound=False, cdivision=True, freethreading_compatible=True
"""Emission: what a pair of sentences says for one having been taken from the other, in nats.

These nats are apart from those of ``semantic.py``, by which alignments are extended, and are never added to them. Two
speeches on one subject are near to each other from end to end. So what a sentence is near to in the whole of the
other text is its topic, and is taken off; what is left is that it is nearer to one sentence than to the others.

Compiled like ``chain.py`` where there is a C compiler (types in ``emission.pxd``); elsewhere NumPy does the same. Both
add in the same order: the results are equal to the last bit.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import numpy as np

from simcheck.align.reference import Level
from simcheck.align.semantic import Matrix
from simcheck.align.side import Bools, Floats
from simcheck.align.word_meaning import Words
from simcheck.scoring import Order

try:
    import cython
except ImportError:  # of which an interpreted run needs no more than this
    cython = SimpleNamespace(compiled=False, nogil=contextlib.nullcontext())

View = Any

#: Whether this is machine code.
COMPILED: bool = cython.compiled
_ANY = float("inf")


def emission(
    similarities: Matrix, level: Level, weights: Floats, headings: Bools, numbers: Order, words: Words | None = None
) -> Matrix:
    """Nats of each pair of sentences, shape as ``similarities`` (draft, source).

    ``weights`` are what each draft sentence can say, in [0, 1]; ``headings`` the source's, which say nothing. With
    ``words`` what the words mean is evidence too.
    """
    margin = similarities - level.similarity[:, None].astype(np.float32)
    margin /= np.float32(level.unit)
    said = words.deviations if words is not None else ()
    asked = weights > numbers.topic_weight
    if asked.sum() < numbers.topic_asked:
        asked[:] = True
    telling = weights.astype(np.float32)
    return (_compiled if COMPILED else _plain)(margin, said, asked, telling, headings, numbers)


def _compiled(
    margin: Matrix, said: Sequence[Matrix], asked: Bools, telling: Matrix, headings: Bools, numbers: Order
) -> Matrix:
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
            room[at] = source_share * (total if total > 0 else 0)
        for row in range(length):
            kept = 0
            for at in range(width):
                kept = _rank(values[row, at], room, width, kept, last)
            total = _topic(room, width, kept, first, last) - above
            total = draft_share * (total if total > 0 else 0)
            for at in range(width):
                beyond = values[row, at] - room[at]
                beyond = beyond - total
                beyond = least if beyond < least else most if beyond > most else beyond
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
                nats = least if nats < least else most if nats > most else nats
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
    margin: Matrix, said: Sequence[Matrix], asked: Bools, telling: Matrix, headings: Bools, numbers: Order
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


def _paid(nats: Matrix, numbers: Order) -> Matrix:
    """The share of its nats that each source sentence pays: any number of lines of one form is near to one sentence,
    but it pays as much as for a few of them."""
    claims = np.count_nonzero(nats >= numbers.claim, axis=0)
    return np.asarray(np.minimum(1.0, numbers.most_per_sentence / np.maximum(claims, 1)), dtype=np.float32)


def _beyond_topic(values: Matrix, asked: Bools, numbers: Order, above: float) -> Matrix:
    """What each pair has beyond a share of what either sentence has with the whole other text."""
    source = _plain_topic(values[asked], 0, numbers)
    draft = _plain_topic(values, 1, numbers)
    beyond: Matrix = np.subtract(values, numbers.source_topic * np.maximum(source - above, 0)[None])
    beyond -= numbers.draft_topic * np.maximum(draft - above, 0)[:, None]
    return beyond


def _plain_topic(values: Matrix, axis: int, numbers: Order) -> Matrix:
    """The mean of the values along an axis of the ranks that are topic, of as many as there are."""
    count, (first, last) = values.shape[axis], numbers.topic_ranks
    low, high = max(count - last, 0), max(count - first, 0)
    # A sort of rows that lie together is quicker than selecting two ranks of them.
    ranked = np.sort(np.ascontiguousarray(values.T) if axis == 0 else values, axis=1)[:, low : high + 1]
    return np.asarray(np.add.reduce(ranked.T, axis=0) / np.float32(ranked.shape[1]))
