"""The two passages of a match side by side, with what they share told from what differs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from simcheck.reporters.layout import Piece, Style, visible
from simcheck.text.words import PLACE_ENDINGS, inside_word
from simcheck.types import Match

#: An equal run of fewer letters between two changes says nothing and reads badly.
_SHORTEST_EQUAL = 2
#: What stands around changed characters where there is no colour.
MARKS = ("〔", "〕")


@dataclass(frozen=True, slots=True)
class Sides:
    """What to show for each passage. ``identical``: the second adds nothing; ``marked``: the pieces carry marks."""

    draft: list[Piece]
    source: list[Piece]
    identical: bool
    marked: bool


def sides(match: Match, *, colour: bool) -> Sides:
    """Both passages in pieces.

    In colour the equal characters stand out. Without colour the changed ones stand in 〔 〕, but only where most is
    equal: in a paraphrase that would mark nearly everything.
    """
    draft = visible(match.draft.text)
    if draft == visible(match.source.text):
        return Sides([Piece(draft)], [], identical=True, marked=False)
    if not match.equal or not (colour or match.kind in ("verbatim", "edited")):
        return Sides([Piece(draft)], [Piece(visible(match.source.text))], identical=False, marked=False)
    return Sides(
        _mark(match, colour),
        _mark(match, colour, source=True),
        identical=False,
        marked=True,
    )


def equal_flags(match: Match, *, source: bool = False) -> list[bool]:
    """For each code point of the draft passage, or of the source passage, whether to show it as shared.

    Punctuation around a change is no change, a lone equal letter between two changes no equality, and a place is
    another one as a whole.
    """
    side = match.source if source else match.draft
    runs = [(run.source_start, run.source_end) if source else (run.draft_start, run.draft_end) for run in match.equal]
    flags = [False] * len(side.text)
    for start, end in runs:
        first, last = max(start - side.start, 0), max(end - side.start, 0)
        flags[first:last] = [True] * len(flags[first:last])
    shown = [shared for shared, part in _calm(side.text, flags) for _ in part]
    for at in range(1, len(shown)):
        # 青禾县 beside 清溪县 is another place as a whole.
        if shown[at] and not shown[at - 1] and side.text[at] in PLACE_ENDINGS and inside_word(side.text, at):
            shown[at] = False
    return shown


def parts(text: str, flags: list[bool]) -> list[tuple[bool, str]]:
    """Alternating parts of a text by flag.

    >>> parts("改动了", [True, False, False])
    [(True, '改'), (False, '动了')]
    """
    runs = groupby(zip(text, flags, strict=True), lambda pair: pair[1])
    return [(flag, "".join(char for char, _ in run)) for flag, run in runs]


def pieces_of(match: Match, start: int, end: int, *, colour: bool, source: bool = False) -> list[Piece]:
    """The code points ``[start, end)`` of one of the documents, inside of its passage, marked as ``sides`` does."""
    side = match.source if source else match.draft
    inside = slice(start - side.start, end - side.start)
    if not match.equal or not (colour or match.kind in ("verbatim", "edited")):
        return [Piece(visible(side.text[inside]))]
    return _marked(side.text[inside], equal_flags(match, source=source)[inside], colour)


def _mark(match: Match, colour: bool, *, source: bool = False) -> list[Piece]:
    side = match.source if source else match.draft
    return _marked(side.text, equal_flags(match, source=source), colour)


def _marked(text: str, flags: list[bool], colour: bool) -> list[Piece]:
    pieces: list[Piece] = []
    for shared, part in parts(text, flags):
        style: Style = "equal" if shared and colour else ""
        shown = visible(part)
        pieces.append(Piece(shown if shared or colour else f"{MARKS[0]}{shown}{MARKS[1]}", style))
    return pieces


def _calm(text: str, flags: list[bool]) -> list[tuple[bool, str]]:
    joined = _join((flag and sum(map(str.isalnum, part)) >= _SHORTEST_EQUAL, part) for flag, part in parts(text, flags))
    calm: list[tuple[bool, str]] = []
    for shared, part in joined:
        places = [at for at, char in enumerate(part) if char.isalnum()]
        start, end = (0, 0) if shared or not places else (places[0], places[-1] + 1)
        calm += [(True, part[:start]), (False, part[start:end]), (True, part[end:])]
    return _join((shared, part) for shared, part in calm if part)


def _join(found: Iterable[tuple[bool, str]]) -> list[tuple[bool, str]]:
    return [(shared, "".join(part for _, part in run)) for shared, run in groupby(found, lambda pair: pair[0])]
