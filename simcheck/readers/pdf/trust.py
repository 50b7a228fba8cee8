"""Whether a font says the truth about which characters its shapes are.

The table that a PDF's font brings with it may be missing, name characters of private use, or name others than those
that are seen. Text without words in it is taken for a picture of text.
"""

from __future__ import annotations

from simcheck.readers.pdf.frames import Box, frames
from simcheck.readers.pdf.glyphs import Drawn, Glyph, unknown
from simcheck.readers.pdf.letter import Letter
from simcheck.readers.pdf.lines import lines_of
from simcheck.readers.words import PairCounts

#: The share of the characters of a piece that may be unknown.
_UNKNOWN = 0.3


class Fonts:
    """What the fonts of a document have been seen to say so far; ``known`` are those found mistaken before."""

    def __init__(self, known: frozenset[str] = frozenset()) -> None:
        self._written: dict[str, PairCounts] = {}
        self._laid: dict[str, PairCounts] = {}
        self._known = known

    def see(self, found: Drawn, box: Box) -> None:
        """Take a page into account, the box of which is ``box``.

        A text that has no words in the order of the content is looked at in the order in which it is read.
        """
        for font, text in _texts(found).items():
            words = self._written.setdefault(font, PairCounts())
            words.add(text)
            if words.missing():
                self._laid.setdefault(font, PairCounts()).add(_in_order(found, font, box))

    def mistaken(self) -> frozenset[str]:
        """The fonts whose text has no words in it."""
        return self._known | {
            font for font, words in self._laid.items() if words.missing() and self._written[font].missing()
        }


def _in_order(found: Drawn, font: str, box: Box) -> str:
    glyphs = [glyph for glyph in found.glyphs if found.pieces[glyph.piece].font == font]
    letters = ((Letter(*glyph[:5]), found.pieces[glyph.piece].angle) for glyph in glyphs)
    return "\n".join(line.text for frame in frames(letters, box) for line in lines_of(frame.letters, frame.width))


def as_pictures(found: Drawn, mistaken: frozenset[str]) -> frozenset[int]:
    """The numbers of the pieces of a page whose characters are not known: they count as pictures of text."""
    wrong = {number for number, piece in enumerate(found.pieces) if piece.font in mistaken} if mistaken else set[int]()
    strange = {text for text in {glyph.text for glyph in found.glyphs} if unknown(text)}
    if strange:
        letters, nameless = [0] * len(found.pieces), [0] * len(found.pieces)
        for glyph in found.glyphs:
            letters[glyph.piece] += not glyph.text.isspace()
            nameless[glyph.piece] += glyph.text in strange
        wrong.update(number for number, count in enumerate(letters) if nameless[number] > _UNKNOWN * count)
    return frozenset(wrong)


def _texts(found: Drawn) -> dict[str, str]:
    """The text of each font in the order of the content, with breaks where the next piece of it stands elsewhere."""
    parts: dict[str, list[str]] = {}
    last: dict[str, Glyph] = {}
    piece, part = -1, list[str]()
    before: Glyph | None = None
    for glyph in found.glyphs:
        if glyph.piece != piece:
            if before is not None:
                last[found.pieces[piece].font] = before
            piece, font = glyph.piece, found.pieces[glyph.piece].font
            part = parts.setdefault(font, [])
            if font in last and not _near(last[font], glyph):
                part.append("\n")
        part.append(glyph.text)
        before = glyph
    return {font: "".join(part) for font, part in parts.items()}


def _near(before: Glyph, glyph: Glyph) -> bool:
    """Whether letters stand beside each other or one below the other."""
    return abs(glyph.left - before.left) + abs(glyph.bottom - before.bottom) <= 2.5 * (glyph.top - glyph.bottom)
