"""Objects of PDFium by their addresses, by which they are told apart and looked up."""

from __future__ import annotations

import ctypes
import functools
from collections.abc import Callable
from typing import Any


def addressed(name: str) -> Callable[[int, int], int | None]:
    """A function of PDFium that takes an object and a number, with an address for an answer."""
    call: Callable[[int, int], int | None] = function(name, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)
    return call


@functools.cache
def function(name: str, answer: Any, *given: Any) -> Any:
    """A function of PDFium that takes addresses for objects: by a third faster than with objects, which counts for
    what is called for each character."""
    import pypdfium2.raw as pdfium

    address = ctypes.cast(getattr(pdfium, name), ctypes.c_void_p).value
    assert address is not None  # noqa: S101 - a function has an address
    return ctypes.CFUNCTYPE(answer, *given)(address)


def address_of(handle: Any) -> int:
    """The address of an object of pypdfium2's raw functions; 0 for none."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


def page_object(address: int) -> Any:
    """The page object at an address, as PDFium's functions take it."""
    import pypdfium2.raw as pdfium

    return ctypes.cast(address, pdfium.FPDF_PAGEOBJECT)
