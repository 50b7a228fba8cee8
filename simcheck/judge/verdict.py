"""The verdict: which limits are passed, what was found that no draft may have, and whether that fails the gate."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from simcheck.limits import Exceeded, LimitName, Limits, Verdict
from simcheck.messages import Message
from simcheck.types import Figures, Finding, Kind, Match


def verdict(
    figures: Figures, matches: Iterable[Match], findings: Iterable[Finding], limits: Limits, probability: float = 0.0
) -> Verdict:
    """All limits that are passed; "fail" with a reason for each that is an error, and for each kind of finding that
    ``limits.fail_on`` names, "pass" when there is none; ``probability`` is that of the source most probably reused."""
    counted = [match for match in matches if match.ignored is None]
    exceeded = tuple(
        Exceeded(limit, value)
        for limit in limits.active()
        if (value := _value(limit.name, limit.kind, figures, counted, probability)) > limit.value
    )
    reasons = [passed.message for passed in exceeded if passed.limit.severity == "error"]
    found = Counter[str]()
    for finding in findings:
        found[finding.kind] += finding.count
    reasons += [Message("fail_on", {"finding": kind, "count": found[kind]}) for kind in limits.fail_on if found[kind]]
    return Verdict("fail" if reasons else "pass", tuple(reasons), exceeded)


def _value(name: LimitName, kind: Kind | None, figures: Figures, counted: list[Match], probability: float) -> float:
    """What a limit is held against."""
    if name == "max_overlap":
        return figures.overlap if kind is None else figures.overlap_by_kind.get(kind, 0.0)
    if name == "max_source":
        return figures.largest_source if kind is None else figures.largest_source_by_kind.get(kind, 0.0)
    if name == "max_probability":
        return probability
    if name in ("max_own", "max_authority", "max_mosaic"):
        return float(getattr(figures, name.removeprefix("max_")))
    if name == "max_run":
        return figures.longest_run if kind is None else figures.longest_run_by_kind.get(kind, 0)
    return max((_length(match) for match in counted if kind in (None, match.kind)), default=0)


def _length(match: Match) -> int:
    """The characters of the draft passage that count: those of accepted stretches do not."""
    return match.draft.end - match.draft.start - sum(end - start for start, end in match.accepted)
