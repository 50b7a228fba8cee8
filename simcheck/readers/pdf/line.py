"""A line of a PDF page, and the lines of a page."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text; ``edge`` and ``margin`` are the right and left borders of the column that it stands in.

    ``size`` is the height of its letters, ``room`` the width that its first word needs, ``cell`` that other lines stand
    beside it as in a table, ``sure`` how sure it is if it was read from a picture.
    """

    text: str
    left: float
    bottom: float
    right: float
    top: float
    size: float
    room: float
    margin: float = 0.0
    edge: float = 0.0
    cell: bool = False
    sure: float | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of a page, or of those on it that run one way, in reading order.

    ``number`` counts from 0; ``slanted`` says that the lines run neither upright nor on their side.
    """

    lines: tuple[Line, ...]
    width: float
    height: float
    number: int = 0
    slanted: bool = False
