"""What is told of an encoder: what it is, and how it ranks sentences."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """An encoder: the identity that a corpus pins, where it stands, its size on disk, the languages it states to know.

    What its folder does not say, or what has no folder, is None or empty.
    """

    name: str
    dimension: int
    path: str | None
    bytes: int | None
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Agreement:
    """How an encoder ranks pairs of sentences: Spearman's correlation with people's scores, from -1 to 1."""

    pairs: int
    spearman: float


@dataclass(frozen=True, slots=True)
class RetrievalQuality:
    """The share of sentences whose counterpart is the nearest one, from the first column to the second and back."""

    pairs: int
    forward: float
    backward: float
