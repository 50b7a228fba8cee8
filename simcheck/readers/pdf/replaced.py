"""Texts that a PDF gives in place of what it draws (ActualText): no reader sees them, so the letters drawn are read.

In scripts whose letters melt into each other a program can tell the text only so; there it is believed.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator
from typing import Any

from simcheck.readers.pdf.objects import function, page_object

_KEY = b"ActualText"
#: Letters of scripts of melting letters: from Devanagari to Tibetan, of Burmese, Khmer and Mongolian.
_MELTING = (("\u0900", "\u0fff"), ("\u1000", "\u109f"), ("\u1780", "\u18af"))
#: The share of a page's letters that must be such for its texts to be believed.
_MOST = 0.5


def replaced(texts: Iterable[int]) -> list[tuple[Any, Any]]:
    """The pieces of text, by their addresses, for which another text is given, and the mark that gives it."""
    import pypdfium2.raw as pdfium

    count = function("FPDFPageObj_CountMarks", ctypes.c_int, ctypes.c_void_p)
    found = []
    for address in texts:
        for index in range(count(address)):
            piece = page_object(address)
            mark = pdfium.FPDFPageObj_GetMark(piece, index)
            if pdfium.FPDFPageObjMark_GetParamValueType(mark, _KEY):
                found.append((piece, mark))
    return found


def take_away(marks: Iterable[tuple[Any, Any]]) -> None:
    """Let the pieces stand for what they draw."""
    import pypdfium2.raw as pdfium

    for piece, mark in marks:
        pdfium.FPDFPageObjMark_RemoveParam(piece, mark, _KEY)


def melting(letters: Iterable[str]) -> bool:
    """Whether most letters are of scripts whose letters melt into each other.

    >>> melting("བོད་ཀྱི་རིག་གནས"), melting("文化事业བོད")
    (True, False)
    """
    told = [letter for letter in letters if not letter.isspace()]
    return sum(map(_melts, told)) > _MOST * len(told)


def false(marks: Iterable[tuple[Any, Any]]) -> Iterator[tuple[Any, Any]]:
    """Those of the marks that give a text of another kind."""
    return ((piece, mark) for piece, mark in marks if not melting(_given(mark)))


def _given(mark: Any) -> str:
    import pypdfium2.raw as pdfium

    length = ctypes.c_ulong()
    pdfium.FPDFPageObjMark_GetParamBlobValue(mark, _KEY, None, 0, ctypes.byref(length))
    buffer = (ctypes.c_ubyte * max(1, length.value))()
    pdfium.FPDFPageObjMark_GetParamBlobValue(mark, _KEY, buffer, len(buffer), ctypes.byref(length))
    told = bytes(buffer[: length.value])
    return told.decode("utf-16" if told.startswith((b"\xfe\xff", b"\xff\xfe")) else "utf-8", "replace")


def _melts(char: str) -> bool:
    return any(low <= char <= high for low, high in _MELTING)
