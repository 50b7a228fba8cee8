"""A document taken apart and embedded: what retrieval and alignment compare."""

from __future__ import annotations

from dataclasses import dataclass

from simcheck.encode.protocol import Vectors
from simcheck.text.analyze import Analyzed


@dataclass(frozen=True, slots=True, eq=False)
class Embedded:
    """A document taken apart, and its sentences' unit vectors, shape (sentences, dimension)."""

    analyzed: Analyzed
    vectors: Vectors
