"""The report in Markdown, for a comment on a pull request: what a reviewer must see first, the rest folded away."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from simcheck.grounds import grounds
from simcheck.messages import Language, Words, language_of, words
from simcheck.report import Report
from simcheck.reporters import reuse, scattered
from simcheck.reporters.figures import told as told_figures
from simcheck.reporters.layout import Piece, Style, shorten, visible
from simcheck.reporters.leftovers import lines
from simcheck.reporters.pairs import listed
from simcheck.reporters.passages import Look, looks, parts
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
from simcheck.reporters.sheet_facts import number_of
from simcheck.reporters.standing import place, span
from simcheck.reporters.terms import terms
from simcheck.types import Match

#: Characters that are shown of a passage that is longer than ``_LONG``; a comment has room for 65,536 in all.
_SHOWN, _LONG = 180, 240
#: Groups of sentences that are shown of a passage, and characters of each side.
_PAIRS, _LETTERS = 8, 60
_STYLES: dict[Look, Style] = {"changed": "bold", "equal": "", "moved": "moved"}


def render(reports: Sequence[Report], *, language: Language | None = None) -> str:
    """The reports one after another. Nothing in a document is taken for Markdown, HTML, a link or somebody's name."""
    return "\n".join("\n".join(_report(report, language)) + "\n" for report in reports)


def escaped(text: str) -> str:
    """Text of a document on one line, as Markdown shows it literally; nobody is called by it, no issue referred to.

    >>> escaped("**加粗** @某人 <b>"), escaped("1. 总则")
    ('\\\\*\\\\*加粗\\\\*\\\\* @<!-- -->某人 &lt;b&gt;', '1\\\\. 总则')
    """
    line = visible(text).strip().replace("&", "&amp;")
    line = re.sub(r"([\\`*_\[\]|~$])", r"\\\1", line)
    line = re.sub(r"^(\d+)([.)])|^([-+=#:])", lambda found: f"{found[1] or ''}\\{found[2] or found[3]}", line)
    line = line.replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"[@#]|(?<=:)//|(?<=www)\.", _unlinked, line)


def _unlinked(found: re.Match[str]) -> str:
    """A comment beside what would make a name, an issue or an address of the text around it."""
    return found[0] + "<!-- -->" if found[0] in "@#" else "<!-- -->" + found[0]


def _report(report: Report, language: Language | None) -> Iterator[str]:
    say = words(language or language_of(report.draft.text))
    decision = report.verdict.decision
    mark = "✅" if decision == "pass" else "❌"
    yield (
        "### "
        + mark
        + " "
        + say("report.headline", draft=escaped(report.draft.id), decision=say(f"decision.{decision}"))
    )
    yield ""
    yield escaped(summary(report, say))
    if report.verdict.exceeded or report.verdict.reasons or report.warnings:
        yield ""
    for told in passed_limits(report, say):
        yield f"* {escaped(told)}"
    for warning in report.warnings:
        yield f"* ⚠️ {escaped(say('report.warning', text=warning.text(say.language)))}"
    for number, match in enumerate(report.matches, 1):
        if match.ignored is None:
            yield from _match(report, number, match, say)
    if report.counted:
        yield from ("", f"<sub>{escaped(say('match.legend_bold'))}</sub>")
    yield from _folded(say("reuse.head"), [f"* {escaped(line)}" for line in reuse.lines(report, say)])
    yield from _folded(say("report.ignored"), list(_ignored(report, say)))
    yield from _folded(say("scattered.head"), [f"* {escaped(line)}" for line in scattered.lines(report, say)])
    yield from _folded(say("report.findings"), list(_findings(report, say)))
    if report.leftovers:
        head, *rest = lines(report.draft, report.leftovers, say)
        yield from _folded(head, ["- " + escaped(line.strip().removeprefix("- ")) for line in rest])
    yield from _folded(say("report.figures"), list(_figures(report, say)))
    files = [f"* {escaped(name + say('mark.colon') + file)}" for name, file in source_files(report, say)]
    yield from _folded(say("report.files"), files)
    meant = [f"* {escaped(word + say('mark.colon') + meaning)}" for word, meaning in terms(report, say)]
    yield from _folded(say("term.head"), meant)
    yield ""
    yield f"<sub>{escaped(compared_with(report, say))}</sub>"
    if report.matches:
        numbered = say("sheet.number") + say("mark.colon") + number_of(report)
        yield f"<sub>{escaped(numbered)}</sub> <sub>{escaped(say('sheet.counting'))}</sub>"


