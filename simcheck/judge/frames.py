"""Frames: which parts of a draft's frame are its frame, and not a copied body in the dress of one.

The shape of a part is the draft's word: anybody can write a sentence as a list of recipients. What it is copied from
tells: a frame is copied from a frame.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from simcheck.judge.quotations import Spans
from simcheck.scoring import Judgement
from simcheck.text.frame import formal, frame, own_openings
from simcheck.text.openings import own_of
from simcheck.text.structure import structure
from simcheck.types import Document, EqualRun, Match

Span = tuple[int, int]
#: Parts of a frame with hardly a word of their own.
_BARE = frozenset(("number", "speaker", "occasion", "date", "salutation"))


class Copied(NamedTuple):
    """A passage of a draft, what it was taken from, and the letters that are equal."""

    draft: Span
    source: Span
    text: str
    runs: tuple[EqualRun, ...]


def own_frame(text: str, copied: Iterable[Copied], scoring: Judgement) -> Spans:
    """The frame of a draft without the parts that sources have in their bodies, and without what of an opening is of
    its source's own.

    As long as the former are fewer letters than ``scoring.dressed_letters`` they are chance: a title that a speech
    names; the latter are as long as they are fewer than ``scoring.own_letters``.
    """
    parts, copied = frame(text), tuple(copied)
    if not parts:
        return parts
    if own := _own(text, copied, scoring):
        parts = tuple(apart for part in parts for apart in _without(part, own))
    dressed: dict[Span, int] = {}
    for one in copied:
        touched = [part for part in parts if part[0] < one.draft[1] and part[1] > one.draft[0]]
        for part in touched:
            letters = _letters(text, part)
            body = _from_body(text, part, one, scoring)
            if body >= min(scoring.dressed * letters, scoring.dressed_letters):
                dressed[part] = max(dressed.get(part, 0), body)
    if sum(dressed.values()) < scoring.dressed_letters:
        return parts
    return tuple(part for part in parts if part not in dressed)


def frame_of(text: str, matches: Iterable[Match], sources: Mapping[str, Document], scoring: Judgement) -> Spans:
    """The same by the matches of a report and its sources by their ids; forms are frames themselves."""
    known = ((match, sources.get(match.source.document_id)) for match in matches if match.ignored in (None, "frame"))
    copied = (
        Copied((match.draft.start, match.draft.end), (match.source.start, match.source.end), source.text, match.equal)
        for match, source in known
        if source is not None and source.source_class == "peer"
    )
    return own_frame(text, copied, scoring)


def _own(text: str, copied: Iterable[Copied], scoring: Judgement) -> list[Span]:
    """What of a draft's opening is of a source's own: pieces that are equal, or all that are touched where these are
    many letters, however they were edited."""
    equal = {span: _equal(text, span, copied) for span in own_openings(text)}
    if sum(equal.values()) >= scoring.own_touched:
        return [span for span, letters in equal.items() if letters]
    own = [span for span, letters in equal.items() if letters >= scoring.own_equal * _letters(text, span)]
    return own if sum(_letters(text, span) for span in own) >= scoring.own_letters else []


def _equal(text: str, span: Span, copied: Iterable[Copied]) -> int:
    """The most letters of a span that are equal in one passage."""
    clipped = ([(max(span[0], run.draft_start), min(span[1], run.draft_end)) for run in one.runs] for one in copied)
    return max((sum(_letters(text, (a, b)) for a, b in runs if a < b) for runs in clipped), default=0)


def _without(part: Span, cut: Iterable[Span]) -> Iterator[Span]:
    """What is left of a part without spans that are in order."""
    at = part[0]
    for start, end in cut:
        if part[0] <= start < part[1]:
            if start > at:
                yield at, start
            at = end
    if at < part[1]:
        yield at, part[1]


def _from_body(text: str, part: Span, one: Copied, scoring: Judgement) -> int:
    """How many letters of a part are from the source's body: by the equal letters, or where these are few, by what
    stands in the source between those beside the part, and then no more than the part can have of a body."""
    formed = formal(one.text)
    inside = max(part[0], one.draft[0]), min(part[1], one.draft[1])
    equal = body = 0
    for run in one.runs:
        start, end = max(inside[0], run.draft_start), min(inside[1], run.draft_end)
        if start < end:
            size = _letters(text, (start, end))
            shift = run.source_start - run.draft_start
            equal += size
            body += size * (not _inside(formed, (start + shift, end + shift), scoring.in_frame))
    letters = _letters(text, inside)
    if equal >= scoring.equal_in_frame * letters:
        return body
    if _inside(formed, one.source, scoring.in_frame) or _inside(formed, _counterpart(one, inside), scoring.in_frame):
        return 0
    return min(letters, _of_a_body(text, part))


def _counterpart(one: Copied, span: Span) -> Span:
    """What stands in the source between the equal letters before a span of the draft and those behind it; all of the
    passage where these are in another order."""
    start = max((run.source_end for run in one.runs if run.draft_end <= span[0]), default=one.source[0])
    end = min((run.source_start for run in one.runs if run.draft_start >= span[1]), default=one.source[1])
    return (start, end) if start < end else one.source


def _of_a_body(text: str, span: Span) -> int:
    """How many letters of a part of a frame can be a body that was rewritten: none of who speaks when and to whom, of
    an opening or a closing those that vary in its clauses, and all of any other."""
    part = next((one for one in structure(text) if (one.start, one.end) == span), None)
    if part is None or part.kind not in (*_BARE, "opening", "closing"):
        return _letters(text, span)
    return sum(_letters(text, own) for own in own_of(text, part)) if part.kind not in _BARE else 0


def _inside(spans: Spans, span: Span, share: float) -> bool:
    """Whether such a share of a span lies in spans."""
    inside = sum(max(0, min(end, span[1]) - max(start, span[0])) for start, end in spans)
    return inside >= share * (span[1] - span[0])


def _letters(text: str, span: Span) -> int:
    return sum(map(str.isalnum, text[slice(*span)]))
