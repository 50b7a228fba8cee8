"""Pictures of pages in a document: read where OCR is installed, else told, and refused where they are all there is."""

from __future__ import annotations

from simcheck.errors import DraftError
from simcheck.readers import ocr, progress
from simcheck.readers.written import Written

#: The area from which a picture is one of a page, in square points: two fifths of A4.
_PAGE = 595 * 842 * 2 / 5
#: Letters that a document with such pictures has at least for each of them, if it is no scan with a cover or a stamp.
_TYPED = 300
#: Pictures that are read; each takes seconds.
_MOST = 200


def is_page(width: float, height: float) -> bool:
    """Whether a picture so large, in points, may be one of a page.

    >>> is_page(441, 630), is_page(300, 200)
    (True, False)
    """
    return width * height >= _PAGE


class Scans:
    """The pictures of pages in the document ``name``, as they come."""

    def __init__(self, written: Written, name: str, total: int = 0) -> None:
        self._written, self._name, self._total = written, name, total
        self._number = self._unread = self._empty = 0

    def add(self, data: bytes | None) -> None:
        """A picture of a page, which is read if that can be done; None for one that is not in the file."""
        self._number += 1
        if data is None or not ocr.available() or self._number > _MOST:
            self._unread += 1
            return
        from simcheck.readers.images import read_image

        progress.tell(self._number, max(self._number, self._total))
        try:
            found = read_image(data)
        except ValueError:  # in a format that is not read
            self._unread += 1
            return
        if found.text:
            self._written.recognize(found.text, self._number, found.confidence)
        else:
            self._empty += 1

    def finish(self) -> None:
        """Tell of the pictures that were not read, or in which there is nothing to read.

        Raises DraftError where there is little besides them: the document is a scan.
        """
        pages = self._unread + self._empty
        letters = sum(map(str.isalnum, self._written.text)) if pages else 0
        if letters < _TYPED * pages:
            how = "ask for the original file" if ocr.available() else f"install what reads them: {ocr.INSTALL}"
            raise DraftError(f"{self._name}: scanned, its pages are pictures without text; {how}")
        self._written.miss("writing", self._unread)
        self._written.miss("picture", self._empty)
