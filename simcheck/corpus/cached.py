"""Cached sources: what one state of a corpus answered for a sentence or a fingerprint is not looked up again.

Every answer is exactly the one that the sources themselves would give, so a check through a cache finds what a check
without one finds.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field

import numpy as np

from simcheck.caching import MIB, LRUCache
from simcheck.corpus.sources import Fingerprints, Floats, Numbers, Source, Sources, Vectors
from simcheck.types import CorpusInfo


@dataclass(frozen=True, slots=True)
class SourcesCache:
    """What was looked up in a corpus, each answer under the state that the corpus was in."""

    #: The nearest documents of a vector, by the state, how many were asked for, and the vector.
    neighbours: LRUCache[tuple[Hashable, int, int, bytes], tuple[Floats, Numbers]] = field(
        default_factory=lambda: LRUCache(16 * MIB)
    )
    #: The fingerprints that a draft had last, and which documents each of them led to, by the state and the draft.
    shared: LRUCache[tuple[Hashable, str], tuple[Fingerprints, Numbers, Numbers]] = field(
        default_factory=lambda: LRUCache(16 * MIB)
    )


class CachedSources:
    """Sources seen through what was looked up before for a draft. Implements ``Sources``.

    ``state`` names the state that the sources are in; equal states hold the same documents under the same numbers.
    """

    def __init__(self, sources: Sources, state: Hashable, draft: str, cache: SourcesCache) -> None:
        self._sources, self._state, self._draft, self._cache = sources, state, draft, cache

    @property
    def info(self) -> CorpusInfo:
        """As the sources say."""
        return self._sources.info

    def nearest_documents(self, vectors: Vectors, k: int, most: int) -> tuple[Floats, Numbers]:
        """See ``Sources.nearest_documents``; only vectors that are not in the cache are searched for."""
        if not len(vectors):
            return self._sources.nearest_documents(vectors, k, most)
        neighbours = self._cache.neighbours
        keys = [(self._state, k, most, row.tobytes()) for row in vectors]
        found = dict(zip(keys, neighbours.get_all(keys), strict=True))
        new = [key for key, known in found.items() if known is None]
        if new:
            place = {key: at for at, key in enumerate(keys)}
            wanted = vectors[[place[key] for key in new]]
            for key, best, documents in zip(new, *self._sources.nearest_documents(wanted, k, most), strict=True):
                answer = best.copy(), documents.copy()
                found[key] = answer
                neighbours.put(key, answer)
        answers = [known for key in keys if (known := found[key]) is not None]
        # One row after the other: joining them is several times as fast as stacking them.
        best, documents = (np.concatenate(rows).reshape(len(keys), most) for rows in zip(*answers, strict=True))
        return best, documents

    def sharing(self, fingerprints: Fingerprints) -> tuple[Numbers, Numbers]:
        """See ``Sources.sharing``; only fingerprints that the draft did not have last are looked up."""
        last = self._cache.shared.get((self._state, self._draft))
        if last is None:
            queries, documents = self._sources.sharing(fingerprints)
        else:
            held, old_queries, old_documents = last
            new = np.flatnonzero(~np.isin(fingerprints, held, assume_unique=True))
            more_queries, more_documents = self._sources.sharing(fingerprints[new])
            still = np.isin(held, fingerprints, assume_unique=True)[old_queries]
            place = np.searchsorted(fingerprints, held)[old_queries[still]]
            queries = np.concatenate([place, new[more_queries]])
            documents = np.concatenate([old_documents[still], more_documents])
            order = np.argsort(queries, kind="stable")
            queries, documents = queries[order], documents[order]
        self._cache.shared.put((self._state, self._draft), (fingerprints, queries, documents))
        return queries, documents

    def numbers(self) -> Numbers:
        """See ``Sources.numbers``."""
        return self._sources.numbers()

    def source(self, number: int) -> Source:
        """See ``Sources.source``."""
        return self._sources.source(number)

    def vectors(self, numbers: Numbers) -> dict[int, Vectors]:
        """See ``Sources.vectors``."""
        return self._sources.vectors(numbers)

    def several(self, numbers: Numbers) -> dict[int, Source]:
        """See ``Sources.several``."""
        return self._sources.several(numbers)
