"""Places: where in its file a text stands that was put into the order of reading (``simcheck.text.downwards``).

A check looks at the text as it is read. Who opens the file sees it as it was written, so every place that is told is
one of the file: the least span that holds what is meant. In columns that holds letters of others, too.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, TypeVar

from simcheck.types import Document, Finding, Leftover, Match, Passage, SharedRun

Span = tuple[int, int]
Placed = TypeVar("Placed", Finding, Leftover, SharedRun)
#: Findings that the reader of the file made: their places are those of the file.
_OF_FILE = ("hidden_text", "unread_parts", "pictures", "comments", "recognized_text")


def written_text(document: Document) -> str:
    """The text of a document as its file has it, of the same length.

    >>> from simcheck.types import Reading
    >>> written_text(Document("稿", "推进改革", reading=Reading(order=(0, 2, 1, 3))))
    '推改进革'
    """
    order = document.reading.order
    if not order:
        return document.text
    written = [""] * len(order)
    for char, place in zip(document.text, order, strict=True):
        written[place] = char
    return "".join(written)


def written_span(document: Document, start: int, end: int) -> Span:
    """The least span of the file's text that holds ``document.text[start:end]``; where that is empty, the place before
    the character behind it.

    >>> from simcheck.types import Reading
    >>> written_span(Document("稿", "推进改革", reading=Reading(order=(0, 2, 1, 3))), 0, 2)
    (0, 3)
    """
    order = document.reading.order
    if not order:
        return start, end
    places = order[start : max(end, start + 1)] or (len(order),)
    return min(places), max(places) + (start < end)


def placed(one: Placed, document: Document, written: str) -> Placed:
    """What was found in a document with its place in the file's text ``written``."""
    if isinstance(one, Finding) and one.kind in _OF_FILE:
        return one
    start, end = written_span(document, one.start, one.end)
    there = replace(one, start=start, end=end)
    return there if isinstance(there, SharedRun) else replace(there, text=written[start:end])


def placed_match(match: Match, document: Document, written: str) -> Match:
    """A match of a document with its places in the file's text ``written``."""

    def drafted(one: Any) -> Any:
        first, last = written_span(document, one.draft_start, one.draft_end)
        return replace(one, draft_start=first, draft_end=last)

    start, end = written_span(document, match.draft.start, match.draft.end)
    return replace(
        match,
        draft=Passage(match.draft.document_id, start, end, written[start:end]),
        equal=tuple(map(drafted, match.equal)),
        pairs=tuple(map(drafted, match.pairs)),
        accepted=tuple(written_span(document, *span) for span in match.accepted),
    )
