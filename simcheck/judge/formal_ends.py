"""Formal ends: what of a passage stands between parts of the frame at its ends and shares nothing with the source.

Two notices have the same lines around what each says by itself: the passage that a copied sentence begins goes on over
the signature, and over a table whose rows are of other things. Only what was copied is left of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from simcheck.judge.matches import kind_of, outside, share_equal, units_in
from simcheck.scoring import Judgement
from simcheck.text.analyze import Analyzed
from simcheck.types import EqualRun, Match, Passage

Span = tuple[int, int]


def without_formal_ends(match: Match, draft: Analyzed, frame: Iterable[Span], scoring: Judgement) -> Match:
    """The match from the first to the last stretch outside of the frame that was taken from the source, by its letters
    or by a sentence of it that says what one of the source says. A head that is frame and no more stays, since what is
    left in it is the source's, and so does such an end where most of the match is a body: a document as a whole."""
    bare = [span for span in outside(match.draft, frame) if _letters(match.draft, *span)]
    shared = [span for span in bare if _shares(match, span, scoring) or _says(match, span)]
    if not shared or match.kind not in ("verbatim", "edited"):
        return match
    body = sum(_letters(match.draft, *span) for span in bare)
    whole = body >= scoring.frame_body * _letters(match.draft, match.draft.start, match.draft.end)
    start = match.draft.start if shared[0] == bare[0] else shared[0][0]
    end = match.draft.end if whole and shared[-1] == bare[-1] else shared[-1][1]
    start, end = _stripped(match.draft, (start, end))
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


def _says(match: Match, span: Span) -> bool:
    """Whether a sentence of a stretch says what one of the source says, by its words or its meaning."""
    return any(
        span[0] <= pair.draft_start and pair.draft_end <= span[1] and {"words", "meaning"} & set(pair.reasons)
        for pair in match.pairs
    )


def _shares(match: Match, span: Span, scoring: Judgement) -> bool:
    """Whether a stretch shares as much with the source as makes it a copy: a sentence, or most of a line."""
    letters = _letters(match.draft, *span)
    inside = ((max(span[0], run.draft_start), min(span[1], run.draft_end)) for run in match.equal)
    shared = sum(_letters(match.draft, start, end) for start, end in inside if start < end)
    return shared >= scoring.body_letters or shared > letters * scoring.edited


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


def _letters(passage: Passage, start: int, end: int) -> int:
    return sum(map(str.isalnum, passage.text[max(0, start - passage.start) : max(0, end - passage.start)]))
