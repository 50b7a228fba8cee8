"""A PDF page as pixels: drawn with pieces of its text and without them, so that it shows what of them is seen."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

Matrix = tuple[float, float, float, float, float, float]

#: Pixels to a point, and pixels that a page has at most.
SCALE, _MOST = 1.5, 4_000_000


@dataclass(frozen=True, slots=True)
class Picture:
    """A rendered page: rows of ``stride`` bytes from the top, ``colours`` bytes to a pixel (1: grey; 3: blue, green,
    red).

    ``matrix`` (a, b, c, d, e, f) takes a place on the page to pixels: x' = a·x + c·y + e, y' = b·x + d·y + f.
    """

    pixels: bytes
    width: int
    height: int
    stride: int
    matrix: Matrix
    colours: int = 3

    def box(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        """Left, upper, right and lower edge in pixels of a box on the page."""
        a, b, c, d, e, f = self.matrix
        one, other = a * left + c * bottom + e, a * right + c * top + e
        upper, lower = b * left + d * bottom + f, b * right + d * top + f
        if one > other:
            one, other = other, one
        return (one, upper, other, lower) if upper < lower else (one, lower, other, upper)

    def place(self, x: float, y: float) -> tuple[float, float]:
        """The place on the page of a pixel."""
        a, b, c, d, e, f = self.matrix
        whole = a * d - b * c
        return (d * (x - e) - c * (y - f)) / whole, (a * (y - f) - b * (x - e)) / whole

    @property
    def blank(self) -> bool:
        """Whether the page is white all over."""
        return self.pixels.count(b"\xff") == len(self.pixels)


def scale_of(page: Any, wanted: float = SCALE) -> float:
    """Pixels to a point for a page: as many as wanted, if its picture then is no larger than memory allows."""
    width, height = page.get_size()
    return float(min(wanted, math.sqrt(_MOST / max(1.0, width * height)), 8000 / max(1.0, width, height)))


def render(page: Any, scale: float, *, grey: bool = False) -> Picture:
    """The page as it is shown, with layers that are switched off left out. Raises PdfiumError."""
    import pypdfium2
    import pypdfium2.raw as pdfium

    form, colours = (pdfium.FPDFBitmap_Gray, 1) if grey else (pdfium.FPDFBitmap_BGR, 3)
    width, height = (max(1, math.ceil(side * scale)) for side in page.get_size())
    bitmap = pdfium.FPDFBitmap_CreateEx(width, height, form, None, 0)
    if not bitmap:
        raise pypdfium2.PdfiumError("no picture of a page of this size")
    try:
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
        pdfium.FPDF_RenderPageBitmap(bitmap, page.raw, 0, 0, width, height, 0, pdfium.FPDF_ANNOT)
        stride = pdfium.FPDFBitmap_GetStride(bitmap)
        pixels = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), stride * height)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
    return Picture(pixels, width, height, stride, matrix_of(page, width, height), colours)


def matrix_of(page: Any, width: int, height: int) -> Matrix:
    """How places on a page become pixels of its picture, which has this size."""
    import pypdfium2.raw as pdfium

    x, y, far, fine = ctypes.c_int(), ctypes.c_int(), 1000.0, 100
    places = []
    for at in ((0.0, 0.0), (far, 0.0), (0.0, far)):
        pdfium.FPDF_PageToDevice(page.raw, 0, 0, width * fine, height * fine, 0, *at, ctypes.byref(x), ctypes.byref(y))
        places.append((x.value / fine, y.value / fine))
    (e, f), (right, across), (aside, up) = places
    return (right - e) / far, (across - f) / far, (aside - e) / far, (up - f) / far, e, f


@contextmanager
def without(pieces: Iterable[Any]) -> Iterator[None]:
    """Within it pages are drawn without these page objects."""
    import pypdfium2.raw as pdfium

    gone = list(pieces)
    for piece in gone:
        pdfium.FPDFPageObj_SetIsActive(piece, False)
    try:
        yield
    finally:
        for piece in gone:
            pdfium.FPDFPageObj_SetIsActive(piece, True)


@contextmanager
def on_paper(page: Any) -> Iterator[None]:
    """Within it the page is drawn upon white: there what is blended with its ground looks as in programs that blend it
    with the paper, too."""
    import pypdfium2.raw as pdfium

    left, bottom, right, top = box_of(page)
    paper = pdfium.FPDFPageObj_CreateNewRect(left, bottom, right - left, top - bottom)
    pdfium.FPDFPageObj_SetFillColor(paper, 255, 255, 255, 255)
    pdfium.FPDFPath_SetDrawMode(paper, pdfium.FPDF_FILLMODE_WINDING, False)
    if not pdfium.FPDFPage_InsertObjectAtIndex(page.raw, paper, 0):
        yield
        return
    try:
        yield
    finally:
        pdfium.FPDFPage_RemoveObject(page.raw, paper)
        pdfium.FPDFPageObj_Destroy(paper)


def box_of(page: Any) -> tuple[float, float, float, float]:
    """The page that is shown, in its own measure: left, bottom, right, top."""
    import pypdfium2.raw as pdfium

    box = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page.raw, ctypes.byref(box))
    return box.left, box.bottom, box.right, box.top
