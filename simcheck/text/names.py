"""Names: Chinese names as English texts spell them, so that Mianyang and 绵阳 are one word."""

from __future__ import annotations

import functools
import itertools
import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from simcheck.caching import MIB, memoize, memoize_per_object
from simcheck.patterns import regex
from simcheck.resources import data_text
from simcheck.text.analyze import Analyzed
from simcheck.text.tokens import mix

Ints = npt.NDArray[np.int64]

#: Letters of a name of two or three syllables.
SHORTEST, LONGEST = 4, 16
#: Syllables that a word may be made of.
SYLLABLES = (2, 3)
#: A word with a capital letter, no apostrophe inside.
_NAME = regex(r"(?<![\w'’])[A-Z][a-z]{3,15}(?![\w'’])", re.ASCII)


@dataclass(frozen=True, slots=True, eq=False)
class Names:
    """Words of a text that may be Chinese names: token ``token[k]`` is ``words[k]``, in small letters; ascending."""

    token: Ints
    words: tuple[str, ...]


@memoize_per_object
def names_of(text: Analyzed) -> Names:
    """The capitalised words of a text that are spelled like two or three Chinese characters.

    >>> from simcheck.text.analyze import analyze
    >>> from simcheck.types import Document
    >>> names_of(analyze(Document("", "Yesterday we went to Mianyang."))).words
    ('mianyang',)
    """
    found: dict[int, str] = {}
    for word in _NAME.finditer(text.normalized.source):
        start, end = text.normalized.from_source(*word.span())
        at = int(np.searchsorted(text.tokens.starts, start))
        name = word.group().lower()
        if (
            len(spelled(name))
            and at < len(text.tokens)
            and (text.tokens.starts[at], text.tokens.ends[at]) == (start, end)
        ):
            found[at] = name
    return Names(np.array(list(found), dtype=np.int64), tuple(found.values()))


@memoize(MIB)
def spelled(word: str) -> npt.NDArray[np.uint64]:
    """Token ids of the pairs of characters that the first two syllables of a word in small letters may be, ascending.

    A name of three characters is known by its first two.

    >>> from simcheck.text.normalize import normalize
    >>> from simcheck.text.tokens import tokenize
    >>> int(tokenize(normalize("绵阳")).ids[0]) in spelled("mianyang")
    True
    """
    syllables = _syllables()
    firsts = {parts[:2] for count in SYLLABLES for parts in _split(word, count)}
    found = [np.bitwise_xor.outer(mix(syllables[one]), syllables[other]).ravel() for one, other in sorted(firsts)]
    return np.unique(np.concatenate(found)) if found else np.zeros(0, dtype=np.uint64)


def _split(word: str, count: int) -> list[tuple[str, ...]]:
    """All ways to read a word as so many syllables."""
    syllables = _syllables()
    ways = []
    for cuts in itertools.combinations(range(1, len(word)), count - 1):
        parts = tuple(word[a:b] for a, b in itertools.pairwise((0, *cuts, len(word))))
        if all(part in syllables for part in parts):
            ways.append(parts)
    return ways


@functools.cache
def _syllables() -> dict[str, npt.NDArray[np.uint64]]:
    lines = (line.split(" ") for line in data_text("syllables.txt").splitlines() if line and not line.startswith("#"))
    return {syllable: np.array([ord(char) for char in chars], dtype=np.uint64) for syllable, chars in lines}
