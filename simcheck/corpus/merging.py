"""The merge policy: which segments are to be written anew as one, by their sizes alone.

Small segments are searched exactly, and merged when there are ``FANOUT`` of a size class. Together they hold at most
``EXACT`` sentences; what is more becomes a large segment with inverted lists.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from simcheck.corpus.index import Index
from simcheck.scoring import SCORING

#: Sentences that are searched exactly: 120 sentences of a draft among 50,000 take 30 ms of one core.
EXACT = SCORING.searching.exact
#: Sentences in one segment; merging them takes some 1,000 bytes of memory each.
LARGEST = 2_000_000
#: This many segments of one size class are merged into one of the next, FANOUT times larger.
FANOUT = 8
#: A segment is rewritten without its removed documents when they are more than this share; a large one, when that is
#: more work than fits the occasion, only when fewer than this share live.
DELETED_SHARE, LIVE_SHARE = 0.25, 0.5


def exact(size: int) -> bool:
    """Whether a segment of so many rows and documents is searched exactly."""
    return size <= EXACT


def due(index: Index, budget: int) -> list[int]:
    """The segments to rewrite as one: one with many removed documents, or what :func:`full` finds; else none."""
    for i, (segment, live) in enumerate(zip(index.segments, index.live, strict=True)):
        share = live.mean()
        fits = segment.vectors.exact or segment.rows <= budget
        if share < LIVE_SHARE or (share < 1 - DELETED_SHARE and fits):
            return [i]
    # A document counts as a row, so that those without a sentence are merged too.
    sizes = [(segment.rows + len(segment.numbers)) * (1 if segment.vectors.exact else -1) for segment in index.segments]
    return full(sizes, budget)


def full(sizes: Sequence[int], budget: int) -> list[int]:
    """The positions of the segments to be merged, by size, that of a large one being negative; else none.

    When small ones hold more than ``EXACT`` together, they become a large one. It takes with it larger ones that are
    no larger than what comes together, within the budget: so each row is written anew as often as the corpus doubles.
    Otherwise small ones of one size class are merged when there are ``FANOUT`` of them.
    """
    small = [i for i, size in enumerate(sizes) if size >= 0]
    total = sum(sizes[i] for i in small)
    if not exact(total):
        for i in sorted((i for i, size in enumerate(sizes) if size < 0), key=lambda i: -sizes[i]):
            if -sizes[i] <= total and total - sizes[i] <= min(budget, LARGEST):
                small.append(i)
                total -= sizes[i]
        return small
    classes: dict[int, list[int]] = {}
    for i in small:
        classes.setdefault(size_class(sizes[i]), []).append(i)
    return next((members for _, members in sorted(classes.items()) if len(members) >= FANOUT), [])


def size_class(size: int) -> int:
    """0 up to FANOUT**3 rows, then one more for each factor FANOUT."""
    power = 0
    while size > FANOUT ** (power + 3):
        power += 1
    return power


def compactable(index: Index) -> list[int]:
    """The segments to rewrite as one, so that as few as possible are left and nothing removed in them; else none."""
    rows = [segment.rows for segment in index.segments]
    ascending = sorted(range(len(rows)), key=rows.__getitem__)
    fitting = [i for i, total in zip(ascending, accumulate(sorted(rows)), strict=True) if total <= LARGEST]
    if len(fitting) > 1:
        return fitting
    return next(([i] for i, live in enumerate(index.live) if not live.all()), [])
