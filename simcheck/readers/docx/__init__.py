"""Word's .docx: from the bytes to the text that its pages show, and to what the file says of itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from simcheck.errors import DraftError
from simcheck.readers.content import Content
from simcheck.readers.docx.parts import Part, Parts, parts, properties
from simcheck.readers.docx.piece import Piece, Walked
from simcheck.readers.docx.walk import walk
from simcheck.readers.safe_xml import attribute, local
from simcheck.readers.untold import with_untold

__all__ = ["Part", "Parts", "Piece", "Walked", "content", "parts", "walk"]


def content(data: bytes, name: str) -> Content:
    """Text and properties of the .docx in ``data``. Raises DraftError; see ``parts``.

    The day on which the file was made is not the day of the speech, so it is no date.
    """
    read = parts(data, name)
    walked = walk(read)
    if walked.foreign:
        raise DraftError(f"{name}: holds another document inside ({walked.foreign}); open it in Word and save it again")
    core = properties(read.package, "docProps/core.xml", name)
    company = properties(read.package, "docProps/app.xml", name).get("Company")
    found = replace(walked.content, title=core.get("title"), author=core.get("creator") or company)
    return with_untold(found, [*core.values(), *_descriptions(read)])


def _descriptions(read: Parts) -> Iterator[str]:
    """What is said of pictures and shapes, for those who point at them."""
    for one in read.main.root.iter("*"):
        if local(one) in ("docPr", "cNvPr", "shape"):
            yield from (attribute(one, name) or "" for name in ("descr", "title", "alt"))
