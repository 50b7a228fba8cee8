"""Which format a file is in: by its first bytes, whatever it is called, and by its name where they do not tell."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Literal

from simcheck.errors import DraftError
from simcheck.patterns import regex
from simcheck.readers.mime import is_message

Kind = Literal["text", "markdown", "html", "mime", "docx", "odt", "ofd", "rtf", "pdf", "doc", "wordml"]

#: The endings of documents that are not read: found in a folder they are refused by name, lest they look checked.
REFUSED_SUFFIXES = (
    ".uof", ".uot", ".ceb", ".cebx", ".gw", ".sep", ".msg", ".hwp", ".hwpx", ".pages", ".wpd", ".wri", ".epub", ".xps",
    ".oxps", ".djvu", ".pptx", ".ppt", ".dps", ".odp",
)  # fmt: skip
#: What is taken for a document in a folder. A file named by itself is read whatever its name.
SUFFIXES = (
    ".txt", ".md", ".markdown", ".docx", ".docm", ".dotx", ".doc", ".wps", ".pdf", ".odt", ".ott", ".fodt", ".ofd",
    ".rtf", ".html", ".htm", ".xhtml", ".mht", ".mhtml", ".eml", *REFUSED_SUFFIXES,
)  # fmt: skip
_AS_TEXT = "open it in its program and save it as .docx or plain text"
#: First bytes of what holds no text that can be read, and what to do about each.
_REFUSED = (
    (b"\x1f\x8b", "a gzip file; unpack it first"),
    (b"Rar!", "a RAR file; unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z file; unpack it first"),
    (b"\x89PNG", "a picture; type out its text first"),
    (b"\xff\xd8\xff", "a picture; type out its text first"),
    (b"GIF8", "a picture; type out its text first"),
    (b"II*\0", "a picture; type out its text first"),
    (b"SQLite format 3", "a database; export its text first"),
    (b"%!PS", "a PostScript file; save it as PDF first"),
    (b"AT&TFORM", "a DjVu file; save its text first"),
    (b"version https://git-lfs.github.com/spec/", "a pointer of Git LFS; fetch the file by `git lfs pull`"),
)
#: Streams of an old Office file by the names in its directory, which is in UTF-16.
_STREAMS: tuple[tuple[str, str | None], ...] = (
    ("EncryptedPackage", "protected by a password; open it in its program and save it without one"),
    ("WordDocument", None),
    ("Workbook", f"an Excel file, no document; {_AS_TEXT}"),
    ("PowerPoint Document", f"a PowerPoint file, no document; {_AS_TEXT}"),
    ("HwpSummaryInformation", f"a Hangul file; {_AS_TEXT}"),
    ("__nameid_version", "a message of Outlook; open it there and save it as .eml or plain text"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FIRST = regex(
    r"(?:<\?xml[^>]*\?>\s*|<!--.*?-->\s*|<!\[[^\]]*\]>\s*)*<(!doctype\s+html|[a-z][a-z0-9]*)(?=[\s>/])",
    re.IGNORECASE | re.DOTALL,
)
#: Elements that only a whole page begins with, and those that a piece of one does, as programs save it under a .doc.
_PAGES = frozenset(("html", "head", "body", "meta"))
_PIECES = frozenset(
    "a address article b base big blockquote br center code dd div dl dt em figure font footer form h1 h2 h3 h4 h5 h6 "
    "header hr i iframe img li link main nav ol p pre q s script section small span strong style sub sup table tbody "
    "td th thead title tr tt u ul".split()
)
#: A tag of them anywhere, and how many of them make what is named like a file of a word processor a page.
_TAG, _TAGS = regex(rf"</?(?:{'|'.join(sorted(_PIECES))})(?:\s[^<>]*)?/?>", re.IGNORECASE), 3
_OFFICE = (".doc", ".docx", ".dot", ".wps", ".wpt", ".rtf")
#: Files that are looked at as they are, tags and all.
_PLAIN = (".txt", ".text", ".md", ".markdown")
#: The beginning of XML: its declaration, or an element with a namespace.
_XML = regex(r"<\?xml[\s?]|<[\w.-]+(?::[\w.-]+)?\s(?:[^>]*\s)?xmlns(?::[\w.-]+)?\s*=")
_BY_NAME: dict[str, Kind] = {
    ".md": "markdown", ".markdown": "markdown", ".html": "html", ".htm": "html", ".xhtml": "html",
}  # fmt: skip


def kind(data: bytes, name: str) -> Kind:
    """The format of the file ``name`` that begins with ``data`` (all of it).

    The content decides: a .doc may be a .docx, RTF or a web page, a .txt a PDF. Only Markdown, which looks like any
    text, is known by its name alone. Raises DraftError for formats without text, and for Office files under a password.
    """
    for signature, what in _REFUSED:
        if data.startswith(signature):
            raise DraftError(f"{name}: not a text but {what}")
    start = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"%PDF-") or (name.lower().endswith(".pdf") and b"%PDF-" in data[:1024]):
        return "pdf"
    if start.startswith((b"{\\rtf", b"{\\urtf")):
        return "rtf"
    if data.startswith(_OLE):
        return _old_office(data, name)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _package(data, name)
    return _textual(data, name)


def _is_page(head: str, name: str) -> bool:
    if name.lower().endswith(_OFFICE) and sum(1 for _ in zip(_TAG.finditer(head), range(_TAGS), strict=False)) == _TAGS:
        return True
    first = _FIRST.match(head)
    if first is None:
        return False
    tag = first[1].lower()
    if tag.startswith("!doctype") or tag in _PAGES:
        return True
    return tag in _PIECES and not name.lower().endswith(_PLAIN)


def _old_office(data: bytes, name: str) -> Kind:
    for stream, refusal in _STREAMS:
        if stream.encode("utf-16-le") in data:
            if refusal is None:
                return "doc"
            raise DraftError(f"{name}: {refusal}")
    raise DraftError(f"{name}: an old Office file without text, such as one of Microsoft Works; {_AS_TEXT}")


def _package(data: bytes, name: str) -> Kind:
    declared = re.search(rb"mimetypeapplication/([\w.+-]*)", data[:200])
    # Names stand in a ZIP file as they are.
    if declared is None and b"OFD.xml" in data and b"[Content_Types].xml" not in data:
        return "ofd"
    if declared is None and b"uof.xml" in data.lower() and b"[Content_Types].xml" not in data:
        raise DraftError(f"{name}: a UOF file; {_AS_TEXT}")
    if declared is None:
        return "odt" if b"content.xml" in data and b"[Content_Types].xml" not in data else "docx"
    what = declared[1].decode("ascii").removeprefix("vnd.oasis.opendocument.")
    if what.startswith("text"):
        return "odt"
    raise DraftError(f"{name}: a file of the kind {what or 'unknown'}, no document; {_AS_TEXT}")


def _textual(data: bytes, name: str) -> Kind:
    head = data[:4096].replace(b"\0", b"").decode("latin-1").lstrip("\xef\xbb\xbf\xff\xfe \t\r\n")
    if 'progid="Word.Document"' in head or "<w:wordDocument" in head or "<pkg:package" in head:
        return "wordml"
    if "<office:document " in head:
        return "odt"
    if is_message(data):
        return "mime"
    if _is_page(head, name):
        return "html"
    if _XML.match(head) or (name.lower().endswith(".xml") and head.startswith("<")):
        what = "a UOF file" if "UOF" in head else "an XML file of a kind that is not read"
        raise DraftError(f"{name}: {what}; {_AS_TEXT}")
    return _BY_NAME.get(PurePath(name).suffix.lower(), "text")
