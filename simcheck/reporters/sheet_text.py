"""The chief's sheet as lines of text: what was compared, the result in words, and where to look first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len

from simcheck.messages import Words
from simcheck.report import Report
from simcheck.reporters.layout import Line, Piece, Style, clip, pad, visible, wrap
from simcheck.reporters.sheet import Row, sheet, told_of

#: Cells of the columns of numbers, and of a line that has room for their heads.
_NUMBER, _HEADED = 12, 60


def sheet_lines(report: Report, say: Words, width: int) -> Iterator[Line]:
    """The sheet as lines of at most ``width`` cells."""
    found = sheet(report, say)
    yield [Piece(say("sheet.head"), "bold")]
    room = 2 + max(cell_len(label) for label, _ in found.facts)
    for at, (label, told) in enumerate(found.facts):
        style: Style = found.severity if at == found.result else "warn" if at in found.looked_at else ""
        for number, line in enumerate(wrap([Piece(visible(told), style)], width - 2 - room)):
            yield [Piece("  " + pad(label if number == 0 else "", room)), *line]
    if found.weightiest:
        yield [Piece("  " + say("sheet.weightiest"), "dim")]
    for one in found.weightiest:
        about = told_of(one, say) + say("mark.colon")
        for at, line in enumerate(wrap([Piece(about + visible(one.text))], width - 6)):
            yield [Piece("  " if at == 0 else "      "), *line]
        for line in wrap([Piece(say("match.hint", hint=one.hint))], width - 6):
            yield [Piece("      "), *line]
    yield from _table(say("sheet.sources"), say("sheet.share_of_draft"), found.sources, say, width)
    yield from _table(say("sheet.sections"), say("sheet.share_of_section"), found.sections, say, width)
    for line in wrap([Piece(say("sheet.counting"), "dim")], width - 2):
        yield [Piece("  "), *line]
    for line in wrap([Piece(say("sheet.sign"))], width - 2):
        yield [Piece("  "), *line]


def _table(head: str, share: str, rows: Sequence[Row], say: Words, width: int) -> Iterator[Line]:
    """A head, and a line for each row: its name, cut to fit, its characters, its share."""
    if not rows:
        return
    heads = (say("sheet.characters"), share) if width >= _HEADED else ("", "")
    columns = [max(_NUMBER, cell_len(one) + 2) for one in heads]
    room = max(8, width - 4 - sum(columns))

    def right(cells: Sequence[str]) -> str:
        return "".join(" " * max(1, size - cell_len(cell)) + cell for cell, size in zip(cells, columns, strict=True))

    yield [Piece("  " + pad(clip(head, room + 2), room + 2) + right(heads), "dim")]
    for row in rows:
        numbers = say("unit.characters", count=row.characters), say("unit.share", share=row.share)
        for at, line in enumerate(wrap([Piece(visible(row.name))], room)):
            name = "".join(piece.text for piece in line)
            yield [Piece("    " + pad(name, room) + (right(numbers) if at == 0 else ""))]
