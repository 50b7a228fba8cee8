"""A letter on a page of a PDF."""

from __future__ import annotations

from typing import NamedTuple


class Letter(NamedTuple):
    """A character, or several that take the place of one, and their box in points from the lower left corner.

    ``sure`` in [0, 1] is how sure it is if it was read from a picture.
    """

    text: str
    left: float
    bottom: float
    right: float
    top: float
    sure: float | None = None
