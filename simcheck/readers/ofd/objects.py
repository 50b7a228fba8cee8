"""The objects on a page of an OFD in the order in which they are drawn: letters with places, grounds, pictures."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from simcheck.errors import DraftError
from simcheck.patterns import regex
from simcheck.readers.colour import BLACK, Colour
from simcheck.readers.ofd.geometry import IDENTITY, Box, Matrix, bounds, edges, within
from simcheck.readers.ofd.parts import Parts, numbers
from simcheck.readers.safe_xml import Element, local
from simcheck.readers.wraps import wide

#: How far letters reach above and below their base line, of their size.
_ABOVE, _BELOW = 0.88, 0.12
#: The area of what may lie behind a letter, in square millimetres: that of a letter of 4 points.
_LEAST = 2.0
#: What ends a line or a curve of a shape.
_CORNERS = regex("[MLCSQBA]")
#: Objects on a page, and groups inside of groups, that are read.
_MOST, _DEEPEST = 200_000, 10


@dataclass(frozen=True, slots=True)
class Sign:
    """A letter: its box, by how many degrees to the left its base line is turned, its size in millimetres, and the id
    of its font. Letters of one ``order`` are drawn at once."""

    text: str
    box: Box
    angle: int
    size: float
    colour: Colour | None
    opacity: float
    visible: bool
    order: int
    font: str


@dataclass(frozen=True, slots=True)
class Patch:
    """Something opaque: a filled path with its colour, or a picture (None)."""

    box: Box
    colour: Colour | None
    order: int
    plain: bool


@dataclass(frozen=True, slots=True)
class Image:
    """A picture: its data, None if it is not in the file, its width and height in millimetres."""

    data: bytes | None
    width: float
    height: float


class Resources:
    """What the pages of a document share: templates, parameters of drawing, groups of objects, pictures."""

    def __init__(self, parts: Parts, document: Element) -> None:
        self.parts, self._document = parts, document
        self._by_id: dict[str, Element] = {}
        self._files: dict[str, str | None] = {}
        common = next((one for one in document if local(one) == "CommonData"), None)
        for one in () if common is None else common:
            if local(one) in ("PublicRes", "DocumentRes"):
                self._add(parts.root(parts.path(document, one.text)))
            elif local(one) == "TemplatePage":
                self._by_id[f"template {one.get('ID')}"] = one

    def page(self, page: Element) -> None:
        """Take in what a page has for itself."""
        for one in page:
            if local(one) == "PageRes":
                self._add(self.parts.root(self.parts.path(page, one.text)))

    def _add(self, root: Element | None) -> None:
        for one in () if root is None else root.iter("{*}DrawParam", "{*}CompositeGraphicUnit", "{*}MultiMedia"):
            self._by_id[one.get("ID", "")] = one
            if root is not None and local(one) == "MultiMedia":
                file = self.parts.text(one, "MediaFile")
                folder = (root.get("BaseLoc") or "").rstrip("/")
                self._files[one.get("ID", "")] = self.parts.path(root, f"{folder}/{file}" if folder else file)

    def templates(self, page: Element) -> Iterator[Element]:
        """The templates that a page is drawn upon."""
        for one in page:
            if local(one) == "Template":
                told = self._by_id.get(f"template {one.get('TemplateID')}")
                root = None if told is None else self.parts.root(self.parts.path(self._document, told.get("BaseLoc")))
                if root is not None:
                    yield root

    def unit(self, identity: str | None) -> Element | None:
        """A group of objects."""
        return self._by_id.get(identity or "")

    def media(self, identity: str | None) -> bytes | None:
        """The data of a picture, None if it is not in the file."""
        path = self._files.get(identity or "")
        return None if path is None else self.parts.package.part(path)

    def fill(self, identity: str | None) -> Element | None:
        """The colour that letters have by the parameters of this id."""
        for _ in range(_DEEPEST):
            param = self._by_id.get(identity or "")
            if param is None:
                return None
            colour = next((one for one in param if local(one) == "FillColor"), None)
            if colour is not None:
                return colour
            identity = param.get("Relative")
        return None


class Drawing:
    """What is drawn on one page: letters, what may lie behind or upon them, and pictures; ``corners`` is how many the
    shapes have, ``shapes`` how many letters have a shape and no character."""

    def __init__(self, resources: Resources, path: str) -> None:
        self.signs: list[Sign] = []
        self.patches: list[Patch] = []
        self.images: list[Image] = []
        self.corners = self.shapes = 0
        self._resources, self._path = resources, path
        self._order = 0

    def page(self, root: Element) -> None:
        """The layers of a page, or of its template."""
        self._resources.page(root)
        layers = [layer for one in root if local(one) == "Content" for layer in one if local(layer) == "Layer"]
        # What is called the background lies below, whatever its place.
        for kind in ("Background", None, "Body", "Foreground"):
            for layer in layers:
                told = layer.get("Type")
                if told == kind or (kind is None and told not in ("Background", "Body", "Foreground")):
                    self._objects(layer, IDENTITY, layer.get("DrawParam"), 0)

    def note(self, appearance: Element) -> None:
        """What stands upon the page: a stamp, a note."""
        self._objects(appearance, within(appearance, IDENTITY), None, 0)

    def _objects(self, group: Iterable[Element], outer: Matrix, param: str | None, depth: int) -> None:
        for one in group if depth < _DEEPEST else ():
            self._order += 1
            if self._order > _MOST:
                name = self._resources.parts.name
                raise DraftError(f"{name}: draws more on one page than a document does; print it to a new PDF")
            name = local(one)
            if name == "PageBlock":
                self._objects(one, outer, param, depth + 1)
            elif name in ("TextObject", "PathObject", "ImageObject", "CompositeObject"):
                own = one.get("DrawParam") or param
                matrix = within(one, outer)
                if name == "TextObject":
                    self.signs.extend(self._text(one, matrix, own))
                elif name == "CompositeObject":
                    unit = self._resources.unit(one.get("ResourceID"))
                    inside = [part for part in (() if unit is None else unit) if local(part) == "Content"]
                    for part in inside:
                        self._objects(part, matrix, own, depth + 1)
                elif one.get("Visible", "true") != "false":
                    self._patch(one, name, outer, own)
                    self._shown(one, name, outer)

    def _shown(self, element: Element, name: str, outer: Matrix) -> None:
        """Count a shape, or take a picture."""
        if name == "PathObject":
            self.corners += len(_CORNERS.findall(_path(element)))
        elif _alpha(element) > 0:
            left, upper, right, lower = edges(element, outer) or (0.0, 0.0, 0.0, 0.0)
            data = self._resources.media(element.get("ResourceID"))
            self.images.append(Image(data, right - left, lower - upper))

    def _patch(self, element: Element, name: str, outer: Matrix, param: str | None) -> None:
        box = edges(element, outer)
        if box is None or _alpha(element) < 0.98:
            return
        if (box[2] - box[0]) * (box[3] - box[1]) < _LEAST:
            return
        if name == "ImageObject":
            self.patches.append(Patch(box, None, self._order, plain=True))
        elif element.get("Fill") == "true":
            path = _path(element)
            corners = len(_CORNERS.findall(path))
            colour, opacity = self._colour(element, param)
            if opacity > 0.9:
                self.patches.append(Patch(box, colour, self._order, plain=corners <= 7 and "B" not in path))

    def _text(self, element: Element, matrix: Matrix, param: str | None) -> Iterator[Sign]:
        size = next(iter(numbers(element.get("Size"))), 0.0)
        colour, opacity = self._colour(element, param)
        opacity *= _alpha(element)
        filled, edged = element.get("Fill", "true") != "false", element.get("Stroke") == "true"
        visible = element.get("Visible", "true") != "false" and (filled or edged)
        if edged:
            line, _ = self._colour(element, None, "StrokeColor")
            colour = line if not filled or line == colour else None
        turned = int(next(iter(numbers(element.get("CharDirection"))), 0.0))
        angle = round(math.degrees(math.atan2(-matrix[1], matrix[0]))) - turned
        scale = math.hypot(matrix[2], matrix[3])
        at, font = (0.0, 0.0), element.get("Font", "")
        drawn = sum(len((one.text or "").split()) for one in element.iter("{*}Glyphs"))
        told = sum(char.isalnum() for one in element for char in (one.text or "") if local(one) == "TextCode")
        self.shapes += max(0, drawn - told) if visible and not told else 0
        for code in element:
            if local(code) == "TextCode":
                text = (code.text or "").strip("\r\n")
                start = numbers(code.get("X")) or (at[0],), numbers(code.get("Y")) or (at[1],)
                x, y = start[0][0], start[1][0]
                across, down = _deltas(code.get("DeltaX")), _deltas(code.get("DeltaY"))
                for number, char in enumerate(text):
                    width = size if wide(char) else size / 2
                    corners = [(x, y - _ABOVE * size), (x + width, y + _BELOW * size)]
                    box = bounds(corners, matrix)
                    yield Sign(char, box, angle % 360, size * scale, colour, opacity, visible, self._order, font)
                    x += across[number] if number < len(across) else 0.0 if down else width
                    y += down[number] if number < len(down) else 0.0
                at = x, y

    def _colour(self, element: Element, param: str | None, name: str = "FillColor") -> tuple[Colour | None, float]:
        """The colour that fills an object, None for one that cannot be told, and how opaque it is."""
        fill = next((one for one in element if local(one) == name), None)
        fill = self._resources.fill(param) if fill is None else fill
        if fill is None:
            return BLACK, 1.0
        opacity = _alpha(fill)
        values = numbers(fill.get("Value"))
        if len(values) == 3:
            return (round(values[0]), round(values[1]), round(values[2])), opacity
        if len(values) == 1:
            return (round(values[0]),) * 3, opacity
        if len(values) == 4:  # cyan, magenta, yellow, black
            light = 1 - values[3] / 255
            red, green, blue = (round(255 * (1 - one / 255) * light) for one in values[:3])
            return (red, green, blue), opacity
        return (None, opacity) if len(fill) else (BLACK, opacity)


def _path(element: Element) -> str:
    return next((one.text or "" for one in element if local(one) == "AbbreviatedData"), "")


def _alpha(element: Element) -> float:
    """How opaque an object or a colour is, from 0 to 1."""
    return next(iter(numbers(element.get("Alpha"))), 255.0) / 255


def _deltas(said: str | None) -> list[float]:
    """The steps from letter to letter: ``3 4 g 2 5`` is 3, 4, 5, 5.

    >>> _deltas("3 4 g 2 5")
    [3.0, 4.0, 5.0, 5.0]
    """
    steps: list[float] = []
    words = iter((said or "").split())
    for word in words:
        try:
            if word == "g":
                count, step = int(next(words, "0")), float(next(words, "0"))
                steps += [step] * min(max(count, 0), 100_000)
            else:
                steps.append(float(word))
        except ValueError:
            break
    return steps
