"""PDF: characters and their places from PDFium, put together to paragraphs by pdf_lines and pdf_paragraphs."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator, Sequence
from typing import Any

from simcheck.errors import DraftError
from simcheck.readers.content import Content, paired
from simcheck.readers.pdf_lines import Letter, Page, page_of
from simcheck.readers.pdf_paragraphs import paragraphs

#: What a speech never has: pages, and characters.
MAX_PAGES, MAX_CHARACTERS = 2_000, 5_000_000
#: Above this share of characters that no font explains, the text is none.
_UNKNOWN = 0.05
#: Bullets of symbol fonts, which Word puts here.
_SYMBOLS = re.compile("[\uf000-\uf0ff]+ ?")
#: A picture that covers this share of a page without text is a scanned page.
_SCAN = 0.5
_OCR = "recognise its text (OCR) in a PDF program, or ask for the original file"


def content(data: bytes, name: str) -> Content:
    """Text and properties of the PDF in ``data``: a line a paragraph, page numbers and running heads left out.

    Raises DraftError for a PDF that is damaged, under a password, longer than MAX_PAGES, scanned, or whose fonts do not
    say which characters they show.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise DraftError(f"{name}: protected by a password; save it without one in a PDF program") from None
        raise DraftError(f"{name}: damaged or cut short; open it in a PDF program and print it to a new PDF") from None
    if len(document) > MAX_PAGES:
        raise DraftError(
            f"{name}: has {len(document):,} pages, the limit is {MAX_PAGES:,}; split it into smaller files"
        )
    pages = list(_pages(document, name))
    _refuse_scanned([page for page, _ in pages], [scan for _, scan in pages], name)
    text = paired("\n".join(paragraphs([page for page, _ in pages])))
    text = _SYMBOLS.sub("", text)
    unknown = sum(char == "\ufffd" or "\ue000" <= char <= "\uf8ff" or char < "\t" for char in text)
    if unknown > _UNKNOWN * len(text):
        raise DraftError(f"{name}: its fonts do not say which characters they show; {_OCR}")
    try:
        told = document.get_metadata_dict()
    except UnicodeDecodeError:  # damaged properties; the text does not need them
        told = {}
    return Content(text, told.get("Title"), told.get("Author"))


def _pages(document: Any, name: str) -> Iterator[tuple[Page, bool]]:
    """Each page, and whether it is a picture without text."""
    import pypdfium2

    total = 0
    for index in range(len(document)):
        try:
            page = document[index]
            letters = _letters(page)
        except pypdfium2.PdfiumError:
            raise DraftError(
                f"{name}: page {index + 1} is damaged; open it in a PDF program and print it to a new PDF"
            ) from None
        total += len(letters)
        if total > MAX_CHARACTERS:
            raise DraftError(f"{name}: more than {MAX_CHARACTERS:,} characters; split it into smaller files")
        width, height = page.get_size()
        scan = not any(letter.text.isalpha() for letter in letters) and _pictured(page, width * height)
        page.close()
        yield page_of(letters, width, height), scan


def _letters(page: Any) -> list[Letter]:
    """The characters of a page in the order of its content, with their boxes."""
    import pypdfium2.raw as pdfium

    textpage = page.get_textpage()
    handle = textpage.raw
    box = pdfium.FS_RECTF()
    letters = []
    half = ""
    for index in range(pdfium.FPDFText_CountChars(handle)):
        if pdfium.FPDFText_IsGenerated(handle, index) == 1:
            continue
        text = half + chr(pdfium.FPDFText_GetUnicode(handle, index) or 0xFFFD)
        half = text if len(text) == 1 and "\ud800" <= text <= "\udbff" else ""
        if half or not pdfium.FPDFText_GetLooseCharBox(handle, index, ctypes.byref(box)):
            continue
        letters.append(Letter(paired(text), box.left, box.bottom, box.right, box.top))
    textpage.close()
    return letters


def _pictured(page: Any, area: float) -> bool:
    import pypdfium2.raw as pdfium

    for picture in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=5):
        left, bottom, right, top = picture.get_bounds()
        if (right - left) * (top - bottom) > _SCAN * area:
            return True
    return False


def _refuse_scanned(pages: Sequence[Page], scans: Sequence[bool], name: str) -> None:
    """A cover may be a picture; any other page that is one would be left out of the check."""
    if not any(page.lines for page in pages):
        what = "scanned, it holds pictures of text and no text" if any(scans) else "holds no text"
        raise DraftError(f"{name}: {what}; {_OCR}")
    inner = [number for number, scan in enumerate(scans, start=1) if scan and 1 < number < len(scans)]
    if inner:
        raise DraftError(f"{name}: page {inner[0]} is scanned, a picture without text; {_OCR}")
