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
    shared = _shared(sampled)
    found: dict[int, set[int]] = {number: set() for number in numbers}
    for one, other in itertools.combinations(range(len(numbers)), 2):
        common, least = int(shared[one, other]), min(len(sampled[one]), len(sampled[other]))
        if least >= scoring.telling and common < scoring.duplicate / 4 * least:
            continue
        if min(len(whole[one]), len(whole[other])) < scoring.exact_below:
            common = len(np.intersect1d(whole[one], whole[other], assume_unique=True))
            least = min(len(whole[one]), len(whole[other]))
        if common > scoring.duplicate * least:
            found[numbers[one]].add(numbers[other])
            found[numbers[other]].add(numbers[one])
    return {number: frozenset(others) for number, others in found.items()}


def _shared(sets: Sequence[Fingerprints]) -> npt.NDArray[np.float32]:
    """How many members each two of some sets share, shape (sets, sets)."""
    names, which = np.unique(np.concatenate(sets), return_inverse=True) if sets else (np.zeros(0), np.zeros(0, int))
    has = np.zeros((len(sets), len(names)), dtype=np.float32)
    has[np.repeat(np.arange(len(sets)), [len(one) for one in sets]), which] = 1.0
    return has @ has.T
