"""The objects that make up a PDF page: pieces of text, and how much there is beside them that may show text."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field
from typing import Any

from simcheck.readers.pdf.objects import address_of, addressed, function, page_object

#: Objects that a page may have, and how deep they may be put into each other.
_MOST, _DEEPEST = 200_000, 12
#: Points up to which a shape is a line.
_LINE = 2.0


@dataclass(slots=True)
class Contents:
    """The objects of a page: ``texts`` are the addresses of its pieces of text, in the order in which they are drawn.

    ``pictures`` is the area in square points that pictures and shadings cover, ``filled`` that of the largest shape
    that is filled with anything but white, ``strokes`` the number of segments that lines and shapes have, ``bare`` that
    there is nothing but text. ``covering`` is how many may lie on the text or behind it: all but lines.
    """

    texts: list[int] = field(default_factory=list)
    pictures: float = 0.0
    filled: float = 0.0
    strokes: int = 0
    objects: int = 0
    covering: int = 0

    @property
    def bare(self) -> bool:
        """Whether there is nothing but text."""
        return self.objects == len(self.texts)


class TooManyObjects(Exception):  # noqa: N818 - it says what there is
    """A page has more objects than any page of a document."""


def contents(page: Any) -> Contents:
    """The objects of a page of pypdfium2, those inside others too. Raises TooManyObjects."""
    import pypdfium2.raw as pdfium

    found = Contents()
    get, own = addressed("FPDFPage_GetObject"), address_of(page.raw)
    form_of, text = function("FPDFPageObj_GetType", ctypes.c_int, ctypes.c_void_p), pdfium.FPDF_PAGEOBJ_TEXT
    for index in range(min(pdfium.FPDFPage_CountObjects(page.raw), _MOST + 1)):
        address = get(own, index)
        if address and form_of(address) == text:
            found.objects += 1
            found.texts.append(address)
        else:
            _add(address, found, 1)
    if found.objects > _MOST:
        raise TooManyObjects
    return found


def _add(address: int | None, found: Contents, depth: int) -> None:
    import pypdfium2.raw as pdfium

    found.objects += 1
    if found.objects > _MOST:
        raise TooManyObjects
    if not address:
        return
    form = function("FPDFPageObj_GetType", ctypes.c_int, ctypes.c_void_p)(address)
    if form == pdfium.FPDF_PAGEOBJ_TEXT:
        found.texts.append(address)
        return
    shown = page_object(address)
    if form == pdfium.FPDF_PAGEOBJ_PATH:
        found.strokes += max(0, pdfium.FPDFPath_CountSegments(shown))
        found.covering += not _thin(shown)
        if _coloured(shown):
            found.filled = max(found.filled, _area(shown))
    elif form == pdfium.FPDF_PAGEOBJ_FORM:
        found.covering += 1
        if depth < _DEEPEST:
            get = addressed("FPDFFormObj_GetObject")
            for index in range(pdfium.FPDFFormObj_CountObjects(shown)):
                _add(get(address, index), found, depth + 1)
    else:
        found.covering += 1
        # Inside another object the bounds are in its own measure, which may be a square of one point.
        found.pictures += _area(shown) if depth == 1 else float("inf")


def _area(shown: Any) -> float:
    across, up = _sides(shown)
    return across * up


def _thin(path: Any) -> bool:
    """Whether a shape is a line, or lines and no filling."""
    import pypdfium2.raw as pdfium

    if min(_sides(path)) <= _LINE:
        return True
    fill, stroke, width = ctypes.c_int(), ctypes.c_int(), ctypes.c_float()
    pdfium.FPDFPath_GetDrawMode(path, ctypes.byref(fill), ctypes.byref(stroke))
    pdfium.FPDFPageObj_GetStrokeWidth(path, ctypes.byref(width))
    return not fill.value and (not stroke.value or width.value <= _LINE)


def _sides(shown: Any) -> tuple[float, float]:
    """How wide and how high an object is, 0 where that is not known."""
    import pypdfium2.raw as pdfium

    edges = [ctypes.c_float() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetBounds(shown, *map(ctypes.byref, edges)):
        return 0.0, 0.0
    left, bottom, right, top = (edge.value for edge in edges)
    return right - left, top - bottom


def _coloured(path: Any) -> bool:
    """Whether a shape is filled, and not with white: what fills it may be a pattern of pictures."""
    import pypdfium2.raw as pdfium

    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, ctypes.byref(fill), ctypes.byref(stroke))
    parts = [ctypes.c_uint() for _ in range(4)]
    pdfium.FPDFPageObj_GetFillColor(path, *map(ctypes.byref, parts))
    return bool(fill.value) and any(part.value < 255 for part in parts[:3])
