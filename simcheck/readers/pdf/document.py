"""A PDF as a text: its pages one after the other, what of them is not seen, and when it is refused."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from simcheck.errors import DraftError
from simcheck.readers import ocr
from simcheck.readers.content import Content
from simcheck.readers.pdf.contents import TooManyObjects
from simcheck.readers.pdf.forms import stale
from simcheck.readers.pdf.glyphs import unknown
from simcheck.readers.pdf.obvious import Seen
from simcheck.readers.pdf.setting import set_down
from simcheck.readers.pdf.sheet import Sheet, sheet
from simcheck.readers.pdf.stand_in import stand_in
from simcheck.readers.pdf.trust import Fonts
from simcheck.readers.pdf.xfa import unseen
from simcheck.readers.untold import with_untold

#: What a speech never has: pages, and characters; and pages to be read from pictures, which takes seconds for each.
MAX_PAGES, MAX_CHARACTERS, MAX_SCANS = 2_000, 5_000_000, 100
#: Above this share of characters that no font explains, the text is none.
_UNKNOWN = 0.05
_PRINT = "open it in a PDF program and print it to a new PDF"
_OTHERWISE = "recognise its text (OCR) in a PDF program, or ask for the original file"


def content(data: bytes, name: str) -> Content:
    """Text and properties of the PDF in ``data``: a line a paragraph, page numbers and running heads left out.

    What a reader sees is read: lines in every direction, forms and notes on the page, pictures of text with the extra
    ``simcheck[ocr]``. Raises DraftError for a PDF that is damaged, under a password, longer than MAX_PAGES, or whose
    text cannot be read: scanned without the extra, or in fonts that do not say which characters they show.
    """
    import pypdfium2

    stand_in()
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise DraftError(
                f"{name}: protected by a password; save it without one in a PDF program", code="draft.encrypted"
            ) from None
        raise DraftError(f"{name}: damaged or cut short; {_PRINT}") from None
    if len(document) > MAX_PAGES:
        raise DraftError(
            f"{name}: has {len(document):,} pages, the limit is {MAX_PAGES:,}; split it into smaller files"
        )
    anew = False
    if document.get_formtype() != pypdfium2.raw.FORMTYPE_NONE:
        _open_form(document, name)
        anew = stale(data)
    sheets = _sheets(document, name, anew)
    _refuse(sheets, name)
    try:
        told = document.get_metadata_dict()
    except UnicodeDecodeError:  # damaged properties; the text does not need them
        told = {}
    files = max(0, pypdfium2.raw.FPDFDoc_GetAttachmentCount(document.raw))
    found = set_down(sheets, files, told.get("Title"), told.get("Author"))
    if unseen(document, found.text) is not None:
        raise DraftError(f"{name}: a form that is made when it is shown (XFA); {_PRINT}")
    if sum(map(unknown, found.text)) > _UNKNOWN * len(found.text):
        raise DraftError(f"{name}: its fonts do not say which characters they show; {_OTHERWISE}")
    return with_untold(found, told.values())


def _open_form(document: Any, name: str) -> None:
    import pypdfium2.raw as pdfium

    if document.get_formtype() == pdfium.FORMTYPE_XFA_FULL:
        raise DraftError(f"{name}: a form that is made when it is shown (XFA); {_PRINT}")
    document.init_forms()


def _sheets(document: Any, name: str, anew: bool) -> list[Sheet]:
    """All pages; once more from the first if a font turned out to be wrong that was believed on a page before."""
    known = frozenset[str]()
    while True:
        fonts = Fonts(known)
        sheets = list(_pages(document, name, fonts, anew))
        if fonts.mistaken() == known:
            return sheets
        known = fonts.mistaken()


def _pages(document: Any, name: str, fonts: Fonts, anew: bool) -> Iterator[Sheet]:
    import pypdfium2

    letters, scans, seen = 0, 0, Seen()
    for number in range(len(document)):
        try:
            page = sheet(document, number, fonts, seen, scans=ocr.available(), stale=anew)
        except pypdfium2.PdfiumError:
            raise DraftError(f"{name}: page {number + 1} is damaged; {_PRINT}") from None
        except TooManyObjects:
            raise DraftError(f"{name}: page {number + 1} has more objects than any document; {_PRINT}") from None
        letters += sum(len(frame.letters) for frame in page.frames)
        if letters > MAX_CHARACTERS:
            raise DraftError(
                f"{name}: more than {MAX_CHARACTERS:,} characters; split it into smaller files", code="draft.too_long"
            )
        scans += page.sure is not None
        if scans > MAX_SCANS:
            raise DraftError(
                f"{name}: more than {MAX_SCANS} pages are scanned; split it into smaller files", code="draft.too_long"
            )
        yield page


def _refuse(sheets: Sequence[Sheet], name: str) -> None:
    """Raise DraftError if the text, or most of a page, was not read. A cover may be a picture."""
    none = not any(page.frames or page.entries for page in sheets)
    unread = [page for page in sheets if page.most] or [page for page in sheets if page.writing and none]
    if not unread and not ocr.available():
        unread = [page for page in sheets if page.picture and (none or 0 < page.number < len(sheets) - 1)]
    if not unread:
        if none:
            raise DraftError(f"{name}: holds no text that a reader sees; {_OTHERWISE}")
        return
    first = unread[0]
    where = f"page {first.number + 1}"
    if first.shapes:
        what = f"{where} is in fonts that do not say which characters they show"
    elif first.writing or none:
        what = f"{where} is scanned, a picture of text"
    else:
        what = f"{where} is scanned, a picture without text"
    if ocr.available():
        raise DraftError(f"{name}: {what}, and too poor to be read from it; {_OTHERWISE}")
    raise DraftError(f"{name}: {what}; to have it read `{ocr.INSTALL}`, or {_OTHERWISE}", code="draft.needs_program")
