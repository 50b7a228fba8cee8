"""The inverted file of fingerprints: which documents hold a fingerprint."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from simcheck.corpus.sources import Fingerprints, Numbers


@dataclass(frozen=True, slots=True, eq=False)
class Postings:
    """All fingerprints of some documents, ascending, and beside each the number of a document that holds it."""

    fingerprints: Fingerprints
    documents: npt.NDArray[np.int32]

    @classmethod
    def of(cls, numbers: Sequence[int], fingerprints: Sequence[Fingerprints]) -> Postings:
        """Those of documents, each given with its fingerprints."""
        owners = np.repeat(np.asarray(numbers, dtype=np.int32), [len(found) for found in fingerprints])
        return cls._sorted(np.concatenate([np.zeros(0, dtype=np.uint64), *fingerprints]), owners)

    @classmethod
    def merged(cls, parts: Sequence[Postings]) -> Postings:
        """Those of several parts in one."""
        return cls._sorted(
            np.concatenate([part.fingerprints for part in parts]), np.concatenate([part.documents for part in parts])
        )

    @classmethod
    def _sorted(cls, fingerprints: Fingerprints, documents: npt.NDArray[np.int32]) -> Postings:
        order = np.argsort(fingerprints, kind="stable")
        return cls(fingerprints[order], documents[order])

    def only(self, numbers: Numbers) -> Postings:
        """Without those of other documents."""
        wanted = np.isin(self.documents, numbers)
        return Postings(self.fingerprints[wanted], self.documents[wanted])

    def lookup(self, fingerprints: Fingerprints) -> tuple[Numbers, Numbers]:
        """All pairs (i, document) such that the document holds ``fingerprints[i]``."""
        first = np.searchsorted(self.fingerprints, fingerprints, side="left")
        counts = np.searchsorted(self.fingerprints, fingerprints, side="right") - first
        counts = np.maximum(counts, 0)  # a changed byte in a mapped file may leave them unsorted
        queries = np.repeat(np.arange(len(fingerprints), dtype=np.int64), counts)
        places = np.arange(len(queries)) + np.repeat(first - np.cumsum(counts) + counts, counts)
        return queries, self.documents[places].astype(np.int64)
