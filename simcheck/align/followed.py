"""Followed sources: which sources a draft follows in order beyond its rivals, and which passages order confirms.

Evidence adds up over sentences, and so does what chance and topic bring along, as the root of their number. So a
passage must stand out twice. Its source must for the whole section: beyond its rivals, the next best sections, and
beyond what it says in any order. A better section is no rival, since a section of the draft may have several sources.
And its train of sentences must by itself, beyond every other source. Only one that stands out far more needs no
evidence of its section.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from simcheck.align.evidence import OrderRival, Scored, Significance
from simcheck.align.order import evidence_of_order, permuted_evidence
from simcheck.align.overlapping import overlaps, section_holding
from simcheck.align.sections import Section
from simcheck.align.seeds import Duplicates
from simcheck.align.semantic import Matrix
from simcheck.align.side import Bools, Side
from simcheck.align.significance import significance, standing_out
from simcheck.align.source_section import SourceSection
from simcheck.align.trains import Followed, goes_on, groups, probability, trains
from simcheck.caching import memoize_per_object
from simcheck.cancelling import look
from simcheck.scoring import Order


def followed_sources(
    sections: Iterable[Section], free: Bools, duplicates: Duplicates, parameters: Order
) -> list[Followed]:
    """The trains by which sections of the draft follow a source, the surest first. For each section of the draft only
    the best section of each source is asked.

    Only the sentences that are ``free``, shape (draft sentences,), are evidence; what the others say is told already.
    """
    found: list[Followed] = []
    for section in (one.without(~free) for one in sections):
        look()
        for at in _best(section, parameters.verify_from):
            found += _followed(section, at, free, duplicates, parameters)
    return sorted(found, key=lambda one: -one.net)


def followed_passages(
    sections: Iterable[Section], free: Bools, duplicates: Duplicates, parameters: Order
) -> list[Followed]:
    """The trains of ``free`` sentences, the surest first, that stand out so much that they need no evidence of their
    whole section, which may hold passages of several sources."""
    found: list[Followed] = []
    for section in (one.without(~free) for one in sections):
        look()
        for at in _best(section, parameters.verify_from):
            found += trains(section, at, free, duplicates, parameters, parameters.certain)
    return sorted(found, key=lambda one: -one.score)


def confirmed(
    found: Iterable[Scored],
    sections: Sequence[Section],
    followed: Sequence[Followed],
    draft: Side,
    sources: Mapping[int, Side],
    duplicates: Duplicates,
    parameters: Order,
) -> list[Scored]:
    """The passages ``found`` by their meaning that stand out on their own sentences.

    Where the draft follows their source, order itself says which sentences were taken.
    """
    weighed = (
        _with_significance(one, sections, draft, sources[one.fragment.number], duplicates, parameters)
        for one in found
        if not _is_followed(one, followed, draft)
    )
    return [one for one, significance in weighed if significance >= parameters.alone]


def rests_on_meaning(one: Scored, parameters: Order) -> bool:
    """Whether so much of a passage's evidence is meaning that order must confirm it."""
    evidence = one.evidence
    much = evidence.semantic >= parameters.by_meaning * (evidence.lexical + evidence.semantic)
    return much and one.fragment.retained < parameters.by_words


def _best(section: Section, least: float) -> Iterator[int]:
    """The best section of each source with so many nats, the best source first."""
    seen: set[int] = set()
    for at in np.argsort(-section.nats, kind="stable").tolist():
        if section.nats[at] < least:
            return
        if section.sources[at].number not in seen:
            seen.add(section.sources[at].number)
            yield at


def _followed(section: Section, at: int, free: Bools, duplicates: Duplicates, parameters: Order) -> Iterator[Followed]:
    """The trains of one section of a source that stand out, by its evidence and their own."""
    if not _may_follow(section, at, duplicates, parameters):
        return
    every = trains(section, at, free, duplicates, parameters, parameters.significant)
    in_order = [one for one in every if goes_on(one.counterparts)]
    most = max((standing_out(one.significance.value, parameters) for one in in_order), default=-math.inf)
    beyond = _beyond(section, at, free, duplicates, parameters, most)
    for one in in_order:
        net = beyond.net + standing_out(one.significance.value, parameters)
        if net >= 0.0:
            score = probability(net, parameters)
            yield replace(
                one, nats=beyond.nats, net=net, score=score, permuted=beyond.permuted, short=beyond.short,
                rivals=beyond.rivals,
            )  # fmt: skip


def _may_follow(section: Section, at: int, duplicates: Duplicates, parameters: Order) -> bool:
    """Whether the evidence of one section of a source is enough with the most that a train can add to it: one that
    stands out more needs none of its section."""
    taken_off = _taken_off(_rivals(section, at, duplicates, parameters), parameters) + _short(section, parameters)
    return bool(section.nats[at] - taken_off + standing_out(parameters.certain, parameters) >= 0.0)


def _in_order(section: Section, at: int, free: Bools, parameters: Order) -> Matrix:
    """What is emitted beside one section of a source, without what trains say that do not go on."""
    alone = [ours for ours, theirs in groups(section, at, free, parameters) if not goes_on(theirs)]
    if not alone:
        return section.emissions[at]
    emission = section.emissions[at].copy()
    rows = np.concatenate(alone)
    emission[rows] = np.minimum(emission[rows], 0.0)
    return emission


