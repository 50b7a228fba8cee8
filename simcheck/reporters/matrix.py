"""Drafts compared with each other: a heat map as a web page, and the same as text, table and data."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Iterable, Iterator
from html import escape
from itertools import islice

from simcheck.errors import UsageError
from simcheck.messages import Language, Words, language_of, words
from simcheck.report import Matrix, Report
from simcheck.reporters.formats import Format
from simcheck.reporters.html_pages import page, plain
from simcheck.reporters.layout import clip, columns, middle_cut, visible
from simcheck.reporters.phrases import kind_name, shown_kind

SCHEMA_NAME, SCHEMA_VERSION = "simcheck-matrix", 1
#: Columns that a page of paper has room for.
_ACROSS = 24
#: Shares from which a cell of the heat map is one shade darker.
_SHADES = (0.001, 0.05, 0.1, 0.2, 0.4, 0.7)
#: Pairs whose passages the page shows, and that the text names; beyond them there are only the cells.
_PAIRS, _NAMED = 100, 20
#: Cells of a name beside the heat map.
_NAME = 32


def fitting(form: Format) -> None:
    """Raise UsageError for a format that no matrix has."""
    if form not in ("text", "html", "json", "csv"):
        raise UsageError(f"a matrix is not written as {form}; choose text, html, json or csv", code="output.format")


def render(found: Matrix, form: Format, *, language: Language | None = None) -> str:
    """The matrix in a format: text, html, json or csv. Raises UsageError for the others."""
    fitting(form)
    say = words(language or language_of(found.documents[0].text))
    if form == "html":
        return _html(found, say)
    if form == "json":
        return _json(found)
    if form == "csv":
        return _csv(found, say)
    return _text(found, say)


def _text(found: Matrix, say: Words) -> str:
    """The table with numbers for the drafts, what the numbers mean, and the pairs that have most in common."""
    size = len(found.documents)
    heads = ["", *(f"[{number}]" for number in range(1, size + 1))]
    body = [
        [
            f"[{number}]",
            *("·" if report is None else _share(report, say) for report in row),
        ]
        for number, row in enumerate(found.reports, 1)
    ]
    names = "".join(f"[{number}] {visible(one.id)}\n" for number, one in enumerate(found.documents, 1))
    numbers = {one.id: number for number, one in enumerate(found.documents, 1)}
    pairs = "".join(
        f"  {_share(report, say):>6}  [{numbers[report.draft.id]}] ← [{numbers[_other(report)]}]  {_first(report)}\n"
        for report in islice(_once(found.pairs()), _NAMED)
    )
    table = columns([heads, *body], "<" + ">" * size)
    told = pairs or say("matrix.none") + "\n"
    return f"{say('matrix.title', count=size)}\n{say('matrix.read')}\n\n{names}\n{table}\n{told}"


def _first(report: Report) -> str:
    """The beginning of the longest passage, as long as fits a line of 80."""
    longest = max(report.counted, key=lambda match: match.draft.end - match.draft.start)
    return clip(visible(longest.draft.text), 80 - 24)


def _csv(found: Matrix, say: Words) -> str:
    """One pair a line: a draft, what it was compared with, how much of the draft stands there."""
    from simcheck.reporters.csv import Cell, table

    heads = (say("column.draft"), say("matrix.against"), say("figure.overlap"), say("figure.reused_characters"))
    rows: list[list[Cell]] = [[*heads, say("figure.matches"), say("figure.ignored_matches")]]
    for row in found.reports:
        for other, report in zip(found.documents, row, strict=True):
            if report is not None:
                figures = report.figures
                counts = (figures.reused_characters, figures.matches, figures.ignored_matches)
                rows.append([report.draft.id, other.id, round(figures.overlap, 4), *counts])
    return table(rows)


def _json(found: Matrix) -> str:
    overlap = [[None if report is None else report.figures.overlap for report in row] for row in found.reports]
    data = {
        "schema": SCHEMA_NAME,
        "schema_version": SCHEMA_VERSION,
        "documents": [document.id for document in found.documents],
        "overlap": overlap,
        "pairs": [report.to_dict() for report in found.pairs()],
    }
    return json.dumps(data, ensure_ascii=False, allow_nan=False, indent=2) + "\n"


def _html(found: Matrix, say: Words) -> str:
    shown = list(_once(found.pairs()))[:_PAIRS]
    links = {pair: number for number, report in enumerate(shown, 1) for pair in _both_ways(report)}
    size = len(found.documents)
    screen = f'<div class="wide">{_heat(found, slice(0, size), links, say)}</div>'
    parts = (_heat(found, slice(at, at + _ACROSS), links, say) for at in range(0, size, _ACROSS))
    paper = f'<div class="paper">{"".join(parts)}</div>' if size > _ACROSS else ""
    fields = {
        "lang": "zh-CN" if say.language == "zh" else "en",
        "title": escape(say("matrix.title", count=size)),
        "body": screen
        + paper
        + ("" if shown else f'<p class="none">{escape(say("matrix.none"))}</p>')
        + "".join(_pair(found, report, number, say) for number, report in enumerate(shown, 1)),
    }
    return page("table", say, fields)


def _heat(found: Matrix, columns: slice, links: dict[tuple[str, str], int], say: Words) -> str:
    """The table, or some of its columns."""
    names = _names(found)
    top = "".join(
        f'<th scope="col" title="{plain(name)}">{number}</th>' for number, name in list(enumerate(names, 1))[columns]
    )
    body = "".join(
        f'<tr><th scope="row" title="{plain(name)}"><b>{at + 1}</b> {plain(middle_cut(name, _NAME))}</th>'
        f"{''.join(_cells(found, at, columns, links, say))}</tr>"
        for at, name in enumerate(names)
    )
    caption = f"<caption>{escape(say('matrix.read'))}</caption>"
    return f'<table class="heat">{caption}<thead><tr><td class="own"></td>{top}</tr></thead>{body}</table>'


def _cells(found: Matrix, at: int, columns: slice, links: dict[tuple[str, str], int], say: Words) -> Iterator[str]:
    for other, report in zip(found.documents[columns], found.reports[at][columns], strict=True):
        if report is None:
            yield '<td class="own">·</td>'
            continue
        share = report.figures.overlap
        shade = sum(share >= least for least in _SHADES)
        title = f"{plain(report.draft.id)} ← {plain(other.id)}"
        number = links.get((report.draft.id, other.id))
        value = escape(_share(report, say)) if share else ""
        inside = value if number is None else f'<a href="#p{number}" aria-label="{title} {value}">{value}</a>'
        yield f'<td class="h{shade}">{inside}</td>'


def _once(pairs: Iterable[Report]) -> Iterator[Report]:
    """Each two drafts once: in the direction in which more is shared, which comes first."""
    seen: set[frozenset[str]] = set()
    for report in pairs:
        both = frozenset((report.draft.id, _other(report)))
        if both not in seen:
            seen.add(both)
            yield report


def _both_ways(report: Report) -> tuple[tuple[str, str], tuple[str, str]]:
    return (report.draft.id, _other(report)), (_other(report), report.draft.id)


def _pair(found: Matrix, report: Report, number: int, say: Words) -> str:
    """The passages that a draft has from another one, beside those of the other."""
    from simcheck.reporters.html import passage

    rows = "".join(
        f'<div class="both {shown_kind(match)}"><p class="kind">{escape(kind_name(match, say))}</p>'
        f"<blockquote>{passage(match)}</blockquote><blockquote>{passage(match, source=True)}</blockquote></div>"
        for match in report.counted
    )
    places = {one.id: at for at, one in enumerate(found.documents)}
    back = found.reports[places[_other(report)]][places[report.draft.id]]
    names = _names(found)
    ours, theirs = (
        f"<i>{places[one] + 1}</i> {plain(names[places[one]])}" for one in (report.draft.id, _other(report))
    )
    title = f"{ours} ← {theirs} <b>{escape(_share(report, say))}</b>"
    title += f" <small>→ {escape(_share(back, say))}</small>" if back is not None and back.counted else ""
    return f'<section class="pair" id="p{number}" tabindex="-1"><h2>{title}</h2>{rows}</section>'


def _names(found: Matrix) -> list[str]:
    """The drafts without the folders that are common to all of them."""
    ids = [document.id for document in found.documents]
    folder = posixpath.dirname(posixpath.commonprefix([f"{posixpath.dirname(one)}/" for one in ids]))
    return [one.removeprefix(f"{folder}/") if folder else one for one in ids]


def _other(report: Report) -> str:
    """The one document that the draft was compared with, of which it has something."""
    return report.counted[0].source.document_id


def _share(report: Report, say: Words) -> str:
    return say("unit.share", share=report.figures.overlap)
