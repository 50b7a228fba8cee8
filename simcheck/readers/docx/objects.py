"""What a .docx shows besides its own text: SmartArt, charts, and documents of other programs inside of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from simcheck.errors import DraftError
from simcheck.readers.docx.parts import Part, Parts, parts
from simcheck.readers.docx.tree import content
from simcheck.readers.package import Package
from simcheck.readers.safe_xml import Element, attribute, local, parse

#: Documents inside of documents inside of documents that are read.
DEEPEST = 3
#: What stands in a program's file by the parts that hold its text.
_SHEETS, _SLIDES = ("xl/sharedstrings.xml", "xl/worksheets/"), ("ppt/slides/slide", "ppt/notesslides/")


def smart_art(read: Parts, source: str, mark: Element) -> Iterator[str] | None:
    """The lines of the diagram that ``dgm:relIds`` in the part ``source`` names; None if they cannot be read."""
    relation = read.related(source, attribute(mark, "dm"))
    data = None if relation is None else read.part(relation.target)
    if data is None:
        return None
    lines = list(_paragraphs(data.root))
    # What Word has drawn is kept beside; it may hold more than the data.
    names = {one.get("relId") for one in data.root.iter("{*}dataModelExt")}
    for other in read.relations(source):
        drawing = None
        if other.kind == "diagramDrawing" and (not names or other.id in names):
            drawing = read.part(other.target)
        lines += [] if drawing is None else [line for line in _paragraphs(drawing.root) if line not in lines]
    return iter(lines)


def chart(read: Parts, source: str, mark: Element) -> Iterator[str] | None:
    """The titles and labels of the chart that ``c:chart`` in the part ``source`` names; None if they cannot be read."""
    relation = read.related(source, attribute(mark, "id"))
    part = None if relation is None else read.part(relation.target)
    return None if part is None else _once([*_labels(part.root), *_drawn_over(read, part)])


def _labels(root: Element) -> Iterator[str]:
    """Titles as they were typed, then names of series and categories; the numbers are none."""
    yield from _paragraphs(root)
    for cache in root.iter("{*}strCache", "{*}multiLvlStrCache", "{*}strDim", "{*}txData"):
        yield from (point.text or "" for point in cache.iter("{*}v", "{*}pt") if (point.text or "").strip())
    yield from (one.text or "" for tx in root.iter("{*}tx") for one in tx if local(one) == "v")


def _drawn_over(read: Parts, part: Part) -> Iterator[str]:
    for mark in part.root.iter("{*}userShapes"):
        relation = read.related(part.path, attribute(mark, "id"))
        shapes = None if relation is None else read.part(relation.target)
        yield from () if shapes is None else _paragraphs(shapes.root)


def embedded(read: Parts, source: str, mark: Element) -> Parts | Iterator[str] | None:
    """What is inside of the object that ``o:OLEObject`` in the part ``source`` names: a Word document to walk, or the
    lines of a table or of slides; None if it cannot be read."""
    relation = read.related(source, attribute(mark, "id"))
    data = None if relation is None or relation.target is None else read.package.part(relation.target)
    if data is None or not data.startswith(b"PK"):
        return None
    try:
        package = Package(data, read.name)
        if any(package.holds(f"{kind}.xml") for kind in ("xl/workbook", "ppt/presentation")):
            return _once(_lines_of(package, read.name))
        return parts(data, read.name)
    except DraftError:
        return None


def _lines_of(package: Package, name: str) -> Iterator[str]:
    """The texts of a workbook or of slides; None of their numbers."""
    for path in sorted(package.names):
        if path.lower().replace("\\", "/").startswith(_SHEETS):
            root = parse(package.part(path) or b"", name)
            yield from ("".join(one.text or "" for one in item.iter("{*}t")) for item in root.iter("{*}si", "{*}is"))
        elif path.lower().replace("\\", "/").startswith(_SLIDES) and path.endswith(".xml"):
            yield from _paragraphs(parse(package.part(path) or b"", name))


def picture(read: Parts, source: str, mark: Element) -> bytes | None:
    """The bytes of a picture by the element that names it in the part ``source``, None if they are not in the file."""
    part = read.related(source, attribute(mark, "embed") or attribute(mark, "id"))
    return None if part is None or part.target is None else read.package.part(part.target)


def drawn(element: Element) -> Iterator[str]:
    """The paragraphs of a text that DrawingML holds (``a:p``) right inside of an element."""
    yield from _paragraphs(element)


def _paragraphs(root: Element) -> Iterator[str]:
    for paragraph in root.iter("{*}p"):
        if "drawingml" in str(paragraph.tag):
            line = "".join(_inside(paragraph))
            yield from (part for part in line.split("\n") if part.strip())


def _inside(paragraph: Element) -> Iterator[str]:
    for one in content(paragraph):
        name = local(one)
        if name == "br":
            yield "\n"
        elif name in ("r", "fld"):
            yield from (text.text or "" for text in one if local(text) == "t")


def _once(lines: Iterable[str]) -> Iterator[str]:
    """Each line once: charts repeat the names of their series and categories."""
    return iter(dict.fromkeys(line for line in lines if line.strip()))
