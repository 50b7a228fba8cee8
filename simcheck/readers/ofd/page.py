"""A page of an OFD: which of its letters are seen, and the lines that those make."""

from __future__ import annotations

from simcheck.readers.colour import WHITE, Ground, alike
from simcheck.readers.ofd.objects import Box, Drawing, Sign
from simcheck.readers.pdf.frames import frames
from simcheck.readers.pdf.letter import Letter
from simcheck.readers.pdf.sheet import Sheet, Unseen
from simcheck.types import HiddenReason

#: Points of a millimetre, the smallest letters that are read, in millimetres (4 points), and how opaque they are.
_POINTS, _SMALLEST, _CLEAR = 72 / 25.4, 4 * 25.4 / 72, 0.05
#: The share of a page that a picture covers which may be one of a page, and letters that a page with one has at least.
_LARGE, _TYPED = 0.4, 30


class Page:
    """The page ``number``, from 0; ``sheet`` is what it gives, ``pictures`` how many large ones were not read."""

    def __init__(self, number: int, drawing: Drawing, area: tuple[float, ...]) -> None:
        self._drawing = drawing
        left, upper = area[:2] if len(area) == 4 else (0.0, 0.0)
        width, height = area[2:] if len(area) == 4 else (210.0, 297.0)
        self._box: Box = (left, upper, left + width, upper + height)
        seen: list[tuple[Letter, int]] = []
        hidden: list[Unseen] = []
        for sign in drawing.signs:
            reason = self._reason(sign)
            letter = self._letter(sign)
            if reason is None or reason == "pale":
                seen.append((letter, sign.angle))
            elif not sign.text.isspace():
                hidden.append(Unseen(sign.text, reason, letter))
        found = frames(seen, (0.0, 0.0, width * _POINTS, height * _POINTS))
        large = [one for one in drawing.patches if one.colour is None and one.plain and self._share(one.box) >= _LARGE]
        letters = sum(sign.text.isalnum() for sign in drawing.signs)
        self.pictures = len(large) if letters < _TYPED * len(large) else 0
        small = sum(one.colour is None for one in drawing.patches) - len(large)
        self.sheet = Sheet(number, found, hidden, writing=bool(self.pictures), picture=bool(small))

    def _letter(self, sign: Sign) -> Letter:
        left, upper, right, lower = sign.box
        x, base = self._box[0], self._box[3]
        return Letter(
            sign.text, (left - x) * _POINTS, (base - lower) * _POINTS, (right - x) * _POINTS, (base - upper) * _POINTS
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
        for patch in self._drawing.patches:
            if patch.order > sign.order:
                if patch.plain and patch.colour is not None and _covers(patch.box, sign.box):
                    return "covered"
            elif _covers(patch.box, sign.box):
                ground = patch.colour
        same = sign.colour is not None and ground is not None and alike(sign.colour, ground)
        return "colour" if same else None

    def _share(self, box: Box) -> float:
        """The share of the page that a box covers."""
        left, upper, right, lower = (self._box[0], self._box[1], self._box[2], self._box[3])
        across = max(0.0, min(right, box[2]) - max(left, box[0]))
        down = max(0.0, min(lower, box[3]) - max(upper, box[1]))
        return across * down / max((right - left) * (lower - upper), 1e-9)


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
