"""Paragraphs of a .docx: what their styles, their table and what lies behind them make of the runs in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from simcheck.readers.colour import WHITE, Ground
from simcheck.readers.docx.look import NO_LOOK, Look, Styles, effective, unseen
from simcheck.readers.docx.tree import value, whole
from simcheck.readers.safe_xml import Element, attribute, local
from simcheck.types import HiddenReason

#: A line of a fixed height below this, in twips, shows nothing: 4 points. Pages are no wider than 22 inches.
_LOWEST, _WIDEST = 80, 31_680


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """Where a paragraph stands: what the style of its table says, the colour behind it and whether that is certain, and
    why nothing in it is seen, if so."""

    table: Look = NO_LOOK
    ground: Ground = WHITE
    certain: bool = True
    hidden: HiddenReason | None = None

    def inside(self, table: Look, ground: Ground, hidden: HiddenReason | None) -> Scene:
        """The scene inside a cell, which has a colour of its own unless that is None."""
        behind, certain = (self.ground, self.certain) if ground is None else (ground, True)
        return Scene(table, behind, certain, self.hidden or hidden)

    def boxed(self, ground: Ground, hidden: HiddenReason | None) -> Scene:
        """The scene inside a text box; what lies behind one without a colour of its own is not certain."""
        return Scene(NO_LOOK, self.ground if ground is None else ground, ground is not None, self.hidden or hidden)


@dataclass(frozen=True, slots=True)
class _Told:
    """What properties of paragraphs say: the ground (with ``shaded``), and why nothing of the paragraph is seen; and
    what a style is by its name: one for quotations."""

    ground: Ground = None
    shaded: bool = False
    hidden: HiddenReason | None = None
    quoted: bool = False


_NOTHING = _Told()
_UNMARKED: Mapping[str, Element] = {}
#: The names of the styles for quotations, in Word whatever its language, and in WPS.
_QUOTATIONS = frozenset(("quote", "intense quote", "引用", "明显引用", "引用文字", "引文", "quotations"))
#: What the name of a character style that belongs to one of them has behind its name.
_OF_CHARACTERS = (" char", " 字符", "字符")
#: The properties of paragraphs that say so.
_PLACING = frozenset(("spacing", "ind", "framePr", "shd"))


@dataclass(slots=True)
class Setting:
    """A paragraph that runs are looked at in: ``style`` is what its style says, ``mark`` what its end mark does, and
    ``quoted`` tells that the style is one for quotations."""

    styles: Styles
    scene: Scene
    properties: Mapping[str, Element]
    style: Look
    mark: Look = NO_LOOK
    deleted: bool = False
    quoted: bool = False
    #: Why runs that look alike are not seen, shared by all paragraphs of one style in one scene.
    _reasons: dict[tuple[Look, str | None], HiddenReason | None] = field(default_factory=dict)

    def reason(self, run: Element, marks: Mapping[str, Element]) -> HiddenReason | None:
        """Why the text of a run with these properties is not seen, None if it is."""
        own = self.styles.by_name(marks) if marks else NO_LOOK
        style = attribute(marks["rStyle"], "val") if "rStyle" in marks else None
        if own.fit is not None:
            return self._unseen(own, style, sum(len(text.text or "") for text in run.iter("{*}t")))
        key = own, style
        if key not in self._reasons:
            self._reasons[key] = self._unseen(own, style, 0)
        return self._reasons[key]

    def quotes(self, marks: Mapping[str, Element]) -> bool:
        """Whether a run with these properties is a quotation inside of its paragraph, by its style."""
        if "rStyle" not in marks:
            return False
        quoting = any(map(_quoting, self.styles.lineage("character", attribute(marks["rStyle"], "val"))))
        return quoting and not self.quoted and self.scene.hidden is None

    def label_reason(self, label: Look) -> HiddenReason | None:
        """Why the number of the paragraph is not seen, None if it is: it looks like the paragraph's end mark."""
        return self._unseen(label.over(self.mark), None, 1)

    @property
    def joined(self) -> bool:
        """Whether the end mark is deleted or hidden, so that the next paragraph goes on in the same line."""
        if self.deleted or self.mark is NO_LOOK is self.style:
            return self.deleted
        return bool(effective(self.styles.defaults, (self.scene.table, self.style), self.mark).vanish)

    def _unseen(self, own: Look, style: str | None, letters: int) -> HiddenReason | None:
        scene = self.scene
        if scene.hidden is not None:
            return scene.hidden
        character = NO_LOOK if style is None else self.styles.look("character", style)
        look = effective(self.styles.defaults, (scene.table, self.style, character), own)
        return None if look is NO_LOOK else unseen(look, scene.ground, scene.certain, letters)


