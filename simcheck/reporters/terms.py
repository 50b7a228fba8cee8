"""The words of a report that nobody knows who has not seen one before, each with what it means."""

from __future__ import annotations

from collections.abc import Iterator

from simcheck.messages import Words
from simcheck.report import Report


def terms(report: Report, say: Words) -> list[tuple[str, str]]:
    """The words that this report uses, in the order in which a reader meets them; none where nothing was found."""
    return [(say(f"term.{name}"), say(f"term.means_{name}")) for name in _used(report)]


def _used(report: Report) -> Iterator[str]:
    if report.counted:
        yield from ("score", "verbatim")
    if any(match.pairs for match in report.counted):
        yield "sentence"
    if report.reuse:
        yield "probability"
    if any(match.ignored == "set_phrase" for match in report.matches):
        yield "set_phrase"
    if 0 < report.figures.largest_source < report.figures.overlap:
        yield "largest_source"
    if report.matches:
        yield "total"
    if report.figures.mosaic:
        yield "mosaic"
