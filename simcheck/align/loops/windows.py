# cython: language_level=3, infer_types=True, annotation_typing=False, initializedcheck=False
# cython: boundscheck=False, wraparound=False, cdivision=True, freethreading_compatible=True
"""Windows: the most that a stretch of a source offers for the words of a fragment."""

from __future__ import annotations

import numpy as np

from simcheck.align.loops.buffers import Floats, Ints, View, floats, ints, room

try:
    import cython
except ImportError:
    from simcheck.without_cython import cython


def window_score(words: Ints, worth: Floats, source_words: Ints, vocabulary: int, length: int) -> float:
    """The most nats that any ``length`` neighbouring tokens of the source offer for the ``words`` of a fragment.

    A word earns as often as it stands on both sides, each time what its places in the fragment are worth on average.

    >>> window_score(np.array([0, 1, 1]), np.array([1.0, 2.0, 4.0]), np.array([1, 0, 1, 1]), 2, 2)
    6.0
    """
    nats, here, there = _means(ints(words), floats(worth), vocabulary)
    places = np.flatnonzero(np.asarray(here)[source_words])
    first = _best_window(nats, here, there, ints(source_words[places]), ints(places), length)
    return _stretch_score(nats, here, there, ints(source_words[first : first + length]))


def stretch_score(words: Ints, worth: Floats, stretch: Ints, vocabulary: int) -> float:
    """The nats that just these tokens of the source offer for the ``words`` of a fragment; see ``window_score``.

    >>> stretch_score(np.array([0, 1, 1]), np.array([1.0, 2.0, 4.0]), np.array([1, 0, 1, 1]), 2)
    7.0
    """
    nats, here, there = _means(ints(words), floats(worth), vocabulary)
    return _stretch_score(nats, here, there, ints(stretch))


def _means(words: View, worth: View, vocabulary: int) -> tuple[View, View, View]:
    """By word: its mean worth, how often it stands in the fragment, and room to count the other side's."""
    nats, here, there = (room(kind, vocabulary + 1) for kind in (np.float64, np.int64, np.int64))
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
