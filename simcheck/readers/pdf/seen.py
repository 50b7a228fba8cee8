"""What a reader of a PDF sees of its text: the page is drawn with the text and without it, and where nothing changes
nothing was seen, whether it is white on white, behind a picture, cut away, beside the page or on a hidden layer."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from simcheck.readers.pdf.changes import CONTRAST, Changes
from simcheck.readers.pdf.clipping import painted
from simcheck.readers.pdf.contents import Contents
from simcheck.readers.pdf.glyphs import Drawn, Glyph, Piece, unknown
from simcheck.readers.pdf.objects import function, page_object
from simcheck.readers.pdf.obvious import Seen, obvious, on_layer
from simcheck.readers.pdf.overlaps import Overlaps, overlaps
from simcheck.readers.pdf.rendering import Picture, on_paper, without
from simcheck.types import HiddenReason

#: Points under which a text is too small to read, on pages at least this long; a smaller page is enlarged to be read.
_SMALLEST, _PAGE = 4.0, 420.0
#: Times that a page is drawn at most to tell characters apart that are written over each other.
_LAYERS = 6
#: Glyphs in a row for which it pays to look at them together, and points by which they may be off it.
_RUN, _ROW = 6, 0.5


@dataclass(frozen=True, slots=True)
class Sight:
    """What is seen of the glyphs of a page.

    ``seen`` are their numbers, each character once; ``hidden`` gives for the others why they are not seen.
    """

    seen: tuple[int, ...]
    hidden: dict[int, HiddenReason]
    changes: Changes

    @property
    def left(self) -> Picture:
        """The page in grey without its text, but with that of the pieces that were to be taken for pictures."""
        return self.changes.left


def sight(
    page: Any, found: Drawn, objects: Contents, fonts: Seen | None = None, pictures: frozenset[int] = frozenset()
) -> Sight:
    """What is seen of a page's text. ``objects`` are those of the page, ``fonts`` the fonts of the document that were
    seen to draw, ``pictures`` the numbers of pieces that count as pictures of text."""
    shapes = {found.pieces[number].handle for number in pictures}
    texts = [handle for handle in objects.texts if handle not in shapes]
    changes = Changes(page, texts, bare=objects.bare and not shapes)
    judged = [number for number, glyph in enumerate(found.glyphs) if glyph.piece not in pictures]
    hidden = _by_their_form(page, found)
    clipping = painted(found, hidden, changes.left) if any(found.pieces[one].clips for one in hidden) else frozenset()
    if clipping:
        hidden = {number: reason for number, reason in hidden.items() if number not in clipping}
    if hidden:
        judged = [number for number in judged if found.glyphs[number].piece not in hidden]
    over = overlaps(found.glyphs, judged)
    if (
        fonts is not None
        and not (pictures or hidden or clipping or over.heaps)
        and obvious(page, found, objects)
        and _draws(fonts.strange(found), page, found)
    ):
        fonts.learn(found, ())
        return Sight(tuple(_once(judged, over.again) if over.again else judged), {}, changes)
    drawing = [number for number in judged if found.glyphs[number].piece not in clipping] if clipping else judged
    unseen = _by_layers(found, drawing, over, changes)
    blended = _blended(found, sorted(unseen), page, changes.texts)
    unseen.update(_erasing(found, [number for number in drawing if number not in unseen], page, objects, changes))
    unseen -= blended
    if fonts is not None:
        fonts.learn(found, [*unseen, *(number for number, glyph in enumerate(found.glyphs) if glyph.piece in hidden)])
    reasons: dict[int, HiddenReason] = {
        number: hidden[glyph.piece] for number, glyph in enumerate(found.glyphs) if glyph.piece in hidden
    }
    for number in sorted(unseen):
        if number not in over.again:
            tiny = _tiny(found, number, _limit(page))
            reasons[number] = "size" if tiny else _reason(found, number, changes.left)
    seen = [number for number in judged if number not in unseen] if unseen else judged
    return Sight(tuple(_once(seen, over.again) if over.again else seen), reasons, changes)


def _draws(numbers: Sequence[int], page: Any, found: Drawn) -> bool:
    """Whether glyphs on a page with nothing but text and lines are seen."""
    changes = Changes(page, (), bare=True)
    return all(changes.darkened(found.glyphs[number]) for number in numbers)


def _once(seen: Iterable[int], again: dict[int, int]) -> list[int]:
    """Of characters that are drawn several times in one place the first one that is seen."""
    taken: set[int] = set()
    once = []
    for number in seen:
        first = again.get(number, number)
        if first not in taken:
            taken.add(first)
            once.append(number)
    return once


def _by_their_form(page: Any, found: Drawn) -> dict[int, HiddenReason]:
    """The pieces that are too small to be read or drawn invisibly, by their numbers."""
    limit = _limit(page)
    reasons: dict[int, HiddenReason] = {}
    small: dict[int, float] = {}
    for number, piece in enumerate(found.pieces):
        if piece.invisible:
            reasons[number] = "hidden"
        elif piece.width < limit / 2 and piece.width < piece.size / 2:  # scaled to next to nothing
            reasons[number] = "size"
        elif piece.size < limit:
            small[number] = 0.0
    # A font may draw larger than it says.
    for glyph in found.glyphs if small else ():
        if glyph.piece in small and glyph.text.isalnum():
            small[glyph.piece] = max(small[glyph.piece], _extent(found, glyph))
    for number, extent in small.items():
        if extent < limit:
            reasons[number] = "size"
    return reasons


def _limit(page: Any) -> float:
    return float(_SMALLEST * min(1.0, max(page.get_size()) / _PAGE)) - 0.01


def _extent(found: Drawn, glyph: Glyph) -> float:
    left, bottom, right, top = found.ink(glyph)
    return max(right - left, top - bottom)


def _tiny(found: Drawn, number: int, limit: float) -> bool:
    """Whether a letter is drawn so small that it cannot be read, whatever its font says."""
    glyph = found.glyphs[number]
    return glyph.text.isalnum() and _extent(found, glyph) < limit / 2


def _layers(glyphs: Sequence[Glyph], judged: Sequence[int], over: Overlaps) -> list[Sequence[int]]:
    """The glyphs in sheets on which no two different ones stand in one place; pieces are not torn apart."""
    above: dict[int, set[int]] = {}
    for one, other in over.heaps:
        first, second = glyphs[one].piece, glyphs[other].piece
        if first != second:
            above.setdefault(second, set()).add(first)
            above.setdefault(first, set()).add(second)
    if not above:
        return [judged]
    layer_of: dict[int, int] = {}
    for piece in sorted(above):
        taken = {layer_of[other] for other in above[piece] if other in layer_of}
        layer_of[piece] = next((layer for layer in range(_LAYERS - 1) if layer not in taken), _LAYERS - 1)
    layers: list[list[int]] = [[] for _ in range(max(layer_of.values()) + 1)]
    for number in judged:
        layers[layer_of.get(glyphs[number].piece, 0)].append(number)
    return list(layers)


def _by_layers(found: Drawn, drawing: Sequence[int], over: Overlaps, changes: Changes) -> set[int]:
    """The glyphs in whose place nothing changes, each looked at without those that stand on it."""
    layers = _layers(found.glyphs, drawing, over)
    if len(layers) == 1:
        return set(_unseen(found, layers[0], changes))
    unseen: set[int] = set()
    told = {piece.handle for piece in found.pieces}
    for layer in layers:
        own = {found.pieces[found.glyphs[number].piece].handle for number in layer}
        unseen.update(
            _unseen(found, layer, changes.of([one for one in changes.texts if one in own or one not in told]))
        )
    return unseen


def _unseen(found: Drawn, layer: Sequence[int], changes: Changes) -> list[int]:
    """The glyphs in whose place two pictures of the page look alike.

    A mark or a space is seen if the character before it is: its ink is too little to tell.
    """
    unseen = []
    before, piece = True, -1
    glyphs = found.glyphs
    for run in _runs(glyphs, layer):
        alike = changes.shadow([glyphs[number] for number in run]) if len(run) >= _RUN else [False] * len(run)
        for number, changed in zip(run, alike, strict=True):
            glyph = glyphs[number]
            if glyph.piece != piece or glyph.text.isalnum() or unknown(glyph.text):
                before = changed or changes.changed(glyph, found)
                piece = glyph.piece
            if not before:
                unseen.append(number)
    return unseen


def _erasing(found: Drawn, seen: Sequence[int], page: Any, objects: Contents, changes: Changes) -> Sequence[int]:
    """Of glyphs that seem to be seen those in the colour of what is behind the text: they change the page only where
    they cover other letters, so they are looked at once more without these."""
    colours = {number: _colour(found.pieces[number]) for number in {found.glyphs[number].piece for number in seen}}
    if len(set(colours.values())) < 2:
        return []
    paper = None if objects.pictures or objects.filled else 255  # what is behind all of the text
    alike = {number for number, colour in colours.items() if paper is None or _alike(colour, paper)}
    doubtful = [number for number in seen if found.glyphs[number].piece in alike]
    if paper is None:
        doubtful = [
            number
            for number in doubtful
            if _alike(colours[(glyph := found.glyphs[number]).piece], _behind(glyph, changes.left))
        ]
    if not doubtful:
        return []
    own = {found.pieces[found.glyphs[number].piece].handle for number in doubtful}
    with without(page_object(one) for one in changes.texts if one not in own):
        return _unseen(found, doubtful, Changes(page, [one for one in changes.texts if one in own]))


def _blended(found: Drawn, unseen: Sequence[int], page: Any, texts: Sequence[int]) -> set[int]:
    """Of glyphs that are not seen those that are once the page lies on white paper, since they are blended with it."""
    import pypdfium2.raw as pdfium

    if not unseen or not pdfium.FPDFPage_HasTransparency(page.raw):
        return set()
    with on_paper(page):
        return set(unseen).difference(_unseen(found, unseen, Changes(page, texts)))


def _runs(glyphs: Sequence[Glyph], layer: Sequence[int]) -> Iterator[Sequence[int]]:
    """The numbers of glyphs that follow each other to the right in one row."""
    start, low, high, reached = 0, 0.0, 0.0, 0.0
    for at, number in enumerate(layer):
        _, left, bottom, right, top, _, _ = glyphs[number]
        if not (-_ROW < bottom - low < _ROW and -_ROW < top - high < _ROW and left >= reached):
            if at > start:
                yield layer[start:at]
            start, low, high = at, bottom, top
        reached = right - 0.01
    if start < len(layer):
        yield layer[start:]


def _reason(found: Drawn, number: int, left: Picture) -> HiddenReason:
    """Why a glyph that changes nothing is not seen."""
    glyph = found.glyphs[number]
    behind = _behind(glyph, left)
    if behind is None:
        return "outside"
    if on_layer(found.pieces[glyph.piece].handle):
        return "hidden"
    colour = _colour(found.pieces[glyph.piece])
    if colour[3] < CONTRAST:
        return "transparent"
    return "colour" if _alike(colour, behind) else "covered"


def _behind(glyph: Glyph, left: Picture) -> int | None:
    """How light it is behind the middle of a glyph; None beside the page."""
    x, upper, right, lower = left.box(*glyph[1:5])
    column, row = int((x + right) / 2), int((upper + lower) / 2)
    inside = 0 <= column < left.width and 0 <= row < left.height
    return left.pixels[row * left.stride + column] if inside else None


def _alike(colour: tuple[int, int, int, int], behind: int | None) -> bool:
    red, green, blue, _ = colour
    return behind is not None and abs(behind - (0.3 * red + 0.59 * green + 0.11 * blue)) < 2 * CONTRAST


def _colour(piece: Piece) -> tuple[int, int, int, int]:
    """Red, green, blue and opacity of what fills the letters of a piece."""
    parts = (ctypes.c_uint * 4)(255, 255, 255, 255)
    first = ctypes.addressof(parts)
    step = ctypes.sizeof(ctypes.c_uint)
    _fill_colour()(piece.handle, first, first + step, first + 2 * step, first + 3 * step)
    red, green, blue, alpha = parts
    return red, green, blue, alpha


def _fill_colour() -> Any:
    pointer = ctypes.c_void_p
    return function("FPDFPageObj_GetFillColor", ctypes.c_int, pointer, pointer, pointer, pointer, pointer)
