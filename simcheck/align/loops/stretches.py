# cython: language_level=3, infer_types=True, annotation_typing=False, initializedcheck=False
# cython: boundscheck=False, wraparound=False, cdivision=True, freethreading_compatible=True
"""Stretches: what the tokens of one text say for their belonging to a stretch of the other, and where that is best."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simcheck.align.loops.buffers import Floats, Ints, Stretch, floats, ints, room, view

try:
    import cython
except ImportError:
    from simcheck.without_cython import cython
if not cython.compiled:
    from math import expm1, log, log1p

#: More than any sum.
INFINITE = float("inf")
#: Likelihoods and shares are not taken to be smaller than these: what is divided by must not be nothing.
LEAST_CHANCE = 1e-9
LEAST_SHARE = 1e-6


class SideArrays:
    """One text of a pair as the other one sees it.

    Of each token its ``word``, ``frequency`` (occurrences per token of text that chance gives), ``surprise`` (nats that
    it can earn at most) and ``sentence``; ``sentence_tokens`` of each sentence; ``semantic`` nats, shape (sentences,
    sentences of the other text), and the ``least`` that the meaning of a sentence says.
    """

    def __init__(
        self,
        word: Ints,
        frequency: Floats,
        surprise: Floats,
        sentence: Ints,
        sentence_tokens: Floats,
        semantic: npt.NDArray[np.float32],
        least: float,
    ) -> None:
        self.size, self.sentences = len(word), len(sentence_tokens)
        self.word, self.sentence = ints(word), ints(sentence)
        self.frequency, self.surprise = floats(frequency), floats(surprise)
        self.sentence_tokens = floats(sentence_tokens)
        self.semantic = view(np.asarray(semantic, dtype=np.float32))
        self.least = least


class Work:
    """One side's tokens ``[low, high)`` that are scored for belonging to the other's ``[left, right)``, where a share
    of the words is ``retained``; room for their scores; the best stretch, its nats, and its ``identity``, the share of
    its words that the other side has too, beyond chance.
    """

    def __init__(self, draft: SideArrays, source: SideArrays, vocabulary: int) -> None:
        tokens, sentences = max(draft.size, source.size), max(draft.sentences, source.sentences)
        self.score, self.total, self.found = room(float, tokens), room(float, tokens + 1), room(np.uint8, tokens)
        self.sentence, self.covered = room(float, sentences), room(float, sentences)
        self.mine, self.theirs = room(np.int64, vocabulary + 1), room(np.int64, vocabulary + 1)
        self.unknown, self.retained, self.nats, self.identity = vocabulary, 0.0, 0.0, 0.0
        self.low = self.high = self.left = self.right = self.first = self.last = 0

    def look(self, own: Stretch, other: Stretch, retained: float) -> None:
        """Where to look."""
        (self.low, self.high), (self.left, self.right), self.retained = own, other, retained


def lexical(mine: SideArrays, theirs: SideArrays, work: Work) -> None:
    """What each token's word says, in ``score``, and whether the other side has it there."""
    missing = log1p(-work.retained)
    for at in range(work.left, work.right):
        work.theirs[theirs.word[at]] = 1
    work.theirs[work.unknown] = 0
    for at in range(work.low, work.high):
        found, nats = work.theirs[mine.word[at]], missing
        if found:
            likely = max(-expm1((work.left - work.right) * mine.frequency[at]), LEAST_CHANCE)
            nats = min(log((work.retained + (1 - work.retained) * likely) / likely), mine.surprise[at])
        work.found[at - work.low] = found
        work.score[at - work.low] = nats
    for at in range(work.left, work.right):
        work.theirs[theirs.word[at]] = 0


def meaning(mine: SideArrays, theirs: SideArrays, covered: bool, work: Work) -> None:
    """What each sentence means, per token, in ``sentence``; with ``covered`` the less, the more of the other side's
    sentences is paired word by word."""
    above, before = mine.sentence[work.low], theirs.sentence[work.left]
    for row in range(above, mine.sentence[work.high - 1] + 1):
        most = -INFINITE
        for column in range(before, theirs.sentence[work.right - 1] + 1):
            nats = mine.semantic[row, column]
            if covered and nats > 0:
                nats *= 1.0 - work.covered[column - before]
            most = max(most, nats)
        work.sentence[row - above] = max(most, mine.least) / max(mine.sentence_tokens[row], 1.0)


def add_up(mine: SideArrays, work: Work) -> None:
    """Running sums of words and meaning, one more than there are tokens."""
    above = mine.sentence[work.low]
    work.total[0] = 0.0
    for at in range(work.high - work.low):
        nats = work.score[at] + work.sentence[mine.sentence[work.low + at] - above]
        work.total[at + 1] = work.total[at] + nats


def peak(work: Work, low: int, high: int, drop: float) -> None:
    """The best stretch inside ``[low, high)``; one with a valley deeper than ``drop`` is cut there, the better part
    kept."""
    while True:
        work.first = work.last = low
        least, gain = work.total[low], 0.0
        for at in range(low, high + 1):
            least = min(least, work.total[at])
            if work.total[at] - least > gain:
                gain = work.total[at] - least
                work.last = at
        for at in range(low, work.last + 1):
            if work.total[at] < work.total[work.first]:
                work.first = at
        top = bottom = highest = work.first
        fall = 0.0
        for at in range(work.first, work.last + 1):
            if work.total[at] > work.total[highest]:
                highest = at
            if work.total[highest] - work.total[at] > fall:
                fall = work.total[highest] - work.total[at]
                top, bottom = highest, at
        if not fall > drop:
            break
        if work.total[top] - work.total[work.first] >= work.total[work.last] - work.total[bottom]:
            low, high = work.first, top
        else:
            low, high = bottom, work.last
