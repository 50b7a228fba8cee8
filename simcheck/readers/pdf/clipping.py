"""Text that draws nothing itself, and to whose shape what is drawn later is cut: a colour, a gradient, a picture."""

from __future__ import annotations

from collections.abc import Iterable

from simcheck.readers.pdf.changes import CONTRAST
from simcheck.readers.pdf.glyphs import Drawn, Glyph
from simcheck.readers.pdf.rendering import Picture


def painted(found: Drawn, pieces: Iterable[int], without: Picture) -> frozenset[int]:
    """Those of the ``pieces``, by their numbers, whose letters show: where most of them stand the page ``without`` its
    text, in grey, has light and dark pixels."""
    letters: dict[int, list[bool]] = {number: [] for number in pieces if found.pieces[number].clips}
    for glyph in found.glyphs if letters else ():
        if glyph.piece in letters and glyph.text.isalnum():
            letters[glyph.piece].append(_shows(glyph, without))
    return frozenset(number for number, shown in letters.items() if shown and sum(shown) * 2 > len(shown))


def _shows(glyph: Glyph, picture: Picture) -> bool:
    left, upper, right, lower = picture.box(*glyph[1:5])
    first, last = max(0, int(left)), min(picture.width, int(right) + 1)
    rows = range(max(0, int(upper)), min(picture.height, int(lower) + 1))
    pixels = b"".join(picture.pixels[row * picture.stride + first : row * picture.stride + last] for row in rows)
    return bool(pixels) and max(pixels) - min(pixels) >= CONTRAST
