"""The text of an OpenDocument file by a walk over its XML: a line a paragraph, notes at the end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from simcheck.errors import DraftError
from simcheck.patterns import regex
from simcheck.readers.odt.lists import ListStyles
from simcheck.readers.odt.look import NO_LOOK, Look, Styles, points, unseen
from simcheck.readers.odt.scene import Scene
from simcheck.readers.package import Package
from simcheck.readers.safe_xml import Element, attribute, local, parse
from simcheck.readers.scans import Scans
from simcheck.readers.wraps import wide
from simcheck.readers.written import Written
from simcheck.types import HiddenReason

_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
_STYLE_NAME = f"{{{_TEXT}}}style-name"
_PARAGRAPHS = frozenset(("p", "h"))
#: Elements whose inside is no text of the page: deleted text, list numbers, descriptions, declarations.
_LEFT_OUT = frozenset(
    "tracked-changes annotation-end note-citation number title desc covered-table-cell binary-data event-listeners "
    "index-source table-of-content-source sequence-decls variable-decls user-field-decls dde-connection-decls "
    "script".split()
)
#: A title that holds paragraphs is one of a chart.
_LEFT_BLOCKS = _LEFT_OUT - {"title"}
#: Things that stand inside of a paragraph and hold paragraphs of their own.
_BOXES = frozenset("text-box custom-shape rect ellipse polygon caption line circle path polyline connector".split())
_CHARACTERS = {"tab": "\t", "line-break": "\n"}
_WHITE = regex(r"[ \t\r\n]+")
#: Letters of a header or footer from which it is a text; page numbers and the document's own name have fewer.
_FURNITURE = 13
_HEADERS = ("header", "footer", "header-first", "footer-first", "header-left", "footer-left")
#: Objects inside of objects that are read; the values of forms by which they show a text.
_DEEPEST, _SHOWN = 3, ("current-value", "value", "label")


@dataclass(frozen=True, slots=True)
class Source:
    """The parts of the file ``name``: its content, its styles, and the package that holds objects and pictures."""

    name: str
    main: Element
    styles: Element | None
    package: Package | None
    folder: str = ""


def walk(source: Source, body: Element) -> Written:
    """Everything that the pages show, and what was left out. Raises DraftError for a scan, see ``scans``."""
    written = Written()
    walker = _Walker(source, written, Scans(written, source.name), 0)
    walker.document(body)
    walker.headers()
    walker.scans.finish()
    return written


#: Marks behind which a quotation by style needs none.
_OPENED = frozenset('“「『《"')


class _Walker:
    """Collects paragraphs; white space counts as in XML: a run of it is one space, and none begins a paragraph."""

    def __init__(self, source: Source, written: Written, scans: Scans, depth: int) -> None:
        self.scans = scans
        self._source, self._written, self._depth = source, written, depth
        roots = [source.main] if source.styles is None else [source.main, source.styles]
        self._styles, self._lists = Styles(roots), ListStyles(roots)
        self._notes: list[Element] = []
        self._behind: list[Callable[[], object]] = []
        self._guides: list[str] = []
        self._label = ""
        self._hiding = next(source.main.iter(f"{{{_TEXT}}}hidden-paragraph"), None) is not None
        self._default = self._styles.default("paragraph")
        self._reasons: dict[tuple[Look, bool, Scene], HiddenReason | None] = {}
        #: Whether a space at the place would be the first of its line, or a second one.
        self._fresh = True

    def document(self, body: Element) -> None:
        """The content of a document, then its notes."""
        self._blocks(body, Scene())
        while self._notes:
            self._blocks(self._notes.pop(0), Scene())

    def headers(self) -> None:
        """What pages repeat, if it is a text of its own, and what forms show."""
        styles = self._source.styles
        for part in () if styles is None else styles.iter(*(f"{{*}}{name}" for name in _HEADERS)):
            shown = attribute(part, "display") != "false"
            if shown and sum(map(str.isalnum, "".join(part.itertext()))) >= _FURNITURE:
                self._blocks(part, Scene())

    def _blocks(self, element: Element, scene: Scene) -> None:
        """Everything inside an element that holds paragraphs."""
        for child in element:
            name = local(child)
            if name in _PARAGRAPHS:
                self._paragraph(child, scene)
            elif name == "list":
                self._lists.enter(child)
                self._blocks(child, scene)
                self._lists.leave()
            elif name == "list-item":
                self._label = self._lists.label(child)
                self._blocks(child, scene)
                self._label = ""
            elif name in ("table-cell", "table-row", "section"):
                self._blocks(child, scene.inside(child, name, self._styles))
            elif name == "forms":
                self._form(child)
            elif name not in _LEFT_BLOCKS and not self._object(child, name, scene):
                self._blocks(child, scene)
        self._hanging()

    def _hanging(self) -> None:
        """What hangs on a paragraph, or on a page."""
        while self._behind:
            behind, self._behind = self._behind, []
            for write in behind:
                write()

    def _paragraph(self, paragraph: Element, scene: Scene) -> None:
        look = self._styles.over(self._styles.look("paragraph", _style(paragraph)), self._default)
        if self._hiding and _is_hidden(paragraph):
            scene = Scene(scene.ground, scene.certain, "hidden")
        if look.quoted and not scene.hidden and not look.hidden:
            self._written.add("> ")
        self._fresh = True
        if self._label:
            label, self._label = self._label, ""
            self._write(label, look, scene)
        start = len(self._written)
        self._run(paragraph, look, scene)
        # A paragraph that is hidden as a whole leaves no line.
        if not (look.hidden or scene.hidden == "hidden") or len(self._written) > start:
            self._written.add("\n")
        if self._guides:
            guides, self._guides = "".join(self._guides), []
            self._write(guides, NO_LOOK, scene)
            self._written.add("\n")
        if self._behind:
            self._hanging()

    def _run(self, element: Element, look: Look, scene: Scene) -> None:
        if element.text:
            self._text(element.text, look, scene)
        for child in element:
            name = local(child)
            if name == "span":
                self._span(child, look, scene)
            elif name == "s":
                count = attribute(child, "c") or "1"
                self._write(" " * min(1000, int(count) if count.isdecimal() else 1), look, scene)
            elif name in _CHARACTERS:
                self._write(_CHARACTERS[name], look, scene)
                self._fresh = True
                if name == "line-break" and look.quoted:
                    self._written.add("> ")
            elif name == "note":
                self._notes += [body for body in child if local(body) == "note-body"]
            elif name == "annotation":
                self._written.miss("comment")
            elif name == "ruby-text":
                self._guides.append("".join(child.itertext()))
            elif name not in _LEFT_OUT and not self._object(child, name, scene):
                inner = self._styles.over(self._styles.look("text", _style(child)), look)
                self._run(child, inner, scene.of_field(child, name))
            if child.tail:
                self._text(child.tail, look, scene)

    def _span(self, element: Element, look: Look, scene: Scene) -> None:
        """A stretch of text; one that is a quotation by its style gets marks unless it has some of its own."""
        own = self._styles.look("text", element.get(_STYLE_NAME))
        bare = own.cited and not (look.cited or look.quoted or self._written.last in _OPENED)
        if bare and "".join(element.itertext()).lstrip()[:1] not in _OPENED:
            self._written.add("“")
            self._run(element, self._styles.over(own, look), scene)
            self._written.add("”")
        else:
            self._run(element, self._styles.over(own, look), scene)

    def _text(self, text: str, look: Look, scene: Scene) -> None:
        plain = text.isprintable() and "  " not in text
        folded = text if plain else _WHITE.sub(" ", text)
        self._write(folded.lstrip(" ") if self._fresh else folded, look, scene)

    def _write(self, text: str, look: Look, scene: Scene) -> None:
        if not text:
            return
        # Chinese characters have a size of their own, which most styles do not tell apart.
        asian = look.asian != look.size and any(map(wide, text))
        key = look, asian, scene
        reason = self._reasons.get(key, "covered")
        if reason == "covered":  # not looked at yet: nothing covers a text here
            reason = self._reasons[key] = scene.hidden or unseen(look, asian, scene.ground, scene.certain)
        if reason is None:
            self._written.add(text)
            self._fresh = text[-1] in " \n"
        elif reason == "pale":
            self._written.doubt(text)
            self._fresh = text[-1] in " \n"
        else:
            self._written.hide(text, reason)

    def _object(self, element: Element, name: str, scene: Scene) -> bool:
        """What hangs on a paragraph or a page; whether it was something of that kind."""
        if name in _BOXES:
            inner = scene.boxed(element, self._styles)
            self._behind.append(lambda: self._blocks(element, inner))
        elif name == "image":
            self._picture(element, scene)
        elif name in ("object", "object-ole", "applet", "plugin", "floating-frame"):
            self._behind.append(lambda: self._embedded(element, name, scene))
        else:
            return False
        return True

    def _picture(self, element: Element, scene: Scene) -> None:
        frame = element.getparent()
        width, height = (points(attribute(frame, side)) or 0.0 for side in ("width", "height"))
        # A picture beside an object is only how it looks.
        if any(local(one) in ("object", "object-ole") for one in frame):
            return
        if scene.hidden is None:
            package, path = self._source.package, (attribute(element, "href") or "").removeprefix("./")
            data = None if package is None else package.part(path)
            self._behind.append(lambda: self._look_at(data, width, height))

    def _look_at(self, data: bytes | None, width: float, height: float) -> None:
        before = len(self._written)
        self.scans.add(data, width, height)
        if len(self._written) > before:
            self._written.add("\n")

    def _embedded(self, element: Element, name: str, scene: Scene) -> None:
        """An object of another program: a chart or a document that is read, else only told."""
        package, path = self._source.package, (attribute(element, "href") or "").removeprefix("./").rstrip("/")
        path = f"{self._source.folder}{path}"
        data = None if package is None or not path else package.part(f"{path}/content.xml")
        if scene.hidden is not None:
            return
        try:
            main = next(iter(element), None) if data is None else parse(data, self._source.name)
        except DraftError:
            self._written.miss("damaged")
            return
        if name == "object" and self._depth < _DEEPEST and main is not None:
            if not str(main.tag).endswith("}math"):
                source = Source(self._source.name, main, None, package, f"{path}/")
                _Walker(source, self._written, self.scans, self._depth + 1).document(main)
            return
        self._written.miss("embedded")

    def _form(self, forms: Element) -> None:
        """What fields show that were filled in, and what stands on them."""
        for one in forms.iter("{*}*"):
            texts = (attribute(one, name) for name in _SHOWN)
            text = next((said for said in texts if said and sum(map(str.isalnum, said)) >= _FURNITURE), None)
            if text is not None:
                self._written.add(text + "\n")


def _is_hidden(paragraph: Element) -> bool:
    """Whether a field in a paragraph hides it."""
    return any(attribute(mark, "is-hidden") != "false" for mark in paragraph.iter("{*}hidden-paragraph"))


def _style(element: Element) -> str | None:
    """The style of a paragraph or a stretch of text."""
    name: str | None = element.get(_STYLE_NAME)
    return name
