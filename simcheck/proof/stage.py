"""The stage of proofreading: a report gets what was left behind in its draft, and whose draft it is."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterable
from dataclasses import replace

from simcheck.cancelling import look
from simcheck.patterns import regex
from simcheck.proof.blanks import blanks
from simcheck.proof.consistency import inconsistent
from simcheck.proof.dated import dated_wrongly
from simcheck.proof.framed import framed
from simcheck.proof.identity import identity_of, is_narrower, own_place, place_votes
from simcheck.proof.legible import Legible, legible
from simcheck.proof.signed import addressees, signing_lines
from simcheck.proof.sources import from_beside, from_sources
from simcheck.readers.dates import iso
from simcheck.report import Report
from simcheck.scoring import SCORING
from simcheck.text.shapes import DAY
from simcheck.text.structure import structure
from simcheck.types import Document, Identity, Leftover, Match

_NUMBERS = SCORING.identifying
_DAY = regex(DAY)
#: Parts of a frame that say whose a draft is, beside who signs it.
_OWN = frozenset(("issuer", "title", "speaker", "signature"))
#: What an office's title ends its name with.
_HOUSE = regex("[局馆站所院校处中心司团社行厂场学]20\\d\\d")


def proofread(report: Report, given: Identity | None = None, beside: Iterable[Document] = ()) -> Report:
    """The report with its leftovers; ``given`` holds before what the draft tells of its place and year.

    ``beside`` are documents that may share names and figures with the draft, though no passage of it matches them.
    Names are told in simplified characters, without what is not seen, and shown as the draft writes them.
    """
    read, text = legible(report.draft), report.draft.text
    sources = tuple(legible(source) for source in report.sources)
    beside = [legible(source).document for source in beside]
    asked = replace(
        report,
        draft=read.document,
        matches=_in_sources(read.matches(report.matches), sources),
        sources=tuple(source.document for source in sources),
    )
    found = _proofread(asked, given, beside)
    leftovers, identity = read.written(found.leftovers, text), read.identity(found.identity, text)
    return replace(report, leftovers=leftovers, identity=identity)


def _in_sources(matches: Iterable[Match], sources: Iterable[Legible]) -> tuple[Match, ...]:
    """Matches with their passages of sources where the sources as they are read have them."""
    named = {source.document.id: source for source in sources}
    return tuple(
        named[match.source.document_id].of_source(match) if match.source.document_id in named else match
        for match in matches
    )


def _proofread(report: Report, given: Identity | None, beside: Iterable[Document]) -> Report:
    identity = identity_of(report.draft, given)
    look()
    named = {match.source.document_id for match in report.matches}
    sources = {source.id: source for source in report.sources if source.id in named}
    told = {name: identity_of(source) for name, source in sources.items()}
    copied = tuple(dated_wrongly(report.draft, sources.values(), given))
    if copied and not (given and given.year):
        identity = replace(identity, year=identity_of(_without(report.draft, copied)).year or identity.year)
    identity = _not_a_source(report, identity, given, told)
    own_office = any(_headed(source.text) == _headed(report.draft.text) for source in sources.values())
    if identity.place is None and not own_office:
        theirs = "\n".join(source.text for source in sources.values() if source.source_class != "authority")
        identity = replace(identity, place=own_place(report.draft, theirs) if theirs else None)
    text = report.draft.text
    look()
    found = list(from_sources(text, report.matches, sources, identity, told))
    others = [source for source in beside if source.id not in sources and source.source_class != "authority"]
    found += from_beside(text, others, identity, report.matches)
    look()
    found += [*copied, *blanks(text), *inconsistent(text, identity), *framed(text, identity)]
    return replace(report, leftovers=_apart(found), identity=identity)


def _without(draft: Document, found: Iterable[Leftover]) -> Document:
    """A draft with blanks in the place of what was found."""
    text = draft.text
    for one in found:
        text = text[: one.start] + " " * len(one.text) + text[one.end :]
    return _shortened(draft, text)


def _shortened(draft: Document, text: str) -> Document:
    """A draft with a part of its text alone, and without a title, an author and a day that only the rest says."""
    whole, left = ("".join(one.split()) for one in (draft.text, text))
    days, kept = ({iso(day[0]) for day in _DAY.finditer(one)} for one in (whole, left))

    def still(about: str | None) -> str | None:
        said = "".join((about or "").split())
        return None if said in whole and said not in left else about

    date = None if draft.date in days - kept else draft.date
    return replace(draft, text=text, title=still(draft.title), author=still(draft.author), date=date)


def proofread_alone(draft: Document, given: Identity | None = None) -> tuple[Identity, tuple[Leftover, ...]]:
    """What a draft tells by itself: whose it is, its blanks, and what contradicts itself."""
    read = legible(draft)
    identity, text = identity_of(read.document, given), read.document.text
    found = _apart([*blanks(text), *inconsistent(text, identity), *framed(text, identity)])
    return read.identity(identity, draft.text), read.written(found, draft.text)


def _headed(text: str) -> str:
    """The first line of a text that names a place or a house, years apart; a text for itself where it names none."""
    first = text.partition("\n")[0]
    return re.sub(r"\d+", "", first) if _HOUSE.search(first) else text


def _not_a_source(report: Report, identity: Identity, given: Identity | None, told: dict[str, Identity]) -> Identity:
    """A place that only the copied passages tell is that of the source: the draft's own words are asked again. A town
    that these name is no other place than the county of the copied title: it may lie in it. Nor is one that the body
    alone names, where that of the source signs."""
    if not identity.place or (given and given.place) or identity.place not in {who.place for who in told.values()}:
        return identity
    text, at, kept = report.draft.text, 0, []
    for match in sorted(report.matches, key=lambda match: match.draft.start):
        kept.append(text[at : max(at, match.draft.start)])
        at = max(at, match.draft.end)
    own = _shortened(report.draft, "\n".join([*kept, text[at:]]))
    rest = identity_of(own).place
    signed = any(identity.place in text[start:end] for start, end in signing_lines(text))
    framed = rest and any(rest in text[part.start : part.end] for part in structure(text) if part.kind in _OWN)
    sure = rest and place_votes(own)[rest] >= _NUMBERS.unlisted and not is_narrower(rest, identity.place)
    sure = sure and (framed or not signed) and rest not in addressees(text)
    return replace(identity, place=rest) if sure else identity


def _apart(found: Iterable[Leftover]) -> tuple[Leftover, ...]:
    """In the order of the draft, of those that overlap the longest one."""
    kept: list[Leftover] = []
    for one in sorted(found, key=lambda one: (one.start - one.end, one.start, one.kind)):
        at = bisect(kept, one.start, key=lambda other: other.start)
        before = at == 0 or kept[at - 1].end <= one.start
        if before and (at == len(kept) or one.end <= kept[at].start):
            kept.insert(at, one)
    return tuple(kept)
