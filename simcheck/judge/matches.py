"""Matches: alignments become the passages of a report, with kind, equal runs, and why one does not count."""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy as np

from simcheck.align import Alignment, tiles
from simcheck.caching import MIB, memoize
from simcheck.cancelling import look
from simcheck.encode.embedded import Embedded
from simcheck.judge.citations import cited
from simcheck.judge.exempt import exempt_quotations
from simcheck.judge.frames import frame_of
from simcheck.judge.quotations import Spans
from simcheck.patterns import regex
from simcheck.scoring import SCORING, Judgement
from simcheck.text.analyze import Analyzed
from simcheck.text.lookup import codes_of
from simcheck.text.normalize import han_mask
from simcheck.text.spans import touching
from simcheck.text.words import snapped_pair
from simcheck.types import Document, EqualRun, Evidence, Kind, Match, Passage, Reason, SourceClass

Span = tuple[int, int]

_KANA = regex("[\u3041-\u3096\u30a1-\u30fa]")
_SILENT = regex(r"[\W_]+")
#: What is said of superiors' words whose source the draft does not name.
UNCITED = "未注明出处"
#: What a class of sources means for a passage, the strongest first.
_REASONS: dict[SourceClass, Reason] = {"authority": "authority", "own": "own_work", "template": "frame"}


def matches_of(
    alignments: Iterable[Alignment],
    draft: Document,
    analyzed: Analyzed,
    sources: Mapping[int, Embedded],
    scoring: Judgement,
) -> tuple[Match, ...]:
    """A match for each alignment, with the draft's words as they stand in ``draft``.

    A match is ignored as a quotation where all of it is in exempt ones, as part of the document's frame where it is;
    as a set phrase where the evidence is too thin; as superiors' words, as own work, or as a form where a source that
    holds it is of that class.
    """
    found = []
    for one in alignments:
        look()
        source, others = sources[one.number].analyzed, [sources[n].analyzed.document for n in one.also_in]
        mine, other = snapped_pair(analyzed.document.text, one.draft, source.document.text, one.source)
        runs = equal_runs(analyzed, source, mine, other, scoring)
        verbatim = share_equal(analyzed, mine, runs)
        ours = Passage(draft.id, *mine, draft.text[slice(*mine)])
        theirs = Passage(source.document.id, *other, source.document.text[slice(*other)])
        also_in = tuple(other.id for other in others if one.counts or _says(other.text, ours.text))
        reason = _by_class([source.document, *others]) if one.counts else "set_phrase"
        kind = kind_of(ours.text, theirs.text, verbatim, scoring)
        note = None if reason != "authority" or cited(analyzed.document.text, *mine) else UNCITED
        evidence = _evidence(one, sources)
        found.append(Match(ours, theirs, kind, one.score, verbatim, reason, runs, also_in, note, evidence=evidence))
    return _without_quotations(
        _without_frame(found, analyzed.document.text, sources, scoring), analyzed.document.text, sources, scoring
    )


def _says(text: str, phrase: str) -> bool:
    """Whether a text has all letters and digits of a phrase, one after another. What offers as much for a passage as
    its source need not say it; of a passage that counts a single other text offers as much, and that is a copy."""
    return _said(phrase) in _said(text)


@memoize(4 * MIB)
def _said(text: str) -> str:
    return _SILENT.sub("", text)


def _without_frame(matches: list[Match], text: str, sources: Mapping[int, Embedded], scoring: Judgement) -> list[Match]:
    """The matches, those ignored as frame that are nothing else."""
    framed = frame_of(text, matches, {one.id: one for one in named_sources(matches, sources)}, scoring)
    only = (_only_frame(match, framed, scoring) for match in matches)
    return [
        replace(match, ignored="frame", note=None) if inside else match
        for match, inside in zip(matches, only, strict=True)
    ]


def _without_quotations(
    matches: list[Match], text: str, sources: Mapping[int, Embedded], scoring: Judgement
) -> tuple[Match, ...]:
    """The matches, those ignored as quotations of which hardly a letter stands outside of exempt ones."""
    named = {document.id: document for document in named_sources(matches, sources)}
    quoted = exempt_quotations(text, matches, named, scoring).spans

    def bare(match: Match) -> int:
        start, end = match.draft.start, match.draft.end
        inside = [(max(start, a), min(end, b)) for a, b in touching(quoted, start, end)]
        return sum(map(str.isalnum, text[start:end])) - sum(sum(map(str.isalnum, text[a:b])) for a, b in inside)

    def ignored(match: Match) -> bool:
        touched = touching(quoted, match.draft.start, match.draft.end)
        return bool(touched) and bare(match) < scoring.few_letters

    return tuple(replace(match, ignored="quotation", note=None) if ignored(match) else match for match in matches)


def _by_class(sources: Iterable[Document]) -> Reason | None:
    """Why a passage that these sources hold does not count; it counts when all of them are peers."""
    classes = {source.source_class for source in sources}
    return next((reason for source_class, reason in _REASONS.items() if source_class in classes), None)


