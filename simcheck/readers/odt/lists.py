"""Numbers of lists in an OpenDocument file: what stands before an item, which no text of the file says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from simcheck.readers.docx.numerals import numeral
from simcheck.readers.odt.look import HOLDERS
from simcheck.readers.safe_xml import Element, attribute, local

#: The forms of numbers by how the format names them, as the names that Word has for them.
_FORMS = {
    "1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman", "": "none",
    "①, ②, ③, ...": "decimalEnclosedCircle", "１, ２, ３, ...": "decimalFullWidth",
    "一, 二, 三, ...": "chineseCounting", "壹, 贰, 叁, ...": "chineseLegalSimplified",
    "壹, 貳, 參, ...": "ideographLegalTraditional", "甲, 乙, 丙, ...": "ideographTraditional",
    "子, 丑, 寅, ...": "ideographZodiac",
}  # fmt: skip
_BEHIND = {"listtab": "\t", "space": " ", "nothing": ""}


@dataclass(slots=True)
class List:
    """A list that is open: its style, its level from 1, and how far each level has counted."""

    style: str | None
    level: int = 1
    counts: dict[int, int] = field(default_factory=dict)


class ListStyles:
    """The list styles of a document."""

    def __init__(self, roots: Iterable[Element]) -> None:
        self._levels: dict[tuple[str, int], Element] = {}
        self._open: list[List] = []
        self._last: dict[str | None, dict[int, int]] = {}
        styles = (style for root in roots for holder in root if local(holder) in HOLDERS for style in holder)
        for style in styles:
            for level in style if local(style) == "list-style" else ():
                number = attribute(level, "level") or ""
                if number.isdecimal():
                    self._levels.setdefault((attribute(style, "name") or "", int(number)), level)

    def enter(self, element: Element) -> None:
        """A list begins."""
        name = attribute(element, "style-name")
        if self._open:
            outer = self._open[-1]
            self._open.append(List(name or outer.style, outer.level + 1, outer.counts))
            outer.counts.pop(outer.level + 1, None)
            return
        goes_on = attribute(element, "continue-numbering") == "true" or attribute(element, "continue-list")
        self._open.append(List(name, 1, dict(self._last.get(name, {})) if goes_on else {}))

    def leave(self) -> None:
        """A list ends."""
        ended = self._open.pop()
        if not self._open:
            self._last[ended.style] = ended.counts

    def label(self, item: Element) -> str:
        """What stands before an item of the list that is open, with what parts it from the text."""
        if not self._open:
            return ""
        one = self._open[-1]
        level = self._levels.get((one.style or "", one.level))
        start = attribute(item, "start-value") or (None if level is None else attribute(level, "start-value"))
        before = None if attribute(item, "start-value") else one.counts.get(one.level)
        one.counts[one.level] = (int(start) if start and start.isdecimal() else 1) if before is None else before + 1
        told = next((child.text or "" for child in item if local(child) == "number"), "")
        if level is None:
            return f"{told}\t" if told else ""
        if local(level) == "list-level-style-bullet":
            mark = attribute(level, "bullet-char") or ""
            return "" if not mark or "\ue000" <= mark <= "\uf8ff" else f"{mark}{_behind(level)}"
        if local(level) != "list-level-style-number":
            return ""
        text = self._number(one, level)
        return f"{text}{_behind(level)}" if text else ""

    def _number(self, one: List, level: Element) -> str:
        first, last = attribute(level, "num-prefix") or "", attribute(level, "num-suffix") or ""
        shown = attribute(level, "display-levels") or "1"
        from_level = max(1, one.level - (int(shown) if shown.isdecimal() else 1) + 1)
        parts = []
        for at in range(from_level, one.level + 1):
            style = self._levels.get((one.style or "", at))
            form = "" if style is None else attribute(style, "num-format") or ""
            if form:
                parts.append(numeral(one.counts.get(at, 1), _FORMS.get(form, "decimal")))
        return f"{first}{'.'.join(filter(None, parts))}{last}" if parts or first or last else ""


def _behind(level: Element) -> str:
    said = next((attribute(one, "label-followed-by") for one in level.iter("{*}list-level-label-alignment")), None)
    return _BEHIND.get(said or "listtab", "\t")
