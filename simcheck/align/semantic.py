"""Semantic evidence: nats for each pair of sentences, from how far their similarity stands out of the draft
sentence's background.

One cosine threshold fails: every report has sentences that others say word for word. What counts is the margin
between a pair's similarity and the draft sentence's usual best similarity in other documents (margin scoring,
Artetxe and Schwenk, ACL 2019), in units of the encoder's own spread, so that no threshold belongs to a model.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

#: Nats per unit of spread beyond ``ORDINARY`` units, and the bounds of what one sentence can say.
SLOPE = 9.0
ORDINARY = -1.5
LEAST, MOST = -16.0, 30.0
#: Tokens that a sentence needs to say all it can; shorter ones say proportionally less.
FULL = 12.0
#: Documents beside the best one that a background needs to have a spread.
FEWEST = 8
#: Units of margin in a standard deviation of all similarities.
UNIT = 0.585


def spread(best: Floats, similarities: Iterable[Floats]) -> float:
    """The encoder's unit of margin: the typical distance between a sentence's background similarities, from
    ``Neighbourhood.best``.

    With too few documents for a background it is told from the standard deviation of all similarities, as
    measured where both are known.
    """
    rest = best[:, 1:]
    known = np.isfinite(rest).sum(axis=1) >= FEWEST
    if known.any():
        distance = np.median(np.nanmax(rest[known], axis=1) - np.nanmin(rest[known], axis=1))
    else:
        distance = UNIT * np.std(np.concatenate([s.ravel() for s in similarities] or [np.zeros(1)]))
    return float(max(distance, 1e-3))


def semantic_nats(similarities: Floats, background: Floats, unit: float, tokens: Floats) -> npt.NDArray[np.float32]:
    """Nats for each pair of sentences, shape as ``similarities`` (draft, source).

    ``background`` is each draft sentence's usual best similarity elsewhere, ``unit`` the result of
    :func:`spread`, ``tokens`` the draft sentences' sizes.
    """
    margin = (similarities - background[:, None]) / unit
    share = np.minimum(tokens / FULL, 1.0)[:, None]
    return (np.clip(SLOPE * (margin - ORDINARY), LEAST, MOST) * share).astype(np.float32)
