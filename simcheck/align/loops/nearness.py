# cython: language_level=3, infer_types=True, annotation_typing=False, initializedcheck=False
# cython: boundscheck=False, wraparound=False, cdivision=True, freethreading_compatible=True
"""Nearness: what the words of sentences say by the nearest words of other sentences.

A word says as many steps as its quantiles are reached, less one. The steps are whole numbers, so that compiled and with
NumPy the sums are equal.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simcheck.align.loops.buffers import Bytes, Ints, Plot, View

try:
    import cython
except ImportError:
    from simcheck.without_cython import cython

#: Words whose nearness is looked at together without a compiler: memory.
BAND = 256


class Cut(NamedTuple):
    """Sentences cut into words: which of the different words stands at each ``place``, where sentences begin among the
    places (``starts``; each has a word), and the ``quantiles`` of each different word, in eight bits, shape (words,
    quantiles)."""

    place: Ints
    starts: Ints
    quantiles: Bytes


def steps(similar: Plot, ours: Cut, theirs: Cut, fine: float, most: int) -> tuple[Ints, Ints]:
    """What the words of our sentences say of each of theirs, and theirs of ours, in steps, both of shape (our
    sentences, their sentences); a word says none to ``most``.

    ``similar`` is how similar each of our different words is to each of theirs, in ``fine`` parts of one.

    >>> ours = Cut(np.array([0, 1]), np.array([0]), np.array([[0, 100], [0, 100]], dtype=np.uint8))
    >>> theirs = Cut(np.array([0, 1]), np.array([0, 1]), np.array([[0, 50, 80], [0, 50, 80]], dtype=np.uint8))
    >>> found = steps(np.array([[0.5, 0.1], [0.3, 0.9]], dtype=np.float32), ours, theirs, 200.0, 9)
    >>> found[0].tolist(), found[1].tolist()
    ([[1, 1]], [[2, 2]])
    """
    shape = len(ours.starts), len(theirs.starts)
    by_ours, by_theirs = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    if cython.compiled:
        (place, starts, mine), (other, begins, others) = ours, theirs
        said = np.zeros((len(similar), shape[1]), dtype=np.int64)
        _say_ours(similar, place, starts, mine, other, begins, fine, most, said, by_ours)
        nearest, told = np.empty(similar.shape[1], dtype=np.float32), np.zeros(similar.shape[1], dtype=np.int64)
        _say_theirs(similar, place, starts, other, begins, others, fine, most, nearest, told, by_theirs)
    else:
        sides = zip(_nearest(similar, ours, theirs), (ours, theirs), (by_ours, by_theirs.T), strict=True)
        for near, cut, found in sides:
            found[:] = np.add.reduceat(_plain_steps(near, cut.quantiles, fine, most)[cut.place], cut.starts, axis=0)
    return by_ours, by_theirs


def _say_ours(
    similar: View, place: View, starts: View, quantiles: View, other: View, begins: View, fine: float, most: int,
    said: View, found: View,
) -> None:  # fmt: skip
    count, sentences = place.shape[0], begins.shape[0]
    with cython.nogil:
        for word in range(similar.shape[0]):
            for sentence in range(sentences):
                end = begins[sentence + 1] if sentence + 1 < sentences else other.shape[0]
                best = similar[word, other[begins[sentence]]]
                for at in range(begins[sentence] + 1, end):
                    best = max(best, similar[word, other[at]])
                said[word, sentence] = _steps(best, quantiles, word, fine, most)
        for row in range(starts.shape[0]):
            end = starts[row + 1] if row + 1 < starts.shape[0] else count
            for at in range(starts[row], end):
                for sentence in range(sentences):
                    found[row, sentence] += said[place[at], sentence]


def _say_theirs(
    similar: View, place: View, starts: View, other: View, begins: View, quantiles: View, fine: float, most: int,
    best: View, said: View, found: View,
) -> None:  # fmt: skip
    count, sentences, words = place.shape[0], begins.shape[0], similar.shape[1]
    with cython.nogil:
        for row in range(starts.shape[0]):
            end = starts[row + 1] if row + 1 < starts.shape[0] else count
            for word in range(words):
                best[word] = similar[place[starts[row]], word]
            for at in range(starts[row] + 1, end):
                for word in range(words):
                    best[word] = max(best[word], similar[place[at], word])
            for word in range(words):
                said[word] = _steps(best[word], quantiles, word, fine, most)
            for sentence in range(sentences):
                end = begins[sentence + 1] if sentence + 1 < sentences else other.shape[0]
                for at in range(begins[sentence], end):
                    found[row, sentence] += said[other[at]]


def _steps(similar: float, quantiles: View, word: int, fine: float, most: int) -> int:
    level = int(min(max(similar * fine, 0.0), 255.0))
    reached = -1
    for at in range(quantiles.shape[1]):
        if level >= quantiles[word, at]:
            reached += 1
    return min(max(reached, 0), most)


def _nearest(similar: Plot, ours: Cut, theirs: Cut) -> tuple[Plot, Plot]:
    """How near each of our words comes to each of their sentences, and each of theirs to each of ours."""
    near_ours = np.empty((len(similar), len(theirs.starts)), dtype=similar.dtype)
    for first in range(0, len(similar), BAND):
        some = slice(first, first + BAND)
        near_ours[some] = np.maximum.reduceat(similar[some, theirs.place], theirs.starts, axis=1)
    near_theirs = np.empty((len(ours.starts), similar.shape[1]), dtype=similar.dtype)
    for row, places in enumerate(np.split(ours.place, ours.starts[1:])):
        near_theirs[row] = similar[places].max(axis=0)
    return near_ours, near_theirs.T


def _plain_steps(near: Plot, quantiles: Bytes, fine: float, most: int) -> npt.NDArray[np.int64]:
    levels = np.clip(near * np.float32(fine), 0, 255).astype(np.uint8)
    reached = np.full(near.shape, -1, dtype=np.int64)
    for quantile in quantiles.T:
        reached += levels >= quantile[:, None]
    return np.asarray(np.clip(reached, 0, most))
