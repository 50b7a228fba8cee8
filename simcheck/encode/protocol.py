"""What every encoder can do, and nothing of how it does it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Counts = NDArray[np.int64]


class Encoder(Protocol):
    """Turns sentences into unit vectors whose inner product is their similarity."""

    @property
    def name(self) -> str:
        """The identity that a corpus pins: name and short content hash, such as ``static-zh-en:3f9a1c2b``."""

    @property
    def dimension(self) -> int:
        """The length of a vector."""

    def encode(self, sentences: Sequence[str]) -> Vectors:
        """The vectors of the sentences, float32 of shape (sentences, dimension), each of length 1."""

    def unknown(self, sentences: Sequence[str]) -> Counts:
        """Units of each sentence (letters, or tokens), and how many of them the encoder has no words for.

        Shape (sentences, 2), int64.
        """
