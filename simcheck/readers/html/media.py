"""Media: whether the rules of a sheet hold that hold on some screens only, or in browsers that know something."""

from __future__ import annotations

import re
from collections.abc import Container

#: What a page is thought to be looked at on.
_WIDTH = 1280.0


def conditional(keyword: str, said: str, properties: Container[str]) -> bool:
    """Whether the rules inside of a conditional rule hold: by the width of the page, or by the ``properties`` that
    browsers know."""
    if keyword in ("media", "container"):
        query = re.sub(r"^\s*[\w-]+\s+(?=\()", "", said) if keyword == "container" else said
        return applies(query)
    if keyword == "supports":
        named = re.findall(r"\(\s*([a-z-]+)\s*:", said.lower())
        known = all(name in properties or not name.startswith("-") for name in named)
        return known != said.strip().lower().startswith("not")
    return keyword == "scope"


def applies(media: str) -> bool:
    """Whether a list of media queries holds for a wide screen.

    >>> [applies(one) for one in ("all", "print", "screen and (min-width: 600px)", "(max-width:600px), print")]
    [True, False, True, False]
    """
    return any(_holds(query.strip().lower()) for query in media.split(","))


def _holds(query: str) -> bool:
    negated = query.startswith("not ")
    query = query.removeprefix("not ").removeprefix("only ")
    medium = re.match(r"[a-z]+", query)
    holds = medium is None or medium[0] in ("all", "screen")
    for feature, said in re.findall(r"\(\s*([a-z-]+)\s*(?::\s*([^)]*))?\)", query):
        size = re.match(r"([\d.]+)\s*(px|em|rem)?", said or "")
        pixels = float(size[1]) * (1 if size[2] in (None, "px") else 16) if size and size[1].count(".") < 2 else 0.0
        if feature == "min-width":
            holds = holds and pixels <= _WIDTH
        elif feature == "max-width":
            holds = holds and pixels >= _WIDTH
        else:
            holds = holds and (feature, (said or "").strip()) == ("orientation", "landscape")
    return holds != negated
