"""Grow: from a seed to a fragment, widened and trimmed on both sides in turn until neither moves.

The stretch on one side is the maximum subarray of its tokens' evidence given the stretch on the other, looked
for by X-drop (as in BLAST: stop where the sum has fallen by ``DROP`` below its best). At first the other side
is taken wider than it is, which lets the passage reach over gaps. In the end both sides are trimmed (``trim``).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from simcheck.align import compiled
from simcheck.align.evidence import Floats, Pair, Scores
from simcheck.align.trim import trim

#: Nats that may be lost on the way to a better end.
DROP = 30.0
#: Tokens that one side is widened by while the other one is scored, and rounds at most until neither side moves.
LOOKAHEAD, ROUNDS = (100, 30, 0), 12
#: Tokens beyond the present stretch that are scored at least; a long stretch looks as far again as it is long.
REACH = 200
#: The round after which a seed of less than ``FAINT`` nats is given up: hardly ever does it become a fragment.
EARLY, FAINT = 2, 4.0
#: The part of the retained share that trimming reckons with.
STRICT = 0.7
#: The share of words kept is believed at most and at least so high.
MOST_RETAINED, LEAST_RETAINED = 0.95, 0.03


@dataclass(frozen=True, slots=True)
class Fragment:
    """Tokens ``[draft[0], draft[1])`` and ``[source[0], source[1])`` that belong together.

    ``nats`` is the evidence, that of the weaker side; ``retained`` the estimated share of words kept.
    """

    draft: tuple[int, int]
    source: tuple[int, int]
    nats: float
    retained: float


def grow(
    pair: Pair, draft: tuple[int, int], source: tuple[int, int], retained: float, least: float = 0.0
) -> Fragment | None:
    """The fragment around a seed, or None when nothing there has evidence above zero, or not ``least`` nats;
    ``retained`` is a first guess."""
    loops, fragment = compiled.loops(), Fragment(draft, source, 0.0, retained)
    if loops is None:
        grown = widened(pair, fragment)
    else:
        bounds = LEAST_RETAINED, MOST_RETAINED
        limits = compiled.limits(DROP, FAINT, bounds, REACH, ROUNDS, EARLY, LOOKAHEAD)
        found = loops.widened(pair, draft, source, retained, limits)
        grown = Fragment(*found) if found else None
    if grown is None or grown.nats < least:
        return None
    ours, theirs = trim(pair, grown.draft, grown.source, max(STRICT * grown.retained, LEAST_RETAINED))
    return replace(grown, draft=ours, source=theirs)


def widened(pair: Pair, fragment: Fragment) -> Fragment | None:
    """The fragment widened and narrowed until it stays where it is, or None when nothing there has evidence."""
    rounds = 0
    for widen in LOOKAHEAD:
        for _ in range(ROUNDS):
            before = fragment
            grown = _round(pair, fragment, widen)
            rounds += 1
            if grown is None or (rounds == EARLY and grown.nats < FAINT):
                return None
            fragment = grown
            if (fragment.draft, fragment.source) == (before.draft, before.source):
                break
    return fragment


def _round(pair: Pair, old: Fragment, widen: int) -> Fragment | None:
    """The draft's best stretch given the source's, widened, then the source's given the draft's."""
    low, high = _widen(old.draft, max(REACH, old.draft[1] - old.draft[0]), len(pair.draft))
    scores = pair.draft_scores(low, high, _widen(old.source, widen, len(pair.source)), old.retained)
    first, last, draft_sum = best_stretch(scores.lexical + scores.semantic, old.draft[0] - low, old.draft[1] - low)
    if first >= last:
        return None
    draft, draft_kept = (low + first, low + last), _kept(scores, first, last)
    low, high = _widen(old.source, max(REACH, old.source[1] - old.source[0]), len(pair.source))
    scores = pair.source_scores(low, high, _widen(draft, widen, len(pair.draft)), old.retained)
    first, last, source_sum = best_stretch(scores.lexical + scores.semantic, old.source[0] - low, old.source[1] - low)
    if first >= last:
        return None
    kept = min(draft_kept, _kept(scores, first, last))
    retained = min(max(0.9 * kept, LEAST_RETAINED), MOST_RETAINED)
    return Fragment(draft, (low + first, low + last), min(draft_sum, source_sum), retained)


def best_stretch(scores: Floats, low: int, high: int) -> tuple[int, int, float]:
    """The stretch of greatest sum that grows out of ``[low, high)``, never falling by more than ``DROP`` on
    either way out.

    Returns (first, last, sum), empty when no score there is positive.
    """
    total = np.zeros(len(scores) + 1)
    scores.cumsum(out=total[1:])
    first, last = _peak(total, low, high)
    last += _climb(total[last:])
    first -= _climb(-total[first::-1])
    return first, last, float(total[last] - total[first])


def _peak(total: Floats, low: int, high: int) -> tuple[int, int]:
    """The best stretch inside ``[low, high)``; one with a valley deeper than ``DROP`` is cut there, the better
    part kept."""
    while True:
        inside = total[low : high + 1]
        last = low + int((inside - np.minimum.accumulate(inside)).argmax())
        first = low + int(inside[: last - low + 1].argmin())
        sums = total[first : last + 1]
        fall = np.maximum.accumulate(sums) - sums
        bottom = int(fall.argmax())
        if not fall[bottom] > DROP:
            return first, last
        top = int(sums[: bottom + 1].argmax())
        if sums[top] - sums[0] >= sums[-1] - sums[bottom]:
            low, high = first, first + top
        else:
            low, high = first + bottom, last


def _kept(scores: Scores, first: int, last: int) -> float:
    """The share of words kept in a stretch, from which were found and how likely each was to be found by chance."""
    by_chance = float(scores.chance[first:last].sum()) / (last - first)
    found = int(np.count_nonzero(scores.found[first:last])) / (last - first)
    return (found - by_chance) / max(1.0 - by_chance, 1e-6)


def _climb(sums: Floats) -> int:
    """How far to walk along running sums to their highest point before they fall ``DROP`` below it."""
    fallen = np.maximum.accumulate(sums) - sums > DROP
    first = int(fallen.argmax())
    return int((sums[:first] if fallen[first] else sums).argmax())


def _widen(stretch: tuple[int, int], by: int, size: int) -> tuple[int, int]:
    return max(0, stretch[0] - by), min(size, stretch[1] + by)
