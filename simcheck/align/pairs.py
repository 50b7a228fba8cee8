"""Pairs: a draft beside each of the sources that it is compared with word by word."""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterator, Mapping

import numpy as np

from simcheck.align.background import Background
from simcheck.align.pair import Pair
from simcheck.align.semantic import semantic_nats
from simcheck.align.shelf_pairs import ShelfPairs, none_beside, shelf_pairs
from simcheck.align.side import Bools, Floats, side
from simcheck.cancelling import look
from simcheck.encode.embedded import Embedded
from simcheck.retrieve import Candidates
from simcheck.scoring import Scoring


class Pairs(Mapping[int, Pair]):
    """A draft with each of its candidate sources, by document number, and the same side by side as arrays; ``shelf``
    gives it with typical texts."""

    def __init__(self, pairs: Mapping[int, Pair], shelf: ShelfPairs = none_beside) -> None:
        self._pairs, self.shelf = dict(pairs), shelf

    def __getitem__(self, number: int) -> Pair:
        return self._pairs[number]

    def __iter__(self) -> Iterator[int]:
        return iter(self._pairs)

    def __len__(self) -> int:
        return len(self._pairs)

    @functools.cached_property
    def frequency(self) -> Floats:
        """``Pair.frequency`` of each pair, shape (pairs, draft tokens)."""
        return np.stack([pair.frequency for pair in self.values()])

    @functools.cached_property
    def shared(self) -> Bools:
        """Which of the draft's tokens each source has anywhere, shape (pairs, draft tokens)."""
        return np.stack([pair.draft_word != pair.words for pair in self.values()])

    @functools.cached_property
    def best_semantic(self) -> Floats:
        """``Pair.best_semantic`` of each pair, shape (pairs, draft sentences)."""
        return np.stack([pair.best_semantic for pair in self.values()])


def pair_up(
    draft: Embedded,
    candidates: Candidates,
    background: Background,
    scoring: Scoring,
    besides: Collection[int] = (),
) -> Pairs:
    """The draft beside each leading candidate that has a token, and beside others that are asked for."""
    ours, pairs = side(draft.analyzed), {}
    for number, source in candidates.sources.items():
        look()
        theirs = side(source.analyzed)
        if len(theirs) and (number in candidates.leaders or number in besides):
            level = background.levels.get(number, background.pool_levels["zh"].similarity)
            margins = candidates.similarities[number], level, background.unit
            nats = semantic_nats(*margins, background.weights, scoring.semantic)
            pairs[number] = Pair(ours, theirs, background.lexical, nats, scoring)
    return Pairs(pairs, shelf_pairs(draft, background, scoring))
