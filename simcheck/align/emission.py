"""Emission: what a pair of sentences says for one having been taken from the other, in nats.

These nats are apart from those of ``semantic.py``, by which alignments are extended, and are never added to them. Two
speeches on one subject are near to each other from end to end. So what a sentence is near to in the whole of the
other text is its topic, and is taken off; what is left is that it is nearer to one sentence than to the others.
"""

from __future__ import annotations

import functools

import numpy as np

from simcheck.align.loops import Numbers, emitted
from simcheck.align.reference import Level
from simcheck.align.semantic import Matrix
from simcheck.align.side import Bools, Floats
from simcheck.align.word_meaning import Words
from simcheck.scoring import Order


def emission(
    similarities: Matrix, level: Level, weights: Floats, headings: Bools, numbers: Order, words: Words | None = None
) -> Matrix:
    """Nats of each pair of sentences, shape as ``similarities`` (draft, source).

    ``weights`` are what each draft sentence can say, in [0, 1]; ``headings`` the source's, which say nothing. With
    ``words`` what the words mean is evidence too.
    """
    margin = similarities.astype(np.float32, copy=False) - level.similarity[:, None].astype(np.float32)
    margin /= np.float32(level.unit)
    asked = weights > numbers.topic_weight
    if asked.sum() < numbers.topic_asked:
        asked[:] = True
    said = words.deviations if words is not None else ()
    return emitted(margin, said, asked, weights.astype(np.float32), headings, _numbers(numbers))


@functools.cache
def _numbers(numbers: Order) -> Numbers:
    return Numbers(**{name: getattr(numbers, name) for name in Numbers._fields})
