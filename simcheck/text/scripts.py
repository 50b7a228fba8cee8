"""Scripts: which are written without spaces between words, and which closes up where a writer sets spaces.

Chinese, Japanese, Yi, Thai, Lao, Khmer, Burmese, Tibetan and some others have no spaces between their words, and
Koreans leave out theirs as they like, so that their characters are compared one by one. Mongolian and all alphabets
have spaces, which tell where a word ends.
"""

from __future__ import annotations

import functools

import numpy as np
import numpy.typing as npt

from simcheck.text.lookup import CODE_POINTS, Codes

#: Letters and signs of scripts whose spaces are not relied upon, digits and punctuation left out.
_UNSPACED = (
    (0x0E01, 0x0E3A), (0x0E40, 0x0E4E), (0x0E80, 0x0ECF), (0x0EDC, 0x0EDF), (0x0F00, 0x0F00), (0x0F40, 0x0F84),
    (0x0F86, 0x0FBC), (0x1000, 0x103F), (0x1050, 0x108F), (0x1780, 0x17D3), (0x17D7, 0x17D7), (0x17DC, 0x17DD),
    (0x1950, 0x197F), (0x1980, 0x19C9), (0x1A20, 0x1A7F), (0x3007, 0x3007), (0x3041, 0x3096), (0x309D, 0x309F),
    (0x30A1, 0x30FA), (0x30FC, 0x30FF), (0x3105, 0x312F), (0x31A0, 0x31BF), (0x31F0, 0x31FF), (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF), (0xA000, 0xA48C), (0xA9E0, 0xA9FE), (0xAA60, 0xAA7F), (0xAA80, 0xAADF), (0xAC00, 0xD7A3),
    (0x16FE0, 0x18D8F), (0x1AFF0, 0x1B2FF), (0x20000, 0x3FFFF),
)  # fmt: skip
#: Characters beside which a space means nothing: Chinese and Japanese ones, their punctuation, and what is near them.
_CLOSED = (
    (0x2E80, 0x9FFF), (0xE000, 0xFAFF), (0xFE30, 0xFE4F), (0xFF00, 0xFFEF), (0x16FE0, 0x18D8F), (0x1AFF0, 0x1B2FF),
    (0x20000, 0x3FFFF),
)  # fmt: skip
#: The same letters inside of the square brackets of a regular expression.
UNSPACED = "".join(f"{chr(low)}-{chr(high)}" for low, high in _UNSPACED)
#: Marks that belong to the letter before them, of alphabets that write vowels so; Python counts them as no letters.
MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0711\u0730-\u074a\u07a6-\u07b0\u0900-\u0903\u093a-\u094f"
    "\u0951-\u0957\u0962\u0963\u0980-\u0983\u09bc-\u09cd\u09d7\u09e2\u09e3\u0a01-\u0a03\u0a3c-\u0a51\u0a70\u0a71\u0a75"
    "\u0a81-\u0a83\u0abc-\u0acd\u0ae2\u0ae3\u0b01-\u0b03\u0b3c-\u0b57\u0b62\u0b63\u0b82\u0bbe-\u0bcd\u0bd7\u0c00-\u0c04"
    "\u0c3c-\u0c56\u0c62\u0c63\u0c81-\u0c83\u0cbc-\u0cd6\u0ce2\u0ce3\u0d00-\u0d03\u0d3b-\u0d4d\u0d57\u0d62\u0d63"
    "\u0d81-\u0d83\u0dca-\u0df3\u1885\u1886\u18a9\u1b00-\u1b04\u1b34-\u1b44\u1b80-\u1b82\u1ba1-\u1bad\uabe3-\uabed"
)
#: Scripts that need characters which take no room, in ordinary spelling: joiners in Arabic, Indic and Mongolian, the
#: Mongolian vowel separator, bidi marks beside Hebrew and Arabic, breaks between words in Thai, Lao, Khmer, Burmese.
_JOINING = (
    (0x0590, 0x08FF), (0x0900, 0x0DFF), (0x1800, 0x18AF), (0xA840, 0xA87F), (0xA8E0, 0xA8FF), (0xFB1D, 0xFDFF),
    (0xFE70, 0xFEFF), (0x11000, 0x11FFF),
)  # fmt: skip
_BREAKING = ((0x0E00, 0x0FFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x1950, 0x1AAF), (0xA9E0, 0xA9FF), (0xAA60, 0xAADF))


def unspaced(codes: Codes) -> npt.NDArray[np.bool_]:
    """Which code points are letters that are compared one by one, shape as given."""
    return _table(_UNSPACED)[codes]


def closed(codes: Codes) -> npt.NDArray[np.bool_]:
    """Beside which code points a space means nothing, shape as given."""
    return _table(_CLOSED)[codes]


def needed(char: str, before: str, after: str) -> bool:
    """Whether a character that takes no room belongs to the ordinary spelling of the letters around it.

    >>> needed("\\u180e", "ᠨ", "ᠠ"), needed("\\u200c", "ی", "خ"), needed("\\u200b", "稳", "中")
    (True, True, False)
    """
    if char in "\u200b\u2060\ufeff\u00ad":
        return char == "\u200b" and _any(_BREAKING, before) and _any(_BREAKING, after)
    return _any(_JOINING, before) or (not before.isalpha() and _any(_JOINING, after))


def _any(ranges: tuple[tuple[int, int], ...], char: str) -> bool:
    return bool(char) and any(low <= ord(char) <= high for low, high in ranges)


@functools.cache
def _table(ranges: tuple[tuple[int, int], ...]) -> npt.NDArray[np.bool_]:
    table = np.zeros(CODE_POINTS, dtype=bool)
    for low, high in ranges:
        table[low : high + 1] = True
    return table
