"""How a text of an OpenDocument file looks: what its styles and those they come from say, and whether it is seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

from simcheck.patterns import regex
from simcheck.readers.colour import WHITE, Colour, Ground, alike, by_digits
from simcheck.readers.safe_xml import Element, attribute, local
from simcheck.types import HiddenReason

#: Letters below these, in points, are not read; nor are lines of a fixed height below, or what is this narrow, in %.
_SMALLEST, _NARROWEST = 4.0, 10.0
#: Pages are no wider than this, in points.
_PAGE = 1584.0
_SIZE = 12.0
_DEEP = 30
#: Where styles stand.
HOLDERS = ("styles", "automatic-styles", "master-styles")
#: Words in the names of styles for quotations: of LibreOffice, of Word, and of both in Chinese.
_QUOTING = ("quotation", "quote", "citation", "引文", "引用")
_UNITS = {"pt": 1.0, "in": 72.0, "cm": 72 / 2.54, "mm": 7.2 / 2.54, "pc": 12.0, "px": 0.75}
_LENGTH = regex(r"(-?[\d.]+)\s*([a-z%]*)")


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """What a style says of a text; None where it says nothing. Sizes are in points, negative ones shares of the size
    around. ``asian`` is the size of Chinese characters. ``coloured`` without a colour is seen on any ground.
    ``edged`` are letters with an outline or a shadow, by which they may be seen on their own colour.
    ``quoted`` is a paragraph, ``cited`` a stretch of text that is a quotation by the name of its style."""

    hidden: bool | None = None
    colour: Colour | None = None
    coloured: bool | None = None
    size: float | None = None
    asian: float | None = None
    scale: float | None = None
    spacing: float | None = None
    ground: Ground = None
    line: float | None = None
    margin: float | None = None
    quoted: bool | None = None
    cited: bool | None = None
    edged: bool | None = None

    def over(self, other: Look) -> Look:
        """This laid over what is said around it."""
        if self is NO_LOOK:
            return other
        if other is NO_LOOK and (self.size or 0) >= 0 <= (self.asian or 0):
            return self
        said = {field.name: getattr(self, field.name) for field in fields(self)}
        kept = {name: getattr(other, name) if value is None else value for name, value in said.items()}
        if self.coloured:
            kept["colour"] = self.colour
        for name in ("size", "asian"):
            if kept[name] is not None and kept[name] < 0:
                kept[name] = -kept[name] * (getattr(other, name) or _SIZE)
        return Look(**kept)


NO_LOOK = Look()


def unseen(look: Look, asian: bool, ground: Ground, certain: bool) -> HiddenReason | None:
    """Why nobody sees a text that looks so on a ground, None if it is seen; ``asian`` says that it is Chinese."""
    size = (look.asian if asian else look.size) or _SIZE
    small = size < _SMALLEST or (look.scale is not None and look.scale < _NARROWEST)
    stacked = look.spacing is not None and size + look.spacing < size / 10
    flat = look.line is not None and look.line < _SMALLEST
    if look.ground is not None:
        ground, certain = look.ground, True
    same = look.colour is not None and ground is not None and alike(look.colour, ground)
    reasons: tuple[tuple[HiddenReason, bool | None], ...] = (
        ("hidden", look.hidden),
        ("size", small or stacked or flat),
        ("outside", look.margin is not None and look.margin < -_PAGE / 2),
        ("colour" if certain and not look.edged else "pale", same),
    )
    return next((reason for reason, holds in reasons if holds), None)


class Styles:
    """The styles of a document by family and name, those of the content before the others."""

    def __init__(self, roots: list[Element]) -> None:
        self._styles: dict[tuple[str, str], Element] = {}
        self._looks: dict[tuple[str, str], Look] = {}
        self._laid: dict[tuple[Look, Look], Look] = {}
        for root in reversed(roots):  # the automatic styles of the content come last and win
            for holder in root:
                for style in holder if local(holder) in HOLDERS else ():
                    if local(style) in ("style", "default-style"):
                        key = attribute(style, "family") or "", attribute(style, "name") or ""
                        self._styles[key] = style

    def style(self, family: str, name: str | None) -> Element | None:
        """A style; some programs name no family."""
        found = self._styles.get((family, name or ""))
        return self._styles.get(("", name or "")) if found is None else found

    def look(self, family: str, name: str | None) -> Look:
        """What a style says, with what it comes from; of the family's default nothing."""
        key = family, name or ""
        if name is None:
            return NO_LOOK
        if key not in self._looks:
            look, style, seen = NO_LOOK, self.style(family, name), list[Element]()
            while style is not None and style not in seen and len(seen) < _DEEP:
                seen.append(style)
                parent = attribute(style, "parent-style-name")
                style = None if parent is None else self.style(family, parent)
            for one in reversed(seen):
                look = _said(one).over(look)
            self._looks[key] = look
        return self._looks[key]

    def over(self, look: Look, other: Look) -> Look:
        """One look laid over another one; the same object for the same two."""
        if look is NO_LOOK or other is NO_LOOK:
            return other if look is NO_LOOK else look
        if (look, other) not in self._laid:
            self._laid[look, other] = look.over(other)
        return self._laid[look, other]

    def default(self, family: str) -> Look:
        """What holds for a family where no style says otherwise."""
        style = self._styles.get((family, ""))
        return NO_LOOK if style is None else _said(style)

    def fill(self, name: str | None) -> Ground:
        """The colour that a graphic style fills a box with, None where one sees through it or cannot tell."""
        for _ in range(_DEEP):
            style = None if name is None else self.style("graphic", name)
            if style is None:
                return None
            for one in style:
                if local(one) == "graphic-properties":
                    kind = attribute(one, "fill")
                    colour = by_digits(attribute(one, "fill-color") or attribute(one, "background-color") or "")
                    if kind not in (None, "solid") or colour is not None:
                        return colour if kind in (None, "solid") else None
            name = attribute(style, "parent-style-name")
        return None


