"""Form fields, notes typed on a page, stamps: what a PDF keeps beside the content of its pages and shows on them."""

from __future__ import annotations

import contextlib
import ctypes
import functools
import html
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from simcheck.patterns import regex

#: Flags of an annotation that is not shown: hidden, and not to be viewed.
_HIDDEN = 2 | 32
#: The flag that PDFium takes for hidden, but that hides only kinds of annotations that no program knows.
_UNKNOWN = 1
#: Operators of an appearance that show text, or something else that may.
_SHOWS = regex(r"\b(?:Tj|TJ|Do)\b|['\"]\s")


@dataclass(frozen=True, slots=True)
class FormEntry:
    """A text that stands in a form field or a note.

    ``box`` is where (left, bottom, right, top), ``drawn`` whether the file says how it is shown, ``shown`` whether it
    is shown at all, ``stale`` that programs are asked to draw it anew.
    """

    text: str
    box: tuple[float, float, float, float]
    drawn: bool
    shown: bool = True
    stale: bool = False


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside the content of a page: texts, how many files are attached and comments made, and whether
    anything of it is drawn on the page."""

    entries: tuple[FormEntry, ...] = ()
    files: int = 0
    comments: int = 0
    drawn: bool = False


def beside(document: Any, page: Any, *, stale: bool = False) -> Beside:
    """The annotations of a page of pypdfium2, and the fields of its form; ``stale`` says that these are to be drawn
    anew."""
    import pypdfium2.raw as pdfium

    marks, shapes = _kinds()
    entries, files, comments, drawn = [], 0, 0, False
    for annotation in _annotations(page):
        form = pdfium.FPDFAnnot_GetSubtype(annotation)
        if form == pdfium.FPDF_ANNOT_FILEATTACHMENT:
            files += 1
        if form in marks or form in shapes:
            comments += bool(_string(pdfium.FPDFAnnot_GetStringValue, annotation, b"Contents").strip())
        if form == pdfium.FPDF_ANNOT_POPUP:  # the window of a comment; what draws one is shown by no program
            comments += bool(_SHOWS.search(_appearance(annotation)))
            continue
        own = bool(pdfium.FPDFAnnot_HasKey(annotation, b"AP"))
        flags = pdfium.FPDFAnnot_GetFlags(annotation)
        if own and flags & _UNKNOWN:
            pdfium.FPDFAnnot_SetFlags(annotation, flags & ~_UNKNOWN)
        if form in marks or form == pdfium.FPDF_ANNOT_LINK:
            drawn |= own and bool(_SHOWS.search(_appearance(annotation)))
            continue
        if form == pdfium.FPDF_ANNOT_FREETEXT:  # PDFium makes an empty appearance for one that has none
            own = own and bool(_SHOWS.search(_appearance(annotation)))
        drawn |= own
        text = _said(document, annotation, form)
        if text.strip():
            shown = not flags & _HIDDEN
            mended = form == pdfium.FPDF_ANNOT_WIDGET and stale
            text = text.replace("\r\n", "\n").replace("\r", "\n")
            entries.append(FormEntry(text, _box(annotation), own, shown, mended))
    return Beside(tuple(entries), files, comments, drawn)


@functools.cache
def _kinds() -> tuple[frozenset[int], frozenset[int]]:
    """The annotations that say nothing on the page itself: comments in a window of their own, also on marked text; and
    those that draw a shape and may have a comment, or a text that some programs write beside it."""
    import pypdfium2.raw as pdfium

    marks = (
        pdfium.FPDF_ANNOT_TEXT, pdfium.FPDF_ANNOT_HIGHLIGHT, pdfium.FPDF_ANNOT_UNDERLINE, pdfium.FPDF_ANNOT_SQUIGGLY,
        pdfium.FPDF_ANNOT_STRIKEOUT,
    )  # fmt: skip
    shapes = (
        pdfium.FPDF_ANNOT_LINE, pdfium.FPDF_ANNOT_SQUARE, pdfium.FPDF_ANNOT_CIRCLE, pdfium.FPDF_ANNOT_POLYGON,
        pdfium.FPDF_ANNOT_POLYLINE, pdfium.FPDF_ANNOT_INK, pdfium.FPDF_ANNOT_STAMP, pdfium.FPDF_ANNOT_CARET,
        pdfium.FPDF_ANNOT_REDACT,
    )  # fmt: skip
    return frozenset(marks), frozenset(shapes)


def stale(data: bytes) -> bool:
    """Whether a PDF asks programs to draw its fields anew, in its catalogue or in a packed stream of objects."""
    return bool(_ANEW.search(data)) or any(_ANEW.search(stream) for stream in _packed(data))


_ANEW, _PACKED = regex(rb"/NeedAppearances\s+true"), regex(rb"/ObjStm\b[^>]*>>\s*stream\r?\n")
#: Bytes that are unpacked of each stream at most.
_MOST = 5_000_000


def _packed(data: bytes) -> Iterator[bytes]:
    for found in _PACKED.finditer(data):
        with contextlib.suppress(zlib.error):
            yield zlib.decompressobj().decompress(data[found.end() :], _MOST)


def draw(page: Any) -> None:
    """Make what is shown of the annotations of a page a part of its content; the page has to be loaded again."""
    import pypdfium2.raw as pdfium

    pdfium.FPDFPage_Flatten(page.raw, pdfium.FLAT_NORMALDISPLAY)


def _annotations(page: Any) -> Iterator[Any]:
    import pypdfium2.raw as pdfium

    for index in range(pdfium.FPDFPage_GetAnnotCount(page.raw)):
        annotation = pdfium.FPDFPage_GetAnnot(page.raw, index)
        if annotation:
            with contextlib.ExitStack() as stack:
                stack.callback(pdfium.FPDFPage_CloseAnnot, annotation)
                yield annotation


def _said(document: Any, annotation: Any, form: int) -> str:
    """The value of a field, or the text of a note."""
    import pypdfium2.raw as pdfium

    if form == pdfium.FPDF_ANNOT_FREETEXT:
        return _string(pdfium.FPDFAnnot_GetStringValue, annotation, b"Contents") or _rich(annotation)
    if form != pdfium.FPDF_ANNOT_WIDGET or document.formenv is None:
        return ""
    handle = document.formenv.raw
    kind = pdfium.FPDFAnnot_GetFormFieldType(handle, annotation)
    if kind == pdfium.FPDF_FORMFIELD_TEXTFIELD:
        return _string(pdfium.FPDFAnnot_GetFormFieldValue, handle, annotation)
    if kind in (pdfium.FPDF_FORMFIELD_COMBOBOX, pdfium.FPDF_FORMFIELD_LISTBOX):
        options = range(max(0, pdfium.FPDFAnnot_GetOptionCount(handle, annotation)))
        chosen = [
            _string(pdfium.FPDFAnnot_GetOptionLabel, handle, annotation, option)
            for option in options
            if pdfium.FPDFAnnot_IsOptionSelected(handle, annotation, option)
        ]
        return "\n".join(chosen) or _string(pdfium.FPDFAnnot_GetFormFieldValue, handle, annotation)
    return ""


def _appearance(annotation: Any) -> str:
    """What draws an annotation, in PDF's operators."""
    import pypdfium2.raw as pdfium

    return _string(pdfium.FPDFAnnot_GetAP, annotation, pdfium.FPDF_ANNOT_APPEARANCEMODE_NORMAL)


def _rich(annotation: Any) -> str:
    """The text of a note that is told only with its formatting, in XHTML."""
    import pypdfium2.raw as pdfium

    told = _string(pdfium.FPDFAnnot_GetStringValue, annotation, b"RC")
    return html.unescape(_TAG.sub("", _PARAGRAPH.sub("\n", told))).strip()


_PARAGRAPH, _TAG = regex(r"</p\s*>|<br\b[^>]*>", re.IGNORECASE), regex(r"<[^>]*>")


def _string(function: Any, *given: Any) -> str:
    """What a function of PDFium writes as UTF-16 with a zero behind it."""
    import pypdfium2.raw as pdfium

    length = function(*given, None, 0)
    if length <= 2:
        return ""
    buffer = ctypes.create_string_buffer(length)
    function(*given, ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR)), length)
    return buffer.raw[: length - 2].decode("utf-16-le", "replace")


def _box(annotation: Any) -> tuple[float, float, float, float]:
    import pypdfium2.raw as pdfium

    box = pdfium.FS_RECTF()
    pdfium.FPDFAnnot_GetRect(annotation, ctypes.byref(box))
    return box.left, box.bottom, box.right, box.top
