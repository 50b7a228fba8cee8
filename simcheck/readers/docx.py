"""Word's .docx: from the bytes to the parts that hold text, and to their text and properties."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass

from simcheck.errors import DraftError
from simcheck.readers.content import Content
from simcheck.readers.docx_walk import Walked, walk
from simcheck.readers.package import Package
from simcheck.readers.safe_xml import Element, local, parse

#: What else is a ZIP package of XML, by a part it has, and what to do about it.
_OTHERS = (
    ("xl/workbook.xml", "an Excel file"),
    ("ppt/presentation.xml", "a PowerPoint file"),
    ("visio/document.xml", "a Visio file"),
)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the package: its path in the archive, and the root element of its XML."""

    path: str
    root: Element


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a .docx that make its text; None for those that it lacks."""

    document: Part
    footnotes: Part | None = None
    endnotes: Part | None = None
    styles: Part | None = None

    def walk(self) -> Walked:
        """The text, and the run that each stretch of it stands in. The text is that of ``read``, offset by offset."""
        notes = [part.root for part in (self.footnotes, self.endnotes) if part is not None]
        return walk(self.document.root, notes, None if self.styles is None else self.styles.root)


def parts(data: bytes, name: str) -> Parts:
    """The parsed parts of the .docx in ``data``; ``name`` is the file's name for messages.

    Raises DraftError for what is no Word file, damaged, protected by a password, or made to do harm.
    """
    return _parts(Package(data, name), name)


def content(data: bytes, name: str) -> Content:
    """Text and properties of the .docx in ``data``. Raises DraftError; see ``parts``.

    The day on which the file was made is not the day of the speech, so it is no date.
    """
    package = Package(data, name)
    walked = _parts(package, name).walk()
    if walked.foreign:
        raise DraftError(f"{name}: holds another document inside ({walked.foreign}); open it in Word and save it again")
    core = _texts(package, "docProps/core.xml", name)
    company = _texts(package, "docProps/app.xml", name).get("Company")
    return Content(walked.text, core.get("title"), core.get("creator") or company)


def _parts(package: Package, name: str) -> Parts:
    main = _target(package, "", "officeDocument", name) or "word/document.xml"
    document = _part(package, main, name)
    if document is None or local(document.root) != "document":
        what = next((what for part, what in _OTHERS if part in package.names), "a ZIP file, but no document")
        raise DraftError(f"{name}: this is {what}; open it in its program and save the text as .docx or .txt")
    found = (_part(package, _target(package, main, kind, name), name) for kind in ("footnotes", "endnotes", "styles"))
    return Parts(document, *found)


def _texts(package: Package, path: str, name: str) -> dict[str, str]:
    """The properties in a part by name; none when the part is missing or damaged, since the text does not need it."""
    try:
        part = _part(package, path, name)
    except DraftError:
        return {}
    return {} if part is None else {local(child): (child.text or "").strip() for child in part.root}


def _part(package: Package, path: str | None, name: str) -> Part | None:
    data = None if path is None else package.part(path)
    return None if data is None or path is None else Part(path, parse(data, name))


def _target(package: Package, source: str, kind: str, name: str) -> str | None:
    """The path of the part that ``source`` names for a kind of relationship; ``""`` is the package itself."""
    folder, file = posixpath.split(source)
    data = package.part(posixpath.join(folder, "_rels", f"{file}.rels"))
    for relation in [] if data is None else parse(data, name):
        target = relation.get("Target")
        external = relation.get("TargetMode") == "External"
        if target and not external and relation.get("Type", "").rpartition("/")[2] == kind:
            return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
    return None
