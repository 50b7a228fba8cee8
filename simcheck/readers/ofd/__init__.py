"""OFD (GB/T 33190), the document format of Chinese authorities: text objects with places on pages, as in a PDF."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from simcheck.errors import DraftError
from simcheck.readers.content import Content
from simcheck.readers.ofd.objects import Drawing, Resources
from simcheck.readers.ofd.page import POINTS, Page
from simcheck.readers.ofd.parts import Parts, numbers
from simcheck.readers.package import Package
from simcheck.readers.pdf.setting import set_down
from simcheck.readers.pdf.trust import Fonts
from simcheck.readers.safe_xml import Element
from simcheck.readers.scans import TYPED, Scans, remedy
from simcheck.readers.written import Written

#: What a speech never has: pages, and objects on them.
MAX_PAGES = 2_000
_REMEDY = "open it in its reader and print it to a PDF, or ask for the original file"


def content(data: bytes, name: str) -> Content:
    """Text and properties of the OFD in ``data``: a line a paragraph, page numbers and running heads left out.

    The text is that of ``TextCode``, in the order in which it is read on the page. Raises DraftError for a file that is
    damaged, encrypted, scanned, longer than MAX_PAGES, or holds no text.
    """
    parts = Parts(Package(data, name), name)
    pages: list[Page] = []
    title = author = None
    files = 0
    for body in parts.bodies():
        title = title or parts.text(body, "Title")
        author = author or parts.text(body, "Author") or parts.text(body, "Creator")
        document = parts.document(body)
        if document is None:
            continue
        files += parts.attachments(document)
        for page in _pages(parts, document, len(pages)):
            if len(pages) >= MAX_PAGES:
                raise DraftError(f"{name}: has more than {MAX_PAGES:,} pages; split it into smaller files")
            pages.append(page)
    fonts = Fonts()
    for page in pages:
        page.seen(fonts)
    sheets = [page.sheet(fonts.mistaken()) for page in pages]
    first = next((sheet for sheet in sheets if sheet.most), None)
    if first is not None:
        raise DraftError(
            f"{name}: page {first.number + 1} is in fonts that do not say which characters they show; {_REMEDY}"
        )
    found = _with_pictures(set_down(sheets, files, title, author), pages, name)
    if not found.text.strip():
        raise DraftError(f"{name}: holds no text; {_REMEDY}")
    return found


def _with_pictures(found: Content, pages: Sequence[Page], name: str) -> Content:
    """The text with what is read in the pictures behind it. Raises DraftError for a scan that is not read."""
    images = [image for page in pages for image in page.drawing.images]
    if not images:
        return found
    written = Written()
    written.take(found)
    scans = Scans(written, name, len(images))
    for number, page in enumerate(pages, start=1):
        before = scans.unread
        for image in page.drawing.images:
            scans.add(image.data, image.width * POINTS, image.height * POINTS)
        if scans.unread > before and page.typed < TYPED:
            raise DraftError(f"{name}: page {number} is scanned, a picture of text; {remedy()}")
    scans.finish()
    content = written.content(found.title, found.author)
    return replace(content, reading=replace(content.reading, pages=found.reading.pages))


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
