"""Heads of tables: lines whose cells are words that head tables, or cells that stand in a line each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, takewhile

from simcheck.caching import MIB, memoize
from simcheck.patterns import regex
from simcheck.scoring import SCORING
from simcheck.text import shapes

_NUMBERS = SCORING.framing
#: What separates the cells of a table.
_CELLS = regex(r"\s*[\t|｜]\s*|\s{2,}")


def heads(lines: Sequence[str]) -> Iterator[int]:
    """The places of the lines that are heads of tables, or cells of one.

    >>> list(heads(["任务分工如下。", "序号", "责任单位", "完成时限", "1", "姓名 | 单位 | 职务"]))
    [1, 2, 3, 5]
    """
    for alone, run in groupby(range(len(lines)), lambda at: _is_head(lines[at])):
        places = list(run)
        if not alone:
            yield from (at for at in places if heads_table(lines[at]))
        elif _makes_head(len(places)):
            yield from places


def cells_at_end(lines: Sequence[str]) -> int:
    """How many lines at the end are cells of a head: a table of Word is read with each cell in its own line."""
    size = sum(1 for _ in takewhile(_is_head, reversed(lines)))
    return size if _makes_head(size) else 0


@memoize(MIB)
def heads_table(line: str) -> bool:
    """Whether a line is the head of a table: three cells or more, each a word that heads tables."""
    cells = [cell for cell in _CELLS.split(line) if cell]
    return len(cells) >= _NUMBERS.cells and all(_is_head(cell) for cell in cells)


def _is_head(cell: str) -> bool:
    return len(cell) <= _NUMBERS.cell and shapes.TABLE.fullmatch(cell) is not None


def _makes_head(size: int) -> bool:
    return _NUMBERS.cells <= size <= _NUMBERS.around
