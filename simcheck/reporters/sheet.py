"""The chief's sheet: the report on one page, for somebody who signs it and reads no further."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from simcheck.judge.figures import rest, seen_letters
from simcheck.messages import Words
from simcheck.report import Report
from simcheck.reporters.apart import apart
from simcheck.reporters.leftovers import by_weight
from simcheck.reporters.leftovers import lines as leftover_lines
from simcheck.reporters.phrases import hint, kind_name, source_name
from simcheck.reporters.sheet_facts import facts as facts_of
from simcheck.reporters.standing import ending, headings, where
from simcheck.scoring import SCORING
from simcheck.types import Match, Reason

#: Passages that are shown, characters of each, and of a word that the passage's edge kept of the line above.
WEIGHTIEST, _SHOWN, _EDGE = 3, 60, 8
#: Limits of what does not count among the overlap, and why it does not.
_APART: dict[str, Reason] = {"max_own": "own_work", "max_authority": "authority"}


#: How the result is to be read: it passes, or is not to be handed in as it is. What is to be looked at says so itself.
Severity = Literal["good", "bad"]


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table: a name, a number of characters, and a share of what the table is about."""

    name: str
    characters: int
    share: float


@dataclass(frozen=True, slots=True)
class Weighty:
    """One of the longest passages that a limit is about: the match and its number, its characters, where it stands, how
    it begins, what to do."""

    match: Match
    number: int
    characters: int
    place: str
    text: str
    hint: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """``facts`` are labels with what they say, the result among them at ``result`` and those at ``looked_at`` for the
    reader to look into; ``notices`` are what to know beside them. ``sources`` and ``sections`` are ranked, and in the
    order of the draft; ``leftovers`` are lines for what an earlier text left behind, the weightiest first."""

    facts: tuple[tuple[str, str], ...]
    result: int
    looked_at: frozenset[int]
    notices: tuple[str, ...]
    severity: Severity
    weightiest: tuple[Weighty, ...]
    sources: tuple[Row, ...]
    sections: tuple[Row, ...]
    leftovers: tuple[str, ...]


def sheet(report: Report, say: Words, *, paragraphs: bool = False) -> Sheet:
    """The sheet of a report; places are ``paragraphs`` where asked for, as in Word."""
    seen = _Counted(report)
    weightiest = tuple(
        Weighty(
            match,
            number,
            characters,
            where(report.draft, *seen.within(match), say, paragraphs=paragraphs),
            _short(_begun(report.draft.text, seen.within(match)[0], seen.text_of(match))),
            _todo(report, match, say),
        )
        for reason in _of_limits(report)
        for characters, number, match in _by_weight(report, seen, reason)[:WEIGHTIEST]
    )
    facts = tuple(facts_of(report, say, paragraphs=paragraphs))
    result = next(at for at, (label, _) in enumerate(facts) if label == say("sheet.result"))
    found = (
        tuple(leftover_lines(report.draft, by_weight(report.leftovers), say, paragraphs=paragraphs))[1:]
        if report.leftovers
        else ()
    )
    sections = tuple(_sections(report, seen, say))
    doubtful = (say("report.findings"), say("sheet.leftovers"))
    looked_at = frozenset(at for at, (label, _) in enumerate(facts) if label in doubtful)
    notices = tuple(warning.text(say.language) for warning in report.warnings)
    severity: Severity = "bad" if report.verdict.decision == "fail" else "good"
    ranked = _ranked(report, seen, say)
    return Sheet(facts, result, looked_at, notices, severity, weightiest, ranked, sections, found)


def told_of(one: Weighty, say: Words) -> str:
    """The number of a passage, its kind, its length and its place, such as [1] 文字相近，133 字，第一部分第 2 段."""
    size = say("unit.characters", count=one.characters)
    reason = () if one.match.ignored is None else (say(f"reason.{one.match.ignored}"),)
    return f"[{one.number}] {say('mark.comma').join((*reason, kind_name(one.match, say), size, one.place))}"


