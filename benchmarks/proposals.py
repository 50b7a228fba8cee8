"""Proposals: the fragments of a draft that do not overlap, counted or not, and which of them are real copies."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from engine import Found
from plagdet import Span

from simcheck.scoring import SCORING

#: Share of a proposal's draft characters that must lie in cases of its source for it to be real.
REAL = 0.5
#: Share of its draft characters that a better proposal may have taken.
OVERLAP = 0.3


def proposals(found: Iterable[Found]) -> list[Found]:
    """The best fragments by net evidence, less what short ones need more, none overlapping a better one by much."""
    chosen: list[Found] = []
    for one in sorted(found, key=lambda one: (-one.score, -one.net)):
        taken = sum(max(0, min(one.draft_end, c.draft_end) - max(one.draft_start, c.draft_start)) for c in chosen)
        if taken <= OVERLAP * (one.draft_end - one.draft_start):
            chosen.append(one)
    return sorted(chosen, key=lambda one: one.draft_start)


def real(one: Found, cases: Sequence[Span]) -> bool:
    """Whether more than half of a fragment's draft characters lie in cases from its source that its source side touches
    too."""
    right = [
        case
        for case in cases
        if case.source == one.source and min(one.source_end, case.source_end) > max(one.source_start, case.source_start)
    ]
    inside = sum(max(0, min(one.draft_end, c.draft_end) - max(one.draft_start, c.draft_start)) for c in right)
    return inside > REAL * (one.draft_end - one.draft_start)


def features(one: Found) -> tuple[float, float, float]:
    """What the score is a logistic function of: net evidence, how short the fragment is, and one."""
    return one.net, math.exp(-one.tokens / SCORING.decision.fade), 1.0
