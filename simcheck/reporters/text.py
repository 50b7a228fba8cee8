"""The report for people: the verdict first, then each match with its two passages, then the figures."""

from __future__ import annotations

from collections.abc import Iterator

from simcheck.reporters.layout import Line, Piece, Style, clip, pad, paint, shorten, visible, wrap
from simcheck.reporters.passages import sides
from simcheck.reporters.words import WORDS, Language, Words, language_of
from simcheck.types import Finding, Match, Report

#: Characters that are shown of a passage that is longer than ``_LONG``.
_SHOWN, _LONG = 180, 240
_INDENT = "    "
_NARROWEST = 40


def render(report: Report, *, width: int = 80, colour: bool = False, language: Language | None = None) -> str:
    """The report as lines of at most ``width`` cells, in ANSI colours if ``colour``.

    Numbers in brackets are places in ``report.matches``, from 1. Positions count code points of the original text
    from 1, both ends included. Without ``language`` the report speaks the language of the draft.
    """
    words = WORDS[language or language_of(report.draft.text)]
    width = max(width, _NARROWEST)
    blocks = (
        _verdict(report, words, width),
        _counted(report, words, width, colour),
        _ignored(report, words, width),
        _findings(report, words, width),
        _figures(report, words, width),
        _closing(report, words, width),
    )
    lines: list[Line] = []
    for block in map(list, blocks):
        if block:
            lines += [[], *block] if lines else block
    return paint(lines, colour=colour)


def percent(share: float) -> str:
    """A share for people.

    >>> percent(0.3214)
    '32.1%'
    """
    return f"{share:.1%}"


def _verdict(report: Report, words: Words, width: int) -> Iterator[Line]:
    figures, decision = report.figures, report.verdict.decision
    style: Style = "good" if decision == "pass" else "bad"
    headline = words.headline.format(draft=visible(report.draft.id), decision="\0").split("\0")
    yield [Piece(headline[0], "bold"), Piece(words.decisions[decision], style), Piece(headline[1])]
    limit = report.limits.max_overlap
    summary = words.summary.format(
        overlap=percent(figures.overlap),
        characters=figures.characters,
        reused=figures.reused_characters,
        limit="" if limit is None else words.limit.format(limit=percent(limit)),
    )
    counts = words.counts.format(counted=figures.matches, ignored=figures.ignored_matches)
    tail = counts if report.matches else words.none_found
    yield from wrap([Piece(summary + words.joint + tail)], width)
    for reason in report.verdict.reasons:
        for number, line in enumerate(wrap([Piece(_reason(visible(reason), words))], width - 4)):
            yield [Piece("  - " if number == 0 else _INDENT), *line]
    for warning in report.warnings:
        for line in wrap([Piece(words.warning.format(text=visible(warning)), "warn")], width):
            yield line


def _reason(reason: str, words: Words) -> str:
    name = next((name for name in words.limits if reason.startswith(f"{name} ")), "")
    return words.limits[name] + reason.removeprefix(name) if name else reason


def _counted(report: Report, words: Words, width: int, colour: bool) -> Iterator[Line]:
    if not report.counted:
        return
    yield [Piece(words.counted, "bold")]
    marked = False
    for number, match in enumerate(report.matches, 1):
        if match.ignored is None:
            yield []
            yield from _match(report, number, match, words, width)
            both = sides(match, colour=colour)
            marked = marked or both.marked
            yield from _side(words.draft_side, both.draft, words, width)
            identical = [Piece(words.identical, "dim")]
            yield from _side(words.source_side, identical if both.identical else both.source, words, width)
    if marked:
        yield []
        yield [Piece(words.legend_equal if colour else words.legend_changed, "dim")]


def _match(report: Report, number: int, match: Match, words: Words, width: int) -> Iterator[Line]:
    """The two lines above the passages: what it is and where, and where it comes from."""
    about = words.joint.join(
        (
            words.score.format(score=f"{match.score:.2f}"),
            words.verbatim.format(share=f"{match.verbatim:.0%}"),
            _place(report, match.draft.start, match.draft.end, words),
        )
    )
    yield [Piece(pad(f"[{number}]", 4), "bold"), Piece(words.kinds[match.kind], "bad"), Piece("  " + about)]
    source = words.source.format(source=visible(match.source.document_id))
    parts = [source, _span(match.source.start, match.source.end, words)]
    if match.also_in:
        parts.append(words.also_in.format(sources=visible(words.joint.join(match.also_in))))
    for line in wrap([Piece(words.joint.join(parts))], width - 4):
        yield [Piece(_INDENT), *line]


