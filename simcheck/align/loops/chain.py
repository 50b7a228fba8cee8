# cython: language_level=3, infer_types=True, annotation_typing=False, initializedcheck=False
# cython: boundscheck=False, wraparound=False, cdivision=True, freethreading_compatible=True
"""Chain: the forward and the backward pass of the order model's hidden Markov chain (:mod:`simcheck.align.order`).

The states of a draft's sentence: copied from a sentence of the source, inside a pause of the copy behind that sentence,
or the draft's own. Where this is not compiled, NumPy goes through all sources at once. Both add in the same order: the
results are equal to the last bit.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from simcheck.align.loops.buffers import Floats, Ints, View

try:
    import cython
except ImportError:
    from simcheck.without_cython import cython

#: Cells that are gone through at once without a compiler: they fit into the processor's cache.
BATCH = 1 << 13
#: Probabilities are not taken to be smaller: what is divided by must not be nothing.
LEAST = 1e-300


class Moves(NamedTuple):
    """Probabilities of the chain: to ``enter`` a copy from a sentence of one's own; to ``leave`` it or to ``pause``
    behind a copied sentence; to ``stay`` in a pause or to ``resume`` the copy behind one; to go on ``far`` away; and
    the ``shares`` of going on so many ``steps`` further."""

    enter: float
    leave: float
    pause: float
    stay: float
    resume: float
    far: float
    steps: tuple[int, ...]
    shares: tuple[float, ...]


class States(NamedTuple):
    """Values of the states at each sentence of the draft: ``copy`` and ``gap`` by sentence of the source, shape (draft
    sentences, source sentences), ``own`` of shape (draft sentences,)."""

    copy: Floats
    gap: Floats
    own: Floats


def totals(ratios: Floats, widths: Ints, sizes: Floats, length: int, moves: Moves) -> Floats:
    """What each sentence multiplies the likelihood of each source by, shape (sources, ``length`` of the draft).

    ``ratios`` are the likelihood ratios of the pairs of sentences, one source after the other, each of shape (draft
    sentences, source sentences), flat; ``widths`` the sentences of each source; a copy that begins or goes on anywhere
    begins at one of ``sizes`` sentences.

    >>> moves = Moves(0.5, 0.25, 0.25, 0.5, 0.25, 0.0, (1,), (1.0,))
    >>> totals(np.array([4.0, 1.0, 1.0, 4.0]), np.array([2]), np.array([2.0]), 2, moves).round(6).tolist()
    [[1.75, 2.0]]
    """
    found = np.empty((len(widths), length))
    if cython.compiled:
        chances, steps, shares = _arrays(moves)
        room, none = np.zeros((4, int(widths.max(initial=1)))), np.zeros((0, 0))
        _forward(ratios, widths, sizes, chances, steps, shares, room, found, none, none, np.zeros(0))
        return found
    starts, order = np.cumsum(widths * length) - widths * length, np.argsort(widths, kind="stable")
    for part in np.array_split(order, 1 + int(widths.sum()) // BATCH):
        if len(part):
            stacked = np.zeros((length, int(widths[part].max()), len(part)))
            for at, (start, width) in enumerate(zip(starts[part].tolist(), widths[part].tolist(), strict=True)):
                stacked[:, :width, at] = ratios[start : start + length * width].reshape(length, width)
            found[part] = _plain_forward(stacked, sizes[part], moves, found[part], None)
    return found


def both_ways(ratios: Floats, moves: Moves) -> tuple[Floats, States, States]:
    """Of one source, its ``ratios`` of shape (draft sentences, source sentences): the totals, shape (draft sentences,),
    and each state's probability by what comes before and, up to a factor for each sentence, by what comes behind."""
    length, width = ratios.shape
    ahead, behind = (States(np.zeros((length, width)), np.zeros((length, width)), np.zeros(length)) for _ in range(2))
    sizes, found = np.array([float(width)]), np.empty((1, length))
    if cython.compiled:
        (chances, steps, shares), room, flat = _arrays(moves), np.zeros((4, max(width, 1))), ratios.reshape(-1)
        copies, gaps, owns = ahead
        _forward(flat, np.array([width]), sizes, chances, steps, shares, room, found, copies, gaps, owns)
        copies, gaps, owns = behind
        _backward(ratios, chances, steps, shares, room, copies, gaps, owns)
    else:
        _plain_forward(ratios[:, :, None], sizes, moves, found, ahead)
        _plain_backward(ratios, moves, behind)
    return found[0], ahead, behind


def _arrays(moves: Moves) -> tuple[Floats, Ints, Floats]:
    return np.array(moves[:6]), np.array(moves.steps, dtype=np.int64), np.array(moves.shares)


