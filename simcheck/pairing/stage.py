"""The stage of pairing: the matches that are no plain copies get their pairs of sentences."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from simcheck.align import Alignment, Background, Section
from simcheck.cancelling import look
from simcheck.encode.embedded import Embedded
from simcheck.judge.formal_ends import without_formal_ends
from simcheck.judge.frames import frame_of
from simcheck.judge.heading_ends import without_heading_ends
from simcheck.judge.matches import outside, share_equal
from simcheck.judge.quotations import Spans
from simcheck.pairing.evidence import Places, Said, said
from simcheck.pairing.links import Link, links
from simcheck.pairing.reasons import shared_names, shared_numbers
from simcheck.retrieve import Candidates
from simcheck.scoring import Judgement, Pairing, Scoring
from simcheck.text.analyze import Analyzed
from simcheck.text.structure import structure
from simcheck.types import Document, Match, PairReason, Passage, SentencePair

#: Spans of a text by the numbers of its sentences.
Parts = dict[int, tuple[int, int]]


def paired(
    matches: Sequence[Match],
    alignments: Sequence[Alignment],
    draft: Embedded,
    candidates: Candidates,
    background: Background,
    sections: Iterable[Section],
    scoring: Scoring,
) -> tuple[Match, ...]:
    """The matches, one for each alignment in the same order, with their pairs of sentences.

    A verbatim copy gets none, nor does a set phrase: nobody asks there which sentence says what. A passage that says it
    in other words begins and ends with sentences, not within one of which it has next to nothing; one in the same words
    does not go on over what is only form.
    """
    known = tuple(sections)

    def asked(match: Match) -> bool:
        return match.kind != "verbatim" and match.ignored not in ("set_phrase", "frame")

    def pairs(match: Match, number: int) -> Match:
        look()
        ours = _parts(draft.analyzed, match.draft)
        theirs = _parts(candidates.sources[number].analyzed, match.source)
        if match.kind in ("paraphrase", "translation") and ours and theirs:
            match = _trimmed(match, draft.analyzed, ours, theirs, scoring.pairing)
        found: list[SentencePair] = []
        for places in _places(ours, theirs, number, candidates, scoring):
            evidence = said(places, draft, candidates, background, known, scoring)
            found += _pairs(match, places, evidence, (ours, theirs), scoring)
        return replace(match, pairs=tuple(found))

    found = [
        pairs(match, one.number) if asked(match) else match for match, one in zip(matches, alignments, strict=True)
    ]
    named = {one.analyzed.document.id: one.analyzed.document for one in candidates.sources.values()}
    return tuple(_without_formal_ends(found, draft, named, scoring.judgement))


def _without_formal_ends(
    found: Sequence[Match], draft: Embedded, named: Mapping[str, Document], scoring: Judgement
) -> Iterator[Match]:
    """The matches without what is only form behind their body; what closes a document stays with it."""
    text = draft.analyzed.document.text
    framed = frame_of(text, found, named, scoring)
    closing = {(part.start, part.end) for part in structure(text) if part.kind == "closing"}
    ends = [span for span in framed if span not in closing]
    for match in found:
        bare = without_formal_ends(match, draft.analyzed, ends if _has_body(match, framed) else framed, scoring)
        yield without_heading_ends(bare, draft.analyzed, scoring)


def _has_body(match: Match, frame: Spans) -> bool:
    """Whether a letter of a match stands outside of the frame."""
    at, text = match.draft.start, match.draft.text
    return any(any(map(str.isalnum, text[start - at : end - at])) for start, end in outside(match.draft, frame))


def _parts(text: Analyzed, passage: Passage) -> Parts:
    """The part of each sentence that lies in a passage, by the sentence's number, in order; of one that lies outside
    for the most part, none."""
    found = {}
    first = bisect_right(text.sentences, passage.start, key=lambda sentence: sentence.end)
    for number, sentence in enumerate(text.sentences[first:], first):
        if sentence.start >= passage.end:
            break
        start, end = max(sentence.start, passage.start), min(sentence.end, passage.end)
        inside = passage.text[start - passage.start : end - passage.start]
        if 2 * len(inside) >= sentence.end - sentence.start and any(map(str.isalnum, inside)):
            start += len(inside) - len(inside.lstrip())
            end -= len(inside) - len(inside.rstrip())
            found[number] = start, end
    return found


def _trimmed(match: Match, text: Analyzed, ours: Parts, theirs: Parts, parameters: Pairing) -> Match:
    """The match without the pieces of sentences at its ends, but for those that have a run of equal letters."""
    kept = [run for run in match.equal if run.letters >= parameters.least_run]
    mine = [*ours.values(), *((run.draft_start, run.draft_end) for run in kept)]
    other = [*theirs.values(), *((run.source_start, run.source_end) for run in kept)]
    draft, source = _cut(match.draft, mine), _cut(match.source, other)
    equal = tuple(
        run
        for run in match.equal
        if draft.start <= run.draft_start
        and run.draft_end <= draft.end
        and source.start <= run.source_start
        and run.source_end <= source.end
    )
    verbatim = share_equal(text, (draft.start, draft.end), equal)
    return replace(match, draft=draft, source=source, equal=equal, verbatim=verbatim)


def _cut(passage: Passage, spans: Sequence[tuple[int, int]]) -> Passage:
    start, end = min(start for start, _ in spans), max(end for _, end in spans)
    return replace(passage, start=start, end=end, text=passage.text[start - passage.start : end - passage.start])


def _places(
    ours: Parts,
    theirs: Parts,
    number: int,
    candidates: Candidates,
    scoring: Scoring,
) -> Iterator[Places]:
    """The sentences that are looked at together: all of two passages, or a window of long ones with what it is nearest
    to in the source."""
    if not ours or not theirs:
        return
    parameters = scoring.pairing
    first, last, left, right = min(ours), max(ours) + 1, min(theirs), max(theirs) + 1
    for start in range(first, last, parameters.window):
        rows = slice(start, min(last, start + parameters.window))
        low, high = left, right
        if right - left > parameters.reach:
            nearest = candidates.similarities[number][rows, left:right].argmax(axis=1)
            low = max(left, min(left + int(np.median(nearest)) - parameters.reach // 2, right - parameters.reach))
            high = low + parameters.reach
        yield Places(rows, number, slice(low, high))


def _pairs(
    match: Match,
    places: Places,
    evidence: Said,
    parts: tuple[Parts, Parts],
    scoring: Scoring,
) -> Iterator[SentencePair]:
    ours, theirs = parts
    nats = evidence.nats(scoring)
    found = [
        one
        for one in links(nats, scoring.order, scoring.pairing)
        if places.rows.start + one.draft in ours and places.columns.start + one.source in theirs
    ]
    in_order = _in_order(found)
    for one in found:
        mine, other = ours[places.rows.start + one.draft], theirs[places.columns.start + one.source]
        here = match.draft.text[mine[0] - match.draft.start : mine[1] - match.draft.start]
        there = match.source.text[other[0] - match.source.start : other[1] - match.source.start]
        numbers, names = shared_numbers(here, there), shared_names(here, there)
        told: dict[PairReason, bool] = {
            "words": bool(evidence.words[one.draft, one.source] >= scoring.pairing.words),
            "numbers": bool(numbers),
            "names": bool(names),
            "meaning": bool(evidence.meaning[one.draft, one.source] >= scoring.pairing.meaning),
            "order": one in in_order,
        }
        reasons = tuple(reason for reason, holds in told.items() if holds)
        if reasons:
            yield SentencePair(
                *mine, *other, reasons, numbers, names, round(one.probability, 4), float(nats[one.draft, one.source])
            )


def _in_order(found: Sequence[Link]) -> set[Link]:
    """The links whose neighbour goes on from the same place: the next sentence of the draft says the same sentence of
    the source or one of the two behind it."""
    inside: set[Link] = set()
    for one, other in itertools.pairwise(found):
        if other.draft - one.draft == 1 and 0 <= other.source - one.source <= 2:
            inside |= {one, other}
    return inside
