"""The chief's sheet on the web page: its facts and tables, the figures below it, and what was left behind."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape

from simcheck.messages import Words
from simcheck.report import Report
from simcheck.reporters.figures import LEADING
from simcheck.reporters.figures import Row as Figure
from simcheck.reporters.figures import told as told_figures
from simcheck.reporters.html_pages import plain
from simcheck.reporters.leftovers import lines
from simcheck.reporters.phrases import shown_kind
from simcheck.reporters.sheet import Row, Sheet, sheet, told_of

#: Leftovers that the sheet lists; with more of them it would not be one page of paper.
_LEFTOVERS = 4


def sheet_section(report: Report, say: Words) -> str:
    """The chief's sheet, the first thing on the page and on paper."""
    found = sheet(report, say)
    facts = "".join(
        f'<div class="{_class(found, at)}"><dt>{escape(label)}</dt><dd>{plain(told)}</dd></div>'
        for at, (label, told) in enumerate(found.facts)
    )
    weighty = "".join(
        f'<li class="{shown_kind(one.match)}"><a href="#d{one.number}">'
        f"<b>{escape(told_of(one, say))}</b>{escape(say('mark.colon'))}</a>{plain(one.text)}"
        f"<em>{plain(say('match.hint', hint=one.hint))}</em></li>"
        for one in found.weightiest
    )
    parts_of = [f'<h2 id="sheet">{escape(say("sheet.head"))}</h2><dl>{facts}</dl>']
    if weighty:
        parts_of.append(f"<h3>{escape(say('sheet.weightiest'))}</h3><ol>{weighty}</ol>")
    tables = _ranking("sources", ("name", "share_of_draft"), found.sources, say)
    tables += _ranking("sections", ("section", "share_of_section"), found.sections, say)
    parts_of.append(f'<div class="tables">{tables}</div>' if tables else "")
    if found.leftovers:
        items = _items(found.leftovers[:_LEFTOVERS])
        if len(found.leftovers) > _LEFTOVERS:
            more = say("sheet.rest_of_leftovers", count=len(found.leftovers) - _LEFTOVERS)
            items += f'<li><a href="#leftovers">{escape(more)}</a></li>'
        parts_of.append(f'<h3>{escape(say("sheet.leftovers_head"))}</h3><ul class="left">{items}</ul>')
    parts_of.append(f"<em>{escape(say('sheet.counting'))}</em>")
    roles = "".join(f"<span>{escape(one)}</span> " for one in re.split(r"[\u3000]| {2}", say("sheet.sign")))
    parts_of.append(f'<p class="sign">{roles}</p>')
    return f'<section class="sheet" aria-labelledby="sheet">{"".join(parts_of)}</section>'


def _class(found: Sheet, at: int) -> str:
    """How a fact looks: the result in its colour, and what is to be looked at in that of warnings."""
    if at == found.result:
        return f"result {found.severity}"
    return "fact warn" if at in found.looked_at else "fact"


def _ranking(name: str, columns: tuple[str, str], rows_of: Sequence[Row], say: Words) -> str:
    """A table of the sheet: names, characters, shares with a bar; nothing for one without a row."""
    if not rows_of:
        return ""
    heads = "".join(
        f'<th scope="col">{escape(say(f"sheet.{head}"))}</th>' for head in (columns[0], "characters", columns[1])
    )
    body = "".join(
        f'<tr><th scope="row">{plain(row.name)}</th><td>{row.characters}</td>'
        f'<td><meter min="0" max="1" low="0.1" high="0.3" optimum="0" value="{row.share:.4f}"></meter>'
        f"{escape(say('unit.share', share=row.share))}</td></tr>"
        for row in rows_of
    )
    return (
        f"<div><h3>{escape(say(f'sheet.{name}'))}</h3>"
        f"<table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _items(lines: Iterable[str]) -> str:
    return "".join(f"<li>{plain(line.strip().removeprefix('- '))}</li>" for line in lines)


def leftovers_section(report: Report, say: Words) -> str:
    """All that was left behind, where the sheet has no room for it."""
    if len(report.leftovers) <= _LEFTOVERS:
        return ""
    head, *rest = lines(report.draft, report.leftovers, say)
    head = f'<h2 id="leftovers">{escape(head)}</h2>'
    return f'<section class="findings leftovers" aria-labelledby="leftovers">{head}<ul>{_items(rest)}</ul></section>'


def figures_section(report: Report, say: Words) -> str:
    """The figures that lead, and folded below them all others."""
    shown = {row.field: row for row in told_figures(report, say)}
    lead = "".join(map(_figure, (shown.pop(name) for name in LEADING if name in shown)))
    others = "".join(map(_figure, shown.values()))
    return (
        f'<dl class="figures lead">{lead}</dl>'
        f'<div class="more"><details><summary>{escape(say("page.more_figures"))}</summary></details>'
        f'<dl class="figures">{others}</dl></div>'
    )


def _figure(row: Figure) -> str:
    note_of = f"<small>{escape(row.note.strip(' ()（）'))}</small>" if row.note else ""
    return f'<div data-figure="{row.field}"><dt>{escape(row.name)}</dt><dd>{plain(row.value)}{note_of}</dd></div>'
