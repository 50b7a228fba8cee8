"""Entity features: what the tagger of names is told of each character: itself, the pair that it ends, its word, and
how many texts say it with what follows."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simcheck.caching import MIB, memoize
from simcheck.patterns import regex
from simcheck.text.background import RAREST, load_background
from simcheck.text.characters import fold
from simcheck.text.tokens import mix
from simcheck.text.words import kind_of, segmented, times_of

Ids = npt.NDArray[np.int64]

_HAN = regex("[\u4e00-\u9fff]+")
#: Parts of speech of jieba that are told apart, the rest as one.
_KINDS = {kind: at for at, kind in enumerate("ns nr nt nz n v vn a ad d m q p c u r f t s j l i b".split())}
_SAME = {"nrt": "nr", "nrfg": "nr", "vd": "v", "vi": "v"}
#: How often the dictionary has seen a word: bounds of what is told apart.
_TIMES = (1, 20, 200, 1000, 5000)
#: Where a character stands in its word: alone, first, within, last.
_ALONE, _FIRST, _WITHIN, _LAST = range(4)
#: How many different words, pairs and numbers of texts there are.
WORDS = (len(_KINDS) + 1) * (len(_TIMES) + 1) * 4 + 1
PAIRS, LEVELS = 1 << 15, 8
#: What spreads two characters over the numbers of pairs.
_SPREAD = 40503, 7919


class Features(NamedTuple):
    """Numbers for each character of a text: the character, its pair, its word, and how common its company is."""

    characters: Ids
    pairs: Ids
    words: Ids
    common: Ids


def features(text: str) -> Features:
    """The features of a text that :func:`plain` gave, each as long as the text.

    >>> [len(column) for column in features("螳螂川沿岸")]
    [5, 5, 5, 5]
    """
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.int64)
    before = np.concatenate([[0], codes[:-1]])
    before[before == 0] = ord("\n")  # a line begins alike whatever stands before it
    words = np.full(len(text), WORDS - 1, dtype=np.int64)
    for run in _HAN.finditer(text):
        words[run.start() : run.end()] = _words(run[0])
    pairs = (before * _SPREAD[0] + codes * _SPREAD[1]) % PAIRS
    return Features(codes, pairs, words, _level(codes, 2) * LEVELS + _level(codes, 3))


def plain(text: str) -> str:
    """A text of the same length in simplified characters of full shape, which the dictionary knows.

    >>> plain("清溪縣ＧＤＰ增長")
    '清溪县gdp增长'
    """
    table = {ord(char): folded for char in set(text) if len(folded := fold(char)) == 1 and folded != char}
    return text.translate(table) if table else text


@memoize(MIB)
def _words(run: str) -> tuple[int, ...]:
    """For each character of a run the number of its word and its place in it."""
    found, at = [], 0
    for end in segmented(run):
        told = _word(run[at:end])
        places = [_ALONE] if end - at == 1 else [_FIRST, *[_WITHIN] * (end - at - 2), _LAST]
        found += [told * 4 + place for place in places]
        at = end
    return tuple(found)


@memoize(MIB)
def _word(word: str) -> int:
    kind, times = kind_of(word), times_of(word)
    return _KINDS.get(_SAME.get(kind, kind), len(_KINDS)) * (len(_TIMES) + 1) + sum(times >= bound for bound in _TIMES)


def _level(codes: Ids, size: int) -> Ids:
    """How many texts of the background say the run of ``size`` characters from each one on, in steps of a nat."""
    levels = np.zeros(len(codes), dtype=np.int64)
    count = len(codes) - size + 1
    if count <= 0:
        return levels
    spelt = codes.astype(np.uint64)
    hashes = mix(spelt[:count])
    for at in range(1, size):
        hashes = mix(hashes ^ spelt[at : at + count])
    seen = load_background().frequency(hashes)
    steps = 1 + np.clip(np.round(np.log(np.maximum(seen, RAREST) / RAREST)), 0, LEVELS - 2)
    levels[:count] = np.where(seen > 0, steps, 0)
    return levels
