"""Word's documents in one XML file, that of 2003 and the one of today: read as the .docx that they are otherwise."""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Iterator

from simcheck.errors import DraftError
from simcheck.readers import docx
from simcheck.readers.content import Content
from simcheck.readers.safe_xml import Element, attribute, local, parse
from simcheck.readers.wordml.of_2003 import parts

__all__ = ["content", "packed"]


def content(data: bytes, name: str) -> Content:
    """Text and properties of the document in ``data``. Raises DraftError for one that is damaged or made to do harm."""
    return docx.content(packed(data, name), name)


def packed(data: bytes, name: str) -> bytes:
    """The same document as a .docx. Raises DraftError; see ``content``."""
    root = parse(data, name)
    if local(root) not in ("package", "wordDocument"):
        raise DraftError(f"{name}: an XML file, but no document of Word's; save the text as .docx or .txt")
    try:
        found = [*(_flat(root) if local(root) == "package" else parts(root))]
    except ValueError:  # base64 that is none
        raise DraftError(f"{name}: its XML is damaged; open it in its program and save it again") from None
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for path, part in found:
            if path in archive.NameToInfo:
                raise DraftError(f"{name}: holds two parts called {path!r}; open it in its program and save it again")
            archive.writestr(path, part)
    return buffer.getvalue()


def _flat(root: Element) -> Iterator[tuple[str, bytes]]:
    """The parts of a package that stands in one file ("Flat OPC"), by their paths."""
    from lxml import etree

    for part in root:
        path = (attribute(part, "name") or "").lstrip("/")
        for held in part if path else ():
            if local(held) == "xmlData":
                yield from ((path, etree.tostring(inside, encoding="utf-8")) for inside in held[:1])
            elif local(held) == "binaryData":
                yield path, base64.b64decode(held.text or "")
