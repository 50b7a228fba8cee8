"""Markdown: made into a page and read as one, so that a text hidden by HTML in it is no text either.

The > of a quotation stays, since it tells whose words these are, and a comment that speaks to simcheck, since it says
what is accepted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from simcheck.patterns import regex
from simcheck.readers.content import Content
from simcheck.readers.decode import decode
from simcheck.readers.html import content as page
from simcheck.readers.wraps import cells, glue

_FRONT = regex(r"\A---[ \t]*\r?\n(.*?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_ENTRY = regex(r"^(title|author|date|标题|作者|单位|日期)\s*[:：]\s*(.+?)\s*$", re.IGNORECASE | re.MULTILINE)
_NAMES = {"标题": "title", "作者": "author", "单位": "author", "日期": "date"}
#: A footnote, or the address of a link, that is text: readers of the file see it, and those of the page a footnote.
_DEFINED = regex(
    r"^( {0,3}\[\^[^\]\n]+\]|"
    r"(?: {0,3}\[[^\]\n]+\](?=:[ \t]*(?:\S*[\u4e00-\u9fff]{4}|\S+\s+[\"'(][^\"')]*[\u4e00-\u9fff]{13})))):"
    r"[ \t]*(\S)",
    re.MULTILINE,
)
#: Letters of the front matter, its title, author and date apart, from which it is a text that readers see above.
_FRONT_TEXT = 80
#: Letters that a title has at most.
_LONGEST_NAME = 40
_KEY = regex(r"^\s*(?:[\w-]+[ \t]*[:：]|-)[ \t]*[|>\"']?")
_ENDS = "。！？；：…”』」!?;:."
#: A line this much narrower than the widest of its paragraph was not broken by an editor but by its writer.
_RAGGED = 12
#: Bold text beside Chinese punctuation, whose asterisks the rules of Markdown leave where they are.
_BOLD = regex(r"\*\*(?=\S)([^*]+?)(?<=\S)\*\*")


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
        text = _above(front[1], told) + text
    text = _DEFINED.sub(r"\1：\2", text)
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    tokens = parser.parse(text)
    for token in tokens:
        if token.type == "inline":
            token.children = list(_inline(token.children or []))
    html = parser.renderer.render(tokens, parser.options, {})
    found = page(f'<meta charset="utf-8"><body>{html}'.encode("utf-8", "surrogatepass"), name)
    title = told.get("title") or _headed(tokens)
    return replace(found, title=title, author=told.get("author"), date=told.get("date"), stated=bool(told))


def _headed(tokens: Sequence[Any]) -> str | None:
    """The heading of the first level that a text begins with, where it is the only one: its title."""
    heads = [at for at, token in enumerate(tokens) if token.type == "heading_open" and token.tag == "h1"]
    if heads != [0]:
        return None
    told = "".join(str(one.content) for one in tokens[1].children or [] if one.type in {"text", "code_inline"}).strip()
    return told if 0 < sum(map(str.isalpha, told)) <= _LONGEST_NAME else None


def _above(front: str, told: dict[str, str]) -> str:
    """The front matter as lines of text, where it says more than a title, an author and a date of ordinary length."""
    lines = [_KEY.sub("", line).strip(" \t\"'") for line in front.split("\n")]
    letters = sum(map(str.isalpha, "".join(lines)))
    usual = sum(min(sum(map(str.isalpha, one)), _LONGEST_NAME) for one in told.values())
    return "\n\n".join([*filter(None, lines), ""]) if letters - usual >= _FRONT_TEXT else ""


def _inline(children: Sequence[Any]) -> Iterator[Any]:
    """The tokens of a paragraph without text that is struck out, wrapped lines joined."""
    from markdown_it.token import Token

    kept = list(_not_struck(children)) if any(child.type == "s_open" for child in children) else children
    if not any(child.type in {"softbreak", "hardbreak"} for child in kept):
        yield from map(_bold, kept)
        return
    lines = [""]
    for child in kept:
        if child.type in {"softbreak", "hardbreak"}:
            lines.append("")
        elif child.type in {"text", "code_inline"}:
            lines[-1] += child.content
    edge, line = max(map(cells, lines)), 0
    for child in kept:
        if child.type in {"softbreak", "hardbreak"}:
            before, after = lines[line].rstrip(), lines[line + 1]
            ended = before.endswith(tuple(_ENDS)) or cells(lines[line]) < edge - _RAGGED
            line += 1
            if child.type == "softbreak" and not ended:
                yield Token("text", "", 0, content=glue(before, after))
                continue
            child = Token("hardbreak", "br", 0)  # noqa: PLW2901
        yield _bold(child)


def _bold(token: Any) -> Any:
    if token.type == "text" and "**" in token.content:
        token.content = _BOLD.sub(r"\1", token.content)
    return token


def _not_struck(children: Sequence[Any]) -> Iterator[Any]:
    struck = 0
    for child in children:
        if child.type in {"s_open", "s_close"}:
            struck += child.nesting
        elif not struck:
            yield child
