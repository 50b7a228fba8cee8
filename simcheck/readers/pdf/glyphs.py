"""The characters of a PDF page as PDFium tells them: where each is drawn, how large, turned how far, and by which piece
of the page's content."""

from __future__ import annotations

import ctypes
import math
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from simcheck.readers.content import paired
from simcheck.readers.pdf.calls import calls_of_text, edges_of_box
from simcheck.readers.pdf.objects import address_of, function
from simcheck.readers.pdf.shapes import ordinary
from simcheck.readers.wraps import wide

#: A shape whose character the font does not say: its number, behind this one in a plane of private use.
_NAMELESS = 0xF0000
#: Text rendering modes that draw nothing: invisible, and clipping only.
_CLIPPING = 7
_INVISIBLE = frozenset({3, _CLIPPING})
#: In sizes of a font: a cell that is thinner is the ink in it, and how far below its base line a Chinese one reaches.
_THIN, _BELOW = 0.92, 0.12
#: Points from which on a character of a font without a name may be a picture.
_HUGE = 100
#: Degrees by which a scan may be askew and still stand upright.
_ASKEW = 5
#: Left, bottom, right, top.
Box = tuple[float, float, float, float]


class Glyph(NamedTuple):
    """A character that is drawn: its cell, as wide as it advances and as high as its font, in points from the lower
    left corner of the page as it is before it is turned. ``piece`` is its number in ``Drawn.pieces``, ``number`` that
    in PDFium's page of text."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    piece: int
    number: int


@dataclass(slots=True)
class Piece:
    """A piece of text that is drawn at once: all of it has one font, size, colour and direction.

    ``handle`` is PDFium's object, ``angle`` in degrees how far its base line is turned to the left, ``size`` the height
    of its font on the page in points, ``width`` that of a square of it, ``origin`` where its base line begins,
    ``invisible`` that its rendering mode draws nothing, ``clips`` that what is drawn later is cut to its shape.
    """

    handle: int
    angle: int
    size: float
    origin: tuple[float, float]
    font: str
    invisible: bool
    width: float
    clips: bool = False


@dataclass(slots=True)
class Drawn:
    """What the content of a page draws as text, in its order.

    ``textpage`` is PDFium's own, to be closed. ``odd`` are the numbers of pieces that draw far beyond the size of their
    font, or in a huge one without a name.
    """

    textpage: Any
    glyphs: list[Glyph] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    odd: set[int] = field(default_factory=set)

    def larger_than(self, area: float) -> frozenset[int]:
        """The pieces that draw so much in one place: a font of drawings may draw a page."""
        found = set[int]()
        for glyph in self.glyphs if self.odd else ():
            if glyph.piece in self.odd:
                left, bottom, right, top = self.ink(glyph)
                if (right - left) * (top - bottom) > area:
                    found.add(glyph.piece)
        return frozenset(found)

    def ink(self, glyph: Glyph) -> Box:
        """Left, bottom, right and top of what a glyph draws; its cell if that is not known."""
        import pypdfium2.raw as pdfium

        edges = [ctypes.c_double() for _ in range(4)]
        pdfium.FPDFText_GetCharBox(self.textpage.raw, glyph.number, *map(ctypes.byref, edges))
        left, right, bottom, top = (edge.value for edge in edges)
        inside = left < glyph.right and right > glyph.left and bottom < glyph.top and top > glyph.bottom
        return (left, bottom, right, top) if left < right and bottom < top and inside else glyph[1:5]


def drawn(page: Any) -> Drawn:
    """The characters of a page of pypdfium2; see ``unknown`` and ``guessed`` for those that their fonts do not tell."""
    import pypdfium2.raw as pdfium

    found = Drawn(page.get_textpage())
    textpage, calls = address_of(found.textpage.raw), calls_of_text()
    piece_of, unicode_of, box_of = calls.piece, calls.unicode, calls.box  # a call for each character costs
    at_edges, told = edges_of_box()
    fonts, mapped, add = dict[int, str](), set[tuple[str, int]](), found.glyphs.append
    last, half, number, font, size = 0, "", -1, "", 0.0
    last_box: Box | None = None  # of the same piece
    for index in range(pdfium.FPDFText_CountChars(found.textpage.raw)):
        piece = piece_of(textpage, index)
        if not piece:  # a line end that PDFium made
            continue
        if piece != last:
            last, number, last_box = piece, number + 1, None
            font, size = _begun(found, textpage, index, piece, fonts)
        code = unicode_of(textpage, index)
        if code == 0x20 and calls.generated(textpage, index) == 1:
            continue
        if (font, code) not in mapped:
            code = _mapped(textpage, index, font, code, mapped)
        text = chr(code or _NAMELESS)
        if half or 0xD800 <= code <= 0xDBFF:  # a character in two halves
            text = half + text
            half = text if len(text) == 1 else ""
        if half or not box_of(textpage, index, at_edges):
            continue
        text = ordinary(text if len(text) == 1 else paired(text))
        left, top, right, bottom = told.tolist()
        if not (_THIN * size <= right - left <= 3 * size and _THIN * size <= top - bottom <= 3 * size):
            box = left, bottom, right, top
            left, bottom, right, top = _odd_box(found, index, text, number, box, first=last_box is None)
        box = left, bottom, right, top
        if box == last_box and not found.pieces[number].angle and text < "\u3000":
            left, right = _beside(found)
        last_box = box
        add(Glyph(text, left, bottom, right, top, number, index))
    return found


def _begun(found: Drawn, textpage: int, index: int, piece: int, fonts: dict[int, str]) -> tuple[str, float]:
    """Take up a piece that begins with a character; its font and size."""
    begun = _piece(textpage, index, piece, fonts)
    found.pieces.append(begun)
    if begun.size > _HUGE and begun.font.startswith("#"):
        found.odd.add(len(found.pieces) - 1)
    return begun.font, begun.size


def _mapped(textpage: int, index: int, font: str, code: int, mapped: set[tuple[str, int]]) -> int:
    """The code of a character, another one where its font does not tell it; what it tells is noted in ``mapped``."""
    if calls_of_text().unmapped(textpage, index) == 1:
        return _NAMELESS + min(code, 0xFFFF)
    mapped.add((font, code))
    return code


def _odd_box(found: Drawn, index: int, text: str, number: int, box: Box, *, first: bool) -> Box:
    """Where a character stands whose box is none of one of its size; ``first`` is the first one of its piece."""
    piece = found.pieces[number]
    if max(box[2] - box[0], box[3] - box[1]) > 3 * piece.size:
        found.odd.add(number)
    # PDFium puts Hebrew and Arabic into their order: the first one was not drawn first.
    first = first and not "\u0590" <= text <= "\u08ff"
    return _cell(address_of(found.textpage.raw), index, text, piece, box, first=first)


def _beside(found: Drawn) -> tuple[float, float]:
    """Left and right of a character that one shape shows together with the one before: —— or fi.

    Each gets a half of it, or what is drawn beyond the cell.
    """
    before = found.glyphs[-1]
    ink = found.ink(before)
    width = before.right - before.left
    if ink[2] > before.right + width / 2:
        return before.right, before.right + width
    middle = before.left + width / 2
    found.glyphs[-1] = before._replace(right=middle)
    return middle, before.right


def _cell(textpage: int, index: int, text: str, piece: Piece, box: Box, *, first: bool) -> Box:
    """The cell of a character that a font without measures has drawn: PDFium gives the ink in it for that, and inside
    of what is turned as a whole another place. Where the ``first`` one of a piece stands the piece itself says.

    A Chinese one is a square of the font's size, any other as high as that.
    """
    square, size = wide(text[0]), piece.size
    along, up = box[2] - box[0], box[3] - box[1]
    if piece.angle % 180:
        along, up = up, along
    thin = up < _THIN * size or (square and along < _THIN * size)
    if piece.angle % 90 or not (thin or max(up, along) > 3 * size):
        return box
    x, y = piece.origin if first else _origin(textpage, index, piece)
    low, high, long = -_BELOW * size, (1 - _BELOW) * size, size
    if not square:
        ends = {0: box[2] - x, 90: box[3] - y, 180: x - box[0], 270: y - box[1]}
        long = min(max(ends[piece.angle], along, size / 4), size)
    if not piece.angle:
        return x, y + low, x + long, y + high
    left, bottom, right, top = {
        90: (-high, 0.0, -low, long), 180: (-long, -high, 0.0, -low), 270: (low, -long, high, 0.0),
    }[piece.angle]  # fmt: skip
    return x + left, y + bottom, x + right, y + top


def _origin(textpage: int, index: int, piece: Piece) -> tuple[float, float]:
    """Where a character stands."""
    place = (ctypes.c_double * 2)(*piece.origin)
    at = ctypes.addressof(place)
    calls_of_text().origin(textpage, index, at, at + ctypes.sizeof(ctypes.c_double))
    x, y = place
    return x, y


def _piece(textpage: int, index: int, handle: int, fonts: dict[int, str]) -> Piece:
    calls = calls_of_text()
    matrix = (ctypes.c_float * 6)()
    calls.matrix(textpage, index, ctypes.addressof(matrix))
    a, b, c, d, x, y = matrix
    em = calls.size(textpage, index)
    if em < 0:  # a font on its head
        a, b, c, d, em = -a, -b, -c, -d, -em
    angle = 0
    if b or a <= 0:
        turned = round(math.degrees(math.atan2(b, a))) % 360
        right = round(turned / 90) * 90
        angle = right % 360 if abs(turned - right) <= _ASKEW else turned
    font = calls.font(handle) or 0
    if font not in fonts:
        fonts[font] = _name(font)
    size, width = (em * abs(d), em * abs(a)) if not b and not c else (em * math.hypot(c, d), em * math.hypot(a, b))
    mode = calls.mode(handle)
    return Piece(handle, angle, size, (x, y), fonts[font], mode in _INVISIBLE, width, mode == _CLIPPING)


def _name(font: int) -> str:
    call = function("FPDFFont_GetBaseFontName", ctypes.c_size_t, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_size_t)
    buffer = ctypes.create_string_buffer(max(1, call(font, None, 0)))
    call(font, buffer, len(buffer))
    return buffer.value.decode("utf-8", "replace") or f"#{font}"


def unknown(text: str) -> bool:
    """Whether a character says nothing: none is known for a shape, or one of private use."""
    return text in _NOTHING or "\ue000" <= text <= "\uf8ff" or text >= "\U000f0000"


#: Control characters, but for the hyphen at the end of a line, which PDFium marks by one, and white space.
_NOTHING = frozenset(map(chr, [*range(0x20), *range(0x80, 0xA0), 0xFFFD])) - {"\x02", "\t", "\n", "\x0c", "\r"}


def guessed(text: str) -> str:
    """The character itself; for a shape without one the ASCII character of its number, which it mostly is, else
    U+FFFD.

    >>> guessed("一"), guessed(chr(0xF0000 + ord("8"))), guessed("\U000f1234")
    ('一', '8', '\ufffd')
    """
    if text < "\U000f0000":
        return text
    code = ord(text) - _NAMELESS
    return chr(code) if 0x20 < code < 0x7F else "\ufffd"
