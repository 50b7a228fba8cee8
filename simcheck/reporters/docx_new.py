"""A new .docx from a plain text, for drafts that are no Word files: one paragraph a line, as offices set them."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from simcheck.readers.docx import Piece

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

#: An element of lxml, which has no types.
Element = Any

_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"

_PARTS = {
    "[Content_Types].xml": (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_MAIN}.document.main+xml"/>'
        f'<Override PartName="/word/styles.xml" ContentType="{_MAIN}.styles+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="rId1" Type="{_OFFICE}/officeDocument" '
        'Target="word/document.xml"/></Relationships>'
    ),
    "word/_rels/document.xml.rels": (
        f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="rId1" Type="{_OFFICE}/styles" Target="styles.xml"/>'
        "</Relationships>"
    ),
    "word/styles.xml": (
        f'<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr>'
        '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="仿宋" w:cs="Times New Roman"/>'
        '<w:sz w:val="32"/><w:szCs w:val="32"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/>'
        '</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:line="560" w:lineRule="exact"/></w:pPr>'
        "</w:pPrDefault></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
        "</w:styles>"
    ),
}
_PAGE = (
    '<w:sectPr xmlns:w="{w}"><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" w:header="851" w:footer="992" w:gutter="0"/>'
    "</w:sectPr>"
)


def package() -> bytes:
    """A .docx without its main part, which is written when the text has been marked."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in _PARTS.items():
            archive.writestr(path, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>{text}')
    return written.getvalue()


def document(text: str) -> tuple[Element, list[Piece]]:
    """The root of the main part for a text, and the pieces of the text in it.

    A character that XML cannot hold becomes U+FFFD, one that means nothing to Word (a carriage return) is left out.
    """
    from lxml import etree

    root = etree.Element(f"{{{W}}}document", nsmap={"w": W})
    body = etree.SubElement(root, f"{{{W}}}body")
    pieces: list[Piece] = []
    start = 0
    for line in text.split("\n"):
        paragraph = etree.SubElement(body, f"{{{W}}}p")
        if line.strip("\r"):
            run = etree.SubElement(paragraph, f"{{{W}}}r")
            pieces += _line(run, line.rstrip("\r"), start)
        start += len(line) + 1
    body.append(etree.fromstring(_PAGE.format(w=W)))
    return root, pieces


def _line(run: Element, line: str, start: int) -> list[Piece]:
    from lxml import etree

    pieces: list[Piece] = []
    for number, part in enumerate(line.split("\t")):
        if number:
            tab = etree.SubElement(run, f"{{{W}}}tab")
            pieces.append(Piece(start, start + 1, run, tab))
            start += 1
        if part:
            held = etree.SubElement(run, f"{{{W}}}t")
            held.text = "".join(char if _allowed(char) else "\ufffd" for char in part)
            held.set(_SPACE, "preserve")
            pieces.append(Piece(start, start + len(part), run, held))
            start += len(part)
    return pieces


def _allowed(char: str) -> bool:
    """Whether XML 1.0 may hold a character."""
    return char >= " " and not ("\ud800" <= char <= "\udfff" or char in "\ufffe\uffff")
