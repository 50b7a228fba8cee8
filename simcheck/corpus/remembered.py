"""Sources that remember: what one state of a corpus answered for a sentence or a document is not looked up again.

Every answer is exactly the one that the sources themselves would give, so a check through a memory finds what a check
without one finds.
"""

from __future__ import annotations

from collections.abc import Hashable

import numpy as np

from simcheck.corpus.sources import Fingerprints, Floats, Numbers, Source, Sources, Vectors
from simcheck.memory import Recent
from simcheck.types import CorpusInfo

#: Sentences whose nearest documents are kept: some 12 MB.
SENTENCES = 8192
#: Vectors looked up together at least: products of fewer rows take another way, in BLAS and in FAISS, and are rounded
#: otherwise than those of a whole draft.
TOGETHER = 32


class Lookups:
    """What was looked up in one state of a corpus; forgotten when the corpus is in another one."""

    def __init__(self) -> None:
        self._state: Hashable = None
        self.neighbours: Recent[tuple[int, int, bytes], tuple[Floats, Numbers]] = Recent(SENTENCES)
        #: The fingerprints asked for last, and which documents each of them led to.
        self.shared: tuple[Fingerprints, Numbers, Numbers] | None = None

    def at(self, state: Hashable) -> None:
        """Go on with this state of the corpus."""
        if state != self._state:
            self.neighbours.clear()
            self.shared = None
            self._state = state


class RememberedSources:
    """Sources seen through what was looked up before. Implements ``Sources``.

    ``state`` names the state that the sources are in; equal states hold the same documents under the same numbers.
    """

    def __init__(self, sources: Sources, state: Hashable, lookups: Lookups) -> None:
        lookups.at(state)
        self._sources, self._lookups = sources, lookups

    @property
    def info(self) -> CorpusInfo:
        """As the sources say."""
        return self._sources.info

    def nearest_documents(self, vectors: Vectors, k: int, most: int) -> tuple[Floats, Numbers]:
        """See ``Sources.nearest_documents``; only sentences not seen before are searched for."""
        if not len(vectors):
            return self._sources.nearest_documents(vectors, k, most)
        kept = self._lookups.neighbours
        keys = [(k, most, row.tobytes()) for row in vectors]
        found = {key: kept.get(key) for key in keys}
        new = [key for key, known in found.items() if known is None]
        if new:
            place = {key: at for at, key in enumerate(keys)}
            wanted = vectors[[place[key] for key in new]]
            wanted = np.concatenate([wanted, np.repeat(wanted[:1], max(0, TOGETHER - len(wanted)), axis=0)])
            for key, best, documents in zip(new, *self._sources.nearest_documents(wanted, k, most), strict=False):
                answer = best.copy(), documents.copy()
                found[key] = answer
                kept.put(key, answer)
        answers = [known for key in keys if (known := found[key]) is not None]
        # One row after the other: joining them is several times as fast as stacking them.
        best, documents = (np.concatenate(rows).reshape(len(keys), most) for rows in zip(*answers, strict=True))
        return best, documents

    def sharing(self, fingerprints: Fingerprints) -> tuple[Numbers, Numbers]:
        """See ``Sources.sharing``; only fingerprints that the last draft did not have are looked up."""
        last = self._lookups.shared
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
        self._lookups.shared = fingerprints, queries, documents
        return queries, documents

    def numbers(self) -> Numbers:
        """See ``Sources.numbers``."""
        return self._sources.numbers()

    def source(self, number: int) -> Source:
        """See ``Sources.source``."""
        return self._sources.source(number)
