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
STRONG, WEAK = 35.0, 8.0
#: Nats that the fragments of a summary add up to, and the characters that its paragraph has.
SUMMARY, LENGTHS = 40.0, (450, 800)
#: Share of the source over which they are scattered at least, and how many times the draft's characters that must be:
#: for one fragment, and for several.
SCATTERED, SPREAD = 0.15, (2.5, 1.5)
#: Characters between two detections that become one, on both sides.
JOIN = 500
#: The part of the nats of meaning that counts.
MEANING = 0.5
#: Characters that a detection has at least, on the longer of its two sides.
FLOOR = 200
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
        Piece((one.draft_start, one.draft_end), (one.source_start, one.source_end), evidence(one)) for one in found
    ]
    whole = summary([piece for piece in pieces if piece.nats >= WEAK], draft, len(source))
    if whole is not None:
        return [(whole, (0, len(source)))]
    kept = apart(joined([piece for piece in pieces if piece.nats >= STRONG]))
    long = [one for one in kept if max(_length(one.draft), _length(one.source)) >= FLOOR]
    ours, theirs = borders(draft), borders(source)
    return [(snapped(one.draft, ours, SNAP), snapped(one.source, theirs, SNAP)) for one in long]


def evidence(one: Found) -> float:
    """What a fragment weighs here: its words, and half of what its meaning says for it."""
    return min(one.nats, one.lexical + MEANING * max(one.semantic, 0.0))


def apart(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces without those that touch a better one in the draft, in the order of the draft."""
    chosen: list[Piece] = []
    for piece in sorted(pieces, key=lambda piece: -piece.nats):
        if all(piece.draft[1] <= one.draft[0] or one.draft[1] <= piece.draft[0] for one in chosen):
            chosen.append(piece)
    return sorted(chosen, key=lambda piece: piece.draft)


def joined(pieces: Sequence[Piece]) -> list[Piece]:
    """Pieces no further than ``JOIN`` characters from each other on both sides made one, in the order of the draft.

    Where they overlap, only the better one's nats count.
    """
    chosen: list[Piece] = []
    for piece in sorted(pieces, key=lambda piece: piece.draft):
        whole, others = piece, []
        for one in chosen:
            between = _gap(one.draft, whole.draft)
            if max(between, _gap(one.source, whole.source)) > JOIN:
                others.append(one)
                continue
            nats = one.nats + whole.nats if between >= 0 else max(one.nats, whole.nats)
            whole = Piece(_hull(one.draft, whole.draft), _hull(one.source, whole.source), nats)
        chosen = [*others, whole]
    return sorted(chosen, key=lambda piece: piece.draft)


def summary(pieces: Sequence[Piece], draft: str, size: int) -> Span | None:
    """The paragraph of the draft that sums up the whole source of ``size`` characters, None when there is none.

    The paragraph whose pieces add up to most, when they are scattered over much of the source, over far more of it than
    they take up in the draft.
    """
    best, most = None, SUMMARY
    for match in re.finditer(r"[^\n]+", draft):
        if not LENGTHS[0] <= len(match.group().strip()) <= LENGTHS[1]:
            continue
        inside = apart([piece for piece in pieces if _inside(piece.draft, match.span())])
        nats = sum(piece.nats for piece in inside)
        if nats >= most:
            scattered = max(piece.source[1] for piece in inside) - min(piece.source[0] for piece in inside)
            used = max(piece.draft[1] for piece in inside) - min(piece.draft[0] for piece in inside)
            if scattered >= max(SCATTERED * size, SPREAD[len(inside) > 1] * used):
                best, most = match.span(), nats
    return best


def borders(text: str) -> list[int]:
    """Offsets where a sentence or a line begins or ends, ascending."""
    found = {0, len(text)}
    for match in _BORDER.finditer(text):
        found |= {match.start(), match.end()}
    return sorted(found)


def snapped(span: Span, places: Sequence[int], reach: int) -> Span:
    """The span with each end at the nearest of ``places`` that is no further than ``reach``, else where it was."""
    start = min(places, key=lambda place: abs(place - span[0]))
    end = min(places, key=lambda place: abs(place - span[1]))
    moved = (start if abs(start - span[0]) <= reach else span[0], end if abs(end - span[1]) <= reach else span[1])
    return moved if moved[0] < moved[1] else span


def _inside(span: Span, around: Span) -> bool:
    """Whether most of a span lies in another one."""
    return 2 * (min(span[1], around[1]) - max(span[0], around[0])) > _length(span)


def _length(span: Span) -> int:
    return span[1] - span[0]


def _gap(one: Span, other: Span) -> int:
    return max(one[0], other[0]) - min(one[1], other[1])


def _hull(one: Span, other: Span) -> Span:
    return min(one[0], other[0]), max(one[1], other[1])
