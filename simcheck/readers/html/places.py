"""Elements that stand somewhere else than in the order of the page, or under others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simcheck.readers.colour import WHITE, alike
from simcheck.readers.html.look import Look, inside
from simcheck.readers.html.sheet import Sheet

#: Declarations that put an element somewhere else than it stands, and the sides from which some of them count.
SCATTERING, _SIDES = frozenset(("float", "order", "position")), frozenset(("left", "right", "top", "bottom"))


def overlaid(tree: Any, rules: Sheet) -> bool:
    """Whether an element may lie under others with a ground of its own, so that white letters are seen on it."""
    for node in (*rules.positioned, *tree.css('[style*="osition"]')):
        said = rules.declarations(node, node.attributes.get("style"), {})
        if said.get("position", "").strip().lower() in ("absolute", "fixed"):
            look = inside(Look(), said)
            if not look.certain or (look.ground is not None and not alike(look.ground, WHITE)):
                return True
    return False


def scatters(said: Mapping[str, str]) -> bool:
    """Whether an element stands somewhere else than in the order of the page."""
    position = said.get("position", "").strip().lower()
    moved = not _SIDES.isdisjoint(said)
    return (
        said.get("float", "").strip().lower() == "right"
        or "order" in said
        or position in ("absolute", "fixed")
        or (position == "relative" and moved)
    )