def points(said: str | None) -> float | None:
    """A length in points, negative of a share: ``80%`` is -0.8; None for what is none.

    >>> points("1in"), points("80%"), points("auto")
    (72.0, -0.8, None)
    """
    found = _LENGTH.fullmatch(said or "")
    if found is None or found[1].count(".") > 1 or not found[1].strip("-."):
        return None
    return -float(found[1]) / 100 if found[2] == "%" else float(found[1]) * _UNITS.get(found[2], 1.0)


def _said(style: Element) -> Look:
    """What one style says by itself."""
    said: dict[str, object] = {}
    names = (attribute(style, "name") or "", attribute(style, "display-name") or "")
    if any(word in name.lower() for name in names for word in _QUOTING):
        said["cited" if attribute(style, "family") == "text" else "quoted"] = True
    for properties in style:
        name = local(properties)
        told = {key.rpartition("}")[2]: value for key, value in properties.attrib.items()}
        if name == "text-properties":
            said |= _of_text(told)
        elif name in ("paragraph-properties", "table-cell-properties"):
            said |= _of_paragraph(told)
    return Look(**said) if said else NO_LOOK  # type: ignore[arg-type]


def _of_text(told: Mapping[str, str]) -> dict[str, object]:
    said: dict[str, object] = {}
    if "display" in told:
        said["hidden"] = told["display"] == "none"
    if "color" in told or told.get("use-window-font-color") == "true":
        automatic = told.get("use-window-font-color") == "true"
        said |= {"colour": None if automatic else by_digits(told.get("color", "")), "coloured": True}
    for name, attribute_name in (("size", "font-size"), ("asian", "font-size-asian"), ("spacing", "letter-spacing")):
        length = points(told.get(attribute_name))
        if length is not None and (name == "spacing" or length):
            said[name] = length
    if told.get("text-scale", "").rstrip("%").isdecimal():
        said["scale"] = float(told["text-scale"].rstrip("%"))
    edges = [told[name] for name in ("text-outline", "text-shadow", "font-relief") if name in told]
    if edges:
        said["edged"] = any(edge not in ("false", "none") for edge in edges)
    ground = by_digits(told.get("background-color", ""))
    return said | ({"ground": ground} if ground is not None else {})


def _of_paragraph(told: Mapping[str, str]) -> dict[str, object]:
    said: dict[str, object] = {}
    ground = by_digits(told.get("background-color", ""))
    if ground is not None:
        said["ground"] = ground
    line = points(told.get("line-height"))
    if line is not None and line > 0:
        said["line"] = line
    margin = points(told.get("margin-left"))
    if margin is not None:
        said["margin"] = margin
    return said


#: What lies behind a page.
PAGE = WHITE
