"""Pages on which nothing can hide a text, so that they need not be drawn to see what of it is seen.

Nothing lies on it or behind it, no part is cut away or on a layer, its letters are dark, opaque, of a readable size,
and inside the page, and its fonts were seen to draw what they say.
"""

from __future__ import annotations

import ctypes
from collections.abc import Collection, Iterable
from typing import Any

from simcheck.readers.pdf.contents import Contents
from simcheck.readers.pdf.glyphs import Drawn, unknown
from simcheck.readers.pdf.objects import address_of, function, page_object
from simcheck.readers.pdf.rendering import box_of

#: Glyphs of a font that are looked at.
_SAMPLE = 40
#: What is at most as light as this, of 255, is told from white paper by anyone.
_DARK = 128
#: Text rendering modes that fill letters, and the number that PDFium gives for no clipping path.
_FILLING, _UNCLIPPED = frozenset({0, 2}), -1


class Seen:
    """The fonts of a document that draw what they say: all letters of each were seen on a page that was drawn."""

    def __init__(self) -> None:
        self._fonts: set[str] = set()

    def learn(self, found: Drawn, unseen: Collection[int]) -> None:
        """Take in a page that was drawn, and the numbers of the glyphs that were not seen on it."""
        told = {found.pieces[number].font for number in {glyph.piece for glyph in found.glyphs}}
        hidden = {found.pieces[found.glyphs[number].piece].font for number in unseen}
        self._fonts |= {font for font in told - hidden if not font.startswith("#")}
        self._fonts -= hidden

    def strange(self, found: Drawn) -> list[int]:
        """Of each font that was not seen before the numbers of some glyphs, by which it can be judged."""
        by_font: dict[str, list[int]] = {}
        for number, glyph in enumerate(found.glyphs):
            font = found.pieces[glyph.piece].font
            if font not in self._fonts and glyph.text.isalnum():
                by_font.setdefault(font, []).append(number)
        return [number for told in by_font.values() for number in told[:: max(1, len(told) // _SAMPLE)]]


def obvious(page: Any, found: Drawn, objects: Contents) -> bool:
    """Whether all glyphs on a page are seen for certain, if its fonts draw what they say."""
    if objects.covering or found.odd or any(piece.font.startswith("#") for piece in found.pieces):
        return False
    return not _noted(page) and _plain({piece.handle for piece in found.pieces}) and _inked(found, page)


def _noted(page: Any) -> bool:
    """Whether something stands upon the page besides links and comments."""
    import pypdfium2.raw as pdfium

    quiet = (pdfium.FPDF_ANNOT_LINK, pdfium.FPDF_ANNOT_TEXT, pdfium.FPDF_ANNOT_POPUP)
    for index in range(pdfium.FPDFPage_GetAnnotCount(page.raw)):
        annotation = pdfium.FPDFPage_GetAnnot(page.raw, index)
        form = pdfium.FPDFAnnot_GetSubtype(annotation)
        pdfium.FPDFPage_CloseAnnot(annotation)
        if form not in quiet:
            return True
    return False


def _plain(pieces: Iterable[int]) -> bool:
    """Whether all pieces of text are filled with something dark and opaque, whole, and on no layer."""
    pointer, whole = ctypes.c_void_p, ctypes.c_int
    mode = function("FPDFTextObj_GetTextRenderMode", whole, pointer)
    mixed = function("FPDFPageObj_HasTransparency", whole, pointer)
    clip_of = function("FPDFPageObj_GetClipPath", pointer, pointer)
    paths = function("FPDFClipPath_CountPaths", whole, pointer)
    fill = function("FPDFPageObj_GetFillColor", whole, pointer, pointer, pointer, pointer, pointer)
    parts = (ctypes.c_uint * 4)()
    at_red, step = ctypes.addressof(parts), ctypes.sizeof(ctypes.c_uint)
    at_green, at_blue, at_opaque = at_red + step, at_red + 2 * step, at_red + 3 * step
    for handle in pieces:
        if mode(handle) not in _FILLING or mixed(handle) or paths(clip_of(handle)) != _UNCLIPPED:
            return False
        if not fill(handle, at_red, at_green, at_blue, at_opaque) or on_layer(handle):
            return False
        red, green, blue, opaque = parts
        if opaque != 255 or 0.3 * red + 0.59 * green + 0.11 * blue > _DARK:
            return False
    return True


def on_layer(handle: int) -> bool:
    """Whether a piece of text is marked as a part of a layer, which may be switched off."""
    import pypdfium2.raw as pdfium

    count = function("FPDFPageObj_CountMarks", ctypes.c_int, ctypes.c_void_p)(handle)
    if count <= 0:
        return False
    piece = page_object(handle)
    for index in range(count):
        mark = pdfium.FPDFPageObj_GetMark(piece, index)
        name, length = (ctypes.c_ushort * 3)(), ctypes.c_ulong()
        pdfium.FPDFPageObjMark_GetName(mark, name, ctypes.sizeof(name), ctypes.byref(length))
        if bytes(name) == "OC\0".encode("utf-16-le"):
            return True
    return False


def _inked(found: Drawn, page: Any) -> bool:
    """Whether each letter has a shape and stands inside the page."""
    pointer, whole = ctypes.c_void_p, ctypes.c_int
    char_box = function("FPDFText_GetCharBox", whole, pointer, whole, pointer, pointer, pointer, pointer)
    textpage, edges = address_of(found.textpage.raw), (ctypes.c_double * 4)()
    first, step = ctypes.addressof(edges), ctypes.sizeof(ctypes.c_double)
    at_right, at_bottom, at_top = first + step, first + 2 * step, first + 3 * step
    told: Any = memoryview(edges).cast("B").cast("d")
    low_x, low_y, high_x, high_y = box_of(page)
    for text, left, bottom, right, top, _, number in found.glyphs:
        if left < low_x or bottom < low_y or right > high_x or top > high_y or unknown(text):
            return False
        if text.isalnum():
            char_box(textpage, number, first, at_right, at_bottom, at_top)
            if told[0] >= told[1] or told[2] >= told[3]:
                return False
    return True