def marks_of(run: Element) -> Mapping[str, Element]:
    """The properties of a run, by their names."""
    for properties in run:
        if local(properties) == "rPr":
            return {local(mark): mark for mark in properties}
    return _UNMARKED


class Paragraphs:
    """The settings of paragraphs, those of one style and place worked out once."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        #: Whether there is a character style for quotations.
        self.quoting = any(map(_quoting, styles.of_kind("character")))
        self._told: dict[str | None, _Told] = {}
        self._reasons: dict[tuple[str | None, Scene], dict[tuple[Look, str | None], HiddenReason | None]] = {}

    def setting(self, paragraph: Element, scene: Scene) -> Setting:
        """How the runs of a paragraph look that stands in a scene."""
        properties: dict[str, Element] = {}
        for first in paragraph:
            if local(first) == "pPr":
                properties = {local(one): one for one in first}
                break
        style = attribute(properties["pStyle"], "val") if "pStyle" in properties else None
        own, told = self._said(properties), self._of_style(style)
        here = scene
        if own.shaded or told.shaded or own.hidden or told.hidden:
            ground = own.ground if own.shaded else told.ground
            hidden = own.hidden or told.hidden
            here = scene.inside(scene.table, ground, hidden)
        reasons = self._reasons.setdefault((style, here), {})
        look = self._styles.look("paragraph", style)
        setting = Setting(self._styles, here, properties, look, quoted=told.quoted, _reasons=reasons)
        if "rPr" in properties:
            marks = {local(one): one for one in properties["rPr"]}
            setting.mark, setting.deleted = self._styles.by_name(marks), "del" in marks
        return setting

    def _of_style(self, style: str | None) -> _Told:
        if style not in self._told:
            told = _Told()
            for one in reversed(self._styles.lineage("paragraph", style)):
                quoted = told.quoted or (value(one, "name") or "").lower() in _QUOTATIONS
                said = _NOTHING
                for properties in one:
                    if local(properties) == "pPr":
                        said = self._said({local(mark): mark for mark in properties})
                ground, shaded = (said.ground, True) if said.shaded else (told.ground, told.shaded)
                told = _Told(ground, shaded, said.hidden or told.hidden, quoted)
            self._told[style] = told
        return self._told[style]

    def _said(self, properties: Mapping[str, Element]) -> _Told:
        if _PLACING.isdisjoint(properties):
            return _NOTHING
        hidden: HiddenReason | None = None
        spacing, indent, frame, shade = (properties.get(name) for name in ("spacing", "ind", "framePr", "shd"))
        if spacing is not None and attribute(spacing, "lineRule") == "exact":
            hidden = "size" if whole(attribute(spacing, "line"), _LOWEST) < _LOWEST else None
        if indent is not None and min(whole(attribute(indent, side)) for side in ("left", "start")) < -_WIDEST / 2:
            hidden = "outside"
        if frame is not None:
            hidden = _framed(frame) or hidden
        ground = None if shade is None else self._styles.theme.shading(shade)
        return _Told(ground, shade is not None, hidden)


def _quoting(style: Element) -> bool:
    """Whether a character style is one for quotations."""
    name = (value(style, "name") or "").lower()
    return any(name.removesuffix(ending) in _QUOTATIONS for ending in _OF_CHARACTERS if name.endswith(ending))


def _framed(frame: Element) -> HiddenReason | None:
    """Why a frame, an old kind of text box, is not seen."""
    if attribute(frame, "hRule") == "exact" and whole(attribute(frame, "h"), _LOWEST) < _LOWEST:
        return "size"
    if 0 < whole(attribute(frame, "w")) < _LOWEST:
        return "size"
    far = [whole(attribute(frame, axis)) for axis in ("x", "y")]
    return "outside" if min(far) < -_WIDEST / 2 or max(far) > _WIDEST else None
