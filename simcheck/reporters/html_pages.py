"""Web pages that need nothing else: a template filled, and texts of documents as HTML."""

from __future__ import annotations

import base64
import hashlib
import unicodedata
from html import escape
from string import Template

from simcheck.messages import Words
from simcheck.resources import data_text

_HIDDEN = ("Cc", "Cf", "Cs", "Co", "Cn")


def page(name: str, say: Words, fields: dict[str, str], style: str = "") -> str:
    """The template ``simcheck/data/page/NAME.html`` filled, its style and script put in and pinned by the policy.

    ``style`` is added to that of all pages. ``fields`` are HTML already; a word of the template such as
    ``$page_theme`` is the message ``page.theme``.
    """
    style, theme = data_text("page/style.css") + style, data_text("page/theme.js")
    script = data_text("page/tools.js") + data_text("page/report.js" if name == "report" else "page/table.js")
    sources = f"style-src '{_pin(style)}'; script-src '{_pin(theme)}' '{_pin(script)}'"
    policy = f"default-src 'none'; {sources}; base-uri 'none'; form-action 'none'"
    own = {key.replace(".", "_"): escape(text) for key, text in say.texts.items() if "{" not in text}
    fixed = {"policy": policy, "style": style, "theme": theme, "script": script}
    return Template(data_text(f"page/{name}.html")).substitute(own | fields | fixed)


def _pin(text: str) -> str:
    """What the policy lets in: the hash of exactly this text."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


def plain(text: str, *, paragraphs: bool = False) -> str:
    """Text of a document as HTML: escaped, and each character that cannot be seen as a mark that says what it is.

    Lines become one, unless its ``paragraphs`` are to be kept.

    >>> plain("<b>一\\u200b</b>")
    '&lt;b&gt;一<i class="unseen" title="U+200B"></i>&lt;/b&gt;'
    """
    if text.isprintable():
        return escape(text)
    if paragraphs:
        return "\n".join(map(plain, text.split("\n")))
    return "".join(_unseen(char) if unicodedata.category(char) in _HIDDEN else escape(char) for char in text)


def _unseen(char: str) -> str:
    return " " if char in "\t\n\r" else f'<i class="unseen" title="U+{ord(char):04X}"></i>'
