"""OFD (GB/T 33190), the document format of Chinese authorities: text objects with places on pages, as in a PDF."""

from __future__ import annotations

from collections.abc import Iterator

from simcheck.errors import DraftError
from simcheck.readers.content import Content
from simcheck.readers.ofd.objects import Drawing, Resources
from simcheck.readers.ofd.page import Page
from simcheck.readers.ofd.parts import Parts, numbers
from simcheck.readers.package import Package
from simcheck.readers.pdf.setting import set_down
from simcheck.readers.pdf.sheet import Sheet
from simcheck.readers.safe_xml import Element

#: What a speech never has: pages, and objects on them.
MAX_PAGES = 2_000
_REMEDY = "open it in its reader and print it to a PDF, or ask for the original file"


def content(data: bytes, name: str) -> Content:
    """Text and properties of the OFD in ``data``: a line a paragraph, page numbers and running heads left out.

    The text is that of ``TextCode``, in the order in which it is read on the page. Raises DraftError for a file that is
    damaged, encrypted, scanned, longer than MAX_PAGES, or holds no text.
    """
    parts = Parts(Package(data, name), name)
    sheets: list[Sheet] = []
    title = author = None
    files = pictures = 0
    for body in parts.bodies():
        title = title or parts.text(body, "Title")
        author = author or parts.text(body, "Author") or parts.text(body, "Creator")
        document = parts.document(body)
        if document is None:
            continue
        files += parts.attachments(document)
        for page in _pages(parts, document, len(sheets)):
            if len(sheets) >= MAX_PAGES:
                raise DraftError(f"{name}: has more than {MAX_PAGES:,} pages; split it into smaller files")
            sheets.append(page.sheet)
            pictures += page.pictures
    if not any(sheet.frames or sheet.entries for sheet in sheets):
        what = "scanned, it holds pictures of text and no text" if pictures else "holds no text"
        raise DraftError(f"{name}: {what}; {_REMEDY}")
    return set_down(sheets, files, title, author)


def _pages(parts: Parts, document: Element, first: int) -> Iterator[Page]:
    resources = Resources(parts, document)
    default = numbers(parts.text(document, "CommonData", "PageArea", "PhysicalBox")) or (0.0, 0.0, 210.0, 297.0)
    notes = parts.annotations(document)
    for number, (identity, path) in enumerate(parts.pages(document), start=first):
        root = parts.root(path)
        if root is None:
            raise DraftError(f"{parts.name}: page {number + 1} is missing or damaged; {_REMEDY}")
        box = numbers(parts.text(root, "Area", "PhysicalBox")) or default
        drawing = Drawing(resources, path)
        for template in resources.templates(root):
            drawing.page(template)
        drawing.page(root)
        for note in notes.get(identity, ()):
            drawing.note(note)
        yield Page(number, drawing, box)
