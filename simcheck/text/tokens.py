"""Lexical tokens: what two texts are compared by letter for letter, as integers with spans.

Chinese and other scripts without spaces between words: pairs of neighbouring characters. Spaced scripts: words cut to
five letters, which stands in for stemming.
Numbers: their value, so that 230亿 and 23 billion are one token. White space and punctuation are no tokens.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from simcheck.caching import MIB, memoize
from simcheck.patterns import regex
from simcheck.text.lookup import codes_of
from simcheck.text.normalize import Normalized, lines_of
from simcheck.text.scripts import MARKS, UNSPACED, unspaced

Ids = npt.NDArray[np.uint64]
Places = npt.NDArray[np.int32]

STEM = 5
#: Units below this are characters, those above it are words.
WORDS = 1 << 32
#: Two characters pair up across at most this many marks, never across the end of a sentence or line.
GAP = 2
STOPS = [ord(mark) for mark in "\n。!?;"]

_WORD = regex(rf"\d+(?:[.,]\d+)*|[^\W\d_{UNSPACED}](?:[^\W\d_{UNSPACED}]|[{MARKS}])*")
_SCALES = {
    "百": 1e2, "千": 1e3, "万": 1e4, "十万": 1e5, "百万": 1e6, "千万": 1e7, "亿": 1e8, "十亿": 1e9, "百亿": 1e10,
    "千亿": 1e11, "万亿": 1e12, "hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12,
}  # fmt: skip
_SCALE = regex(r" ?(十万|百万|千万|十亿|百亿|千亿|万亿|[万亿百千]|(?:hundred|thousand|million|billion|trillion)\b)")


@dataclass(frozen=True, slots=True, eq=False)
class Tokens:
    """``units`` are single characters and words in order, ``ids`` the tokens; spans are offsets of the normalised text.

    Token k begins with unit ``unit[k]`` and covers ``[starts[k], ends[k])``. Equal ids mean equal tokens (64 bits).
    """

    units: Ids
    unit_starts: Places
    unit_ends: Places
    unit: Places
    ids: Ids
    starts: Places
    ends: Places

    def __len__(self) -> int:
        return len(self.ids)


def tokenize(normalized: Normalized) -> Tokens:
    """The tokens of a text, in order. Linear in its length, vectorised for Chinese."""
    text = normalized.text
    codes = codes_of(text)
    single = np.flatnonzero(unspaced(codes)).astype(np.int32)
    lines = [(at, inside) for at, line in lines_of(text) if len(inside := _words(line))]
    words = np.concatenate([_NOTHING, *(np.add(inside, (at, at, 0)) for at, inside in lines)])
    starts = np.concatenate([single, words[:, 0].astype(np.int32)])
    order = np.argsort(starts, kind="stable")
    starts = starts[order]
    ends = np.concatenate([single + 1, words[:, 1].astype(np.int32)])[order]
    units = np.concatenate([codes[single].astype(np.uint64), words[:, 2].astype(np.uint64)])[order]
    alone = units < (1 << 32)
    stops = np.concatenate([[0], np.cumsum(np.isin(codes, STOPS))]).astype(np.int32)[starts]
    pair = alone[:-1] & alone[1:] & (starts[1:] - ends[:-1] <= GAP) & (stops[1:] == stops[:-1])
    head = np.flatnonzero(pair)
    word = np.flatnonzero(~alone)
    ids = np.concatenate([mix(units[head]) ^ units[head + 1], units[word]])
    token_units = np.concatenate([head, word])
    order = np.argsort(token_units, kind="stable")
    token_ends = np.concatenate([ends[head + 1], ends[word]])[order]
    token_units = token_units[order]
    return Tokens(units, starts, ends, token_units.astype(np.int32), ids[order], starts[token_units], token_ends)


def mix(values: Ids) -> Ids:
    """A bijection of 64-bit integers that spreads them, so that xors rarely collide: the finaliser of SplitMix64."""
    x = values.astype(np.uint64)
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))


_NOTHING = np.zeros((0, 3), dtype=np.int64)


@memoize(2 * MIB)
def _words(line: str) -> npt.NDArray[np.int64]:
    """Words and numbers of a line, rows of (start, end, id); ids stand above 2**32, where no character is."""
    found = []
    for match in _WORD.finditer(line):
        (start, end), word = match.span(), match.group()
        found.append((start, end, _id(number_value(line, start, end) if word[0].isdigit() else word[:STEM])))
    return np.array(found, dtype=np.int64) if found else _NOTHING


def _id(word: str) -> int:
    return (1 << 40) | zlib.crc32(word.encode())


def number_value(text: str, start: int, end: int) -> str:
    """A number's value in plain digits, its scale word behind it (万, 亿, million …) included.

    >>> number_value("约230亿元", 1, 4), number_value("23.0 billion yuan", 0, 4), number_value("1,200家", 0, 5)
    ('23000000000', '23000000000', '1200')
    """
    digits = text[start:end].replace(",", "")
    try:
        value = float(digits)
    except ValueError:  # 3.10.2 or a date
        return digits
    scale = _SCALE.match(text, end)
    value *= _SCALES[scale.group(1)] if scale else 1.0
    return f"{value:.10g}" if value < 1e10 else f"{value:.0f}"
