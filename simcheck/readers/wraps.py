"""Wrapped lines: putting a paragraph together again that a page or an editor broke into lines."""

from __future__ import annotations

import unicodedata

#: Marks of both Chinese and Western texts: what stands on the other side decides.
_EITHER = frozenset("“”‘’—…·")


def glue(before: str, after: str) -> str:
    """What stands between two lines of one paragraph: nothing next to a Chinese character, else a space.

    >>> glue("坚持稳中", "求进"), glue("the county", "has built"), glue("增长", "5%")
    ('', ' ', '')
    """
    if not before or not after or before[-1].isspace() or after[0].isspace() or before[-1] == "-":
        return ""
    last, first = before[-1], after[0]
    return "" if wide(last) or wide(first) or (last in _EITHER and first in _EITHER) else " "


def wide(char: str) -> bool:
    """Whether a character takes the width of a Chinese one."""
    return unicodedata.east_asian_width(char) in {"W", "F"}


def cells(line: str) -> int:
    """The width of a line: 2 for a Chinese character, 1 for others.

    >>> cells("增长5%")
    6
    """
    return sum(2 if wide(char) else 1 for char in line)