def _forward(
    ratios: View, widths: View, sizes: View, chances: View, steps: View, shares: View, room: View, found: View,
    copies: View, gaps: View, owns: View,
) -> None:  # fmt: skip
    """The rows of ``room`` are copy, gap, what goes on from each sentence, and what arrives at each."""
    enter, leave, pause, stay, resume, far = chances[0], chances[1], chances[2], chances[3], chances[4], chances[5]
    length, start, stored = found.shape[1], 0, copies.shape[0] > 0
    with cython.nogil:
        for source in range(found.shape[0]):
            width = widths[source]
            for place in range(width):
                room[0, place] = room[1, place] = 0.0
            copied, paused, own = 0.0, 0.0, 1.0
            for at in range(length):
                for place in range(width):
                    room[2, place] = (1.0 - leave - pause) * room[0, place] + resume * room[1, place]
                gone = (1.0 - leave - pause) * copied + resume * paused
                _move(room, width, steps, shares, 1)
                anywhere = (far * gone + enter * own) / sizes[source]
                own = own * (1.0 - enter) + leave * copied + (1.0 - stay - resume) * paused
                copied, paused = 0.0, 0.0
                for place in range(width):
                    room[1, place] = pause * room[0, place] + stay * room[1, place]
                    room[0, place] = (room[3, place] + anywhere) * ratios[start + place]
                    copied += room[0, place]
                    paused += room[1, place]
                total = copied + paused + own
                copied, paused, own = copied / total, paused / total, own / total
                for place in range(width):
                    room[0, place] /= total
                    room[1, place] /= total
                found[source, at] = total
                start += width
                if stored:
                    owns[at] = own
                    for place in range(width):
                        copies[at, place], gaps[at, place] = room[0, place], room[1, place]


def _backward(
    ratios: View, chances: View, steps: View, shares: View, room: View, copies: View, gaps: View, owns: View
) -> None:
    enter, leave, pause, stay, resume, far = chances[0], chances[1], chances[2], chances[3], chances[4], chances[5]
    length, width, own = ratios.shape[0], ratios.shape[1], 1.0
    with cython.nogil:
        for place in range(width):
            room[0, place] = room[1, place] = 1.0
        for back in range(length):
            at = length - 1 - back
            owns[at], anywhere = own, 0.0
            for place in range(width):
                copies[at, place], gaps[at, place] = room[0, place], room[1, place]
                room[2, place] = ratios[at, place] * room[0, place]
                anywhere += room[2, place]
            anywhere /= max(width, 1)
            _move(room, width, steps, shares, -1)
            total = 0.0
            for place in range(width):
                going = room[3, place] + far * anywhere
                room[0, place] = (1.0 - leave - pause) * going + pause * room[1, place] + leave * own
                room[1, place] = resume * going + stay * room[1, place] + (1.0 - stay - resume) * own
                total += room[0, place] + room[1, place]
            own = enter * anywhere + (1.0 - enter) * own
            total = max(total + own, LEAST)
            own /= total
            for place in range(width):
                room[0, place] /= total
                room[1, place] /= total


def _move(room: View, width: int, steps: View, shares: View, sign: int) -> None:
    """What goes on from each sentence of the source, in the third row, to those around it, in the fourth."""
    for place in range(width):
        room[3, place] = 0.0
    for jump in range(steps.shape[0]):
        step, share = sign * steps[jump], shares[jump]
        for place in range(max(step, 0), min(width, width + step)):
            room[3, place] += share * room[2, place - step]


def _plain_forward(ratios: Floats, sizes: Floats, moves: Moves, found: Floats, states: States | None) -> Floats:
    """The same with NumPy, ``ratios`` of shape (draft sentences, source sentences, sources)."""
    enter, leave, pause, stay, resume, far, steps, shares = moves
    length, width, sources = ratios.shape
    copy, gap, own = np.zeros((width, sources)), np.zeros((width, sources)), np.ones(sources)
    copied, paused = np.zeros(sources), np.zeros(sources)
    for at in range(length):
        going = (1.0 - leave - pause) * copy + resume * gap
        gone = (1.0 - leave - pause) * copied + resume * paused
        anywhere = (far * gone + enter * own) / sizes
        own = own * (1.0 - enter) + leave * copied + (1.0 - stay - resume) * paused
        gap = pause * copy + stay * gap
        copy = (_moved(going, steps, shares) + anywhere) * ratios[at]
        copied, paused = _sum(copy), _sum(gap)
        found[:, at] = total = copied + paused + own
        copy, gap, copied, paused, own = copy / total, gap / total, copied / total, paused / total, own / total
        if states is not None:
            states.copy[at], states.gap[at], states.own[at] = copy[:, 0], gap[:, 0], own[0]
    return found


def _plain_backward(ratios: Floats, moves: Moves, states: States) -> None:
    enter, leave, pause, stay, resume, far, steps, shares = moves
    length, width = ratios.shape
    copy, gap, own = np.ones(width), np.ones(width), 1.0
    for at in range(length - 1, -1, -1):
        states.copy[at], states.gap[at], states.own[at] = copy, gap, own
        taken = ratios[at] * copy
        anywhere = float(_sum(taken)) / max(width, 1)
        going = _moved(taken, [-step for step in steps], shares) + far * anywhere
        copy, gap, own = (
            (1.0 - leave - pause) * going + pause * gap + leave * own,
            resume * going + stay * gap + (1.0 - stay - resume) * own,
            enter * anywhere + (1.0 - enter) * own,
        )
        total = max(float(_sum(copy + gap)) + own, LEAST)
        copy, gap, own = copy / total, gap / total, own / total


def _sum(values: Floats) -> Floats:
    """The sums along the first axis, from the first to the last as a loop adds them."""
    return np.asarray(np.cumsum(values, axis=0)[len(values) - 1] if len(values) else values.sum(axis=0))


def _moved(mass: Floats, steps: Any, shares: Any) -> Floats:
    moved = np.zeros_like(mass)
    width = len(mass)
    for step, share in zip(steps, shares, strict=True):
        first, last = max(step, 0), min(width, width + step)
        if first < last:
            moved[first:last] += share * mass[first - step : last - step]
    return moved
