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
    return growing_grams(units, length)[-1]


def growing_grams(units: npt.NDArray[np.uint64], longest: int) -> list[npt.NDArray[np.uint64]]:
    """``grams`` of one unit, of two, and so on up to ``longest``."""
    hashes = [mix(units)]
    for length in range(2, longest + 1):
        count = max(len(units) - length + 1, 0)
        hashes.append(mix(hashes[-1][:count] ^ units[length - 1 : length - 1 + count]))
    return hashes


def fingerprints(tokens: Tokens) -> npt.NDArray[np.uint64]:
    """The winnowed fingerprints of a text, sorted and without repeats."""
    hashed = grams(tokens.units, RUN)
    if len(hashed) > WINDOW:
        count = len(hashed) - WINDOW + 1
        hashed = np.minimum.reduce([hashed[offset : offset + count] for offset in range(WINDOW)])
    # np.unique would hash first to look for repeats, and sort after that.
    ordered = np.sort(hashed)
    return ordered[np.append(True, ordered[1:] != ordered[:-1])] if len(ordered) else ordered
