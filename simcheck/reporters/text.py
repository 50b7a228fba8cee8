"""The report for people: the verdict first, then each match with its two passages, then the figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len

from simcheck.grounds import grounds
from simcheck.messages import Language, Words, language_of, words
from simcheck.report import Report
from simcheck.reporters import reuse, scattered
from simcheck.reporters.figures import told as told_figures
from simcheck.reporters.layout import Line, Piece, Style, clip, pad, paint, shorten, visible, wrap
from simcheck.reporters.leftovers import lines as leftover_lines
from simcheck.reporters.pairs import alone, groups
from simcheck.reporters.passages import MARKS, MOVED, pieces_of, sides
from simcheck.reporters.phrases import (
    also_in,
    compared_with,
    finding_name,
    hint,
    kind_name,
    note,
    passed_limits,
    source_files,
    source_name,
    summary,
)
from simcheck.reporters.sheet_text import sheet_lines
from simcheck.reporters.standing import place, span
from simcheck.reporters.terms import terms
from simcheck.types import Finding, Match

#: Characters that are shown of a passage that is longer than ``_LONG``.
_SHOWN, _LONG = 180, 240
#: Groups of sentences that are shown of a passage.
_PAIRS = 12
_INDENT = "    "
_NARROWEST = 40
#: What stands between two reports.
SEPARATOR = f"\n{'─' * 80}\n\n"


def render(report: Report, *, width: int = 80, colour: bool = False, language: Language | None = None) -> str:
    """The report as lines of at most ``width`` cells, in ANSI colours if ``colour``.

    Numbers in brackets are places in ``report.matches``, from 1. Positions count code points of the original text
    from 1, both ends included. Without ``language`` the report speaks the language of the draft.
    """
    say = words(language or language_of(report.draft.text))
    width = max(width, _NARROWEST)
    blocks = (
        _verdict(report, say, width),
        sheet_lines(report, say, width),
        _counted(report, say, width, colour),
        _reuse(report, say, width),
        _ignored(report, say, width, colour),
        _listed(say("scattered.head"), scattered.lines(report, say), width),
        _findings(report, say, width),
        _leftovers(report, say, width),
        _figures(report, say, width),
        _listed(say("report.files"), _files(report, say), width),
        _terms(report, say, width),
        _closing(report, say, width),
    )
    lines: list[Line] = []
    for block in map(list, blocks):
        if block:
            lines += [[], *block] if lines else block
    return paint(lines, colour=colour)


def _verdict(report: Report, say: Words, width: int) -> Iterator[Line]:
    decision = report.verdict.decision
    style: Style = "good" if decision == "pass" else "bad"
    headline = say("report.headline", draft=visible(report.draft.id), decision="\0").split("\0")
    yield [Piece(headline[0], "bold"), Piece(say(f"decision.{decision}"), style), Piece(headline[1])]
    yield from wrap([Piece(summary(report, say))], width)
    for sentence in map(visible, passed_limits(report, say)):
        for number, line in enumerate(wrap([Piece(sentence)], width - 4)):
            yield [Piece("  - " if number == 0 else _INDENT), *line]
    for warning in report.warnings:
        for line in wrap([Piece(say("report.warning", text=visible(warning.text(say.language))), "warn")], width):
            yield line


def _counted(report: Report, say: Words, width: int, colour: bool) -> Iterator[Line]:
    if not report.counted:
        return
    yield [Piece(say("report.counted"), "bold")]
    for line in wrap([Piece(say("why.counted"), "dim")], width - 4):
        yield [Piece(_INDENT), *line]
    marked = moved = False
    for number, match in enumerate(report.matches, 1):
        if match.ignored is None:
            yield []
            yield from _match(report, number, match, say, width)
            both = sides(match, colour=colour)
            marked, moved = marked or both.marked, moved or both.moved
            if match.pairs:
                yield from _pairs(match, say, width, colour)
            else:
                yield from _side("draft", both.draft, say, width)
                identical = [Piece(say("match.identical"), "dim")]
                yield from _side("source", identical if both.identical else both.source, say, width)
            yield from _note(report, match, say, width)
            yield from _hint(report, match, say, width)
    if marked:
        yield []
        legend = say("match.legend_equal") if colour else say("match.legend_changed", marks=" ".join(MARKS))
        if moved and not colour:
            legend += say("match.legend_moved", marks=" ".join(MOVED))
        yield from wrap([Piece(legend, "dim")], width)


def _reuse(report: Report, say: Words, width: int) -> Iterator[Line]:
    """How probable it is that the draft as a whole reuses each source."""
    yield from _listed(say("reuse.head"), reuse.lines(report, say), width)


def _files(report: Report, say: Words) -> list[str]:
    """Which files hold the sources that are told by their titles."""
    return [name + say("mark.colon") + file for name, file in source_files(report, say)]


def _listed(head: str, told: Sequence[str], width: int) -> Iterator[Line]:
    """A head and lines below it; nothing without a line."""
    if told:
        yield [Piece(head, "bold")]
    for one in told:
        for at, line in enumerate(wrap([Piece(visible(one))], width - 4)):
            yield [Piece("  - " if at == 0 else _INDENT), *line]


def _match(report: Report, number: int, match: Match, say: Words, width: int) -> Iterator[Line]:
    """The lines above the passages: what it is and where, and where it comes from."""
    about = say("mark.comma").join(
        (
            say("match.score", score=match.score),
            say("match.verbatim", share=match.verbatim),
            place(report, match.draft.start, match.draft.end, say),
        )
    )
    for at, line in enumerate(wrap([Piece(kind_name(match, say), "bad"), Piece("  " + about)], width - 4)):
        yield [Piece(pad(f"[{number}]" if at == 0 else "", 4), "bold"), *line]
    for told in (_from(report, match, say), visible(say("pairs.why", why=grounds(match, say)))):
        for line in wrap([Piece(told)], width - 4):
            yield [Piece(_INDENT), *line]


def _pairs(match: Match, say: Words, width: int, colour: bool) -> Iterator[Line]:
    """Sentence beside sentence, each group with its number, what has no counterpart between them; of a long passage
    the first ones."""
    found = groups(match.pairs)
    shown, left = found[:_PAIRS], alone(match)
    last = match.draft.end if len(found) <= _PAIRS else shown[-1].draft[-1][1]
    for one in [*shown, None]:
        while left and left[0][0] < (one.draft[0][0] if one else last):
            yield from _side("draft", pieces_of(match, *left.pop(0), colour=colour), say, width)
        if one is None:
            break
        for side, spans in (("draft", one.draft), ("source", one.source)):
            pieces: list[Piece] = []
            for start, end in spans:
                pieces += pieces_of(match, start, end, colour=colour, source=side == "source")
            yield from _side(side, pieces, say, width, f"{one.number}" if side == "draft" else "")
    if len(found) > _PAIRS:
        yield [Piece(_INDENT), Piece(say("pairs.more", count=len(found) - _PAIRS), "dim")]


def _side(side: str, pieces: list[Piece], say: Words, width: int, number: str = "") -> Iterator[Line]:
    long = sum(len(piece.text) for piece in pieces) > _LONG
    shown = shorten(pieces, _SHOWN, say.texts["match.left_out"]) if long else pieces
    label = _label(side, say)
    blank, mark = pad("", cell_len(label) - 1) + "│", number and f"  {number}"
    for at, line in enumerate(wrap(shown, width - 4 - cell_len(label))):
        yield [Piece(pad(mark, 4)), Piece(label if at == 0 else blank, "dim"), *line]
        mark = ""


def _label(side: str, say: Words) -> str:
    """Both labels are equally wide: 草稿│ and 来源│."""
    label = say(f"side.{side}")
    widest = max(cell_len(say("side.draft")), cell_len(say("side.source")))
    return " " * (widest - cell_len(label)) + label + "│"


def _ignored(report: Report, say: Words, width: int, colour: bool) -> Iterator[Line]:
    """A passage that does not count gets one line a side, and each reason is explained once."""
    reasons = dict.fromkeys(match.ignored for match in report.matches if match.ignored is not None)
    if not reasons:
        return
    yield [Piece(say("report.ignored"), "bold")]
    for reason in reasons:
        text = say(f"reason.{reason}") + say("mark.colon") + say(f"why.{reason}")
        for line in wrap([Piece(text, "dim")], width - 4):
            yield [Piece(_INDENT), *line]
    for number, match in enumerate(report.matches, 1):
        if match.ignored is None:
            continue
        about = (
            say(f"reason.{match.ignored}"),
            kind_name(match, say),
            say("match.verbatim", share=match.verbatim),
            place(report, match.draft.start, match.draft.end, say),
        )
        for at, line in enumerate(wrap([Piece(say("mark.comma").join(about))], width - 4)):
            yield [Piece(pad(f"[{number}]" if at == 0 else "", 4)), *line]
        for line in wrap([Piece(_from(report, match, say))], width - 4):
            yield [Piece(_INDENT), *line]
        yield _one_line("draft", match.draft.text, say, width)
        if not sides(match, colour=colour).identical:
            yield _one_line("source", match.source.text, say, width)
        yield from _note(report, match, say, width)
        yield from _hint(report, match, say, width)


def _hint(report: Report, match: Match, say: Words, width: int) -> Iterator[Line]:
    """What to do about a match, where there is something to do."""
    told = hint(report, match, say)
    for line in wrap([Piece(say("match.hint", hint=told))], width - 4) if told else []:
        yield [Piece(_INDENT), *line]


def _note(report: Report, match: Match, say: Words, width: int) -> Iterator[Line]:
    """What was said when the match, or a part of it, was accepted."""
    told = visible(note(report, match, say))
    for line in wrap([Piece(told)], width - 4) if told else []:
        yield [Piece(_INDENT), *line]


def _one_line(side: str, text: str, say: Words, width: int) -> Line:
    label = _label(side, say)
    return [Piece(_INDENT), Piece(label, "dim"), Piece(clip(visible(text), width - 4 - cell_len(label)), "dim")]


def _findings(report: Report, say: Words, width: int) -> Iterator[Line]:
    if report.findings:
        yield [Piece(say("report.findings"), "bold")]
    for finding in report.findings:
        for at, line in enumerate(wrap([Piece(_finding(report, finding, say), "warn")], width - 4)):
            yield [Piece("  - " if at == 0 else _INDENT), *line]


def _finding(report: Report, finding: Finding, say: Words) -> str:
    about = finding_name(finding, say) + say("mark.comma") + place(report, finding.start, finding.end, say)
    text = visible(finding.excerpt or finding.text)
    return about + say("mark.colon") + text if text else about


def _leftovers(report: Report, say: Words, width: int) -> Iterator[Line]:
    if report.leftovers:
        head, *rest = leftover_lines(report.draft, report.leftovers, say)
        yield [Piece(head, "bold")]
        for told in rest:
            for at, line in enumerate(wrap([Piece(told.strip().removeprefix("- "), "warn")], width - 4)):
                yield [Piece("  - " if at == 0 else _INDENT), *line]


def _figures(report: Report, say: Words, width: int) -> Iterator[Line]:
    if not report.matches:
        return
    shown = told_figures(report, say)
    room = max(20, 2 + max(cell_len(row.name) for row in shown))
    yield [Piece(say("report.figures"), "bold")]
    for row in shown:
        for number, line in enumerate(wrap([Piece(row.value + visible(row.note))], width - 2 - room)):
            yield [Piece("  " + pad(row.name if number == 0 else "", room)), *line]


def _terms(report: Report, say: Words, width: int) -> Iterator[Line]:
    """What the words of the report mean."""
    found = terms(report, say)
    if found:
        yield [Piece(say("term.head"), "bold")]
    for word, meaning in found:
        for at, line in enumerate(wrap([Piece(word + say("mark.colon") + meaning, "dim")], width - 4)):
            yield [Piece("  - " if at == 0 else _INDENT), *line]


def _closing(report: Report, say: Words, width: int) -> Iterator[Line]:
    yield from wrap([Piece(visible(compared_with(report, say, whole=True)), "dim")], width)


def _from(report: Report, match: Match, say: Words) -> str:
    """Where a passage comes from: the source, the place in it, and what other sources hold it too."""
    name = source_name(report, match.source.document_id, say)
    parts = [say("match.source", source=visible(name)), span(match.source.start, match.source.end, say)]
    return say("mark.comma").join([*parts, *also_in(report, match, say)])
