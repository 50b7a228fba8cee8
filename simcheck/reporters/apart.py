"""Apart: what of a report's draft does not count in the passages that it lies in, and what is quoted and counts."""

from __future__ import annotations

from simcheck.caching import memoize_per_object
from simcheck.judge.exempt import exempt_quotations
from simcheck.judge.figures import mask_of
from simcheck.judge.uncounted import uncounted
from simcheck.report import Report
from simcheck.scoring import SCORING
from simcheck.types import Match

Span = tuple[int, int]


@memoize_per_object
def apart(report: Report) -> tuple[Span, ...]:
    """Quotations, names of documents and frame, sorted; they may overlap (``judge.uncounted``)."""
    return tuple(uncounted(report.draft.text, report.matches, {source.id: source for source in report.sources}))


def apart_in(report: Report, match: Match) -> list[Span]:
    """Those within a passage that counts, where some letter of it counts; none of another one."""
    start, end = match.draft.start, match.draft.end
    inside = [(max(first, start), min(last, end)) for first, last in apart(report) if first < end and last > start]
    counts = _letters(match, inside) < sum(map(str.isalpha, match.draft.text))
    return inside if match.ignored is None and counts else []


@memoize_per_object
def _unverified(report: Report) -> tuple[Span, ...]:
    named = {source.id: source for source in report.sources}
    return exempt_quotations(report.draft.text, report.matches, named, SCORING.judgement).unverified


def is_unverified(report: Report, match: Match) -> bool:
    """Whether most of a passage stands in quotation marks, or is cited, and counts all the same."""
    start, end = match.draft.start, match.draft.end
    inside = [(max(a, start), min(b, end)) for a, b in _unverified(report) if a < end and b > start]
    return 2 * _letters(match, inside) > sum(map(str.isalpha, match.draft.text))


def letters_apart(report: Report, match: Match) -> int:
    """How many letters of a passage that counts do not count."""
    return _letters(match, apart_in(report, match))


def _letters(match: Match, spans: list[Span]) -> int:
    start = match.draft.start
    inside = mask_of(match.draft.end - start, ((first - start, last - start) for first, last in spans))
    return sum(char.isalpha() for char, held in zip(match.draft.text, inside.tolist(), strict=True) if held)
