"""Web pages: decoded as they say, then the text that a browser shows, and what the page says of itself."""

from __future__ import annotations

import codecs
import re

from simcheck.patterns import regex
from simcheck.readers.content import Content
from simcheck.readers.decode import decode
from simcheck.readers.html.unseen import unseen
from simcheck.readers.html.walk import walk
from simcheck.readers.scans import read_pictures
from simcheck.readers.written import Written

_CHARSET = regex(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
#: How a page says that it was written by Word, and the endings of files that Word opens.
_BY_WORD = regex(r"<html[^>]*urn:schemas-microsoft-com:office:word|content=[\"']?Word\.Document", re.IGNORECASE)
_FOR_WORD = (".doc", ".docx", ".dot", ".wps", ".mht", ".mhtml")
#: Names in ``<meta>`` by which pages of Chinese offices and others tell it, best first.
_TITLE = ("articletitle", "og:title", "title", "dc.title")
_AUTHOR = ("contentsource", "author", "article:author", "dc.creator", "source")
_DATE = ("pubdate", "publishdate", "article:published_time", "publish_time", "dc.date", "date")


def content(data: bytes, name: str, charset: str | None = None, *, whole: bool = True) -> Content:
    """Text and properties of the page in ``data``: what a browser shows, scripts and stylesheets obeyed as far as they
    stand in the page; of a page that Word wrote as Word shows it. ``charset`` is what came with the page, if anything.

    Raises DraftError for an encoding that is not known, and for a picture of text in place of one, if the page is the
    ``whole`` document.
    """
    from selectolax.lexbor import LexborHTMLParser

    page = decoded(data, name, charset)
    tree = LexborHTMLParser(page.replace("\0", ""))
    told: dict[str, str] = {}
    for meta in tree.css("meta"):
        attributes = meta.attributes
        key = attributes.get("name") or attributes.get("property")
        if key and attributes.get("content"):
            told.setdefault(key.lower(), attributes["content"] or "")
    title = tree.css_first("title")
    written = Written()
    pictures = walk(tree, written, word=name.lower().endswith(_FOR_WORD) and _BY_WORD.search(page[:20_000]) is not None)
    written.hide(unseen(page, tree, written.held), "hidden")
    read_pictures(written, pictures, name, whole=whole)
    return written.content(
        _first(told, _TITLE) or (None if title is None else title.text()),
        _first(told, _AUTHOR),
        _first(told, _DATE),
    )


def decoded(data: bytes, name: str, charset: str | None = None) -> str:
    """By the byte order mark, else as came with it or as the page says if that is possible, else as it reads best."""
    if data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return decode(data, name)
    said = _CHARSET.search(data[:8192])
    for told in (charset, said[1].decode("ascii") if said else None):
        encoding = None if told is None else codec(told)
        if encoding is not None:
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                continue
    return decode(data, name)


def codec(charset: str) -> str | None:
    """The codec for a charset as browsers understand it, None if there is none that can be trusted."""
    wide = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "iso-8859-1": "cp1252", "big5": "big5hkscs"}
    try:
        encoding = codecs.lookup(wide.get(charset.lower(), charset)).name
    except LookupError:
        return None
    return encoding if encoding.startswith(("utf-8", "gb", "big5", "cp", "iso8859", "hz", "ascii")) else None


def _first(told: dict[str, str], keys: tuple[str, ...]) -> str | None:
    return next((told[key] for key in keys if key in told), None)