def _todo(report: Report, match: Match, say: Words) -> str:
    """What to do about a passage; of one that a limit of its own is about first that there is too much of it."""
    told = hint(report, match, say)
    if match.ignored is None:
        return told
    less = say(f"limited.{match.ignored}")
    return say("sheet.clause").join((less, told)) if told else less


def _of_limits(report: Report) -> list[Reason | None]:
    """Which matches are to be looked at, the first first: those that count, and those that a limit of their own, which
    was passed, is about. Where no other limit was passed these come first."""
    passed = {one.limit.name for one in report.verdict.exceeded}
    apart = [_APART[name] for name in _APART if name in passed]
    return [*apart, None] if passed <= set(_APART) else [None, *apart]


def _by_weight(report: Report, seen: _Counted, reason: Reason | None) -> list[tuple[int, int, Match]]:
    """The matches that are ignored for a reason, or for None count: the characters, the number and the match."""
    listed = [
        (sum(map(seen.characters, rest(match))), number, match)
        for number, match in enumerate(report.matches, 1)
        if match.ignored == reason
    ]
    return sorted(listed, key=lambda one: -one[0])


def _ranked(report: Report, seen: _Counted, say: Words) -> tuple[Row, ...]:
    """The sources by how much the draft has of them."""
    by_source: dict[tuple[str, Reason | None], list[tuple[int, int]]] = {}
    reasons = _of_limits(report)
    for match in report.matches:
        if match.ignored in reasons:
            by_source.setdefault((match.source.document_id, match.ignored), []).extend(rest(match))
    ranked = [
        Row(
            source_name(report, name, say)
            + ("" if reason is None else say("note.source", source=say(f"reason.{reason}"))),
            size,
            size / max(report.figures.characters, 1),
        )
        for (name, reason), spans in by_source.items()
        if (size := seen.characters_of(spans))
    ]
    return tuple(sorted(ranked, key=lambda row: -row.characters))


class _Counted:
    """Which characters of the draft can be seen and count as reused where a match lies on them."""

    def __init__(self, report: Report) -> None:
        text = report.draft.text
        self._visible = seen_letters(text, SCORING.judgement).tolist()
        free = list(self._visible)
        self._text, self._apart = text, apart(report)
        for start, end in self._apart:
            free[start:end] = [False] * (end - start)
        self._free = free
        self._reused = [False] * len(text)
        limited = _of_limits(report)
        for match in report.matches:
            for start, end in rest(match) if match.ignored in limited else ():
                self._reused[start:end] = free[start:end]

    def characters(self, span: tuple[int, int]) -> int:
        return sum(self._free[slice(*span)])

    def within(self, match: Match) -> tuple[int, int]:
        """From the first to the last character of a passage that counts; all of it where none does."""
        start, end = match.draft.start, match.draft.end
        places = [at for at in range(start, end) if self._free[at]]
        if not places:
            return start, end
        before = any(first < places[0] and last > start for first, last in self._apart)
        behind = any(first < end and last > places[-1] + 1 for first, last in self._apart)
        return places[0] if before else start, places[-1] + 1 if behind else end

    def text_of(self, match: Match) -> str:
        """What counts of a passage, … for what stands between and does not."""
        start, end = self.within(match)
        told, at = "", start
        for first, last in self._apart:
            if start <= first < end and last > at:
                told += self._text[at:first] + ("…" if first >= at and not told.endswith("…") else "")
                at = max(at, last)
        return told + self._text[at:end]

    def characters_of(self, spans: list[tuple[int, int]]) -> int:
        return len({at for start, end in spans for at in range(start, end) if self._free[at]})

    def reused(self, start: int, end: int) -> tuple[int, int]:
        """Characters between two places that count as reused, or are what a passed limit is about, and those seen."""
        return sum(self._reused[start:end]), sum(self._visible[start:end])


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
