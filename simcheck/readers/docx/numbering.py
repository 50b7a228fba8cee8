"""Labels of lists in a .docx: 一、 and （二） and 3. as Word shows them, which no text of the file says."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from simcheck.readers.docx.look import NO_LOOK, Look, Styles
from simcheck.readers.docx.numerals import numeral
from simcheck.readers.docx.parts import Parts
from simcheck.readers.docx.tree import value, whole
from simcheck.readers.safe_xml import Element, attribute, local

_LEVELS = 9
#: What stands between a label and its text.
_SUFFIXES = {"tab": "\t", "space": " ", "nothing": ""}


@dataclass(frozen=True, slots=True)
class _Level:
    """A level of a list: its text with ``%1`` for the number of level 1, how numbers are written and where they begin,
    what stands behind, the level whose next number begins it anew, whether all numbers are digits, and its style."""

    text: str = ""
    form: str = "decimal"
    start: int = 1
    suffix: str = "\t"
    restart: int | None = None
    plain: bool = False
    style: str | None = None
    look: Look = NO_LOOK


class Numbering:
    """The lists of a document. ``label`` counts, so paragraphs are to come in their order."""

    def __init__(self, read: Parts, styles: Styles) -> None:
        self._file, self._styles = read, styles
        self._counts: dict[str, list[int | None]] = {}
        self._of_style: dict[str | None, tuple[str | None, int]] = {}

    @functools.cached_property
    def _lists(self) -> Mapping[str, tuple[str, list[_Level]]]:
        """By the number of a list what it counts together with, and its levels."""
        lists: dict[str, tuple[str, list[_Level]]] = {}
        numbering = self._file.numbering
        if numbering is None:
            return lists
        kinds = {attribute(one, "abstractNumId") or "": one for one in numbering.iter("{*}abstractNum")}
        linked = {link: name for name, one in kinds.items() if (link := value(one, "styleLink"))}
        for one in numbering.iter("{*}num"):
            name, kind = attribute(one, "numId") or "", value(one, "abstractNumId") or ""
            if kind in kinds:
                kind = linked.get(value(kinds[kind], "numStyleLink") or "", kind)
            if kind not in kinds:
                continue
            levels = [_Level() for _ in range(_LEVELS)]
            self._read(kinds[kind], levels)
            for change in one:
                if local(change) == "lvlOverride":
                    at = whole(attribute(change, "ilvl"), _LEVELS)
                    start = value(change, "startOverride")
                    if 0 <= at < _LEVELS and start is not None:
                        levels[at] = replace(levels[at], start=whole(start, 1))
                        kind = f"{kind} {name}"  # counts by itself
                    self._read(change, levels)
            lists[name] = kind, levels
        return lists

    def label(self, properties: Mapping[str, Element]) -> tuple[str, Look]:
        """What stands before a paragraph with these properties, with the tab or space behind it, and how it looks;
        nothing for most."""
        number, at = self._place(properties)
        if number is None or number not in self._lists:
            return "", NO_LOOK
        kind, levels = self._lists[number]
        counts = self._counts.setdefault(kind, [None] * _LEVELS)
        for above in range(at):
            if counts[above] is None:
                counts[above] = levels[above].start
        before = counts[at]
        counts[at] = levels[at].start if before is None else before + 1
        for below in range(at + 1, _LEVELS):
            restart = levels[below].restart
            if restart is None or (restart and at < restart):
                counts[below] = None
        level = levels[at]

        def number_of(digit: re.Match[str]) -> str:
            one = int(digit[1]) - 1
            count = counts[one]
            form = "decimal" if level.plain else levels[one].form
            return numeral(levels[one].start if count is None else count, form)

        text = level.text if level.form == "bullet" else re.sub("%([1-9])", number_of, level.text)
        shown = "".join(char for char in text if not "\ue000" <= char <= "\uf8ff")  # pictures of symbol fonts
        return (shown + level.suffix if shown else ""), level.look

    def _place(self, properties: Mapping[str, Element]) -> tuple[str | None, int]:
        """The list and the level of a paragraph, by itself or by its style."""
        style = attribute(properties["pStyle"], "val") if "pStyle" in properties else None
        if style not in self._of_style:
            self._of_style[style] = self._by_style(style)
        number, level = self._of_style[style]
        for one in properties.get("numPr", ()):
            if local(one) == "numId":
                number = attribute(one, "val")
            elif local(one) == "ilvl":
                level = whole(attribute(one, "val"))
        return number, min(max(level, 0), _LEVELS - 1)

    def _by_style(self, style: str | None) -> tuple[str | None, int]:
        for one in self._styles.lineage("paragraph", style):
            number = value(one, "pPr", "numPr", "numId")
            if number is not None:
                _, levels = self._lists.get(number, ("", []))
                linked = next((at for at, level in enumerate(levels) if level.style == attribute(one, "styleId")), None)
                return number, whole(value(one, "pPr", "numPr", "ilvl")) if linked is None else linked
        return None, 0

    def _read(self, holder: Element, levels: list[_Level]) -> None:
        for one in holder:
            at = whole(attribute(one, "ilvl"), _LEVELS) if local(one) == "lvl" else _LEVELS
            if 0 <= at < _LEVELS:
                restart = value(one, "lvlRestart")
                looks = [self._styles.direct(child) for child in one if local(child) == "rPr"]
                levels[at] = _Level(
                    text=value(one, "lvlText") or "",
                    form=next((attribute(form, "val") or "" for form in one.iter("{*}numFmt")), "decimal"),
                    start=whole(value(one, "start"), 1),
                    suffix=_SUFFIXES.get(value(one, "suff") or "tab", "\t"),
                    restart=None if restart is None else whole(restart),
                    plain=any(local(child) == "isLgl" for child in one),
                    style=value(one, "pStyle"),
                    look=looks[0] if looks else NO_LOOK,
                )
