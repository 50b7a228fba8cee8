"""Code lenses: the figures of a draft above its first line."""

from __future__ import annotations

from lsprotocol.types import CodeLens, Command, Position, Range

from simcheck.messages import Language, words
from simcheck.report import Report
from simcheck.reporters.phrases import summary

#: Shows the whole report, as text; its argument is the draft's URI.
SHOW_REPORT = "simcheck.showReport"
#: Adds the file of a draft, as it is saved, to the corpus of its settings; its argument is the draft's URI.
ADD = "simcheck.addToCorpus"
#: Checks a draft again, whatever is known of it; its argument is the draft's URI.
CHECK = "simcheck.check"


def lenses(uri: str, report: Report | None, problem: str | None, language: Language) -> list[CodeLens]:
    """The figures as lenses that lead to the report; when the draft could not be checked the reason, which leads to
    another check."""
    say = words(language)
    if problem is not None:
        return [_lens(say("editor.not_checked", reason=problem), uri, CHECK)]
    if report is None:
        return []
    figures = report.figures
    titles = [say(f"decision.{report.verdict.decision}") + say("mark.colon") + summary(report, say)]
    if figures.largest_source_id is not None:
        titles.append(say("editor.largest", share=figures.largest_source, source=figures.largest_source_id))
        titles.append(say("editor.longest", letters=figures.longest_run))
    return [_lens(title, uri) for title in titles]


def _lens(title: str, uri: str, command: str = SHOW_REPORT) -> CodeLens:
    top = Range(Position(0, 0), Position(0, 0))
    return CodeLens(range=top, command=Command(title=title, command=command, arguments=[uri]))
