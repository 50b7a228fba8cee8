"""Formal ends: what of a passage stands between parts of the frame at its ends and shares nothing with the source.

Two notices have the same lines around what each says by itself: the passage that a copied sentence begins goes on over
the signature, and over a table whose rows are of other things. Only what was copied is left of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from simcheck.judge.clipping import clipped
from simcheck.judge.matches import outside
from simcheck.scoring import Judgement
from simcheck.text.analyze import Analyzed
from simcheck.text.frame import bare_of
from simcheck.types import Match, Passage

Span = tuple[int, int]


def without_formal_ends(match: Match, draft: Analyzed, frame: Iterable[Span], scoring: Judgement) -> Match:
    """The match from the first to the last stretch outside of the frame that was taken from the source, by its letters
    or by a sentence of it that says what one of the source says. Formalities at the ends stay where most of the match
    is a body: a document as a whole; title and salutation at its head never do."""
    frame = tuple(frame)
    match = _without_title(match, draft, frame, scoring)
    bare = [span for span in outside(match.draft, frame) if _letters(match.draft, *span)]
    shared = [span for span in bare if _shares(match, span, scoring) or _says(match, span)]
    if not shared or match.kind not in ("verbatim", "edited"):
        return match
    body = sum(_letters(match.draft, *span) for span in bare)
    whole = body >= scoring.frame_body * _letters(match.draft, match.draft.start, match.draft.end)
    start = match.draft.start if whole and shared[0] == bare[0] else shared[0][0]
    end = match.draft.end if whole and shared[-1] == bare[-1] else shared[-1][1]
    return clipped(match, draft, (start, end), scoring)


def _without_title(match: Match, draft: Analyzed, frame: Iterable[Span], scoring: Judgement) -> Match:
    """The match without the title and the salutation that it begins with, where it has a body."""
    if match.ignored is not None or match.kind == "translation":
        return match
    text, at = draft.document.text, match.draft.start
    for start, end in sorted(bare_of(text).intersection(frame)):
        if end > at and (start <= at or not any(map(str.isalnum, text[at:start]))):
            at = end
    left = sum(map(str.isalnum, text[at : match.draft.end]))
    if left < scoring.body_letters:
        return match
    found, whole = clipped(match, draft, (at, match.draft.end), scoring), match.source
    behind = whole.text[found.source.end - whole.start :]
    if any(map(str.isalnum, behind)):
        return found
    source = Passage(whole.document_id, found.source.start, whole.end, found.source.text + behind)
    return replace(found, source=source)


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


def _letters(passage: Passage, start: int, end: int) -> int:
    return sum(map(str.isalnum, passage.text[max(0, start - passage.start) : max(0, end - passage.start)]))
