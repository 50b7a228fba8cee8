"""Documents made in a test: .docx and .odt packages around a piece of XML, and PDFs line by line."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SPACES = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    f'xmlns:r="{_KINDS}"'
)
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title><dc:creator>{author}</dc:creator>'
    "</cp:coreProperties>"
)
_ODF = "urn:oasis:names:tc:opendocument:xmlns"
_ODF_SPACES = " ".join(
    f'xmlns:{short}="{_ODF}:{name}:1.0"'
    for short, name in (
        ("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"), ("draw", "drawing"),
        ("meta", "meta"), ("manifest", "manifest"),
    )
) + ' xmlns:dc="http://purl.org/dc/elements/1.1/"'  # fmt: skip


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """A ZIP archive of these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data, zipfile.ZIP_STORED if name == "mimetype" else None)
    return buffer.getvalue()


def relation(name: str, kind: str, target: str, more: str = "") -> str:
    """A relationship of one of Word's kinds, or of the whole type ``kind``."""
    kind = kind if ":" in kind else f"{_KINDS}/{kind}"
    return f'<Relationship Id="{name}" Type="{kind}" Target="{target}" {more}/>'


def relations(*inside: str) -> str:
    """A part of relationships."""
    return f'<Relationships xmlns="{_RELATIONS}">{"".join(inside)}</Relationships>'


def docx(
    body: str,
    *,
    title: str = "",
    author: str = "",
    related: str = "",
    more: Mapping[str, str | bytes] | None = None,
    **parts: str,
) -> bytes:
    """A .docx around the XML of its body; ``footnotes``, ``endnotes`` and ``styles`` are the insides of those parts,
    ``related`` further relationships of the main part, ``more`` further files by their paths."""
    related += "".join(relation(name, name, f"{name}.xml") for name in parts)
    return zipped(
        {
            "[Content_Types].xml": _TYPES,
            "_rels/.rels": relations(relation("a", "officeDocument", "word/document.xml")),
            "word/_rels/document.xml.rels": relations(related),
            "word/document.xml": f"<w:document {_SPACES}><w:body>{body}</w:body></w:document>",
            "docProps/core.xml": _CORE.format(title=title, author=author),
        }
        | {f"word/{name}.xml": f"<w:{name} {_SPACES}>{inside}</w:{name}>" for name, inside in parts.items()}
        | dict(more or {})
    )


def docx_of(text: str, **properties: str) -> bytes:
    """A .docx with a paragraph for each line."""
    return docx("".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in text.split("\n")), **properties)


def odt(body: str, *, styles: str = "", title: str = "", author: str = "", manifest: str = "") -> bytes:
    """A .odt around the XML of its text."""
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content {_ODF_SPACES}><office:automatic-styles>{styles}"
            f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
            "</office:document-content>",
            "meta.xml": f"<office:document-meta {_ODF_SPACES}><office:meta><dc:title>{title}</dc:title>"
            f"<meta:initial-creator>{author}</meta:initial-creator></office:meta></office:document-meta>",
            "META-INF/manifest.xml": f"<manifest:manifest {_ODF_SPACES}>{manifest}</manifest:manifest>",
        }
    )
