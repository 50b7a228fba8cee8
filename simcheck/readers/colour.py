"""Colours, of letters and of what lies behind them, and whether one can be told from the other."""

from __future__ import annotations

from simcheck.patterns import regex

#: Red, green and blue, each from 0 to 255.
Colour = tuple[int, int, int]
#: What lies behind a text: a colour, or None where nobody can tell without drawing the page.
Ground = Colour | None

WHITE, BLACK = (255, 255, 255), (0, 0, 0)
#: Colours that differ by no more than this in each of red, green and blue cannot be told apart on a page.
NEAR = 24
_HEX = regex(r"#?([0-9A-Fa-f]{2})([0-9A-Fa-f]{2})([0-9A-Fa-f]{2})")
_SHORT = regex(r"#([0-9A-Fa-f])([0-9A-Fa-f])([0-9A-Fa-f])")


def alike(one: Colour, other: Colour) -> bool:
    """Whether nobody can tell letters of one colour from a ground of the other.

    >>> alike(WHITE, (250, 250, 250)), alike(WHITE, (255, 255, 0))
    (True, False)
    """
    return all(abs(a - b) <= NEAR for a, b in zip(one, other, strict=True))


def by_digits(text: str) -> Colour | None:
    """A colour by ``RRGGBB``, ``#RRGGBB`` or ``#RGB``; None for anything else.

    >>> by_digits("FFFFFF"), by_digits("#fff"), by_digits("auto")
    ((255, 255, 255), (255, 255, 255), None)
    """
    digits = _HEX.match(text) or _SHORT.match(text)
    if digits is None:
        return None
    red, green, blue = (int(one * (3 - len(one)), 16) for one in digits.groups())
    return red, green, blue


def mixed(one: Colour, other: Colour, share: float) -> Colour:
    """So much of one, from 0 to 1, and the rest of the other.

    >>> mixed(BLACK, WHITE, 0.5)
    (128, 128, 128)
    """
    share = min(max(share, 0.0), 1.0)
    red, green, blue = (round(a * share + b * (1 - share)) for a, b in zip(one, other, strict=True))
    return red, green, blue
