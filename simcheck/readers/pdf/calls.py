"""Calls: the functions of PDFium that are called for each character of a page, so that a call costs little."""

from __future__ import annotations

import ctypes
import functools
from typing import Any, NamedTuple

from simcheck.readers.pdf.objects import addressed, function


class Calls(NamedTuple):
    """The functions of PDFium that are called for each character or piece."""

    piece: Any
    unicode: Any
    unmapped: Any
    generated: Any
    box: Any
    matrix: Any
    size: Any
    font: Any
    mode: Any
    origin: Any


@functools.cache
def calls_of_text() -> Calls:
    """They, found once."""
    pointer, whole = ctypes.c_void_p, ctypes.c_int
    return Calls(
        addressed("FPDFText_GetTextObject"),
        function("FPDFText_GetUnicode", ctypes.c_uint, pointer, whole),
        function("FPDFText_HasUnicodeMapError", whole, pointer, whole),
        function("FPDFText_IsGenerated", whole, pointer, whole),
        function("FPDFText_GetLooseCharBox", whole, pointer, whole, pointer),
        function("FPDFText_GetMatrix", whole, pointer, whole, pointer),
        function("FPDFText_GetFontSize", ctypes.c_double, pointer, whole),
        function("FPDFTextObj_GetFont", pointer, pointer),
        function("FPDFTextObj_GetTextRenderMode", whole, pointer),
        function("FPDFText_GetCharOrigin", whole, pointer, whole, pointer, pointer),
    )


def edges_of_box() -> tuple[int, Any]:
    """The address at which ``Calls.box`` leaves left, top, right and bottom, and what reads them there."""
    edges = (ctypes.c_float * 4)()
    return ctypes.addressof(edges), memoryview(edges).cast("B").cast("f")
