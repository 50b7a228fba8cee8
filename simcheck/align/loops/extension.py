# cython: language_level=3, infer_types=True, annotation_typing=False, initializedcheck=False
# cython: boundscheck=False, wraparound=False, cdivision=True, freethreading_compatible=True
"""Extension: a seed's stretches in draft and source, widened and narrowed in turn (X-drop, as in BLAST)."""

from __future__ import annotations

from typing import NamedTuple

from simcheck.align.loops.buffers import Stretch, View

try:
    import cython
except ImportError:
    from simcheck.without_cython import cython
if not cython.compiled:
    from math import expm1

    from simcheck.align.loops.stretches import LEAST_SHARE, SideArrays, Work, add_up, lexical, meaning, peak


class Bounds(NamedTuple):
    """How ``extend`` goes about it: nats that may be lost on the way to a better end (X-drop); ``faint`` nats below
    which it gives up after ``early`` rounds; bounds of the retained share, and by how much it is believed to
    ``shrink``; tokens beyond the stretch that are scored at least (``reach``); tokens that the other side is widened
    by (``lookahead``), one stage after the other, each of so many ``rounds`` at most.
    """

    drop: float
    faint: float
    least_retained: float
    most_retained: float
    shrink: float
    reach: int
    rounds: int
    early: int
    lookahead: tuple[int, ...]


class Extended(NamedTuple):
    """Stretches that belong together, the nats of the weaker side, and the estimated share of words kept."""

    draft: Stretch
    source: Stretch
    nats: float
    retained: float


def extend(
    draft: SideArrays,
    source: SideArrays,
    vocabulary: int,
    seed: tuple[Stretch, Stretch],
    retained: float,
    bounds: Bounds,
) -> Extended | None:
    """A seed's stretches in draft and source, widened and narrowed in turn until they stay where they are, or None when
    nothing there has evidence.

    The stretch on one side is the one of greatest sum of its tokens' evidence given the stretch on the other (X-drop,
    as in BLAST); ``retained`` is a first guess of the share of words kept.
    """
    work = Work(draft, source, vocabulary)
    grown, rounds = Extended(*seed, 0.0, retained), 0
    for ahead in bounds.lookahead:
        for _ in range(bounds.rounds):
            old = grown
            if not _extend_side(draft, source, old.draft, _wider(old.source, ahead, source.size), old, bounds, work):
                return None
            ours, nats, identity = (work.first, work.last), work.nats, work.identity
            if not _extend_side(source, draft, old.source, _wider(ours, ahead, draft.size), old, bounds, work):
                return None
            share = min(max(bounds.shrink * min(identity, work.identity), bounds.least_retained), bounds.most_retained)
            grown = Extended(ours, (work.first, work.last), min(nats, work.nats), share)
            rounds += 1
            if rounds == bounds.early and grown.nats < bounds.faint:
                return None
            if grown[:2] == old[:2]:
                break
    return grown


def _wider(stretch: Stretch, by: int, size: int) -> Stretch:
    return max(0, stretch[0] - by), min(size, stretch[1] + by)


def _extend_side(
    mine: SideArrays, theirs: SideArrays, own: Stretch, other: Stretch, old: Extended, bounds: Bounds, work: Work
) -> bool:
    """Find the best stretch of one side around its ``own``, given the ``other``; whether there is one."""
    first, last = own
    work.look(_wider(own, max(bounds.reach, last - first), mine.size), other, old.retained)
    _best_around(mine, theirs, first, last, bounds.drop, work)
    return work.first < work.last


def _best_around(mine: SideArrays, theirs: SideArrays, first: int, last: int, drop: float, work: Work) -> None:
    """The best stretch that grows out of ``[first, last)``; its identity is the share of words that are found, beyond
    what chance finds."""
    with cython.nogil:
        lexical(mine, theirs, work)
        meaning(mine, theirs, False, work)
        add_up(mine, work)
        peak(work, first - work.low, last - work.low, drop)
        work.last = _climb(work.total, work.last, work.high - work.low, 1, drop)
        work.first = _climb(work.total, work.first, 0, -1, drop)
        work.nats = work.total[work.last] - work.total[work.first]
        chance, found = 0.0, 0.0
        for at in range(work.first, work.last):
            found += work.found[at]
            chance -= expm1((work.left - work.right) * mine.frequency[work.low + at])
        size = max(work.last - work.first, 1)
        chance /= size
        work.identity = (found / size - chance) / max(1.0 - chance, LEAST_SHARE)
        work.first += work.low
        work.last += work.low


def _climb(total: View, at: int, end: int, step: int, drop: float) -> int:
    """Where running sums, walked along from a place, are best before they fall by ``drop``."""
    best = at
    while (end - at) * step >= 0:
        if step * (total[best] - total[at]) > drop:
            break
        if step * (total[at] - total[best]) > 0:
            best = at
        at += step
    return best
