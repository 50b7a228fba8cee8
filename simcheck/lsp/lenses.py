"""Code lenses: the figures of a draft above its first line."""

from __future__ import annotations

from lsprotocol.types import CodeLens, Command, Position, Range

from simcheck.messages import Language, words
from simcheck.report import Report
from simcheck.reporters.phrases import summary

#: Shows the whole report, as text; its argument is the draft's URI.
SHOW_REPORT = "simcheck.showReport"


def lenses(uri: str, report: Report | None, problem: str | None, language: Language) -> list[CodeLens]:
    """The figures as lenses that lead to the report; the reason instead when the draft could not be checked."""
    say = words(language)
    if problem is not None:
        return [_lens(say("editor.not_checked", reason=problem), uri)]
    if report is None:
        return []
    figures = report.figures
    titles = [say(f"decision.{report.verdict.decision}") + say("mark.colon") + summary(report, say)]
    if figures.largest_source_id is not None:
        titles.append(say("editor.largest", share=figures.largest_source, source=figures.largest_source_id))
        titles.append(say("editor.longest", letters=figures.longest_run))
    return [_lens(title, uri) for title in titles]


def _lens(title: str, uri: str) -> CodeLens:
    top = Range(Position(0, 0), Position(0, 0))
    return CodeLens(range=top, command=Command(title=title, command=SHOW_REPORT, arguments=[uri]))
