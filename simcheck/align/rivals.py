"""Rivals: what other sources offer for the words and the meaning of a fragment, worked out only where it matters."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping

import numpy as np
import numpy.typing as npt

from simcheck.align import compiled
from simcheck.align.evidence import Floats, Pair, Stretch, gain
from simcheck.align.grow import Fragment
from simcheck.align.pairs import Pairs

#: How much longer than the fragment a rival's stretch may be.
ROOM = 1.2


class Rivals:
    """What each of some sources offers for one fragment of another one.

    ``number`` is that other one, among ``pairs``. That a source cannot offer more than all of the fragment's words that
    it has, and the best of its sentences wherever they stand, is seen at once; where these are, one by one.
    """

    def __init__(self, number: int, fragment: Fragment, reach: int, sentences: slice, pairs: Pairs) -> None:
        stretch, length = slice(*fragment.draft), fragment.source[1] - fragment.source[0]
        chance = -np.expm1(-length * pairs.frequency[:, stretch])
        worth = gain(chance, pairs[number].surprise[stretch], fragment.retained)
        worth *= pairs.held[:, stretch]
        row = dict(zip(pairs, worth, strict=True))
        self._words = functools.cache(lambda other: offer(pairs[other], fragment, worth=row[other]))
        self._meaning = functools.cache(lambda other: meaning(pairs[other].semantic[sentences], reach))
        self._most_words = dict(zip(pairs, worth.sum(axis=1).tolist(), strict=True))
        self._most_meaning = dict(zip(pairs, pairs.meant[:, sentences].sum(axis=1).tolist(), strict=True))
        del self._most_words[number]

    def reaching(self, nats: float) -> tuple[int, ...]:
        """The sources that offer so many nats, of words and meaning together."""
        return tuple(
            other
            for other in self._most_words
            if self._most_words[other] + self._most_meaning[other] >= nats
            and self._words(other) + self._meaning(other) >= nats
        )

    def best(self, among: Iterable[int], most: float, least: float) -> float:
        """What the best source of ``among`` offers, its words counted for ``most`` nats at most; ``least`` if that is
        more."""
        bounds = {other: min(self._most_words[other], most) + self._most_meaning[other] for other in among}
        return _greatest(bounds, lambda other: min(self._words(other), most) + self._meaning(other), least)

    def best_words(self, among: Iterable[int]) -> float:
        """The same of the words alone."""
        return _greatest({other: self._most_words[other] for other in among}, self._words, 0.0)


def _greatest(bounds: Mapping[int, float], value: Callable[[int], float], least: float) -> float:
    """The greatest value, or ``least``; values are not asked for where their bound is too low."""
    for number in sorted(bounds, key=lambda number: -bounds[number]):
        if bounds[number] <= least:
            break
        least = max(least, value(number))
    return least


def offer(pair: Pair, fragment: Fragment, within: tuple[int, int] | None = None, worth: Floats | None = None) -> float:
    """The most lexical nats that any stretch of the pair's source (or the stretch ``within``) offers for the
    fragment's words.

    A word earns as often as it stands on both sides, each time what its places in the fragment are worth on average.
    ``worth`` is what ``Pair.worth`` gives for each of them, if that is known.
    """
    length = fragment.source[1] - fragment.source[0]
    worth = pair.worth(slice(*fragment.draft), length, fragment.retained) if worth is None else worth
    room = min(max(20, int(ROOM * length)), len(pair.source))
    loops = compiled.loops()
    return (loops.offered if loops else offered)(pair, fragment.draft, worth, room, within)


def offered(pair: Pair, draft: Stretch, worth: Floats, room: int, within: Stretch | None) -> float:
    """See ``offer``: for the draft's words there, in a stretch of ``room`` tokens or in the one given."""
    words = pair.draft_word[slice(*draft)]
    here = np.bincount(words, minlength=pair.words + 1)
    nats = np.bincount(words, worth, minlength=pair.words + 1) / np.maximum(here, 1)
    nats[pair.words] = 0.0
    if within is None:
        total = np.zeros(len(pair.source) + 1)
        nats[pair.source_word].cumsum(out=total[1:])
        start = int((total[room:] - total[: len(total) - room]).argmax())
        within = start, start + room
    there = np.bincount(pair.source_word[slice(*within)], minlength=pair.words + 1)
    return float(nats @ np.minimum(here, there))


def meaning(nats: npt.NDArray[np.float32], reach: int) -> float:
    """The most semantic nats that ``reach`` neighbouring source sentences offer for some draft sentences, shape
    (draft, source)."""
    best = np.maximum(nats, 0.0)
    wide = 1
    while wide < reach:
        step = min(wide, reach - wide)
        best = (
            np.maximum(best[:, : best.shape[1] - step], best[:, step:])
            if best.shape[1] > step
            else best.max(axis=1, keepdims=True)
        )
        wide += step
    return float(best.sum(axis=0).max())
