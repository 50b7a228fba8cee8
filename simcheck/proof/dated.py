"""Dated: the day in the frame of a draft, its signature or a speech's head, that is a source's or of an older year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from simcheck.patterns import regex
from simcheck.text.structure import structure
from simcheck.types import Document, Identity, Leftover

_NUMBER_YEAR = regex(r"[〔\[［]\s*(20\d\d)")
_DAY = regex(r"20\d\d年\d{1,2}月\d{1,2}日")


def dated_wrongly(draft: Document, sources: Iterable[Document], given: Identity | None) -> Iterator[Leftover]:
    """The day in the frame of a draft that is that of a source, or is of a year before that of its number: no two texts
    of one hand are of one day."""
    theirs = {day: source for source in sources for _, day in _days(source) if source.source_class != "authority"}
    year = (given and given.year) or _year_of_number(draft.text)
    for start, day in _days(draft):
        if day in theirs:
            note, source = f"与来源《{theirs[day].title or theirs[day].id}》的日期相同，请核对", theirs[day].id
        elif year and int(day[:4]) < year:
            note, source = f"本稿属{year}年，与此处所说的年份不符", None
        else:
            continue
        yield Leftover("date", start, start + len(day), day, note, source)


def _year_of_number(text: str) -> int | None:
    """The year in the number of a document: 青政发〔2026〕3号."""
    numbers = (text[part.start : part.end] for part in structure(text) if part.kind == "number")
    return next((int(found[1]) for number in numbers if (found := _NUMBER_YEAR.search(number))), None)


def _days(document: Document) -> Iterator[tuple[int, str]]:
    """The days in the frame of a document, and where they stand."""
    for part in structure(document.text):
        if part.kind in ("date", "occasion"):
            for day in _DAY.finditer(document.text, part.start, part.end):
                yield day.start(), day[0]
