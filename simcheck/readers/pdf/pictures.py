"""What is left of a page without the text that was read: whether it shows writing, and what OCR reads there."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from simcheck.readers import ocr
from simcheck.readers.pdf.contents import Contents
from simcheck.readers.pdf.glyphs import Glyph
from simcheck.readers.pdf.letter import Letter
from simcheck.readers.pdf.rendering import Picture, render, scale_of
from simcheck.readers.pdf.seen import Sight
from simcheck.readers.pdf.writing import grey_of, ink_of, written
from simcheck.readers.wraps import wide

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

#: What shows no text: pictures and filled shapes below these shares of the page, and shapes of fewer segments. A page
#: above the last share is a picture.
_SMALL, _FILLED, _STROKES, _COVERED = 0.01, 0.1, 300, 0.5
#: Strips of lines (see writing.py) from which on a picture shows writing, and letters that one holds.
_WRITING, _LETTERS = 10, 5
#: Strips from which on a page without text is looked at more closely.
_DOUBTFUL = 2
#: Pixels to a point at most at which a page is recognised: small pages need no more than large ones.
_SHARP = 3.0
#: The share of a text over a picture that stands on ink, and of the ink that stands under it.
_OVER = 0.8


@dataclass(frozen=True, slots=True)
class Left:
    """What is left of a page.

    ``amount`` is about how many letters are written in its pictures, 0 if it shows no writing; ``covered`` whether
    pictures cover most of it, ``doubtful`` whether these may show a few words.
    """

    view: Sight
    amount: float
    covered: bool
    doubtful: bool


def left_over(view: Sight, objects: Contents, area: float, shapes: int) -> Left:
    """Look at a page as it is without its text. ``shapes`` is how many letters it shows whose fonts tell no
    characters."""
    amount = strips = 0.0
    shown = objects.pictures > _SMALL * area or objects.filled > _FILLED * area or objects.strokes > _STROKES
    if shown and not view.left.blank:
        strips = written(grey_of(view.left))
        amount = _LETTERS * strips if strips >= _WRITING else 0.0
    return Left(view, max(amount, shapes), objects.pictures > _COVERED * area, strips >= _DOUBTFUL)


def stands_on(glyphs: Sequence[Glyph], left: Left) -> bool:
    """Whether an invisible text is that of the picture behind it, as programs that recognise text put it there: it has
    a letter wherever the picture has ink, and nowhere else."""
    import numpy as np

    picture = left.view.left
    ink = ink_of(grey_of(picture))
    under = np.zeros_like(ink)
    on = 0
    for glyph in glyphs:
        x, upper, right, lower = picture.box(*glyph[1:5])
        place = slice(max(0, int(upper)), max(0, int(lower) + 1)), slice(max(0, int(x)), max(0, int(right) + 1))
        on += bool(ink[place].any())
        under[place] = True
    return on >= _OVER * len(glyphs) and bool((ink & under).sum() >= _OVER * ink.sum())


def recognized(page: Any) -> tuple[list[tuple[Letter, int]], float]:
    """The letters that OCR reads on a page as it is drawn now, each with the angle of its line, and how sure they are.

    Of what it guesses only the confidence is told. Raises ImportError without the extra.
    """
    import numpy as np

    picture = render(page, scale_of(page, min(ocr.SIDE / max(*page.get_size(), 1.0), _SHARP)))
    rows: npt.NDArray[np.uint8] = np.frombuffer(picture.pixels, dtype=np.uint8).reshape(picture.height, picture.stride)
    pixels = np.ascontiguousarray(rows[:, : 3 * picture.width].reshape(picture.height, picture.width, 3))
    lines = ocr.recognize(pixels)
    letters = [letter for line in lines if line.confidence >= ocr.GUESS for letter in letters_of(line, picture)]
    return letters, ocr.confidence(lines)


def letters_of(line: ocr.Recognized, picture: Picture) -> list[tuple[Letter, int]]:
    """The letters of a line, spread over its box by their widths."""
    along = line.turned in (0, 180)
    length, height = line.right - line.left, line.lower - line.upper
    length, height = (length, height) if along else (height, length)
    cells = [2 if wide(char) else 1 for char in line.text]
    # A box is found with a rim around the line.
    em = min(height, 2 * length / (sum(cells) + 1))
    rim = max(0.0, min(height - em, length / 4)) / 2
    unit = (length - 2 * rim) / sum(cells)
    ways = {0: (1, 0), 90: (0, 1), 180: (-1, 0), 270: (0, -1)}
    x, y = ways[line.turned]
    middle = (line.left + line.right) / 2, (line.upper + line.lower) / 2
    angle = _angle(picture, x, y)
    letters, done = [], 0
    for char, cell in zip(line.text, cells, strict=True):
        start, end = rim + done * unit - length / 2, rim + (done + cell) * unit - length / 2
        done += cell
        corners = [
            picture.place(middle[0] + at * x - side * y, middle[1] + at * y + side * x)
            for at, side in ((start, -em / 2), (end, em / 2))
        ]
        (left, bottom), (right, top) = corners
        box = min(left, right), min(bottom, top), max(left, right), max(bottom, top)
        letters.append((Letter(char, *box, line.confidence), angle))
    return letters


def _angle(picture: Picture, x: float, y: float) -> int:
    """By how many degrees to the left a way in the picture is turned on the page."""
    (from_x, from_y), (to_x, to_y) = picture.place(0, 0), picture.place(x, y)
    return round(math.degrees(math.atan2(to_y - from_y, to_x - from_x)) / 90) * 90 % 360
