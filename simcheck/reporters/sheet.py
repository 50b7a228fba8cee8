"""The chief's sheet: the report on one page, for somebody who signs it and reads no further."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from simcheck.judge.exempt import exempt_quotations
from simcheck.judge.figures import rest, seen_letters, standing_frame
from simcheck.messages import Words
from simcheck.report import Report
from simcheck.reporters.phrases import about_source
from simcheck.scoring import SCORING
from simcheck.text.structure import frame, structure
from simcheck.types import SOURCE_CLASSES, Match

#: Passages that are shown, and characters of each.
WEIGHTIEST, _SHOWN = 3, 60
_HEADING = re.compile(
    r"^[ \t\u3000#]*(?:[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]{1,3}[章节部])[^\n]{0,60}", re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table: a name, a number of characters, and a share of what the table is about."""

    name: str
    characters: int
    share: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """``facts`` are labels with what they say, ``weightiest`` the longest counted passages with a hint for each;
    ``sources`` and ``sections`` are ranked, and in the order of the draft."""

    facts: tuple[tuple[str, str], ...]
    weightiest: tuple[tuple[Match, str, str], ...]
    sources: tuple[Row, ...]
    sections: tuple[Row, ...]


def sheet(report: Report, say: Words) -> Sheet:
    """The sheet of a report."""
    seen = _Counted(report)
    counted = sorted(report.counted, key=lambda match: -sum(map(seen.characters, rest(match))))
    weightiest = tuple((match, _short(match.draft.text), _hint(match, say)) for match in counted[:WEIGHTIEST])
    by_source: dict[str, list[tuple[int, int]]] = {}
    for match in report.counted:
        by_source.setdefault(match.source.document_id, []).extend(rest(match))
    ranked = [
        Row(name + about_source(report, name, say), size, size / max(report.figures.characters, 1))
        for name, spans in by_source.items()
        if (size := seen.characters_of(spans))
    ]
    ranked.sort(key=lambda row: -row.characters)
    return Sheet(tuple(_facts(report, say)), weightiest, tuple(ranked), tuple(_sections(report, seen, say)))


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
        for start, end in [*exempt, *standing_frame(report.matches, frame(text))]:
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


def _facts(report: Report, say: Words) -> Iterator[tuple[str, str]]:
    draft, figures = report.draft, report.figures
    yield say("sheet.title"), _title(report)
    if draft.author:
        yield say("sheet.author"), draft.author
    if draft.date:
        yield say("sheet.date"), draft.date
    yield say("sheet.number"), number_of(report)
    classes = Counter(source.source_class for source in report.sources)
    named = say("sheet.separator").join(
        say("sheet.of_class", source_class=say(f"class.{name}"), count=classes[name])
        for name in SOURCE_CLASSES
        if classes[name]
    )
    compared = say("sheet.compared", documents=report.corpus.documents)
    yield say("sheet.scope"), compared + (say("sheet.found_in", classes=named) if named else "")
    key = "sheet.above" if report.verdict.decision == "fail" else "sheet.below"
    yield say("sheet.result"), say(key)
    shares = (("overlap", figures.overlap), ("authority", figures.authority), ("own", figures.own))
    told = [
        say(f"figure.{name}") + say("unit.share", share=share) for name, share in shares if share or name == "overlap"
    ]
    yield say("sheet.shares"), say("sheet.separator").join(told)
    if report.leftovers:
        kinds = Counter(one.kind for one in report.leftovers)
        counts = (f"{say(f'leftover.{kind}')} {count}" for kind, count in kinds.most_common())
        yield say("sheet.leftovers"), say("sheet.separator").join(counts)


def _title(report: Report) -> str:
    """The title that the file tells, or else the one that stands in the text, or else the name of the draft."""
    text = report.draft.text
    lines = [text[part.start : part.end] for part in structure(text) if part.kind == "title"]
    return report.draft.title or "".join(lines) or re.split(r"[/\\]", report.draft.id)[-1]


def _sections(report: Report, seen: _Counted, say: Words) -> Iterator[Row]:
    """Each section by its heading, from one to the next; nothing for a text without any."""
    text = report.draft.text
    found = list(_HEADING.finditer(text))
    if not found:
        return
    places = [(say("sheet.before"), 0), *((one[0].strip(" \t\u3000#"), one.start()) for one in found)]
    for (name, start), (_, end) in zip(places, [*places[1:], ("", len(text))], strict=True):
        reused, visible = seen.reused(start, end)
        if visible:
            yield Row(_short(name, 24), reused, reused / visible)


def _hint(match: Match, say: Words) -> str:
    """What to do about a counted passage, true for its kind."""
    if re.search(r"\d", match.draft.text) and match.kind in ("verbatim", "edited"):
        return say("hint.figures")
    return say(f"hint.{match.kind}")


def _short(text: str, most: int = _SHOWN) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1] + "…"
