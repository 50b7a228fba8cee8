"""Clipping: a match with less of its draft passage, and what of the source that was taken from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from simcheck.judge.matches import kind_of, share_equal, units_in
from simcheck.scoring import Judgement
from simcheck.text.analyze import Analyzed
from simcheck.types import EqualRun, Match, Passage

Span = tuple[int, int]


def clipped(match: Match, draft: Analyzed, span: Span, scoring: Judgement) -> Match:
    """The match within a span of the draft; as it was where nothing equal lies there, or nothing outside of it."""
    start, end = _stripped(match.draft, span)
    runs = tuple(_clipped(draft, match.equal, (start, end)))
    if not runs or (start, end) == _stripped(match.draft, (match.draft.start, match.draft.end)):
        return match
    pairs = tuple(pair for pair in match.pairs if start <= pair.draft_start and pair.draft_end <= end)
    sides = [(run.source_start, run.source_end) for run in runs]
    sides += [(pair.source_start, pair.source_end) for pair in pairs]
    source = _cut(match.source, min(first for first, _ in sides), max(last for _, last in sides))
    ours, verbatim = _cut(match.draft, start, end), share_equal(draft, (start, end), runs)
    kind = kind_of(ours.text, source.text, verbatim, scoring)
    return replace(match, draft=ours, source=source, equal=runs, verbatim=verbatim, pairs=pairs, kind=kind)


def _clipped(draft: Analyzed, runs: Sequence[EqualRun], span: Span) -> Iterator[EqualRun]:
    """The runs within a span, those that reach out of it cut where both sides are as long."""
    for run in runs:
        start, end = max(span[0], run.draft_start), min(span[1], run.draft_end)
        if (start, end) == (run.draft_start, run.draft_end):
            yield run
        elif start < end and run.draft_end - run.draft_start == run.source_end - run.source_start:
            first, last = units_in(draft, (start, end))
            shift = run.source_start - run.draft_start
            if last > first:
                yield EqualRun(start, end, start + shift, end + shift, last - first)


def _stripped(passage: Passage, span: Span) -> Span:
    """A span without white space at its ends."""
    start, end = span
    text = passage.text[start - passage.start : end - passage.start]
    return start + len(text) - len(text.lstrip()), end - len(text) + len(text.rstrip())


def _cut(passage: Passage, start: int, end: int) -> Passage:
    text = passage.text[start - passage.start : end - passage.start]
    return replace(passage, start=start, end=end, text=text)
