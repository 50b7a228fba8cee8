"""How an element of a page looks: what its declarations make of what it inherits, and whether its text is seen."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from simcheck.patterns import regex
from simcheck.readers.colour import BLACK, WHITE, Colour, Ground, alike
from simcheck.readers.html.lengths import LENGTH, insets, pixels, size_of, zoom
from simcheck.readers.html.sheet import Declarations
from simcheck.types import HiddenReason

#: Letters below 4 points, in pixels of the screen (96 to the inch), and the room of one that is squeezed to nothing.
_SMALLEST, _NOTHING = 4 * 96 / 72, 1.0
#: Pixels to the left of the page, or above it, from which nothing is seen any more.
_OUTSIDE = 500.0
#: Of this opacity and less nothing is seen.
_CLEAR = 0.05
_VARIABLE = regex(r"var\(\s*(--[\w-]+)\s*(?:,([^()]*))?\)")
_OPAQUE = regex(r"url\(|gradient\(|image\(|image-set\(", re.IGNORECASE)
_GROUNDS = ("background", "background-color", "background-image")
_TURNED = regex(r"rotate[xy]\(\s*(?:90|270|-90)deg\s*\)", re.IGNORECASE)


@dataclass(frozen=True, eq=False)
class Look:
    """What an element is shown with.

    ``hidden`` says why nothing inside is seen, whatever is said there; ``invisible``, ``clear`` (letters that one sees
    through) and ``indented`` (a first line that begins far to the left of the page) hold until something inside says
    otherwise. The colour behind the letters is not ``certain`` where a picture, a filter or an element that lies over
    others may change it; ``edged`` are letters with a shadow or a line, by which they may be seen on their own colour.
    ``size`` is that of letters in pixels, ``variables`` are the page's own properties. ``turned`` is a text that runs
    backwards, ``quiet`` what pages repeat, such as menus, ``quoted`` what stands in a block quotation.
    """

    hidden: HiddenReason | None = None
    invisible: bool = False
    clear: bool = False
    colour: Colour | None = BLACK
    ground: Ground = WHITE
    certain: bool = True
    edged: bool = False
    indented: bool = False
    size: float = 16.0
    squeezed: bool = False
    turned: bool = False
    quiet: bool = False
    quoted: bool = False
    variables: tuple[tuple[str, str], ...] = ()

    @functools.cached_property
    def reason(self) -> HiddenReason | None:
        """Why the text of the element is not seen, None if it is."""
        same = self.colour is not None and self.ground is not None and alike(self.colour, self.ground)
        reasons: tuple[tuple[HiddenReason, bool], ...] = (
            (self.hidden or "hidden", self.hidden is not None or self.invisible),
            ("outside", self.indented),
            ("pale" if self.edged else "transparent", self.clear),
            ("size", self.size < _SMALLEST or self.squeezed),
            ("colour" if self.certain and not self.edged else "pale", same),
        )
        return next((reason for reason, holds in reasons if holds), None)


def inside(outer: Look, said: Declarations) -> Look:
    """The look of an element inside of one with the look ``outer``, by what is declared for it."""
    variables = tuple((name, value) for name, value in said.items() if name.startswith("--"))
    if variables:
        outer = replace(outer, variables=(*variables, *(one for one in outer.variables if one[0] not in said)))
    told = {name: _resolved(value, outer.variables) for name, value in said.items() if not name.startswith("--")}
    size = size_of(told, outer.size) * zoom(told)
    changes: dict[str, object] = {"size": size} if size != outer.size else {}
    changes |= _coloured(told, outer)
    if outer.hidden is None or (outer.hidden == "outside" and _back(told, size)):
        hidden = _hidden(told, size)
        changes |= {"hidden": hidden} if hidden or outer.hidden else {}
    indent = pixels(told.get("text-indent"), size, 1280.0)
    if indent is not None:
        changes["indented"] = indent <= -_OUTSIDE
    changes |= _drawn(told)
    if "visibility" in told and told["visibility"] != "inherit":
        changes["invisible"] = told["visibility"] in ("hidden", "collapse")
    spacing = pixels(told.get("letter-spacing"), size)
    if spacing is not None:
        changes["squeezed"] = size + spacing < _NOTHING
    if "unicode-bidi" in told or "direction" in told:
        override = told.get("unicode-bidi") in ("bidi-override", "isolate-override")
        changes["turned"] = override and told.get("direction") == "rtl"
    return replace(outer, **changes) if changes else outer  # type: ignore[arg-type]


def _drawn(told: Declarations) -> dict[str, object]:
    """What makes the colours behind letters uncertain, and what gives letters an edge of their own."""
    changes: dict[str, object] = {}
    filters = re.sub(r"opacity\([^)]*\)", "", told.get("filter", "none")).strip()
    blended = any(told.get(name, "normal") not in ("normal", "none") for name in ("mix-blend-mode", "backdrop-filter"))
    if blended or filters not in ("none", ""):
        changes["certain"] = False
    edges = [told[name] for name in ("text-shadow", "-webkit-text-stroke", "-webkit-text-stroke-width") if name in told]
    if edges:
        changes["edged"] = any(edge not in ("none", "0", "0px") for edge in edges)
    if any("text" in told.get(name, "").split() for name in ("background-clip", "-webkit-background-clip")):
        changes["edged"] = True
    return changes


def _back(told: Declarations, size: float) -> bool:
    """Whether an element inside of one that stands outside the page comes back into it."""
    places = [pixels(told.get(name), size, 1280.0) for name in ("left", "top", "margin-left", "margin-top")]
    places += [pixels("".join(one), size, 400.0) for one in LENGTH.findall(told.get("transform", ""))]
    return told.get("position") == "fixed" or any(place is not None and place >= _OUTSIDE for place in places)


def _resolved(value: str, variables: tuple[tuple[str, str], ...]) -> str:
    return resolved(value, variables).lower()


def resolved(value: str, variables: tuple[tuple[str, str], ...]) -> str:
    """A value with the page's own properties put in."""
    if "var(" not in value:
        return value.strip()
    known = dict(variables)
    for _ in range(8):
        if "var(" not in value:
            break
        value = _VARIABLE.sub(lambda name: known.get(name[1], name[2] or ""), value)
    return value.strip()


