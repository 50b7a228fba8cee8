"""Trim: a fragment without ends that only repeat words and thoughts of its middle.

Growing asks whether a word of one side stands anywhere in the other's stretch, so a copied paragraph draws in what
else its source says of the matter. Here each word counts once. Runs of words that both sides have are paired first,
long ones before short ones (greedy string tiling: Wise, "String similarity via greedy string tiling and running
Karp-Rabin matching", 1993), the others share what is left; and a sentence that is paired word by word is no evidence
that yet another one means the same.
"""

from __future__ import annotations

import numpy as np

from simcheck.align import compiled
from simcheck.align.evidence import LEFT_OUT, Bools, Floats, Ints, Pair, Scores, Side, Stretch
from simcheck.align.semantic import Matrix

#: Least lengths of the runs that are paired, in tokens, one pass after the other.
RUNS = (8, 4, 2)
#: Places of a word that are tried for the beginning of a run.
PLACES = 50
#: Rounds over both sides, at most.
TRIMS = 3


def trim(pair: Pair, draft: Stretch, source: Stretch, retained: float) -> tuple[Stretch, Stretch]:
    """The stretches of a fragment, trimmed; ``retained`` is the share of words kept that this reckons with."""
    loops = compiled.loops()
    if loops:
        return loops.trimmed(pair, draft, source, retained, compiled.Trimming(TRIMS, PLACES, RUNS))
    return trimmed(pair, draft, source, retained)


def trimmed(pair: Pair, draft: Stretch, source: Stretch, retained: float) -> tuple[Stretch, Stretch]:
    """See ``trim``; this is what it does, in Python."""
    kept = draft, source
    for _ in range(TRIMS):
        draft, source = kept
        ours, theirs = pair.draft_word[slice(*draft)], pair.source_word[slice(*source)]
        paired, taken = tiles(ours, theirs)
        scores = pair.draft_scores(*draft, source, retained)
        meant = _meaning(pair.draft, pair.source, pair.semantic, draft, source, taken)
        first, last = _best(_sparing(scores, ours, theirs, paired, taken, retained) + meant)
        if first >= last:
            break
        draft = draft[0] + first, draft[0] + last
        ours = pair.draft_word[slice(*draft)]
        taken, paired = tiles(ours, theirs)
        scores = pair.source_scores(*source, draft, retained)
        meant = _meaning(pair.source, pair.draft, pair.semantic.T, source, draft, taken, LEFT_OUT)
        first, last = _best(_sparing(scores, theirs, ours, paired, taken, retained) + meant)
        if first >= last:
            break
        before, kept = kept, (draft, (source[0] + first, source[0] + last))
        if kept == before:
            break
    return kept


def tiles(ours: Ints, theirs: Ints) -> tuple[Bools, Bools]:
    """Which words of either side are paired with one of the other, in runs that both sides have; none is paired twice.

    >>> [side.tolist() for side in tiles(np.array([1, 2, 3, 1, 2]), np.array([9, 1, 2, 7, 3]))]
    [[True, True, False, False, False], [False, True, True, False, False]]
    """
    one, other = ours.tolist(), theirs.tolist()
    places: dict[int, list[int]] = {}
    for place, word in enumerate(one):
        places.setdefault(word, []).append(place)
    mine, yours = np.zeros(len(one), dtype=bool), np.zeros(len(other), dtype=bool)
    for least in RUNS:
        at = 0
        while at < len(other):
            starts = () if yours[at] else places.get(other[at], ())[:PLACES]
            runs = [(_run(one, other, mine, yours, start, at), -start) for start in starts]
            size, start = max(runs, default=(0, 0))
            if size >= least:
                mine[-start : size - start] = yours[at : at + size] = True
            at += size if size >= least else 1
    return mine, yours


def _run(one: list[int], other: list[int], mine: Bools, yours: Bools, start: int, at: int) -> int:
    size, most = 0, min(len(one) - start, len(other) - at)
    while size < most and one[start + size] == other[at + size] and not (mine[start + size] or yours[at + size]):
        size += 1
    return size


def _sparing(scores: Scores, words: Ints, others: Ints, paired: Bools, taken: Bools, retained: float) -> Floats:
    """Each token's lexical nats when those that are not paired share the other side's that are not taken."""
    size = int(max(words.max(), others.max())) + 1
    left = np.bincount(others[~taken], minlength=size)
    share = np.minimum(left / np.maximum(np.bincount(words[~paired], minlength=size), 1), 1.0)
    missing = np.log1p(-retained)
    earned = missing + np.where(paired, 1.0, share[words]) * (scores.lexical - missing)
    return np.asarray(np.where(scores.found, earned, missing))


def _meaning(
    one: Side, other: Side, nats: Matrix, mine: Stretch, theirs: Stretch, taken: Bools, least: float = -np.inf
) -> Floats:
    """Each token's share of what its sentence means, in nats; the more of a sentence of the other side is taken, the
    less speaks its meaning for any."""
    rows = slice(int(one.sentence[mine[0]]), int(one.sentence[mine[1] - 1]) + 1)
    columns = slice(int(other.sentence[theirs[0]]), int(other.sentence[theirs[1] - 1]) + 1)
    within = other.sentence[slice(*theirs)] - columns.start
    covered = np.bincount(within, taken, columns.stop - columns.start) / np.maximum(other.sentence_tokens[columns], 1)
    said = nats[rows, columns]
    best = np.maximum(np.where(said > 0, said * (1.0 - covered), said).max(axis=1), least)
    return np.asarray((best / np.maximum(one.sentence_tokens[rows], 1))[one.sentence[slice(*mine)] - rows.start])


def _best(scores: Floats) -> Stretch:
    """The stretch of greatest sum, empty when no score is positive."""
    total = np.concatenate([[0.0], np.cumsum(scores)])
    last = int(np.argmax(total - np.minimum.accumulate(total)))
    return int(np.argmin(total[: last + 1])), last
