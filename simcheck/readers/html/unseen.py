"""Unseen: Chinese that a page holds in its comments, its properties and its attributes, where no browser shows it.

Who opens the file in an editor reads it, and who points at a picture or a tab sees a part. A page holds some in all
honesty, mostly what it shows too; what it says nowhere else is told once it is a passage.
"""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from simcheck.readers.html.elements import SKIPPED
from simcheck.readers.html.tree import nodes, source_inside

#: Chinese characters that stand nowhere on a page, from which they are told.
PASSAGE = 100
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]{4,}")
_LETTERS = re.compile(r"[^\W_]+")
#: What is skipped and is no language, or belongs to what is shown.
_NO_TEXT = frozenset(("style", "rp", "head", "source", "track", "param", "metadata"))
_TO_SIMCHECK = re.compile(r"<!--\s*simcheck\s*[:：]", re.IGNORECASE)


def unseen(page: str, tree: Any, shown: str) -> str:
    """Chinese in the source of a page of which ``shown`` is what is read of it; nothing where it is no passage."""
    if tree.root is None or _amount(unescape(page) if "&#" in page else page) - _amount(shown) < PASSAGE:
        return ""
    said = _letters(shown)
    found: dict[str, None] = {}
    for node in nodes(tree.root):
        for text in _texts(node):
            if _HAN.search(text) and _letters(text) not in said:
                found[text.strip()] = None
    return "\n".join(found) if sum(map(_amount, found)) >= PASSAGE else ""


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


def _amount(text: str) -> int:
    return sum(map(len, _HAN.findall(text)))


def _letters(text: str) -> str:
    return "".join(_LETTERS.findall(text))
