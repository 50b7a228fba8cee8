"""Holders: which of the sources that hold a passage stands beside it, where what the passage is depends on that one.

Words of one's own earlier text stand in a neighbour's speech too. What is called own work is shown beside the own text
that has it, and is none where the neighbour's alone has as much in a row as makes a copy.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from simcheck.cancelling import look
from simcheck.judge.frames import frame_of
from simcheck.judge.matches import equal_runs, kind_of, share_equal
from simcheck.scoring import SCORING, Judgement
from simcheck.text.analyze import Analyzed, analyze_source
from simcheck.text.words import snapped_pair
from simcheck.types import Document, EqualRun, Match, Passage, Reason, SourceClass

Span = tuple[int, int]

#: The class of the sources that a reason is about.
_CLASSES: dict[Reason, SourceClass] = {"authority": "authority", "own_work": "own", "frame": "template"}


def beside_holders(
    matches: Iterable[Match], draft: Analyzed, sources: Iterable[Document], own: Iterable[str], scoring: Judgement
) -> tuple[Match, ...]:
    """The matches, each beside the source that says what it is: the superior's text, the form, and of what counts the
    text whose id is among ``own``, where one that holds the passage is such.

    Own work that no own text holds as well as the source does is that source's, and counts.
    """
    matches, named, own = tuple(matches), {one.id: one for one in sources}, frozenset(own)
    framed: list[Span] | None = None
    found = []
    for match in matches:
        wanted = _wanted(match, named, own)
        if wanted:
            framed = framed if framed is not None else list(frame_of(draft.document.text, matches, named, scoring))
            moved = next(_held(match, draft, wanted, framed, scoring), None)
            lost = replace(match, ignored=None) if match.ignored == "own_work" else match
            found.append(moved or lost)
        else:
            found.append(match)
    return tuple(found)


def _wanted(match: Match, named: Mapping[str, Document], own: frozenset[str]) -> list[Document]:
    """The other sources of a match beside which it should stand; none where its own source is one of them."""
    if match.ignored is not None and (match.ignored not in _CLASSES or (match.ignored == "own_work" and match.note)):
        return []
    source_class = _CLASSES.get(match.ignored) if match.ignored else None
    held = [named[name] for name in (match.source.document_id, *match.also_in) if name in named]
    wanted = [one for one in held if (one.source_class == source_class if source_class else one.id in own)]
    return [] if any(one.id == match.source.document_id for one in wanted) else wanted


def _held(
    match: Match, draft: Analyzed, sources: Iterable[Document], frame: list[Span], scoring: Judgement
) -> Iterator[Match]:
    """The match beside each of the sources that have as much of it as its own source, less than a copy."""
    for source in sources:
        look()
        moved = _moved(match, draft, source, scoring)
        if moved and _longest_without(match, [*frame, *_spans(moved.equal)]) < scoring.body_letters:
            yield moved


def _moved(match: Match, draft: Analyzed, document: Document, scoring: Judgement) -> Match | None:
    """The match beside the part of another source that is most like it; None where nothing is."""
    span, source = (match.draft.start, match.draft.end), analyze_source(document)
    found = equal_runs(draft, source, span, (0, len(document.text)), scoring)
    if not found:
        return None
    best, room = max(found, key=lambda run: run.letters), span[1] - span[0]
    low = best.source_start - (best.draft_start - span[0]) - room
    high = best.source_end + (span[1] - best.draft_end) + room
    near = [run for run in found if low <= run.source_start and run.source_end <= high]
    kept = [run for run in near if run.letters >= SCORING.pairing.least_run] or [best]
    first, last = min(run.source_start for run in kept), max(run.source_end for run in kept)
    silent = match.draft.text[max(run.draft_end for run in kept) - span[0] :]
    if not any(map(str.isalnum, silent)) and document.text.startswith(silent, last):
        last += len(silent)
    _, other = snapped_pair(draft.document.text, span, document.text, (first, last))
    runs = equal_runs(draft, source, span, other, scoring)
    verbatim, text = share_equal(draft, span, runs), document.text[slice(*other)]
    names = (match.source.document_id, *match.also_in)
    return replace(
        match,
        source=Passage(document.id, *other, text),
        kind=kind_of(match.draft.text, text, verbatim, scoring),
        verbatim=verbatim,
        equal=runs,
        also_in=tuple(name for name in names if name != document.id),
        pairs=(),
    )


def _longest_without(match: Match, spans: Iterable[Span]) -> int:
    """The most letters in a row that a match has from its source and that lie in none of the spans."""
    inside, longest = sorted(spans), 0
    for start, end in _spans(match.equal):
        at = start
        for first, last in [*inside, (end, end)]:
            if first > at:
                said = match.draft.text[at - match.draft.start : max(at, min(first, end)) - match.draft.start]
                longest = max(longest, sum(map(str.isalnum, said)))
            at = max(at, last)
    return longest


def _spans(runs: Iterable[EqualRun]) -> list[Span]:
    return [(run.draft_start, run.draft_end) for run in runs]
