"""Which way a text runs: each part of a page is turned so that its lines run from left to right and downwards.

A page may stand on its side or on its head, hold a sideways table or margin, or be written in columns from top to
bottom that follow each other from right to left. Turned by as much as its lines are, all of it reads alike.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from simcheck.readers.pdf.columns import upright_columns
from simcheck.readers.pdf.letter import Letter

#: Left, bottom, right, top.
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Frame:
    """The letters of a page that run one way, turned so that they run from left to right.

    ``angle`` is by how many degrees to the left their lines are turned on the page; ``width`` and ``height`` are those
    of the page as it lies when they run from left to right.
    """

    angle: int
    letters: tuple[Letter, ...]
    width: float
    height: float


def frames(letters: Iterable[tuple[Letter, int]], box: Box) -> list[Frame]:
    """The letters of a page by the way in which they run, that of most of them first.

    ``letters`` come with the angle of their own base line; ``box`` is the page: left, bottom, right, top.
    """
    by_angle: dict[int, list[Letter]] = {}
    for letter, angle in letters:
        by_angle.setdefault(angle, []).append(letter)
    turned: dict[int, list[Letter]] = {}
    for angle, group in by_angle.items():
        straight = turned_by(group, angle, box)
        across, down = upright_columns(straight)
        if across:
            turned.setdefault(angle, []).extend(across)
        if down:
            # Columns run as lines do that are turned to the right.
            side = turned_by(down, -90, _turned_box(box, angle))
            turned.setdefault((angle - 90) % 360, []).extend(side)
    found = []
    for angle, group in sorted(turned.items(), key=lambda item: (-_letters(item[1]), item[0])):
        left, bottom, right, top = _turned_box(box, angle)
        found.append(Frame(angle, tuple(group), right - left, top - bottom))
    return found


def _letters(group: Sequence[Letter]) -> int:
    return sum(not letter.text.isspace() for letter in group)


def turned_by(letters: Sequence[Letter], angle: int, box: Box) -> list[Letter]:
    """The letters turned back by an angle, within the page turned back, the lower left corner of which is 0, 0."""
    left, bottom, right, top = box
    if angle % 360 == 90:
        return [
            one._replace(
                left=one.bottom - bottom, bottom=right - one.right, right=one.top - bottom, top=right - one.left
            )
            for one in letters
        ]
    if angle % 360 == 180:
        return [
            one._replace(left=right - one.right, bottom=top - one.top, right=right - one.left, top=top - one.bottom)
            for one in letters
        ]
    if angle % 360 == 270:
        return [
            one._replace(left=top - one.top, bottom=one.left - left, right=top - one.bottom, top=one.right - left)
            for one in letters
        ]
    if angle % 360 == 0:
        if not left and not bottom:
            return list(letters)
        return [
            one._replace(left=one.left - left, bottom=one.bottom - bottom, right=one.right - left, top=one.top - bottom)
            for one in letters
        ]
    return [_slanted(one, angle) for one in letters]


def _slanted(letter: Letter, angle: int) -> Letter:
    """A letter of a slanting line, turned about the corner of the page; its box is that of the letter, upright."""
    x, y = (letter.left + letter.right) / 2, (letter.bottom + letter.top) / 2
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    x, y = x * cos + y * sin, y * cos - x * sin
    width, height = letter.right - letter.left, letter.top - letter.bottom
    half = (width + height) / 2 / (abs(cos) + abs(sin)) / 2
    return letter._replace(left=x - half, bottom=y - half, right=x + half, top=y + half)


def _turned_box(box: Box, angle: int) -> Box:
    left, bottom, right, top = box
    if angle % 180 == 90:
        return 0.0, 0.0, top - bottom, right - left
    return (0.0, 0.0, right - left, top - bottom) if angle % 180 == 0 else box
