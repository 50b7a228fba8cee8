"""The report in SARIF 2.1.0 (OASIS), for code hosts and editors that show findings beside the text."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any
from urllib.parse import quote

from simcheck.accept.fingerprint import fingerprints, text_print
from simcheck.grounds import grounds
from simcheck.messages import Language, Words, language_of, words
from simcheck.report import Report
from simcheck.reporters.leftovers import told as leftover_told
from simcheck.reporters.pairs import reasons
from simcheck.reporters.phrases import finding_name, kind_name, source_name
from simcheck.reporters.reuse import probability_of
from simcheck.types import KINDS, Match

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
#: The base of the addresses of sources, which are names in a corpus and no files.
_CORPUS = "CORPUS"
#: The fingerprint by which GitHub knows a result again.
_PRIMARY = "primaryLocationLineHash"

#: The rule of what an earlier text left behind.
_LEFTOVER = "leftover"
#: Pairs of sentences that a result tells.
_PAIRS = 40

#: What SARIF calls an object.
Object = dict[str, Any]


def render(reports: Sequence[Report], *, language: Language | None = None) -> str:
    """One log with one run; each counted match, each finding and each leftover is a result.

    A match is an error where the gate fails, else a warning. What does not count is left out: GitHub's code scanning
    shows a result with ``suppressions`` as an open alert all the same. The figures of ``properties`` tell how many
    these are.
    """
    say = words(language or language_of(reports[0].draft.text if reports else ""))
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [_run(reports, say)]}
    return json.dumps(log, ensure_ascii=False, allow_nan=False, indent=2) + "\n"


class Lines:
    """The lines of a text, for positions as SARIF counts them: lines and UTF-16 code units from 1.

    >>> Lines("一\\n𠮷野家").region(2, 4)
    {'startLine': 2, 'startColumn': 1, 'endLine': 2, 'endColumn': 4}
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = [0, *(at + 1 for at, char in enumerate(text) if char == "\n")]

    def region(self, start: int, end: int) -> Object:
        """The span ``[start, end)`` as a SARIF region, its end exclusive too."""
        (first, left), (last, right) = self._place(start), self._place(end)
        return {"startLine": first, "startColumn": left, "endLine": last, "endColumn": right}

    def _place(self, at: int) -> tuple[int, int]:
        line = bisect_right(self._starts, at)
        before = self._text[self._starts[line - 1] : at]
        return line, len(before) + sum(char > "\uffff" for char in before) + 1


def _run(reports: Sequence[Report], say: Words) -> Object:
    rules = list(_rules(reports, say))
    numbers = {rule["id"]: at for at, rule in enumerate(rules)}
    artifacts = list(dict.fromkeys(_uri(report.draft.id) for report in reports))
    results = [
        result | {"ruleIndex": numbers[result["ruleId"]]}
        for report in reports
        for result in _results(report, artifacts.index(_uri(report.draft.id)), say)
    ]
    version = reports[0].version if reports else ""
    language = "zh-CN" if say.language == "zh" else "en"
    return {
        "tool": {"driver": {"name": "simcheck", "language": language, "rules": rules} | _versioned(version)},
        "columnKind": "utf16CodeUnits",
        "originalUriBaseIds": {_CORPUS: {"description": {"text": say("sarif.corpus")}}},
        "artifacts": [{"location": {"uri": uri}} for uri in artifacts],
        "invocations": [_invocation(reports, say)],
        "results": results,
        "properties": {"reports": [_about(report) for report in reports]},
    }


def _versioned(version: str) -> Object:
    return {"version": version} if version else {}


def _about(report: Report) -> Object:
    """The figures and the verdict, as the JSON report has them."""
    data = report.to_dict("en")
    return {
        "draft": report.draft.id,
        "decision": report.verdict.decision,
        "figures": data["figures"],
        "reuse": data["reuse"],
    }


def _rules(reports: Sequence[Report], say: Words) -> Iterator[Object]:
    for kind in KINDS:
        yield {
            "id": kind,
            "shortDescription": {"text": say(f"kind.{kind}")},
            "fullDescription": {"text": say(f"sarif.{kind}")},
            "help": {"text": say("sarif.help_match"), "markdown": say("sarif.help_match")},
            "defaultConfiguration": {"level": "warning"},
            "properties": {"tags": ["simcheck"]},
        }
    for found in sorted({finding.kind for report in reports for finding in report.findings}):
        yield _note_rule(found, say.known(f"finding.{found}", found), say("sarif.help_finding"))
    if any(report.leftovers for report in reports):
        yield _note_rule(_LEFTOVER, say("sheet.leftovers"), say("sarif.help_leftover"))


def _note_rule(name: str, told: str, todo: str) -> Object:
    """A rule for something that a person has to look at."""
    return {
        "id": name,
        "shortDescription": {"text": told},
        "fullDescription": {"text": told},
        "help": {"text": todo, "markdown": todo},
        "defaultConfiguration": {"level": "note"},
        "properties": {"tags": ["simcheck"]},
    }


def _invocation(reports: Sequence[Report], say: Words) -> Object:
    failed = any(report.verdict.decision == "fail" for report in reports)
    notes = [
        {
            "level": "warning",
            "descriptor": {"id": warning.code},
            "message": {"text": _literal(warning.text(say.language))},
            "locations": [{"physicalLocation": {"artifactLocation": {"uri": _uri(report.draft.id)}}}],
        }
        for report in reports
        for warning in report.warnings
    ]
    return {"executionSuccessful": True, "exitCode": int(failed), "toolExecutionNotifications": notes}


