"""How good an encoder is: agreement with people's scores, and translations found among other sentences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simcheck.encode.protocol import Encoder
from simcheck.encode.records import Agreement, RetrievalQuality
from simcheck.encode.validated import vectors_of

#: Queries whose similarities to all candidates are held at once.
_BLOCK = 512


def agreement(encoder: Encoder, pairs: Sequence[tuple[str, str]], scores: Sequence[float]) -> Agreement:
    """How well similarities rank pairs of sentences as people scored them.

    Raises ValueError for fewer than three pairs, or scores that are all equal: there is no rank to agree with then.
    """
    if len(pairs) < 3 or len(set(scores)) < 2:
        raise ValueError("three pairs with different scores are the least that can be ranked")
    left, right = (vectors_of(encoder, [pair[side] for pair in pairs]) for side in (0, 1))
    return Agreement(len(pairs), spearman((left * right).sum(axis=1), np.asarray(scores, dtype=float)))


def retrieval(encoder: Encoder, pairs: Sequence[tuple[str, str]]) -> RetrievalQuality:
    """How often a sentence's counterpart is the nearest of all sentences on the other side, both ways.

    Where a counterpart stands there more than once, each copy of it is right. A sentence without a known word finds
    nothing.
    """
    sides = [[pair[side] for pair in pairs] for side in (0, 1)]
    left, right = (vectors_of(encoder, side) for side in sides)
    return RetrievalQuality(len(pairs), _found(left, right, sides[1]), _found(right, left, sides[0]))


def _found(queries: NDArray[np.float32], candidates: NDArray[np.float32], texts: Sequence[str]) -> float:
    right = 0
    for start in range(0, len(queries), _BLOCK):
        similarities = queries[start : start + _BLOCK] @ candidates.T
        for row, best in enumerate(similarities.argmax(axis=1)):
            right += similarities[row, best] > 0 and texts[best] == texts[start + row]
    return right / len(queries)


def spearman(one: NDArray[Any], other: NDArray[Any]) -> float:
    """Spearman's rank correlation, ties sharing their mean rank; 0 where one side is constant.

    >>> spearman(np.array([0.1, 0.4, 0.9]), np.array([1, 3, 5]))
    1.0
    """
    first, second = _ranks(one), _ranks(other)
    if np.ptp(first) == 0 or np.ptp(second) == 0:
        return 0.0
    return float(np.corrcoef(first, second)[0, 1])


def _ranks(values: NDArray[Any]) -> NDArray[np.float64]:
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    ranks: NDArray[np.float64] = (np.cumsum(counts) - (counts - 1) / 2)[place]
    return ranks
