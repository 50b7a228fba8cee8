"""How an element of a page looks: what its declarations make of what it inherits, and whether its text is seen."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, replace

from simcheck.readers.colour import BLACK, WHITE, Colour, Ground, alike
from simcheck.readers.html.sheet import Declarations
from simcheck.types import HiddenReason

#: Letters below 4 points, in pixels of the screen (96 to the inch), and the room of one that is squeezed to nothing.
_SMALLEST, _NOTHING = 4 * 96 / 72, 1.0
#: Pixels to the left of the page, or above it, from which nothing is seen any more.
_OUTSIDE = 500.0
#: Of this opacity and less nothing is seen.
_CLEAR = 0.05
_UNITS = {
    "px": 1.0, "pt": 96 / 72, "pc": 16.0, "in": 96.0, "cm": 96 / 2.54, "mm": 9.6 / 2.54, "q": 2.4 / 2.54, "rem": 16.0,
    "vw": 12.8, "vh": 7.2, "vmin": 7.2, "vmax": 12.8, "ch": 8.0, "ex": 8.0,
}  # fmt: skip
_LENGTH = re.compile(r"([-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)\s*(%|[a-z]*)", re.IGNORECASE)
_SIZES = {
    "xx-small": 9.0, "x-small": 10.0, "small": 13.0, "medium": 16.0, "large": 18.0, "x-large": 24.0, "xx-large": 32.0,
}  # fmt: skip
_VARIABLE = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,([^()]*))?\)")
_OPAQUE = re.compile(r"url\(|gradient\(|image\(|image-set\(", re.IGNORECASE)
_TURNED = re.compile(r"rotate[xy]\(\s*(?:90|270|-90)deg\s*\)", re.IGNORECASE)


@dataclass(frozen=True, eq=False)
class Look:
    """What an element is shown with.

    ``hidden`` says why nothing inside is seen, whatever is said there; ``invisible`` and ``clear`` (letters that one
    sees through) hold until something inside says otherwise. ``size`` is that of letters in pixels, ``variables``
    are the page's own properties. ``turned`` is a text that runs backwards, ``quiet`` what pages repeat, such as menus,
    ``quoted`` what stands in a block quotation.
    """

    hidden: HiddenReason | None = None
    invisible: bool = False
    clear: bool = False
    colour: Colour | None = BLACK
    ground: Ground = WHITE
    certain: bool = True
    size: float = 16.0
    squeezed: bool = False
    turned: bool = False
    quiet: bool = False
    quoted: bool = False
    variables: tuple[tuple[str, str], ...] = ()

    @functools.cached_property
    def reason(self) -> HiddenReason | None:
        """Why the text of the element is not seen, None if it is."""
        if self.hidden is not None:
            return self.hidden
        if self.invisible:
            return "hidden"
        if self.clear:
            return "transparent"
        if self.size < _SMALLEST or self.squeezed:
            return "size"
        if self.colour is not None and self.ground is not None and alike(self.colour, self.ground):
            return "colour" if self.certain else "pale"
        return None


def inside(outer: Look, said: Declarations) -> Look:
    """The look of an element inside of one with the look ``outer``, by what is declared for it."""
    variables = tuple((name, value) for name, value in said.items() if name.startswith("--"))
    if variables:
        outer = replace(outer, variables=(*variables, *(one for one in outer.variables if one[0] not in said)))
    told = {name: _resolved(value, outer.variables) for name, value in said.items() if not name.startswith("--")}
    size = _size(told, outer.size) * _zoom(told)
    changes: dict[str, object] = {"size": size} if size != outer.size else {}
    changes |= _coloured(told, outer)
    if outer.hidden is None:
        hidden = _hidden(told, size)
        changes |= {"hidden": hidden} if hidden else {}
    if "visibility" in told and told["visibility"] != "inherit":
        changes["invisible"] = told["visibility"] in ("hidden", "collapse")
    spacing = _pixels(told.get("letter-spacing"), size)
    if spacing is not None:
        changes["squeezed"] = size + spacing < _NOTHING
    if "unicode-bidi" in told or "direction" in told:
        override = told.get("unicode-bidi") in ("bidi-override", "isolate-override")
        changes["turned"] = override and told.get("direction") == "rtl"
    return replace(outer, **changes) if changes else outer  # type: ignore[arg-type]


def _resolved(value: str, variables: tuple[tuple[str, str], ...]) -> str:
    """A value with the page's own properties put in, lower case."""
    known = dict(variables)
    for _ in range(8):
        if "var(" not in value:
            break
        value = _VARIABLE.sub(lambda name: known.get(name[1], name[2] or ""), value)
    return value.strip().lower()


def _size(told: Declarations, outer: float) -> float:
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
    found = _LENGTH.fullmatch(said)
    if found is None:
        return outer
    number, unit = float(found[1]), found[2]
    if unit in ("em", "%", "ex", "ch"):
        return outer * number / {"em": 1, "%": 100}.get(unit, 2)
    return number * _UNITS.get(unit, 1.0)


def _zoom(told: Declarations) -> float:
    found = _LENGTH.fullmatch(told.get("zoom", ""))
    return float(found[1]) / (100 if found[2] == "%" else 1) if found and float(found[1]) > 0 else 1.0


