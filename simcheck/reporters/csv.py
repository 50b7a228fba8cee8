"""The matches as a table for spreadsheets, one match a line, in a form that Excel opens right and runs nothing of."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from simcheck.grounds import grounds
from simcheck.messages import Language, Words, language_of, words
from simcheck.places import written_span
from simcheck.report import Report
from simcheck.reporters.layout import visible
from simcheck.reporters.phrases import kind_name
from simcheck.reporters.reuse import probability_of
from simcheck.reporters.standing import lines_of, where
from simcheck.types import Match

#: What a spreadsheet takes for the beginning of a formula, in full width too.
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")

Cell = str | int | float

COLUMNS = (
    "draft", "number", "kind", "counted", "reason", "score", "verbatim", "line", "last_line", "place", "start", "end",
    "source", "probability", "title", "date", "source_start", "source_end", "also_in", "note", "why", "sentences",
    "draft_text", "source_text",
)  # fmt: skip


def render(reports: Sequence[Report], *, language: Language | None = None) -> str:
    """All matches of all reports, with a byte order mark, by which Excel knows UTF-8.

    Positions count from 1, both ends included. A draft without a match has no line.
    """
    say = words(language or language_of(reports[0].draft.text if reports else ""))
    heads = [say(f"column.{name}") for name in COLUMNS]
    rows = (_row(report, at, match, say) for report in reports for at, match in enumerate(report.matches, 1))
    return table([heads, *rows])


def table(rows: Iterable[Iterable[Cell]]) -> str:
    """Rows as CSV with a byte order mark; texts are made harmless, numbers stay numbers."""
    written = io.StringIO()
    csv.writer(written).writerows([harmless(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return "\ufeff" + written.getvalue()


def harmless(text: str) -> str:
    """Text on one line that no spreadsheet runs.

    >>> harmless("=HYPERLINK(A1)"), harmless("坚持\\n稳中求进")
    ("'=HYPERLINK(A1)", '坚持 稳中求进')
    """
    line = visible(text).strip()
    return f"'{line}" if line.startswith(_FORMULA) else line


def _row(report: Report, number: int, match: Match, say: Words) -> Iterator[Cell]:
    source = next((source for source in report.sources if source.id == match.source.document_id), None)
    yield report.draft.id
    yield number
    yield kind_name(match, say)
    yield say("column.yes" if match.ignored is None else "column.no")
    yield "" if match.ignored is None else say(f"reason.{match.ignored}")
    yield round(match.score, 4)
    yield round(match.verbatim, 4)
    start, end = written_span(report.draft, match.draft.start, match.draft.end)
    yield from lines_of(report.draft, match.draft.start, match.draft.end)
    yield where(report.draft, match.draft.start, match.draft.end, say)
    yield start + 1
    yield end
    yield match.source.document_id
    probability = probability_of(report, match.source.document_id)
    yield "" if probability is None else round(probability, 4)
    yield (source and source.title) or ""
    yield (source and source.date) or ""
    yield match.source.start + 1
    yield match.source.end
    yield "; ".join(match.also_in)
    yield match.note or ""
    yield grounds(match, say)
    yield len({pair.draft_start for pair in match.pairs})
    yield match.draft.text
    yield match.source.text
