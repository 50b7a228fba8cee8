"""Characters that stand on top of each other: the same one again, drawn twice for bold, or another one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from simcheck.readers.pdf.glyphs import Glyph

#: Points to a side of the squares in which characters are looked up.
_CELL = 8.0


@dataclass(frozen=True, slots=True)
class Overlaps:
    """``again`` gives for a glyph the earlier one that it repeats, ``heaps`` are pairs of glyphs that hide each
    other; both by their numbers."""

    again: dict[int, int]
    heaps: tuple[tuple[int, int], ...]


def overlaps(glyphs: Sequence[Glyph]) -> Overlaps:
    """Which glyphs stand on which: the middle of one lies in the inner half of the other.

    No two characters beside each other do: their middles are at least as far apart as half the wider of them.
    """
    places: dict[tuple[int, int], list[int]] = {}
    again: dict[int, int] = {}
    heaps: set[tuple[int, int]] = set()
    for number, glyph in enumerate(glyphs):
        if glyph.text.isspace():
            continue
        squares = _squares(glyph)
        for other in {other for square in squares for other in places.get(square, ())}:
            under = glyphs[other]
            if _on(under, glyph) or _on(glyph, under):
                if under.text == glyph.text and _alike(under, glyph):
                    again[number] = min(again.get(number, number), again.get(other, other))
                elif len(heaps) < _MOST:
                    heaps.add((other, number))
        for square in squares:
            places.setdefault(square, []).append(number)
    return Overlaps(again, tuple(sorted(heaps)))


def _squares(glyph: Glyph) -> list[tuple[int, int]]:
    """The squares that the inner half of a glyph touches."""
    _, left, bottom, right, top, _, _ = glyph
    across, up = (right - left) / 4, (top - bottom) / 4
    columns = range(int((left + across) // _CELL), int((right - across) // _CELL) + 1)[:_WIDEST]
    rows = range(int((bottom + up) // _CELL), int((top - up) // _CELL) + 1)[:_WIDEST]
    return [(column, row) for column in columns for row in rows]


def _on(under: Glyph, glyph: Glyph) -> bool:
    """Whether the middle of one glyph lies in the inner half of the other."""
    beside = abs(glyph.left + glyph.right - under.left - under.right) * 2
    above = abs(glyph.bottom + glyph.top - under.bottom - under.top) * 2
    return beside < under.right - under.left and above < under.top - under.bottom


def _alike(one: Glyph, other: Glyph) -> bool:
    """Whether two glyphs have the same size, or nearly."""
    return abs((one.top - one.bottom) - (other.top - other.bottom)) < 0.25 * (one.top - one.bottom)


#: Squares that a glyph may cover from left to right, and pairs that are looked at: a page made to do harm has more.
_WIDEST, _MOST = 100, 100_000
