"""Parsed pages, and what stands in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any


def _children(node: Any) -> Iterator[Any]:
    child = node.first_child
    while child is not None:
        yield child
        child = child.next


def nodes(root: Any) -> Iterator[Any]:
    """An element and all that is in it, in order."""
    stack = [root]
    while stack:
        node = stack.pop()
        if node is not None:
            yield node
            stack += reversed(list(_children(node)))


def parsed(page: str) -> Any:
    """The tree of a page."""
    from selectolax.lexbor import LexborHTMLParser

    return LexborHTMLParser(page)


def source_inside(node: Any) -> str:
    """The source between the tags of an element: that of a template stands in no node."""
    return re.sub(r"\A<[^>]*>|</[^<>]*>\Z", "", node.html or "")
