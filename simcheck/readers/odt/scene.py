"""Where the paragraphs of an OpenDocument file stand: in cells, rows, sections and boxes, which may hide them."""

from __future__ import annotations

from dataclasses import dataclass

from simcheck.readers.colour import Ground
from simcheck.readers.odt.look import PAGE, Styles, points
from simcheck.readers.safe_xml import Element, attribute
from simcheck.types import HiddenReason


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """Where a text stands: what lies behind it, whether that is certain, and why nothing there is seen, if so."""

    ground: Ground = PAGE
    certain: bool = True
    hidden: HiddenReason | None = None

    def inside(self, element: Element, name: str, styles: Styles) -> Scene:
        """The scene inside a cell, a row or a section."""
        hidden = self.hidden
        if attribute(element, "display") == "none" or attribute(element, "is-hidden") == "true":
            hidden = "hidden"
        if attribute(element, "visibility") in ("collapse", "filter"):
            hidden = "hidden"
        ground = styles.look(name, attribute(element, "style-name")).ground if name == "table-cell" else None
        return Scene(self.ground if ground is None else ground, self.certain or ground is not None, hidden)

    def of_field(self, element: Element, name: str) -> Scene:
        """The scene inside something in a line, which a field may hide."""
        hides = name == "hidden-text" and attribute(element, "is-hidden") != "false"
        return Scene(self.ground, self.certain, "hidden") if hides else self

    def boxed(self, element: Element, styles: Styles) -> Scene:
        """The scene inside a box; what lies behind one without a colour of its own is not certain."""
        frame = element if attribute(element, "style-name") else element.getparent()
        ground = styles.fill(attribute(frame, "style-name"))
        sizes = [points(attribute(frame, side)) for side in ("width", "height")]
        places = [points(attribute(frame, axis)) for axis in ("x", "y")]
        hidden = self.hidden
        if any(size is not None and 0 <= size < 4 for size in sizes):
            hidden = hidden or "size"
        if any(place is not None and not -792 < place < 1584 for place in places):
            hidden = hidden or "outside"
        return Scene(self.ground if ground is None else ground, ground is not None, hidden)
