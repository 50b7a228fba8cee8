"""What is collected from an RTF, and how a text in it looks."""

from __future__ import annotations

from dataclasses import dataclass, field

from simcheck.readers.colour import Colour, Ground, alike
from simcheck.types import HiddenReason

#: A text in its pieces, each with the reason why nobody sees it.
Pieces = list[tuple[str, HiddenReason | None]]

#: Below these nobody reads a text: half points of height, hundredths of width, twips of a line of a fixed height.
SMALLEST, NARROWEST, LOWEST = 8, 10, 80


@dataclass(slots=True)
class Shape:
    """A box and its properties, their names and their values as they come; ``drawn`` is an old kind without any."""

    drawn: bool = False
    names: list[Pieces] = field(default_factory=list)
    values: list[Pieces] = field(default_factory=list)

    @property
    def properties(self) -> dict[str, str]:
        """What is said of the shape."""
        names, values = (
            ["".join(text for text, _ in one).strip() for one in held] for held in (self.names, self.values)
        )
        return dict(zip(names, values, strict=False))

    @property
    def fill(self) -> Ground:
        """The colour that fills it, white unless it says otherwise; None where one sees through it or cannot tell."""
        said = self.properties
        if self.drawn or said.get("fFilled") == "0" or said.get("fillType", "0") != "0":
            return None
        number = said.get("fillColor", "16777215")
        value = int(number) if number.isdecimal() else 0xFFFFFF
        return value & 0xFF, value >> 8 & 0xFF, value >> 16 & 0xFF


def _joined(pieces: Pieces) -> str:
    return "".join(text for text, _ in pieces).strip()


@dataclass(slots=True)
class Picture:
    """A picture by its bytes in hexadecimals or as they are, and the size in twips that it is to have."""

    digits: Pieces = field(default_factory=list)
    data: bytes = b""
    width: int = 0
    height: int = 0

    def bytes(self) -> bytes | None:
        """Its bytes, None if they are damaged."""
        try:
            return self.data or bytes.fromhex("".join(text for text, _ in self.digits))
        except ValueError:
            return None


@dataclass(slots=True)
class Page:
    """What was collected: the text, boxes, notes, headers; the properties; what was not read; code pages and colours.

    ``western`` are the bytes whose code page nobody told.
    """

    body: Pieces = field(default_factory=list)
    boxes: list[Pieces] = field(default_factory=list)
    notes: list[Pieces] = field(default_factory=list)
    headers: list[Pieces] = field(default_factory=list)
    properties: dict[str, Pieces] = field(default_factory=dict)
    classes: list[Pieces] = field(default_factory=list)
    shapes: list[Shape] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    objects: int = 0
    comments: int = 0
    encoding: str = "cp1252"
    fonts: dict[int, str] = field(default_factory=dict)
    colours: list[Colour | None] = field(default_factory=list)
    western: list[bytes] = field(default_factory=list)

    def colour(self, number: int) -> Colour | None:
        """A colour of the table, None for the one that is seen on any ground."""
        return self.colours[number] if 0 <= number < len(self.colours) else None


@dataclass(frozen=True, slots=True)
class Format:
    """How letters look: whether they are hidden or have an edge of their own (outline, shadow), their numbers in the
    table of colours (0: nothing said), sizes as RTF counts them; ``asian`` is that of Chinese characters where it is
    told apart, else 0."""

    hidden: int = 0
    colour: int = 0
    ground: int = 0
    paragraph_ground: int = 0
    size: int = 24
    asian: int = 0
    scale: int = 100
    spacing: int = 0
    line: int = 0
    edged: int = 0

    def reason(self, page: Page, ground: Ground, certain: bool) -> HiddenReason | None:
        """Why letters are not seen, None if they are; ``ground`` is what lies behind the paragraph."""
        if self.hidden:
            return "hidden"
        small = (
            (self.asian or self.size) < SMALLEST or self.scale < NARROWEST or 10 * self.size + self.spacing < self.size
        )
        if small or -LOWEST < self.line < 0:  # a negative height is a fixed one
            return "size"
        for number in (self.ground, self.paragraph_ground):
            own = page.colour(number) if number else None
            if own is not None:
                ground, certain = own, True
                break
        colour = page.colour(self.colour) if self.colour else None
        if colour is not None and ground is not None and alike(colour, ground):
            return "colour" if certain and not self.edged else "pale"
        return None
