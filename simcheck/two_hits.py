# cython: language_level=3, infer_types=True, annotation_typing=False, initializedcheck=False
# cython: boundscheck=False, wraparound=False, cdivision=True, freethreading_compatible=True
"""Two hits: a cheap look at whether a draft goes along with a source anywhere, before its order is worked out.

As BLAST extends an alignment only where two hits lie close together on one diagonal (Altschul et al., "Gapped BLAST and
PSI-BLAST", Nucleic Acids Research 1997), so a source is worth the order model where neighbouring sentences of the draft
are near to neighbouring sentences of it. A text on the same topic is near here and there. Like the aligner's loops this
file is compiled where there is a C compiler (types in ``two_hits.pxd``); with NumPy alone it does the same steps in
single precision, and finds the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from simcheck.cancelling import look
from simcheck.scoring import Order

try:
    import cython
except ImportError:
    from simcheck.without_cython import cython

Matrix = npt.NDArray[np.float32]
Floats = npt.NDArray[np.float64]
View = Any

#: Whether this is machine code.
COMPILED: bool = cython.compiled


def two_hits(
    similarities: Sequence[Matrix], levels: Sequence[Floats], units: Sequence[float], weights: Floats, parameters: Order
) -> Floats:
    """What the best two hits of each sentence of the draft and the next one say, together, in units of margin, of each
    source, shape (sources,).

    ``similarities`` of the draft's sentences and each source's, shape (draft, source); ``levels`` what the draft's
    reach by chance, without that source, and the ``units`` of the margin beyond it; ``weights`` of the draft's.
    """
    found = np.zeros(len(similarities))
    room = np.empty(max((one.size for one in similarities), default=0), dtype=np.float32)
    for at, (similar, level, unit) in enumerate(zip(similarities, levels, units, strict=True)):
        if min(similar.shape) > 1:
            look()
            margin = room[: similar.size].reshape(similar.shape)
            best = _best(similar, level.astype(np.float32), unit, parameters.source_topic, margin)
            said = np.maximum(best - np.float32(parameters.two_hits), np.float32(0.0))
            found[at] = float(said @ weights[:-1])
    return found


def _best(similar: Matrix, level: Matrix, unit: float, share: float, margin: Matrix) -> Matrix:
    """The margins of the best two hits of each sentence and the next one, shape (sentences - 1,), beyond a ``share`` of
    what their sentences of the source have with the whole draft more than others. ``margin`` is room."""
    topic = np.empty(similar.shape[1], dtype=np.float32)
    if cython.compiled:
        _margins(np.ascontiguousarray(similar), level, unit, margin, topic)
    else:
        np.divide(similar - level[:, None], np.float32(unit), out=margin)
        topic = margin.mean(axis=0)
    topical = np.float32(share) * np.maximum(topic - topic.mean(), np.float32(0.0))
    if cython.compiled:
        best = np.empty(len(similar) - 1, dtype=np.float32)
        _hits(margin, topical, np.empty(similar.shape[1], dtype=np.float32), best)
        return best
    margin -= topical
    return np.asarray((np.maximum(margin[1:, 1:], margin[1:, :-1]) + margin[:-1, :-1]).max(axis=1))


def _margins(similar: View, level: View, unit: float, margin: View, topic: View) -> None:
    """The margin of each pair, and the mean of each column."""
    rows, columns = similar.shape[0], similar.shape[1]
    with cython.nogil:
        for column in range(columns):
            topic[column] = 0.0
        for row in range(rows):
            for column in range(columns):
                margin[row, column] = (similar[row, column] - level[row]) / unit
            for column in range(columns):
                topic[column] += margin[row, column]
        for column in range(columns):
            topic[column] /= rows


def _hits(margin: View, topical: View, two: View, best: View) -> None:
    """The best two hits of each row and the next one; ``two`` is room for a row."""
    rows, columns = margin.shape[0], margin.shape[1]
    with cython.nogil:
        for row in range(rows):
            for column in range(columns):
                margin[row, column] -= topical[column]
        for row in range(rows - 1):
            for column in range(columns - 1):
                both = _greater(margin[row + 1, column + 1], margin[row + 1, column])
                two[column] = both + margin[row, column]
            # The greatest by halves: each step is many comparisons at once.
            size = columns - 1
            while size > 1:
                half = size // 2
                for column in range(half):
                    two[column] = _greater(two[column], two[size - half + column])
                size -= half
            best[row] = two[0]


def _greater(one: float, other: float) -> float:
    return max(other, one)
