"""The text of a .docx in reading order, each stretch with the run that holds it: for reading, and for marking later."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping

from simcheck.readers import scans
from simcheck.readers.colour import WHITE, Colour
from simcheck.readers.docx import fields, objects, shape
from simcheck.readers.docx.binding import Bindings
from simcheck.readers.docx.look import Styles
from simcheck.readers.docx.numbering import Numbering
from simcheck.readers.docx.paragraph import Paragraphs, Scene, Setting, marks_of
from simcheck.readers.docx.parts import Parts
from simcheck.readers.docx.piece import Piece, Walked
from simcheck.readers.docx.table import cells
from simcheck.readers.docx.tree import all_text, chosen, content, on
from simcheck.readers.safe_xml import Element, attribute, local
from simcheck.readers.written import Written
from simcheck.types import HiddenReason

#: Elements whose inside is no text of the document: deleted or moved away, instructions, properties.
_LEFT_OUT = frozenset(
    "del moveFrom delText delInstrText pPr rPr tblPr trPr tcPr sectPr tblGrid sdtPr sdtEndPr rubyPr "
    "fldData comment annotationRef docPartObj oMathParaPr docPr cNvGraphicFramePr nvPicPr cNvSpPr".split()
)
#: What a run holds, as characters; ``t`` and ``sym`` say theirs.
_CHARACTERS = {"t": "", "sym": "", "tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
#: Parts of another file shown inside this one: their text cannot be seen here.
_FOREIGN = frozenset(("altChunk", "subDoc"))
#: What stands before each line of a quotation, as in a mail and in Markdown.
_QUOTED = "> "
#: Marks behind which a quotation by style needs none.
_OPENED = frozenset('“「『《"')
_NOTES = {"footnoteReference": "footnote", "endnoteReference": "endnote"}
#: Word treats line ends and tabs inside of ``t`` as spaces.
_SPACES = str.maketrans("\n\r\t", "   ")
#: Letters from which a header or footer is a text; page numbers and the document's own name have fewer.
_FURNITURE = 13


def walk(read: Parts) -> Walked:
    """The text of a document: one line a paragraph, with the number that it has in a list; cells, text boxes, charts,
    diagrams and documents inside of it too, notes at the end, then headers and footers that hold a text of their own.

    Tracked insertions are kept, deletions are not; neither are comments and field codes. What no reader of the page
    sees is told, not kept.
    """
    written, pieces = Written(), list[Piece]()
    foreign = _Walker(read, written, pieces, 0).document()
    return Walked(written.content(), tuple(pieces), foreign)


class _Walker:
    """Collects text while it descends; a field's instruction may begin in one paragraph and end in another."""

    def __init__(self, read: Parts, written: Written, pieces: list[Piece], depth: int) -> None:
        self._read, self._written, self._pieces, self._depth = read, written, pieces, depth
        self._part = read.main.path
        self._scans = scans.Scans(written, read.name)
        self._styles = Styles(read)
        self._paragraphs = Paragraphs(self._styles)
        self._numbering = Numbering(read, self._styles)
        self._bindings = Bindings(read)
        roots = [read.main.root, *(part.root for part in (*read.notes, *read.headers))]
        self._fields = fields.Fields(fields.finished(roots))
        self._page = Scene(ground=self._page_ground(), certain=not shape.behind_text(roots))
        self._references: list[tuple[str, str | None]] = []
        self._foreign: str | None = None
        #: What hangs on the paragraph that is being read and is written behind it: text boxes, lines from elsewhere.
        self._behind: list[Callable[[], object]] = []
        #: Whether it is a quotation by its style.
        self._quoted = False
        #: What closes the quotation inside of it, by the style of its runs, that is open; None if none is.
        self._closing: str | None = None
        #: The phonetic guides above its characters.
        self._guides: list[str] = []

    def document(self) -> str | None:
        """The main part, the notes that it refers to, and what pages repeat. Gives an element that is not read."""
        read = self._read
        self._blocks(read.main.root, self._page)
        notes = {(local(note), attribute(note, "id")): (part, note) for part in read.notes for note in part.root}
        for reference in self._references:
            if reference in notes:
                part, note = notes.pop(reference)
                self._part = part.path
                self._blocks(note, self._page)
        for part in read.headers:
            self._part = part.path
            if sum(map(str.isalnum, all_text(part.root))) >= _FURNITURE:
                self._blocks(part.root, self._page)
            else:
                self._in_furniture(part.root)
        self._written.miss("comment", sum(1 for _ in read.main.root.iter("{*}commentReference")))
        self._scans.finish()
        return self._foreign

    def _page_ground(self) -> Colour:
        for mark in self._read.main.root:
            if local(mark) == "background":
                settings = () if self._read.settings is None else self._read.settings
                if any(local(one) == "displayBackgroundShape" and on(one) for one in settings):
                    return self._styles.theme.colour(mark, "color") or WHITE
        return WHITE

    def _taken(self, element: Element, hidden: HiddenReason | None) -> list[Element]:
        """The children as Word takes them; of what it passes over, a text that stands nowhere else is told."""
        passed: list[Element] = []
        children = content(element, passed)
        for other in passed if hidden is None else ():
            text, shown = all_text(other), chosen(other.getparent())
            if text.strip() and (shown is None or text not in all_text(shown)):
                self._written.hide(text, "hidden")
        return children

    def _blocks(self, element: Element, scene: Scene) -> None:
        """Everything inside an element that holds paragraphs."""
        for child in self._taken(element, scene.hidden):
            name = local(child)
            if name == "p":
                self._paragraph(child, scene)
            elif name == "tbl":
                for cell in cells(child, self._styles):
                    self._blocks(cell.element, scene.inside(cell.look, cell.ground, cell.hidden))
            elif name in _FOREIGN:
                self._foreign = name
            elif name == "sdtContent" and (bound := self._bindings.text(child)) is not None:
                self._written.hide(all_text(child), "hidden")
                self._lines([bound], scene)
            elif name not in _LEFT_OUT:
                self._blocks(child, scene)

    def _paragraph(self, paragraph: Element, scene: Scene) -> None:
        outside, self._behind, self._guides = (self._behind, self._guides), [], []
        setting = self._paragraphs.setting(paragraph, scene)
        self._quoted = setting.quoted and setting.scene.hidden is None
        if self._quoted:
            self._written.add(_QUOTED)
        label, look = self._numbering.label(setting.properties)
        if label:
            self._write(label, setting.label_reason(look))
        self._inside(paragraph, None, setting, setting.scene.hidden)
        self._mark(paragraph, quoted=False)
        if not setting.joined:
            self._written.add("\n")
        (behind, guides), (self._behind, self._guides) = (self._behind, self._guides), outside
        self._lines(["".join(guides)] if guides else [], scene)
        for write in behind:
            write()

    def _inside(self, element: Element, run: Element | None, setting: Setting, hidden: HiddenReason | None) -> None:
        for child in self._taken(element, hidden):
            name = local(child)
            if name in _LEFT_OUT:
                continue
            if name in _CHARACTERS:
                self._characters(child, name, run, hidden)
            elif name == "r" and run is None:
                self._run(child, setting)
            elif name == "fldChar":
                self._write(self._fields.mark(child), hidden)
            elif name == "instrText":
                self._fields.instruct(child.text or "")
            elif name in _NOTES and hidden is None:
                self._references.append((_NOTES[name], attribute(child, "id")))
            elif name in _FOREIGN:
                self._foreign = name
            elif name in _OBJECTS:
                self._object(child, name, setting.scene, hidden)
            elif name == "rt":
                self._guides.append(all_text(child))
            elif name == "sdtContent" and (bound := self._bindings.text(child)) is not None:
                self._written.hide(all_text(child), "hidden")
                self._write(bound, hidden)
            else:
                self._inside(child, run, setting, hidden)

    def _run(self, run: Element, setting: Setting) -> None:
        marks = marks_of(run)
        if self._paragraphs.quoting:
            quoted = setting.quotes(marks)
            if quoted or self._closing is not None:
                self._mark(run, quoted=quoted)
        self._inside(run, None if "math" in run.tag else run, setting, setting.reason(run, marks))

    def _characters(self, element: Element, name: str, run: Element | None, hidden: HiddenReason | None) -> None:
        text = (
            (element.text or "").translate(_SPACES) if name == "t" else _CHARACTERS.get(name) or fields.symbol(element)
        )
        if self._fields.instructing:
            self._written.hide(text, "hidden")
            return
        start = len(self._written)
        self._write(text, hidden)
        if len(self._written) > start and not self._depth:
            self._pieces.append(Piece(start, len(self._written), run, element))
        if text == "\n" and self._quoted:
            self._written.add(_QUOTED)

    def _mark(self, element: Element, *, quoted: bool) -> None:
        """Set the marks of a quotation that begins or ends before an element, unless it has some of its own."""
        if quoted and self._closing is None:
            marked = self._written.last in _OPENED or all_text(element).lstrip()[:1] in _OPENED
            self._closing = "" if marked else "”"
            self._written.add("“" if self._closing else "")
        elif not quoted and self._closing is not None:
            self._written.add(self._closing)
            self._closing = None

    def _write(self, text: str, hidden: HiddenReason | None) -> None:
        """A text that is seen, perhaps seen, or not seen."""
        if hidden is None:
            self._written.add(text)
        elif hidden == "pale":
            self._written.doubt(text)
        else:
            self._written.hide(text, hidden)

    def _lines(self, lines: Iterable[str], scene: Scene) -> None:
        for line in lines:
            self._write(line, scene.hidden)
            self._written.add("\n")

    def _object(self, element: Element, name: str, scene: Scene, hidden: HiddenReason | None) -> None:
        """What hangs on a paragraph. A text of its own is written behind it; a picture is only told."""
        if name == "txbxContent":
            ground = shape.ground(element, self._styles.theme)
            inner = scene.boxed(ground, hidden or shape.hidden(element))
            self._behind.append(lambda: self._blocks(element, inner))
        elif name in ("blip", "imagedata"):
            if hidden is None:
                self._behind.append(
                    functools.partial(
                        self._picture, objects.picture(self._read, self._part, element), *shape.extent(element)
                    )
                )
        elif name == "object":
            self._embedded(element, scene, hidden)
        else:
            read = _OBJECTS[name]
            lines = None if read is None else read(self._read, self._part, element)
            self._written.miss("damaged", lines is None)
            inner = scene.boxed(scene.ground, hidden)
            self._behind.append(lambda: self._lines(lines or (), inner))

    def _picture(self, data: bytes | None, width: float, height: float) -> None:
        before = len(self._written)
        self._scans.add(data, width, height)
        if len(self._written) > before:
            self._written.add("\n")

    def _in_furniture(self, root: Element) -> None:
        """The pictures in a short header or footer, which may be a text; a sign is not told."""
        for mark in root.iter("{*}blip", "{*}imagedata"):
            width, height = shape.extent(mark)
            data = objects.picture(self._read, self._part, mark)
            if data is not None and scans.is_text(data, width, height):
                self._picture(data, width, height)

    def _embedded(self, element: Element, scene: Scene, hidden: HiddenReason | None) -> None:
        if hidden is not None:
            return
        marks = list(element.iter("{*}OLEObject", "{*}control"))
        for mark in marks:
            found = objects.embedded(self._read, self._part, mark) if self._depth < objects.DEEPEST else None
            if isinstance(found, Parts):
                nested = _Walker(found, self._written, [], self._depth + 1)
                self._behind.append(functools.partial(self._nested, nested))
            elif found is not None:
                self._behind.append(functools.partial(self._lines, found, scene))
            else:
                formula = (attribute(mark, "ProgID") or "").startswith("Equation")
                self._written.miss("picture" if formula else "embedded")
        self._written.miss("embedded", not marks)

    def _nested(self, document: _Walker) -> None:
        self._written.miss("embedded", document.document() is not None)


#: What hangs on a paragraph, by element, and how its lines are read where that is all there is to it.
_OBJECTS: Mapping[str, Callable[[Parts, str, Element], Iterator[str] | None] | None] = {
    "txbxContent": None, "blip": None, "imagedata": None, "object": None,
    "chart": objects.chart, "relIds": objects.smart_art,
    "txBody": lambda _read, _part, body: objects.drawn(body),
    "textpath": lambda _read, _part, path: iter([attribute(path, "string") or ""]),
}  # fmt: skip
