"""One page of a PDF: its letters that are seen, turned to where they are read, and what of it is not in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from simcheck.readers.pdf.contents import Contents, contents
from simcheck.readers.pdf.fields import settle
from simcheck.readers.pdf.forms import Beside, beside, draw
from simcheck.readers.pdf.frames import Frame, frames, turned_by
from simcheck.readers.pdf.glyphs import Drawn, drawn, guessed, unknown
from simcheck.readers.pdf.letter import Letter
from simcheck.readers.pdf.objects import page_object
from simcheck.readers.pdf.obvious import Seen
from simcheck.readers.pdf.pictures import Left, left_over, recognized, stands_on
from simcheck.readers.pdf.rendering import box_of, without
from simcheck.readers.pdf.replaced import false, melting, replaced, take_away
from simcheck.readers.pdf.seen import Sight, sight
from simcheck.readers.pdf.trust import Fonts, as_pictures
from simcheck.readers.progress import tell
from simcheck.types import HiddenReason

#: Letters whose fonts do not say what they are, from which on they are a text that cannot be read.
_SHAPES = 10
#: The share of the letters of one text that must stand in another for the two to say the same.
_SAME = 0.7
#: The share of the page beyond which what a font without a name draws is a picture and no letter.
_DRAWING = 0.02
#: How sure what is read from a picture is on the average, at least.
_SURE = 0.6


@dataclass(frozen=True, slots=True)
class Unseen:
    """Text that is not seen, and where it stands in the first frame of its page."""

    text: str
    reason: HiddenReason
    place: Letter


@dataclass(slots=True)
class Sheet:
    """What a page of a PDF gives.

    ``entries`` are the texts of fields and notes that are not drawn, ``files`` and ``comments`` how many there are.
    ``writing`` says that it shows text in pictures,
    or in fonts that do not say which characters they show, that was not read; ``most`` that this is most of its text,
    ``shapes`` that it is for the fonts. ``picture`` says that it shows a picture and no text, ``sure`` how sure what
    was read from pictures is, None where nothing was.
    """

    number: int
    frames: list[Frame] = field(default_factory=list)
    unseen: list[Unseen] = field(default_factory=list)
    entries: list[str] = field(default_factory=list)
    files: int = 0
    comments: int = 0
    writing: bool = False
    most: bool = False
    shapes: bool = False
    picture: bool = False
    sure: float | None = None


def sheet(document: Any, number: int, fonts: Fonts, seen: Seen, *, scans: bool, stale: bool = False) -> Sheet:
    """Read the page ``number``, from 0. ``fonts`` takes its text into account, ``seen`` what it draws.
    ``scans`` says whether text in pictures is to be read, ``stale`` whether fields are to be drawn anew. Raises
    TooManyObjects, and PdfiumError for a damaged page."""
    page = document[number]
    try:
        around = beside(document, page, stale=stale)
        if around.drawn:
            draw(page)
            page.close()
            page = document[number]
        objects = contents(page)
        marks = replaced(objects.texts)
        take_away(marks)
        found = drawn(page)
        if marks and melting(glyph.text for glyph in found.glyphs):
            found.textpage.close()
            page.close()
            page = document[number]
            objects = contents(page)
            take_away(false(replaced(objects.texts)))
            found = drawn(page)
        try:
            fonts.see(found, box_of(page))
            return _Reading(document, number, page, found, objects, fonts.mistaken(), seen).sheet(around, scans=scans)
        finally:
            found.textpage.close()
    finally:
        page.close()


class _Reading:
    """A page while it is read."""

    def __init__(
        self,
        document: Any,
        number: int,
        page: Any,
        found: Drawn,
        objects: Contents,
        mistaken: frozenset[str],
        seen: Seen,
    ) -> None:
        self._number, self._pages = number, len(document)
        self._page, self._found = page, found
        self._objects = objects
        self._view: Sight = sight(page, found, self._objects, seen)
        width, height = page.get_size()
        large = found.larger_than(_DRAWING * width * height)
        shapes = as_pictures(found, mistaken) | large
        self._nameless = sum(found.glyphs[number].piece in shapes for number in self._view.seen)
        self._shown: set[int] = set()
        if self._nameless >= _SHAPES or large:
            self._shown = {found.pieces[number].handle for number in shapes}
            self._view = sight(page, found, self._objects, pictures=shapes)
        else:
            self._nameless = 0
        if large:
            self._objects.pictures += width * height
        self._left: Left = left_over(self._view, self._objects, width * height, self._nameless)
        self._letters = [self._letter(number) for number in self._view.seen]
        self._hidden = {
            number: reason for number, reason in self._view.hidden.items() if not unknown(found.glyphs[number].text)
        }

    def sheet(self, around: Beside, *, scans: bool) -> Sheet:
        """What the page gives; see the function."""
        result = Sheet(self._number, files=around.files, comments=around.comments)
        typed = sum(letter.text.isalnum() for letter, _ in self._letters)
        result.picture = not typed and self._left.covered
        if self._left.amount or result.picture:
            if scans and (self._left.amount or self._left.doubtful):
                result.sure = self._recognize()
            if result.sure is None:
                self._not_read(result, typed)
        result.entries, more = settle(around.entries, self._letters)
        box = box_of(self._page)
        result.frames = frames(self._letters, box)
        angle = result.frames[0].angle if result.frames else 0
        result.unseen = [
            Unseen(text, reason, turned_by([place], angle, box)[0]) for text, reason, place in [*self._unseen(), *more]
        ]
        return result

    def _recognize(self) -> float | None:
        """Add what OCR reads in the pictures of the page; how sure it is, None if that is too little."""
        texts = (handle for handle in self._objects.texts if handle not in self._shown)
        tell(self._number + 1, self._pages)
        with without(map(page_object, texts)):
            letters, sure = recognized(self._page)
        if sure < _SURE:
            return None
        self._letters += letters
        over = self._over_pictures()
        if _same((self._found.glyphs[number].text for number in over), (letter.text for letter, _ in letters)):
            for number in over:
                del self._hidden[number]
        return sure

    def _not_read(self, result: Sheet, typed: int) -> None:
        """Say so; and take an invisible text that stands just where the writing of the picture is, for want of it."""
        over = self._over_pictures()
        result.writing, result.shapes = self._left.amount > 0, self._nameless > 0
        if over and stands_on([self._found.glyphs[number] for number in over], self._left):
            result.writing, result.picture = True, False
            self._letters += [self._letter(number) for number in over]
            for number in over:
                del self._hidden[number]
        else:
            result.most = self._left.amount > typed

    def _over_pictures(self) -> list[int]:
        return [number for number, reason in self._hidden.items() if reason != "size"]

    def _letter(self, number: int) -> tuple[Letter, int]:
        glyph = self._found.glyphs[number]
        return Letter(guessed(glyph.text), *glyph[1:5]), self._found.pieces[glyph.piece].angle

    def _unseen(self) -> Iterable[tuple[str, HiddenReason, Letter]]:
        """What is hidden, glyphs that follow each other together."""
        text, last, place = "", -2, Letter("", 0, 0, 0, 0)
        reason: HiddenReason | None = None
        for number in sorted(self._hidden):
            glyph = self._found.glyphs[number]
            if number != last + 1 or self._hidden[number] != reason:
                if reason is not None:
                    yield text, reason, place
                text, reason, place = "", self._hidden[number], Letter(*glyph[:5])
            text, last = text + glyph.text, number
        if reason is not None:
            yield text, reason, place


def _same(one: Iterable[str], other: Iterable[str]) -> bool:
    """Whether most letters of one text stand in another; also if it has none."""
    letters, known = Counter(filter(str.isalnum, one)), Counter(other)
    return (letters & known).total() >= _SAME * letters.total()
