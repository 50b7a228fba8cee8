"""Vocabulary: the different tokens of a text, and where each of them stands."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from simcheck.align.side import Ints
from simcheck.caching import memoize_per_object
from simcheck.text.analyze import Analyzed


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """The different tokens of a text, ascending: their ``ids`` and ``counts``, which ``of_token`` each token is, and
    the ``order`` of the tokens sorted by word, each word's occurrences in order, from ``start`` on."""

    ids: npt.NDArray[np.uint64]
    counts: Ints
    of_token: Ints
    order: Ints
    start: Ints


@memoize_per_object
def vocabulary_of(text: Analyzed) -> Vocabulary:
    """The vocabulary of a text."""
    ids, of_token = np.unique(text.tokens.ids, return_inverse=True)
    counts = np.bincount(of_token, minlength=len(ids))
    # Sorting the values themselves is several times as fast as a stable sort of their places.
    size = max(len(of_token), 1)
    order = np.sort(of_token * size + np.arange(len(of_token))) % size
    return Vocabulary(ids, counts, of_token, order, np.concatenate([[0], np.cumsum(counts)]))
