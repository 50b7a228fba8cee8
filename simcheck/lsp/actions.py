"""Code actions: what can be done about the matches at the cursor: accept them, mark them, look at their source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lsprotocol.types import (
    CodeAction,
    CodeActionKind,
    Command,
    Diagnostic,
    OptionalVersionedTextDocumentIdentifier,
    Range,
    TextDocumentEdit,
    TextEdit,
    WorkspaceEdit,
)

from simcheck.accept import fingerprint, mark_line
from simcheck.lsp.positions import Positions
from simcheck.messages import Language, Words, words
from simcheck.report import Report
from simcheck.types import Match

#: Writes the matches with a fingerprint into the baseline; arguments: URI, fingerprint, and perhaps a reason.
ACCEPT = "simcheck.accept"
#: Shows the source passage of a match; arguments: URI and fingerprint.
OPEN_SOURCE = "simcheck.openSource"


@dataclass(frozen=True, slots=True)
class Asked:
    """What an editor asks about: the draft by its URI and version, and whether changes can name the version that they
    are for; ``plain`` chooses the mark for plain text."""

    uri: str
    version: int | None
    versioned: bool
    plain: bool


def actions(
    asked: Asked,
    report: Report,
    shown: Sequence[Diagnostic],
    wanted: Range,
    positions: Positions,
    language: Language,
) -> list[CodeAction]:
    """What can be done about the matches that have a part in ``wanted``, or that a cursor stands in or right behind.

    ``shown`` are the diagnostics of the report; an action names the one it is about. Matches are named by their
    fingerprints, since the report may be another one by the time the user has chosen.
    """
    start, end = positions.offset(wanted.start), positions.offset(wanted.end)
    about = {diagnostic.data: diagnostic for diagnostic in shown if isinstance(diagnostic.data, int)}
    found: list[CodeAction] = []
    for number, match in enumerate(report.matches):
        reached = match.draft.start < end and start < match.draft.end
        if reached or match.draft.start <= start == end <= match.draft.end:
            for action in _of(asked, match, report.draft.text, positions, words(language)):
                action.diagnostics = [about[number]] if number in about else None
                found.append(action)
    return found


def _of(asked: Asked, match: Match, text: str, positions: Positions, say: Words) -> Iterator[CodeAction]:
    name = fingerprint(match)
    if match.ignored is None:
        title = say("editor.accept")
        accept = Command(title=title, command=ACCEPT, arguments=[asked.uri, name])
        yield CodeAction(title=title, kind=CodeActionKind.QuickFix, command=accept)
        edits = list(_marks(match, text, positions, mark_line(say("editor.mark_reason"), plain=asked.plain)))
        yield CodeAction(title=say("editor.mark"), kind=CodeActionKind.QuickFix, edit=_edit(asked, edits))
    title = say("editor.open", source=match.source.document_id)
    look = Command(title=title, command=OPEN_SOURCE, arguments=[asked.uri, name])
    yield CodeAction(title=title, kind=CodeActionKind.QuickFix, command=look)


def _edit(asked: Asked, edits: list[TextEdit]) -> WorkspaceEdit:
    if not asked.versioned:
        return WorkspaceEdit(changes={asked.uri: edits})
    document = OptionalVersionedTextDocumentIdentifier(asked.uri, asked.version)
    return WorkspaceEdit(document_changes=[TextDocumentEdit(document, list(edits))])


def _marks(match: Match, text: str, positions: Positions, mark: str) -> Iterator[TextEdit]:
    """A line with the mark above each line with text that the passage has a part in."""
    first, last = positions.position(match.draft.start).line, positions.position(match.draft.end - 1).line
    line_end = "\r\n" if "\r\n" in text else "\n"
    for line in range(first, last + 1):
        if positions.line(line).strip():
            at = positions.position(positions.line_start(line))
            yield TextEdit(Range(at, at), mark + line_end)
