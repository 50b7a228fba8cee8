"""The report as one web page that needs nothing else: the draft with its passages, beside them their sources."""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import groupby
from string import Template

from simcheck.grounds import grounds
from simcheck.messages import Language, Words, language_of, words
from simcheck.report import Report
from simcheck.reporters import reuse
from simcheck.reporters.figures import LEADING
from simcheck.reporters.figures import Row as Figure
from simcheck.reporters.figures import told as told_figures
from simcheck.reporters.html_pairs import highlights, shown
from simcheck.reporters.leftovers import lines
from simcheck.reporters.passages import equal_flags, parts
from simcheck.reporters.phrases import (
    about_source,
    finding_name,
    hint,
    kind_name,
    note,
    passed_limits,
    shown_kind,
    source_name,
    summary,
    texts_and_model,
)
from simcheck.reporters.segments import Segment, segments
from simcheck.reporters.sheet import Row, number_of, sheet, title_of, told_of
from simcheck.reporters.standing import place, span
from simcheck.reporters.terms import terms
from simcheck.resources import data_text
from simcheck.types import KINDS, Finding, Match

#: Characters of the source shown before and after a passage.
_CONTEXT = 70
#: Leftovers that the sheet lists.
_LEFTOVERS = 8
_HIDDEN = ("Cc", "Cf", "Cs", "Co", "Cn")


def render(report: Report, *, language: Language | None = None) -> str:
    """A whole HTML document. Nothing in it comes from elsewhere, and its policy lets nothing run but its own script.

    Without JavaScript it reads the same; the script filters, jumps and remembers light or dark.
    """
    say = words(language or language_of(report.draft.text))
    sides = [shown(match, at, say) if match.pairs else ("", "") for at, match in enumerate(report.matches, 1)]
    most = max((len(match.pairs) for match in report.matches), default=0)
    texts, model = texts_and_model(report, say)
    fields = {
        "lang": "zh-CN" if say.language == "zh" else "en",
        "title": plain(title_of(report) or _file(report.draft.id)),
        "file": plain(_file(report.draft.id)),
        "verdict": _verdict(report, say),
        "sheet": _sheet(report, say),
        "bar": _bar(report, say),
        "filters": _filters(report, say),
        "draft": "".join(_paragraphs(report, say)),
        "text_lang": "zh-CN" if language_of(report.draft.text) == "zh" else "en",
        "cards": "".join(_cards(report, [inside for inside, _ in sides], say))
        or f'<p class="none">{escape(say("report.none_found"))}</p>',
        "figures": _figures(report, say),
        "findings": _reuse(report, say) + _findings(report, say) + _leftovers(report, say) + _terms(report, say),
        "about": f'{plain(texts)}<span class="screen">{plain(model)}</span>',
        "version": plain(report.version),
        "left": escape(say("page.left")),
        "right": escape(say("page.right")),
        "shown": escape(say.texts["page.shown"], quote=True),
    }
    styles = [_footer(report, say), *(style for _, style in sides), highlights(most)]
    return page("report", say, fields, "\n".join(filter(None, styles)))


def _footer(report: Report, say: Words) -> str:
    """The style that puts the number of the report and that of the page below each page of paper."""
    number = say("sheet.number") + say("mark.colon") + number_of(report)
    return f'@page{{@bottom-left{{content:"{number}"}}@bottom-right{{content:counter(page) " / " counter(pages)}}}}'


def page(name: str, say: Words, fields: dict[str, str], style: str = "") -> str:
    """The template ``simcheck/data/page/NAME.html`` filled, its style and script put in and pinned by the policy.

    ``style`` is added to that of all pages. ``fields`` are HTML already; a word of the template such as
    ``$page_theme`` is the message ``page.theme``.
    """
    style, theme = data_text("page/style.css") + style, data_text("page/theme.js")
    script = data_text("page/tools.js") + data_text("page/report.js" if name == "report" else "page/table.js")
    sources = f"style-src '{_pin(style)}'; script-src '{_pin(theme)}' '{_pin(script)}'"
    policy = f"default-src 'none'; {sources}; base-uri 'none'; form-action 'none'"
    own = {key.replace(".", "_"): escape(text) for key, text in say.texts.items() if "{" not in text}
    fixed = {"policy": policy, "style": style, "theme": theme, "script": script}
    return Template(data_text(f"page/{name}.html")).substitute(own | fields | fixed)


