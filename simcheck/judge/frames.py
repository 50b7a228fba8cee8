"""Frames: which parts of a draft's frame are that, and which hold what a source has in its body.

A line that looks like a note, a signature or a formality may hold anything. What was taken over with the frame of
another document stands in the frame there too; words from the body of a source are a copy, whatever stands around them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from simcheck.text.structure import frame
from simcheck.types import Document, EqualRun, Match

Spans = tuple[tuple[int, int], ...]

#: Letters of a source's body that a part of a frame may share with it, in runs of at least so many.
MOST, RUN = 12, 5


def proper_frame(framed: Spans, runs: Iterable[EqualRun], source: str) -> Spans:
    """The spans of a draft's frame without those that share more than a few letters with a source's body.

    >>> draft, speech = "请照办。\\n（此件请把机井的底数都摸清楚）", "同志们：\\n要把机井的底数都摸清楚，不要落下一口。"
    >>> proper_frame(((5, 20),), [EqualRun(9, 19, 6, 16, 10)], speech)
    ((5, 20),)
    >>> proper_frame(((5, 40),), [EqualRun(9, 29, 6, 26, 20)], speech + speech[5:])
    ()
    """
    long = [run for run in runs if run.letters >= RUN]
    touched = [span for span in framed if any(run.draft_start < span[1] and run.draft_end > span[0] for run in long)]
    if not touched:
        return framed
    theirs = frame(source)
    refused = {span for span in touched if sum(_in_body(span, run, theirs) for run in long) > MOST}
    return tuple(span for span in framed if span not in refused)


def proper_frame_of(framed: Spans, matches: Iterable[Match], sources: Mapping[str, Document]) -> Spans:
    """The spans of a draft's frame that no match shows to be a copy."""
    for match in matches:
        source = sources.get(match.source.document_id)
        if source is not None:
            framed = proper_frame(framed, match.equal, source.text)
    return framed


def _in_body(span: tuple[int, int], run: EqualRun, theirs: Spans) -> float:
    """How many letters of a run are in a span of the draft and in no frame of the source."""
    inside = min(span[1], run.draft_end) - max(span[0], run.draft_start)
    framed = sum(max(0, min(end, run.source_end) - max(start, run.source_start)) for start, end in theirs)
    if inside <= 0:
        return 0.0
    outside = 1 - framed / max(run.source_end - run.source_start, 1)
    return run.letters * inside / max(run.draft_end - run.draft_start, 1) * outside
