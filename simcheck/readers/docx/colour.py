"""Colours of a .docx: of letters and of what lies behind them, by value, by theme, by pattern."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping

from simcheck.readers.colour import BLACK, WHITE, Colour, Ground, by_digits, mixed
from simcheck.readers.docx.parts import Parts
from simcheck.readers.docx.tree import whole
from simcheck.readers.safe_xml import Element, attribute, local

_NAMED: Mapping[str, Colour] = {
    "black": BLACK, "white": WHITE, "blue": (0, 0, 255), "cyan": (0, 255, 255), "green": (0, 255, 0),
    "magenta": (255, 0, 255), "red": (255, 0, 0), "yellow": (255, 255, 0), "darkBlue": (0, 0, 128),
    "darkCyan": (0, 128, 128), "darkGreen": (0, 128, 0), "darkMagenta": (128, 0, 128), "darkRed": (128, 0, 0),
    "darkYellow": (128, 128, 0), "darkGray": (128, 128, 128), "lightGray": (192, 192, 192),
}  # fmt: skip
#: The theme of a new document, which holds where a file has none.
_OFFICE: Mapping[str, Colour] = {
    "dk1": BLACK, "lt1": WHITE, "dk2": (68, 84, 106), "lt2": (231, 230, 230), "accent1": (68, 114, 196),
    "accent2": (237, 125, 49), "accent3": (165, 165, 165), "accent4": (255, 192, 0), "accent5": (91, 155, 213),
    "accent6": (112, 173, 71), "hlink": (5, 99, 193), "folHlink": (149, 79, 114),
}  # fmt: skip
_THEMED = {
    "dark1": "dk1", "light1": "lt1", "dark2": "dk2", "light2": "lt2", "text1": "dk1", "background1": "lt1",
    "text2": "dk2", "background2": "lt2", "hyperlink": "hlink", "followedHyperlink": "folHlink",
    "tx1": "dk1", "bg1": "lt1", "tx2": "dk2", "bg2": "lt2",
}  # fmt: skip
#: The names of a colour mapping, as ``w:clrSchemeMapping`` of the settings has them, and those of the theme's.
_MAPPED = {"bg1": ("bg1", "background1"), "t1": ("tx1", "text1"), "bg2": ("bg2", "background2"), "t2": ("tx2", "text2")}


def named(text: str) -> Colour | None:
    """A colour by ``RRGGBB`` or its name in Word; None for any other.

    >>> named("FFFFFF"), named("darkRed"), named("auto")
    ((255, 255, 255), (128, 0, 0), None)
    """
    return by_digits(text) or _NAMED.get(text)


class Theme:
    """The colours of a file's theme, as its settings map them; looked up when the first one is asked for."""

    def __init__(self, read: Parts) -> None:
        self._read = read

    @functools.cached_property
    def _colours(self) -> Mapping[str, Colour]:
        colours, theme = dict(_OFFICE), self._read.theme
        for scheme in [] if theme is None else theme.iter("{*}clrScheme"):
            for slot in scheme:
                for one in slot:
                    colour = named(one.get("val") or "") or named(one.get("lastClr") or "")
                    if colour is not None:
                        colours[local(slot)] = colour
        return colours

    @functools.cached_property
    def _names(self) -> Mapping[str, str]:
        mapped, settings = dict(_THEMED), self._read.settings
        for mapping in [] if settings is None else settings.iter("{*}clrSchemeMapping"):
            for slot, names in _MAPPED.items():
                to = attribute(mapping, slot)
                if to is not None:
                    mapped |= dict.fromkeys(names, _THEMED.get(to, to))
        return mapped

    def colour(self, element: Element, plain: str = "val", slot: str = "themeColor") -> Colour | None:
        """The colour that an element tells, None for ``auto``: by its attribute ``slot``, or else ``plain``."""
        base = self._slot(attribute(element, slot) or "")
        if base is None:
            return named(attribute(element, plain) or "")
        change = slot.removesuffix("Color")
        return _tinted(base, attribute(element, f"{change}Tint"), attribute(element, f"{change}Shade"))

    def shading(self, mark: Element) -> Colour | None:
        """The ground that ``w:shd`` makes, None for none."""
        pattern = attribute(mark, "val") or "clear"
        behind = self.colour(mark, "fill", "themeFill")
        if pattern in ("clear", "nil"):
            return behind
        front = self.colour(mark, "color") or BLACK
        if pattern == "solid":
            return front
        share = whole(pattern.removeprefix("pct"), 50) / 100 if pattern.startswith("pct") else 0.5
        return mixed(front, behind or WHITE, share)

    def drawn(self, fill: Element) -> Ground:
        """The colour of ``a:solidFill``, ``a:fillRef`` and the like; None if it is not known or one sees through it."""
        for one in fill:
            base = self.by_name(one.get("val") or "") or named(one.get("lastClr") or "")
            if base is None:
                return None
            for change in one:
                amount = whole(change.get("val"), 100_000) / 100_000
                base = _changed(base, local(change), amount)
                if local(change) == "alpha" and amount < 0.5:
                    return None
            return base
        return None

    def by_name(self, name: str) -> Colour | None:
        """A colour by its name in the theme or in Word, or by its value; None for any other."""
        return self._slot(name) or named(name)

    def _slot(self, name: str) -> Colour | None:
        return self._colours.get(self._names.get(name, name)) if name[:1].islower() else None


def _tinted(base: Colour, tint: str | None, shade: str | None) -> Colour:
    """The colour nearer to white by a tint, nearer to black by a shade, both hexadecimal numbers up to FF."""
    for said, towards in ((tint, WHITE), (shade, BLACK)):
        if said and re.fullmatch(r"[0-9A-Fa-f]{1,2}", said):
            base = mixed(base, towards, int(said, 16) / 255)
    return base


def _changed(base: Colour, change: str, amount: float) -> Colour:
    if change in ("lumMod", "shade"):
        return mixed(base, BLACK, amount)
    if change == "lumOff":
        return mixed(WHITE, base, amount)
    return mixed(base, WHITE, amount) if change == "tint" else base
