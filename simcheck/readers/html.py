"""Web pages: decoded as they say, then the text that a browser shows, a line for each block, and the comments that
speak to simcheck, since they say what is accepted."""

from __future__ import annotations

import codecs
import contextlib
import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from typing import Any

from simcheck.errors import DraftError
from simcheck.readers.content import Content, paired
from simcheck.readers.decode import decode
from simcheck.readers.wraps import glue

_SKIPPED = frozenset(
    "script style noscript template head nav aside footer form button select textarea iframe object svg canvas audio "
    "video dialog rt rp map datalist".split()
)
_BLOCKS = frozenset(
    "address article blockquote body caption center dd details div dl dt fieldset figcaption figure h1 h2 h3 h4 h5 h6 "
    "header hr html legend li main menu ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
_CHARSET = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_INVISIBLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_WHITE = re.compile(r"[ \t\r\n\f]+")
_TO_SIMCHECK = re.compile(r"<!--\s*simcheck\s*[:：].*?-->", re.IGNORECASE | re.DOTALL)
#: Names in ``<meta>`` by which pages of Chinese offices and others tell it, best first.
_TITLE = ("articletitle", "og:title", "title", "dc.title")
_AUTHOR = ("contentsource", "author", "article:author", "dc.creator", "source")
_DATE = ("pubdate", "publishdate", "article:published_time", "publish_time", "dc.date", "date")


def content(data: bytes, name: str) -> Content:
    """Text and properties of the page in ``data``, without scripts, menus, forms and what is not displayed.

    Raises DraftError for an encoding that is not known.
    """
    return _content(_decoded(data, name))


def content_of_archive(data: bytes, name: str) -> Content:
    """The page in a web archive (.mht), which Word also writes and calls .doc. Raises DraftError when there is none."""
    message = message_from_bytes(data, policy=policy.default)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            page = part.get_payload(decode=True)
            charset = part.get_content_charset()
            if isinstance(page, bytes):
                told = None if charset is None else _known(charset)
                with contextlib.suppress(UnicodeDecodeError):
                    return _content(page.decode(told)) if told else content(page, name)
                return content(page, name)
    raise DraftError(f"{name}: a web archive without a page; open it in its program and save it as .docx")


def to_simcheck(comment: str) -> str:
    """A comment that speaks to simcheck, on one line; nothing for any other one.

    >>> to_simcheck("<!-- simcheck: ignore\\n沿用去年 -->"), to_simcheck("<!-- 待核 -->")
    ('<!-- simcheck: ignore 沿用去年 -->', '')
    """
    return _WHITE.sub(" ", comment) if _TO_SIMCHECK.fullmatch(comment) else ""


def _decoded(data: bytes, name: str) -> str:
    """By the byte order mark, else as the page says if that is possible, else as it reads best."""
    if data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return decode(data, name)
    said = _CHARSET.search(data[:8192])
    encoding = _known(said[1].decode("ascii")) if said else None
    if encoding is not None:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            pass
    return decode(data, name)


def _known(charset: str) -> str | None:
    """The codec for a charset as browsers understand it, None if there is none that can be trusted."""
    wide = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "iso-8859-1": "cp1252", "big5": "big5hkscs"}
    try:
        encoding = codecs.lookup(wide.get(charset.lower(), charset)).name
    except LookupError:
        return None
    return encoding if encoding.startswith(("utf-8", "gb", "big5", "cp", "iso8859", "hz")) else None


def _content(page: str) -> Content:
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(page.replace("\0", ""))
    told: dict[str, str] = {}
    for meta in tree.css("meta"):
        attributes = meta.attributes
        key = attributes.get("name") or attributes.get("property")
        if key and attributes.get("content"):
            told.setdefault(key.lower(), attributes["content"] or "")
    title = tree.css_first("title")
    return Content(
        paired(_text(tree.root)),
        _first(told, _TITLE) or (None if title is None else title.text()),
        _first(told, _AUTHOR),
        _first(told, _DATE),
    )


def _first(told: dict[str, str], keys: tuple[str, ...]) -> str | None:
    return next((told[key] for key in keys if key in told), None)


def _text(root: Any) -> str:
    """The lines of the page. A line end in the source is a space, and nothing between Chinese characters."""
    lines: list[str] = []
    line: list[str] = []
    preserved = 0
    for node, entering in _steps(root):
        tag = node.tag
        if tag == "-text":
            text = node.text_content or ""
            line.append(text if preserved else _unwrapped(text))
        elif tag == "-comment":
            line.append(to_simcheck(node.html or "") if entering else "")
        elif tag == "br" and entering:
            line.append("\n")
        elif tag in _BLOCKS:
            lines.append("".join(line))
            line = []
        if tag == "pre":
            preserved += 1 if entering else -1
    lines.append("".join(line))
    folded = (_folded(one) for block in lines for one in block.split("\n"))
    return "\n".join(one for one in folded if one)


def _unwrapped(text: str) -> str:
    """Line ends inside of running text, as a browser shows them."""
    parts = re.split(r"[ \t\r\f]*\n[ \t\r\n\f]*", text)
    if len(parts) == 1:
        return _WHITE.sub(" ", text)
    joined = parts[0]
    for part in parts[1:]:
        joined += (glue(joined, part) if joined and part else " ") + part
    return _WHITE.sub(" ", joined)


def _folded(line: str) -> str:
    return re.sub(r" {2,}", " ", line).strip(" \t\r\f")


def _steps(root: Any) -> Iterator[tuple[Any, bool]]:
    """Each node that is displayed, when it begins and, but for texts, when it ends; without recursion."""
    stack: list[tuple[Any, bool]] = [(root, True)]
    while stack:
        node, entering = stack.pop()
        if node is None or (entering and _hidden(node)):
            continue
        yield node, entering
        if entering and node.tag != "-text":
            stack.append((node, False))
            children = []
            child = node.child
            while child is not None:
                children.append((child, True))
                child = child.next
            stack += reversed(children)


def _hidden(node: Any) -> bool:
    if node.tag in {"-text", "-comment"}:
        return False
    if node.tag in _SKIPPED or node.tag.startswith(("-", "_", "!")):
        return True
    attributes = node.attributes
    if not attributes:
        return False
    return (
        "hidden" in attributes
        or attributes.get("aria-hidden") == "true"
        or attributes.get("role") == "navigation"
        or (node.tag == "div" and attributes.get("title") in {"header", "footer"})  # LibreOffice's
        or bool(_INVISIBLE.search(attributes.get("style") or ""))
    )
