"""Tables of a .docx: what their styles say of the text in each cell, what lies behind it, and which rows are shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from simcheck.readers.colour import Ground
from simcheck.readers.docx.look import NO_LOOK, Look, Styles
from simcheck.readers.docx.tree import content, found, on, value, whole
from simcheck.readers.safe_xml import Element, attribute, local
from simcheck.types import HiddenReason

#: A row of a fixed height below this, in twips, shows nothing: 4 points.
_LOWEST = 80
#: What a table's look says in one number, ``w:tblLook w:val``, and by name since Word 2010.
_FLAGS = {
    "firstRow": 0x20, "lastRow": 0x40, "firstColumn": 0x80, "lastColumn": 0x100, "noHBand": 0x200, "noVBand": 0x400,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: what the table's style says of its text, the colour behind it (None for what lies behind the table), and
    why it is not shown."""

    element: Element
    look: Look
    ground: Ground
    hidden: HiddenReason | None


def cells(table: Element, styles: Styles) -> Iterator[Cell]:
    """The cells of a table in reading order, those of deleted rows and columns left out."""
    parts = _parts(styles, value(table, "tblPr", "tblStyle"))
    flags = _flags(table)
    rows = [row for row in _inside(table, "tr") if not _marked(row, "trPr", "del")]
    all_ground = next((styles.theme.shading(one) for one in found(table, "tblPr") if local(one) == "shd"), None)
    for at, row in enumerate(rows):
        hidden = _row_hidden(row)
        held = [cell for cell in _inside(row, "tc") if not _marked(cell, "tcPr", "cellDel")]
        for number, cell in enumerate(held):
            look, ground = NO_LOOK, all_ground
            for condition in _conditions(flags, at, len(rows), number, len(held)):
                told, behind = parts.get(condition, (NO_LOOK, None))
                look, ground = told.over(look), ground if behind is None else behind
            for mark in found(cell, "tcPr"):
                if local(mark) == "shd":
                    ground = styles.theme.shading(mark)
            yield Cell(cell, look, ground, hidden)


def _inside(element: Element, name: str) -> Iterator[Element]:
    """The rows of a table or the cells of a row, controls and the like around them taken off."""
    for child in content(element):
        if local(child) == name:
            yield child
        elif local(child) in ("customXml", "smartTag", "ins", "moveTo", "sdtContent", "bookmarkStart"):
            yield from _inside(child, name)


def _marked(element: Element, properties: str, name: str) -> bool:
    return any(local(mark) == name for mark in found(element, properties))


def _row_hidden(row: Element) -> HiddenReason | None:
    for mark in found(row, "trPr"):
        if local(mark) == "hidden" and on(mark):
            return "hidden"
        if local(mark) == "trHeight" and attribute(mark, "hRule") == "exact":
            return "size" if whole(attribute(mark, "val")) < _LOWEST else None
    return None


def _parts(styles: Styles, name: str | None) -> dict[str, tuple[Look, Ground]]:
    """What a table style says of the whole table (``wholeTable``) and of its first row and the like."""
    parts: dict[str, tuple[Look, Ground]] = {}
    for style in reversed(styles.lineage("table", name)):
        sections = [(style, "wholeTable")]
        sections += [(part, attribute(part, "type") or "") for part in style if local(part) == "tblStylePr"]
        for section, condition in sections:
            look, ground = parts.get(condition, (NO_LOOK, None))
            for properties in section:
                if local(properties) == "rPr":
                    look = styles.direct(properties).over(look)
                elif local(properties) in ("tcPr", "tblPr"):
                    shades = [styles.theme.shading(mark) for mark in properties if local(mark) == "shd"]
                    ground = shades[0] if shades else ground
            parts[condition] = look, ground
    return parts


def _flags(table: Element) -> frozenset[str]:
    for mark in found(table, "tblPr"):
        if local(mark) == "tblLook":
            try:
                number = int(attribute(mark, "val") or "0", 16)
            except ValueError:
                number = 0
            by_name = {name: attribute(mark, name) for name in _FLAGS}
            return frozenset(
                name
                for name, bit in _FLAGS.items()
                if (bool(number & bit) if by_name[name] is None else by_name[name] not in ("0", "false", "off"))
            )
    return frozenset()


def _conditions(flags: frozenset[str], row: int, rows: int, column: int, columns: int) -> Iterator[str]:
    """The parts of a style that hold for a cell, the strongest last."""
    yield "wholeTable"
    if "noVBand" not in flags:
        yield "band1Vert" if (column - ("firstColumn" in flags)) % 2 == 0 else "band2Vert"
    if "noHBand" not in flags:
        yield "band1Horz" if (row - ("firstRow" in flags)) % 2 == 0 else "band2Horz"
    left, right = column == 0 and "firstColumn" in flags, column == columns - 1 and "lastColumn" in flags
    top, bottom = row == 0 and "firstRow" in flags, row == rows - 1 and "lastRow" in flags
    sides = (("firstCol", left), ("lastCol", right), ("firstRow", top), ("lastRow", bottom))
    corners = (
        ("nwCell", top and left),
        ("neCell", top and right),
        ("swCell", bottom and left),
        ("seCell", bottom and right),
    )
    yield from (name for name, holds in (*sides, *corners) if holds)
