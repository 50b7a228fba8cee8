"""A cached encoder: each sentence is encoded once while it is remembered."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from simcheck.caching import LRUCache
from simcheck.encode.protocol import Counts, Encoder, Vectors

#: Vectors by the encoder's name and the sentence.
VectorCache = LRUCache[tuple[str, str], Vectors]


class CachedEncoder:
    """The encoder given, its vectors cached by sentence. Implements ``Encoder``.

    The vectors are those of the encoder to the bit if it encodes each sentence by itself, as the static ones do.
    """

    def __init__(self, encoder: Encoder, cache: VectorCache) -> None:
        self._encoder, self._cache = encoder, cache

    @property
    def name(self) -> str:
        """The name of the encoder given."""
        return self._encoder.name

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        return self._encoder.dimension

    def encode(self, sentences: Sequence[str]) -> Vectors:
        """See ``Encoder.encode``; only sentences that are not in the cache are encoded."""
        known = {sentence: self._cache.get((self.name, sentence)) for sentence in sentences}
        new = [sentence for sentence, vector in known.items() if vector is None]
        if new:
            for sentence, vector in zip(new, self._encoder.encode(new), strict=True):
                known[sentence] = vector
                self._cache.put((self.name, sentence), vector.copy())
        vectors = np.zeros((len(sentences), self.dimension), dtype=np.float32)
        for row, sentence in zip(vectors, sentences, strict=True):
            row[:] = known[sentence]
        return vectors

    def unknown(self, sentences: Sequence[str]) -> Counts:
        """See ``Encoder.unknown``."""
        return self._encoder.unknown(sentences)
