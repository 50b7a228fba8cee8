"""Near-duplicates: documents of which the corpus already holds another version, found by a sample of fingerprints.

Which fingerprints are in the sample depends on their value alone, so versions of one text share as large a part of
their samples as of their fingerprints (Broder, Compression and Complexity of Sequences 1997).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from simcheck.corpus.index import Index
from simcheck.corpus.sources import Fingerprints, Floats, Numbers
from simcheck.scoring import SCORING

_NUMBERS = SCORING.versions
#: One fingerprint in so many is sampled, a power of two.
SAMPLE = np.uint64(_NUMBERS.sample - 1)

#: A document's number takes fewer bits than this.
_BITS = 31


class Sketches:
    """Samples of the fingerprints of documents, by document number."""

    def __init__(self) -> None:
        self._keys = np.zeros(0, dtype=np.uint64)
        self._owners = np.zeros(0, dtype=np.int64)

    @staticmethod
    def of(index: Index) -> Sketches:
        """Those of all living documents of an index; reads all its fingerprints once."""
        sketches = Sketches()
        for segment, live in zip(index.segments, index.live, strict=True):
            held = segment.postings
            sampled = np.flatnonzero((held.fingerprints & SAMPLE) == 0)
            owners = held.documents[sampled].astype(np.int64)
            living = np.isin(owners, segment.numbers[live])
            sketches._put(held.fingerprints[sampled[living]], owners[living])
        return sketches

    @staticmethod
    def joined(samples: Iterable[tuple[Fingerprints, Numbers]]) -> Sketches:
        """Those of several indexes, of which each gave its ``samples``."""
        sketches = Sketches()
        for keys, owners in samples:
            sketches._put(keys, owners)
        return sketches

    @property
    def samples(self) -> tuple[Fingerprints, Numbers]:
        """The sampled fingerprints, ascending, and beside each the number of a document that holds it."""
        return self._keys, self._owners

    def sizes(self) -> tuple[Numbers, Numbers]:
        """The documents that have a sample, ascending, and how many fingerprints are in each one's."""
        known, counts = np.unique(self._owners, return_counts=True)
        return known, counts.astype(np.int64)

    def of_documents(self, numbers: Numbers) -> tuple[Fingerprints, Numbers]:
        """The samples of some documents: each fingerprint, and the document."""
        chosen = np.isin(self._owners, numbers)
        return self._keys[chosen], self._owners[chosen]

    def holding(self, keys: Fingerprints) -> tuple[Numbers, Numbers]:
        """All pairs (i, document) such that ``keys[i]`` is in the document's sample. Of a fingerprint in more than
        ``Versions.most_documents`` only one more than so many: it counts for nothing."""
        first = np.searchsorted(self._keys, keys, side="left")
        counts = np.searchsorted(self._keys, keys, side="right") - first
        counts = np.minimum(counts, _NUMBERS.most_documents + 1)
        places = np.arange(counts.sum()) + np.repeat(first - np.cumsum(counts) + counts, counts)
        return np.repeat(np.arange(len(keys), dtype=np.int64), counts), self._owners[places]

    def pairs_of(
        self, keys: Fingerprints, owners: Numbers, least: float, sizes: tuple[Numbers, Numbers]
    ) -> list[tuple[int, int, float]]:
        """Those of ``pairs`` of which the later document is one of the ``owners`` of the sampled ``keys``, where this
        holds the samples of others only as far as they are among ``keys``; ``sizes`` are those of all."""
        new, old, shares = self._shared(keys, owners, least, sizes)
        return list(zip(new.tolist(), old.tolist(), shares.tolist(), strict=True))

    def pairs(self, least: float = _NUMBERS.share) -> list[tuple[int, int, float]]:
        """All pairs of near-duplicates, the later one first, with the share of the smaller one's sample that is more
        than ``least``, greatest first."""
        new, old, shares = self._shared(self._keys, self._owners, least)
        order = np.lexsort((old, new, -shares))
        return list(zip(new[order].tolist(), old[order].tolist(), shares[order].tolist(), strict=True))

    def add(self, numbers: Sequence[int], fingerprints: Sequence[Fingerprints]) -> dict[int, int]:
        """Take up new documents, and give those that are versions of an earlier one: number to number."""
        sampled = [every[(every & SAMPLE) == 0] for every in fingerprints]
        keys = np.concatenate([np.zeros(0, dtype=np.uint64), *sampled])
        owners = np.repeat(np.asarray(numbers, dtype=np.int64), [len(some) for some in sampled])
        self._put(keys, owners)
        return self._versions(keys, owners)

    def drop(self, numbers: Sequence[int]) -> None:
        """Forget removed documents."""
        living = ~np.isin(self._owners, numbers)
        self._keys, self._owners = self._keys[living], self._owners[living]

    def versions(self) -> dict[int, int]:
        """All documents that are versions of an earlier one, with that one."""
        return self._versions(self._keys, self._owners)

    def _put(self, keys: Fingerprints, owners: Numbers) -> None:
        keys, owners = np.concatenate([self._keys, keys]), np.concatenate([self._owners, owners])
        order = np.argsort(keys, kind="stable")
        self._keys, self._owners = keys[order], owners[order]

    def _versions(self, keys: Fingerprints, owners: Numbers) -> dict[int, int]:
        """For the samples ``keys`` of the documents ``owners``: the closest earlier version of each that has one."""
        new, old, shares = self._shared(keys, owners, _NUMBERS.share)
        ranked = np.argsort(shares, kind="stable")
        return dict(zip(new[ranked].tolist(), old[ranked].tolist(), strict=True))

    def _shared(
        self, keys: Fingerprints, owners: Numbers, least: float, sizes: tuple[Numbers, Numbers] | None = None
    ) -> tuple[Numbers, Numbers, Floats]:
        """For the samples ``keys`` of the documents ``owners``: each of these with an earlier document that shares more
        than ``least`` of the smaller one's sample, and that share."""
        first = np.searchsorted(self._keys, keys, side="left")
        counts = np.searchsorted(self._keys, keys, side="right") - first
        counts[counts > _NUMBERS.most_documents] = 0
        place = np.arange(counts.sum()) + np.repeat(first - np.cumsum(counts) + counts, counts)
        new, old = np.repeat(owners, counts), self._owners[place]
        pairs, shared = np.unique((new << _BITS | old)[old < new], return_counts=True)
        new, old = pairs >> _BITS, pairs & ((1 << _BITS) - 1)
        known, counts = sizes or self.sizes()
        smaller = np.minimum(counts[np.searchsorted(known, new)], counts[np.searchsorted(known, old)])
        chosen = np.flatnonzero((smaller >= _NUMBERS.least) & (shared > least * smaller))
        return new[chosen], old[chosen], shared[chosen] / smaller[chosen]
