"""Emission: what a pair of sentences says for one having been taken from the other, in nats.

These nats are apart from those of ``semantic.py``, by which alignments are extended, and are never added to them. Two
speeches on one subject are near to each other from end to end. So what a sentence is near to in the whole of the
other text is its topic, and is taken off; what is left is that it is nearer to one sentence than to the others.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from simcheck.align.reference import Level
from simcheck.align.semantic import Matrix
from simcheck.align.side import Bools, Floats
from simcheck.align.word_meaning import WordMargins
from simcheck.caching import memoize_per_object
from simcheck.scoring import Order
from simcheck.text.analyze import Analyzed


def emission(
    similarities: Matrix,
    level: Level,
    weights: Floats,
    headings: Bools,
    numbers: Order,
    words: WordMargins | None = None,
) -> Matrix:
    """Nats of each pair of sentences, shape as ``similarities`` (draft, source).

    ``weights`` are what each draft sentence can say for a copy, in [0, 1]; ``headings`` the source's, which say nothing
    for one. What speaks against a copy counts in full. With ``words`` what the words mean is evidence too.
    """
    margin = similarities - level.similarity[:, None].astype(np.float32)
    margin /= np.float32(level.unit)
    units = _beyond_topic(margin, weights, numbers, numbers.topic_from)
    units -= numbers.neutral
    for said in words.deviations if words is not None else ():
        beyond = _beyond_topic(said, weights, numbers, 0.0)
        units += numbers.words * np.clip(beyond, numbers.words_least, numbers.words_most)
    return _in_nats(units, weights, headings, numbers)


@memoize_per_object
def headings_of(text: Analyzed) -> Bools:
    """Which of a text's sentences are headings, shape (sentences,)."""
    return np.array([sentence.heading for sentence in text.sentences], dtype=bool)


def emissions(
    similarities: Sequence[Matrix], levels: Sequence[Level], weights: Floats, headings: Sequence[Bools], numbers: Order
) -> list[Matrix]:
    """``emission`` of several sources, without words: what goes by single pairs and source sentences in one step."""
    if not similarities:
        return []
    sizes = np.array([one.shape[1] for one in similarities])
    cuts = np.cumsum(sizes)[:-1]
    units = np.concatenate(similarities, axis=1)
    units -= np.repeat(np.array([level.similarity for level in levels], dtype=np.float32), sizes, axis=0).T
    units /= np.repeat(np.array([level.unit for level in levels], dtype=np.float32), sizes)
    topics = [_topic(one, 1, numbers) for one in np.split(units, cuts, axis=1)]
    units -= numbers.source_topic * np.maximum(_source_topic(units, weights, numbers) - numbers.topic_from, 0)[None]
    ours = np.maximum(np.array(topics) - numbers.topic_from, 0)
    units -= np.repeat(numbers.draft_topic * ours, sizes, axis=0).T
    units -= numbers.neutral
    return np.split(_in_nats(units, weights, np.concatenate(headings), numbers), cuts, axis=1)


def _in_nats(units: Matrix, weights: Floats, headings: Bools, numbers: Order) -> Matrix:
    """The nats of each pair, from the units of margin that it has beyond its topic."""
    units *= numbers.slope
    nats = np.clip(units, numbers.least, numbers.most, out=units)
    nats *= np.where(nats > 0, weights[:, None].astype(np.float32) * ~headings[None], np.float32(1.0))
    nats *= np.where(nats > 0, _paid(nats, numbers), np.float32(1.0))
    return np.asarray(nats, dtype=np.float32)


def _paid(nats: Matrix, numbers: Order) -> Matrix:
    """The share of its nats that each source sentence pays: any number of lines of one form is near to one sentence,
    but it pays as much as for a few of them."""
    claims = np.count_nonzero(nats >= numbers.claim, axis=0)
    return np.asarray(np.minimum(1.0, numbers.most_per_sentence / np.maximum(claims, 1)), dtype=np.float32)


def _beyond_topic(values: Matrix, weights: Floats, numbers: Order, above: float) -> Matrix:
    """What each pair has beyond a share of what either sentence has with the whole other text."""
    source, draft = _source_topic(values, weights, numbers), _topic(values, 1, numbers)
    beyond: Matrix = np.subtract(values, numbers.source_topic * np.maximum(source - above, 0)[None])
    beyond -= numbers.draft_topic * np.maximum(draft - above, 0)[:, None]
    return beyond


def _source_topic(values: Matrix, weights: Floats, numbers: Order) -> Matrix:
    """What each source sentence has with the whole draft, with what can say something, where that is enough."""
    asked = weights > numbers.topic_weight
    return _topic(values[asked] if asked.sum() >= numbers.topic_asked else values, 0, numbers)


def _topic(values: Matrix, axis: int, numbers: Order) -> Matrix:
    """The mean of the values along an axis of the ranks that are topic, of as many as there are."""
    count, (first, last) = values.shape[axis], numbers.topic_ranks
    low, high = max(count - last, 0), max(count - first, 0)
    # A sort of rows that lie together is quicker than selecting two ranks of them.
    ranked = np.sort(np.ascontiguousarray(values.T) if axis == 0 else values, axis=1)[:, low : high + 1]
    return np.asarray(np.add.reduce(ranked.T, axis=0) / np.float32(ranked.shape[1]))
