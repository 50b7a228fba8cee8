"""Trains: groups of a draft's sentences that were taken from one source and are near to each other in both texts.

One that goes back to a single sentence of the source has no order.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from simcheck.align.evidence import OrderRival, Significance
from simcheck.align.likelihood import logistic
from simcheck.align.sections import Section
from simcheck.align.seeds import Duplicates
from simcheck.align.side import Bools, Ints
from simcheck.align.significance import significance
from simcheck.align.source_section import SourceSection
from simcheck.scoring import Order


@dataclass(frozen=True, slots=True, eq=False)
class Followed:
    """Sentences of the draft that follow sentences of the source ``number``.

    ``sentences`` are those of the draft that were taken, rising, ``counterparts`` the source sentences that they were
    most likely taken from. ``nats`` is the evidence of order of their whole section, ``permuted`` what of it would be
    there in any order of the source's sentences, ``short`` what is taken off since the draft has few sentences. ``net``
    is what of it is beyond the ``rivals`` and beyond that, with what the sentences stand out by themselves,
    ``significance``; where they need no evidence of their section it is reckoned from the significance alone. ``score``
    is the probability, by ``net``, that they were taken from there.
    """

    number: int
    sentences: Ints
    counterparts: Ints
    nats: float
    net: float
    score: float
    significance: Significance
    permuted: float
    short: float
    rivals: tuple[OrderRival, ...]


def probability(net: float, parameters: Order) -> float:
    """The probability that a draft with so many nats of net evidence follows a source."""
    return logistic(net / parameters.scale)


def trains(
    section: Section, at: int, free: Bools, duplicates: Duplicates, parameters: Order, least: float
) -> Iterator[Followed]:
    """The ``free`` sentences that were taken from one section of a source, in groups that are far from each other in
    the draft or in the source, and stand out by the ``least`` significance."""
    number, start = section.sources[at].number, section.sources[at].sentences.start
    taken_from = section.taken_from(at)
    chance = taken_from.sum(axis=1)
    for ours, theirs in groups(section, at, free, parameters):
        own = SourceSection(number, slice(int(theirs.min()), int(theirs.max()) + 1))
        beyond = significance(section, ours, own, duplicates, parameters, least=least)
        if beyond >= least:
            size = len(ours)
            net = (beyond - parameters.certain) * math.sqrt(size)
            inside = np.flatnonzero((chance >= min(parameters.inside, parameters.border)) & free[section.draft])
            kept = _without_weak_ends(section, ours, own, duplicates, parameters)
            inside = inside[(inside >= kept[0]) & (inside <= kept[-1])]
            nats, score = float(section.nats[at]), probability(net, parameters)
            yield Followed(
                number,
                inside + section.draft.start,
                taken_from[inside].argmax(axis=1) + start,
                nats,
                net,
                score,
                Significance(beyond, size, least),
                permuted=0.0,
                short=0.0,
                rivals=(),
            )


def _without_weak_ends(
    section: Section, ours: Ints, own: SourceSection, duplicates: Duplicates, parameters: Order
) -> Ints:
    """The sentences of a train without those pieces at its ends, behind a pause, that do not stand out by themselves: a
    strong train carries along what an author says of his own before and after."""

    def stands_out(piece: Ints) -> bool:
        return significance(section, piece, own, duplicates, parameters, least=math.inf) >= parameters.carried

    pieces = np.split(ours, np.flatnonzero(np.diff(ours) > parameters.carried_over) + 1)
    while len(pieces) > 1 and not stands_out(pieces[0]):
        del pieces[0]
    while len(pieces) > 1 and not stands_out(pieces[-1]):
        del pieces[-1]
    return np.concatenate(pieces)


def groups(section: Section, at: int, free: Bools, parameters: Order) -> Iterator[tuple[Ints, Ints]]:
    """The ``free`` sentences of a section that were taken from one section of a source, in groups that are far from
    each other in the draft or in the source: their places in the section, and the places of their counterparts in the
    whole source."""
    taken_from = section.taken_from(at)
    taken = np.flatnonzero((taken_from.sum(axis=1) >= parameters.border) & free[section.draft])
    counterparts = taken_from[taken].argmax(axis=1) + section.sources[at].sentences.start
    breaks = (np.diff(taken) > parameters.longest_pause) | (np.abs(np.diff(counterparts)) > parameters.longest_jump)
    for group in np.split(np.arange(len(taken)), np.flatnonzero(breaks) + 1):
        if len(group):
            yield taken[group], counterparts[group]


def goes_on(counterparts: Ints) -> bool:
    """Whether sentences go back to more than one sentence of the source, which alone has no order."""
    return bool(np.ptp(counterparts))
