"""Openings and closings: which sentences of a line are formalities, whoever writes them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from simcheck.patterns import regex
from simcheck.scoring import SCORING
from simcheck.text.formal_clauses import closes, issues, of_its_own, opens
from simcheck.text.formalities import CLOSING, OPENING
from simcheck.text.lines import Line, Part

_NUMBERS = SCORING.framing
_MARKS = "。！？；：!?;:"
_SENTENCE = regex(r"(?:[^。！？；：!?;:\n]|(?<=\d)[：:](?=\d))+[。！？；：!?;:]*")


def bounded(parts: Iterable[Part]) -> Iterator[Part]:
    """As many of the parts as a document may have."""
    left = _NUMBERS.opened
    for part in parts:
        left -= part.end - part.start
        if left < 0:
            return
        yield part


def opening_of(line: Line, *, first: bool = False) -> Iterator[Part]:
    """The sentences of a line that open: what leads up to what the document does only if that follows it.

    What leads up to it is a formality where it stands; in the first line of what is no speech it may be anything, as
    an office says why it writes.
    """
    leading: list[Part] = []
    for said, start, end in _sentences(line):
        part, how = Part("opening", start, end), opens(said)
        fixed = len(said) <= _NUMBERS.formality and OPENING.fullmatch(said)
        anything = first and issues(said)
        if how == "does" or fixed or anything:
            yield from (*(one for one in leading if anything or opens(_said(line, one)) == "leads"), part)
            leading = []
        elif how == "leads" or first:
            leading.append(part)
        else:
            leading = []


def _said(line: Line, part: Part) -> str:
    return line.text[part.start - line.start : part.end - line.start].strip().rstrip(_MARKS)


def closing_of(line: Line) -> Iterator[Part]:
    """The sentences of a line that close."""
    for said, start, end in _sentences(line):
        if closes(said) or (len(said) <= _NUMBERS.formality and CLOSING.fullmatch(said)):
            yield Part("closing", start, end)


def _sentences(line: Line) -> Iterator[tuple[str, int, int]]:
    """The sentences of a line without the marks that end them, and where they stand with these."""
    for found in _SENTENCE.finditer(line.text):
        said = found[0].strip().rstrip(_MARKS)
        yield said, line.start + found.start(), line.start + found.end()


def own_of(text: str, opening: Part) -> Iterator[tuple[int, int]]:
    """What an opening has of its own, as spans of its text: what varies in its clauses, and a clause that is no
    formality."""
    said = text[opening.start : opening.end].rstrip(_MARKS)
    if len(said) <= _NUMBERS.formality and OPENING.fullmatch(said):
        return
    yield from ((opening.start + start, opening.start + end) for start, end in of_its_own(said))
