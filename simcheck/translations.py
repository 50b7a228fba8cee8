"""Translations: a text and what it is in another language, by what their sentences mean, are one voice.

Where both are in a corpus, a draft that goes back to one follows both; neither is a rival of the other. As for
near-duplicates in one language the measure is containment, here of sentences: the share of those of the shorter text
that have a counterpart in the longer one.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from simcheck.cancelling import look
from simcheck.encode.embedded import Embedded
from simcheck.scoring import Retrieval
from simcheck.text.analyze import script_of


def with_translations(
    near: Mapping[int, frozenset[int]], sources: Mapping[int, Embedded], scoring: Retrieval
) -> Mapping[int, frozenset[int]]:
    """The near-duplicates of each source, and those that are translations of it."""
    letters, characters = (
        [number for number, source in sources.items() if script_of(source.analyzed) == script]
        for script in ("en", "zh")
    )
    found = dict(near)
    for one in letters:
        for other in characters:
            if is_translation(sources[one], sources[other], scoring):
                found[one], found[other] = found[one] | {other}, found[other] | {one}
    return found


def is_translation(one: Embedded, other: Embedded, scoring: Retrieval) -> bool:
    """Whether most sentences of the shorter of two texts have a counterpart in the other one."""
    look()
    shorter, longer = sorted((one.vectors, other.vectors), key=len)
    if not len(shorter):
        return False
    best = (shorter @ longer.T).max(axis=1)
    return float(np.mean(best >= scoring.counterpart)) > scoring.duplicate
