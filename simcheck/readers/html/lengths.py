"""Lengths of CSS, in pixels of the screen (96 to the inch)."""

from __future__ import annotations

import re

from simcheck.patterns import regex
from simcheck.readers.html.sheet import Declarations

_UNITS = {
    "px": 1.0, "pt": 96 / 72, "pc": 16.0, "in": 96.0, "cm": 96 / 2.54, "mm": 9.6 / 2.54, "q": 2.4 / 2.54, "rem": 16.0,
    "vw": 12.8, "vh": 7.2, "vmin": 7.2, "vmax": 12.8, "ch": 8.0, "ex": 8.0,
}  # fmt: skip
LENGTH = regex(r"([-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)\s*(%|[a-z]*)", re.IGNORECASE)
_SIZES = {
    "xx-small": 9.0, "x-small": 10.0, "small": 13.0, "medium": 16.0, "large": 18.0, "x-large": 24.0, "xx-large": 32.0,
}  # fmt: skip


def size_of(told: Declarations, outer: float) -> float:
    """The size of letters inside of an element with letters of the size ``outer``."""
    said = told.get("font-size")
    if said is None and "font" in told:
        # 12px/1.5 serif: the first length is the size.
        said = next((word.partition("/")[0] for word in told["font"].split() if word[:1].isdigit()), None)
    if said is None:
        return outer
    if said in _SIZES:
        return _SIZES[said]
    if said in ("smaller", "larger"):
        return outer / 1.2 if said == "smaller" else outer * 1.2
    found = LENGTH.fullmatch(said)
    if found is None:
        reckoned = _reckoned(said, outer, outer)
        return outer if reckoned is None else reckoned
    number, unit = float(found[1]), found[2]
    if unit in ("em", "%", "ex", "ch"):
        return outer * number / {"em": 1, "%": 100}.get(unit, 2)
    return number * _UNITS.get(unit, 1.0)


def zoom(told: Declarations) -> float:
    """By how much an element is enlarged."""
    found = LENGTH.fullmatch(told.get("zoom", ""))
    return float(found[1]) / (100 if found[2] == "%" else 1) if found and float(found[1]) > 0 else 1.0


def pixels(said: str | None, size: float, whole: float = 0.0) -> float | None:
    """A length in pixels; ``whole`` is what 100% are, if anything. None for what is none."""
    if said and "(" in said:
        return _reckoned(said, size, whole)
    found = LENGTH.match(said or "")
    if found is None:
        return None
    number, unit = float(found[1]), found[2].lower()
    if unit == "%":
        return number * whole / 100
    return number * (size if unit == "em" else _UNITS.get(unit, 1.0))


def _reckoned(said: str, size: float, whole: float) -> float | None:
    """What the functions ``calc`` (of lengths that are added), ``min``, ``max`` and ``clamp`` make."""
    found = re.fullmatch(r"(calc|min|max|clamp)\(([^()]*)\)", said)
    if found is None:
        return None
    if found[1] == "calc":
        terms = re.findall(r"(?:^|\s)([-+]?)\s*([\d.]+(?:%|[a-z]+)?)", found[2])
        lengths = [pixels(sign + term, size, whole) for sign, term in terms]
        return sum(one or 0.0 for one in lengths) if lengths and not re.search(r"[*/]", found[2]) else None
    lengths = [pixels(term.strip(), size, whole) for term in found[2].split(",")]
    known = [one for one in lengths if one is not None]
    if not known or len(known) < len(lengths):
        return None
    if found[1] == "clamp":
        return sorted(known)[1] if len(known) == 3 else None
    return min(known) if found[1] == "min" else max(known)


def insets(said: str) -> dict[str, str]:
    """The four sides that ``inset`` names, from the top clockwise."""
    words = said.split()
    whole = (words + words[:1] + words[:1] + words[1:2])[:4] if len(words) < 3 else [*words, words[1]]
    return dict(zip(("top", "right", "bottom", "left"), whole, strict=False))
