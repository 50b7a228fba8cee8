"""Background: what a draft would share with texts that it was not taken from, worked out before anything is aligned.

Lexical: how often each token comes by chance, and how much it says after its predecessors. Semantic: how similar each
sentence is to the best sentences of other documents, how similar sentences are by chance, and the unit that follows.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from simcheck.align.reference import Level, PoolLevels, Reference, reference_of
from simcheck.align.semantic import Matrix, chance_similarity, extrapolated, margin_unit
from simcheck.align.side import Floats, Ints, Stretch, side
from simcheck.align.word_meaning import words_of
from simcheck.caching import MIB, memoize_blocks
from simcheck.cancelling import bands, look
from simcheck.encode import Encoder
from simcheck.encode.cached import uncached
from simcheck.encode.embedded import Embedded
from simcheck.encode.static import StaticEncoder
from simcheck.retrieve import Candidates
from simcheck.scoring import Lexical, Retrieval, Scoring, Semantic
from simcheck.text.analyze import Analyzed, Script
from simcheck.text.background import ORDER, CharacterBackground, load_background
from simcheck.text.fingerprint import grams
from simcheck.text.formulas import RUN, in_formula
from simcheck.text.spans import touching
from simcheck.text.tokens import WORDS
from simcheck.types import Sentence


@dataclass(frozen=True, slots=True, eq=False)
class LexicalBackground:
    """What is known of each token of a draft: its ``surprise``, nats of information after its predecessors; its
    ``frequency``, occurrences per token of text; the ``weight`` of that knowledge in tokens of text; and its
    ``floor``, nats that any text of the kind offers for it."""

    surprise: Floats
    frequency: Floats
    weight: Floats
    floor: Floats


@dataclass(frozen=True, slots=True, eq=False)
class DraftBackground:
    """The background models that follow from a draft and the encoder alone.

    ``weights`` are what each draft sentence can say by its meaning, in [0, 1]; they and ``lexical`` are for
    seeds and extension. The rest is for the order model: ``order_weights`` are what a sentence can say of order, where
    quotations and bare numbers say nothing; ``pool_levels`` what it reaches among unrelated sentences, those of the
    ``reference``, by script; ``lexicon`` has vectors of words, None for an encoder without.
    """

    lexical: LexicalBackground
    weights: Floats
    order_weights: Floats
    pool_levels: Mapping[Script, Level]
    reference: Reference
    lexicon: StaticEncoder | None


@dataclass(frozen=True, slots=True, eq=False)
class Background(DraftBackground):
    """The background models of a draft and its candidates.

    ``levels`` holds for each candidate the similarity that each draft sentence has with the best sentences of other
    documents; ``unit`` see :mod:`simcheck.align.semantic`. For the order model ``neighbour_levels``: the
    same where enough of these documents are at hand, else −∞.
    """

    levels: Mapping[int, Floats]
    unit: float
    neighbour_levels: Mapping[int, Floats]


def draft_background(
    draft: Embedded, encoder: Encoder, formulas: Callable[[], Matrix], quoted: Sequence[Stretch], scoring: Scoring
) -> DraftBackground:
    """The background models of a draft with a token; ``quoted`` are the spans of its attributed quotations."""
    lexical = lexical_background(draft.analyzed, load_background(), scoring.lexical)
    look()
    reference = reference_of(encoder, formulas())
    plain = uncached(encoder)
    lexicon = plain if isinstance(plain, StaticEncoder) and reference.tails else None
    # Of a sentence in a language that the encoder does not know the meaning says nothing.
    weights = _weights(draft.analyzed, lexical, scoring.semantic) * draft.vectors.any(axis=1)
    order_weights = weights * np.array([not _is_quoted(sentence, quoted) for sentence in draft.analyzed.sentences])
    if lexicon is not None:
        counts = [len(words) for words in words_of([sentence.text for sentence in draft.analyzed.sentences], lexicon)]
        order_weights = order_weights * np.minimum(np.array(counts) / scoring.order.few_words, 1.0)
    pool_levels = PoolLevels(draft.vectors, reference, scoring.order)
    return DraftBackground(lexical, weights, order_weights, pool_levels, reference, lexicon)


def background_of(
    draft: Embedded, known: DraftBackground, candidates: Candidates, formulas: Callable[[], Matrix], scoring: Scoring
) -> Background:
    """The background models for a draft with a token and at least one candidate with a sentence.

    ``formulas`` gives the vectors of sentences that nobody owns; they stand in where documents are few.
    """
    voices = {number: frozenset({number, *candidates.duplicates[number]}) for number in candidates.sources}
    neighbours = {number: candidates.neighbourhood.without(left_out) for number, left_out in voices.items()}
    similarities = [candidates.similarities[number] for number in candidates.sources if number in candidates.leaders]
    full = scoring.retrieval.background - 1
    few = functools.reduce(np.logical_or, (neighbours[number][1] < full for number in candidates.leaders))
    if few.any():
        similarities.append(draft.vectors @ formulas().T)
    pooled = _pooled(draft.vectors, similarities, np.flatnonzero(few), scoring.retrieval)
    many = functools.reduce(np.logical_or, (neighbours[number][1] >= full for number in candidates.leaders))
    alike = _alike(draft.vectors, np.flatnonzero(many), scoring.retrieval)
    seen = {
        number: _level(
            np.maximum(found[0], alike), found[1], *pooled, candidates.neighbourhood.sentences, scoring.retrieval
        )
        for number, found in neighbours.items()
        if number in candidates.leaders
    }
    chance = chance_similarity(similarities, scoring.semantic)
    unit = float(np.median([margin_unit(*level, chance, scoring.semantic) for level in seen.values()]))
    levels = {number: extrapolated(*level, unit, scoring.semantic) for number, level in seen.items()}
    neighbour_levels = {
        number: np.where(counts >= full, mean, -np.inf) for number, (mean, counts) in neighbours.items()
    }
    given = known.lexical, known.weights, known.order_weights, known.pool_levels, known.reference, known.lexicon
    return Background(*given, levels, unit, neighbour_levels)


def lexical_background(draft: Analyzed, shipped: CharacterBackground, scoring: Lexical) -> LexicalBackground:
    """Look up the draft's tokens; sources need no look-up, for only words that the draft has too can be evidence."""
    tokens = draft.tokens
    first, pair = tokens.unit, tokens.units[tokens.unit] < WORDS
    last = first + pair
    surprise, density = _of_units(tokens.units, shipped, scoring)
    return LexicalBackground(
        surprise=surprise[last],
        frequency=np.where(pair, density[first], 0.0),
        weight=np.where(pair, scoring.character_prior, scoring.word_prior),
        floor=np.where(pair, scoring.character_null, scoring.word_null),
    )


