"""Old Word files by their bytes: whether one is under a password, and whether it holds what antiword passes over."""

from __future__ import annotations

import re
import struct

from simcheck.patterns import regex

#: Where Word's own header begins in such a file: at the start of a sector, with this mark; then a flag for a password.
_SECTOR, _WORD, _FLAGS, _ENCRYPTED = 512, b"\xec\xa5", 10, 0x01
#: In the header, how many characters stand in headers and footers, and in text boxes of these ([MS-DOC] 2.5.4).
_HEADERS, _HEADER_BOXES = 0x54, 0x68
#: Characters that headers have which are no text: a page number, the name of the document, and their ends of lines.
_FURNITURE = 60
#: What makes letters unseen ([MS-DOC] 2.6.1): the colour white, by its number or as red, green and blue that are all
#: light; a size below 4 points; a width below a fifth; a distance of less than -5 points from letter to letter.
_UNSEEN = regex(
    rb"\x42\x2a\x08|\x70\x68[\xc8-\xff]{3}\x00|\x43\x4a[\x01-\x07]\x00|\x52\x48[\x01-\x13]\x00"
    rb"|\x40\x88(?:[\x00-\x9c]\xff|.[\x80-\xfe])",
    re.DOTALL,
)
#: A colour of letters, and one that lies behind them, by the same numbers.
_COLOUR, _BEHIND = regex(rb"\x42\x2a([\x01-\x10])"), regex(rb"\x0c\x2a([\x01-\x10])")


def protected(data: bytes) -> bool:
    """Whether an old Word file is under a password."""
    start = _start(data)
    return start is not None and bool(data[start + _FLAGS + 1] & _ENCRYPTED)


def passed_over(data: bytes) -> bool:
    """Whether an old Word file may hold letters that nobody sees, or a text in its headers.

    antiword tells neither. What only looks like that is some other file's bytes by chance, which does no harm.
    """
    start = _start(data)
    if start is None or start + _HEADER_BOXES + 4 > len(data):
        return False
    headers, boxes = (struct.unpack_from("<i", data, start + at)[0] for at in (_HEADERS, _HEADER_BOXES))
    marked = set(_COLOUR.findall(data)) & set(_BEHIND.findall(data))
    return headers > _FURNITURE or boxes > 0 or bool(marked or _UNSEEN.search(data))


def _start(data: bytes) -> int | None:
    """Where Word's header begins."""
    starts = range(_SECTOR, min(len(data), 1 << 20), _SECTOR)
    return next((start for start in starts if data.startswith(_WORD, start)), None)
