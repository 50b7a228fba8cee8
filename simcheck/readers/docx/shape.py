"""Shapes of a .docx: what lies behind the text in one, whether it is shown, and whether one lies behind a page."""

from __future__ import annotations

import re
from collections.abc import Iterable

from simcheck.readers.colour import Ground
from simcheck.readers.docx.colour import Theme, named
from simcheck.readers.docx.tree import whole
from simcheck.readers.safe_xml import Element, attribute, local
from simcheck.types import HiddenReason

#: What VML calls a shape.
_VML = frozenset("shape rect roundrect oval line polyline curve arc group".split())
#: A shape lower or narrower than this shows no text: 4 points in the units of DrawingML (12,700 to a point).
_SMALLEST = 4 * 12_700
#: The area, in points, from which a shape behind the text may be what a page's text lies on: an eighth of A4.
_LARGE = 595 * 842 / 8
#: The units of VML's style in points.
_UNITS = {"pt": 1.0, "in": 72.0, "cm": 28.35, "mm": 2.835, "px": 0.75, "pc": 12.0, "": 0.75}
#: Pages are no wider and no higher than this, in points; what stands beyond is off the page.
_PAGE = 1584


def ground(text: Element, theme: Theme) -> Ground:
    """The colour behind a text box's content, None where it has none of its own or nobody can tell."""
    for above in text.iterancestors():
        name = local(above)
        if name == "wsp":
            return _drawn(above, theme)
        if name in _VML:
            if attribute(above, "filled") in ("f", "false", "0"):
                return None
            if any(local(one) == "fill" and attribute(one, "type") not in (None, "solid") for one in above):
                return None
            return named((attribute(above, "fillcolor") or "white").split(" ")[0])
        if name in ("p", "body"):
            return None
    return None


def hidden(text: Element) -> HiddenReason | None:
    """Why a text box, by its content, is not shown; None if it is."""
    for above in text.iterancestors():
        name = local(above)
        if name in ("anchor", "inline"):
            return _anchored(above)
        if name in _VML:
            style = _style(above)
            if style.get("visibility") == "hidden" or style.get("display") == "none":
                return "hidden"
            sizes = [_points(style.get(side)) for side in ("width", "height")]
            if any(size is not None and size < 4 for size in sizes):
                return "size"
            places = (_points(style.get("margin-left")), _points(style.get("margin-top")))
            for place, size in zip(places, sizes, strict=True):
                if place is not None and (place > _PAGE or place + (size or 0) < -_PAGE / 2):
                    return "outside"
        if name in ("r", "body"):
            return None
    return None


def extent(picture: Element) -> tuple[float, float]:
    """The width and the height at which a picture is shown, in points; 0 where that is not said."""
    for above in picture.iterancestors():
        name = local(above)
        if name in ("anchor", "inline"):
            return _extent(above, "cx") / 12_700, _extent(above, "cy") / 12_700
        if name in _VML:
            style = _style(above)
            return _points(style.get("width")) or 0.0, _points(style.get("height")) or 0.0
        if name in ("p", "body"):
            break
    return 0.0, 0.0


def behind_text(roots: Iterable[Element]) -> bool:
    """Whether something large lies behind the text of a page, so that a white text may stand on it."""
    for root in roots:
        for anchor in root.iter("{*}anchor"):
            if attribute(anchor, "behindDoc") in ("1", "true", "on"):
                area = _extent(anchor, "cx") * _extent(anchor, "cy") / 12_700**2
                if area >= _LARGE:
                    return True
        for shape in root.iter(*(f"{{urn:schemas-microsoft-com:vml}}{name}" for name in _VML)):
            style = _style(shape)
            area = (_points(style.get("width")) or 0) * (_points(style.get("height")) or 0)
            if style.get("z-index", "").startswith("-") and area >= _LARGE:
                return True
    return False


def _drawn(shape: Element, theme: Theme) -> Ground:
    """What fills a DrawingML shape: by itself, or by the theme's style that it names."""
    for properties in shape:
        if local(properties) == "spPr":
            for fill in properties:
                if local(fill) == "solidFill":
                    return theme.drawn(fill)
                if local(fill).endswith("Fill"):
                    return None
    for style in shape:
        if local(style) == "style":
            for fill in style:
                if local(fill) == "fillRef" and whole(fill.get("idx")) > 0:
                    return theme.drawn(fill)
    return None


def _anchored(anchor: Element) -> HiddenReason | None:
    if any(local(one) == "docPr" and attribute(one, "hidden") in ("1", "true", "on") for one in anchor):
        return "hidden"
    sizes = [_extent(anchor, side, _SMALLEST) for side in ("cx", "cy")]
    if min(sizes) < _SMALLEST:
        return "size"
    for axis, size in zip(("positionH", "positionV"), sizes, strict=True):
        for position in anchor:
            if local(position) == axis:
                for offset in position:
                    place = whole(offset.text) if local(offset) == "posOffset" else 0
                    if place > _PAGE * 12_700 or place + size < -_PAGE / 2 * 12_700:
                        return "outside"
    return None


def _extent(anchor: Element, side: str, otherwise: int = 0) -> int:
    return next((whole(one.get(side), otherwise) for one in anchor if local(one) == "extent"), otherwise)


def _style(shape: Element) -> dict[str, str]:
    """The declarations of VML's ``style`` by name."""
    pairs = (one.partition(":") for one in (attribute(shape, "style") or "").split(";"))
    return {name.strip().lower(): said.strip().lower() for name, colon, said in pairs if colon}


def _points(said: str | None) -> float | None:
    found = re.fullmatch(r"(-?\d+(?:\.\d+)?)\s*([a-z]*)", said or "")
    return float(found[1]) * _UNITS[found[2]] if found and found[2] in _UNITS else None
