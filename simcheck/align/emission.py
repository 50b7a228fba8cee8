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
    parameters: Order,
    words: WordMargins | None = None,
) -> Matrix:
    """Nats of each pair of sentences, shape as ``similarities`` (draft, source).

    ``weights`` are what each draft sentence can say for a copy, in [0, 1]; ``headings`` the source's, which say nothing
    for one. What speaks against a copy counts in full. With ``words`` what the words mean is evidence too.
    """
    margin = similarities - level.similarity[:, None].astype(np.float32)
    margin /= np.float32(level.unit)
    units = _beyond_topic(margin, weights, parameters, parameters.topic_from)
    units -= parameters.neutral
    for said in words.deviations if words is not None else ():
        beyond = _beyond_topic(said, weights, parameters, 0.0)
        units += parameters.words * np.clip(beyond, parameters.words_least, parameters.words_most)
    return _in_nats(units, weights, headings, parameters)


@memoize_per_object
def headings_of(text: Analyzed) -> Bools:
    """Which of a text's sentences are headings, shape (sentences,)."""
    return np.array([sentence.heading for sentence in text.sentences], dtype=bool)


def emissions(
    similarities: Sequence[Matrix],
    levels: Sequence[Level],
    weights: Floats,
    headings: Sequence[Bools],
    parameters: Order,
) -> list[Matrix]:
    """``emission`` of several sources, without words: what goes by single pairs and source sentences in one step."""
    if not similarities:
        return []
    sizes = np.array([one.shape[1] for one in similarities])
    cuts = np.cumsum(sizes)[:-1]
    units = np.concatenate(similarities, axis=1)
    units -= np.repeat(np.array([level.similarity for level in levels], dtype=np.float32), sizes, axis=0).T
    units /= np.repeat(np.array([level.unit for level in levels], dtype=np.float32), sizes)
    topics = [_topic(one, 1, parameters) for one in np.split(units, cuts, axis=1)]
    units -= (
        parameters.source_topic * np.maximum(_source_topic(units, weights, parameters) - parameters.topic_from, 0)[None]
    )
    ours = np.maximum(np.array(topics) - parameters.topic_from, 0)
    units -= np.repeat(parameters.draft_topic * ours, sizes, axis=0).T
    units -= parameters.neutral
    return np.split(_in_nats(units, weights, np.concatenate(headings), parameters), cuts, axis=1)


def _in_nats(units: Matrix, weights: Floats, headings: Bools, parameters: Order) -> Matrix:
    """The nats of each pair, from the units of margin that it has beyond its topic."""
    units *= parameters.slope
    nats = np.clip(units, parameters.least, parameters.most, out=units)
    nats *= np.where(nats > 0, weights[:, None].astype(np.float32) * ~headings[None], np.float32(1.0))
    nats *= np.where(nats > 0, _paid(nats, parameters), np.float32(1.0))
    return np.asarray(nats, dtype=np.float32)


def _paid(nats: Matrix, parameters: Order) -> Matrix:
    """The share of its nats that each source sentence pays: any number of lines of one form is near to one sentence,
    but it pays as much as for a few of them."""
    claims = np.count_nonzero(nats >= parameters.claim, axis=0)
    return np.asarray(np.minimum(1.0, parameters.most_per_sentence / np.maximum(claims, 1)), dtype=np.float32)


def _beyond_topic(values: Matrix, weights: Floats, parameters: Order, above: float) -> Matrix:
    """What each pair has beyond a share of what either sentence has with the whole other text."""
    source, draft = _source_topic(values, weights, parameters), _topic(values, 1, parameters)
    beyond: Matrix = np.subtract(values, parameters.source_topic * np.maximum(source - above, 0)[None])
    beyond -= parameters.draft_topic * np.maximum(draft - above, 0)[:, None]
    return beyond


def _source_topic(values: Matrix, weights: Floats, parameters: Order) -> Matrix:
    """What each source sentence has with the whole draft, with what can say something, where that is enough."""
    asked = weights > parameters.topic_weight
    return _topic(values[asked] if asked.sum() >= parameters.topic_asked else values, 0, parameters)


def _topic(values: Matrix, axis: int, parameters: Order) -> Matrix:
    """The mean of the values along an axis of the ranks that are topic, of as many as there are."""
    count, (first, last) = values.shape[axis], parameters.topic_ranks
    low, high = max(count - last, 0), max(count - first, 0)
    # A sort of rows that lie together is quicker than selecting two ranks of them.
    ranked = np.sort(np.ascontiguousarray(values.T) if axis == 0 else values, axis=1)[:, low : high + 1]
    return np.asarray(np.add.reduce(ranked.T, axis=0) / np.float32(ranked.shape[1]))
