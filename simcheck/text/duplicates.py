"""Near-duplicates: texts that are versions of one text, by what their fingerprints have in common.

The measure is containment (Broder, "On the resemblance and containment of documents", 1997): the share of the smaller
text's fingerprints that stand in the other one too. Which fingerprints are in a sample depends on their value alone, so
versions of a text share as large a part of their samples as of their fingerprints.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from simcheck.scoring import Retrieval

Fingerprints = npt.NDArray[np.uint64]


def sample(fingerprints: Fingerprints, one_in: int) -> Fingerprints:
    """The fingerprints whose value is a multiple of ``one_in``, a power of two."""
    return np.asarray(fingerprints[(fingerprints & np.uint64(one_in - 1)) == 0])


def near_duplicates(prints: Mapping[int, Fingerprints], scoring: Retrieval) -> dict[int, frozenset[int]]:
    """For each text, by number, those that are near-duplicates of it.

    Long texts are compared by a sixteenth of their fingerprints, and in full only where that is not enough to tell.
    """
    numbers, whole = list(prints), list(prints.values())
    sampled = [sample(every, 16) for every in whole]
    common, least = _shared(sampled), _smaller(sampled)
    possible = (least < scoring.sample_enough) | (common >= scoring.duplicate / 4 * least)
    np.fill_diagonal(possible, val=False)
    exact = possible & (_smaller(whole) < scoring.exact_below)
    asked = np.flatnonzero(exact.any(axis=1))
    texts = [whole[place] for place in asked.tolist()]
    here = np.ix_(asked, asked)
    common[here] = np.where(exact[here], _shared(texts), common[here])
    least[here] = np.where(exact[here], _smaller(texts), least[here])
    near = possible & (common > scoring.duplicate * least)
    return {number: frozenset(itertools.compress(numbers, row)) for number, row in zip(numbers, near, strict=True)}


def _shared(sets: Sequence[Fingerprints]) -> npt.NDArray[np.int64]:
    """How many members each two different sets share, shape (sets, sets); of what one has alone nothing is counted."""
    members = np.concatenate([np.zeros(0, dtype=np.uint64), *sets])
    owner = np.repeat(np.arange(len(sets)), [len(one) for one in sets])
    order = np.argsort(members)
    first = np.ones(len(members) + 1, dtype=bool)
    np.not_equal(members[order[1:]], members[order[:-1]], out=first[1:-1])
    shared = ~(first[:-1] & first[1:])
    column = np.cumsum(shared & first[:-1])[shared] - 1
    has = np.zeros((len(sets), column.max(initial=-1) + 1), dtype=np.float32)
    has[owner[order[shared]], column] = 1.0
    return np.asarray(has @ has.T, dtype=np.int64)


def _smaller(sets: Sequence[Fingerprints]) -> npt.NDArray[np.int64]:
    """How many members the smaller of each two sets has, shape (sets, sets)."""
    sizes = np.array([len(one) for one in sets], dtype=np.int64)
    return np.minimum.outer(sizes, sizes)
