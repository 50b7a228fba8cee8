"""What a draft is checked against, however it is stored: the protocol that the check knows."""

from __future__ import annotations

from typing import Protocol

import numpy as np
import numpy.typing as npt

from simcheck.encode.embedded import Embedded
from simcheck.types import CorpusInfo

Vectors = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.int64]
Fingerprints = npt.NDArray[np.uint64]
Floats = npt.NDArray[np.float64]
#: One source taken apart and embedded.
Source = Embedded


class Sources(Protocol):
    """Documents to check against; their numbers only hold for this object."""

    @property
    def info(self) -> CorpusInfo:
        """What these sources hold and what made them."""

    def nearest_documents(self, vectors: Vectors, k: int, most: int) -> tuple[Floats, Numbers]:
        """The documents of the k sentences closest to each vector, ``most`` of them, by their best sentence there.

        Returns its similarity and the document's number, both (vectors, most), best first, padded with NaN and -1.
        Among equal similarities those of the lower numbers come first, as far as the search is exact.
        """

    def sharing(self, fingerprints: Fingerprints) -> tuple[Numbers, Numbers]:
        """All pairs (i, document number) such that ``fingerprints[i]`` stands in the document, each pair once."""

    def numbers(self) -> Numbers:
        """The numbers of all documents, ascending."""

    def source(self, number: int) -> Source:
        """The document with this number."""

    def vectors(self, numbers: Numbers) -> dict[int, Vectors]:
        """The vectors of the sentences of these documents, in their order, each of shape (sentences, dimension)."""

    def several(self, numbers: Numbers) -> dict[int, Source]:
        """The documents with these numbers, in their order."""
