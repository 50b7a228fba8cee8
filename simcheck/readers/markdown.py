"""Markdown: the text without its marks. The > of a quotation stays, since it tells whose words these are, and a comment
that speaks to simcheck, since it says what is accepted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from simcheck.readers.content import Content
from simcheck.readers.decode import decode
from simcheck.readers.html import content as page
from simcheck.readers.html import to_simcheck
from simcheck.readers.wraps import cells, glue

_FRONT = re.compile(r"\A---[ \t]*\r?\n(.*?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_ENTRY = re.compile(r"^(title|author|date|标题|作者|单位|日期)\s*[:：]\s*(.+?)\s*$", re.IGNORECASE | re.MULTILINE)
_NAMES = {"标题": "title", "作者": "author", "单位": "author", "日期": "date"}
_ENDS = "。！？；：…”』」!?;:."
#: A line this much narrower than the widest of its paragraph was not broken by an editor but by its writer.
_RAGGED = 12


def content(data: bytes, name: str) -> Content:
    """Text and front matter of the Markdown in ``data``: a line a paragraph, item, cell or line of code.

    Lines of one paragraph are joined where an editor wrapped them, and kept where their writer ended them: after a mark
    that closes a sentence, or well before the edge. Raises DraftError for an unknown encoding.
    """
    from markdown_it import MarkdownIt

    text = decode(data, name).replace("\r\n", "\n").replace("\r", "\n")
    front = _FRONT.match(text)
    told: dict[str, str] = {}
    if front:
        text = text[front.end() :]
        for key, value in _ENTRY.findall(front[1]):
            told.setdefault(_NAMES.get(key, key.lower()), value.strip("\"'"))
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)
    return Content("\n".join(_lines(tokens, name)), told.get("title"), told.get("author"), told.get("date"))


def _lines(tokens: Sequence[Any], name: str) -> list[str]:
    lines: list[str] = []
    quoted = 0
    for token in tokens:
        if token.type in {"blockquote_open", "blockquote_close"}:
            quoted += token.nesting
            continue
        if token.type == "inline":
            found = _inline(token.children or [])
        elif token.type in {"fence", "code_block"}:
            found = token.content
        elif token.type == "html_block":
            found = _visible(token.content, name)
        else:
            continue
        lines += [("> " if quoted else "") + line for line in found.split("\n") if line.strip()]
    return lines


def _inline(children: Sequence[Any]) -> str:
    """The text of a paragraph, its wrapped lines joined."""
    written = [""]
    struck = 0
    for child in children:
        if child.type in {"s_open", "s_close"}:
            struck += child.nesting
        elif struck:
            continue
        elif child.type in {"softbreak", "hardbreak"}:
            written += ["\n" if child.type == "hardbreak" else "\r", ""]
        elif child.type in {"text", "code_inline"}:
            written[-1] += child.content
        elif child.type == "html_inline" and re.match(r"<br\s*/?>", child.content, re.IGNORECASE):
            written += ["\n", ""]
        elif child.type == "html_inline":
            written[-1] += to_simcheck(child.content)
    edge = max(map(cells, written[::2]))
    joined = written[0]
    for before, end, line in zip(written[::2], written[1::2], written[2::2], strict=False):
        kept = end == "\n" or before.rstrip().endswith(tuple(_ENDS)) or cells(before) < edge - _RAGGED
        joined += ("\n" if kept else glue(joined, line)) + line
    return joined


def _visible(markup: str, name: str) -> str:
    return page(f'<meta charset="utf-8"><body>{markup}'.encode(), name).text
