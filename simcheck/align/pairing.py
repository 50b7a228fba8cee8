"""Pairing: a draft beside each candidate source, ready to be aligned, with the semantic evidence between their
sentences."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

from simcheck.align.evidence import Floats, Information, Pair, Side, information, side
from simcheck.align.pairs import Pairs
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
#: Fingerprints from which two documents are compared by a sample of them, and sampled ones from which two that have
#: next to nothing in common there are not compared any further.
FEW, TELLING = 2000, 16


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
) -> Pairs:
    """The draft beside each source by document number; texts without a token pair with nothing.

    ``formulas`` gives vectors of sentences that nobody owns, asked for when sources are too few.
    """
    ours = side(draft)
    if not len(ours):
        return Pairs({})
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
    return Pairs(pairs)


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
    numbers, prints = list(sources), [source.analyzed.fingerprints for source in sources.values()]
    sampled = [every[(every & np.uint64(15)) == 0] for every in prints]
    shared = _shared(sampled)
    alike: dict[int, set[int]] = {number: set() for number in numbers}
    for one, other in itertools.combinations(range(len(numbers)), 2):
        common, least = int(shared[one, other]), min(len(sampled[one]), len(sampled[other]))
        if least >= TELLING and common < DUPLICATE / 4 * least:
            continue
        if min(len(prints[one]), len(prints[other])) < FEW:
            common = len(np.intersect1d(prints[one], prints[other], assume_unique=True))
            least = min(len(prints[one]), len(prints[other]))
        if common > DUPLICATE * least:
            alike[numbers[one]].add(numbers[other])
            alike[numbers[other]].add(numbers[one])
    return {number: frozenset(others) for number, others in alike.items()}


def _shared(sets: Sequence[npt.NDArray[np.uint64]]) -> npt.NDArray[np.float32]:
    """How many members each two of some sets share, shape (sets, sets)."""
    names, which = np.unique(np.concatenate(sets), return_inverse=True) if sets else (np.zeros(0), np.zeros(0, int))
    has = np.zeros((len(sets), len(names)), dtype=np.float32)
    has[np.repeat(np.arange(len(sets)), [len(one) for one in sets]), which] = 1.0
    return has @ has.T


def _pool(vectors: Matrix, similarities: Sequence[Matrix]) -> Matrix:
    """Similarities of each draft sentence with all sentences at hand, those of the draft beyond its neighbours
    too."""
    own = vectors @ vectors.T
    apart = np.abs(np.subtract.outer(np.arange(len(own)), np.arange(len(own)))) > 1
    return np.concatenate([np.where(apart, own, np.float32(np.nan)), *similarities], axis=1)
