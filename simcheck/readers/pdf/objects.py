"""Objects of PDFium by their addresses, by which they are told apart and looked up."""

from __future__ import annotations

import ctypes
import functools
from collections.abc import Callable
from typing import Any


@functools.cache
def addressed(name: str) -> Callable[[Any, int], int | None]:
    """A function of PDFium that takes an object and a number, with an address for an answer."""
    import pypdfium2.raw as pdfium

    address = ctypes.cast(getattr(pdfium, name), ctypes.c_void_p).value
    assert address is not None  # noqa: S101 - a function has an address
    call: Callable[[Any, int], int | None] = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)(address)
    return call


def page_object(address: int) -> Any:
    """The page object at an address, as PDFium's functions take it."""
    import pypdfium2.raw as pdfium

    return ctypes.cast(address, pdfium.FPDF_PAGEOBJECT)
