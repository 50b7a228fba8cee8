"""Joining: from places where a simple method finds two texts alike to detections, the same way for every baseline."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from plagdet import Span

#: Share of a detection's draft side that a better one may have taken before it is dropped.
OVERLAP = 0.3


@dataclass(frozen=True, slots=True)
class Anchor:
    """Characters ``[start, end)`` of the draft that look like ``[there, until)`` of ``source``, and how much so."""

    start: int
    end: int
    source: str
    there: int
    until: int
    similarity: float


def detections(draft: str, anchors: Iterable[Anchor], *, least: float, gap: int, shortest: int) -> list[Span]:
    """Detections from the anchors of at least ``least`` similarity.

    Anchors of one source within ``gap`` characters of each other on both sides are one detection, in any order; those
    of fewer than ``shortest`` characters of the draft are dropped; of detections that overlap in the draft the longest
    stays.
    """
    by_source: dict[str, list[Anchor]] = defaultdict(list)
    for anchor in anchors:
        if anchor.similarity >= least:
            by_source[anchor.source].append(anchor)
    joined = [
        Span(draft, *ours, source, *theirs)
        for source, listed in by_source.items()
        for ours, theirs in _clusters(listed, gap)
        if ours[1] - ours[0] >= shortest
    ]
    chosen: list[Span] = []
    for span in sorted(joined, key=lambda span: (span.draft_start - span.draft_end, span.draft_start, span.source)):
        if _taken(span, chosen) <= OVERLAP * (span.draft_end - span.draft_start):
            chosen.append(span)
    return sorted(chosen, key=lambda span: span.draft_start)


def _clusters(anchors: Sequence[Anchor], gap: int) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Hulls (draft, source) of anchors linked by closeness on both sides."""
    closed: list[tuple[tuple[int, int], tuple[int, int]]] = []
    growing: list[tuple[tuple[int, int], tuple[int, int]]] = []
    for anchor in sorted(anchors, key=lambda anchor: anchor.start):
        ours, theirs = (anchor.start, anchor.end), (anchor.there, anchor.until)
        apart = []
        for one in growing:
            if anchor.start - one[0][1] > gap:
                closed.append(one)
            elif max(theirs[0], one[1][0]) - min(theirs[1], one[1][1]) <= gap:
                ours, theirs = _hull(ours, one[0]), _hull(theirs, one[1])
            else:
                apart.append(one)
        growing = [*apart, (ours, theirs)]
    return [*closed, *growing]


def _taken(span: Span, chosen: Sequence[Span]) -> int:
    return sum(max(0, min(span.draft_end, one.draft_end) - max(span.draft_start, one.draft_start)) for one in chosen)


def _hull(one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    return min(one[0], other[0]), max(one[1], other[1])
