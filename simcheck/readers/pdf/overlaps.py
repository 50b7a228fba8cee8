"""Characters that stand on top of each other: the same one again, drawn twice for bold, or another one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from simcheck.readers.pdf.glyphs import Glyph

#: Points to a side of the squares in which characters are looked up.
_SIDE = 8.0
#: Squares that are looked at for one character each way, and pairs that are kept: a page made to do harm has more.
_WIDEST, _MOST = 100, 100_000


@dataclass(frozen=True, slots=True)
class Overlaps:
    """``again`` gives for a glyph the first one that it repeats, ``heaps`` are pairs of glyphs that hide each other;
    both by their numbers."""

    again: dict[int, int]
    heaps: tuple[tuple[int, int], ...]


def overlaps(glyphs: Sequence[Glyph], numbers: Sequence[int]) -> Overlaps:
    """Which of the glyphs with these numbers stand on which: the middle of one lies in the inner half of the other.

    No two characters beside each other do: their middles are at least as far apart as half the wider of them.
    """
    return _sorted_out(glyphs, _pairs(glyphs, _suspects(glyphs, numbers)))


@dataclass(slots=True)
class _Run:
    """Glyphs of one piece that follow each other to the right, and the box of their inner halves."""

    numbers: list[int]
    left: float
    bottom: float
    right: float
    top: float


def _suspects(glyphs: Sequence[Glyph], numbers: Iterable[int]) -> list[int]:
    """The glyphs of runs that other runs may stand on: where nothing does, that is told from a few boxes."""
    runs: list[_Run] = []
    last, reached = -1, 0.0
    for number in numbers:
        _, left, bottom, right, top, piece, _ = glyphs[number]
        quarter = (right - left) / 4
        if piece != last or left + quarter < reached:
            edge = (top - bottom) / 4
            run = _Run([], left + quarter, bottom + edge, right - quarter, top - edge)
            runs.append(run)
            last = piece
        run.numbers.append(number)
        reached = run.right = right - quarter
        if bottom < run.bottom or top > run.top:
            edge = (top - bottom) / 4
            run.bottom, run.top = min(run.bottom, bottom + edge), max(run.top, top - edge)
    found: set[int] = set()
    runs.sort(key=lambda one: one.bottom)
    for at, run in enumerate(runs):
        for later in range(at + 1, len(runs)):
            other = runs[later]
            if other.bottom > run.top:
                break
            if other.left <= run.right and run.left <= other.right:
                found.update((at, later))
    return sorted(number for at in found for number in runs[at].numbers)


def _pairs(glyphs: Sequence[Glyph], numbers: Iterable[int]) -> list[tuple[int, int]]:
    squares: dict[tuple[float, float], list[tuple[float, float, int]]] = {}
    wanted = []
    for number in numbers:
        text, left, bottom, right, top, _, _ = glyphs[number]
        if not text.isspace():
            x, y = (left + right) / 2, (bottom + top) / 2
            squares.setdefault((x // _SIDE, y // _SIDE), []).append((x, y, number))
            wanted.append((number, x, y, (right - left) / 4, (top - bottom) / 4))
    pairs: set[tuple[int, int]] = set()
    for number, x, y, across, up in wanted:
        columns = range(int((x - across) // _SIDE), int((x + across) // _SIDE) + 1)[:_WIDEST]
        rows = range(int((y - up) // _SIDE), int((y + up) // _SIDE) + 1)[:_WIDEST]
        for row in rows:
            for column in columns:
                for beside, above, other in squares.get((column, row), ()):
                    if other != number and -across < beside - x < across and -up < above - y < up:
                        pairs.add((number, other) if number < other else (other, number))
        if len(pairs) > _MOST:
            break
    return sorted(pairs)


def _sorted_out(glyphs: Sequence[Glyph], pairs: Sequence[tuple[int, int]]) -> Overlaps:
    again: dict[int, int] = {}
    heaps = []
    for first, second in pairs:
        if glyphs[first].text == glyphs[second].text and _alike(glyphs[first], glyphs[second]):
            again[second] = min(again.get(second, second), again.get(first, first))
        else:
            heaps.append((first, second))
    return Overlaps(again, tuple(heaps))


def _alike(one: Glyph, other: Glyph) -> bool:
    """Whether two glyphs have the same size, or nearly."""
    return abs((one.top - one.bottom) - (other.top - other.bottom)) < 0.25 * (one.top - one.bottom)
