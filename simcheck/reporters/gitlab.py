"""The report as GitLab reads code quality: one entry a match, shown in the merge request beside its line."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import PurePath

from simcheck.accept.fingerprint import fingerprints
from simcheck.messages import Language, Message, Words, language_of, words
from simcheck.report import Report
from simcheck.reporters.phrases import source_name
from simcheck.types import Match


def render(reports: Sequence[Report], *, language: Language | None = None) -> str:
    """All matches of all reports as a JSON array, as https://docs.gitlab.com/ci/testing/code_quality describes it.

    The first entries of a draft, at its first line, are the limits that it passes ("blocker", for one that only warns
    "minor") and its warnings ("info"). A counted match is "critical" where the gate fails, else "minor"; what does not
    count is "info" with its reason.
    """
    say = words(language or language_of(reports[0].draft.text if reports else ""))
    entries = [entry for report in reports for entry in _entries(report, say)]
    return json.dumps(entries, ensure_ascii=False, indent=2) + "\n"


def _entries(report: Report, say: Words) -> Iterator[dict[str, object]]:
    path = PurePath(report.draft.id).as_posix()
    milder = [passed.message for passed in report.verdict.exceeded if passed.limit.severity != "error"]
    levels = {"blocker": report.verdict.reasons, "minor": milder, "info": report.warnings}
    for severity, messages in levels.items():
        yield from (_entry(message, severity, path, say) for message in messages)
    for match, name in zip(report.matches, fingerprints(report.matches), strict=True):
        text = report.draft.text
        first, last = (text.count("\n", 0, at) + 1 for at in (match.draft.start, match.draft.end))
        yield {
            "description": _told(report, match, say),
            "check_name": f"simcheck/{match.kind}",
            "fingerprint": _hash(path, name),
            "severity": _severity(report, match),
            "location": {"path": path, "lines": {"begin": first, "end": last}},
        }


def _entry(message: Message, severity: str, path: str, say: Words) -> dict[str, object]:
    """What is true of a whole draft."""
    return {
        "description": message.text(say.language),
        "check_name": f"simcheck/{message.code}",
        "fingerprint": _hash(path, message.code, str(message.values.get("kind", ""))),
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
    kind = say(f"kind.{match.kind}")
    parts = [kind, say("match.source", source=source_name(report, match.source.document_id, say))]
    if match.ignored is not None:
        parts.insert(0, say(f"reason.{match.ignored}"))
    if match.note:
        parts.append(say("match.note", note=match.note))
    return say("mark.comma").join(parts)
