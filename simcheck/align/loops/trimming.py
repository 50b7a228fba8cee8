# cython: language_level=3, infer_types=True, annotation_typing=False, initializedcheck=False
# cython: boundscheck=False, wraparound=False, cdivision=True, freethreading_compatible=True
"""Trimming: the ends of a fragment that only repeat its middle are cut off."""

from __future__ import annotations

from simcheck.align.loops.buffers import Stretch, View

try:
    import cython
except ImportError:
    from simcheck.without_cython import cython
if not cython.compiled:
    from math import log1p

    from simcheck.align.loops.stretches import INFINITE, SideArrays, Work, add_up, lexical, meaning, peak
    from simcheck.align.loops.tiling import Tiling, tile


def trim(
    draft: SideArrays,
    source: SideArrays,
    vocabulary: int,
    stretches: tuple[Stretch, Stretch],
    retained: float,
    rounds: int,
    least: int,
    most: int,
) -> tuple[Stretch, Stretch]:
    """The stretches of a fragment without ends that only repeat words and thoughts of its middle.

    Each word counts once: runs of ``least`` words and more that both sides have are paired first (``tiles``, with at
    most ``most`` pairs), the others share what is left. Both sides in turn, at most so many ``rounds``; ``retained`` is
    the share of words kept that this reckons with.
    """
    ours, theirs = stretches
    tiling = Tiling(vocabulary, ours[1] - ours[0], theirs[1] - theirs[0], least)
    work = Work(draft, source, vocabulary)
    for _ in range(rounds):
        before = ours, theirs
        work.look(ours, theirs, retained)
        one, other = draft.word[work.low : work.high], source.word[work.left : work.right]
        tile(tiling, one, other, vocabulary, least, most)
        _best_within(draft, source, tiling.paired, tiling.taken, work)
        if work.first >= work.last:
            break
        cut = work.first, work.last
        work.look(theirs, cut, retained)
        one, other = draft.word[work.left : work.right], source.word[work.low : work.high]
        tile(tiling, one, other, vocabulary, least, most)
        _best_within(source, draft, tiling.taken, tiling.paired, work)
        if work.first >= work.last:
            break
        ours, theirs = cut, (work.first, work.last)
        if (ours, theirs) == before:
            break
    return ours, theirs


def _best_within(mine: SideArrays, theirs: SideArrays, paired: View, taken: View, work: Work) -> None:
    """The best stretch, where the tokens that are not ``paired`` share what is not ``taken`` of the other side."""
    with cython.nogil:
        missing, before = log1p(-work.retained), theirs.sentence[work.left]
        behind = theirs.sentence[work.right - 1] + 1
        lexical(mine, theirs, work)
        for at in range(work.low, work.high):
            if not paired[at - work.low]:
                work.mine[mine.word[at]] += 1
        for column in range(behind - before):
            work.covered[column] = 0.0
        for at in range(work.left, work.right):
            if taken[at - work.left]:
                work.covered[theirs.sentence[at] - before] += 1.0
            else:
                work.theirs[theirs.word[at]] += 1
        for column in range(behind - before):
            work.covered[column] /= max(theirs.sentence_tokens[before + column], 1.0)
        for at in range(work.high - work.low):
            word = mine.word[work.low + at]
            if work.found[at] and not paired[at] and work.theirs[word] < work.mine[word]:
                share = work.theirs[word] * 1.0 / work.mine[word]
                work.score[at] = missing + share * (work.score[at] - missing)
        for at in range(work.low, work.high):
            work.mine[mine.word[at]] = 0
        for at in range(work.left, work.right):
            work.theirs[theirs.word[at]] = 0
        meaning(mine, theirs, True, work)
        add_up(mine, work)
        peak(work, 0, work.high - work.low, INFINITE)
        work.first += work.low
        work.last += work.low
