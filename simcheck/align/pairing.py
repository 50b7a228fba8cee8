"""Pairing: a draft beside each candidate source, ready to be aligned, with the semantic evidence between their
sentences."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

import numpy as np

from simcheck.align.evidence import Floats, Information, Pair, Side, information, side
from simcheck.align.semantic import Ints, Matrix, by_chance, grown, room, semantic_nats
from simcheck.corpus.sources import Source
from simcheck.text.analyze import Analyzed
from simcheck.text.background import load_background

#: Tokens that a sentence needs to say all it can; shorter ones say proportionally less.
FULL = 12.0
#: Nats of information per token up to which a sentence is a set phrase, and says nothing; one more and it says all it
#: can. Sentences that many reports share have .45 in the median, others 2.
TRITE = 0.5
#: Share of the smaller document's fingerprints in common from which two documents are one voice.
DUPLICATE = 0.5
#: Fingerprints from which two documents are compared by a sample of them.
FEW = 2000


class Neighbours(Protocol):
    """What is known of the sentences around the draft's: see ``simcheck.search.Neighbourhood``."""

    def background(
        self, document: int, pool: Callable[[], Matrix], alike: frozenset[int] = frozenset()
    ) -> tuple[Floats, Ints]:
        """Each draft sentence's usual best similarity in documents other than ``document`` and those ``alike``, and
        among how many sentences that is."""


def pair_up(
    draft: Analyzed,
    vectors: Matrix,
    sources: Mapping[int, Source],
    neighbours: Neighbours,
    alike: Mapping[int, frozenset[int]],
    formulas: Callable[[], Matrix],
) -> dict[int, Pair]:
    """The draft beside each source by document number; texts without a token pair with nothing.

    ``formulas`` gives vectors of sentences that nobody owns, asked for when sources are too few.
    """
    ours = side(draft)
    if not len(ours):
        return {}
    known = information(draft, load_background())
    weights = _weights(ours, known) * np.array([not sentence.heading for sentence in draft.sentences])
    similarities = {number: vectors @ source.vectors.T for number, source in sources.items()}
    stock: list[Matrix] = []

    @functools.cache
    def pool() -> Matrix:
        stock.append(vectors @ formulas().T)
        return _pool(vectors, [*similarities.values(), *stock])

    usual = {number: neighbours.background(number, pool, alike[number]) for number in sources}
    chance = by_chance([*similarities.values(), *stock])
    unit = float(np.median([room(*background, chance) for background in usual.values()]))
    pairs = {}
    for number, source in sources.items():
        theirs = side(source.analyzed)
        if len(theirs):
            nats = semantic_nats(similarities[number], grown(*usual[number], unit), unit, weights)
            pairs[number] = Pair(ours, theirs, known, nats)
    return pairs


def _weights(draft: Side, known: Information) -> Floats:
    """How much the meaning of each sentence can say: nothing where its words follow from each other, 1 at most.

    Two set phrases are as close in meaning as two texts can be; the background tells them from somebody's thoughts.
    """
    tokens = draft.sentence_tokens
    surprise = np.bincount(draft.sentence, weights=known.surprise, minlength=len(tokens)) / np.maximum(tokens, 1.0)
    return np.asarray(np.minimum(tokens / FULL, 1.0) * np.clip(surprise - TRITE, 0.0, 1.0))


def near_duplicates(sources: Mapping[int, Source]) -> dict[int, frozenset[int]]:
    """For each source those that share over half of the smaller one's fingerprints: one voice with it.

    Two long documents are compared by every sixteenth fingerprint, chosen by its value.
    """
    prints = {number: source.analyzed.fingerprints for number, source in sources.items()}
    sampled = {number: every[(every & np.uint64(15)) == 0] for number, every in prints.items()}
    alike: dict[int, set[int]] = {number: set() for number in sources}
    for one, other in itertools.combinations(sources, 2):
        long = min(len(prints[one]), len(prints[other])) >= FEW
        mine, theirs = (sampled[one], sampled[other]) if long else (prints[one], prints[other])
        if len(np.intersect1d(mine, theirs, assume_unique=True)) > DUPLICATE * min(len(mine), len(theirs)):
            alike[one].add(other)
            alike[other].add(one)
    return {number: frozenset(others) for number, others in alike.items()}


def _pool(vectors: Matrix, similarities: Sequence[Matrix]) -> Matrix:
    """Similarities of each draft sentence with all sentences at hand, those of the draft beyond its neighbours
    too."""
    own = vectors @ vectors.T
    apart = np.abs(np.subtract.outer(np.arange(len(own)), np.arange(len(own)))) > 1
    return np.concatenate([np.where(apart, own, np.float32(np.nan)), *similarities], axis=1)
