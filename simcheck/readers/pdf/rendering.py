"""A PDF page as pixels: drawn with pieces of its text and without them, so that it shows what of them is seen."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

#: Pixels to a point, and pixels that a page has at most.
SCALE, _MOST = 1.5, 4_000_000


@dataclass(frozen=True, slots=True)
class Picture:
    """A rendered page: rows of ``stride`` bytes from the top, three bytes (blue, green, red) to a pixel.

    ``matrix`` (a, b, c, d, e, f) takes a place on the page to pixels: x' = a·x + c·y + e, y' = b·x + d·y + f.
    """

    pixels: bytes
    width: int
    height: int
    stride: int
    matrix: tuple[float, float, float, float, float, float]

    def box(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        """Left, upper, right and lower edge in pixels of a box on the page."""
        a, b, c, d, e, f = self.matrix
        one, other = a * left + c * bottom + e, a * right + c * top + e
        upper, lower = b * left + d * bottom + f, b * right + d * top + f
        return min(one, other), min(upper, lower), max(one, other), max(upper, lower)

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
    return min(wanted, math.sqrt(_MOST / max(1.0, width * height)), 8000 / max(1.0, width, height))


def render(page: Any, scale: float) -> Picture:
    """The page as it is shown, with layers that are switched off left out."""
    import pypdfium2.raw as pdfium

    bitmap = page.render(scale=scale, may_draw_forms=False, force_bitmap_format=pdfium.FPDFBitmap_BGR)
    pixels = bytes(bitmap.buffer)
    width, height, stride = bitmap.width, bitmap.height, bitmap.stride
    bitmap.close()
    return Picture(pixels, width, height, stride, _matrix(page, width, height))


def _matrix(page: Any, width: int, height: int) -> tuple[float, float, float, float, float, float]:
    import pypdfium2.raw as pdfium

    x, y, fine = ctypes.c_int(), ctypes.c_int(), 1000
    places = []
    for at in ((0.0, 0.0), (1.0, 0.0), (0.0, 1.0)):
        pdfium.FPDF_PageToDevice(
            page.raw, 0, 0, width * fine, height * fine, 0, *at, ctypes.byref(x), ctypes.byref(y)
        )
        places.append((x.value / fine, y.value / fine))
    (e, f), (right, across), (aside, up) = places
    return right - e, across - f, aside - e, up - f, e, f


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
