"""Pictures in a document: read where OCR is installed and one shows writing, else told; refused where they are all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from simcheck.errors import DraftError
from simcheck.readers import ocr, progress
from simcheck.readers.written import Written

if TYPE_CHECKING:
    from simcheck.readers.images import ImageText

#: The area from which a picture is one of a page, in square points: two fifths of A4.
_PAGE = 595 * 842 * 2 / 5
#: Letters that a document with a picture of a page has at least, for each, if it is no scan with a cover or a stamp.
TYPED = 300
#: Letters beside which a picture of text in a part of a document is what it is about: a greeting, a stamp.
LITTLE = 50
#: Pictures that are read, each of which takes seconds, and those that are looked at.
_MOST, _MOST_SEEN = 200, 2_000
#: Strips of lines from which on a smaller picture may show a few words, and from which on all of them show writing: a
#: hundred letters, more than the labels of most charts have.
_DOUBTFUL, _WRITING = 2, 20
#: Letters that a strip holds.
_LETTERS = 5
#: Letters in a smaller picture that are a text. A seal or the words on a sign have fewer.
_TEXT = 13


def is_page(width: float, height: float) -> bool:
    """Whether a picture so large, in points, may be one of a page.

    >>> is_page(441, 630), is_page(300, 200)
    (True, False)
    """
    return width * height >= _PAGE


def is_text(data: bytes, width: float, height: float) -> bool:
    """Whether a picture shows so much writing that it is a text by itself."""
    from simcheck.readers.images import writing

    return is_page(width, height) or writing(data, width) >= _WRITING


class Scans:
    """The pictures in the document ``name``, as they come, of which ``total`` may be of pages."""

    def __init__(self, written: Written, name: str, total: int = 0) -> None:
        self._written, self._name, self._total = written, name, total
        self._number = self._seen = 0
        #: Pictures of pages that were not read, and those without anything to read.
        self._unread = self._empty = 0
        #: Smaller ones with writing that was not read, and its strips.
        self._small, self._strips = 0, 0.0

    def add(self, data: bytes | None, width: float = 0.0, height: float = 0.0) -> None:
        """A picture of so many points, 0 where that is not told; no data where it is not in the file.

        One of a page, or with lines of writing in it, is read if that can be done.
        """
        page = is_page(width, height)
        strips = 0.0 if page else self._look(data, width)
        if not page and strips < _DOUBTFUL:
            self._written.miss("picture")
            return
        self._number += 1
        text = self._text(data)
        if text is not None and sum(map(str.isalnum, text.text)) >= (1 if page else _TEXT):
            if len(self._written) and not self._written.text.endswith("\n"):
                self._written.add("\n")
            self._written.recognize(text.text, self._number, text.confidence)
        elif page:
            self._unread += text is None
            self._empty += text is not None
        elif text is None:
            self._small += 1
            self._strips += strips
        else:
            self._written.miss("picture")

    @property
    def unread(self) -> int:
        """How many pictures of pages were not read so far."""
        return self._unread

    def _look(self, data: bytes | None, width: float) -> float:
        from simcheck.readers.images import writing

        self._seen += 1
        return 0.0 if data is None or self._seen > _MOST_SEEN else writing(data, width)

    def _text(self, data: bytes | None) -> ImageText | None:
        """What is read in a picture, None if it cannot be read."""
        if data is None or not ocr.available() or self._number > _MOST:
            return None
        from simcheck.readers.images import read_image

        progress.tell(self._number, max(self._number, self._total))
        try:
            return read_image(data)
        except ValueError:  # in a format that is not read
            return None

    def finish(self, *, whole: bool = True) -> None:
        """Tell of the pictures that were not read, or in which there is nothing to read.

        Raises DraftError where there is little besides them, unless this is not the ``whole`` document: it is a scan.
        """
        written = self._small if self._strips >= _WRITING else 0
        self._written.miss("writing", self._unread + written)
        self._written.miss("picture", self._empty + self._small - written)
        if whole:
            wanted = TYPED * (self._unread + self._empty) + (_LETTERS * self._strips if written else 0)
            refuse_scan(self._written, self._name, wanted)


def refuse_scan(written: Written, name: str, wanted: float) -> None:
    """Raise DraftError for a document with less letters than these beside its pictures."""
    if wanted and sum(map(str.isalnum, written.text)) < wanted:
        raise DraftError(f"{name}: scanned, its pages are pictures without text; {remedy()}")


def remedy() -> str:
    """What to do about pictures of text that were not read."""
    return "ask for the original file" if ocr.available() else f"install what reads them: {ocr.INSTALL}"


def read_pictures(written: Written, pictures: Sequence[bytes], name: str, *, whole: bool = True) -> None:
    """Read the pictures that a document holds, behind its text. Raises DraftError as ``Scans.finish`` does."""
    found = Scans(written, name, len(pictures))
    for picture in pictures:
        found.add(picture)
    found.finish(whole=whole)
