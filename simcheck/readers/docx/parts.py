"""The parts of a .docx: found by the relationships that name them, as Word finds them, whatever they are called."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote

from simcheck.errors import DraftError
from simcheck.readers.docx.tree import on
from simcheck.readers.package import Package
from simcheck.readers.safe_xml import Element, attribute, local, parse

#: What else is a ZIP package of XML, by a part it has, and what to do about it.
_OTHERS = (
    ("xl/workbook.xml", "an Excel file"),
    ("ppt/presentation.xml", "a PowerPoint file"),
    ("visio/document.xml", "a Visio file"),
)
#: Where the types of relationships begin: in files as Word writes them, in strict ones, and those that came later.
_KINDS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/",
    "http://purl.oclc.org/ooxml/officeDocument/relationships/",
    "http://schemas.microsoft.com/office/2007/relationships/",
    "http://schemas.microsoft.com/office/2014/relationships/",
)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the package: its path in the archive, and the root element of its XML."""

    path: str
    root: Element


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part says of another one: by which id, of what kind ("" for a kind that is not Word's), and where it is,
    None for a place outside of the package."""

    id: str
    kind: str
    target: str | None


@dataclass(slots=True)
class Parts:
    """The parts of a .docx that make its text; None for those that it lacks. ``name`` is the file's, for messages."""

    name: str
    package: Package
    main: Part
    notes: tuple[Part, ...] = ()
    headers: tuple[Part, ...] = ()
    styles: Element | None = None
    numbering: Element | None = None
    theme: Element | None = None
    settings: Element | None = None
    _relations: dict[str, tuple[Relation, ...]] = field(default_factory=dict)

    def relations(self, path: str) -> tuple[Relation, ...]:
        """What the part at ``path`` says of others; "" is the package itself."""
        if path not in self._relations:
            self._relations[path] = tuple(_relations(self.package, path, self.name))
        return self._relations[path]

    def related(self, path: str, relation_id: str | None) -> Relation | None:
        """What a part means by the id of a relation."""
        return next((one for one in self.relations(path) if one.id == relation_id), None)

    def part(self, path: str | None) -> Part | None:
        """A part that the text can do without, None if it is missing or damaged."""
        try:
            return _part(self.package, path, self.name)
        except DraftError:
            return None


def parts(data: bytes, name: str) -> Parts:
    """The parsed parts of the .docx in ``data``; ``name`` is the file's name for messages.

    Raises DraftError for what is no Word file, damaged, protected by a password, or made to do harm.
    """
    package = Package(data, name)
    main = _main(package, name)
    document = _part(package, main, name)
    if document is None or local(document.root) != "document":
        what = next((what for part, what in _OTHERS if package.holds(part)), "a ZIP file, but no document")
        raise DraftError(f"{name}: this is {what}; open it in its program and save the text as .docx or .txt")
    read = Parts(name, package, document)

    def first(kind: str) -> Part | None:
        paths = (one.target for one in read.relations(document.path) if one.kind == kind)
        return _part(package, next(filter(None, paths), None), name)

    def root(kind: str) -> Element | None:
        part = first(kind)
        return None if part is None else part.root

    read.notes = tuple(part for part in (first("footnotes"), first("endnotes")) if part is not None)
    read.styles, read.numbering, read.settings = root("styles"), root("numbering"), root("settings")
    theme = next((one.target for one in read.relations(document.path) if one.kind == "theme"), None)
    found_theme = read.part(theme)
    read.theme = None if found_theme is None else found_theme.root
    read.headers = tuple(_headers(read))
    return read


def _main(package: Package, name: str) -> str:
    named = [one.target for one in _relations(package, "", name) if one.kind == "officeDocument" and one.target]
    if len(set(named)) > 1:
        raise DraftError(f"{name}: names two main parts, as no word processor does; open it in Word and save it again")
    return named[0] if named else "word/document.xml"


def _headers(read: Parts) -> Iterator[Part]:
    """The headers and footers that pages show, each once."""
    even = any(
        local(one) == "evenAndOddHeaders" and on(one) for one in (() if read.settings is None else read.settings)
    )
    seen: set[str] = set()
    for section in read.main.root.iter("{*}sectPr"):
        first = any(local(one) == "titlePg" and on(one) for one in section)
        for one in section:
            if local(one) in ("headerReference", "footerReference"):
                kind = attribute(one, "type") or "default"
                relation = read.related(read.main.path, attribute(one, "id"))
                path = None if relation is None else relation.target
                if (
                    path is not None
                    and path not in seen
                    and (kind == "default" or (first if kind == "first" else even))
                ):
                    seen.add(path)
                    part = _part(read.package, path, read.name)
                    if part is not None:
                        yield part


def properties(package: Package, path: str, name: str) -> dict[str, str]:
    """The properties in a part by name; none when the part is missing or damaged, since the text does not need it."""
    try:
        part = _part(package, path, name)
    except DraftError:
        return {}
    return {} if part is None else {local(child): (child.text or "").strip() for child in part.root}


def _part(package: Package, path: str | None, name: str) -> Part | None:
    data = None if path is None else package.part(path)
    return None if data is None or path is None else Part(package.path(path), parse(data, name))


def _relations(package: Package, source: str, name: str) -> Iterator[Relation]:
    folder, file = posixpath.split(source.replace("\\", "/"))
    data = package.part(posixpath.join(folder, "_rels", f"{file}.rels"))
    for one in [] if data is None else parse(data, name):
        kind, target = one.get("Type", ""), one.get("Target", "")
        begins = next((begin for begin in _KINDS if kind.startswith(begin)), None)
        path = posixpath.normpath(posixpath.join("/", folder, target.replace("\\", "/"))).lstrip("/")
        outside = not target or one.get("TargetMode") == "External"
        place = None if outside else path if package.holds(path) else unquote(path)
        yield Relation(one.get("Id", ""), "" if begins is None else kind.removeprefix(begins), place)
