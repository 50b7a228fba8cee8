"""The summary of several drafts: one line each, with its verdict and its figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

from rich.cells import cell_len

from simcheck.limits import Decision
from simcheck.messages import Words
from simcheck.report import Report
from simcheck.reporters.figures import rows
from simcheck.reporters.layout import clip, columns, visible

#: The figures that a table for the eye has room for; the table for spreadsheets has all.
_SHOWN = ("overlap", "total", "largest_source", "matches", "ignored_matches")
_ALL = (
    "characters", "reused_characters", "overlap", "total", "without_quotations",
    "unverified_quotations", "without_set_phrases", "without_own_work", "own", "authority", "mosaic", "mosaic_sources",
    "frame", "largest_source", "longest_run", "matches", "ignored_matches",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """A draft in the summary: its figures as people read them and as numbers, by field; ``link`` is its report's file.

    One that could not be checked has no figures, and no verdict.
    """

    draft: str
    decision: Decision | Literal["not_checked"]
    values: dict[str, str]
    numbers: dict[str, float]
    link: str | None = None


def line(report: Report, say: Words, link: str | None = None) -> Line:
    """The line of a report."""
    figures = report.figures
    values = {row.field: row.value for row in rows(report, say)}
    numbers = {name: getattr(figures, name) for name in _ALL}
    return Line(report.draft.id, report.verdict.decision, values, numbers, link)


def refused(draft: str) -> Line:
    """The line of a draft that could not be checked."""
    return Line(draft, "not_checked", dict.fromkeys(_ALL, "–"), {})


def text(lines: Sequence[Line], say: Words, width: int = 80) -> str:
    """A table of at most ``width`` cells; long names of drafts lose their beginning."""
    heads = [say("column.draft"), say("column.decision"), *(say(f"figure.{name}") for name in _SHOWN)]
    cells = [[say(f"decision.{one.decision}"), *(one.values[name] for name in _SHOWN)] for one in lines]
    used = sum(max(map(cell_len, column)) + 2 for column in zip(heads[1:], *cells, strict=True))
    room = max(12, width - used)
    names = [_tail(visible(one.draft), room) for one in lines]
    table = [heads, *([name, *row] for name, row in zip(names, cells, strict=True))]
    return f"{say('report.summary_of', count=len(lines))}\n\n{columns(table, '<<' + '>' * len(_SHOWN))}"


def csv(lines: Sequence[Line], say: Words) -> str:
    """All figures as numbers, one draft a line, for a spreadsheet."""
    from simcheck.reporters.csv import Cell, table

    heads = [say("column.draft"), say("column.decision"), *(say(f"figure.{name}") for name in _ALL)]
    body: list[list[Cell]] = [
        [
            one.draft,
            say(f"decision.{one.decision}"),
            *(round(one.numbers[name], 4) if name in one.numbers else "" for name in _ALL),
        ]
        for one in lines
    ]
    return table([list[Cell](heads), *body])


def markdown(lines: Sequence[Line], say: Words) -> str:
    """A table in Markdown."""
    from simcheck.reporters.markdown import escaped

    heads = [say("column.draft"), say("column.decision"), *(say(f"figure.{name}") for name in _SHOWN)]
    written = [f"| {' | '.join(map(escaped, heads))} |", "|---" * len(heads) + "|"]
    for one in lines:
        cells = (one.draft, say(f"decision.{one.decision}"), *(one.values[name] for name in _SHOWN))
        written.append(f"| {' | '.join(map(escaped, cells))} |")
    return "\n".join(written) + "\n"


def html(lines: Sequence[Line], say: Words) -> str:
    """A page with a table, each draft a link to its report."""
    from urllib.parse import quote

    from simcheck.reporters.html import page, plain

    heads = (say("column.draft"), say("column.decision"), *(say(f"figure.{name}") for name in _SHOWN))
    body = []
    for one in lines:
        name = plain(one.draft)
        shown = name if one.link is None else f'<a href="{escape(quote(one.link), quote=True)}">{name}</a>'
        decision = f'<span class="{one.decision}">{escape(say(f"decision.{one.decision}"))}</span>'
        cells = "".join(f"<td>{plain(one.values[field])}</td>" for field in _SHOWN)
        body.append(f'<tr><th scope="row">{shown}</th><td class="decision {one.decision}">{decision}</td>{cells}</tr>')
    top = "".join(f'<th scope="col">{escape(head)}</th>' for head in heads)
    table = f'<table class="summary"><thead><tr>{top}</tr></thead><tbody>{"".join(body)}</tbody></table>'
    fields = {
        "lang": "zh-CN" if say.language == "zh" else "en",
        "title": escape(say("report.summary_of", count=len(lines))),
        "body": f'<div class="wide">{table}</div>',
    }
    return page("table", say, fields)


def _tail(name: str, cells: int) -> str:
    """The name, or … and its end: that is what tells files of one folder apart."""
    return name if cell_len(name) <= cells else clip(name[::-1], cells)[::-1]