def _coloured(told: Declarations, outer: Look) -> dict[str, object]:
    changes: dict[str, object] = {}
    for name in ("color", "fill", "-webkit-text-fill-color"):
        if name in told and told[name] not in ("inherit", "currentcolor"):
            colour, opacity = parsed(told[name])
            changes |= {"colour": colour, "clear": opacity <= _CLEAR}
    for name in _GROUNDS:
        if name in told:
            if _OPAQUE.search(told[name]):
                changes |= {"ground": outer.ground, "certain": False}
                continue
            words = [told[name]] if name != "background" else [told[name], *_words(told[name])]
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

    chosen = re.match(r"light-dark\(((?:[^(),]|\([^()]*\))*),", value)
    if chosen:
        return parsed(chosen[1].strip())
    colour = parse_color(value)
    if colour is None or isinstance(colour, str):
        return None, 1.0
    try:
        coordinates = colour.to("srgb").coordinates
    except NotImplementedError:
        coordinates = _grey(colour.space, [one or 0 for one in colour.coordinates])
    if coordinates is None:
        return None, float(colour.alpha)
    red, green, blue = (round(255 * min(max(one or 0, 0), 1)) for one in coordinates)
    return (red, green, blue), float(colour.alpha)


def _grey(space: str, coordinates: Sequence[float]) -> tuple[float, float, float] | None:
    """Red, green and blue, each from 0 to 1, of a grey in a space of lightness and colourfulness; None for another
    colour (CSS Color 4, 10.9 and 9.3: the lightness of OKLab is the cube root of the light, Lab's as in CIE 1976)."""
    lightness, *rest = coordinates
    colourful = max(map(abs, rest[:1] if space.endswith("lch") else rest))
    if not space.endswith(("lab", "lch")) or colourful > (0.03 if space.startswith("ok") else 5):
        return None
    light = lightness**3 if space.startswith("ok") else ((max(lightness, 8.0) + 16) / 116) ** 3
    level = 12.92 * light if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055
    return level, level, level


def _hidden(told: Declarations, size: float) -> HiddenReason | None:
    """Why nothing of an element is seen, by what is declared for itself."""
    if told.get("display") == "none" or told.get("content-visibility") == "hidden" or told.get("mso-hide") == "all":
        return "hidden"
    opacity = LENGTH.fullmatch(told.get("opacity", ""))
    if opacity and float(opacity[1]) / (100 if opacity[2] == "%" else 1) <= _CLEAR:
        return "transparent"
    if re.search(r"opacity\(\s*0*(?:\.0+)?%?\s*\)", told.get("filter", "")):
        return "transparent"
    return _outside(told, size) or _scaled(told, size)


def _outside(told: Declarations, size: float) -> HiddenReason | None:
    sides = ["margin-left", "margin-top"]
    if told.get("position") in ("absolute", "fixed", "relative", "sticky"):
        sides += ["left", "right", "top", "bottom"]
    said = {**insets(told.get("inset", "")), **told}
    moved = [pixels(said.get(side), size, 1280.0) for side in sides]
    moves = re.sub(r"scale\w*\([^)]*\)|rotate\w*\([^)]*\)", "", told.get("transform", ""))
    far = LENGTH.findall(f"{moves} {told.get('translate', '')}")
    moved += [pixels(f"{number}{unit}", size, 400.0) for number, unit in far]
    if any(place is not None and place <= -_OUTSIDE for place in moved):
        return "outside"
    clip = re.match(r"rect\(([^)]*)\)", told.get("clip", ""))
    if clip and told.get("position") in ("absolute", "fixed"):
        edges = [pixels(word, size) for word in re.split(r"[\s,]+", clip[1].strip())]
        if len(edges) == 4 and all(edge is not None and edge <= 1 for edge in edges):
            return "outside"
    path = told.get("clip-path", "")
    inset = re.match(r"inset\(\s*([\d.]+)%", path)
    if (inset and float(inset[1]) >= 50) or re.match(r"(?:circle|ellipse)\(\s*0(?:px|%|\s|\))", path):
        return "outside"
    return None


def _scaled(told: Declarations, size: float) -> HiddenReason | None:
    scales = re.findall(r"(?:scale(?:3d|[xy])?|matrix)\(([^)]*)\)", told.get("transform", ""))
    numbers = [one for scale in (*scales, told.get("scale", "")) for one in LENGTH.findall(scale)[:2]]
    if any(abs(float(number)) / (100 if unit == "%" else 1) < 0.05 for number, unit in numbers[:1]):
        return "size"
    if _TURNED.search(told.get("transform", "")):
        return "size"
    overflows = (told.get(name, "") for name in ("overflow", "overflow-x", "overflow-y"))
    cut = any(word in ("hidden", "clip") for overflow in overflows for word in overflow.split())
    rooms = [pixels(told.get(name), size, 1280.0) for name in ("width", "height", "max-width", "max-height")]
    return "size" if cut and any(room is not None and room <= _SMALLEST for room in rooms) else None
