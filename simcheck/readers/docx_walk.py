"""The text of a .docx in reading order, each stretch with the run that holds it: for reading, and for marking later."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from simcheck.readers.safe_xml import Element, attribute, local

#: Elements whose inside is no text of the document: deleted or moved away, instructions, properties, reading aids.
_LEFT_OUT = frozenset(
    "del moveFrom delText instrText delInstrText pPr rPr tblPr trPr tcPr sectPr tblGrid sdtPr sdtEndPr rt rubyPr "
    "fldData comment annotationRef textpath docPartObj oMathParaPr".split()
)
#: What a run holds besides ``t``, as characters.
_CHARACTERS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
#: Parts of another file shown inside this one: their text cannot be seen here.
_FOREIGN = frozenset(("altChunk", "subDoc"))
_NOTES = {"footnoteReference": "footnote", "endnoteReference": "endnote"}
#: Word treats line ends and tabs inside of ``t`` as spaces.
_SPACES = str.maketrans("\n\r\t", "   ")


@dataclass(frozen=True, slots=True)
class Piece:
    """The code points ``[start, end)`` of the text stand in ``element`` (``w:t``, ``w:tab``, ``w:br`` …) of ``run``.

    ``run`` is the ``w:r`` around it, or None in a formula. Line ends between paragraphs belong to no piece.
    """

    start: int
    end: int
    run: Element | None
    element: Element


@dataclass(frozen=True, slots=True)
class Walked:
    """A text and its pieces in order. ``foreign`` names an element whose text is in another file, if there is one."""

    text: str
    pieces: tuple[Piece, ...]
    foreign: str | None = None


def walk(document: Element, notes: Sequence[Element] = (), styles: Element | None = None) -> Walked:
    """The text of a document's root element: one line a paragraph, table cells and text boxes too, notes at the end.

    Tracked insertions are kept, deletions are not; neither are hidden text, comments, field codes, placeholders of
    empty controls, phonetic guides, headers and footers. Numbers of lists are not in the file's text and not invented.
    """
    walker = _Walker(_hidden_styles(styles), _finished_fields([document, *notes]))
    walker.blocks(document)
    found = {(local(note), attribute(note, "id")): note for root in notes for note in root}
    for reference in walker.references:
        note = found.pop(reference, None)
        if note is not None:
            walker.blocks(note)
    return Walked(walker.text(), tuple(walker.pieces), walker.foreign)


class _Walker:
    """Collects text while it descends; a field's instruction may begin in one paragraph and end in another."""

    def __init__(self, hidden: frozenset[str], fields: frozenset[Element]) -> None:
        self.pieces: list[Piece] = []
        self.references: list[tuple[str, str | None]] = []
        self.foreign: str | None = None
        self._hidden, self._finished = hidden, fields
        self._written: list[str] = []
        self._length = 0
        self._boxes: list[Element] = []
        #: For each open field whether its instruction is still going on.
        self._fields: list[bool] = []

    def text(self) -> str:
        """What was collected, without the line end of the last paragraph."""
        return "".join(self._written).removesuffix("\n")

    def blocks(self, element: Element) -> None:
        """Everything inside an element that holds paragraphs."""
        for child in _content(element):
            name = local(child)
            if name == "p":
                self._paragraph(child)
            elif name in _FOREIGN:
                self.foreign = name
            elif name not in _LEFT_OUT:
                self.blocks(child)

    def _paragraph(self, paragraph: Element) -> None:
        outside, self._boxes = self._boxes, []
        self._inside(paragraph, None, self._style_hides(paragraph, "pPr", "pStyle"))
        # The mark of a deleted line end joins two paragraphs.
        if not any(local(mark) == "del" for mark in _found(paragraph, "pPr", "rPr")):
            self._write("\n")
        boxes, self._boxes = self._boxes, outside
        for box in boxes:
            self.blocks(box)

    def _inside(self, element: Element, run: Element | None, hidden: bool) -> None:
        for child in _content(element):
            name = local(child)
            if name == "r" and run is None and "math" not in str(child.tag):
                self._inside(child, child, self._run_hidden(child, hidden))
            elif name == "txbxContent":
                self._boxes.append(child)
            elif name == "fldChar":
                self._field(child)
            elif name in _NOTES and not hidden:
                self.references.append((_NOTES[name], attribute(child, "id")))
            elif name in _FOREIGN:
                self.foreign = name
            elif name == "t" or name in _CHARACTERS or name == "sym":
                if not hidden and not any(self._fields):
                    self._piece(child, run, _characters(child, name))
            elif name not in _LEFT_OUT:
                self._inside(child, run, hidden)

    def _piece(self, element: Element, run: Element | None, text: str) -> None:
        if text:
            self.pieces.append(Piece(self._length, self._length + len(text), run, element))
            self._write(text)

    def _write(self, text: str) -> None:
        self._written.append(text)
        self._length += len(text)

    def _field(self, mark: Element) -> None:
        kind = attribute(mark, "fldCharType")
        if mark not in self._finished:
            return
        if kind == "begin":
            self._fields.append(True)
        elif self._fields and kind == "separate":
            self._fields[-1] = False
        elif self._fields and kind == "end":
            self._fields.pop()

    def _run_hidden(self, run: Element, paragraph_hidden: bool) -> bool:
        for mark in _found(run, "rPr"):
            if local(mark) == "vanish":
                return _on(mark)
        return paragraph_hidden or self._style_hides(run, "rPr", "rStyle")

    def _style_hides(self, element: Element, properties: str, kind: str) -> bool:
        styles = (attribute(mark, "val") for mark in _found(element, properties) if local(mark) == kind)
        return any(style in self._hidden for style in styles)


