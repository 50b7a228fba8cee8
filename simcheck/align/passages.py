"""Passages: the stretches of a draft that follow a source in order, beside what was copied word for word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import numpy as np

from simcheck.align.evidence import Evidence, Scored
from simcheck.align.extend import Fragment
from simcheck.align.followed import Followed
from simcheck.align.side import Bools, Ints, Side, Stretch
from simcheck.scoring import Order


def passages_in_order(
    followed: Iterable[Followed],
    draft: Side,
    free: Bools,
    sources: Mapping[int, Side],
    numbers: Order,
) -> list[Scored]:
    """The passages of sources that the draft as likely as not follows, as fragments of whole ``free`` sentences, apart
    from each other; those with most evidence first."""
    free, found = free.copy(), []
    for one in followed:
        source = sources[one.number]
        evidence = Evidence(0.0, one.nats, one.nats - one.net, ordered=True)
        for ours, theirs in _stretches(one, free):
            mine, other = _tokens(draft, ours), _tokens(source, (int(theirs.min()), int(theirs.max()) + 1))
            if mine[1] - mine[0] >= numbers.least_tokens and _is_bounded(draft, ours, source, theirs, numbers):
                found.append(Scored(Fragment(one.number, mine, other, one.net, 0.0), evidence, one.score))
                free[slice(*ours)] = False
    return found


def free_sentences(draft: Side, taken: Iterable[Scored], numbers: Order) -> Bools:
    """The draft sentences of which next to nothing is taken."""
    inside = np.zeros(len(draft), dtype=bool)
    for one in taken:
        inside[slice(*one.fragment.draft)] = True
    counts = np.bincount(draft.sentence, inside, minlength=len(draft.sentence_tokens))
    return np.asarray(counts <= numbers.overlap * draft.sentence_tokens)


def _stretches(one: Followed, free: Bools) -> Iterator[tuple[Stretch, Ints]]:
    """Stretches of free draft sentences that were taken, each with the source sentence that each was taken from."""
    ours, theirs = one.sentences[free[one.sentences]], one.counterparts[free[one.sentences]]
    breaks = np.flatnonzero(np.diff(ours) > 1) + 1
    for run, counterparts in zip(np.split(ours, breaks), np.split(theirs, breaks), strict=True):
        if len(run):
            yield (int(run[0]), int(run[-1]) + 1), counterparts


def _is_bounded(draft: Side, sentences: Stretch, source: Side, counterparts: Ints, numbers: Order) -> bool:
    """Whether so much of the draft can come from so little of the source: one sentence pays for a few at most."""
    different = np.unique(counterparts)
    ours = draft.sentence_tokens[slice(*sentences)].sum()
    theirs = source.sentence_tokens[different].sum()
    few = len(different) * numbers.most_per_sentence >= len(counterparts)
    return bool(few and ours <= numbers.most_longer * theirs)


def _tokens(text: Side, sentences: Stretch) -> Stretch:
    low = np.searchsorted(text.sentence, sentences[0])
    return int(low), int(np.searchsorted(text.sentence, sentences[1]))
