"""The report as one web page that needs nothing else: the draft with its passages, beside them their sources."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby

from simcheck.grounds import grounds
from simcheck.messages import Language, Words, language_of, words
from simcheck.report import Report
from simcheck.reporters import reuse, scattered
from simcheck.reporters.html_pages import page, plain
from simcheck.reporters.html_pairs import highlights, shared, shown
from simcheck.reporters.html_sheet import figures_section, leftovers_section, sheet_section
from simcheck.reporters.layout import visible
from simcheck.reporters.passages import looks, parts
from simcheck.reporters.phrases import (
    also_in,
    compared_with,
    finding_name,
    hint,
    kind_name,
    note,
    passed_limits,
    shown_kind,
    source_files,
    source_name,
    summary,
)
from simcheck.reporters.segments import MarkedSpan, segments
from simcheck.reporters.sheet_facts import number_of, title_of
from simcheck.reporters.standing import place, span
from simcheck.reporters.terms import terms
from simcheck.types import KINDS, Finding, Match

#: Characters of the source shown before and after a passage.
_CONTEXT = 70


def render(report: Report, *, language: Language | None = None) -> str:
    """A whole HTML document. Nothing in it comes from elsewhere, and its policy lets nothing run but its own script.

    Without JavaScript it reads the same; the script filters, jumps and remembers light or dark.
    """
    say = words(language or language_of(report.draft.text))
    sides = [shown(match, at, say) if match.pairs else ("", "") for at, match in enumerate(report.matches, 1)]
    most = max((len(match.pairs) for match in report.matches), default=0)
    fields = {
        "lang": "zh-CN" if say.language == "zh" else "en",
        "title": plain(title_of(report) or _file(report.draft.id)),
        "file": plain(_file(report.draft.id)),
        "verdict": _verdict(report, say),
        "sheet": sheet_section(report, say),
        "bar": _bar(report, say),
        "filters": _filters(report, say),
        "draft": "".join(_paragraphs(report, say)),
        "text_lang": "zh-CN" if language_of(report.draft.text) == "zh" else "en",
        "cards": "".join(_cards(report, [inside for inside, _ in sides], say))
        or f'<p class="none">{escape(say("report.none_found"))}</p>',
        "figures": figures_section(report, say),
        "findings": _listed("reuse", say("reuse.head"), reuse.lines(report, say))
        + _listed("scattered", say("scattered.head"), scattered.lines(report, say))
        + _findings(report, say)
        + leftovers_section(report, say)
        + _listed("files", say("report.files"), [a + say("mark.colon") + b for a, b in source_files(report, say)])
        + _terms(report, say),
        "about": plain(compared_with(report, say)),
        "model": escape(visible(report.corpus.model), quote=True),
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


def _lines(report: Report) -> Iterator[list[tuple[MarkedSpan, str]]]:
    """The stretches of each line: how they are marked, and their text."""
    text = report.draft.text
    line: list[tuple[MarkedSpan, str]] = []
    for segment in segments(report):
        first, *others = text[segment.start : segment.end].split("\n")
        line.append((segment, first))
        for other in others:
            yield line
            line = [(segment, other)]
    yield line


def _run(report: Report, at: int | None, run: list[tuple[MarkedSpan, str]], seen: set[int], say: Words) -> str:
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


def _stretch(report: Report, segment: MarkedSpan, part: str, say: Words) -> str:
    inside = plain(part)
    if segment.finding is not None and part:
        found = report.findings[segment.finding]
        inside = f'<span class="found" title="{escape(finding_name(found, say), quote=True)}">{inside}</span>'
    if part:
        inside = shared(segment.look, inside)
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
        todo, named = hint(report, match, say), source_name(report, source.document_id, say)
        here = place(report, match.draft.start, match.draft.end, say)
        yield (
            f'<article id="s{number}" class="card {_classes(match)}" data-match="{number}"'
            f' data-kind="{shown_kind(match)}" data-source="{order[source.document_id]}"'
            f' data-ignored="{match.ignored or ""}" tabindex="-1" aria-labelledby="h{number}">'
            f'<h3 id="h{number}"><span class="number">{number}</span>'
            f'<span class="kind">{escape(kind_name(match, say))}</span>{chip}'
            f'<span class="facts">{escape(say("mark.comma").join(facts))}</span>'
            f'<a class="back" href="#d{number}">{escape(here)}</a></h3>'
            f'<p class="from" title="{escape(visible(source.document_id), quote=True)}">'
            f"<span>{escape(say('side.source'))} <cite>{plain(named)}</cite></span>"
            f'<span class="at">{escape(span(source.start, source.end, say))}</span></p>'
            f"<blockquote>{_quoted(match, texts.get(source.document_id, ''), pairs[number - 1])}</blockquote>"
            + ("" if match.ignored else f'<p class="grounds">{plain(say("pairs.why", why=grounds(match, say)))}</p>')
            + "".join(f'<p class="also">{plain(told)}</p>' for told in also_in(report, match, say))
            + (f'<p class="note">{plain(note(report, match, say))}</p>' if note(report, match, say) else "")
            + (f'<p class="hint">{plain(say("match.hint", hint=todo))}</p>' if todo else "")
            + f'<p class="reason">{escape(say(f"why.{why}"))}</p></article>\n'
        )


def _listed(name: str, head: str, told: Sequence[str]) -> str:
    """A section of lines; nothing without a line."""
    if not told:
        return ""
    items = "".join(f"<li>{plain(line)}</li>" for line in told)
    title = f'<h2 id="{name}">{escape(head)}</h2>'
    return f'<section class="findings {name}" aria-labelledby="{name}">{title}<ul>{items}</ul></section>'


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
    marked = parts(side.text, looks(match, source=source))
    inside = "".join(shared(look, plain(part, paragraphs=True)) for look, part in marked)
    return f'<span class="hit {_classes(match)}">{inside}</span>'


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
