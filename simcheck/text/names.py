"""Names: Chinese names as English texts spell them, so that Mianyang and 绵阳 are one word."""

from __future__ import annotations

import functools
import itertools
import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from simcheck.memory import once
from simcheck.resources import data_text
from simcheck.text.analyze import Analyzed
from simcheck.text.tokens import mix

Ints = npt.NDArray[np.int64]

#: Letters of a name of two or three syllables.
SHORTEST, LONGEST = 4, 16
#: Syllables that a word may be made of.
SYLLABLES = (2, 3)
#: A word with a capital letter, no apostrophe inside.
_NAME = re.compile(r"(?<![\w'’])[A-Z][a-z]{3,15}(?![\w'’])", re.ASCII)


@dataclass(frozen=True, slots=True, eq=False)
class Names:
    """Words of a text that may be Chinese names: ``token[k]`` may be the pair of characters with the token id
    ``ids[k]``; several pairs for each token, sorted by token."""

    token: Ints
    ids: npt.NDArray[np.uint64]


@once
def names_of(text: Analyzed) -> Names:
    """The capitalised words of a text that are spelled like two or three Chinese characters.

    A name of three is known by its first two.

    >>> from simcheck.text.analyze import analyze
    >>> from simcheck.types import Document
    >>> mianyang, chinese = (analyze(Document("", text)) for text in ("We went to Mianyang.", "绵阳"))
    >>> bool(np.isin(chinese.tokens.ids, names_of(mianyang).ids).all())
    True
    """
    tokens: list[npt.NDArray[np.int64]] = []
    ids: list[npt.NDArray[np.uint64]] = []
    for word in _NAME.finditer(text.normalized.source):
        start, end = text.normalized.from_source(*word.span())
        at = int(np.searchsorted(text.tokens.starts, start))
        pairs = _pairs(word.group().lower())
        if len(pairs) and at < len(text.tokens) and (text.tokens.starts[at], text.tokens.ends[at]) == (start, end):
            tokens.append(np.full(len(pairs), at, dtype=np.int64))
            ids.append(pairs)
    if not tokens:
        return Names(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.uint64))
    return Names(np.concatenate(tokens), np.concatenate(ids))


@functools.lru_cache(maxsize=4096)
def _pairs(word: str) -> npt.NDArray[np.uint64]:
    """Token ids of the pairs of characters that the first two syllables of a word may be."""
    spelled = _syllables()
    firsts = {parts[:2] for count in SYLLABLES for parts in _split(word, count)}
    found = [np.bitwise_xor.outer(mix(spelled[one]), spelled[other]).ravel() for one, other in sorted(firsts)]
    return np.unique(np.concatenate(found)) if found else np.zeros(0, dtype=np.uint64)


def _split(word: str, count: int) -> list[tuple[str, ...]]:
    """All ways to read a word as so many syllables."""
    spelled = _syllables()
    ways = []
    for cuts in itertools.combinations(range(1, len(word)), count - 1):
        parts = tuple(word[a:b] for a, b in itertools.pairwise((0, *cuts, len(word))))
        if all(part in spelled for part in parts):
            ways.append(parts)
    return ways


@functools.cache
def _syllables() -> dict[str, npt.NDArray[np.uint64]]:
    lines = (line.split(" ") for line in data_text("syllables.txt").splitlines() if line and not line.startswith("#"))
    return {syllable: np.array([ord(char) for char in chars], dtype=np.uint64) for syllable, chars in lines}
