"""The files of an OFD package, found by the paths that they name."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from simcheck.errors import DraftError
from simcheck.readers.package import Package
from simcheck.readers.safe_xml import Element, local, parse


def numbers(said: str | None) -> tuple[float, ...]:
    """The numbers of a list such as ``0 0 210 297``; empty where it is none.

    >>> numbers("0 0 210 297"), numbers("x")
    ((0.0, 0.0, 210.0, 297.0), ())
    """
    try:
        return tuple(map(float, (said or "").split()))
    except ValueError:
        return ()


class Parts:
    """The parts of the package of the file ``name``."""

    def __init__(self, package: Package, name: str) -> None:
        self.package, self.name = package, name
        self._places: dict[Element, str] = {}

    def bodies(self) -> Iterator[Element]:
        """The documents that the package holds, as ``OFD.xml`` lists them. Raises DraftError without it."""
        root = self.root("OFD.xml")
        if root is None:
            raise DraftError(f"{self.name}: an OFD file without OFD.xml; it is damaged, ask for the original file")
        if self.package.holds("Encryptions.xml") or any(local(one) == "Encryptions" for one in root.iter("{*}*")):
            raise DraftError(
                f"{self.name}: an encrypted OFD file; open it in its reader and print it to a PDF",
                code="draft.encrypted",
            )
        yield from (one for one in root if local(one) == "DocBody")

    def root(self, path: str | None) -> Element | None:
        """The root element of a part, None if there is none. Raises DraftError for one that is damaged."""
        data = None if path is None else self.package.part(path)
        if data is None or path is None:
            return None
        root = parse(data, self.name)
        self._places[root] = path
        return root

    def document(self, body: Element) -> Element | None:
        """The root element of a document."""
        return self.root(self.path(body, self.text(body, "DocRoot")))

    def path(self, element: Element, said: str | None) -> str | None:
        """The path that an element names: of its own folder, or of the package if it begins with a slash."""
        if not said or not said.strip():
            return None
        root = element.getroottree().getroot()
        folder = posixpath.dirname(self._places.get(root, ""))
        return posixpath.normpath(posixpath.join("/", folder, said.strip().replace("\\", "/"))).lstrip("/")

    def pages(self, document: Element) -> Iterator[tuple[str, str]]:
        """The pages of a document, by id and path, in order."""
        for pages in document:
            if local(pages) == "Pages":
                for page in pages:
                    path = self.path(page, page.get("BaseLoc"))
                    if local(page) == "Page" and path is not None:
                        yield page.get("ID", ""), path

    def annotations(self, document: Element) -> dict[str, list[Element]]:
        """What stands upon pages, stamps and notes, by the id of the page."""
        found: dict[str, list[Element]] = {}
        listed = self.root(self.path(document, self.text(document, "Annotations")))
        for page in () if listed is None else listed:
            notes = self.root(self.path(page, self.text(page, "FileLoc")))
            for note in () if notes is None else notes:
                if note.get("Visible", "true") != "false":
                    parts = [one for one in note if local(one) == "Appearance"]
                    found.setdefault(page.get("PageID", ""), []).extend(parts)
        return found

    def attachments(self, document: Element) -> int:
        """How many files come with a document."""
        listed = self.root(self.path(document, self.text(document, "Attachments")))
        return 0 if listed is None else sum(local(one) == "Attachment" for one in listed)

    def text(self, element: Element, *names: str) -> str | None:
        """The text of the first descendant that ``names`` lead to, the last at any depth below; None without one."""
        *above, last = names
        for name in above:
            element = next((one for one in element if local(one) == name), None)
            if element is None:
                return None
        found = next((one for one in element.iter("{*}*") if local(one) == last), None)
        return None if found is None else (found.text or "").strip() or None
