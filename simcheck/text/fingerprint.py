"""Fingerprints: few hashes that two texts share when they share a run of characters, wherever it stands.

Winnowing (Schleimer, Wilkerson, Aiken, SIGMOD 2003): of every ``WINDOW`` neighbouring ``RUN``-grams the least hash
is kept, so any shared run of at least ``RUN + WINDOW - 1`` units shares a fingerprint.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simcheck.text.tokens import Tokens, mix

RUN = 5
WINDOW = 4


def grams(units: npt.NDArray[np.uint64], length: int) -> npt.NDArray[np.uint64]:
    """The hash of each run of ``length`` units, shape (units - length + 1,); empty for shorter texts."""
    if len(units) < length:
        return np.zeros(0, dtype=np.uint64)
    count = len(units) - length + 1
    hashed = np.zeros(count, dtype=np.uint64)
    for offset in range(length):
        hashed = mix(hashed ^ units[offset : offset + count])
    return hashed


def fingerprints(tokens: Tokens) -> npt.NDArray[np.uint64]:
    """The winnowed fingerprints of a text, sorted and without repeats."""
    hashed = grams(tokens.units, RUN)
    if len(hashed) > WINDOW:
        count = len(hashed) - WINDOW + 1
        hashed = np.minimum.reduce([hashed[offset : offset + count] for offset in range(WINDOW)])
    return np.unique(hashed)
