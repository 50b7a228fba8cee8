"""Code lenses: the figures of a draft above its first line."""

from __future__ import annotations

from lsprotocol.types import CodeLens, Command, Position, Range

from simcheck.lsp.words import words_of
from simcheck.reporters.text import percent
from simcheck.reporters.words import WORDS, Language
from simcheck.types import Report

#: Shows the whole report, as text; its argument is the draft's URI.
SHOW_REPORT = "simcheck.showReport"


def lenses(uri: str, report: Report | None, problem: str | None, language: Language) -> list[CodeLens]:
    """The figures as lenses that lead to the report; the reason instead when the draft could not be checked."""
    words = words_of(language)
    if problem is not None:
        return [_lens(words.not_checked.format(reason=problem), uri)]
    if report is None:
        return []
    figures, limit = report.figures, report.limits.max_overlap
    shown = WORDS[language].limit.format(limit=percent(limit)) if limit is not None else ""
    counts = words.overlap.format(
        overlap=percent(figures.overlap), limit=shown, matches=figures.matches, ignored=figures.ignored_matches
    )
    titles = [f"{WORDS[language].decisions[report.verdict.decision]} · {counts}"]
    if figures.largest_source_id is not None:
        titles.append(words.largest.format(share=percent(figures.largest_source), source=figures.largest_source_id))
        titles.append(words.run.format(letters=figures.longest_run))
    return [_lens(title, uri) for title in titles]


def _lens(title: str, uri: str) -> CodeLens:
    top = Range(Position(0, 0), Position(0, 0))
    return CodeLens(range=top, command=Command(title=title, command=SHOW_REPORT, arguments=[uri]))
