"""Segments: a draft cut wherever its marking changes, for the formats that show the whole text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from simcheck.report import Report
from simcheck.reporters.apart import apart_in
from simcheck.reporters.passages import Look, looks


@dataclass(frozen=True, slots=True)
class MarkedSpan:
    """The code points ``[start, end)`` of the draft: in which match (its place in ``report.matches``) and finding they
    stand, None for none, how they are to be shown beside the source, and whether somebody accepted them."""

    start: int
    end: int
    match: int | None
    finding: int | None
    look: Look
    accepted: bool = False


def segments(report: Report, *, written: bool = False) -> Iterator[MarkedSpan]:
    """The whole draft in order, as its file has it if ``written``, else as it is read. Where matches lie over each
    other, the counted one shows, else the earlier one. What does not count within a counted one is in none."""
    length = len(report.draft.text)
    owner: list[int | None] = [None] * length
    shown: list[Look] = ["changed"] * length
    accepted = [False] * length
    finding: list[int | None] = [None] * length
    places = sorted(range(len(report.matches)), key=lambda at: (report.matches[at].ignored is None, -at))
    for at in places:
        match = report.matches[at]
        start, end = match.draft.start, match.draft.end
        owner[start:end] = [at] * len(owner[start:end])
        shown[start:end] = looks(match)
        accepted[start:end] = [False] * (end - start)
        for first, last in apart_in(report, match):
            owner[first:last] = [None] * (last - first)
        for first, last in match.accepted:
            accepted[first:last] = [True] * len(accepted[first:last])
    for at, found in enumerate(report.findings):
        finding[found.start : found.end] = [at] * len(finding[found.start : found.end])
    stretches = list(zip(owner, finding, shown, accepted, strict=True))
    if written and report.draft.reading.order:
        read = stretches
        stretches = read.copy()
        for one, place in zip(read, report.draft.reading.order, strict=True):
            stretches[place] = one
    at = 0
    for (match_at, finding_at, look, taken), run in groupby(stretches):
        size = sum(1 for _ in run)
        yield MarkedSpan(at, at + size, match_at, finding_at, look, taken)
        at += size
