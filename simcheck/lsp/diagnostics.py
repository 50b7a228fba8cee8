"""Diagnostics: a report's matches and findings as an editor underlines them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lsprotocol.types import Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, Location

from simcheck.limits import Severity
from simcheck.lsp.positions import Positions
from simcheck.lsp.settings import Editor
from simcheck.lsp.severity import severity_of
from simcheck.messages import Language, words
from simcheck.report import Report
from simcheck.reporters.phrases import finding_name, kind_name, source_name
from simcheck.types import Finding, Match

SOURCE = "simcheck"

_SEVERITIES: dict[Severity, DiagnosticSeverity] = {
    "note": DiagnosticSeverity.Information,
    "warning": DiagnosticSeverity.Warning,
    "error": DiagnosticSeverity.Error,
}


def diagnostics(
    report: Report, positions: Positions, language: Language, editor: Editor, places: Sequence[Location | None]
) -> list[Diagnostic]:
    """Each match as one diagnostic over its draft passage, those ignored as hints, and each finding.

    ``places`` are where the sources of the matches can be opened. ``data`` of a match is its number in
    ``report.matches``.
    """
    return [
        *_matches(report, positions, language, editor, places),
        *(_finding(finding, positions, language) for finding in report.findings),
    ]


def _matches(
    report: Report, positions: Positions, language: Language, editor: Editor, places: Sequence[Location | None]
) -> Iterator[Diagnostic]:
    for number, (match, location) in enumerate(zip(report.matches, places, strict=True)):
        if match.ignored is not None and not editor.show_ignored:
            continue
        severity = DiagnosticSeverity.Hint
        if match.ignored is None:
            severity = _SEVERITIES[severity_of(match, report, editor.within)]
        about = words(language)("match.source", source=source_name(report, match.source.document_id, words(language)))
        yield Diagnostic(
            range=positions.range(match.draft.start, match.draft.end),
            message=message(match, language),
            severity=severity,
            code=match.ignored or match.kind,
            source=SOURCE,
            related_information=[DiagnosticRelatedInformation(location, about)] if location else None,
            data=number,
        )


def message(match: Match, language: Language) -> str:
    """One line that says what a match is."""
    say = words(language)
    kind, source = kind_name(match, say), match.source.document_id
    if match.ignored is not None:
        reason = say(f"reason.{match.ignored}") + (say("mark.colon") + match.note if match.note else "")
        return say("editor.ignored", kind=kind, source=source, reason=reason)
    return say("editor.match", kind=kind, source=source, verbatim=match.verbatim, score=match.score)


def _finding(finding: Finding, positions: Positions, language: Language) -> Diagnostic:
    return Diagnostic(
        range=positions.range(finding.start, finding.end),
        message=finding_name(finding, words(language)),
        severity=DiagnosticSeverity.Information,
        code=finding.kind,
        source=SOURCE,
    )
