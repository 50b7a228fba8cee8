"""Pairing: a draft beside each candidate source, ready to be aligned, with the semantic evidence between their
sentences."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Mapping
from typing import Protocol

import numpy as np
import numpy.typing as npt

from simcheck.align.evidence import Floats, Pair, information, side
from simcheck.align.semantic import semantic_nats, spread
from simcheck.corpus.sources import Source
from simcheck.text.analyze import Analyzed
from simcheck.text.background import load_background

#: Share of the smaller document's fingerprints in common from which two documents are one voice.
DUPLICATE = 0.5
#: Fingerprints from which two documents are compared by a sample of them.
FEW = 2000


class Neighbours(Protocol):
    """What is known of the sentences around the draft's: see ``simcheck.search.Neighbourhood``."""

    @property
    def best(self) -> Floats:
        """Each draft sentence's best similarity in its nearest documents, best first, shape (sentences,
        documents)."""

    def background(
        self, document: int, pool: Callable[[], Floats], unit: float, alike: frozenset[int] = frozenset()
    ) -> Floats:
        """Each draft sentence's usual best similarity in documents other than ``document`` and those ``alike``."""


def pair_up(
    draft: Analyzed,
    vectors: npt.NDArray[np.float32],
    sources: Mapping[int, Source],
    neighbours: Neighbours,
    alike: Mapping[int, frozenset[int]],
) -> dict[int, Pair]:
    """The draft beside each source by document number; texts without a token pair with nothing."""
    ours = side(draft)
    if not len(ours):
        return {}
    known = information(draft, load_background())
    weights = ours.sentence_tokens * np.array([not sentence.heading for sentence in draft.sentences])
    similarities = {number: (vectors @ source.vectors.T).astype(np.float64) for number, source in sources.items()}
    unit = spread(neighbours.best, similarities.values())
    pool = functools.cache(lambda: _pool(vectors, similarities))
    pairs = {}
    for number, source in sources.items():
        theirs = side(source.analyzed)
        if len(theirs):
            usual = neighbours.background(number, pool, unit, alike[number])
            pairs[number] = Pair(ours, theirs, known, semantic_nats(similarities[number], usual, unit, weights))
    return pairs


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


def _pool(vectors: npt.NDArray[np.float32], similarities: Mapping[int, Floats]) -> Floats:
    """Similarities of each draft sentence with all sentences at hand, those of the draft beyond its neighbours
    too."""
    own = (vectors @ vectors.T).astype(np.float64)
    apart = np.abs(np.subtract.outer(np.arange(len(own)), np.arange(len(own)))) > 1
    return np.concatenate([np.where(apart, own, np.nan), *similarities.values()], axis=1)
