"""Rivals: what other sources offer for the words and the meaning of a fragment, worked out only where it matters."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping

import numpy as np

from simcheck.align.extend import Fragment
from simcheck.align.likelihood import found_nats
from simcheck.align.loops import window_score
from simcheck.align.pair import Pair
from simcheck.align.pairs import Pairs
from simcheck.align.semantic import Matrix, sliding_maximum
from simcheck.align.side import Bools, Floats
from simcheck.scoring import Rivalry, Scoring


class Rivals:
    """What each other source offers for a fragment, for those of its draft's tokens that are of the ``body``.

    That a source cannot offer more than all of the fragment's words that it has, and the best of its sentences wherever
    they stand, is seen at once; what its best window offers, one by one.
    """

    def __init__(self, fragment: Fragment, body: Bools, pairs: Pairs, scoring: Scoring) -> None:
        pair, stretch, length = pairs[fragment.number], slice(*fragment.draft), fragment.source[1] - fragment.source[0]
        sentences = slice(int(pair.draft.sentence[stretch.start]), int(pair.draft.sentence[stretch.stop - 1]) + 1)
        reach = int(pair.source.sentence[fragment.source[1] - 1] - pair.source.sentence[fragment.source[0]]) + 2
        chance = -np.expm1(-length * pairs.frequency[:, stretch])
        worth = found_nats(chance, pair.surprise[stretch], fragment.retained, scoring.lexical.cap)
        worth *= pairs.shared[:, stretch] & body
        row = dict(zip(pairs, worth, strict=True))
        self._words = functools.cache(lambda other: best_window(pairs[other], fragment, row[other], scoring.rivalry))
        self._meaning = functools.cache(lambda other: best_sentences(pairs[other].semantic[sentences], reach))
        self._most_words = dict(zip(pairs, worth.sum(axis=1).tolist(), strict=True))
        self._most_meaning = dict(zip(pairs, pairs.best_semantic[:, sentences].sum(axis=1).tolist(), strict=True))
        del self._most_words[fragment.number]

    def offer(self, number: int) -> tuple[float, float]:
        """The nats of words and of meaning that a source offers."""
        return self._words(number), self._meaning(number)

    def reaching(self, nats: float) -> frozenset[int]:
        """The sources that offer so many nats, of words and meaning together."""
        return frozenset(
            other
            for other in self._most_words
            if self._most_words[other] + self._most_meaning[other] >= nats
            and self._most_words[other] + self._meaning(other) >= nats
            and sum(self.offer(other)) >= nats
        )

    def best(self, among: Iterable[int], most: float, floor: float) -> tuple[float, int | None]:
        """What the best source of ``among`` offers, its words counted for ``most`` nats at most, and its number;
        ``floor`` and None if that is more."""
        bounds = {other: min(self._most_words[other], most) + self._most_meaning[other] for other in among}
        return _greatest(bounds, lambda other: min(self._words(other), most) + self._meaning(other), floor)

    def best_words(self, among: Iterable[int]) -> float:
        """The same of the words alone."""
        return _greatest({other: self._most_words[other] for other in among}, self._words, 0.0)[0]


def _greatest(bounds: Mapping[int, float], value: Callable[[int], float], least: float) -> tuple[float, int | None]:
    """The greatest value and whose it is, or ``least``; values are not asked for where their bound is too low."""
    whose = None
    for number in sorted(bounds, key=lambda number: -bounds[number]):
        if bounds[number] <= least:
            break
        if (found := value(number)) > least:
            least, whose = found, number
    return least, whose


def best_window(pair: Pair, fragment: Fragment, worth: Floats, scoring: Rivalry) -> float:
    """The most lexical nats that a window of the pair's source offers for the fragment's words.

    A word earns as often as it stands on both sides, each time what its places in the fragment are worth on average;
    ``worth`` is what each token of the fragment is worth when it is found (``Pair.worth``).
    """
    length = fragment.source[1] - fragment.source[0]
    window = min(max(scoring.least_window, int(scoring.window * length)), len(pair.source))
    return window_score(pair.draft_word[slice(*fragment.draft)], worth, pair.source_word, pair.words, window)


def best_sentences(nats: Matrix, reach: int) -> float:
    """The most semantic nats that ``reach`` neighbouring source sentences offer for some draft sentences, shape
    (draft, source)."""
    best = np.maximum(nats, 0.0)
    return float(sliding_maximum(best, min(reach, best.shape[1])).sum(axis=0).max())
