"""The verdict: which limits the figures pass."""

from __future__ import annotations

from simcheck.types import Figures, Limits, Match, Message, Verdict


def verdict(figures: Figures, matches: tuple[Match, ...], limits: Limits) -> Verdict:
    """ "fail" with a reason for each limit that is passed, "pass" when none is."""
    counted = [match for match in matches if match.ignored is None]
    longest = max((match.draft.end - match.draft.start for match in counted), default=0)
    checks: tuple[tuple[str, float, float | None], ...] = (
        ("max_overlap", figures.overlap, limits.max_overlap),
        ("max_source", figures.largest_source, limits.max_source),
        ("max_passage", longest, limits.max_passage),
        ("max_run", figures.longest_run, limits.max_run),
    )
    reasons = tuple(
        Message(name, {"value": value, "limit": limit})
        for name, value, limit in checks
        if limit is not None and value > limit
    )
    return Verdict("fail" if reasons else "pass", reasons)
