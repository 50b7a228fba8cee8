"""Severity: how loudly an editor shows a match, by the limits that it helps to pass."""

from __future__ import annotations

from simcheck.limits import SEVERITIES, Exceeded, Severity
from simcheck.report import Report
from simcheck.types import Match


def severity_of(match: Match, report: Report, within: Severity) -> Severity:
    """The gravest severity among the passed limits that this counted match has a part in; ``within`` if there is none.

    A limit for all of the draft concerns every match of its kind, one for the largest source that source's matches, one
    for a passage or a run the matches that are themselves too long.
    """
    passed = [SEVERITIES.index(one.limit.severity) for one in report.verdict.exceeded if _concerns(one, match, report)]
    return SEVERITIES[max(passed)] if passed else within


def _concerns(passed: Exceeded, match: Match, report: Report) -> bool:
    limit = passed.limit
    if limit.kind not in (None, match.kind):
        return False
    if limit.name == "max_source":
        return limit.kind is not None or match.source.document_id == report.figures.largest_source_id
    if limit.name == "max_probability":
        told = {one.document_id: one.probability for one in report.reuse}
        return told.get(match.source.document_id, 0.0) > limit.value
    if limit.name == "max_passage":
        accepted = sum(end - start for start, end in match.accepted)
        return match.draft.end - match.draft.start - accepted > limit.value
    if limit.name == "max_run":
        return max((run.letters for run in match.equal), default=0) > limit.value
    return True
