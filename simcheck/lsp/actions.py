"""Code actions: what can be done about the matches at the cursor: accept them, mark them, look at their source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lsprotocol.types import CodeAction, CodeActionKind, Command, Diagnostic, Range, TextEdit, WorkspaceEdit

from simcheck.accept import mark_line
from simcheck.lsp.positions import Positions
from simcheck.messages import Language, Words, words
from simcheck.report import Report
from simcheck.types import Match

#: Writes the match with a number into the baseline; arguments: URI, number, and perhaps a reason.
ACCEPT = "simcheck.accept"
#: Shows the source passage of the match with a number; arguments: URI and number.
OPEN_SOURCE = "simcheck.openSource"


def actions(
    uri: str,
    report: Report,
    shown: Sequence[Diagnostic],
    wanted: Range,
    positions: Positions,
    *,
    language: Language,
    plain: bool,
) -> list[CodeAction]:
    """What can be done about the matches that have a part in ``wanted``; ``plain`` chooses the mark for plain text.

    ``shown`` are the diagnostics of the report; an action names the one it is about.
    """
    start = positions.offset(wanted.start)
    end = max(positions.offset(wanted.end), start + 1)
    about = {diagnostic.data: diagnostic for diagnostic in shown if isinstance(diagnostic.data, int)}
    found: list[CodeAction] = []
    for number, match in enumerate(report.matches):
        if match.draft.start < end and start < match.draft.end:
            for action in _of(uri, number, match, report.draft.text, positions, words(language), plain):
                action.diagnostics = [about[number]] if number in about else None
                found.append(action)
    return found


def _of(
    uri: str, number: int, match: Match, text: str, positions: Positions, say: Words, plain: bool
) -> Iterator[CodeAction]:
    if match.ignored is None:
        title = say("editor.accept")
        accept = Command(title=title, command=ACCEPT, arguments=[uri, number])
        yield CodeAction(title=title, kind=CodeActionKind.QuickFix, command=accept)
        edits = list(_marks(match, text, positions, mark_line(say("editor.mark_reason"), plain=plain)))
        yield CodeAction(
            title=say("editor.mark"), kind=CodeActionKind.QuickFix, edit=WorkspaceEdit(changes={uri: edits})
        )
    title = say("editor.open", source=match.source.document_id)
    look = Command(title=title, command=OPEN_SOURCE, arguments=[uri, number])
    yield CodeAction(title=title, kind=CodeActionKind.QuickFix, command=look)


def _marks(match: Match, text: str, positions: Positions, mark: str) -> Iterator[TextEdit]:
    """A line with the mark above each line with text that the passage has a part in."""
    first, last = positions.position(match.draft.start).line, positions.position(match.draft.end - 1).line
    line_end = "\r\n" if "\r\n" in text else "\n"
    for line in range(first, last + 1):
        if positions.line(line).strip():
            at = positions.position(positions.line_start(line))
            yield TextEdit(Range(at, at), mark + line_end)
