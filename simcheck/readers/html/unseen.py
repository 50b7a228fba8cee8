"""Unseen: what a page holds in its comments, its properties and its attributes, where no browser shows it."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from simcheck.patterns import regex
from simcheck.readers.html.elements import SKIPPED
from simcheck.readers.html.tree import nodes, source_inside
from simcheck.readers.untold import PASSAGE, amount, untold

#: What is skipped and is no language, or belongs to what is shown.
_NO_TEXT = frozenset(("style", "rp", "head", "source", "track", "param", "metadata"))
_TO_SIMCHECK = regex(r"<!--\s*simcheck\s*[:：]", re.IGNORECASE)


def unseen(page: str, tree: Any, shown: str) -> str:
    """Chinese in the source of a page of which ``shown`` is what is read of it; nothing where it is no passage."""
    if tree.root is None or amount(unescape(page) if "&#" in page else page) - amount(shown) < PASSAGE:
        return ""
    return untold((text for node in nodes(tree.root) for text in _texts(node)), shown)


def _texts(node: Any) -> list[str]:
    """What a node holds that is not walked."""
    tag = node.tag
    if tag == "-comment":
        source = node.html or ""
        return [] if _TO_SIMCHECK.match(source) else [re.sub(r"\A<!--|-->\Z", "", source)]
    if tag.startswith("-"):
        return []
    texts = [value for value in node.attributes.values() if value]
    if tag in SKIPPED and tag not in _NO_TEXT:
        texts.append(source_inside(node) if tag == "xml" else node.text() or "")
    return texts
