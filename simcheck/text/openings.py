"""Openings and closings: which sentences of a line are formalities, whoever writes them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from simcheck.patterns import regex
from simcheck.scoring import SCORING
from simcheck.text.formal_clauses import closes, is_own, issues, of_any_plan, of_its_own, opens
from simcheck.text.formalities import CLOSING, OPENING, varying
from simcheck.text.lines import Line, Part
from simcheck.text.plan_clauses import Section, section_of
from simcheck.text.set_headings import numbering, set_heading

_NUMBERS = SCORING.framing
_MARKS = "。！？；：!?;:"
_ITEM = regex(r"\d{1,2}[.．、)）]?(?!\d)")
_ARTICLE = regex(r"第[〇零一二三四五六七八九十百\d]{1,5}条[\s\u3000]")
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


def plan_of(lines: Iterable[Line]) -> Iterator[Part]:
    """The sentences of a plan that any plan has, in the sections that are for them by their headings, and those of a
    rule's articles that any rule has."""
    section: Section | None = None
    for line in lines:
        if set_heading(line.text):
            named = section_of(line.text[numbering(line.text) :].strip())
            section = named or (section if _is_item(line) else None)
        elif numbering(line.text) and not _is_item(line):
            section = None
        elif asked := "article" if _ARTICLE.match(line.text) else section:
            for said, start, end in _sentences(line):
                if of_any_plan(said, asked):
                    yield Part("opening", start, end)


def _is_item(line: Line) -> bool:
    """Whether a line has the number of a part of a section, as （一）加强组织领导 has below 三、保障措施."""
    return line.text[:1] in "（(" or bool(_ITEM.match(line.text))


def _sentences(line: Line) -> Iterator[tuple[str, int, int]]:
    """The sentences of a line without the marks that end them, and where they stand with these."""
    for found in _SENTENCE.finditer(line.text):
        said = found[0].strip().rstrip(_MARKS)
        yield said, line.start + found.start(), line.start + found.end()


def own_of(text: str, opening: Part) -> Iterator[tuple[int, int]]:
    """What an opening, or a closing, has of its own, as spans of its text: what varies in its clauses, and a clause
    that is no formality."""
    said = text[opening.start : opening.end].rstrip(_MARKS)
    fixed = len(said) <= _NUMBERS.formality and (OPENING.fullmatch(said) or CLOSING.fullmatch(said))
    spans = varying(fixed) if fixed else of_its_own(said)
    if fixed or opening.kind == "closing":
        spans = (span for span in spans if is_own(said[slice(*span)]))
    yield from ((opening.start + start, opening.start + end) for start, end in spans)
