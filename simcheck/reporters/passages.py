"""The two passages of a match side by side, with what they share told from what differs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal, TypeVar

from simcheck.reporters.layout import Piece, Style, visible
from simcheck.text.words import PLACE_ENDINGS, inside_word
from simcheck.types import EqualRun, Match

#: An equal run of fewer letters between two changes says nothing and reads badly.
_SHORTEST_EQUAL = 2
#: What stands around changed characters, and around those that have moved, where there is no colour.
MARKS, MOVED = ("〔", "〕"), ("｛", "｝")

#: How a character of a passage is shown: the other side lacks it, has it in its place, or has it in another one.
Look = Literal["changed", "equal", "moved"]

Flag = TypeVar("Flag")


@dataclass(frozen=True, slots=True)
class Sides:
    """What to show for each passage. ``identical``: the second adds nothing; ``marked``: the pieces carry marks;
    ``moved``: some of these say that something has moved."""

    draft: list[Piece]
    source: list[Piece]
    identical: bool
    marked: bool
    moved: bool = False


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
        moved="moved" in looks(match),
    )


def looks(match: Match, *, source: bool = False) -> list[Look]:
    """How each code point of the draft passage, or of the source passage, is shown.

    Punctuation around a change is no change, a lone equal letter between two changes no equality, and a place is
    another one as a whole. What is equal and stands in another order has moved, the fewest letters that may have.
    """
    side = match.source if source else match.draft
    found: list[Look] = ["equal" if shared else "changed" for shared in equal_flags(match, source=source)]
    for run in _moved(match.equal):
        start, end = (run.source_start, run.source_end) if source else (run.draft_start, run.draft_end)
        for at in range(max(start - side.start, 0), min(end - side.start, len(found))):
            if found[at] == "equal":
                found[at] = "moved"
    return found


def _moved(runs: Sequence[EqualRun]) -> list[EqualRun]:
    """The runs that stand in another order than the others do: all but the most letters that keep their order."""
    best: list[tuple[int, int]] = []  # of each run: letters of the chain that ends with it, and the run before
    for at, run in enumerate(runs):
        before = [(best[one][0], one) for one in range(at) if runs[one].source_end <= run.source_start]
        letters, last = max(before, default=(0, -1))
        best.append((letters + run.letters, last))
    kept: set[int] = set()
    at = max(range(len(best)), key=lambda one: best[one][0], default=-1)
    while at >= 0:
        kept.add(at)
        at = best[at][1]
    return [run for at, run in enumerate(runs) if at not in kept]


def equal_flags(match: Match, *, source: bool = False) -> list[bool]:
    """For each code point of the draft passage, or of the source passage, whether the other side has it too: as
    ``looks`` does, in its place or in another."""
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


def parts(text: str, flags: Sequence[Flag]) -> list[tuple[Flag, str]]:
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
    return _marked(side.text[inside], looks(match, source=source)[inside], colour)


def _mark(match: Match, colour: bool, *, source: bool = False) -> list[Piece]:
    side = match.source if source else match.draft
    return _marked(side.text, looks(match, source=source), colour)


def _marked(text: str, shown: Sequence[Look], colour: bool) -> list[Piece]:
    pieces: list[Piece] = []
    for look, part in parts(text, shown):
        style: Style = look if colour and look != "changed" else ""
        opening, closing = ("", "") if colour or look == "equal" else MARKS if look == "changed" else MOVED
        pieces.append(Piece(f"{opening}{visible(part)}{closing}", style))
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