def _pixels(said: str | None, size: float, whole: float = 0.0) -> float | None:
    """A length in pixels; ``whole`` is what 100% are, if anything. None for what is none."""
    found = _LENGTH.match(said or "")
    if found is None:
        return None
    number, unit = float(found[1]), found[2].lower()
    if unit == "%":
        return number * whole / 100
    return number * (size if unit == "em" else _UNITS.get(unit, 1.0))


def _coloured(told: Declarations, outer: Look) -> dict[str, object]:
    changes: dict[str, object] = {}
    for name in ("color", "fill", "-webkit-text-fill-color"):
        if name in told and told[name] not in ("inherit", "currentcolor"):
            colour, opacity = parsed(told[name])
            changes |= {"colour": colour, "clear": opacity <= _CLEAR}
    for name in ("background", "background-color"):
        if name in told:
            if _OPAQUE.search(told[name]):
                changes |= {"ground": outer.ground, "certain": False}
                continue
            words = [told[name]] if name == "background-color" else [told[name], *_words(told[name])]
            colour, opacity = next((one for one in map(parsed, words) if one[0] is not None), (None, 0.0))
            if colour is not None and opacity > 0.5:
                changes |= {"ground": colour, "certain": True}
    return changes


def _words(value: str) -> list[str]:
    return re.findall(r"[\w#-]+\([^()]*\)|[^\s()]+", value)


@functools.lru_cache(maxsize=2_000)
def parsed(value: str) -> tuple[Colour | None, float]:
    """A colour of CSS and how opaque it is; None and 1 for what is none.

    >>> parsed("white"), parsed("rgba(0,0,0,0)"), parsed("thick")
    (((255, 255, 255), 1.0), ((0, 0, 0), 0.0), (None, 1.0))
    """
    from tinycss2.color4 import parse_color

    colour = parse_color(value)
    if colour is None or isinstance(colour, str):
        return None, 1.0
    red, green, blue = (round(255 * (one or 0)) for one in colour.to("srgb").coordinates)
    return (red, green, blue), float(colour.alpha)


def _hidden(told: Declarations, size: float) -> HiddenReason | None:
    """Why nothing of an element is seen, by what is declared for itself."""
    if told.get("display") == "none" or told.get("content-visibility") == "hidden" or told.get("mso-hide") == "all":
        return "hidden"
    opacity = _LENGTH.fullmatch(told.get("opacity", ""))
    if opacity and float(opacity[1]) / (100 if opacity[2] == "%" else 1) <= _CLEAR:
        return "transparent"
    if re.search(r"opacity\(\s*0*(?:\.0+)?%?\s*\)", told.get("filter", "")):
        return "transparent"
    return _outside(told, size) or _scaled(told, size)


def _outside(told: Declarations, size: float) -> HiddenReason | None:
    sides = ["margin-left", "margin-top", "text-indent"]
    if told.get("position") in ("absolute", "fixed", "relative", "sticky"):
        sides += ["left", "right", "top", "bottom"]
    said = {**_insets(told.get("inset", "")), **told}
    moved = [_pixels(said.get(side), size, 1280.0) for side in sides]
    far = _LENGTH.findall(re.sub(r"scale\w*\([^)]*\)|rotate\w*\([^)]*\)", "", told.get("transform", "")))
    moved += [_pixels(f"{number}{unit}", size, 400.0) for number, unit in far]
    if any(place is not None and place <= -_OUTSIDE for place in moved):
        return "outside"
    clip = re.match(r"rect\(([^)]*)\)", told.get("clip", ""))
    if clip and told.get("position") in ("absolute", "fixed"):
        edges = [_pixels(word, size) for word in re.split(r"[\s,]+", clip[1].strip())]
        if len(edges) == 4 and all(edge is not None and edge <= 1 for edge in edges):
            return "outside"
    path = told.get("clip-path", "")
    inset = re.match(r"inset\(\s*([\d.]+)%", path)
    if (inset and float(inset[1]) >= 50) or re.match(r"(?:circle|ellipse)\(\s*0(?:px|%|\s|\))", path):
        return "outside"
    return None


def _insets(said: str) -> dict[str, str]:
    """The four sides that ``inset`` names, from the top clockwise."""
    words = said.split()
    whole = (words + words[:1] + words[:1] + words[1:2])[:4] if len(words) < 3 else [*words, words[1]]
    return dict(zip(("top", "right", "bottom", "left"), whole, strict=False))


def _scaled(told: Declarations, size: float) -> HiddenReason | None:
    scales = re.findall(r"(?:scale(?:3d|[xy])?|matrix)\(([^)]*)\)", told.get("transform", ""))
    numbers = [one for scale in (*scales, told.get("scale", "")) for one in _LENGTH.findall(scale)[:2]]
    if any(abs(float(number)) / (100 if unit == "%" else 1) < 0.05 for number, unit in numbers[:1]):
        return "size"
    if _TURNED.search(told.get("transform", "")):
        return "size"
    overflows = (told.get(name, "") for name in ("overflow", "overflow-x", "overflow-y"))
    cut = any(word in ("hidden", "clip") for overflow in overflows for word in overflow.split())
    rooms = [_pixels(told.get(name), size, 1280.0) for name in ("width", "height", "max-width", "max-height")]
    return "size" if cut and any(room is not None and room <= _SMALLEST for room in rooms) else None
