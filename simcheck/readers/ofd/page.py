"""A page of an OFD: which of its letters are seen, and the lines that those make."""

from __future__ import annotations

from simcheck.readers.colour import WHITE, Ground, alike
from simcheck.readers.ofd.geometry import Box
from simcheck.readers.ofd.objects import Drawing, Sign
from simcheck.readers.pdf.frames import frames
from simcheck.readers.pdf.glyphs import Drawn, Glyph, Piece
from simcheck.readers.pdf.letter import Letter
from simcheck.readers.pdf.overlaps import overlaps
from simcheck.readers.pdf.sheet import Sheet, Unseen
from simcheck.readers.pdf.trust import Fonts, as_pictures
from simcheck.types import HiddenReason

#: Points of a millimetre.
POINTS = 72 / 25.4
#: The smallest letters that are read, in millimetres (4 points), and how opaque they are.
_SMALLEST, _CLEAR = 4 * 25.4 / 72, 0.05
#: Letters without characters from which on they are a text that cannot be read, and corners of shapes beyond which a
#: page shows more than tables: letters have some twenty.
_SHAPES, _CORNERS = 10, 1_000


class Page:
    """The page ``number``, from 0, as it is drawn; ``letters`` are those that are seen, each once."""

    def __init__(self, number: int, drawing: Drawing, area: tuple[float, ...]) -> None:
        self._number, self.drawing = number, drawing
        left, upper = area[:2] if len(area) == 4 else (0.0, 0.0)
        width, height = area[2:] if len(area) == 4 else (210.0, 297.0)
        self._box: Box = (left, upper, left + width, upper + height)
        self._points = 0.0, 0.0, width * POINTS, height * POINTS
        self.letters = Drawn(None)
        self._hidden: list[Unseen] = []
        pieces: dict[int, int] = {}
        for at, sign in enumerate(drawing.signs):
            reason, letter = self._reason(sign), self._letter(sign)
            if reason is None or reason == "pale":
                if sign.order not in pieces:
                    pieces[sign.order] = len(pieces)
                    size = sign.size * POINTS
                    self.letters.pieces.append(
                        Piece(0, sign.angle, size, (letter.left, letter.bottom), sign.font, False, size)
                    )
                self.letters.glyphs.append(Glyph(*letter[:5], pieces[sign.order], at))
            elif not sign.text.isspace():
                self._hidden.append(Unseen(sign.text, reason, letter))

    @property
    def typed(self) -> int:
        """How many letters are seen."""
        return sum(glyph.text.isalnum() for glyph in self.letters.glyphs)

    def seen(self, fonts: Fonts) -> None:
        """Let fonts be judged by what they say here."""
        fonts.see(self.letters, self._points)

    def sheet(self, mistaken: frozenset[str]) -> Sheet:
        """What the page gives; ``mistaken`` are the fonts whose characters are not those that they show."""
        glyphs = self.letters.glyphs
        again = overlaps(glyphs, range(len(glyphs))).again
        wrong = as_pictures(self.letters, mistaken)
        once = [glyph for at, glyph in enumerate(glyphs) if again.get(at, at) == at]
        told = [(Letter(*one[:5]), self.letters.pieces[one.piece].angle) for one in once if one.piece not in wrong]
        shapes = self.drawing.shapes + len(once) - len(told)
        typed = sum(letter.text.isalnum() for letter, _ in told)
        result = Sheet(self._number, frames(told, self._points), self._hidden)
        if shapes >= _SHAPES:
            result.writing, result.shapes, result.most = True, True, shapes > typed
        result.picture = self.drawing.corners > _CORNERS
        return result

    def _letter(self, sign: Sign) -> Letter:
        left, upper, right, lower = sign.box
        x, base = self._box[0], self._box[3]
        return Letter(
            sign.text, (left - x) * POINTS, (base - lower) * POINTS, (right - x) * POINTS, (base - upper) * POINTS
        )

    def _reason(self, sign: Sign) -> HiddenReason | None:
        """Why nobody sees a letter, None if it is seen."""
        plain: tuple[tuple[HiddenReason, bool], ...] = (
            ("hidden", not sign.visible),
            ("transparent", sign.opacity <= _CLEAR),
            ("size", sign.size < _SMALLEST),
            ("outside", not _overlaps(sign.box, self._box)),
        )
        return next((reason for reason, holds in plain if holds), None) or self._against(sign)

    def _against(self, sign: Sign) -> HiddenReason | None:
        """Whether a letter lies under something, or cannot be told from what is behind it."""
        ground: Ground = WHITE
        for patch in self.drawing.patches:
            if patch.order > sign.order:
                if patch.plain and patch.colour is not None and _covers(patch.box, sign.box):
                    return "covered"
            elif _covers(patch.box, sign.box):
                ground = patch.colour
        same = sign.colour is not None and ground is not None and alike(sign.colour, ground)
        return "colour" if same else None


def _overlaps(one: Box, other: Box) -> bool:
    return one[0] < other[2] and one[2] > other[0] and one[1] < other[3] and one[3] > other[1]


def _covers(outer: Box, inner: Box) -> bool:
    """Whether a box holds the middle of another one and most of it."""
    left, upper, right, lower = inner
    slack_x, slack_y = 0.2 * (right - left), 0.2 * (lower - upper)
    return (
        outer[0] <= left + slack_x and outer[2] >= right - slack_x
        and outer[1] <= upper + slack_y and outer[3] >= lower - slack_y
    )  # fmt: skip
