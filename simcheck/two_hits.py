"""Two hits: a cheap look at whether a draft goes along with a source anywhere, before its order is worked out.

As BLAST extends an alignment only where two hits lie close together on one diagonal (Altschul et al., "Gapped BLAST and
PSI-BLAST", Nucleic Acids Research 1997), so a source is worth the order model where neighbouring sentences of the draft
are near to neighbouring sentences of it. A text on the same topic is near here and there.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simcheck.scoring import Order


def two_hits(
    similarities: npt.NDArray[np.float32], level: npt.NDArray[np.float64], unit: float,
    weights: npt.NDArray[np.float64], numbers: Order,
) -> float:  # fmt: skip
    """What the best two hits of each sentence of the draft and the next one say, together, in units of margin.

    ``similarities`` of a draft's sentences and a source's, shape (draft, source); ``level`` is what each draft sentence
    reaches by chance, ``weights`` what it can say, both of shape (draft,); ``unit`` that of the margin beyond it.
    """
    if min(similarities.shape) < 2:
        return 0.0
    margin = similarities - level[:, None].astype(np.float32)
    margin /= np.float32(unit)
    topic = margin.mean(axis=0)
    margin -= numbers.source_topic * np.maximum(topic - topic.mean(), 0.0)
    both = np.maximum(margin[1:, 1:], margin[1:, :-1])
    both += margin[:-1, :-1]
    return float(np.maximum(both.max(axis=1) - numbers.two_hits, 0.0) @ weights[:-1])
