"""Paragraphs of a .docx: what their styles, their table and what lies behind them make of the runs in them."""

from __future__ import annotations

from dataclasses import dataclass, field

from simcheck.readers.docx.colour import WHITE, Ground
from simcheck.readers.docx.look import NO_LOOK, Look, Styles, effective, unseen
from simcheck.readers.docx.tree import whole
from simcheck.readers.safe_xml import Element, attribute, local
from simcheck.types import HiddenReason

#: A line of a fixed height below this, in twips, shows nothing: 4 points. Pages are no wider than 22 inches.
_LOWEST, _WIDEST = 80, 31_680


@dataclass(frozen=True, slots=True)
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
    """What properties of paragraphs say: the ground (with ``shaded``), and why nothing of the paragraph is seen."""

    ground: Ground = None
    shaded: bool = False
    hidden: HiddenReason | None = None


@dataclass(slots=True)
class Setting:
    """A paragraph that runs are looked at in."""

    styles: Styles
    scene: Scene
    look: Look
    mark: Look
    _known: dict[str | None, Look] = field(default_factory=dict)

    def reason(self, run: Element) -> HiddenReason | None:
        """Why the text of a run is not seen, None if it is."""
        own, style = NO_LOOK, None
        for properties in run:
            if local(properties) == "rPr":
                own = self.styles.direct(properties)
                style = next((attribute(mark, "val") for mark in properties if local(mark) == "rStyle"), None)
                break
        letters = 0 if own.fit is None else sum(len(text.text or "") for text in run.iter("{*}t"))
        return self._unseen(own, style, letters)

    def label_reason(self, label: Look) -> HiddenReason | None:
        """Why the number of the paragraph is not seen, None if it is: it looks like the paragraph's end mark."""
        return self._unseen(label.over(self.mark), None, 1)

    @property
    def joined(self) -> bool:
        """Whether the end mark is hidden, so that the next paragraph goes on in the same line."""
        return bool(effective(self.styles.defaults, (self.scene.table, self.look), self.mark).vanish)

    def _unseen(self, own: Look, style: str | None, letters: int) -> HiddenReason | None:
        scene = self.scene
        if scene.hidden is not None:
            return scene.hidden
        base = self._known.get(style)
        if base is None:
            character = NO_LOOK if style is None else self.styles.look("character", style)
            base = effective(self.styles.defaults, (scene.table, self.look, character), NO_LOOK)
            self._known[style] = base
        look = own.over(base)
        return None if look is NO_LOOK else unseen(look, scene.ground, scene.certain, letters)


class Paragraphs:
    """The settings of paragraphs, those of one style and place worked out once."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._told: dict[str | None, _Told] = {}
        self._known: dict[tuple[str | None, Scene], dict[str | None, Look]] = {}

    def setting(self, paragraph: Element, scene: Scene) -> Setting:
        """How the runs of a paragraph look that stands in a scene."""
        style, mark, own = None, NO_LOOK, _Told()
        for properties in paragraph:
            if local(properties) == "pPr":
                style = next((attribute(one, "val") for one in properties if local(one) == "pStyle"), None)
                mark = next((self._styles.direct(one) for one in properties if local(one) == "rPr"), NO_LOOK)
                own = self._properties(properties)
                break
        told = self._of_style(style)
        here = scene
        if own.shaded or told.shaded or own.hidden or told.hidden:
            ground = own.ground if own.shaded else told.ground
            hidden = own.hidden or told.hidden
            here = scene.inside(scene.table, ground, hidden)
        known = self._known.setdefault((style, here), {})
        return Setting(self._styles, here, self._styles.look("paragraph", style), mark, known)

    def _of_style(self, style: str | None) -> _Told:
        if style not in self._told:
            told = _Told()
            for one in reversed(self._styles.lineage("paragraph", style)):
                for properties in one:
                    if local(properties) == "pPr":
                        said = self._properties(properties)
                        ground, shaded = (said.ground, True) if said.shaded else (told.ground, told.shaded)
                        told = _Told(ground, shaded, said.hidden or told.hidden)
            self._told[style] = told
        return self._told[style]

    def _properties(self, properties: Element) -> _Told:
        ground, shaded = None, False
        hidden: HiddenReason | None = None
        for one in properties:
            name = local(one)
            if name == "shd":
                ground, shaded = self._styles.theme.shading(one), True
            elif name == "spacing" and attribute(one, "lineRule") == "exact":
                hidden = "size" if whole(attribute(one, "line"), _LOWEST) < _LOWEST else hidden
            elif name == "ind" and min(whole(attribute(one, side)) for side in ("left", "start")) < -_WIDEST / 2:
                hidden = "outside"
            elif name == "framePr":
                hidden = _framed(one) or hidden
        return _Told(ground, shaded, hidden)


def _framed(frame: Element) -> HiddenReason | None:
    """Why a frame, an old kind of text box, is not seen."""
    if attribute(frame, "hRule") == "exact" and whole(attribute(frame, "h"), _LOWEST) < _LOWEST:
        return "size"
    if 0 < whole(attribute(frame, "w")) < _LOWEST:
        return "size"
    far = [whole(attribute(frame, axis)) for axis in ("x", "y")]
    return "outside" if min(far) < -_WIDEST / 2 or max(far) > _WIDEST else None
