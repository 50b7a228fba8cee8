"""The facts of the chief's sheet, labels with what they say: what was checked, against what, with what result."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator

from simcheck.messages import Words
from simcheck.patterns import regex
from simcheck.report import Report
from simcheck.reporters.layout import visible
from simcheck.reporters.leftovers import by_weight
from simcheck.reporters.phrases import finding_name, grave
from simcheck.reporters.standing import where
from simcheck.text.classes import secrecy
from simcheck.text.structure import structure
from simcheck.types import SOURCE_CLASSES, Finding

#: Findings that are of the file and not of the draft's characters.
_FILE = frozenset(("unread_parts", "pictures", "comments", "recognized_text"))
#: Leftovers that the line of facts names.
_NAMED = 3
_TIME = regex(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::[\d.]+)?(Z|[+-]\d\d:\d\d)?")


def facts(report: Report, say: Words, *, paragraphs: bool) -> Iterator[tuple[str, str]]:
    """Labels with what they say, in their order; places are ``paragraphs`` where asked for."""
    draft, figures = report.draft, report.figures
    yield say("sheet.title"), title_of(report) or re.split(r"[/\\]", draft.id)[-1]
    if mark := secrecy(draft):
        yield say("sheet.secrecy"), mark
    if draft.author:
        yield say("sheet.author"), draft.author
    if draft.date:
        yield say("sheet.date"), draft.date
    if report.checked:
        yield say("sheet.checked"), _time(report.checked, say)
    yield say("sheet.number"), number_of(report)
    yield say("sheet.scope"), _scope(report, say)
    yield say("sheet.result"), _result(report, say)
    if found := _disguised(report, say):
        yield say("report.findings"), found
    shares = (("overlap", figures.overlap), ("authority", figures.authority), ("own", figures.own))
    told = [
        say(f"sheet.share_{name}") + " " + say("unit.share", share=share)
        for name, share in (*shares, ("frame", figures.frame))
        if share or name == "overlap"
    ]
    if len(told) > 1:  # the share of the overlap alone is the result
        yield say("sheet.shares"), say("sheet.separator").join(told)
    if report.leftovers:
        named = [
            say(
                "sheet.leftover",
                kind=say(f"leftover.{one.kind}"),
                text=visible(one.text),
                place=where(report.draft, one.start, one.end, say, paragraphs=paragraphs),
            )
            for one in by_weight(report.leftovers)[:_NAMED]
        ]
        more = say("sheet.more_leftovers", count=len(report.leftovers))
        listed = say("sheet.separator").join(named)
        yield say("sheet.leftovers"), listed + (more if len(report.leftovers) > _NAMED else "")


def _disguised(report: Report, say: Words) -> str:
    """What a reader does not see of the characters: 零宽字符 55 个，形近字符 27 个."""
    counts: Counter[tuple[str, str]] = Counter()
    for one in report.findings:
        if one.kind not in _FILE:
            counts[one.kind, one.detail] += one.count
    named = (finding_name(Finding(kind, 0, 0, "", count, detail), say) for (kind, detail), count in counts.items())
    return say("sheet.separator").join(named)


def _scope(report: Report, say: Words) -> str:
    """How many texts there were to compare with, and of which classes where not all are of the usual one."""
    classes = report.corpus.classes
    named = say("sheet.separator").join(
        say("sheet.of_class", source_class=say(f"class.{name}"), count=classes[name])
        for name in SOURCE_CLASSES
        if classes.get(name)
    )
    held = "sheet.compared" if report.corpus.path is not None else "sheet.compared_given"
    told = say(held, documents=report.corpus.documents)
    only_peers = not any(classes.get(name) for name in SOURCE_CLASSES if name != "peer")
    return told if only_peers else told + say("note.source", source=named)


def _time(checked: str, say: Words) -> str:
    """A time of RFC 3339 to the minute, with its distance from UTC: 2026-11-28 18:49（UTC+08:00）."""
    found = _TIME.match(checked)
    if not found:
        return checked
    day, minute, zone = found.groups()
    return f"{day} {minute}" + (say("name.detail", detail="UTC" + zone.removeprefix("Z")) if zone else "")


def _result(report: Report, say: Words) -> str:
    """The verdict in one sentence: 重合比例 34.3%，超过上限 10.0%，不通过. The overlap comes first, then what else does
    not let the draft pass."""
    limit, reasons = report.limits.max_overlap, grave(report)
    exceeded = [one.message for one in report.verdict.exceeded]
    over = next((one for one in (*report.verdict.reasons, *exceeded) if one.code == "max_overlap"), None)
    if over is not None:
        first = over.text(say.language)
    elif limit is None:
        first = say("sheet.no_limit", overlap=report.figures.overlap)
    else:
        first = say("sheet.below", overlap=report.figures.overlap, limit=limit)
    told = [first, *(one.text(say.language) for one in reasons if one.code != "max_overlap")]
    decision = say(f"decision.{report.verdict.decision}")
    return say("sheet.verdict", told=say("sheet.clause").join(told), decision=decision)


def title_of(report: Report) -> str:
    """The title that the file tells, or else the one that stands in the text; nothing where neither does."""
    text = report.draft.text
    lines = [text[part.start : part.end] for part in structure(text) if part.kind == "title"]
    return report.draft.title or "".join(lines)


def number_of(report: Report) -> str:
    """The number of a report: the same for the same text, found passages and version.

    It tells two reports apart; it proves nothing.
    """
    told = repr((report.draft.text, report.figures, report.verdict.decision, report.version, report.corpus.characters))
    return hashlib.sha256(told.encode("utf-8")).hexdigest()[:12].upper()
