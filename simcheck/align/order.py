"""Order: evidence that a draft follows a source's train of thought, sentence by sentence.

A laundered text (洗稿) keeps few of its source's words, but it says the same things in the same order, while a text on
the same topic says like things in an order of its own. So the draft's sentences are read as the output of a hidden
Markov model (Vogel, Ney, Tillmann, "HMM-based word alignment in statistical translation", COLING 1996, there for
words): each is either the draft's own, or taken from one sentence of the source, from which the next one goes on, most
likely one further. The forward sum over all paths, against that of a draft that is all its own, is the evidence in
nats; the posterior says which sentences were taken from which.
"""

from __future__ import annotations

import functools
import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from simcheck.align.loops import Moves, both_ways, totals
from simcheck.align.semantic import Matrix
from simcheck.align.side import Floats, Ints
from simcheck.scoring import Order


@dataclass(frozen=True, slots=True, eq=False)
class Posterior:
    """What the model says of a draft and one source.

    ``nats`` is the evidence. ``taken_from`` holds the probability that a draft sentence was taken from each source
    sentence, shape (draft sentences, source sentences).
    """

    nats: float
    taken_from: Floats


def evidence_of_order(emissions: Sequence[Matrix], parameters: Order) -> Floats:
    """The nats of each source, from the nats of its pairs of sentences, shape (draft sentences, source sentences).

    A copy may begin at any sentence of the source, of a longer one as if at one of ``section``: it has more tries, as
    though it were cut into sections, and counts about as much as the best of these.
    """
    if not emissions:
        return np.zeros(0)
    length, widths = len(emissions[0]), np.array([one.shape[1] for one in emissions])
    sizes = np.clip(widths, 1, parameters.section).astype(float)
    ratios, moves = _ratios(np.concatenate([one.ravel() for one in emissions])), _moves(parameters)
    return _nats(totals(ratios, widths, sizes, length, moves), moves)


def permuted_evidence(emission: Matrix, parameters: Order) -> float:
    """The mean nats of the same pairs with the source's sentences in other orders, a baseline as that of a permutation
    test: what the two texts have in common without regard to order, as two texts on one subject have."""
    orders = _permutations(emission.shape[1], parameters.permutations)
    return float(evidence_of_order([emission[:, order] for order in orders], parameters).mean())


def posterior(emission: Matrix, parameters: Order) -> Posterior:
    """The whole of what the model says of one source."""
    moves = _moves(parameters)
    found, ahead, behind = both_ways(_ratios(emission), moves)
    copied, paused, own = ahead.copy * behind.copy, ahead.gap * behind.gap, ahead.own * behind.own
    total = np.maximum(copied.sum(axis=1) + paused.sum(axis=1) + own, 1e-300)
    return Posterior(float(_nats(found, moves)), copied / total[:, None])


@functools.lru_cache(256)
def _permutations(size: int, count: int) -> tuple[Ints, ...]:
    """So many orders of ``size`` sentences, always the same ones on every machine."""
    drawn = random.Random(size)  # noqa: S311 - no secret
    return tuple(np.argsort([drawn.random() for _ in range(size)]) for _ in range(count))


@functools.cache
def _moves(parameters: Order) -> Moves:
    steps, shares = zip(*parameters.jumps, strict=True)
    enter = float(np.exp(parameters.log_enter))
    return Moves(
        enter, parameters.leave, parameters.pause, parameters.stay, parameters.resume, parameters.far, steps, shares
    )


def _ratios(nats: Matrix) -> Floats:
    """How much likelier a pair is when copied."""
    ratios = nats.astype(float)
    np.exp(ratios, out=ratios)
    return ratios


def _nats(totals: Floats, moves: Moves) -> Floats:
    """The log-odds against a draft that is all its own: 1 − ``enter`` for each sentence."""
    return np.asarray(np.log(totals).sum(axis=-1) - totals.shape[-1] * np.log1p(-moves.enter))
