"""The measures of the PAN text alignment tasks: precision, recall, granularity and plagdet.

Potthast, Stein, Barrón-Cedeño, Rosso: An Evaluation Framework for Plagiarism Detection, COLING 2010;
macro-averaged: every case and every detection weighs alike. Characters of both sides count.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """A case or a detection: characters ``[draft_start, draft_end)`` of a draft and those of a source."""

    draft: str
    draft_start: int
    draft_end: int
    source: str
    source_start: int
    source_end: int

    @property
    def characters(self) -> int:
        """Characters on both sides."""
        return self.draft_end - self.draft_start + self.source_end - self.source_start


@dataclass(frozen=True, slots=True)
class Measures:
    """``plagdet`` is F1 of precision and recall over log2(1 + granularity)."""

    precision: float
    recall: float
    granularity: float
    plagdet: float
    cases: int
    detections: int


def measure(cases: Sequence[Span], detections: Sequence[Span]) -> Measures:
    """The measures of ``detections`` against ``cases``: 0 where nothing is right, granularity 1 where nothing is found.

    >>> case = Span("d", 0, 100, "s", 0, 100)
    >>> measure([case], [Span("d", 0, 50, "s", 0, 50), Span("d", 50, 100, "s", 50, 100)]).granularity
    2.0
    """
    by_draft = _by_draft(detections)
    covered = [_covered(case, by_draft[case.draft]) for case in cases]
    counts = [count for _, count in covered if count]
    recall = _mean(share for share, _ in covered)
    true = _by_draft(cases)
    precision = _mean(_covered(detection, true[detection.draft])[0] for detection in detections)
    granularity = sum(counts) / len(counts) if counts else 1.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return Measures(precision, recall, granularity, f1 / math.log2(1 + granularity), len(cases), len(detections))


def _covered(one: Span, others: Iterable[Span]) -> tuple[float, int]:
    """The share of a span's characters under the union of the others that touch it on both sides, and how many do."""
    touching = [other for other in others if _touch(one, other)]
    draft = _union([(o.draft_start, o.draft_end) for o in touching], one.draft_start, one.draft_end)
    source = _union([(o.source_start, o.source_end) for o in touching], one.source_start, one.source_end)
    return (draft + source) / one.characters, len(touching)


def _touch(one: Span, other: Span) -> bool:
    return (
        one.source == other.source
        and min(one.draft_end, other.draft_end) > max(one.draft_start, other.draft_start)
        and min(one.source_end, other.source_end) > max(one.source_start, other.source_start)
    )


def _union(spans: list[tuple[int, int]], low: int, high: int) -> int:
    covered, reached = 0, low
    for start, end in sorted(spans):
        first, last = max(start, reached), min(end, high)
        if last > first:
            covered += last - first
            reached = last
    return covered


def _by_draft(spans: Iterable[Span]) -> dict[str, list[Span]]:
    grouped: dict[str, list[Span]] = defaultdict(list)
    for span in spans:
        grouped[span.draft].append(span)
    return grouped


def _mean(values: Iterable[float]) -> float:
    listed = list(values)
    return sum(listed) / len(listed) if listed else 0.0