def _match(report: Report, number: int, match: Match, say: Words) -> Iterator[str]:
    facts = (
        say("match.score", score=match.score),
        say("match.verbatim", share=match.verbatim),
        place(report, match.draft.start, match.draft.end, say),
    )
    comma = say("mark.comma")
    yield ""
    yield f"**{number}. {escaped(kind_name(match, say))}**{comma}{escaped(comma.join(facts))}"
    yield ""
    yield f"> {_passage(match, say)}"
    yield ">"
    yield f"> ← **{escaped(source_name(report, match.source.document_id, say))}**"
    yield f"> {escaped(span(match.source.start, match.source.end, say))}{escaped(say('mark.colon'))}"
    yield f"> {_passage(match, say, source=True)}"
    yield from (">", f"> {escaped(say('pairs.why', why=grounds(match, say)))}")
    if match.pairs:
        yield ">"
        yield from (f"> * {escaped(line)}" for line in listed(match, say, _PAIRS, _LETTERS))
    if note(report, match, say):
        yield from (">", f"> {escaped(note(report, match, say))}")
    for told in also_in(report, match, say):
        yield from (">", f"> {escaped(told)}")
    if todo := hint(report, match, say):
        yield ">"
        yield f"> {escaped(say('match.hint', hint=todo))}"


def _passage(match: Match, say: Words, *, source: bool = False) -> str:
    """One side of a match, the characters that the other side lacks in bold, those that moved in italics."""
    side = match.source if source else match.draft
    marked = parts(side.text, looks(match, source=source))
    pieces = [Piece(visible(part), _STYLES[look]) for look, part in marked]
    long = sum(len(piece.text) for piece in pieces) > _LONG
    shown = shorten(pieces, _SHOWN, say.texts["match.left_out"]) if long else pieces
    plain = match.kind not in ("verbatim", "edited")
    return "".join(escaped(piece.text) if plain else _set(piece) for piece in shown)


def _set(piece: Piece) -> str:
    tag = {"bold": "b", "moved": "i"}.get(piece.style) if piece.text.strip() else None
    return f"<{tag}>{escaped(piece.text)}</{tag}>" if tag else escaped(piece.text)


def _ignored(report: Report, say: Words) -> Iterator[str]:
    for number, match in enumerate(report.matches, 1):
        if match.ignored is not None:
            about = (
                say(f"reason.{match.ignored}"),
                kind_name(match, say),
                place(report, match.draft.start, match.draft.end, say),
                say("match.source", source=source_name(report, match.source.document_id, say)),
                span(match.source.start, match.source.end, say),
                *also_in(report, match, say),
            )
            text = "".join(piece.text for piece in shorten([Piece(visible(match.draft.text))], 60, "…"))
            told = f"{say('mark.comma')}{note(report, match, say)}" if note(report, match, say) else ""
            yield f"* {number}\\. {escaped(say('mark.comma').join(about) + told + say('mark.colon') + text)}"


def _findings(report: Report, say: Words) -> Iterator[str]:
    for found in report.findings:
        where = place(report, found.start, found.end, say)
        text = say("mark.colon") + visible(found.excerpt) if found.excerpt else ""
        yield f"* {escaped(finding_name(found, say) + say('mark.comma') + where + text)}"


def _figures(report: Report, say: Words) -> Iterator[str]:
    yield "| | |"
    yield "|---|---|"
    for row in told_figures(report, say):
        yield f"| {escaped(row.name)} | {escaped(row.value + row.note)} |"


def _folded(title: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield from ("", "<details>", f"<summary>{escaped(title)}</summary>", "", *lines, "", "</details>")
