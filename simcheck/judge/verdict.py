"""The verdict: which limits the figures pass, in words."""

from __future__ import annotations

from simcheck.types import Figures, Limits, Match, Verdict


def verdict(figures: Figures, matches: tuple[Match, ...], limits: Limits) -> Verdict:
    """ "fail" with a reason for each limit that is passed, "pass" when none is."""
    counted = [match for match in matches if match.ignored is None]
    longest = max((match.draft.end - match.draft.start for match in counted), default=0)
    checks = (
        ("overlap", figures.overlap, limits.max_overlap),
        ("largest single source", figures.largest_source, limits.max_source),
        ("longest passage", longest, limits.max_passage),
        ("longest run of equal characters", figures.longest_run, limits.max_run),
    )
    reasons = tuple(
        f"{name} {_show(value)} > {_show(limit)}"
        for name, value, limit in checks
        if limit is not None and value > limit
    )
    return Verdict("fail" if reasons else "pass", reasons)


def _show(value: float) -> str:
    return f"{value:.1%}" if isinstance(value, float) else str(value)
