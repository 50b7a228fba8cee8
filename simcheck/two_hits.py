"""Two hits: a cheap look at whether a draft goes along with a source anywhere, before its order is worked out.

As BLAST extends an alignment only where two hits lie close together on one diagonal (Altschul et al., "Gapped BLAST and
PSI-BLAST", Nucleic Acids Research 1997), so a source is worth the order model where neighbouring sentences of the draft
are near to neighbouring sentences of it. A text on the same topic is near here and there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from simcheck.cancelling import look
from simcheck.scoring import Order

Matrix = npt.NDArray[np.float32]
Floats = npt.NDArray[np.float64]

#: Pairs of sentences that are looked at together, of one source after the other.
CELLS = 1 << 18


def two_hits(
    similarities: Sequence[Matrix], levels: Sequence[Floats], units: Sequence[float], weights: Floats, numbers: Order
) -> Floats:
    """What the best two hits of each sentence of the draft and the next one say, together, in units of margin, of each
    source, shape (sources,).

    ``similarities`` of the draft's sentences and each source's, shape (draft, source); ``levels`` what the draft's
    reach by chance, without that source, and the ``units`` of the margin beyond it; ``weights`` of the draft's.
    """
    found = np.zeros(len(similarities))
    for some in _groups(similarities):
        look()
        near, reached = [similarities[at] for at in some], [levels[at] for at in some]
        found[some] = _of_group(near, reached, [units[at] for at in some], weights, numbers)
    return found


def _groups(similarities: Sequence[Matrix]) -> Iterator[list[int]]:
    """The places of sources of two sentences and more, so many at once as ``CELLS`` allow."""
    some: list[int] = []
    cells = 0
    for at, one in enumerate(similarities):
        if min(one.shape) < 2:
            continue
        if some and cells + one.size > CELLS:
            yield some
            some, cells = [], 0
        some.append(at)
        cells += one.size
    if some:
        yield some


def _of_group(
    similarities: Sequence[Matrix], levels: Sequence[Floats], units: Sequence[float], weights: Floats, numbers: Order
) -> list[float]:
    sizes = np.array([one.shape[1] for one in similarities])
    starts = np.cumsum(sizes) - sizes
    margin = np.concatenate(similarities, axis=1)
    margin -= np.repeat(np.array(levels, dtype=np.float32), sizes, axis=0).T
    margin /= np.repeat(np.array(units, dtype=np.float32), sizes)
    topic = margin.mean(axis=0)
    means = [topic[start : start + size].mean() for start, size in zip(starts, sizes, strict=True)]
    margin -= numbers.source_topic * np.maximum(topic - np.repeat(np.array(means), sizes), 0.0)
    both = np.maximum(margin[1:, 1:], margin[1:, :-1])
    both += margin[:-1, :-1]
    both[:, starts[1:] - 1] = -np.inf  # there the next column is another source's
    best = np.maximum.reduceat(both, starts, axis=1)
    said = np.ascontiguousarray(np.maximum(best - numbers.two_hits, 0.0).T)
    return [float(one @ weights[:-1]) for one in said]
