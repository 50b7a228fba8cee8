"""Scattered short pieces: what a draft shares with single texts of the corpus, too short to count, and where."""

from __future__ import annotations

from simcheck.judge.figures import mask_of
from simcheck.messages import Words
from simcheck.report import Report
from simcheck.reporters.apart import apart
from simcheck.reporters.layout import visible
from simcheck.reporters.phrases import source_name
from simcheck.reporters.standing import where
from simcheck.text.frame import frame
from simcheck.types import SharedRun

#: Pieces that are listed, and characters of each.
_LISTED, _SHOWN = 12, 60


def lines(report: Report, say: Words, *, paragraphs: bool = False) -> list[str]:
    """What the pieces are and why they do not count, and a line for each that stands in no passage of the report; then
    in which passages the others stand. Nothing where there is none."""
    inside, outside = _apart(report)
    if not outside and not report.figures.mosaic:
        return []
    told = [_told(report, run, say, paragraphs=paragraphs) for run in outside[:_LISTED]]
    if len(outside) > _LISTED:
        told.append(say("scattered.more", count=len(outside) - _LISTED))
    numbers = say("hint.and").join(f"[{number}]" for number in inside)
    if not told:  # what counts of them and what does not is told with the passages
        return [say("scattered.only_inside", numbers=numbers)] if inside else []
    return [say("scattered.why"), *told, *([say("scattered.inside", numbers=numbers)] if inside else [])]


def _apart(report: Report) -> tuple[list[int], list[SharedRun]]:
    """The numbers of the passages that hold pieces, and the pieces that none holds, in the order of the draft; none
    that is form, a quotation or the name of a document."""
    inside: set[int] = set()
    outside: list[SharedRun] = []
    reached, text = -1, report.draft.text
    framed = mask_of(len(text), (*frame(text), *apart(report)))
    for run in sorted(report.runs, key=lambda one: (one.start, -one.end)):
        held = [
            number
            for number, match in enumerate(report.matches, 1)
            if min(run.end, match.draft.end) - max(run.start, match.draft.start) > (run.end - run.start) / 2
        ]
        inside.update(held)
        formal = framed[run.start : run.end].mean() >= 1 / 2
        if not held and run.start >= reached and not formal:
            outside.append(run)
            reached = run.end
    return sorted(inside), outside


def _told(report: Report, run: SharedRun, say: Words, *, paragraphs: bool) -> str:
    text = visible(report.draft.text[run.start : run.end]).strip()
    return say(
        "scattered.line",
        place=where(report.draft, run.start, run.end, say, paragraphs=paragraphs, lines=True),
        text=text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…",
        kind=say("kind.verbatim" if run.equal else "kind.edited"),
        source=source_name(report, run.document_id, say),
    )
