"""Rarity: how many texts of the background say a run of characters, which hold a large public collection."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from simcheck.caching import MIB, memoize
from simcheck.text.background import load_background
from simcheck.text.tokens import mix

#: Characters of the longest run that the background knows.
GRAMS = 5


def is_rare(name: str) -> bool:
    """Whether no text of the background begins a name so."""
    return len(name) > 2 and not works(name)


@memoize(MIB)
def works(gram: str) -> int:
    """In how many works of the background a run of one to five characters stands; 0 for fewer than five."""
    return works_of([gram[:GRAMS]])[0]


def works_of(grams: Sequence[str]) -> list[int]:
    """``works`` of many runs of one length, at once."""
    codes = np.array([[ord(char) for char in gram] for gram in grams], dtype=np.uint64)
    hashes = mix(codes[:, 0])
    for column in codes.T[1:]:
        hashes = mix(hashes ^ column)
    return [int(count) for count in load_background().frequency(hashes)]
