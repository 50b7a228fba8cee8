"""The chief's sheet: the report on one page, for somebody who signs it and reads no further."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from simcheck.judge.exempt import exempt_quotations
from simcheck.judge.figures import rest, seen_letters, standing_frame
from simcheck.judge.frames import frame_of
from simcheck.messages import Words
from simcheck.patterns import regex
from simcheck.report import Report
from simcheck.reporters.layout import visible
from simcheck.reporters.leftovers import lines as leftover_lines
from simcheck.reporters.phrases import finding_name, grave, hint, kind_name, source_name
from simcheck.reporters.standing import ending, headings, where
from simcheck.scoring import SCORING
from simcheck.text.structure import structure
from simcheck.types import SOURCE_CLASSES, Finding, Match

#: Passages that are shown, characters of each, and of a word that the passage's edge kept of the line above.
WEIGHTIEST, _SHOWN, _EDGE = 3, 60, 8
#: Findings that are of the file and not of the draft's characters.
_FILE = frozenset(("unread_parts", "pictures", "comments", "recognized_text"))
#: Leftovers that the line of facts names.
_NAMED = 3
_TIME = regex(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::[\d.]+)?(Z|[+-]\d\d:\d\d)?")


#: How the result is to be read: nothing to do, something to look at, not to be handed in as it is.
Severity = Literal["good", "warn", "bad"]


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table: a name, a number of characters, and a share of what the table is about."""

    name: str
    characters: int
    share: float


@dataclass(frozen=True, slots=True)
class Weighty:
    """One of the longest counted passages: the match and its number, its characters that count, where it stands, how it
    begins, what to do."""

    match: Match
    number: int
    characters: int
    place: str
    text: str
    hint: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """``facts`` are labels with what they say, the result among them at ``result``; ``sources`` and ``sections`` are
    ranked, and in the order of the draft; ``leftovers`` are lines for what an earlier text left behind."""

    facts: tuple[tuple[str, str], ...]
    result: int
    severity: Severity
    weightiest: tuple[Weighty, ...]
    sources: tuple[Row, ...]
    sections: tuple[Row, ...]
    leftovers: tuple[str, ...]


def sheet(report: Report, say: Words, *, paragraphs: bool = False) -> Sheet:
    """The sheet of a report; places are ``paragraphs`` where asked for, as in Word."""
    seen = _Counted(report)
    counted = [(number, match) for number, match in enumerate(report.matches, 1) if match.ignored is None]
    counted.sort(key=lambda one: -sum(map(seen.characters, rest(one[1]))))
    weightiest = tuple(
        Weighty(
            match,
            number,
            sum(map(seen.characters, rest(match))),
            where(report.draft, match.draft.start, match.draft.end, say, paragraphs=paragraphs),
            _short(_begun(report.draft.text, match.draft.start, match.draft.text)),
            hint(report, match, say),
        )
        for number, match in counted[:WEIGHTIEST]
    )
    facts = tuple(_facts(report, say, paragraphs=paragraphs))
    result = next(at for at, (label, _) in enumerate(facts) if label == say("sheet.result"))
    found = (
        tuple(leftover_lines(report.draft, report.leftovers, say, paragraphs=paragraphs))[1:]
        if report.leftovers
        else ()
    )
    sections = tuple(_sections(report, seen, say))
    return Sheet(facts, result, _severity(report), weightiest, _ranked(report, seen, say), sections, found)


def told_of(one: Weighty, say: Words) -> str:
    """The number of a passage, its kind, its length and its place, such as [1] 文字相近，133 字，第一部分第 2 段."""
    size = say("unit.characters", count=one.characters)
    return f"[{one.number}] {say('mark.comma').join((kind_name(one.match, say), size, one.place))}"


def _ranked(report: Report, seen: _Counted, say: Words) -> tuple[Row, ...]:
    """The sources by how much the draft has of them."""
    by_source: dict[str, list[tuple[int, int]]] = {}
    for match in report.counted:
        by_source.setdefault(match.source.document_id, []).extend(rest(match))
    ranked = [
        Row(source_name(report, name, say), size, size / max(report.figures.characters, 1))
        for name, spans in by_source.items()
        if (size := seen.characters_of(spans))
    ]
    return tuple(sorted(ranked, key=lambda row: -row.characters))


def _severity(report: Report) -> Severity:
    if report.verdict.decision == "fail":
        return "bad"
    looked_at = report.verdict.exceeded or report.warnings or report.leftovers or report.findings
    return "warn" if looked_at else "good"


def number_of(report: Report) -> str:
    """The number of a report: the same for the same text, found passages and version.

    It tells two reports apart; it proves nothing.
    """
    told = repr((report.draft.text, report.figures, report.verdict.decision, report.version, report.corpus.characters))
    return hashlib.sha256(told.encode("utf-8")).hexdigest()[:12].upper()


class _Counted:
    """Which characters of the draft can be seen and count as reused where a match lies on them."""

    def __init__(self, report: Report) -> None:
        text = report.draft.text
        named = {source.id: source for source in report.sources}
        exempt = exempt_quotations(text, report.matches, named, SCORING.judgement).spans
        self._visible = seen_letters(text, SCORING.judgement).tolist()
        free = list(self._visible)
        framed = frame_of(text, report.matches, named, SCORING.judgement)
        for start, end in [*exempt, *standing_frame(report.matches, framed)]:
            free[start:end] = [False] * (end - start)
        self._free = free
        self._reused = [False] * len(text)
        for match in report.counted:
            for start, end in rest(match):
                self._reused[start:end] = free[start:end]

    def characters(self, span: tuple[int, int]) -> int:
        return sum(self._free[slice(*span)])

    def characters_of(self, spans: list[tuple[int, int]]) -> int:
        return len({at for start, end in spans for at in range(start, end) if self._free[at]})

    def reused(self, start: int, end: int) -> tuple[int, int]:
        """Characters that count as reused between two places, and that can be seen."""
        return sum(self._reused[start:end]), sum(self._visible[start:end])


def _facts(report: Report, say: Words, *, paragraphs: bool) -> Iterator[tuple[str, str]]:
    draft, figures = report.draft, report.figures
    yield say("sheet.title"), title_of(report) or re.split(r"[/\\]", draft.id)[-1]
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
            for one in report.leftovers[:_NAMED]
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


def _sections(report: Report, seen: _Counted, say: Words) -> Iterator[Row]:
    """Each section by its heading, from one to the next; nothing for a text without any."""
    text = report.draft.text
    found = headings(text)
    if not found:
        return
    places = [(say("sheet.before"), 0), *((one.text, one.start) for one in found)]
    if (last := ending(text)) is not None:
        places.append((say("sheet.after"), last))
    for (name, start), (_, end) in zip(places, [*places[1:], ("", len(text))], strict=True):
        reused, visible = seen.reused(start, end)
        if visible:
            yield Row(_short(name, 24), reused, reused / visible)


def _begun(draft: str, start: int, text: str) -> str:
    """A passage without the last word of the line above, which its edge may have kept: 自己, of a heading."""
    head, _, rest = text.partition("\n")
    cut = start > 0 and draft[start - 1] != "\n" and len(head.strip()) < _EDGE
    return rest if cut and rest.strip() else text


def _short(text: str, most: int = _SHOWN) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1] + "…"
