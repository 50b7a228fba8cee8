"""How much a decoded text looks like text: the measure by which encodings are told apart."""

from __future__ import annotations

import functools
import unicodedata
from collections import Counter

from simcheck.resources import data_text

#: Characters that are looked at; an encoding shows itself within a page.
_SAMPLE = 20_000
_SPACE = frozenset("\t\n\v\f\r\x1c\x1d\x1e\x85")
_PUNCTUATION = frozenset("，。、；：？！“”‘’（）《》〈〉【】「」『』—…·－～％　①②③④⑤⑥⑦⑧⑨⑩○〇０１２３４５６７８９")
#: What one character speaks for, by kind. Wrong readings are full of rare characters, right ones of frequent ones.
_FREQUENT, _PUNCTUATED, _ASCII, _COMMON, _RARE, _FOREIGN, _CONTROL = 1.0, 0.7, 0.5, 0.3, -0.4, -1.5, -4.0


def plausibility(text: str, *, wide: bool = False) -> float:
    """How much ``text`` looks like Chinese: about 0.7 for a speech, below 0 for one wrongly decoded, at most 1.

    ASCII is not judged, since all encodings of bytes agree on it, unless the reading is ``wide`` (UTF-16), where it
    speaks for the reading. A text all in ASCII gets 0.5.
    """
    counts = Counter(text[:_SAMPLE])
    judged = {char: count for char, count in counts.items() if wide or not (" " <= char <= "~" or char in _SPACE)}
    if not judged:
        return _ASCII
    return sum(_weight(char) * count for char, count in judged.items()) / sum(judged.values())


def controls(text: str) -> float:
    """The share of control characters, line ends and tabs apart, at the beginning of a text."""
    sample = text[:_SAMPLE]
    return sum(char not in _SPACE and unicodedata.category(char) == "Cc" for char in sample) / max(1, len(sample))


def _weight(char: str) -> float:
    if char in _frequent():
        return _FREQUENT
    if char in _PUNCTUATION:
        return _PUNCTUATED
    if " " <= char <= "~" or char in _SPACE:
        return _ASCII
    if "\u4e00" <= char <= "\u9fff":
        return _COMMON if _common(char) else _RARE
    if "\u3400" <= char <= "\u4dbf" or char > "\U0001ffff":
        return _RARE
    return _CONTROL if unicodedata.category(char) == "Cc" else _FOREIGN


@functools.cache
def _frequent() -> frozenset[str]:
    lines = data_text("frequent_characters.txt").splitlines()
    return frozenset("".join(line for line in lines if not line.startswith("#")))


def _common(char: str) -> bool:
    """Whether a character is in the first, common part of GB 2312 (3,755 characters) or of Big5 (5,401)."""
    for encoding, last in (("gb2312", b"\xd7\xff"), ("big5", b"\xc6\x7e")):
        try:
            if char.encode(encoding) <= last:
                return True
        except UnicodeEncodeError:
            continue
    return False
