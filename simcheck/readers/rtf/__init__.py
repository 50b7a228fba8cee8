"""Rich Text Format: the text that a page shows, whatever code page or font its bytes were written in.

The small libraries for RTF drop footnotes, keep hidden and deleted text and list numbers, and take Chinese bytes in a
Western font for Western letters; so the format's few rules are followed here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from simcheck.errors import DraftError
from simcheck.patterns import regex
from simcheck.readers.colour import Colour
from simcheck.readers.content import Content, paired
from simcheck.readers.decode import guessed
from simcheck.readers.rtf.page import Page, Pieces
from simcheck.readers.rtf.reader import RtfReader
from simcheck.readers.scans import Scans
from simcheck.readers.written import Written

_TOKEN = regex(
    r"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?|(?P<hex>(?:\\'[0-9a-fA-F]{2})+)|\\(?P<symbol>[^a-zA-Z])"
    r"|(?P<brace>[{}])|[\r\n]+|(?P<text>[^\\{}\r\n]+)|\\$",
    re.DOTALL,
)
_COLOURS = regex(r"\{\\colortbl\b([^{}]*)\}")
_PART = regex(r"\\(red|green|blue)(\d{1,3})")
#: What may lie behind the text of a page, so that a white text may be seen: a shape below it, a page with a colour.
_BEHIND = ("\\shpfblwtxt1", "\\viewbksp1")
#: To a point.
_TWIPS = 20
#: Letters of a header or footer from which it is a text; page numbers and the document's own name have fewer.
_FURNITURE = 13


def content(data: bytes, name: str) -> Content:
    """Text and properties of the RTF in ``data``. Tables give a line a cell, notes and text boxes stand at the end.

    Bytes whose code page the file does not tell, as old Chinese programs leave it out, are read as what they most look
    like. Raises DraftError for a file that ends too early, and for a scan.
    """
    text = data.decode("latin-1")
    page = _read(text, None, name)
    encoding = guessed(b"\n".join(page.western))
    if encoding is not None:
        page = _read(text, encoding, name)
    written = Written()
    art: list[Pieces] = [[(said, None)] for shape in page.shapes if (said := shape.properties.get("gtextUNICODE"))]
    for pieces in (page.body, *page.boxes, *art, *page.notes, *_headers(page)):
        _write(written, pieces)
    equations = sum(pieces[0][0].startswith("Equation") for pieces in page.classes if pieces)
    written.miss("picture", equations)
    written.miss("embedded", max(0, page.objects - equations))
    written.miss("comment", page.comments)
    found = Scans(written, name, len(page.pictures))
    for picture in page.pictures:
        found.add(picture.bytes(), picture.width / _TWIPS, picture.height / _TWIPS)
    found.finish()
    title, author, company = (
        paired("".join(text for text, _ in page.properties.get(key, []))) for key in ("title", "author", "company")
    )
    return written.content(title or None, author or company or None)


def _read(text: str, encoding: str | None, name: str) -> Page:
    reader = RtfReader(encoding, certain=not any(word in text for word in _BEHIND))
    for table in _COLOURS.findall(text):
        reader.page.colours = [_colour(entry) for entry in table.split(";")[:-1]]
    position, length = text.index("{"), len(text)
    while position < length and (found := _TOKEN.match(text, position)):
        position = found.end()
        position += reader.token(found)
        if not reader.depth:
            break
    if reader.depth:
        raise DraftError(f"{name}: damaged or cut short; open it in its program and save it again")
    return reader.page


def _colour(entry: str) -> Colour | None:
    """An entry of the table of colours; None for an empty one, which is seen on any ground."""
    told = dict(_PART.findall(entry))
    return (int(told.get("red", 0)), int(told.get("green", 0)), int(told.get("blue", 0))) if told else None


def _headers(page: Page) -> Iterable[Pieces]:
    """The headers and footers that hold a text of their own, each once."""
    texts = {"".join(text for text, _ in pieces): pieces for pieces in reversed(page.headers)}
    return [pieces for text, pieces in reversed(texts.items()) if sum(map(str.isalnum, text)) >= _FURNITURE]


def _write(written: Written, pieces: Pieces) -> None:
    """One part behind the others, without the empty lines around it."""
    raw = "".join(text for text, reason in pieces if reason in (None, "pale"))
    text = raw.strip("\n")
    first = len(raw) - len(raw.lstrip("\n"))
    if text and len(written):
        written.add("\n")
    if all(reason is None for _, reason in pieces):
        written.add(text)
        return
    at = 0
    for piece, reason in pieces:
        if reason not in (None, "pale"):
            written.hide(piece, reason)
            continue
        seen = piece[max(0, first - at) : max(0, first + len(text) - at)]
        at += len(piece)
        (written.doubt if reason == "pale" else written.add)(seen)
