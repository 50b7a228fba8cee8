"""Which texts of fields and notes a page shows, and which are to be read beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from simcheck.readers.pdf.forms import FormEntry
from simcheck.readers.pdf.letter import Letter
from simcheck.types import HiddenReason

#: The share of the letters of one text that must stand in another for it to be a part of it.
_PART = 0.9

Told = tuple[str, HiddenReason, Letter]


def settle(entries: Iterable[FormEntry], letters: list[tuple[Letter, int]]) -> tuple[list[str], list[Told]]:
    """The texts that are to be added to those of the page, and those that nobody sees.

    A field is what it shows. One that shows the beginning of its text can be scrolled: its whole text takes the place
    of what is shown. A field that says nothing about how it is shown is shown with its text, and so is one that
    programs are to draw anew; one that shows something else hides its text.
    """
    added: list[str] = []
    hidden: list[Told] = []
    for entry in entries:
        left, bottom, right, top = entry.box
        place = Letter("", left, bottom, right, top)
        if not entry.shown:
            hidden.append((entry.text, "hidden", place))
            continue
        inside = [pair for pair in letters if _within(pair[0], entry.box)]
        shown = "".join(letter.text for letter, _ in inside)
        if entry.drawn and _part(entry.text, shown):
            continue
        if not entry.drawn or entry.stale or (shown.strip() and _part(shown, entry.text)):
            letters[:] = [pair for pair in letters if pair not in inside]
            added.append(entry.text)
        else:
            hidden.append((entry.text, "hidden", place))
    return added, hidden


def _within(letter: Letter, box: Sequence[float]) -> bool:
    x, y = (letter.left + letter.right) / 2, (letter.bottom + letter.top) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _part(some: str, whole: str) -> bool:
    letters = Counter(filter(str.isalnum, some))
    return (letters & Counter(whole)).total() >= _PART * letters.total()
