"""The report as GitLab reads code quality: one entry a match, shown in the merge request beside its line."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import PurePath

from simcheck.accept.fingerprint import fingerprints
from simcheck.grounds import grounds
from simcheck.limits import Severity
from simcheck.messages import Language, Message, Words, language_of, words
from simcheck.places import written_span, written_text
from simcheck.report import Report
from simcheck.reporters.leftovers import told as leftover_told
from simcheck.reporters.phrases import finding_name, kind_name, note, source_name
from simcheck.types import Finding, Leftover, Match

_LIMIT: dict[Severity, str] = {"error": "blocker", "warning": "minor", "note": "info"}


def render(reports: Sequence[Report], *, language: Language | None = None) -> str:
    """All matches of all reports as a JSON array, as https://docs.gitlab.com/ci/testing/code_quality describes it.

    The first entries of a draft, at its first line, are the limits that it passes and the findings with which no draft
    passes ("blocker", for a warning "minor", for a note "info"), and its warnings ("info"). A counted match is
    "critical" where the gate fails, else "minor"; what does not count is "info" with its reason. Findings and leftovers
    come last, each at its line ("minor").
    """
    say = words(language or language_of(reports[0].draft.text if reports else ""))
    entries = [entry for report in reports for entry in _entries(report, say)]
    return json.dumps(entries, ensure_ascii=False, indent=2) + "\n"


def _entries(report: Report, say: Words) -> Iterator[dict[str, object]]:
    path = PurePath(report.draft.id).as_posix()
    said = [(passed.message, _LIMIT[passed.limit.severity]) for passed in report.verdict.exceeded]
    said += [(reason, "blocker") for reason in report.verdict.reasons if reason.code == "fail_on"]
    said += [(warning, "info") for warning in report.warnings]
    seen: Counter[str] = Counter()
    for message, severity in sorted(said, key=lambda one: list(_LIMIT.values()).index(one[1])):
        name = f"{message.code} {message.values.get('kind', '')}{message.values.get('finding', '')}".rstrip()
        seen[name] += 1
        yield _entry(message, severity, path, f"{name}:{seen[name]}", say)
    text = written_text(report.draft)
    for match, name in zip(report.matches, fingerprints(report.matches), strict=True):
        yield {
            "description": _told(report, match, say),
            "check_name": f"simcheck/{match.kind}",
            "fingerprint": _hash(path, name),
            "severity": _severity(report, match),
            "location": {"path": path, "lines": _lines(report, match.draft.start, match.draft.end, text)},
        }
    for one, rule, told in _found(report, say):
        name = f"{rule} {one.text}".rstrip()
        seen[name] += 1
        yield {
            "description": told,
            "check_name": f"simcheck/{rule}",
            "fingerprint": _hash(path, f"{name}:{seen[name]}"),
            "severity": "minor",
            "location": {"path": path, "lines": _lines(report, one.start, one.end, text)},
        }


def _found(report: Report, say: Words) -> Iterator[tuple[Finding | Leftover, str, str]]:
    """What was found of the draft itself, by what rule, and what is told of it; what no draft passes with is told."""
    for finding in report.findings:
        if finding.kind not in report.limits.fail_on:
            yield finding, finding.kind, finding_name(finding, say)
    for leftover in report.leftovers:
        yield leftover, "leftover", leftover_told(leftover, say)


def _lines(report: Report, start: int, end: int, text: str) -> dict[str, int]:
    first, last = (text.count("\n", 0, at) + 1 for at in written_span(report.draft, start, end))
    return {"begin": first, "end": last}


def _entry(message: Message, severity: str, path: str, name: str, say: Words) -> dict[str, object]:
    """What is true of a whole draft; ``name`` tells it from all else that is."""
    return {
        "description": message.text(say.language),
        "check_name": f"simcheck/{message.code}",
        "fingerprint": _hash(path, name),
        "severity": severity,
        "location": {"path": path, "lines": {"begin": 1}},
    }


def _hash(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()


def _severity(report: Report, match: Match) -> str:
    if match.ignored is not None:
        return "info"
    return "critical" if report.verdict.decision == "fail" else "minor"


def _told(report: Report, match: Match, say: Words) -> str:
    kind = kind_name(match, say)
    parts = [kind, say("match.source", source=source_name(report, match.source.document_id, say))]
    if match.ignored is not None:
        parts.insert(0, say(f"reason.{match.ignored}"))
    if match.ignored is None:
        parts.append(say("pairs.why", why=grounds(match, say)))
    if match.note:
        parts.append(note(report, match, say))
    return say("mark.comma").join(parts)
