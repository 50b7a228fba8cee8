"""Near-duplicates among all shards: some documents at a time are compared with all, so that any machine can do a part.

What it gives is what ``Sketches.pairs`` gives over all samples at once; but only those of the documents at hand, and of
what they share, are in memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from simcheck.corpus.near_duplicates import Sketches
from simcheck.corpus.records import Twins
from simcheck.corpus.sources import Numbers
from simcheck.shards.ask import Ask

#: The later document, the earlier one, and the share of the smaller one's sample.
Pair = tuple[int, int, float]


@dataclass(frozen=True, slots=True, eq=False)
class Sizes:
    """How many fingerprints are in the sample of each document, by ascending numbers."""

    numbers: Numbers
    counts: Numbers

    @classmethod
    def of(cls, ask: Ask, shards: int) -> Sizes:
        """Those of all shards."""
        answers = ask(dict.fromkeys(range(shards), ("sample_sizes", ())))
        numbers, counts = (np.concatenate([answers[shard][part] for shard in range(shards)]) for part in (0, 1))
        order = np.argsort(numbers)
        return cls(numbers[order], counts[order])


def pairs_of(ask: Ask, shards: int, numbers: Numbers, sizes: Sizes, least: float) -> list[Pair]:
    """The near-duplicates of these documents among all earlier ones."""
    every = range(shards)
    sampled = ask(dict.fromkeys(every, ("sampled", (numbers,))))
    keys, owners = (np.concatenate([sampled[shard][part] for shard in every]) for part in (0, 1))
    wanted = np.unique(keys)
    holding = ask(dict.fromkeys(every, ("holding", (wanted,))))
    held = Sketches.joined((wanted[holding[shard][0]], holding[shard][1]) for shard in every)
    return held.pairs_of(keys, owners, least, (sizes.numbers, sizes.counts))


def named(pairs: Iterable[Pair], names: Mapping[int, str]) -> tuple[Twins, ...]:
    """Pairs by the ids of the documents, the greatest share first."""
    ordered = sorted(pairs, key=lambda pair: (-pair[2], pair[0], pair[1]))
    return tuple(Twins(names[new], names[old], share) for new, old, share in ordered)
