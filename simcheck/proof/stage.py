"""The stage of proofreading: a report gets what was left behind in its draft, and whose draft it is."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterable
from dataclasses import replace

from simcheck.caching import memoize_per_object
from simcheck.cancelling import look
from simcheck.patterns import regex
from simcheck.proof.blanks import blanks
from simcheck.proof.consistency import inconsistent
from simcheck.proof.identity import identity_of, is_narrower, own_place
from simcheck.proof.sources import from_beside, from_sources
from simcheck.report import Report
from simcheck.text.characters import simplified
from simcheck.types import Document, Identity, Leftover

#: What an office's title ends its name with.
_HOUSE = regex("[局馆站所院校处中心]20\\d\\d")


def proofread(report: Report, given: Identity | None = None, beside: Iterable[Document] = ()) -> Report:
    """The report with its leftovers; ``given`` holds before what the draft tells of its place and year.

    ``beside`` are documents that may share names and figures with the draft, though no passage of it matches them.
    Names are told in simplified characters, and shown as the draft writes them.
    """
    sources = tuple(map(_simplified, report.sources))
    read = replace(report, draft=_simplified(report.draft), sources=sources)
    found = _proofread(read, given, map(_simplified, beside))
    text = report.draft.text
    if read.draft is report.draft:
        return replace(found, draft=report.draft, sources=report.sources)
    leftovers = tuple(replace(one, text=text[one.start : one.end]) for one in found.leftovers)
    place = found.identity.place or ""
    at = read.draft.text.find(place)
    identity = replace(found.identity, place=text[at : at + len(place)] if place and at >= 0 else found.identity.place)
    return replace(found, draft=report.draft, sources=report.sources, leftovers=leftovers, identity=identity)


def _simplified(document: Document) -> Document:
    """The document in simplified characters; itself, if it has no others."""
    text = _other_text(document)
    return document if text is None else replace(document, text=text)


@memoize_per_object
def _other_text(document: Document) -> str | None:
    """The text of a document in simplified characters, None where it has no others; sources are asked at each check."""
    text = simplified(document.text)
    return None if text == document.text else text


def _proofread(report: Report, given: Identity | None, beside: Iterable[Document]) -> Report:
    identity = identity_of(report.draft, given)
    look()
    named = {match.source.document_id for match in report.matches}
    sources = {source.id: source for source in report.sources if source.id in named}
    told = {name: identity_of(source) for name, source in sources.items()}
    identity = _not_a_source(report, identity, given, told)
    own_office = any(_headed(source.text) == _headed(report.draft.text) for source in sources.values())
    if identity.place is None and not own_office:
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
    draft = _simplified(draft)
    identity = identity_of(draft, given)
    return identity, _apart([*blanks(draft.text), *inconsistent(draft.text, identity)])


def _headed(text: str) -> str:
    """The first line of a text that names a place or a house, years apart; a text for itself where it names none."""
    first = text.partition("\n")[0]
    return re.sub(r"\d+", "", first) if _HOUSE.search(first) else text


def _not_a_source(report: Report, identity: Identity, given: Identity | None, told: dict[str, Identity]) -> Identity:
    """A place that only the copied passages tell is that of the source: the draft's own words are asked again. A town
    that these name is no other place than the county of the copied title: it may lie in it."""
    if (given and given.place) or identity.place not in {who.place for who in told.values()}:
        return identity
    text, at, kept = report.draft.text, 0, []
    for match in sorted(report.matches, key=lambda match: match.draft.start):
        kept.append(text[at : max(at, match.draft.start)])
        at = max(at, match.draft.end)
    rest = identity_of(replace(report.draft, text="\n".join([*kept, text[at:]]))).place
    return replace(identity, place=rest) if rest and not is_narrower(rest, identity.place) else identity


def _apart(found: Iterable[Leftover]) -> tuple[Leftover, ...]:
    """In the order of the draft, of those that overlap the longest one."""
    kept: list[Leftover] = []
    for one in sorted(found, key=lambda one: (one.start - one.end, one.start, one.kind)):
        at = bisect(kept, one.start, key=lambda other: other.start)
        before = at == 0 or kept[at - 1].end <= one.start
        if before and (at == len(kept) or one.end <= kept[at].start):
            kept.insert(at, one)
    return tuple(kept)
