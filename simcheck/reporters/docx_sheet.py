"""The chief's sheet as the first page of a Word file: paragraphs and tables with looks of their own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from simcheck.messages import Words
from simcheck.report import Report
from simcheck.reporters.layout import visible
from simcheck.reporters.phrases import shown_kind
from simcheck.reporters.sheet import Row, Severity, Sheet, sheet, told_of
from simcheck.types import Kind

#: An element of lxml, which has no types.
Element = Any

_COLOURS: dict[Severity, str] = {"good": "2C7A4B", "bad": "B3342B"}
_WARN = "8A5A00"
_KINDS: dict[Kind, str] = {"verbatim": "B3342B", "edited": "A5670A", "paraphrase": "2F66A8", "translation": "24786A"}
_SOFT = "626A73"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
#: Half points of the text and of the head; twentieths of a point of a line of either, and of the gap before a head.
_TEXT, _HEAD, _LINE, _HIGH, _GAP = 19, 32, 260, 360, 90
#: Widths of the columns of a table, the margins of the page and its size unless the draft has one, in twentieths of a
#: point: A4.
_COLUMNS, _MARGIN, _A4 = (6200, 1500, 1500), 1134, {"w": "11906", "h": "16838"}
#: Leftovers and sources that the page lists, and rows of tables that leave no room for leftovers: the facts name some,
#: and the first comment all.
_LEFTOVERS, _SOURCES, _LONG = 4, 5, 12


def sheet_page(report: Report, say: Words, root: Element) -> list[Element]:
    """The elements of the sheet for the body of a main part, a section of its own.

    The draft's first section then begins on a new page, which it says where it said otherwise: for the first section of
    a file that had no meaning.
    """
    first = next(root.iter("{*}sectPr"), None)
    kind = None if first is None else first.find("{*}type")
    if first is not None and kind is not None:
        first.remove(kind)
    return list(_Page(root, say).elements(report, sheet(report, say, paragraphs=True)))


class _Page:
    """Makes the elements in the namespace of the main part."""

    def __init__(self, root: Element, say: Words) -> None:
        self._root, self._say = root, say
        self._space = str(root.tag).rpartition("}")[0].lstrip("{")

    def elements(self, report: Report, found: Sheet) -> Iterator[Element]:
        say = self._say
        decision = say(f"decision.{report.verdict.decision}")
        colour = _COLOURS[found.severity]
        yield self._paragraph([(say("sheet.head"), {"size": _HEAD, "bold": True})])
        yield self._paragraph([(decision, {"bold": True, "colour": colour, "size": _HEAD})])
        for at, (label, told) in enumerate(found.facts):
            look: dict[str, Any] = {"colour": _WARN} if at in found.looked_at else {}
            look = {"bold": True, "colour": colour} if at == found.result else look
            yield self._paragraph([(label + say("mark.colon"), {"colour": _SOFT}), (told, look)])
        for told in found.notices:
            yield self._paragraph([(say("report.warning", text=told), {"colour": _WARN})])
        if found.weightiest:
            yield self._head(say("sheet.weightiest"))
        for one in found.weightiest:
            yield self._paragraph(
                [
                    (told_of(one, say), {"bold": True, "colour": _KINDS[shown_kind(one.match)]}),
                    (say("mark.colon") + one.text, {}),
                ]
            )
            yield self._paragraph([(say("match.hint", hint=one.hint), {"colour": _SOFT})])
        yield from self._table("sources", ("name", "share_of_draft"), found.sources[:_SOURCES])
        if len(found.sources) > _SOURCES:
            more = say("sheet.more_sources", count=len(found.sources) - _SOURCES)
            yield self._paragraph([(more, {"colour": _SOFT})])
        yield from self._table("sections", ("section", "share_of_section"), found.sections)
        if found.leftovers and len(found.sources[:_SOURCES]) + len(found.sections) <= _LONG:
            yield self._head(say("sheet.leftovers_head"))
            yield from (self._paragraph([(line.strip(), {})]) for line in found.leftovers[:_LEFTOVERS])
            if len(found.leftovers) > _LEFTOVERS:
                more = say("sheet.rest_of_leftovers", count=len(found.leftovers) - _LEFTOVERS)
                yield self._paragraph([(more, {"colour": _SOFT})])
        yield self._paragraph([(say("sheet.counting"), {"colour": _SOFT})], before=_GAP)
        yield self._signed(say("sheet.sign"))

    def _signed(self, text: str) -> Element:
        """The last paragraph, which ends the section."""
        paragraph = self._paragraph([(text, {})], before=2 * _GAP, after=0)
        section = self._element(paragraph[0], "sectPr")
        size = next(self._root.iter("{*}pgSz"), None)
        self._element(section, "pgSz", **(_A4 if size is None else {}))
        if size is not None:
            for name, value in size.attrib.items():
                section[0].set(name, value)
        sides = dict.fromkeys(("top", "right", "bottom", "left"), str(_MARGIN))
        self._element(section, "pgMar", **sides, header="567", footer="567", gutter="0")
        return paragraph

    def _head(self, text: str) -> Element:
        return self._paragraph([(text, {"bold": True, "colour": _SOFT})], before=_GAP)

    def _paragraph(self, runs: Sequence[tuple[str, dict[str, Any]]], *, before: int = 0, after: int = 30) -> Element:
        paragraph = self._element(None, "p")
        looks = self._element(paragraph, "pPr")
        line = str(_HIGH if any("size" in look for _, look in runs) else _LINE)
        self._element(looks, "spacing", before=str(before), after=str(after), line=line, lineRule="exact")
        self._element(looks, "ind", firstLine="0", left="0")
        for text, look in runs:
            run = self._element(paragraph, "r")
            looks = self._element(run, "rPr")
            if look.get("bold"):
                self._element(looks, "b")
            if "colour" in look:
                self._element(looks, "color", val=look["colour"])
            for name in ("sz", "szCs"):
                self._element(looks, name, val=str(look.get("size", _TEXT)))
            held = self._element(run, "t")
            held.text = visible(text)
            held.set(_SPACE, "preserve")
        return paragraph

    def _table(self, name: str, columns: tuple[str, str], rows: Sequence[Row]) -> Iterator[Element]:
        if not rows:
            return
        say = self._say
        yield self._head(say(f"sheet.{name}"))
        table = self._element(None, "tbl")
        looks = self._element(table, "tblPr")
        self._element(looks, "tblW", w=str(sum(_COLUMNS)), type="dxa")
        borders = self._element(looks, "tblBorders")
        for side in ("top", "bottom", "insideH"):
            self._element(borders, side, val="single", sz="4", space="0", color="C9C5BC")
        grid = self._element(table, "tblGrid")
        for width in _COLUMNS:
            self._element(grid, "gridCol", w=str(width))
        heads = [say(f"sheet.{head}") for head in (columns[0], "characters", columns[1])]
        body = [[row.name, str(row.characters), say("unit.share", share=row.share)] for row in rows]
        for at, cells in enumerate([heads, *body]):
            row = self._element(table, "tr")
            for text, width in zip(cells, _COLUMNS, strict=True):
                cell = self._element(row, "tc")
                self._element(self._element(cell, "tcPr"), "tcW", w=str(width), type="dxa")
                cell.append(self._paragraph([(text, {"colour": _SOFT} if at == 0 else {})], after=0))
        yield table

    def _element(self, parent: Element | None, name: str, **attributes: str) -> Element:
        named = {f"{{{self._space}}}{key}": value for key, value in attributes.items()}
        found = self._root.makeelement(f"{{{self._space}}}{name}", named)
        if parent is not None:
            parent.append(found)
        return found
