"""The figures as people read them: names, values and notes, the same in every format."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from simcheck.messages import Words
from simcheck.report import Report
from simcheck.reporters.phrases import source_name

#: The figures that a reader asks for first.
LEADING = ("overlap", "largest_source", "longest_run", "matches")
#: Figures that are the total where there is nothing to leave out.
_WITHOUT = ("without_quotations", "without_set_phrases", "without_own_work")


@dataclass(frozen=True, slots=True)
class Row:
    """One figure: the field of ``Figures`` it shows, its name, its value, and what a reader should know of it."""

    field: str
    name: str
    value: str
    note: str = ""


def rows(report: Report, say: Words) -> list[Row]:
    """All figures of a report in the order in which they are shown."""
    return [Row(field, say(f"figure.{field}"), value, note) for field, value, note in _values(report, say)]


def told(report: Report, say: Words) -> list[Row]:
    """The figures that say something to who reads one report: those that lead it, and those that are not zero; each
    once: where all is from one source its share is the overlap, and what is without something that the draft has not is
    all of it."""
    kept = {*LEADING, "characters", "reused_characters", "total"}
    figures = report.figures
    again = {name for name in _WITHOUT if getattr(figures, name) == figures.total}
    again |= {"largest_source"} if figures.largest_source == figures.overlap else set()
    again |= set() if figures.mosaic else {"mosaic_sources"}  # sources of a share that is none
    found = (row for row in rows(report, say) if row.field not in again)
    return [row for row in found if row.field in kept or getattr(report.figures, row.field)]


def _values(report: Report, say: Words) -> Iterator[tuple[str, str, str]]:
    figures = report.figures
    yield "characters", say("unit.characters", count=figures.characters), ""
    yield "reused_characters", say("unit.characters", count=figures.reused_characters), ""
    gate = "" if report.limits.max_overlap is None else say("note.gate")
    yield "overlap", say("unit.share", share=figures.overlap), gate
    yield "total", say("unit.share", share=figures.total), say("note.no_gate")
    yield "without_quotations", say("unit.share", share=figures.without_quotations), ""
    yield "unverified_quotations", say("unit.share", share=figures.unverified_quotations), ""
    yield "without_set_phrases", say("unit.share", share=figures.without_set_phrases), ""
    yield "without_own_work", say("unit.share", share=figures.without_own_work), ""
    yield "own", say("unit.share", share=figures.own), ""
    yield "authority", say("unit.share", share=figures.authority), ""
    yield "mosaic", say("unit.share", share=figures.mosaic), ""
    yield "mosaic_sources", say("unit.sources", count=figures.mosaic_sources), ""
    yield "frame", say("unit.share", share=figures.frame), ""
    largest, source = figures.largest_source, figures.largest_source_id
    of = "" if source is None else say("note.source", source=source_name(report, source, say))
    yield "largest_source", say("unit.share", share=largest), of
    yield "longest_run", say("unit.characters", count=figures.longest_run), ""
    yield "matches", say("unit.matches", count=figures.matches), ""
    yield "ignored_matches", say("unit.matches", count=figures.ignored_matches), ""
