"""OpenDocument text (.odt, .ott, flat .fodt): the text that a page shows, by a walk over the XML."""

from __future__ import annotations

import re

from simcheck.errors import DraftError
from simcheck.readers.content import Content
from simcheck.readers.package import Package
from simcheck.readers.safe_xml import Element, attribute, local, parse

_PARAGRAPHS = frozenset(("p", "h"))
#: Elements whose inside is no text of the page: deleted text, comments, phonetic guides, list numbers, descriptions.
_LEFT_OUT = frozenset(
    "tracked-changes annotation annotation-end ruby-text note-citation number placeholder hidden-text title desc forms "
    "covered-table-cell object object-ole image binary-data event-listeners index-source table-of-content-source "
    "sequence-decls variable-decls user-field-decls dde-connection-decls hidden-paragraph script".split()
)
#: Things that stand inside of a paragraph and hold paragraphs of their own.
_BOXES = frozenset(("text-box", "custom-shape", "rect", "ellipse", "polygon", "caption", "line"))
_CHARACTERS = {"tab": "\t", "line-break": "\n"}
_WHITE = re.compile(r"[ \t\r\n]+")


def content(data: bytes, name: str) -> Content:
    """Text and properties of the document in ``data``; see ``docx.content``. Raises DraftError."""
    if not data.startswith(b"PK"):
        root = parse(data, name)
        return _content(root, root, root, name)
    package = Package(data, name)
    manifest = package.part("META-INF/manifest.xml")
    if manifest is not None and b"encryption-data" in manifest:
        raise DraftError(f"{name}: protected by a password; open it in its program and save it without one")
    main = package.part("content.xml")
    if main is None:
        raise DraftError(f"{name}: holds no text (content.xml); open it in its program and save it again")
    styles, meta = package.part("styles.xml"), package.part("meta.xml")
    return _content(
        parse(main, name), parse(styles, name) if styles else None, parse(meta, name) if meta else None, name
    )


def _content(main: Element, styles: Element | None, meta: Element | None, name: str) -> Content:
    body = main.find(".//{*}body/{*}text")
    if body is None:
        raise DraftError(f"{name}: an OpenDocument file, but no text; open it in its program and save it as .odt")
    walker = _Walker(_hidden_styles([main] if styles is None else [main, styles]))
    walker.blocks(body)
    while walker.notes:
        walker.blocks(walker.notes.pop(0))
    found = {} if meta is None else {local(each): each.text for each in meta.iterfind(".//{*}meta/*")}
    return Content(walker.text(), found.get("title"), found.get("initial-creator") or found.get("creator"))


class _Walker:
    """Collects paragraphs; white space counts as in XML: a run of it is one space, and none begins a paragraph."""

    def __init__(self, hidden: frozenset[str]) -> None:
        self.notes: list[Element] = []
        self._hidden = hidden
        self._written: list[str] = []
        self._boxes: list[Element] = []

    def text(self) -> str:
        """What was collected, without the line end of the last paragraph."""
        return "".join(self._written).removesuffix("\n")

    def blocks(self, element: Element) -> None:
        """Everything inside an element that holds paragraphs."""
        for child in element:
            name = local(child)
            if name in _PARAGRAPHS:
                self._paragraph(child)
            elif name not in _LEFT_OUT and not _undisplayed(child):
                self.blocks(child)

    def _paragraph(self, paragraph: Element) -> None:
        outside, self._boxes = self._boxes, []
        if not self._hides(paragraph):
            line: list[str] = []
            self._inside(paragraph, line)
            self._written += [*line, "\n"]
        boxes, self._boxes = self._boxes, outside
        for box in boxes:
            self.blocks(box)

    def _inside(self, element: Element, line: list[str]) -> None:
        _add(line, element.text)
        for child in element:
            name = local(child)
            if name == "s":
                count = attribute(child, "c") or "1"
                line.append(" " * min(1000, int(count) if count.isdecimal() else 1))
            elif name in _CHARACTERS:
                line.append(_CHARACTERS[name])
            elif name == "note":
                self.notes += [body for body in child if local(body) == "note-body"]
            elif name in _BOXES:
                self._boxes.append(child)
            elif name not in _LEFT_OUT and not self._hides(child):
                self._inside(child, line)
            _add(line, child.tail)

    def _hides(self, element: Element) -> bool:
        return attribute(element, "style-name") in self._hidden


def _add(line: list[str], text: str | None) -> None:
    if text:
        folded = _WHITE.sub(" ", text)
        line.append(folded.lstrip(" ") if not line or line[-1][-1:] in {" ", "\n", ""} else folded)


def _undisplayed(element: Element) -> bool:
    return attribute(element, "display") == "none"


def _hidden_styles(roots: list[Element]) -> frozenset[str]:
    """The names of the styles whose text is not displayed, by themselves or by their parents."""
    hides: dict[str, bool | None] = {}
    parents: dict[str, str | None] = {}
    for root in reversed(roots):  # the automatic styles of the content come last and win
        for style in root.iter("{*}style"):
            name = attribute(style, "name") or ""
            shown = [attribute(one, "display") for one in style if local(one) == "text-properties"]
            hides[name] = None if not shown or shown[0] is None else shown[0] == "none"
            parents[name] = attribute(style, "parent-style-name")
    return frozenset(name for name in hides if _inherits(name, hides, parents))


def _inherits(name: str | None, hides: dict[str, bool | None], parents: dict[str, str | None]) -> bool:
    """Whether the style, or the nearest above it that says so, hides text."""
    for _ in range(20):
        known = None if name is None else hides.get(name)
        if name is None or known is not None:
            return bool(known)
        name = parents.get(name)
    return False
