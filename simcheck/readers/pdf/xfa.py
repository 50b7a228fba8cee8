"""XFA: a form in XML that Acrobat draws in the place of a PDF's own pages. What it says must stand on these pages."""

from __future__ import annotations

import ctypes
import html
import re
from collections.abc import Iterator
from typing import Any

from simcheck.patterns import regex

#: Parts of the form that are programs, or are shown to nobody before something is wrong.
_PROGRAMS = regex(r"<(script|event|calculate|validate|desc|config)\b[^>]*?(?:/>|>.*?</\1\s*>)", re.DOTALL)
_TAG = regex(r"<!--.*?-->|<[^>]*>", re.DOTALL)
#: Letters of a text that is more than the label of a field.
_LEAST = 8


def unseen(document: Any, text: str) -> str | None:
    """The first text of the form of a PdfDocument of pypdfium2 that the ``text`` of its pages lacks; None for none."""
    shown = _letters(text)
    for said in _texts("".join(_packets(document))):
        letters = _letters(said)
        if len(letters) >= _LEAST and letters not in shown:
            return said.strip()
    return None


def _texts(form: str) -> Iterator[str]:
    for part in _TAG.split(_PROGRAMS.sub("", form)):
        yield html.unescape(part)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def _packets(document: Any) -> Iterator[str]:
    """The parts of the form, whole or cut anywhere between two elements."""
    import pypdfium2.raw as pdfium

    for number in range(pdfium.FPDF_GetXFAPacketCount(document.raw)):
        size = ctypes.c_ulong()
        pdfium.FPDF_GetXFAPacketContent(document.raw, number, None, 0, size)
        content = ctypes.create_string_buffer(size.value)
        pdfium.FPDF_GetXFAPacketContent(document.raw, number, content, size.value, size)
        yield content.raw.decode("utf-8", "replace")