def _side(label: str, pieces: list[Piece], words: Words, width: int) -> Iterator[Line]:
    long = sum(len(piece.text) for piece in pieces) > _LONG
    shown = shorten(pieces, _SHOWN, words.left_out) if long else pieces
    for number, line in enumerate(wrap(shown, width - 4 - len(_blank(label)))):
        yield [Piece(_INDENT), Piece(label if number == 0 else _blank(label), "dim"), *line]


def _blank(label: str) -> str:
    return pad("", sum(2 if char > "\u2e7f" else 1 for char in label) - 1) + "│"


def _ignored(report: Report, words: Words, width: int) -> Iterator[Line]:
    if len(report.counted) == len(report.matches):
        return
    yield [Piece(words.ignored, "bold")]
    for number, match in enumerate(report.matches, 1):
        if match.ignored is not None:
            about = (
                f"{words.reasons[match.ignored]}{words.joint}{words.kinds[match.kind]}"
                f"{words.joint}{_place(report, match.draft.start, match.draft.end, words)}"
                f"{words.joint}{words.source.format(source=visible(match.source.document_id))}"
            )
            yield [Piece(pad(f"[{number}]", 4)), Piece(clip(about, width - 4))]
            label = words.draft_side
            room = width - 4 - len(_blank(label))
            yield [Piece(_INDENT), Piece(label, "dim"), Piece(clip(visible(match.draft.text), room), "dim")]


def _findings(report: Report, words: Words, width: int) -> Iterator[Line]:
    if report.findings:
        yield [Piece(words.found, "bold")]
    for finding in report.findings:
        yield [Piece("  - "), Piece(clip(_finding(report, finding, words), width - 4), "warn")]


def _finding(report: Report, finding: Finding, words: Words) -> str:
    name = words.findings.get(finding.kind, finding.kind)
    count = words.count.format(count=finding.count)
    about = f"{name} {count}{words.joint}{_place(report, finding.start, finding.end, words)}"
    text = visible(finding.text)
    return about + words.colon + text if text else about


def _figures(report: Report, words: Words, width: int) -> Iterator[Line]:
    if not report.matches:
        return
    figures = report.figures
    largest = percent(figures.largest_source)
    if figures.largest_source_id is not None:
        largest = words.largest.format(share=largest, source=visible(figures.largest_source_id))
    values = (
        words.characters.format(count=figures.characters),
        words.characters.format(count=figures.reused_characters),
        percent(figures.overlap) + ("" if report.limits.max_overlap is None else words.gate),
        percent(figures.total) + words.no_gate,
        percent(figures.without_quotations),
        percent(figures.without_set_phrases),
        percent(figures.without_own_work),
        largest,
        words.longest_run.format(count=figures.longest_run),
    )
    yield [Piece(words.figures, "bold")]
    for name, value in zip(words.figure_names, values, strict=True):
        for number, line in enumerate(wrap([Piece(value)], width - 22)):
            yield [Piece("  " + pad(name if number == 0 else "", 20)), *line]


def _closing(report: Report, words: Words, width: int) -> Iterator[Line]:
    corpus = report.corpus
    sentence = words.texts if corpus.path is None else words.corpus
    about = sentence.format(
        path=visible(corpus.path or ""),
        documents=corpus.documents,
        sentences=corpus.sentences,
        model=visible(corpus.model),
    )
    yield from wrap([Piece(about, "dim")], width)


def _place(report: Report, start: int, end: int, words: Words) -> str:
    line = report.draft.text.count("\n", 0, start) + 1
    return words.place.format(line=line) + words.joint + _span(start, end, words)


def _span(start: int, end: int, words: Words) -> str:
    return words.span.format(start=start + 1, end=end)
