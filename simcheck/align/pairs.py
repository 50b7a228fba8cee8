"""Pairs: a draft with each of its candidate sources, and what these say of the draft side by side."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping

import numpy as np

from simcheck.align.evidence import Bools, Floats, Pair


class Pairs(Mapping[int, Pair]):
    """The pairs of one draft by document number, in the order given."""

    def __init__(self, pairs: Mapping[int, Pair]) -> None:
        self._pairs = dict(pairs)

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
    def held(self) -> Bools:
        """Which of the draft's tokens each source has anywhere, shape (pairs, draft tokens)."""
        return np.stack([pair.draft_word != pair.words for pair in self.values()])

    @functools.cached_property
    def meant(self) -> Floats:
        """``Pair.meant`` of each pair, shape (pairs, draft sentences)."""
        return np.stack([pair.meant for pair in self.values()])
