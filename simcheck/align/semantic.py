"""Semantic evidence: nats for each pair of sentences, from how far their similarity stands out of the draft
sentence's background.

One cosine threshold fails: every report has sentences that others say word for word. What counts is the margin between
a pair's similarity and the draft sentence's best similarities in other documents (margin scoring: Artetxe and Schwenk,
ACL 2019), in units of the encoder's own distance between chance and background: no threshold belongs to a model.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from simcheck.align.side import Floats, Ints
from simcheck.scoring import Semantic

Matrix = npt.NDArray[np.float32]


def chance_similarity(similarities: Sequence[Matrix], scoring: Semantic) -> float:
    """What chance offers: the median of the best similarity in each window of neighbouring sentences of a source, over
    matrices of shape (draft, source); of every so many draft sentences where there is more than enough to see it."""
    every = max(1, sum(matrix.size for matrix in similarities) // (scoring.window * scoring.sampled))
    windows = [_best_in_windows(matrix[::every], scoring.window).ravel() for matrix in similarities if matrix.size]
    return float(np.median(np.concatenate(windows)))


def _best_in_windows(similarities: Matrix, window: int) -> Matrix:
    """The greatest similarity in each ``window`` columns, those beside each other."""
    width = min(window, similarities.shape[1])
    last = similarities.shape[1] - width + 1
    return functools.reduce(np.maximum, (similarities[:, at : at + last : window] for at in range(width)))


def margin_unit(level: Floats, among: Ints, chance: float, scoring: Semantic) -> float:
    """The encoder's unit of margin: how much more similar than chance a sentence's background is.

    ``level`` is each draft sentence's background similarity, seen among so many sentences (``among``), both of shape
    (sentences,). The unit makes encoders comparable, whatever the scale of their similarities. What too few sentences
    cannot show of it is taken for the typical share of what lies above chance.
    """
    unseen = (1.0 - _seen(among, scoring)) * scoring.typical * (1.0 - chance)
    return float(max(np.median(np.maximum(level - chance, 0.0) + unseen), 1e-3))


def extrapolated(level: Floats, among: Ints, unit: float, scoring: Semantic) -> Floats:
    """The background similarity that one would see among enough sentences: the best of few is not the best of many."""
    return np.asarray(level + (1.0 - _seen(among, scoring)) * unit)


def semantic_nats(similarities: Matrix, level: Floats, unit: float, weights: Floats, scoring: Semantic) -> Matrix:
    """Nats for each pair of sentences, shape as ``similarities`` (draft, source).

    ``level`` is each draft sentence's background similarity, ``unit`` the result of :func:`margin_unit`, ``weights``
    what each draft sentence can say, in [0, 1].
    """
    nats = similarities - level[:, None].astype(np.float32)
    nats *= scoring.slope / unit
    nats -= scoring.slope * scoring.neutral
    np.clip(nats, scoring.least, scoring.most, out=nats)
    nats *= weights[:, None].astype(np.float32)
    return nats


def sliding_maximum(values: Matrix, width: int) -> Matrix:
    """The greatest of each ``width`` neighbouring values of a row, shape (rows, columns − width + 1)."""
    reach = 1
    while reach < width:
        step = min(reach, width - reach)
        values = np.maximum(values[:, : values.shape[1] - step], values[:, step:])
        reach += step
    return values


def _seen(among: Ints, scoring: Semantic) -> Floats:
    """The part of the unit that shows among so many sentences."""
    less = scoring.growth * np.log(scoring.enough / np.maximum(among, 1))
    return np.asarray(np.clip(1.0 - less, 0.0, 1.0))
