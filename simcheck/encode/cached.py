"""A cached encoder: each sentence is encoded once, as long as there is room for its vector."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from simcheck.caching import MIB, LRUCache
from simcheck.encode.protocol import Counts, Encoder, Vectors
from simcheck.encode.validated import counts_of, vectors_of


def uncached(encoder: Encoder) -> Encoder:
    """The encoder itself, which may be able to do more than ``Encoder`` says."""
    return encoder.encoder if isinstance(encoder, CachedEncoder) else encoder


class CachedEncoder:
    """The encoder given, what it says of sentences cached. Implements ``Encoder``, for any threads.

    The vectors are those of the encoder to the bit if it encodes each sentence by itself, as the static ones do.
    """

    def __init__(self, encoder: Encoder) -> None:
        #: The encoder given.
        self.encoder = encoder
        self._cache: LRUCache[str, tuple[Vectors, Counts]] = LRUCache(16 * MIB)

    @property
    def name(self) -> str:
        """The name of the encoder given."""
        return self.encoder.name

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        return self.encoder.dimension

    def encode(self, sentences: Sequence[str]) -> Vectors:
        """See ``Encoder.encode``; only sentences that are not in the cache are encoded."""
        vectors = [vector for vector, _ in self._found(sentences)]
        return np.stack(vectors) if vectors else vectors_of(self.encoder, [])

    def unknown(self, sentences: Sequence[str]) -> Counts:
        """See ``Encoder.unknown``; counted when a sentence is encoded."""
        return np.array([counts for _, counts in self._found(sentences)], dtype=np.int64).reshape(-1, 2)

    def _found(self, sentences: Sequence[str]) -> list[tuple[Vectors, Counts]]:
        known = dict(zip(sentences, self._cache.get_all(sentences), strict=True))
        found = {sentence: one for sentence, one in known.items() if one is not None}
        new = [sentence for sentence, one in known.items() if one is None]
        if new:
            given = vectors_of(self.encoder, new), counts_of(self.encoder, new)
            for sentence, vector, counts in zip(new, *given, strict=True):
                found[sentence] = vector.copy(), counts.copy()
                self._cache.put(sentence, found[sentence])
        return [found[sentence] for sentence in sentences]
