"""The conventions of PAN 2013 over what the engine finds: how long a case is, where it ends, what a summary covers.

Knowledge about how that corpus was made, which is why it stands here and not in the product. Cases come from one known
source, so no rival source speaks against a fragment; none is shorter than some 200 characters; inserted passages begin
and end with a sentence in the source; a summary, wherever its words stand, is a summary of the whole source.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from engine import Found

Span = tuple[int, int]
Detection = tuple[Span, Span]

#: Nats from which a fragment is a detection by itself, and from which it may be part of a summary.
STRONG, WEAK = 30.0, 8.0
#: Nats that the fragments of a summary add up to, how many times those of its best fragment, and the characters of the
#: draft that may lie between two of them.
SUMMARY, BEYOND, APART = 45.0, 1.25, 200
#: Share of the source over which the fragments of a summary are scattered at least.
SCATTERED = 0.4
#: Characters between two detections that become one, on both sides.
JOIN = 150
#: Characters that a detection has at least, on the longer of its two sides.
FLOOR = 150
#: Characters by which an end moves to the border of a sentence.
SNAP = 40

_BORDER = re.compile(r"(?<=[.!?])[\"')\]]*\s+|\n+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the draft and the part of the source it comes from, with its evidence in nats."""

    draft: Span
    source: Span
    nats: float


def adapt(found: Sequence[Found], draft: str, source: str) -> list[Detection]:
    """Detections (draft span, source span) as the corpus counts them, in the order of the draft."""
    pieces = [
        Piece((one.draft_start, one.draft_end), (one.source_start, one.source_end), min(one.nats, one.lexical))
        for one in found
    ]
    whole = summary([piece for piece in pieces if piece.nats >= WEAK], len(source))
    if whole is not None:
        return [(snapped(whole, lines(draft), SNAP), (0, len(source)))]
    kept = joined(apart([piece for piece in pieces if piece.nats >= STRONG]))
    long = [one for one in kept if max(_length(one.draft), _length(one.source)) >= FLOOR]
    ours, theirs = borders(draft), borders(source)
    return [(snapped(one.draft, ours, SNAP), snapped(one.source, theirs, SNAP)) for one in long]


def apart(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces without those that touch a better one in the draft, in the order of the draft."""
    chosen: list[Piece] = []
    for piece in sorted(pieces, key=lambda piece: -piece.nats):
        if all(piece.draft[1] <= one.draft[0] or one.draft[1] <= piece.draft[0] for one in chosen):
            chosen.append(piece)
    return sorted(chosen, key=lambda piece: piece.draft)


def joined(pieces: Sequence[Piece]) -> list[Piece]:
    """Pieces in the order of the draft, neighbours that are close on both sides made one."""
    chosen: list[Piece] = []
    for piece in pieces:
        last = chosen[-1] if chosen else None
        if last and piece.draft[0] - last.draft[1] <= JOIN and _gap(last.source, piece.source) <= JOIN:
            chosen[-1] = Piece(_hull(last.draft, piece.draft), _hull(last.source, piece.source), last.nats + piece.nats)
        else:
            chosen.append(piece)
    return chosen


def summary(pieces: Sequence[Piece], size: int) -> Span | None:
    """The part of the draft that sums up the whole source of ``size`` characters, None when there is none.

    The run of pieces of the greatest sum; pieces must lie close in the draft and far apart in the source, and say more
    together than the best of them alone.
    """
    runs: list[list[Piece]] = []
    for piece in apart(pieces):
        if runs and piece.draft[0] - runs[-1][-1].draft[1] <= APART:
            runs[-1].append(piece)
        else:
            runs.append([piece])
    best = max(runs, key=_nats, default=[])
    single = max((piece.nats for piece in pieces), default=0.0)
    if _nats(best) < max(SUMMARY, BEYOND * single):
        return None
    scattered = max(piece.source[1] for piece in best) - min(piece.source[0] for piece in best)
    return (best[0].draft[0], best[-1].draft[1]) if scattered >= SCATTERED * size else None


def borders(text: str) -> list[int]:
    """Offsets where a sentence or a line begins or ends, ascending."""
    found = {0, len(text)}
    for match in _BORDER.finditer(text):
        found |= {match.start(), match.end()}
    return sorted(found)


def lines(text: str) -> list[int]:
    """Offsets where a line begins or ends, ascending."""
    return sorted({0, len(text)}.union(*(match.span() for match in re.finditer(r"\n+", text))))


def snapped(span: Span, places: Sequence[int], reach: int) -> Span:
    """The span with each end at the nearest of ``places`` that is no further than ``reach``, else where it was."""
    start = min(places, key=lambda place: abs(place - span[0]))
    end = min(places, key=lambda place: abs(place - span[1]))
    moved = (start if abs(start - span[0]) <= reach else span[0], end if abs(end - span[1]) <= reach else span[1])
    return moved if moved[0] < moved[1] else span


def _nats(pieces: Sequence[Piece]) -> float:
    return sum(piece.nats for piece in pieces)


def _length(span: Span) -> int:
    return span[1] - span[0]


def _gap(one: Span, other: Span) -> int:
    return max(one[0], other[0]) - min(one[1], other[1])


def _hull(one: Span, other: Span) -> Span:
    return min(one[0], other[0]), max(one[1], other[1])
