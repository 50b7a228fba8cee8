"""Marks in the XML of a .docx: shading under passages, and the ranges of comments. The text itself stays as it is."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, islice, pairwise
from typing import Any

from simcheck.readers.docx import Piece
from simcheck.reporters.segments import MarkedSpan

#: An element of lxml, which has no types.
Element = Any

#: The colours under what does not count: of what differs, and of what is equal.
GREY = ("F2F2F1", "E6E6E4")
#: What stands before the shading among the properties of a run; Word wants them in this order.
_BEFORE_SHADING = frozenset(
    "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish "
    "webHidden color spacing w kern position sz szCs highlight u effect bdr".split()
)
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


@dataclass(frozen=True, slots=True)
class Shading:
    """How a stretch of text is to look: the match it belongs to, and the colour under it as RRGGBB."""

    match: int
    fill: str


def shade(
    pieces: Sequence[Piece], segments: Iterable[MarkedSpan], fills: Sequence[tuple[str, str]]
) -> dict[int, Anchor]:
    """Shade what the segments say and give, for each match, the first and the last run of it.

    ``fills`` has for each match the colours of what differs and of what is equal. Runs are cut where the marking
    changes; a run keeps its properties and everything else that it holds.
    """
    spans = [(one.start, one.end, one) for one in segments if one.match is not None]
    anchors: dict[int, Anchor] = {}
    at = 0
    runs = groupby((piece for piece in pieces if piece.run is not None), lambda piece: piece.run)
    for run, group in runs:
        held = list(group)
        while at < len(spans) and spans[at][1] <= held[0].start:
            at += 1
        cuts = [(piece, list(_cut(piece, spans, at, fills))) for piece in held]
        if any(mark for _, parts in cuts for _, _, mark in parts):
            for new, mark in _split(run, cuts):
                if mark is not None:
                    first = anchors[mark.match].first if mark.match in anchors else new
                    anchors[mark.match] = Anchor(first, new)
    return anchors


@dataclass(frozen=True, slots=True)
class Anchor:
    """The first and the last run of what a comment is about."""

    first: Element
    last: Element


def _cut(
    piece: Piece, spans: list[tuple[int, int, MarkedSpan]], at: int, fills: Sequence[tuple[str, str]]
) -> Iterable[tuple[int, int, Shading | None]]:
    """The stretches of a piece with their marks, as offsets of the text."""
    reached = piece.start
    for start, end, segment in islice(spans, at, None):
        if start >= piece.end:
            break
        if end <= reached or segment.match is None:
            continue
        if start > reached:
            yield reached, start, None
            reached = start
        upto = min(end, piece.end)
        yield (
            reached,
            upto,
            Shading(segment.match, (GREY if segment.accepted else fills[segment.match])[segment.look != "changed"]),
        )
        reached = upto
    if reached < piece.end:
        yield reached, piece.end, None


def _split(
    run: Element, cuts: list[tuple[Piece, list[tuple[int, int, Shading | None]]]]
) -> list[tuple[Element, Shading | None]]:
    """Put runs of one mark each in the place of a run, its children shared out among them in their order."""
    marked = {_child_of(run, piece.element): (piece, parts) for piece, parts in reversed(cuts)}
    properties = next((child for child in run if _local(child) == "rPr"), None)
    made: list[tuple[Element, Shading | None]] = []

    def put(child: Element, mark: Shading | None) -> None:
        if not made or made[-1][1] != mark:
            made.append((_like(run, properties, mark), mark))
        made[-1][0].append(child)

    mark: Shading | None = None
    for child in list(run):
        if child is properties:
            continue
        piece, parts = marked.get(child, (None, []))
        if piece is None or not parts:
            put(child, mark)  # a picture, the beginning of a field: with what stands before it
        elif len(parts) == 1 or child is not piece.element or _local(child) != "t":
            mark = next((mark for _, _, mark in parts if mark is not None), None)
            put(child, mark)
        else:
            for start, end, mark in parts:
                put(_text(child, (child.text or "")[start - piece.start : end - piece.start]), mark)
    place = run.getparent()
    at = place.index(run)
    made[-1][0].tail, run.tail = run.tail, None
    place[at : at + 1] = [new for new, _ in made]
    return made


def _child_of(run: Element, element: Element) -> Element:
    """The child of a run that is an element or holds it, as a phonetic guide holds its characters."""
    child = element
    while child.getparent() is not run:
        child = child.getparent()
    return child


def _like(run: Element, properties: Element | None, mark: Shading | None) -> Element:
    """An empty run with the properties of another one, and the shading of a mark."""
    new = run.makeelement(run.tag, run.attrib, run.nsmap)
    if properties is not None:
        new.append(copy.deepcopy(properties))
    if mark is not None:
        if properties is None:
            new.append(new.makeelement(_beside(run, "rPr")))
        _shading(new[0], mark.fill)
    return new


def _shading(properties: Element, fill: str) -> None:
    for old in [child for child in properties if _local(child) in ("shd", "highlight")]:
        properties.remove(old)
    shading = properties.makeelement(_beside(properties, "shd"))
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", fill)):
        shading.set(_beside(properties, name), value)
    at = sum(1 for child in properties if _local(child) in _BEFORE_SHADING)
    properties.insert(at, shading)


def _text(element: Element, text: str) -> Element:
    new = element.makeelement(element.tag, element.attrib)
    new.text = text
    new.set(_SPACE, "preserve")
    return new


def comment_on(anchor: Anchor, number: int) -> None:
    """Let the comment ``number`` hang on what lies between two runs, both included.

    Its ends stand right inside the outermost paragraph: a comment inside of a text box is not allowed.
    """
    # A text box hangs on a run of the paragraph that is read before it.
    first, last = sorted((_outermost(anchor.first), _outermost(anchor.last)), key=_place)
    tag = anchor.first.tag
    name = tag.rpartition("}")[0] + "}" if "}" in tag else ""
    identity = {f"{name}id": str(number)}
    first.addprevious(first.makeelement(f"{name}commentRangeStart", identity))
    reference = last.makeelement(f"{name}r")
    reference.append(reference.makeelement(f"{name}commentReference", identity))
    tail, last.tail = last.tail, None
    last.addnext(reference)
    last.addnext(last.makeelement(f"{name}commentRangeEnd", identity))
    reference.tail = tail


def _outermost(run: Element) -> Element:
    """The child of the outermost paragraph around a run that holds the run."""
    found = run
    child = run
    for parent in run.iterancestors():
        if _local(parent) == "p":
            found = child
        child = parent
    return found


def _place(element: Element) -> list[int]:
    """Where an element stands in its document, to compare with others."""
    line = [element, *element.iterancestors()]
    return [parent.index(child) for child, parent in pairwise(line)][::-1]


def _beside(element: Element, name: str) -> str:
    """A name in the namespace of an element."""
    space, mark, _ = str(element.tag).rpartition("}")
    return space + mark + name


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]
