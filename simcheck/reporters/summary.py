"""The summary of several drafts: one line each, with its verdict and its figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

from rich.cells import cell_len

from simcheck.limits import Decision
from simcheck.messages import Words
from simcheck.report import Report
from simcheck.reporters.figures import rows
from simcheck.reporters.html_pages import page, plain
from simcheck.reporters.layout import columns, middle_cut, visible
from simcheck.reporters.phrases import source_name

#: The figures that a table for the eye has room for; the table for spreadsheets has all.
_SHOWN: tuple[str, ...] = ("overlap", "total", "largest_source", "matches", "ignored_matches", "leftovers")
_ALL = (
    "characters", "reused_characters", "overlap", "total", "without_quotations",
    "unverified_quotations", "without_set_phrases", "without_own_work", "own", "authority", "mosaic", "mosaic_sources",
    "frame", "largest_source", "longest_run", "matches", "ignored_matches", "leftovers",
)  # fmt: skip


#: Cells of the name of a draft in the page.
_NAME = 40
#: Cells of a name that can be told from others in a table of text.
_READABLE = 26


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
    source: str = ""


def line(report: Report, say: Words, link: str | None = None) -> Line:
    """The line of a report."""
    figures = report.figures
    left = len(report.leftovers)
    values = {row.field: row.value for row in rows(report, say)} | {"leftovers": str(left)}
    numbers = {name: left if name == "leftovers" else getattr(figures, name) for name in _ALL}
    name = figures.largest_source_id
    source = "" if name is None else source_name(report, name, say)
    return Line(report.draft.id, report.verdict.decision, values, numbers, link, source)


def refused(draft: str) -> Line:
    """The line of a draft that could not be checked."""
    return Line(draft, "not_checked", dict.fromkeys(_ALL, "–"), {})


def text(lines: Sequence[Line], say: Words, width: int = 80) -> str:
    """A table of at most ``width`` cells; long names of drafts lose their middle."""
    names = [visible(name) for name in _names(lines)]
    fields, room = _fitting(lines, say, width, min(_READABLE, max(map(cell_len, names), default=0)))
    heads = [say("column.draft"), say("column.decision"), *(say(f"figure.{name}") for name in fields)]
    cells = [[say(f"decision.{one.decision}"), *(one.values[name] for name in fields)] for one in lines]
    table = [heads, *([middle_cut(name, room), *row] for name, row in zip(names, cells, strict=True))]
    return f"{say('report.summary_of', count=len(lines))}\n\n{columns(table, '<<' + '>' * len(fields))}"


def _fitting(lines: Sequence[Line], say: Words, width: int, wanted: int) -> tuple[tuple[str, ...], int]:
    """The figures that leave ``wanted`` cells for a name, all copied letters left out first and then what is not
    counted, and the room for it."""
    room, fields = 0, _SHOWN
    for fewer in ((), ("total",), ("total", "ignored_matches")):
        fields = tuple(name for name in _SHOWN if name not in fewer)
        told = [[say("column.decision")], *([say(f"figure.{name}")] for name in fields)]
        for one in lines:
            for column, value in zip(
                told, [say(f"decision.{one.decision}"), *(one.values[name] for name in fields)], strict=True
            ):
                column.append(value)
        room = width - sum(max(map(cell_len, column)) + 2 for column in told)
        if room >= wanted:
            break
    return fields, max(12, room)


def _names(lines: Sequence[Line]) -> list[str]:
    """What the drafts are called, without the folder that all of them lie in."""
    folders = [one.draft.replace("\\", "/").rpartition("/")[0] for one in lines]
    shared = folders[0] if folders else ""
    while shared and not all(folder == shared or folder.startswith(shared + "/") for folder in folders):
        shared = shared.rpartition("/")[0]
    return [one.draft[len(shared) + 1 :] if shared else one.draft for one in lines]


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

    heads = [*(("column.draft", "column.decision")), *(f"figure.{name}" for name in _SHOWN), "column.top_source"]
    body = []
    for one, told in zip(lines, _names(lines), strict=True):
        name = plain(middle_cut(told, _NAME))
        shown = name if one.link is None else f'<a href="{escape(quote(one.link), quote=True)}">{name}</a>'
        decision = f'<span class="{one.decision}">{escape(say(f"decision.{one.decision}"))}</span>'
        cells = "".join(
            f'<td data-value="{one.numbers.get(field, -1):.6f}">{plain(one.values[field])}</td>' for field in _SHOWN
        )
        body.append(
            f'<tr><th scope="row" title="{plain(told)}">{shown}</th>'
            f'<td class="decision {one.decision}">{decision}</td>{cells}<td>{plain(one.source)}</td></tr>'
        )
    top = "".join(f'<th scope="col"><span>{escape(say(head))}</span></th>' for head in heads)
    inside = f"<thead><tr>{top}</tr></thead><tbody>{''.join(body)}</tbody>{_totals(lines, say)}"
    table = f'<table class="summary">{inside}</table>'
    fields = {
        "lang": "zh-CN" if say.language == "zh" else "en",
        "title": escape(say("report.summary_of", count=len(lines))),
        "body": f'<div class="wide">{table}</div>',
    }
    return page("table", say, fields)


def _totals(lines: Sequence[Line], say: Words) -> str:
    """The last row: how many passed and did not, the overlap of all letters together, and the counts."""
    checked = [one for one in lines if one.numbers]
    letters = sum(one.numbers["characters"] for one in checked)
    reused = sum(one.numbers["reused_characters"] for one in checked)
    decisions = Counter(one.decision for one in lines)
    told = say("sheet.separator").join(f"{say(f'decision.{name}')} {count}" for name, count in decisions.items())
    sums = {
        "overlap": say("unit.share", share=reused / max(letters, 1)),
        "matches": say("unit.matches", count=round(sum(one.numbers["matches"] for one in checked))),
        "ignored_matches": say("unit.matches", count=round(sum(one.numbers["ignored_matches"] for one in checked))),
        "leftovers": str(round(sum(one.numbers["leftovers"] for one in checked))),
    }
    cells = "".join(f"<td>{escape(sums.get(name, ''))}</td>" for name in _SHOWN)
    head = escape(say("column.total", count=len(lines)))
    return f'<tfoot><tr><th scope="row">{head}</th><td>{escape(told)}</td>{cells}<td></td></tr></tfoot>'
