"""How probable it is that the draft and a source have one origin as a whole, in words: for all sources, and in an
editor beside a passage."""

from __future__ import annotations

from simcheck.messages import Words
from simcheck.report import Report
from simcheck.reporters.phrases import source_name


def probability_of(report: Report, source_id: str) -> float | None:
    """The probability of one source; None where none is told."""
    return next((one.probability for one in report.reuse if one.document_id == source_id), None)


def beside(report: Report, source_id: str, say: Words) -> str:
    """What stands beside a passage in an editor; nothing where no probability is told."""
    found = probability_of(report, source_id)
    return "" if found is None else say("reuse.of", probability=_rounded(found))


def lines(report: Report, say: Words) -> list[str]:
    """A line for each source, the most probable first; says where no passage of it could be told."""
    held = {match.source.document_id for match in report.matches}
    return [
        say(
            "reuse.line" if one.document_id in held else "reuse.no_passage",
            source=source_name(report, one.document_id, say),
            probability=_rounded(one.probability),
        )
        for one in report.reuse
    ]


def _rounded(probability: float) -> float:
    """A whole percent, never a hundred: nothing is certain."""
    return min(0.99, round(probability, 2))
