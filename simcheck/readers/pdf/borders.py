"""Borders of the lines of a PDF page: how far each could reach in the column or the cell that it stands in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from simcheck.readers.pdf.line import Line

#: Lines that must end alike for the edge to be known from them.
_FULL = 5
#: The space between two cells in heights of a letter.
_PADDING = 1.2
#: Marks that do not begin a line, and that may hang over its edge.
CLOSING = frozenset("，。、；：！？”’）》】」』…,.;:!?)%％")


def bordered(lines: list[Line], least: float) -> list[Line]:
    """The lines with the borders of what they stand in: the region, or a column of a table."""
    cells = _cells(lines)
    groups: dict[int, list[Line]] = {}
    for line in lines:
        column = round(line.left / max(line.size, 1.0)) if id(line) in cells else -1
        groups.setdefault(column, []).append(line)
    found: dict[int, Line] = {}
    following = dict(pairwise(sorted(column for column in groups if column >= 0)))
    for column, group in groups.items():
        if column in following:
            least_here = min(line.left for line in groups[following[column]]) - _PADDING * group[0].size
        else:
            least_here = 0.0 if column >= 0 else least
        within = _within(group, least_here)
        found |= {id(line): replace(one, cell=column >= 0) for line, one in zip(group, within, strict=True)}
    return [found[id(line)] for line in lines]


def _cells(lines: Sequence[Line]) -> set[int]:
    """The lines, by their ids, that another one stands beside."""
    found = set[int]()
    ordered = sorted(lines, key=lambda line: line.bottom)
    for at, line in enumerate(ordered):
        for later in range(at + 1, len(ordered)):
            other = ordered[later]
            if other.bottom >= line.top:
                break
            if _in_one_row(line, other):
                found.update((id(line), id(other)))
    return found


def _in_one_row(one: Line, other: Line) -> bool:
    overlap = min(one.top, other.top) - max(one.bottom, other.bottom)
    return overlap > 0.5 * min(one.top - one.bottom, other.top - other.bottom)


def _within(lines: list[Line], least: float) -> list[Line]:
    """The lines between their own borders; a mark that hangs over the edge does not move it."""
    margin = min(line.left for line in lines)
    edge = max(line.right - (line.size if line.text[-1] in CLOSING else 0.0) for line in lines)
    if sum(line.right > edge - line.size for line in lines) >= _FULL:
        least = 0.0
    return [replace(line, margin=margin, edge=max(edge, least)) for line in lines]