def _pin(text: str) -> str:
    """What the policy lets in: the hash of exactly this text."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


def plain(text: str, *, paragraphs: bool = False) -> str:
    """Text of a document as HTML: escaped, and each character that cannot be seen as a mark that says what it is.

    Lines become one, unless its ``paragraphs`` are to be kept.

    >>> plain("<b>一\\u200b</b>")
    '&lt;b&gt;一<i class="unseen" title="U+200B"></i>&lt;/b&gt;'
    """
    if text.isprintable():
        return escape(text)
    if paragraphs:
        return "\n".join(map(plain, text.split("\n")))
    return "".join(_unseen(char) if unicodedata.category(char) in _HIDDEN else escape(char) for char in text)


def _unseen(char: str) -> str:
    return " " if char in "\t\n\r" else f'<i class="unseen" title="U+{ord(char):04X}"></i>'


def _file(draft: str) -> str:
    """The name of a draft's file; the folders of whoever checked it are nobody's business."""
    return re.split(r"[/\\]", draft)[-1] or draft


def _verdict(report: Report, say: Words) -> str:
    decision = report.verdict.decision
    fails = len(report.verdict.reasons)
    notes = [
        f'<li class="{"why" if at < fails else "warn"}">{plain(told)}</li>'
        for at, told in enumerate(passed_limits(report, say))
    ]
    notes += [f'<li class="warn">{plain(warning.text(say.language))}</li>' for warning in report.warnings]
    return (
        f'<p class="decision {decision}"><strong>{escape(say(f"decision.{decision}"))}</strong>'
        f"<span>{escape(summary(report, say))}</span></p>"
        + (f'<ul class="notes">{"".join(notes)}</ul>' if notes else "")
    )


def _bar(report: Report, say: Words) -> str:
    """Where in the draft the matches lie, each a link to its passage."""
    length = max(len(report.draft.text), 1)
    links = []
    for number, match in enumerate(report.matches, 1):
        left = 100 * match.draft.start / length
        width = 100 * (match.draft.end - match.draft.start) / length
        label = escape(f"{number}{say('mark.comma')}{_what(match, say)}", quote=True)
        links.append(
            f'<a href="#d{number}" data-match="{number}" class="{_classes(match)}" aria-label="{label}">'
            f'<title>{label}</title><rect x="{left:.3f}%" width="{width:.3f}%" height="100%"></rect></a>'
        )
    return "".join(links)


def _filters(report: Report, say: Words) -> str:
    """A box for each kind and for what does not count, and the choice of a source. Hidden where there is no script."""
    kinds = Counter(shown_kind(match) for match in report.counted)
    boxes = [
        f'<label class="{kind}"><input type="checkbox" name="kind" value="{kind}" checked>'
        f"{escape(say(f'kind.{kind}'))} <b>{kinds[kind]}</b></label>"
        for kind in KINDS
        if kinds[kind]
    ]
    ignored = report.figures.ignored_matches
    if ignored:
        boxes.append(
            f'<label class="ignored"><input type="checkbox" name="ignored" checked>'
            f"{escape(say('figure.ignored_matches'))} <b>{ignored}</b></label>"
        )
    sources = Counter(match.source.document_id for match in report.matches)
    choices = [f'<option value="">{escape(say("page.all_sources"))}</option>']
    choices += [
        f'<option value="{number}">{plain(source_name(report, name, say))} ({count})</option>'
        for number, (name, count) in enumerate(sorted(sources.items()))
    ]
    return "".join(boxes) + (
        f'<label class="source">{escape(say("side.source"))} <select name="source">{"".join(choices)}</select></label>'
    )


def _paragraphs(report: Report, say: Words) -> Iterator[str]:
    """The draft, line by line, with the number of each line."""
    seen: set[int] = set()
    for line, stretches in enumerate(_lines(report), 1):
        if any(part.strip() for _, part in stretches):
            runs = groupby(stretches, lambda stretch: stretch[0].match)
            inside = "".join(_run(report, at, list(run), seen, say) for at, run in runs)
            yield f'<p data-line="{line}">{inside}</p>\n'


def _lines(report: Report) -> Iterator[list[tuple[Segment, str]]]:
    """The stretches of each line: how they are marked, and their text."""
    text = report.draft.text
    line: list[tuple[Segment, str]] = []
    for segment in segments(report):
        first, *others = text[segment.start : segment.end].split("\n")
        line.append((segment, first))
        for other in others:
            yield line
            line = [(segment, other)]
    yield line


def _run(report: Report, at: int | None, run: list[tuple[Segment, str]], seen: set[int], say: Words) -> str:
    """What a line has of one match, or of none; the first run of a match is where links to the match lead."""
    inside = "".join(_stretch(report, segment, part, say) for segment, part in run)
    if at is None or not any(part.strip() for _, part in run):
        return inside
    match, number = report.matches[at], at + 1
    common = f'class="hit {_classes(match)}" data-match="{number}" href="#s{number}"'
    if number in seen:
        return f'<a {common} tabindex="-1">{inside}</a>'
    seen.add(number)
    label = escape(f"{number}{say('mark.comma')}{_what(match, say)}", quote=True)
    return f'<a {common} id="d{number}" title="{label}"><sup>{number}&#8288;</sup>{inside}</a>'


def _stretch(report: Report, segment: Segment, part: str, say: Words) -> str:
    inside = plain(part)
    if segment.finding is not None and part:
        found = report.findings[segment.finding]
        inside = f'<span class="found" title="{escape(finding_name(found, say), quote=True)}">{inside}</span>'
    if segment.equal and part:
        inside = f"<b>{inside}</b>"
    return f'<span class="accepted">{inside}</span>' if segment.accepted and part else inside


def _cards(report: Report, pairs: Sequence[str], say: Words) -> Iterator[str]:
    """A card for each match; ``pairs`` are its two sides beside each other, "" for one without pairs."""
    texts = {source.id: source.text for source in report.sources}
    order = {name: at for at, name in enumerate(sorted({match.source.document_id for match in report.matches}))}
    numbered = sorted(
        enumerate(report.matches, 1), key=lambda one: one[1].ignored is not None
    )  # those that count first
    for number, match in numbered:
        source = match.source
        why = "counted" if match.ignored is None else match.ignored
        chip = "" if match.ignored is None else f'<span class="chip">{escape(say(f"reason.{match.ignored}"))}</span>'
        facts = [say("match.score", score=match.score)] if match.ignored is None else []
        facts.append(say("match.verbatim", share=match.verbatim))
        todo = hint(report, match, say)
        here = place(report, match.draft.start, match.draft.end, say)
        others = say("mark.comma").join(source_name(report, name, say) for name in match.also_in)
        yield (
            f'<article id="s{number}" class="card {_classes(match)}" data-match="{number}"'
            f' data-kind="{shown_kind(match)}" data-source="{order[source.document_id]}"'
            f' data-ignored="{match.ignored or ""}" tabindex="-1" aria-labelledby="h{number}">'
            f'<h3 id="h{number}"><span class="number">{number}</span>'
            f'<span class="kind">{escape(kind_name(match, say))}</span>{chip}'
            f'<span class="facts">{escape(say("mark.comma").join(facts))}</span>'
            f'<a class="back" href="#d{number}">{escape(here)}</a></h3>'
            f'<p class="from"><span>{escape(say("side.source"))} <cite>{plain(source.document_id)}</cite>'
            f"{plain(about_source(report, source.document_id, say))}</span>"
            f'<span class="at">{escape(_where(report, match, say))}</span></p>'
            f"<blockquote>{_quoted(match, texts.get(source.document_id, ''), pairs[number - 1])}</blockquote>"
            + ("" if match.ignored else f'<p class="grounds">{plain(say("pairs.why", why=grounds(match, say)))}</p>')
            + (f'<p class="also">{plain(say("match.also_in", sources=others))}</p>' if others else "")
            + (f'<p class="note">{plain(note(match, say))}</p>' if note(match, say) else "")
            + (f'<p class="hint">{plain(say("match.hint", hint=todo))}</p>' if todo else "")
            + f'<p class="reason">{escape(say(f"why.{why}"))}</p></article>\n'
        )


def _where(report: Report, match: Match, say: Words) -> str:
    probable = reuse.beside(report, match.source.document_id, say)
    where = span(match.source.start, match.source.end, say)
    return where + say("mark.comma") + probable if probable else where


def _reuse(report: Report, say: Words) -> str:
    """How probable it is that the draft as a whole reuses each source."""
    if not report.reuse:
        return ""
    items = "".join(f"<li>{plain(line)}</li>" for line in reuse.lines(report, say))
    head = f'<h2 id="reuse">{escape(say("reuse.head"))}</h2>'
    return f'<section class="findings reuse" aria-labelledby="reuse">{head}<ul>{items}</ul></section>'


def _terms(report: Report, say: Words) -> str:
    """What the words of the report mean, folded away on the screen; on paper they stand open."""
    told = "".join(f"<dt>{escape(word)}</dt><dd>{escape(meaning)}</dd>" for word, meaning in terms(report, say))
    if not told:
        return ""
    head = escape(say("term.head"), quote=True)
    folded = f"<details><summary>{head}</summary></details><dl>{told}</dl>"
    return f'<section class="findings terms" aria-label="{head}">{folded}</section>'


def _quoted(match: Match, text: str, pairs: str) -> str:
    """The source passage with its surroundings, or in its place the two sides with their ``pairs``."""
    source = match.source
    before = text[max(0, source.start - _CONTEXT) : source.start]
    after = text[source.end : source.end + _CONTEXT]
    left = "…" if source.start > _CONTEXT else ""
    right = "…" if source.end + _CONTEXT < len(text) else ""
    return (
        f'<span class="context">{left}{plain(before.lstrip(), paragraphs=True)}</span>'
        f"{pairs or passage(match, source=True)}"
        f'<span class="context">{plain(after.rstrip(), paragraphs=True)}{right}</span>'
    )


def passage(match: Match, *, source: bool = False) -> str:
    """One side of a match, the equal characters marked."""
    side = match.source if source else match.draft
    marked = parts(side.text, equal_flags(match, source=source))
    shown = ((same, plain(part, paragraphs=True)) for same, part in marked)
    inside = "".join(f"<b>{part}</b>" if same else part for same, part in shown)
    return f'<span class="hit {_classes(match)}">{inside}</span>'


def _figures(report: Report, say: Words) -> str:
    """The figures that lead, and folded below them all others."""
    shown = {row.field: row for row in told_figures(report, say)}
    lead = "".join(map(_figure, (shown.pop(name) for name in LEADING)))
    others = "".join(map(_figure, shown.values()))
    return (
        f'<dl class="figures lead">{lead}</dl>'
        f'<div class="more"><details><summary>{escape(say("page.more_figures"))}</summary></details>'
        f'<dl class="figures">{others}</dl></div>'
    )


def _figure(row: Figure) -> str:
    note_of = f"<small>{escape(row.note.strip(' ()（）'))}</small>" if row.note else ""
    return f'<div data-figure="{row.field}"><dt>{escape(row.name)}</dt><dd>{plain(row.value)}{note_of}</dd></div>'


def _sheet(report: Report, say: Words) -> str:
    """The chief's sheet, the first thing on the page and on paper."""
    found = sheet(report, say)
    facts = "".join(
        f'<div class="{f"result {found.severity}" if at == found.result else "fact"}">'
        f"<dt>{escape(label)}</dt><dd>{plain(told)}</dd></div>"
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
        parts_of.append(f'<h3>{escape(say("sheet.leftovers_head"))}</h3><ul class="left">{items}</ul>')
    parts_of.append(f"<em>{escape(say('sheet.counting'))}</em>")
    roles = "".join(f"<span>{escape(one)}</span> " for one in re.split(r"[\u3000]| {2}", say("sheet.sign")))
    parts_of.append(f'<p class="sign">{roles}</p>')
    return f'<section class="sheet" aria-labelledby="sheet">{"".join(parts_of)}</section>'


def _items(lines: Iterable[str]) -> str:
    return "".join(f"<li>{plain(line.strip().removeprefix('- '))}</li>" for line in lines)


def _leftovers(report: Report, say: Words) -> str:
    """All that was left behind, where the sheet has no room for it."""
    if len(report.leftovers) <= _LEFTOVERS:
        return ""
    head, *rest = lines(report.draft, report.leftovers, say)
    head = f'<h2 id="leftovers">{escape(head)}</h2>'
    return f'<section class="findings leftovers" aria-labelledby="leftovers">{head}<ul>{_items(rest)}</ul></section>'


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


def _findings(report: Report, say: Words) -> str:
    if not report.findings:
        return ""
    items = "".join(f"<li>{_finding(report, found, say)}</li>" for found in report.findings)
    head = f'<h2 id="findings">{escape(say("report.findings"))}</h2>'
    return f'<section class="findings" aria-labelledby="findings">{head}<ul>{items}</ul></section>'


def _finding(report: Report, found: Finding, say: Words) -> str:
    about = finding_name(found, say) + say("mark.comma") + place(report, found.start, found.end, say)
    text = found.excerpt or found.text
    return escape(about) + (f"{escape(say('mark.colon'))}<q>{plain(text)}</q>" if text else "")


def _what(match: Match, say: Words) -> str:
    """A match in few words: its kind, and why it does not count."""
    kind = kind_name(match, say)
    return kind if match.ignored is None else kind + say("mark.comma") + say(f"reason.{match.ignored}")


def _classes(match: Match) -> str:
    return shown_kind(match) + ("" if match.ignored is None else " ignored")
