"""Semantic evidence: nats for each pair of sentences, from how far their similarity stands out of the draft
sentence's background.

One cosine threshold fails: every report has sentences that others say word for word. What counts is the margin
between a pair's similarity and the draft sentence's usual best similarity in other documents (margin scoring,
Artetxe and Schwenk, ACL 2019), in units of the encoder's own room between
chance and background, so that no threshold belongs to a model.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float32]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

#: Nats for a margin as wide as the encoder's room, the margin in rooms at which a pair of sentences says nothing, and
#: the bounds of what one sentence can say. Fitted on passages that were rewritten and translated by hand.
SLOPE = 48.0
ORDINARY = -0.29
LEAST, MOST = -12.0, 30.0
#: Neighbouring sentences of a source among which the best one is what chance offers.
WINDOW = 5
#: Windows that show well enough what chance offers: the median of so many is known to a hundredth of a room.
SEEN = 1 << 17
#: Sentences among which the room is measured in full, and by how much of itself it is narrower with each e-fold fewer;
#: measured with three encoders on samples of 74 reports (.14 to .16). The least of these, by what is found in corpora
#: of a few pages (``benchmarks/few.py``).
ENOUGH, GROWTH = 31_000, 0.14
#: The share of the similarities above chance that the room usually is; measured with four encoders (.35 to .6).
SHARE = 0.5


def by_chance(similarities: Sequence[Matrix]) -> float:
    """The median of the best similarity among ``WINDOW`` neighbouring sentences of a source, over matrices of shape
    (draft, source); of every so many sentences of the draft where there is more than enough to see it."""
    every = max(1, sum(matrix.size for matrix in similarities) // (WINDOW * SEEN))
    windows = [_best_in_windows(matrix[::every]).ravel() for matrix in similarities if matrix.size]
    return float(np.median(np.concatenate(windows)))


def _best_in_windows(similarities: Matrix) -> Matrix:
    """The greatest similarity in each ``WINDOW`` columns, those beside each other."""
    width = min(WINDOW, similarities.shape[1])
    last = similarities.shape[1] - width + 1
    return functools.reduce(np.maximum, (similarities[:, at : at + last : WINDOW] for at in range(width)))


def room(usual: Floats, among: Ints, chance: float) -> float:
    """The encoder's unit of margin: how much closer than chance a sentence's usual best similarity is.

    ``usual`` and ``among`` are of shape (sentences,), see ``Neighbourhood.background``. The unit makes encoders
    comparable, whatever the scale of their similarities: what stands a third of a room below the background is
    neither here nor there for each of them. What too few sentences cannot show of it is taken for the usual share of
    what lies above chance.
    """
    unseen = (1.0 - _part(among)) * SHARE * (1.0 - chance)
    return float(max(np.median(np.maximum(usual - chance, 0.0) + unseen), 1e-3))


def grown(usual: Floats, among: Ints, unit: float) -> Floats:
    """The background that one would see among ``ENOUGH`` sentences: the best among few is not the best among many."""
    return np.asarray(usual + (1.0 - _part(among)) * unit)


def semantic_nats(similarities: Matrix, background: Floats, unit: float, weights: Floats) -> Matrix:
    """Nats for each pair of sentences, shape as ``similarities`` (draft, source).

    ``background`` is each draft sentence's usual best similarity elsewhere, ``unit`` the result of
    :func:`room`, ``weights`` what each draft sentence can say, in [0, 1].
    """
    nats = similarities - background[:, None].astype(np.float32)
    nats *= SLOPE / unit
    nats -= SLOPE * ORDINARY
    np.clip(nats, LEAST, MOST, out=nats)
    nats *= weights[:, None].astype(np.float32)
    return nats


def widest(values: Matrix, width: int) -> Matrix:
    """The greatest of each ``width`` neighbouring values of a row, shape (rows, columns − width + 1)."""
    size = values.shape[1] - width + 1
    reach = 1
    while reach < width:
        step = min(reach, width - reach)
        values = np.maximum(values[:, : values.shape[1] - step], values[:, step:])
        reach += step
    return values[:, :size]


def _part(among: Ints) -> Floats:
    """The part of the room that shows among so many sentences."""
    return np.asarray(np.clip(1.0 - GROWTH * np.log(ENOUGH / np.maximum(among, 1)), 0.0, 1.0))