def _content(element: Element) -> Iterator[Element]:
    """The children, of alternatives only the first with text, of a control its content unless it is a placeholder."""
    for child in element:
        name = local(child)
        if name == "AlternateContent":
            chosen = next((one for one in child if one.find(".//{*}t") is not None), None)
            if chosen is not None:
                yield from _content(chosen)
        elif name == "sdt":
            if not any(local(mark) == "showingPlcHdr" and _on(mark) for mark in _found(child, "sdtPr")):
                yield from (inner for inner in child if local(inner) == "sdtContent")
        else:
            yield child


def _found(element: Element, *path: str) -> Iterator[Element]:
    """The children of the descendants that ``path`` leads to."""
    if not path:
        yield from element
        return
    for child in element:
        if local(child) == path[0]:
            yield from _found(child, *path[1:])


def _on(mark: Element) -> bool:
    return attribute(mark, "val") not in {"0", "false", "off"}


def _characters(element: Element, name: str) -> str:
    if name == "t":
        return (element.text or "").translate(_SPACES)
    if name == "sym":
        # Symbol fonts put their pictures into the private use area; those are no letters.
        code = attribute(element, "char") or ""
        return chr(int(code, 16)) if re.fullmatch(r"[0-9A-Fa-f]{4}", code) and "0020" <= code < "D800" else ""
    return _CHARACTERS[name]


def _finished_fields(roots: Sequence[Element]) -> frozenset[Element]:
    """The marks of fields that both begin and end. A lone beginning hides nothing: it could hide the whole text."""
    finished: list[Element] = []
    for root in roots:
        open_: list[list[Element]] = []
        for mark in (element for element in root.iter("{*}fldChar")):
            kind = attribute(mark, "fldCharType")
            if kind == "begin":
                open_.append([mark])
            elif open_:
                open_[-1].append(mark)
                if kind == "end":
                    finished += open_.pop()
    return frozenset(finished)


def _hidden_styles(styles: Element | None) -> frozenset[str]:
    """The ids of the styles whose text is hidden, by themselves or by the style that they are based on."""
    hides: dict[str, bool | None] = {}
    based: dict[str, str | None] = {}
    for style in [] if styles is None else styles.iter("{*}style"):
        name = attribute(style, "styleId") or ""
        marks = [mark for mark in _found(style, "rPr") if local(mark) == "vanish"]
        hides[name] = _on(marks[0]) if marks else None
        based[name] = next((attribute(mark, "val") for mark in style if local(mark) == "basedOn"), None)
    return frozenset(name for name in hides if _inherited(name, hides.get, based.get))


def _inherited(name: str, hides: Callable[[str], bool | None], based: Callable[[str], str | None]) -> bool:
    style: str | None = name
    for _ in range(20):
        if style is None:
            return False
        known = hides(style)
        if known is not None:
            return known
        style = based(style)
    return False
