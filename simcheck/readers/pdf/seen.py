"""What a reader of a PDF sees of its text: the page is drawn with the text and without it, and where nothing changes
nothing was seen, whether it is white on white, behind a picture, cut away, beside the page or on a hidden layer."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import sub
from typing import Any

from simcheck.readers.pdf.glyphs import Drawn, Glyph, Piece, unknown
from simcheck.readers.pdf.objects import page_object
from simcheck.readers.pdf.overlaps import Overlaps, overlaps
from simcheck.readers.pdf.rendering import Picture, render, scale_of, without
from simcheck.types import HiddenReason

#: By how much of 255 a colour must differ from what is behind it to be told from it.
_CONTRAST = 24
#: Points under which a text is too small to read, on pages at least this long; a smaller page is enlarged to be read.
_SMALLEST, _PAGE = 4.0, 420.0
#: The share of a glyph's box that its ink fills at least: 一 fills its own, an exclamation mark a third.
_FILLED = 0.04
#: Times that a page is drawn at most to tell characters apart that are written over each other.
_LAYERS = 6


@dataclass(frozen=True, slots=True)
class Sight:
    """What is seen of the glyphs of a page.

    ``seen`` are their numbers, each character once; ``hidden`` gives for the others why they are not seen. ``left`` is
    the page without its text, but with that of the pieces that were to be taken for pictures.
    """

    seen: tuple[int, ...]
    hidden: dict[int, HiddenReason]
    left: Picture


def sight(page: Any, found: Drawn, objects: Sequence[int], pictures: frozenset[int] = frozenset()) -> Sight:
    """What is seen of a page's text. ``objects`` are the addresses of all its text objects, ``pictures`` the numbers of
    pieces that count as pictures of text."""
    scale = scale_of(page)
    shapes = {found.pieces[number].handle for number in pictures}
    texts = [handle for handle in objects if handle not in shapes]
    whole = render(page, scale)
    with without(map(page_object, texts)):
        left = render(page, scale)
    judged = [number for number, glyph in enumerate(found.glyphs) if glyph.piece not in pictures]
    hidden = _by_their_form(page, found, judged)
    judged = [number for number in judged if number not in hidden]
    over = overlaps([found.glyphs[number] for number in judged])
    layers = _layers(found.glyphs, judged, over)
    unseen: set[int] = set()
    for layer in layers:
        behind = left
        if len(layers) > 1:
            gone = {found.pieces[found.glyphs[number].piece].handle for number in layer}
            told = {piece.handle for piece in found.pieces}
            with without(page_object(handle) for handle in texts if handle in gone or handle not in told):
                behind = render(page, scale)
        unseen.update(_unchanged(found.glyphs, layer, whole, behind))
    again = {judged[number]: judged[first] for number, first in over.again.items()}
    for number in sorted(unseen):
        if number not in again:
            hidden[number] = _reason(found, number, left)
    seen = _once([number for number in judged if number not in unseen], again)
    return Sight(tuple(seen), hidden, left)


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


def _by_their_form(page: Any, found: Drawn, judged: Iterable[int]) -> dict[int, HiddenReason]:
    """What is too small to be read or drawn invisibly."""
    extents = [0.0] * len(found.pieces)
    for glyph in found.glyphs:
        if glyph.text.isalnum():
            left, bottom, right, top = glyph.ink
            extents[glyph.piece] = max(extents[glyph.piece], right - left, top - bottom)
    limit = _SMALLEST * min(1.0, max(page.get_size()) / _PAGE)
    reasons: dict[int, HiddenReason] = {}
    for number, piece in enumerate(found.pieces):
        extent = extents[number]
        if piece.invisible:
            reasons[number] = "hidden"
        elif extent < limit and (piece.size < limit - 0.01 or 0 < extent < limit / 2):
            reasons[number] = "size"
    numbers = ((number, found.glyphs[number].piece) for number in judged)
    return {number: reasons[piece] for number, piece in numbers if piece in reasons}


def _layers(glyphs: Sequence[Glyph], judged: Sequence[int], over: Overlaps) -> list[list[int]]:
    """The glyphs in sheets on which no two different ones stand in one place; pieces are not torn apart."""
    above: dict[int, set[int]] = {}
    for one, other in over.heaps:
        pieces = glyphs[judged[one]].piece, glyphs[judged[other]].piece
        if pieces[0] != pieces[1]:
            above.setdefault(pieces[1], set()).add(pieces[0])
            above.setdefault(pieces[0], set()).add(pieces[1])
    layer_of: dict[int, int] = {}
    for piece in sorted(above):
        taken = {layer_of[other] for other in above[piece] if other in layer_of}
        layer_of[piece] = next((layer for layer in range(_LAYERS - 1) if layer not in taken), _LAYERS - 1)
    layers: list[list[int]] = [[] for _ in range(max(layer_of.values(), default=0) + 1)]
    for number in judged:
        layers[layer_of.get(glyphs[number].piece, 0)].append(number)
    return layers


def _unchanged(glyphs: Sequence[Glyph], layer: Iterable[int], whole: Picture, behind: Picture) -> list[int]:
    """The glyphs in whose place two pictures of the page look alike.

    A mark or a space is seen if the character before it is: its ink is too little to tell.
    """
    unseen = []
    before, piece = True, -1
    for number in layer:
        glyph = glyphs[number]
        if glyph.text.isalnum() or glyph.piece != piece or unknown(glyph.text):
            before = _changed(whole, behind, glyph)
            piece = glyph.piece
        if not before:
            unseen.append(number)
    return unseen


def _changed(whole: Picture, behind: Picture, glyph: Glyph) -> bool:
    left, upper, right, lower = whole.box(*(glyph.ink if glyph.ink[0] < glyph.ink[2] else glyph[1:5]))
    # The rim belongs to the neighbours, too.
    rim = min(right - left, lower - upper) / 10
    first, last = max(0, int(left + rim)), min(whole.width, int(right - rim) + 1)
    top, bottom = max(0, int(upper + rim)), min(whole.height, int(lower - rim) + 1)
    wanted = max(1.0, _FILLED * (last - first) * (bottom - top))
    changed = 0
    a, b = whole.pixels, behind.pixels
    for row in range(top, bottom):
        start, end = row * whole.stride + 3 * first, row * whole.stride + 3 * last
        one, other = a[start:end], b[start:end]
        if one != other:
            changed += sum(difference >= _CONTRAST or difference <= -_CONTRAST for difference in map(sub, one, other))
            if changed >= 3 * wanted:
                return True
    # A coloured text changes one of the three colours only.
    return changed >= wanted


def _reason(found: Drawn, number: int, left: Picture) -> HiddenReason:
    """Why a glyph that changes nothing is not seen."""
    glyph = found.glyphs[number]
    x, upper, right, lower = left.box(*glyph[1:5])
    column, row = int((x + right) / 2), int((upper + lower) / 2)
    if not (0 <= column < left.width and 0 <= row < left.height):
        return "outside"
    if _on_layer(found.pieces[glyph.piece]):
        return "hidden"
    red, green, blue, alpha = _colour(found.pieces[glyph.piece])
    if alpha < _CONTRAST:
        return "transparent"
    at = row * left.stride + 3 * column
    behind = left.pixels[at : at + 3]
    if all(abs(one - other) < 2 * _CONTRAST for one, other in zip(behind, (blue, green, red), strict=True)):
        return "colour"
    return "covered"


def _colour(piece: Piece) -> tuple[int, int, int, int]:
    import pypdfium2.raw as pdfium

    parts = [ctypes.c_uint(255) for _ in range(4)]
    handle = page_object(piece.handle)
    pdfium.FPDFPageObj_GetFillColor(handle, *(ctypes.byref(part) for part in parts))
    red, green, blue, alpha = (part.value for part in parts)
    return red, green, blue, alpha


def _on_layer(piece: Piece) -> bool:
    """Whether a piece of text is marked as a part of a layer, which may be switched off."""
    import pypdfium2.raw as pdfium

    handle = page_object(piece.handle)
    for index in range(max(0, pdfium.FPDFPageObj_CountMarks(handle))):
        mark = pdfium.FPDFPageObj_GetMark(handle, index)
        name, length = (ctypes.c_ushort * 3)(), ctypes.c_ulong()
        pdfium.FPDFPageObjMark_GetName(mark, name, ctypes.sizeof(name), ctypes.byref(length))
        if bytes(name) == "OC\0".encode("utf-16-le"):
            return True
    return False