def _only_frame(match: Match, frame: Spans, scoring: Judgement) -> bool:
    """Whether what lies outside of the frame is no more than a few letters, too few to be a copy; or shares no more
    than that with the source, where most of the passage is frame or its meaning alone would not bear it."""
    passage = match.draft
    bare = outside(passage, frame)
    if bare == [(passage.start, passage.end)]:
        return False
    left = sum(_letters(passage, start, end) for start, end in bare)
    if left < scoring.body_letters:
        return True
    shared = sum(
        _letters(passage, max(start, run.draft_start), min(end, run.draft_end))
        for start, end in bare
        for run in match.equal
    )
    worded = match.evidence is not None and match.evidence.semantic <= match.evidence.null
    framed = left <= scoring.frame_body * _letters(passage, passage.start, passage.end)
    return shared < scoring.body_letters and (framed or worded)


def outside(passage: Passage, frame: Iterable[Span]) -> list[Span]:
    """What of a passage lies in no span of the frame."""
    found, at = [], passage.start
    for start, end in [*frame, (passage.end, passage.end)]:
        if end < passage.start or start > passage.end:
            continue
        if start > at:
            found.append((at, start))
        at = max(at, end)
    return found


def _letters(passage: Passage, start: int, end: int) -> int:
    return sum(map(str.isalnum, passage.text[max(0, start - passage.start) : max(0, end - passage.start)]))


def _evidence(alignment: Alignment, sources: Mapping[int, Embedded]) -> Evidence:
    known = alignment.evidence
    rival = sources[known.rival].analyzed.document.id if isinstance(known.rival, int) else None
    return Evidence(known.lexical, known.semantic, known.null, rival)


def named_sources(matches: Iterable[Match], sources: Mapping[int, Embedded]) -> tuple[Document, ...]:
    """The sources that the matches name, each once, in the order of their ids."""
    known = {source.analyzed.document.id: source.analyzed.document for source in sources.values()}
    ids = sorted({name for match in matches for name in (match.source.document_id, *match.also_in)})
    return tuple(known[name] for name in ids)


def equal_runs(draft: Analyzed, source: Analyzed, ours: Span, theirs: Span, scoring: Judgement) -> tuple[EqualRun, ...]:
    """The runs of letters that the two passages share, tiled, in the order of the draft."""
    mine, other = units_in(draft, ours), units_in(source, theirs)
    units, others = draft.tokens.units[slice(*mine)].tobytes(), source.tokens.units[slice(*other)].tobytes()
    return tuple(
        EqualRun(*_place(draft, mine[0] + i, length), *_place(source, other[0] + j, length), length)
        for i, j, length in _tiles(units, others, scoring.equal_run, scoring.equal_pairs)
    )


@memoize(4 * MIB)
def _tiles(draft: bytes, source: bytes, least: int, most: int) -> tuple[tuple[int, int, int], ...]:
    """The tiles of two passages; the same ones come again in a draft that is being written."""
    ours, theirs = np.frombuffer(draft, dtype=np.uint64), np.frombuffer(source, dtype=np.uint64)
    units, numbers = np.unique(np.concatenate([ours, theirs]), return_inverse=True)
    found = tiles(numbers[: len(ours)], numbers[len(ours) :], len(units), least, most)
    return tuple(zip(*(one.tolist() for one in found), strict=True))


def share_equal(draft: Analyzed, ours: Span, runs: tuple[EqualRun, ...]) -> float:
    """The share of the draft passage's letters (Chinese characters, words) that lie in equal runs."""
    first, last = units_in(draft, ours)
    return min(1.0, sum(run.letters for run in runs) / max(last - first, 1))


def units_in(side: Analyzed, span: Span) -> Span:
    """The units inside a span of the original text."""
    start, end = side.normalized.from_source(*span)
    first = bisect.bisect_left(side.tokens.unit_starts, start)
    return first, max(first, bisect.bisect_right(side.tokens.unit_ends, end))


def _place(side: Analyzed, first: int, length: int) -> tuple[int, int]:
    tokens = side.tokens
    return side.normalized.to_source(int(tokens.unit_starts[first]), int(tokens.unit_ends[first + length - 1]))


def kind_of(draft: str, source: str, verbatim: float, scoring: Judgement) -> Kind:
    """What kind of reuse two passages are, by their script and by how much of the draft's is in equal runs."""
    shares = _chinese(draft), _chinese(source)
    if min(shares) < scoring.foreign and max(shares) > scoring.chinese:
        return "translation"
    if verbatim >= scoring.verbatim:
        return "verbatim"
    return "edited" if verbatim >= scoring.edited else "paraphrase"


@memoize(4 * MIB)
def _chinese(text: str) -> float:
    """Chinese characters among all letters, a Latin word of five letters weighing as much as two characters.

    Characters among so many kana are Japanese.
    """
    han = int(np.count_nonzero(han_mask(codes_of(text))))
    if len(_KANA.findall(text)) > SCORING.judgement.japanese * han:
        return 0.0
    latin = sum(c.isalpha() for c in text) - han
    return han / max(han + latin / SCORING.judgement.latin, 1e-9)
