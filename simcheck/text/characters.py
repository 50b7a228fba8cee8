"""One character at a time: what a code point is folded to before anything is compared.

Every fold undoes what a copier can change without changing the words: width and compatibility forms (NFKC), letter
case, CJK radicals, look-alikes from other scripts, traditional characters, invisible characters.
"""

from __future__ import annotations

import functools
import unicodedata
from typing import Any

from simcheck.caching import MIB, memoize
from simcheck.resources import data_text

#: White space that ends a line; every other white space folds to a space.
_LINE_ENDS = frozenset("\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")
#: Invisible although not of category Cf or Cc: fillers and joiners that only serve to break words apart.
_FILLERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
#: Default-ignorable code points that have no category of their own: variation selectors, and those that Unicode keeps
#: for later ones and has assigned to nothing yet (Default_Ignorable_Code_Point in DerivedCoreProperties).
_IGNORABLE = ((0x2065, 0x2065), (0xFE00, 0xFE0F), (0xFFF0, 0xFFF8), (0x180B, 0x180F), (0xE0000, 0xE0FFF))
#: The traditional characters that GB 2312 holds all the same, for names and rare words, and what OpenCC makes of them.
_IN_GB2312 = str.maketrans("乾吒夥後徵拚捱摺於榘菸薹袷醣麴麽", "干咤伙后征拼挨折于矩烟苔夹糖曲么")


def is_invisible(char: str) -> bool:
    """Whether a character takes no room: zero-width, soft hyphen, bidi control, variation selector, filler.

    >>> is_invisible("\\u200b"), is_invisible("的"), is_invisible(" ")
    (True, False, False)
    """
    if char in _LINE_ENDS or char == "\t":
        return False
    code = ord(char)
    if char in _FILLERS or any(low <= code <= high for low, high in _IGNORABLE):
        return True
    return unicodedata.category(char) in ("Cf", "Cc")


@memoize(MIB)
def fold(char: str) -> str:
    """The characters that one character is compared as: none, one or several.

    >>> fold("⼤"), fold("國"), fold("Ａ"), fold("㈠"), fold("\\u200b"), fold("𠮷")
    ('大', '国', 'a', '(一)', '', '𠮷')
    """
    if char in _LINE_ENDS:
        return "\n"
    if is_invisible(char):
        return ""
    if char.isspace():
        return " "
    table = look_alikes()
    apart = unicodedata.normalize("NFD", char)
    if apart[0] in table and "\u0300" <= apart[1:2] <= "\u036f":  # as where its marks are written apart
        return unicodedata.normalize("NFC", fold(apart[0]) + apart[1:])
    folded = "".join(table.get(c, c) for c in unicodedata.normalize("NFKC", table.get(char, char)).casefold())
    # Some compatibility forms begin with a space (´ → space + accent): the space would break a word apart.
    folded = folded.replace(" ", "") or char
    return "".join(_simplify(c) if is_han(ord(c)) else c for c in folded)


def is_han(code: int) -> bool:
    """Whether a code point is a Chinese character, outside the BMP too (𠮷).

    >>> is_han(ord("𠮷")), is_han(ord("。"))
    (True, False)
    """
    return 0x4E00 <= code <= 0x9FFF or 0x3400 <= code <= 0x4DBF or 0x20000 <= code <= 0x3FFFF or code == 0x3007


@functools.cache
def look_alikes() -> dict[str, str]:
    """What each look-alike is compared as."""
    table: dict[str, str] = {}
    for name in ("radicals.txt", "homoglyphs.txt"):
        for line in data_text(name).splitlines():
            if line and not line.startswith("#"):
                plain, forms = line.split(" ")
                table.update(dict.fromkeys(forms, plain))
    return table


def simplified(text: str) -> str:
    """A text of the same length in simplified characters, everything else as it is.

    >>> simplified("清溪縣召開會議：ＧＤＰ增長。")
    '清溪县召开会议：ＧＤＰ增长。'
    """
    plain = {char: _simplify(char) for char in set(text) - _plain() if is_han(ord(char))}
    table = {ord(char): one for char, one in plain.items() if one != char and len(one) == 1}
    return text.translate(table) if table else text


@functools.cache
def _plain() -> frozenset[str]:
    """What GB 2312 holds and is simplified already: nearly all of a text."""
    rows = range(0xA1, 0xFF)
    held = (bytes((row, cell)).decode("gb2312", "ignore") for row in rows for cell in rows)
    return frozenset(held) - frozenset(map(chr, _IN_GB2312))


def _simplify(char: str) -> str:
    """Traditional to simplified, one character at a time so that offsets hold; GB 2312 has few but simplified ones."""
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        # Twice, for 薴 is simplified to 苧, which is the traditional form of another character.
        return str(_converter().convert(_converter().convert(char)))
    return char.translate(_IN_GB2312)


@functools.cache
def _converter() -> Any:
    import opencc

    return opencc.OpenCC("t2s")
