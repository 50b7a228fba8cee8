"""What every speech says: document frequencies of n-grams in a large public collection, as hashed numbers.

A run of characters that follows a set phrase carries little information: after 习近平新时代中国特色社会主
hardly anything but 义思想 can come. :meth:`CharacterBackground.surprise` gives that information in nats, character by
character, so that evidence for copying can be capped by it. Built by ``models/train/background.py``; the file
holds no text.
"""

from __future__ import annotations

import functools
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from simcheck.errors import ModelError
from simcheck.resources import models_folder
from simcheck.scoring import SCORING
from simcheck.text.fingerprint import growing_grams

FILE = Path("background") / "ngrams.npz"
#: n-grams up to this length are kept, those in at least this many documents.
ORDER = 5
RAREST = 5
#: Bits of a hash that are kept: the high ones as the bucket, the low ones beside it. 32 bits and 2.5 million
#: entries: one false hit in 1,700.
BUCKET_BITS, REST_BITS = 16, 16
#: A frequency is stored as round(2 · ln(df / RAREST)), four bits.
STEPS = 2.0

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class CharacterBackground:
    """Document frequencies of n-grams over ``documents`` documents; ``keys`` sorted, ``levels`` beside them."""

    documents: int
    keys: npt.NDArray[np.uint32]
    levels: npt.NDArray[np.uint8]

    def frequency(self, hashes: npt.NDArray[np.uint64]) -> Floats:
        """In how many documents each n-gram (as :func:`simcheck.text.fingerprint.grams` hashes it) stands; 0
        for fewer than 5."""
        if not len(self.keys):
            return np.zeros(len(hashes))
        wanted = shorten(hashes)
        # In ascending order, so that neighbouring look-ups touch neighbouring memory: four times as fast.
        different, back = np.unique(wanted, return_inverse=True)
        place = np.minimum(np.searchsorted(self.keys, different), len(self.keys) - 1)
        found = np.where(self.keys[place] == different, RAREST * np.exp(self.levels[place] / STEPS), 0.0)
        return np.asarray(found[back])

    def surprise(self, units: npt.NDArray[np.uint64], highest: float) -> Floats:
        """Nats of information in each unit, given up to four before it; shape (units,), in (0, highest].

        −ln of the share of the documents with the context that also continue it so, from the longest context
        that at least five documents have; a context that nobody has makes the next unit as surprising as it can
        be.
        """
        nats = np.full(len(units), highest)
        if not len(units) or not self.documents:
            return nats
        counts = [self.frequency(hashes) for hashes in growing_grams(units, ORDER)]
        for n in range(2, min(ORDER, len(units)) + 1):
            run, context = counts[n - 1], counts[n - 2][: len(counts[n - 1])]
            share = (run + 0.5) / (np.maximum(context, run) + 1.0)
            nats[n - 1 :] = np.where(context > 0, np.minimum(-np.log(share), highest), nats[n - 1 :])
        return np.asarray(np.maximum(nats, SCORING.lexical.least))

    def density(self, hashes: npt.NDArray[np.uint64]) -> Floats:
        """How often each n-gram comes per token of text, from its document frequency and a document's mean length."""
        numbers = SCORING.lexical
        share = np.minimum(self.frequency(hashes) / max(self.documents, 1), numbers.most_works)
        return np.asarray(-np.log1p(-share) / numbers.work_length)


def shorten(hashes: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint32]:
    """The 32 bits of each hash that the file keeps."""
    return (hashes >> np.uint64(64 - BUCKET_BITS - REST_BITS)).astype(np.uint32)


@functools.cache
def load_background(path: Path | None = None) -> CharacterBackground:
    """The shipped background (or the one in ``path``); ModelError when the file is missing or damaged."""
    file = path or models_folder() / FILE
    try:
        with np.load(file) as data:
            counts, rest, levels = data["buckets"], data["rest"], data["levels"]
            documents = int(data["documents"])
        keys = (np.repeat(np.arange(len(counts), dtype=np.uint32), counts) << np.uint32(REST_BITS)) | rest
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        raise ModelError(f"{file}: the set phrases cannot be read ({error}); reinstall simcheck") from error
    if len(keys) != len(levels):
        raise ModelError(f"{file}: the set phrases are damaged; reinstall simcheck")
    return CharacterBackground(documents, keys, levels)
