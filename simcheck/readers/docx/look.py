"""How a text of a .docx looks: what defaults, styles and its own properties say together, and whether it is seen.

Properties of styles are inherited and of all levels the nearest one holds, but for the toggles: hidden by two of table,
paragraph and character style is not hidden (ECMA-376 part 1, 17.7.3).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from simcheck.readers.colour import Colour, Ground, alike
from simcheck.readers.docx.colour import Theme
from simcheck.readers.docx.parts import Parts
from simcheck.readers.docx.tree import found, on, value, whole
from simcheck.readers.safe_xml import Element, attribute, local
from simcheck.types import HiddenReason

#: Below these nobody reads a text: the height of letters in half points, their width in hundredths, and the twips (20
#: to a point) that each has where a text is squeezed into a given room.
SMALLEST, NARROWEST, ROOM = 8, 10, 20
#: Levels of styles that are followed; word processors have a dozen.
_DEEP = 30
#: The size that holds where nobody says one: 10 points.
_SIZE = 20


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """What one level says of a text; None where it says nothing.

    ``size`` is in half points, ``scale`` the width in per cent, ``spacing`` and ``fit`` in twips. ``colour`` None with
    ``coloured`` is the one that is seen on any ground. ``ground`` is the colour behind the letters; ``edged``
    are letters with an outline, a shadow or a glow, by which they may be seen on their own colour.
    """

    vanish: bool | None = None
    colour: Colour | None = None
    coloured: bool | None = None
    size: int | None = None
    scale: int | None = None
    spacing: int | None = None
    fit: int | None = None
    ground: Ground = None
    grounded: bool | None = None
    transparent: bool | None = None
    edged: bool | None = None

    def over(self, other: Look) -> Look:
        """This level laid over one that is further away."""
        if self is NO_LOOK or other is NO_LOOK:
            return other if self is NO_LOOK else self
        mine, base = (self.colour, self.coloured), (other.colour, other.coloured)
        colour, coloured = base if self.coloured is None else mine
        ground, grounded = (other.ground, other.grounded) if self.grounded is None else (self.ground, self.grounded)
        return Look(
            other.vanish if self.vanish is None else self.vanish,
            colour,
            coloured,
            other.size if self.size is None else self.size,
            other.scale if self.scale is None else self.scale,
            other.spacing if self.spacing is None else self.spacing,
            other.fit if self.fit is None else self.fit,
            ground,
            grounded,
            other.transparent if self.transparent is None else self.transparent,
            other.edged if self.edged is None else self.edged,
        )


NO_LOOK = Look()


def unseen(look: Look, ground: Ground, certain: bool, letters: int) -> HiddenReason | None:
    """Why nobody sees a text of so many letters that looks so on a ground, None if it is seen.

    On a ground that is not certain, since a picture lies behind the text, the colour of the page makes it "pale"; so it
    does where the letters have an edge of their own.
    """
    size = _SIZE if look.size is None else look.size
    if look.grounded and look.ground is not None:
        ground, certain = look.ground, True
    # A letter is as wide as high, ten twips to the half point; one that lies on the next is none.
    stacked = look.spacing is not None and 10 * size + look.spacing < size
    squeezed = look.fit is not None and look.fit < ROOM * letters
    narrow = look.scale is not None and look.scale < NARROWEST
    same = look.colour is not None and ground is not None and alike(look.colour, ground)
    reasons: tuple[tuple[HiddenReason, bool | None], ...] = (
        ("hidden", look.vanish),
        ("pale" if look.edged else "transparent", look.transparent),
        ("size", size < SMALLEST or narrow or stacked or squeezed),
        ("colour" if certain and not look.edged else "pale", same),
    )
    return next((reason for reason, holds in reasons if holds), None)


class Styles:
    """The styles of a document, and the looks that follow from them."""

    def __init__(self, read: Parts) -> None:
        self.theme = Theme(read)
        styles = read.styles
        self._elements: dict[tuple[str, str], Element] = {}
        self._default: dict[str, str] = {}
        self._looks: dict[tuple[str, str], Look] = {}
        #: What was told by the same properties before: of most runs it was.
        self._told: dict[frozenset[tuple[str, ...]], Look] = {}
        self.defaults = NO_LOOK
        for style in [] if styles is None else styles.iter("{*}style"):
            kind, name = attribute(style, "type") or "", attribute(style, "styleId") or ""
            self._elements[kind, name] = style
            self._elements.setdefault(("", name), style)
            if attribute(style, "default") not in (None, "0", "false", "off"):
                self._default.setdefault(kind, name)
        for properties in [] if styles is None else found(styles, "docDefaults", "rPrDefault"):
            if local(properties) == "rPr":
                self.defaults = self.direct(properties)

    def of_kind(self, kind: str) -> list[Element]:
        """All styles of a kind."""
        return [style for (family, _), style in self._elements.items() if family == kind]

    def lineage(self, kind: str, name: str | None) -> list[Element]:
        """The style and those that it is based on, the nearest first; the default one of its kind for None."""
        line: list[Element] = []
        wanted = self._default.get(kind) if name is None else name
        while wanted is not None and len(line) < _DEEP:
            style = self._elements.get((kind, wanted))
            if style is None:
                style = self._elements.get(("", wanted))
            if style is None or style in line:
                break
            line.append(style)
            wanted = value(style, "basedOn")
        return line

    def look(self, kind: str, name: str | None) -> Look:
        """What a paragraph or character style says with all that it is based on."""
        key = kind, name or ""
        if key not in self._looks:
            look = NO_LOOK
            for style in reversed(self.lineage(kind, name)):
                for properties in style:
                    if local(properties) == "rPr":
                        look = self.direct(properties).over(look)
            self._looks[key] = look
        return self._looks[key]

    def direct(self, properties: Element) -> Look:
        """What one ``w:rPr`` says."""
        return self.by_name({local(mark): mark for mark in properties})

    def by_name(self, marks: Mapping[str, Element]) -> Look:
        """What properties of a run say, given by their names."""
        telling = _TELLING.keys() & marks
        if not telling:
            return NO_LOOK
        key = frozenset((name, *marks[name].values()) for name in telling)
        if key not in self._told or "textFill" in telling or "textOutline" in telling:
            self._told[key] = self._told_by(marks)
        return self._told[key]

    def _told_by(self, marks: Mapping[str, Element]) -> Look:
        said: dict[str, object] = {}
        for name, tell in _TELLING.items():  # in this order, whatever the file's: the later ones hold
            if name in marks:
                said |= tell(marks[name], self.theme)
        return Look(**said)  # type: ignore[arg-type]


def effective(defaults: Look, levels: Iterable[Look], own: Look) -> Look:
    """The look of a text: its own properties over character, paragraph and table style (``levels``, nearest last) over
    the defaults."""
    look, toggled = defaults, False
    for level in levels:
        if level is not NO_LOOK:
            look = level.over(look)
            toggled ^= bool(level.vanish)
    if look.vanish is not None or toggled:
        look = replace(look, vanish=bool(defaults.vanish) or toggled)
    return own.over(look)


def _colour(mark: Element, theme: Theme) -> Mapping[str, object]:
    return {"colour": theme.colour(mark), "coloured": True}


def _filled(mark: Element, theme: Theme) -> Mapping[str, object]:
    """``w14:textFill``, which holds before ``w:color``; gradients are seen on any ground."""
    for fill in mark:
        if local(fill) == "noFill":
            return {"transparent": True}
        if local(fill) == "solidFill":
            clear = any(whole(one.get("val") or attribute(one, "val")) >= 95_000 for one in fill.iter("{*}alpha"))
            slot = next(iter(fill), None)
            name = "" if slot is None else attribute(slot, "val") or ""
            return {"transparent": clear, "colour": theme.by_name(name), "coloured": True}
    return {"transparent": False, "colour": None, "coloured": True}


def _edged(mark: Element, _: Theme) -> Mapping[str, object]:
    """``w14:textOutline``; one without a fill of its own is no line."""
    return {"edged": any(local(one) in ("solidFill", "gradFill") for one in mark)}


def _shaded(mark: Element, theme: Theme) -> Mapping[str, object]:
    ground = theme.shading(mark)
    return {"ground": ground, "grounded": ground is not None}


def _highlighted(mark: Element, theme: Theme) -> Mapping[str, object]:
    ground = theme.by_name(attribute(mark, "val") or "")
    return {} if ground is None else {"ground": ground, "grounded": True}


#: What each property of a run that matters here says; of two that say the same, such as ``color`` and ``textFill``, the
#: later one holds.
_TELLING: Mapping[str, Callable[[Element, Theme], Mapping[str, object]]] = {
    "vanish": lambda mark, _: {"vanish": on(mark)},
    "color": _colour,
    "sz": lambda mark, _: {"size": whole(attribute(mark, "val"), _SIZE)},
    "w": lambda mark, _: {"scale": whole((attribute(mark, "val") or "").removesuffix("%"), 100)},
    "spacing": lambda mark, _: {"spacing": whole(attribute(mark, "val"))},
    "fitText": lambda mark, _: {"fit": whole(attribute(mark, "val"))},
    "shd": _shaded,
    "highlight": _highlighted,
    "textFill": _filled,
    "textOutline": _edged,
    **dict.fromkeys(("outline", "shadow", "emboss", "imprint", "glow"), lambda mark, _: {"edged": on(mark)}),
}
