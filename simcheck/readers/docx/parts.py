"""The parts of a .docx: found by the relationships that name them, as Word finds them, whatever they are called."""

from __future__ import annotations

import functools
import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
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


class Parts:
    """The parts of a .docx that make its text, each parsed when it is first needed; None for one that it lacks.

    ``name`` is the file's, for messages. Everything here raises DraftError for a part that is damaged.
    """

    def __init__(self, name: str, package: Package, main: Part) -> None:
        self.name, self.package, self.main = name, package, main
        self._relations: dict[str, tuple[Relation, ...]] = {}

    @functools.cached_property
    def notes(self) -> tuple[Part, ...]:
        """The footnotes and the endnotes."""
        return tuple(part for part in map(self._first, ("footnotes", "endnotes")) if part is not None)

    @functools.cached_property
    def headers(self) -> tuple[Part, ...]:
        """The headers and footers that pages show, each once."""
        return tuple(_headers(self))

    @functools.cached_property
    def styles(self) -> Element | None:
        """The styles."""
        return self._root("styles")

    @functools.cached_property
    def numbering(self) -> Element | None:
        """The lists."""
        return self._root("numbering")

    @functools.cached_property
    def theme(self) -> Element | None:
        """The theme, which names colours."""
        return self._root("theme")

    @functools.cached_property
    def settings(self) -> Element | None:
        """The settings."""
        return self._root("settings")

    def _first(self, kind: str) -> Part | None:
        paths = (one.target for one in self.relations(self.main.path) if one.kind == kind)
        return _part(self.package, next(filter(None, paths), None), self.name)

    def _root(self, kind: str) -> Element | None:
        part = self._first(kind)
        return None if part is None else part.root

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
    return Parts(name, package, document)


def _main(package: Package, name: str) -> str:
    named = [one.target for one in _relations(package, "", name) if one.kind == "officeDocument" and one.target]
    if len(set(named)) > 1:
        raise DraftError(f"{name}: names two main parts, as no word processor does; open it in Word and save it again")
    return named[0] if named else "word/document.xml"


def _headers(read: Parts) -> Iterator[Part]:
    seen: set[str] = set()
    for section in read.main.root.iter("{*}sectPr"):
        first = any(local(one) == "titlePg" and on(one) for one in section)
        for one in section:
            if local(one) in ("headerReference", "footerReference"):
                kind = attribute(one, "type") or "default"
                relation = read.related(read.main.path, attribute(one, "id"))
                path = None if relation is None else relation.target
                shown = {"default": True, "first": first}.get(kind) or (kind == "even" and _even(read))
                if path is not None and path not in seen and shown:
                    seen.add(path)
                    part = _part(read.package, path, read.name)
                    if part is not None:
                        yield part


def _even(read: Parts) -> bool:
    settings = () if read.settings is None else read.settings
    return any(local(one) == "evenAndOddHeaders" and on(one) for one in settings)


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
