"""Semantic seeds: a few neighbouring sentences of the draft whose meaning stands close together in one source."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from simcheck.align.pairs import Pairs
from simcheck.align.seeds import Duplicates, Seed, rival_peaks
from simcheck.align.semantic import Matrix, sliding_maximum
from simcheck.align.side import Ints, Side, Stretch
from simcheck.cancelling import look
from simcheck.scoring import Seeding


def semantic_seeds(pairs: Pairs, duplicates: Duplicates, scoring: Seeding) -> tuple[Seed, ...]:
    """Blocks of sentences, by what they hold beyond their rivals."""
    if not pairs:
        return ()
    # No block has more than the best that each of its sentences finds anywhere.
    most = _around(pairs.best_semantic, scoring.sentences).sum(axis=2)
    asked = np.flatnonzero((most >= scoring.sentence_block).any(axis=0))
    if not len(asked):
        return ()
    around = _around(np.arange(most.shape[1]), scoring.sentences, -1)[asked]
    blocks = {number: _blocks(pair.semantic, around) for number, pair in pairs.items()}
    peaks = np.stack([block.max(axis=1) for block in blocks.values()])
    rivals = rival_peaks(peaks, list(pairs), duplicates)
    found: list[tuple[float, int, int, int]] = []
    for (number, block), peak, rival in zip(blocks.items(), peaks, rivals, strict=True):
        excess = peak - rival
        rows = np.flatnonzero((peak >= scoring.sentence_block) & (excess >= 0))
        columns = block[rows].argmax(axis=1).tolist()
        found += zip(excess[rows].tolist(), [number] * len(rows), asked[rows].tolist(), columns, strict=True)
    seeds = (_seed(pairs, block, scoring) for block in sorted(found, key=lambda block: -block[0]))
    return tuple(seed for seed in seeds if seed.draft[0] < seed.draft[1] and seed.source[0] < seed.source[1])


def _seed(pairs: Pairs, block: tuple[float, int, int, int], scoring: Seeding) -> Seed:
    _, number, row, column = block
    half = scoring.sentences // 2
    draft, source = _tokens(pairs[number].draft, row, half), _tokens(pairs[number].source, column, half)
    middle = sum(draft) // 2 // scoring.cell, sum(source) // 2 // scoring.cell
    return Seed("semantic", number, draft, source, scoring.semantic_retained, row, middle)


def _blocks(nats: Matrix, around: Ints) -> Matrix:
    """For each block of draft sentences ``around``, -1 for none, shape (blocks, sentences of a block), and each of the
    source's sentences: what they find best within twice a block, less one, of source sentences."""
    look()
    half = around.shape[1] // 2
    rows, which = np.unique(around, return_inverse=True)
    wide = np.zeros((len(rows), nats.shape[1] + 4 * half), dtype=nats.dtype)
    np.maximum(nats[rows], 0, out=wide[:, 2 * half : 2 * half + nats.shape[1]])
    wide[rows < 0] = 0.0
    return np.asarray(sliding_maximum(wide, 4 * half + 1)[which.reshape(around.shape)].sum(axis=1))


def _around(values: npt.NDArray[Any], sentences: int, outside: float = 0) -> npt.NDArray[Any]:
    """Each value of the last axis with those around it, as many as there are sentences in a block, on one axis more."""
    margin = np.full((*values.shape[:-1], sentences // 2), outside, dtype=values.dtype)
    padded = np.concatenate([margin, values, margin], axis=-1)
    return np.lib.stride_tricks.sliding_window_view(padded, sentences, axis=-1)


def _tokens(side: Side, sentence: int, half: int) -> Stretch:
    """Tokens of the sentences around one, as far as a block of sentences reaches."""
    low = np.searchsorted(side.sentence, sentence - half)
    return int(low), int(np.searchsorted(side.sentence, sentence + half, side="right"))
