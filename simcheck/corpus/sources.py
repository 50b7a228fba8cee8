"""What a draft is checked against, however it is stored: the protocol that the check knows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from simcheck.text.analyze import Analyzed
from simcheck.types import CorpusInfo

Vectors = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.int64]
Fingerprints = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """One source taken apart, and its sentences' unit vectors, shape (sentences, dimension)."""

    analyzed: Analyzed
    vectors: Vectors


class Sources(Protocol):
    """Documents to check against. Rows count all sentences, numbers name documents; both only hold for this object."""

    @property
    def info(self) -> CorpusInfo:
        """What these sources hold and what made them."""

    def nearest(self, vectors: Vectors, k: int) -> tuple[Vectors, Numbers]:
        """Similarities and rows, both (n, k), of the k sentences closest to each vector, best first.

        Where there are fewer than k sentences the rest is -inf and -1. Among equal similarities any may come.
        """

    def documents_of(self, rows: Numbers) -> Numbers:
        """The document number of each row, of any shape; -1 stays -1."""

    def sharing(self, fingerprints: Fingerprints) -> tuple[Numbers, Numbers]:
        """All pairs (i, document number) such that ``fingerprints[i]`` stands in the document, each pair once."""

    def numbers(self) -> Numbers:
        """The numbers of all documents, ascending."""

    def source(self, number: int) -> Source:
        """The document with this number."""
