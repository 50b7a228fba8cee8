"""Reuse: the sources that a draft as a whole goes back to, with the probability of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from simcheck.align import Aligned, source_evidence
from simcheck.retrieve import Candidates
from simcheck.scoring import Scoring
from simcheck.types import Document, Match, Reuse


def reuse_of(matches: Sequence[Match], aligned: Aligned, candidates: Candidates, scoring: Scoring) -> tuple[Reuse, ...]:
    """The sources that a counted match is from, and those that the draft very probably reuses all the same; the most
    probable first. ``matches`` are those of the alignments, in the same order."""
    counted = [one for one, match in zip(aligned.alignments, matches, strict=True) if match.ignored is None]
    named = {one.number for one in counted}
    told = source_evidence(counted, aligned.sections, candidates.duplicates, scoring.order)
    found = [
        Reuse(candidates.sources[one.number].analyzed.document.id, one.probability(scoring.reuse))
        for one in told
        if one.number in named or one.probability(scoring.reuse) >= scoring.reuse.shown
    ]
    return tuple(sorted(found, key=lambda one: (-one.probability, one.document_id)))


def with_reused(named: Iterable[Document], reuse: Iterable[Reuse], candidates: Candidates) -> tuple[Document, ...]:
    """The documents ``named`` and those that are reused, each once, in the order of their ids."""
    known = {source.analyzed.document.id: source.analyzed.document for source in candidates.sources.values()}
    found = {document.id: document for document in named} | {one.document_id: known[one.document_id] for one in reuse}
    return tuple(found[name] for name in sorted(found))


def highest(reuse: Iterable[Reuse], matches: Iterable[Match], sources: Mapping[str, Document]) -> float:
    """The greatest probability of a source that must not be copied; of one whose passages were all found and do not
    count, such as quotations or accepted ones, nothing is held against the draft."""
    counts: dict[str, bool] = {}
    for match in matches:
        also = match.also_in if match.ignored is not None else ()
        for name in (match.source.document_id, *also):
            counts[name] = counts.get(name, False) or match.ignored is None
    return max(
        (
            one.probability
            for one in reuse
            if counts.get(one.document_id, True)
            and (one.document_id not in sources or sources[one.document_id].source_class == "peer")
        ),
        default=0.0,
    )