def _results(report: Report, at: int, say: Words) -> Iterator[Object]:
    names = fingerprints(report.counted)
    report = report.as_written()
    lines = Lines(report.draft.text)
    sources = {source.id: Lines(source.text) for source in report.sources}
    counted, level = report.counted, "error" if report.verdict.decision == "fail" else "warning"
    for match, name in zip(counted, names, strict=True):
        yield {
            "ruleId": match.kind,
            "level": level,
            "message": {"text": _told(report, match, say)},
            "locations": [_location(report, at, lines.region(match.draft.start, match.draft.end), match.draft.text)],
            "relatedLocations": _related(report, at, match, lines, sources.get(match.source.document_id), say),
            "partialFingerprints": {"passage/v1": name, _PRIMARY: name},
            "rank": round(100 * match.score, 2),
            "properties": {"score": match.score, "verbatim": match.verbatim, "alsoIn": list(match.also_in)}
            | _probable(report, match),
        }
    seen: Counter[str] = Counter()
    for finding in report.findings:
        print_ = text_print(finding.kind, finding.detail, finding.text or finding.excerpt)
        seen[print_] += 1
        yield {
            "ruleId": finding.kind,
            "level": "error" if finding.kind in report.limits.fail_on else "note",
            "message": {"text": _literal(finding_name(finding, say))},
            "locations": [_location(report, at, lines.region(finding.start, finding.end), finding.text)],
            "partialFingerprints": {_PRIMARY: f"{print_}:{seen[print_]}"},
        }
    for left in report.leftovers:
        print_ = text_print(_LEFTOVER, left.kind, left.text)
        seen[print_] += 1
        yield {
            "ruleId": _LEFTOVER,
            "level": "note",
            "message": {"text": _literal(leftover_told(left, say))},
            "locations": [_location(report, at, lines.region(left.start, left.end), left.text)],
            "partialFingerprints": {_PRIMARY: f"{print_}:{seen[print_]}"},
        }


def _probable(report: Report, match: Match) -> Object:
    found = probability_of(report, match.source.document_id)
    return {} if found is None else {"sourceProbability": found}


def _told(report: Report, match: Match, say: Words) -> str:
    """The message, whose [brackets](1) lead to the related location."""
    name = _literal(source_name(report, match.source.document_id, say))
    facts = (say("match.score", score=match.score), say("match.verbatim", share=match.verbatim))
    about = say("mark.comma").join((kind_name(match, say), *facts))
    where = f"{about}{say('mark.comma')}{say('match.source', source=f'[{name}](1)')}"
    return f"{where}{say('mark.comma')}{_literal(say('pairs.why', why=grounds(match, say)))}"


def _location(report: Report, at: int, region: Object, text: str) -> Object:
    address = {"uri": _uri(report.draft.id), "index": at}
    return {"physicalLocation": {"artifactLocation": address, "region": region | _snippet(text)}}


def _related(report: Report, at: int, match: Match, ours: Lines, theirs: Lines | None, say: Words) -> list[Object]:
    """The source passage, then each pair of sentences: the draft's, which tells its counterpart by id, and that."""
    source = match.source
    related = [_source(report, source.document_id, (source.start, source.end), source.text, theirs, say)]
    for number, pair in enumerate(match.pairs[:_PAIRS], 1):
        here = match.draft.text[pair.draft_start - match.draft.start : pair.draft_end - match.draft.start]
        there = source.text[pair.source_start - source.start : pair.source_end - source.start]
        told = {"text": _literal(f"{number}{reasons(pair.reasons, say)}")}
        draft = _location(report, at, ours.region(pair.draft_start, pair.draft_end), here)
        link = [{"target": 2 * number + 1, "kinds": ["relevant"]}]
        related.append({"id": 2 * number, **draft, "message": told, "relationships": link})
        span = pair.source_start, pair.source_end
        related.append(
            _source(report, source.document_id, span, there, theirs, say) | {"id": 2 * number + 1, "message": told}
        )
    return related


def _source(report: Report, name: str, span: tuple[int, int], text: str, lines: Lines | None, say: Words) -> Object:
    address: Object = {"uri": _uri(name)}
    if report.corpus.path is not None:
        address["uriBaseId"] = _CORPUS
    physical: Object = {"artifactLocation": address}
    if lines is not None:
        physical["region"] = lines.region(*span) | _snippet(text)
    told = _literal(source_name(report, name, say))
    return {"id": 1, "physicalLocation": physical, "message": {"text": told}}


def _snippet(text: str) -> Object:
    return {"snippet": {"text": text.encode("utf-8", "replace").decode("utf-8")}}


def _literal(text: str) -> str:
    """Text whose brackets are no links."""
    return text.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")


def _uri(name: str) -> str:
    """A path or a name as an address: relative stays relative, each part escaped.

    >>> _uri("草稿 1.txt"), _uri("<stdin>")
    ('%E8%8D%89%E7%A8%BF%201.txt', '%3Cstdin%3E')
    """
    windows = PureWindowsPath(name)
    if windows.drive:
        return windows.as_uri() if windows.is_absolute() else quote(windows.as_posix())
    return PurePosixPath(name).as_uri() if name.startswith("/") else quote(name.encode("utf-8", "replace"))
