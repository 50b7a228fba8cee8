"""The two passages of a match side by side, with what they share told from what differs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from simcheck.reporters.layout import Piece, Style, visible
from simcheck.types import Match

#: An equal run of fewer letters between two changes says nothing and reads badly.
_SHORTEST_EQUAL = 2


@dataclass(frozen=True, slots=True)
class Sides:
    """What to show for each passage. ``identical``: the second adds nothing; ``marked``: the pieces carry marks."""

    draft: list[Piece]
    source: list[Piece]
    identical: bool
    marked: bool


def sides(match: Match, *, colour: bool) -> Sides:
    """Both passages in pieces.

    In colour the equal characters stand out. Without colour the changed ones stand in ‹ ›, but only where most is
    equal: in a paraphrase that would mark nearly everything.
    """
    draft = visible(match.draft.text)
    if draft == visible(match.source.text):
        return Sides([Piece(draft)], [], identical=True, marked=False)
    if not match.equal or not (colour or match.kind in ("verbatim", "edited")):
        return Sides([Piece(draft)], [Piece(visible(match.source.text))], identical=False, marked=False)
    at = match.draft.start
    draft_spans = [(run.draft_start - at, run.draft_end - at) for run in match.equal]
    at = match.source.start
    source_spans = [(run.source_start - at, run.source_end - at) for run in match.equal]
    return Sides(
        _mark(match.draft.text, draft_spans, colour),
        _mark(match.source.text, source_spans, colour),
        identical=False,
        marked=True,
    )


def _mark(text: str, equal: list[tuple[int, int]], colour: bool) -> list[Piece]:
    flags = [False] * len(text)
    for start, end in equal:
        flags[start:end] = [True] * len(flags[start:end])
    pieces: list[Piece] = []
    for shared, part in _parts(text, flags):
        style: Style = "equal" if shared and colour else ""
        pieces.append(Piece(part if shared or colour else f"‹{part}›", style))
    return pieces


def _parts(text: str, flags: list[bool]) -> list[tuple[bool, str]]:
    """Alternating equal and changed parts. Punctuation around a change is none, a lone equal letter is no equality."""
    first = [
        (flag, "".join(char for char, _ in run)) for flag, run in groupby(zip(text, flags, strict=True), lambda p: p[1])
    ]
    joined = _join((flag and sum(map(str.isalnum, part)) >= _SHORTEST_EQUAL, part) for flag, part in first)
    calm: list[tuple[bool, str]] = []
    for shared, part in joined:
        places = [at for at, char in enumerate(part) if char.isalnum()]
        start, end = (0, 0) if shared or not places else (places[0], places[-1] + 1)
        calm += [(True, part[:start]), (False, part[start:end]), (True, part[end:])]
    return _join((shared, visible(part)) for shared, part in calm if part)


def _join(parts: Iterable[tuple[bool, str]]) -> list[tuple[bool, str]]:
    return [(shared, "".join(part for _, part in run)) for shared, run in groupby(parts, lambda p: p[0])]
