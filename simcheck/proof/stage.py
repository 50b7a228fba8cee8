"""The stage of proofreading: a report gets what was left behind in its draft, and whose draft it is."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable
from dataclasses import replace

from simcheck.cancelling import look
from simcheck.proof.blanks import blanks
from simcheck.proof.consistency import inconsistent
from simcheck.proof.identity import identity_of, own_place
from simcheck.proof.sources import from_beside, from_sources
from simcheck.report import Report
from simcheck.types import Document, Identity, Leftover


def proofread(report: Report, given: Identity | None = None, beside: Iterable[Document] = ()) -> Report:
    """The report with its leftovers; ``given`` holds before what the draft tells of its place and year.

    ``beside`` are documents that may share names and figures with the draft, though no passage of it matches them.
    """
    identity = identity_of(report.draft, given)
    look()
    named = {match.source.document_id for match in report.matches}
    sources = {source.id: source for source in report.sources if source.id in named}
    told = {name: identity_of(source) for name, source in sources.items()}
    identity = _not_a_source(report, identity, given, told)
    if identity.place is None:
        theirs = "\n".join(source.text for source in sources.values() if source.source_class != "authority")
        identity = replace(identity, place=own_place(report.draft.text, theirs) if theirs else None)
    text = report.draft.text
    look()
    found = list(from_sources(text, report.matches, sources, identity, told))
    others = [source for source in beside if source.id not in sources and source.source_class != "authority"]
    found += from_beside(text, others, identity, report.matches)
    look()
    return replace(report, leftovers=_apart([*blanks(text), *found, *inconsistent(text, identity)]), identity=identity)


def proofread_alone(draft: Document, given: Identity | None = None) -> tuple[Identity, tuple[Leftover, ...]]:
    """What a draft tells by itself: whose it is, its blanks, and what contradicts itself."""
    identity = identity_of(draft, given)
    return identity, _apart([*blanks(draft.text), *inconsistent(draft.text, identity)])


def _not_a_source(report: Report, identity: Identity, given: Identity | None, told: dict[str, Identity]) -> Identity:
    """A place that only the copied passages tell is that of the source: the draft's own words are asked again."""
    if (given and given.place) or identity.place not in {who.place for who in told.values()}:
        return identity
    text, at, kept = report.draft.text, 0, []
    for match in sorted(report.matches, key=lambda match: match.draft.start):
        kept.append(text[at : max(at, match.draft.start)])
        at = max(at, match.draft.end)
    rest = identity_of(replace(report.draft, text="\n".join([*kept, text[at:]])))
    return replace(identity, place=rest.place) if rest.place else identity


def _apart(found: Iterable[Leftover]) -> tuple[Leftover, ...]:
    """In the order of the draft, of those that overlap the longest one."""
    kept: list[Leftover] = []
    for one in sorted(found, key=lambda one: (one.start - one.end, one.start, one.kind)):
        at = bisect(kept, one.start, key=lambda other: other.start)
        before = at == 0 or kept[at - 1].end <= one.start
        if before and (at == len(kept) or one.end <= kept[at].start):
            kept.insert(at, one)
    return tuple(kept)
