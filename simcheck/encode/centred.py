"""Centred vectors: without the direction that all sentences of an encoder share.

Some encoders, such as the e5 family, give two sentences that have nothing in common a similarity of .7 and more, and
translations only a little more than that: sentences of one language stand closer together than what they mean. Without
their mean vector the vectors are spread (Mu and Viswanath, "All-but-the-top", ICLR 2018), and similarities mean with
any encoder what they mean with the shipped one.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from simcheck.encode.protocol import Vectors
from simcheck.scoring import SCORING
from simcheck.text.formulas import formulas

#: Stock sentences that the mean is taken of.
SAMPLE = 48


def sample() -> Sequence[str]:
    """Sentences that nobody owns, from the whole list of them, which have nothing in common but their kind."""
    return formulas()[:: max(1, len(formulas()) // SAMPLE)][:SAMPLE]


def shared_direction(vectors: Vectors) -> Vectors:
    """The mean of an encoder's unit vectors of ``sample``, shape (dimension,); zero for an encoder whose similarities
    are spread already.

    >>> alike = np.array([[0.96, 0.28], [0.96, -0.28]])
    >>> shared_direction(alike).round(2).astype(str).tolist(), shared_direction(np.eye(2)).tolist()
    (['0.96', '0.0'], [0.0, 0.0])
    """
    numbers = SCORING.semantic
    similar = (vectors @ vectors.T)[np.triu_indices(len(vectors), 1)]
    spread = not len(similar) or np.quantile(similar, numbers.narrow_share) < numbers.narrow
    return np.asarray(vectors.mean(axis=0) * (not spread), dtype=np.float32)


def centred(vectors: Vectors, direction: Vectors) -> Vectors:
    """Unit vectors, their difference from ``direction`` scaled to length 1 again; a vector of length 0 stays so.

    >>> centred(np.array([[0.75, 0.5], [0.0, 0.0]]), np.array([0.75, 0.0])).tolist()
    [[0.0, 1.0], [0.0, 0.0]]
    """
    moved = np.where(vectors.any(axis=1, keepdims=True), vectors - direction, 0.0)
    lengths = np.linalg.norm(moved, axis=1, keepdims=True)
    return np.asarray(np.divide(moved, lengths, out=np.zeros(moved.shape, dtype=np.float32), where=lengths > 0))
