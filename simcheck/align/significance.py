"""Significance: how far some sentences of a draft stand out by themselves for one source, beyond every other source."""

from __future__ import annotations

import math

from simcheck.align.order import evidence_of_order
from simcheck.align.overlapping import overlaps
from simcheck.align.sections import Section
from simcheck.align.seeds import Duplicates
from simcheck.align.side import Ints
from simcheck.align.source_section import SourceSection
from simcheck.scoring import Order


def significance(
    section: Section,
    taken: Ints,
    own: SourceSection,
    duplicates: Duplicates,
    parameters: Order,
    lexical: float = 0.0,
    least: float = -math.inf,
) -> float:
    """The evidence of order on the sentences ``taken`` of a section alone, beyond the best other source, in nats per
    root of their number; ``lexical`` nats of the same passage count for a share. What is below the ``least`` that is
    asked may be even less: the shelf is not looked at then, with ∞ never."""
    if not len(taken):
        return -math.inf
    rows = [emission[taken] for emission in section.emissions]
    nats = evidence_of_order(rows, parameters)
    ours, theirs = [-math.inf], [0.0]
    for other, found in zip(section.sources, nats.tolist(), strict=True):
        if other.number == own.number:
            ours += [found] if overlaps(other.sentences, own.sentences) else []
        elif other.number not in duplicates[own.number]:
            theirs.append(found)
    found = _per_root(max(ours), max(theirs), lexical, len(taken), parameters)
    if found < least or not section.few:
        return found
    theirs += evidence_of_order([emission[taken] for emission in section.shelf], parameters).tolist()
    return _per_root(max(ours), max(theirs), lexical, len(taken), parameters)


def _per_root(ours: float, theirs: float, lexical: float, size: int, parameters: Order) -> float:
    return float((ours - theirs + parameters.lexical_share * lexical) / math.sqrt(size))


def standing_out(significance: float, parameters: Order) -> float:
    """The nats that a train's own significance adds to the evidence of its section."""
    return parameters.significance_share * (significance - parameters.significant)
