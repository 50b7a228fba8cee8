"""Order: evidence that a draft follows a source's train of thought, sentence by sentence.

A laundered text (洗稿) keeps few of its source's words, but it says the same things in the same order, while a text on
the same topic says like things in an order of its own. So the draft's sentences are read as the output of a hidden
Markov model (Vogel, Ney, Tillmann, "HMM-based word alignment in statistical translation", COLING 1996, there for
words): each is either the draft's own, or taken from one sentence of the source, from which the next one goes on, most
likely one further. The forward sum over all paths, against that of a draft that is all its own, is the evidence in
nats; the posterior says which sentences were taken from which.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from simcheck.align.side import Floats, Ints
from simcheck.scoring import Order

Matrix = npt.NDArray[np.float32]

#: What a pair of sentences emits that no path may take.
NEVER = -30.0
#: Source sentences that are gone through at once.
BATCH = 1 << 13


@dataclass(frozen=True, slots=True, eq=False)
class Posterior:
    """What the model says of a draft and one source.

    ``nats`` is the evidence. ``copied`` holds the probability that a draft sentence was taken from each source
    sentence, shape (draft sentences, source sentences).
    """

    nats: float
    copied: Floats


def evidence_of_order(emissions: Sequence[Matrix], numbers: Order) -> Floats:
    """The nats of each source, from the nats of its pairs of sentences, shape (draft sentences, source sentences).

    A source that is longer than a section counts about as much as the best of its sections.
    """
    found = np.zeros(len(emissions))
    for part in _batches(emissions):
        stacked, sizes = _stacked([emissions[k] for k in part])
        found[part] = _forward(stacked, np.minimum(sizes, numbers.section), numbers)[0]
    return found


def posterior(emission: Matrix, numbers: Order) -> Posterior:
    """The whole of what the model says of one source."""
    stacked, sizes = _stacked([emission])
    nats, (ahead, gaps, nulls) = _forward(stacked, sizes, numbers, keep=True)
    behind, gap_behind, null_behind = _backward(stacked, sizes, numbers)
    copied, inside, none = ahead[:, 0] * behind[:, 0], gaps[:, 0] * gap_behind[:, 0], nulls[:, 0] * null_behind[:, 0]
    total = np.maximum(copied.sum(axis=1) + inside.sum(axis=1) + none, 1e-300)
    return Posterior(float(nats[0]), copied / total[:, None])


def _batches(emissions: Sequence[Matrix]) -> list[Ints]:
    """The places of the emissions, those of similar size together, in groups that fit into the processor's cache."""
    order = np.argsort([one.shape[1] for one in emissions], kind="stable")
    cells = sum(one.shape[1] for one in emissions)
    return [part for part in np.array_split(order, 1 + cells // BATCH) if len(part)]


def _stacked(emissions: Sequence[Matrix]) -> tuple[Floats, Ints]:
    """Likelihood ratios of one shape (sources, draft sentences, source sentences), nothing beyond each source's end."""
    sizes = np.array([one.shape[1] for one in emissions])
    stacked = np.full((len(emissions), emissions[0].shape[0], max(sizes.max(), 1)), NEVER)
    for row, one in zip(stacked, emissions, strict=True):
        row[:, : one.shape[1]] = one
    return np.where(stacked > NEVER, np.exp(stacked), 0.0), sizes


def _forward(ratios: Floats, sizes: Ints, numbers: Order, *, keep: bool = False) -> tuple[Floats, list[Floats]]:
    """Log-odds of each source against a draft of its own; with ``keep`` the states' probabilities at each sentence."""
    sources, length, width = ratios.shape
    copy, gap, null = np.zeros((sources, width)), np.zeros((sources, width)), np.ones(sources)
    odds, enter = np.zeros(sources), float(np.exp(numbers.enter))
    kept = [np.zeros((length, *one.shape)) for one in (copy, gap, null)] if keep else []
    for at in range(length):
        going = (1 - numbers.leave - numbers.pause) * copy + numbers.resume * gap
        reached = _moved(going, numbers)
        reached += ((numbers.far * going.sum(axis=1) + enter * null) / sizes)[:, None]
        null = (
            null * (1 - enter)
            + numbers.leave * copy.sum(axis=1)
            + (1 - numbers.stay - numbers.resume) * gap.sum(axis=1)
        )
        gap = numbers.pause * copy + numbers.stay * gap
        copy = reached * ratios[:, at]
        total = copy.sum(axis=1) + gap.sum(axis=1) + null
        copy, gap, null = copy / total[:, None], gap / total[:, None], null / total
        odds += np.log(total)
        for held, one in zip(kept, (copy, gap, null), strict=False):
            held[at] = one
    odds -= length * np.log1p(-enter)
    return odds, kept


def _backward(ratios: Floats, sizes: Ints, numbers: Order) -> tuple[Floats, Floats, Floats]:
    """What follows each sentence, by state, up to a factor for each sentence."""
    sources, length, width = ratios.shape
    inside = (np.arange(width)[None] < sizes[:, None]).astype(float)
    copy, gap, null = inside.copy(), inside.copy(), np.ones(sources)
    enter = float(np.exp(numbers.enter))
    kept = [np.zeros((length, *one.shape)) for one in (copy, gap, null)]
    for at in range(length - 1, -1, -1):
        for held, one in zip(kept, (copy, gap, null), strict=True):
            held[at] = one
        taken = ratios[:, at] * copy
        anywhere = (taken.sum(axis=1) / sizes)[:, None]
        going = (_moved(taken, numbers, back=True) + numbers.far * anywhere) * inside
        copy, gap, null = (
            ((1 - numbers.leave - numbers.pause) * going + numbers.pause * gap + numbers.leave * null[:, None])
            * inside,
            (numbers.resume * going + numbers.stay * gap + (1 - numbers.stay - numbers.resume) * null[:, None])
            * inside,
            enter * anywhere[:, 0] + (1 - enter) * null,
        )
        total = np.maximum(copy.sum(axis=1) + gap.sum(axis=1) + null, 1e-300)
        copy, gap, null = copy / total[:, None], gap / total[:, None], null / total
    return kept[0], kept[1], kept[2]


def _moved(mass: Floats, numbers: Order, *, back: bool = False) -> Floats:
    """What goes on from each source sentence to those around it, by the jump; or what comes from there."""
    moved = np.zeros_like(mass)
    for jump, share in numbers.jumps:
        step = -jump if back else jump
        if step == 0:
            moved += share * mass
        elif abs(step) >= mass.shape[1]:
            continue
        elif step > 0:
            moved[:, step:] += share * mass[:, :-step]
        else:
            moved[:, :step] += share * mass[:, -step:]
    return moved
