"""Leftovers as lines of text, the same in every format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from simcheck.messages import Words
from simcheck.reporters.layout import visible
from simcheck.reporters.standing import where
from simcheck.said import note_in_english
from simcheck.types import Document, Leftover


def lines(draft: Document, leftovers: Sequence[Leftover], say: Words, *, paragraphs: bool = False) -> Iterator[str]:
    """A head with how many there are, and a line for each: its kind, where it stands, its words, and why."""
    yield say("proof.found", count=len(leftovers)) if leftovers else say("proof.none")
    for one in leftovers:
        place = where(draft, one.start, one.end, say, paragraphs=paragraphs, lines=True)
        kind = say(f"leftover.{one.kind}")
        yield say("proof.line", kind=kind, place=place, text=visible(one.text), note=_note(one, say))


def by_weight(leftovers: Iterable[Leftover]) -> list[Leftover]:
    """Leftovers as a chief reads them: whose text it was, then figures and days, then blanks and what contradicts
    itself; those of one weight as they stand in the draft.

    >>> [one.text for one in by_weight([Leftover("blank", 0, 2, "XX", ""), Leftover("person", 5, 7, "周敏", "", "源")])]
    ['周敏', 'XX']
    """
    return sorted(leftovers, key=_weight)


def _weight(one: Leftover) -> int:
    if one.kind in ("unit", "document") or (one.source and one.kind in ("place", "person")):
        return 0
    if one.kind in ("figure", "meeting", "date"):
        return 1 + (one.kind == "date")
    return 3 + (one.kind != "blank")


def told(one: Leftover, say: Words) -> str:
    """A leftover for who sees the place that it is told of."""
    return say("proof.one", kind=say(f"leftover.{one.kind}"), text=visible(one.text), note=_note(one, say))


def _note(one: Leftover, say: Words) -> str:
    return one.note if say.language == "zh" else note_in_english(one.note)
