"""Edits: a text after the changes that an editor tells of, however many at once."""

from __future__ import annotations

from collections.abc import Iterable

from lsprotocol.types import Position, PositionEncodingKind, TextDocumentContentChangeEvent
from lsprotocol.types import TextDocumentContentChangePartial as Partial

from simcheck.lsp.positions import Positions, lines_of


def edited(text: str, changes: Iterable[TextDocumentContentChangeEvent], encoding: PositionEncodingKind | str) -> str:
    """The text after the changes, each one's positions being of the text that the ones before it have left.

    Only the lines that a change touches are looked at: replacing a word everywhere in a long draft is one message with
    thousands of changes, and the server answers nothing else meanwhile.
    """
    lines = lines_of(text)
    for change in changes:
        if isinstance(change, Partial):
            _replace(lines, change, encoding)
        else:
            lines = lines_of(change.text)
    return "".join(lines)


def _replace(lines: list[str], change: Partial, encoding: PositionEncodingKind | str) -> None:
    first, last = (min(at.line, len(lines) - 1) for at in (change.range.start, change.range.end))
    start, end = (_column(lines, at, encoding) for at in (change.range.start, change.range.end))
    touched = lines[first][:start] + change.text + lines[last][end:]
    if first > 0 and lines[first - 1].endswith("\r"):  # a line feed put behind it makes one line end of the two
        first -= 1
        touched = lines[first] + touched
    # What comes last in the text may be empty, what is followed by a line is one or more whole lines.
    new = lines_of(touched)
    lines[first : last + 1] = new if last + 1 == len(lines) else new[:-1]


def _column(lines: list[str], at: Position, encoding: PositionEncodingKind | str) -> int:
    """The characters of its line that are before a position."""
    if at.line >= len(lines):
        return len(lines[-1])
    return Positions(lines[at.line], encoding).offset(Position(0, at.character))