@memoize_blocks(8 * MIB, reach=max(ORDER, RUN))
def _of_units(units: npt.NDArray[np.uint64], shipped: CharacterBackground, scoring: Lexical) -> tuple[Floats, ...]:
    """What the shipped background says of each unit of a text: its surprise, and how often it comes with the next."""
    density = np.zeros(len(units))
    density[:-1] = shipped.density(grams(units, 2))
    return np.where(in_formula(units), scoring.formula, shipped.surprise(units, scoring.cap)), density


def _level(
    mean: Floats, counts: Ints, pooled: Floats, at_hand: Ints, sentences: int, scoring: Retrieval
) -> tuple[Floats, Ints]:
    """Each sentence's background similarity, and among how many sentences that was seen, both of shape (sentences,).

    It is the ``mean`` over the nearest documents, or over the draft's own sentences where that is more; where
    documents are too few, what is ``pooled`` of all sentences ``at_hand``.
    """
    few = counts < scoring.background - 1
    return np.where(few, pooled, mean), np.where(few, at_hand, sentences)


def _after_the_best(pool: Matrix, skipped: int, count: int) -> Floats:
    """The mean of what follows each row's ``skipped`` best values; of a row too short for that, its median."""
    falling = -np.where(np.isfinite(pool), pool, -np.inf)
    last = skipped + count - 1
    if falling.shape[1] > last:
        falling = np.partition(falling, last, axis=1)[:, :last]
    ordered = -np.sort(falling, axis=1)[:, skipped:last]
    known = np.isfinite(ordered)
    mean = np.where(known, ordered, 0.0).sum(axis=1) / np.maximum(known.sum(axis=1), 1)
    short = np.flatnonzero(~known.any(axis=1))
    if len(short):
        mean[short] = np.nanmedian(pool[short], axis=1)
    return np.asarray(mean)


def _pooled(vectors: Matrix, similarities: Sequence[Matrix], few: Ints, scoring: Retrieval) -> tuple[Floats, Ints]:
    """For the draft sentences ``few``: the mean of what comes next after the best among all sentences at hand, those of
    the draft beyond its neighbours too, and how many these are; both of shape (sentences,), 0 for the other ones."""
    level, among = np.zeros(len(vectors)), np.zeros(len(vectors), dtype=np.int64)
    everywhere = np.arange(len(vectors))
    for band in bands(len(few)):
        rows = few[band]
        ours = vectors if len(rows) == len(vectors) else vectors[rows]
        own = np.where(np.abs(rows[:, None] - everywhere) > 1, ours @ vectors.T, np.float32(np.nan))
        at_hand = np.concatenate([own, *(one[rows] for one in similarities)], axis=1)
        level[rows] = _after_the_best(at_hand, scoring.skipped, scoring.background)
        among[rows] = np.isfinite(at_hand).sum(axis=1)
    return level, among


def _alike(vectors: Matrix, rows: Ints, scoring: Retrieval) -> Floats:
    """What the draft sentences ``rows`` have in common with most others of the draft, shape (sentences,), 0 for the
    other ones; −∞ where there are too few. The lines of a list are as near to each other as to those of any other list
    of their form."""
    if len(vectors) - 3 <= scoring.skipped:
        return np.full(len(vectors), -np.inf)
    return _pooled(vectors, (), rows, scoring)[0]


def _weights(draft: Analyzed, lexical: LexicalBackground, scoring: Semantic) -> Floats:
    """How much the meaning of each sentence can say: nothing for a heading and where its words follow from each other,
    1 at most.

    Two set phrases are as close in meaning as two texts can be; the background tells them from somebody's thoughts.
    Where headings would be most of a text, they are its body, a line a sentence.
    """
    text = side(draft)
    tokens = text.sentence_tokens
    surprise = np.bincount(text.sentence, weights=lexical.surprise, minlength=len(tokens)) / np.maximum(tokens, 1.0)
    said = np.minimum(tokens / scoring.full, 1.0) * np.clip(surprise - scoring.set_phrase, 0.0, 1.0)
    headings = np.array([sentence.heading for sentence in draft.sentences])
    body = headings @ tokens > scoring.headings * tokens.sum()
    return np.asarray(said * (~headings | body))


def _is_quoted(sentence: Sentence, quoted: Sequence[Stretch]) -> bool:
    held = touching(quoted, sentence.start, sentence.end)
    inside = sum(min(sentence.end, end) - max(sentence.start, start) for start, end in held)
    return 2 * inside > sentence.end - sentence.start
