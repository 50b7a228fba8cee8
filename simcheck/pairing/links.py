"""Links: the sentences of two passages that belong together, from the posterior of the order model in both directions.

The model gives each sentence of the draft the one that it was taken from; who condenses has several for one, which the
same model tells when the source is read as taken from the draft. So links of the second reading are added where the
first one leaves a sentence of the source alone (Och, Ney, "A systematic comparison of various statistical alignment
models", Computational Linguistics 2003: symmetrisation).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from simcheck.align import Posterior, posterior
from simcheck.caching import MIB, memoize
from simcheck.pairing.evidence import Floats, Matrix
from simcheck.scoring import Order, Pairing


class Link(NamedTuple):
    """A sentence of the draft's passage, one of the source's, and the probability that the one was taken from the
    other."""

    draft: int
    source: int
    probability: float


def links(nats: Matrix, order: Order, parameters: Pairing) -> list[Link]:
    """The links of two passages, in the order of the draft, from what pairs of sentences say, shape (draft, source)."""
    return list(_links(nats.tobytes(), nats.shape, order, parameters)) if nats.size else []


@memoize(4 * MIB)
def _links(said: bytes, shape: tuple[int, int], order: Order, parameters: Pairing) -> tuple[Link, ...]:
    nats = np.frombuffer(said, dtype=np.float32).reshape(shape)
    jumps = tuple((jump, share * (1 - parameters.far)) for jump, share in order.jumps)
    inside = replace(order, log_enter=parameters.log_enter, far=parameters.far, jumps=jumps)
    ours, theirs = (
        _taken(posterior(nats, inside), parameters),
        _taken(posterior(np.ascontiguousarray(nats.T), inside), parameters),
    )
    found = {(row, column): chance for row, column, chance in ours}
    linked = {column for _, column in found}
    for column, row, chance in theirs:
        if column not in linked and (row, column) not in found and nats[row, column] >= parameters.second:
            found[row, column] = chance
    return tuple(Link(row, column, chance) for (row, column), chance in sorted(found.items()))


def _taken(known: Posterior, parameters: Pairing) -> Iterator[tuple[int, int, float]]:
    """Each sentence that was more likely taken than not, its likeliest counterpart, and how likely it was taken."""
    chance: Floats = known.taken_from.sum(axis=1)
    for row in np.flatnonzero(chance >= parameters.taken).tolist():
        yield row, int(known.taken_from[row].argmax()), float(min(1.0, chance[row]))