class _Beyond(NamedTuple):
    """The evidence of order of one section of a source, ``nats``; the ``rivals`` that are held against it; what of it
    is there in any order of the source's sentences, ``permuted``; what is taken off since the draft is ``short``; and
    what is left, ``net``."""

    nats: float
    net: float
    permuted: float
    short: float
    rivals: tuple[OrderRival, ...]


def _beyond(section: Section, at: int, free: Bools, duplicates: Duplicates, parameters: Order, added: float) -> _Beyond:
    """What one section of a source says beyond its rivals, those of the shelf among them, and beyond what it says in
    any order. Each step only takes off: once it is below nothing with what is ``added``, the next one is not asked."""
    most = nats = float(section.nats[at])
    short = _short(section, parameters)
    rivals = _rivals(section, at, duplicates, parameters)
    taken_off = short + _taken_off(rivals, parameters)
    emission, permuted = section.emissions[at], 0.0
    if nats + added >= taken_off:
        emission = _in_order(section, at, free, parameters)
        nats = float(evidence_of_order([emission], parameters)[0])
    if nats + added >= taken_off:
        rivals += [OrderRival(min(float(one), most), "shelf") for one in section.shelf_nats]
        taken_off = short + _taken_off(rivals, parameters)
    if nats + added >= taken_off:
        permuted = permuted_evidence(emission, parameters)
    net = nats - taken_off - parameters.permuted_share * permuted
    return _Beyond(nats, net, permuted, short, _best_rivals(rivals, parameters))


def _taken_off(rivals: Iterable[OrderRival], parameters: Order) -> float:
    """The nats that rivals take off: a share of the mean of the best ones."""
    return parameters.rival_share * sum(one.nats for one in _best_rivals(rivals, parameters)) / parameters.rivals


def _short(section: Section, parameters: Order) -> float:
    """The nats that are taken off for each sentence that a draft has fewer than a speech."""
    size = section.draft.stop - section.draft.start
    return float(parameters.each_fewer * max(parameters.short_draft - size, 0))


def _best_rivals(rivals: Iterable[OrderRival], parameters: Order) -> tuple[OrderRival, ...]:
    return tuple(sorted(rivals, key=lambda one: one.nats)[-parameters.rivals :])


def _rivals(section: Section, at: int, duplicates: Duplicates, parameters: Order) -> list[OrderRival]:
    """The rivals of one section of a source: the sections that say no more than it, and neither overlap it nor are of a
    near-duplicate of its source; and what is supposed of any, which is more where no other source is there."""
    own = section.sources[at]
    others = {one.number for one in section.sources} - {own.number} - duplicates[own.number]
    asked = min(len(others), parameters.rivals)
    supposed = [parameters.rival_least] * asked + [parameters.rival_unknown] * (parameters.rivals - asked)
    return [OrderRival(nats, "supposed") for nats in supposed] + [
        OrderRival(float(nats), other.number)
        for other, nats in zip(section.sources, section.nats, strict=True)
        if nats <= section.nats[at]
        and other.number not in duplicates[own.number]
        and not (other.number == own.number and overlaps(other.sentences, own.sentences))
    ]


def _with_significance(
    one: Scored, sections: Sequence[Section], draft: Side, source: Side, duplicates: Duplicates, parameters: Order
) -> tuple[Scored, float]:
    """A passage with the significance of its own sentences."""
    ours, theirs = draft.sentences(one.fragment.draft), source.sentences(one.fragment.source)
    section = sections[section_holding([section.draft for section in sections], ours)]
    first, last = max(ours.start, section.draft.start), min(ours.stop, section.draft.stop)
    taken = np.arange(first, last) - section.draft.start
    own = SourceSection(one.fragment.number, theirs)
    beyond = significance(section, taken, own, duplicates, parameters, one.evidence.lexical, parameters.alone)
    evidence = replace(one.evidence, significance=Significance(beyond, len(taken), parameters.alone))
    return replace(one, evidence=evidence), beyond


def _is_followed(one: Scored, followed: Iterable[Followed], draft: Side) -> bool:
    sentences = draft.sentences(one.fragment.draft)
    return any(
        source.number == one.fragment.number
        and overlaps(slice(int(source.sentences[0]), int(source.sentences[-1]) + 1), sentences)
        for source in followed
    )


@memoize_per_object
def net_and_significance(section: Section, number: int, near: frozenset[int], parameters: Order) -> tuple[float, float]:
    """The evidence of order of a source's best section beyond its rivals with what its best train of sentences adds,
    and the significance of that train; 0 for none. ``near`` are the near-duplicates of the source."""
    own = [at for at, other in enumerate(section.sources) if other.number == number]
    at = max(own, key=lambda at: float(section.nats[at]))
    duplicates = {number: near}
    if not _may_follow(section, at, duplicates, parameters):
        return 0.0, 0.0
    every = np.ones(section.draft.stop, dtype=bool)
    in_order = (one for one in trains(section, at, every, duplicates, parameters, 0.0) if goes_on(one.counterparts))
    best = max((one.significance.value for one in in_order), default=0.0)
    added = standing_out(best, parameters)
    net = _beyond(section, at, every, duplicates, parameters, added).net + added
    return (net, best) if net > 0.0 else (0.0, 0.0)
