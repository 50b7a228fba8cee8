"""An encoder that remembers: each sentence is encoded once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from simcheck.encode.protocol import Counts, Encoder, Vectors
from simcheck.memory import Recent

#: Sentences whose vectors are kept: some 4 MB.
SENTENCES = 4096


#: Vectors by the encoder's name and the sentence.
Encoded = Recent[tuple[str, str], Vectors]


def encoded_nothing() -> Encoded:
    """An empty memory for ``RememberedEncoder``."""
    return Recent(SENTENCES)


class RememberedEncoder:
    """The encoder given, its vectors kept by sentence. Implements ``Encoder``.

    The vectors are those of the encoder to the bit if it encodes each sentence by itself, as the static ones do.
    """

    def __init__(self, encoder: Encoder, kept: Encoded) -> None:
        self._encoder, self._kept = encoder, kept

    @property
    def name(self) -> str:
        """The name of the encoder given."""
        return self._encoder.name

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        return self._encoder.dimension

    def encode(self, sentences: Sequence[str]) -> Vectors:
        """See ``Encoder.encode``; only sentences not seen before are encoded."""
        known = {sentence: self._kept.get((self.name, sentence)) for sentence in sentences}
        new = [sentence for sentence, vector in known.items() if vector is None]
        if new:
            for sentence, vector in zip(new, self._encoder.encode(new), strict=True):
                known[sentence] = vector.copy()
                self._kept.put((self.name, sentence), vector.copy())
        vectors = np.zeros((len(sentences), self.dimension), dtype=np.float32)
        for row, sentence in zip(vectors, sentences, strict=True):
            row[:] = known[sentence]
        return vectors

    def unknown(self, sentences: Sequence[str]) -> Counts:
        """See ``Encoder.unknown``."""
        return self._encoder.unknown(sentences)
