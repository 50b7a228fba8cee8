"""Passages: the stretches of a draft that follow a source in order, beside what was copied word for word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

import numpy as np

from simcheck.align.evidence import FragmentEvidence, Scored
from simcheck.align.extend import Fragment
from simcheck.align.followed import rests_on_meaning
from simcheck.align.side import Bools, Ints, Side, Stretch
from simcheck.align.trains import Followed
from simcheck.scoring import Order


def passages_in_order(
    followed: Iterable[Followed],
    draft: Side,
    free: Bools,
    sources: Mapping[int, Side],
    parameters: Order,
) -> list[Scored]:
    """The passages of sources that the draft as likely as not follows, as fragments of whole ``free`` sentences, apart
    from each other; those with most evidence first."""
    free, found = free.copy(), []
    for one in followed:
        source = sources[one.number]
        null = one.nats - one.net
        evidence = FragmentEvidence(
            0.0, one.nats, null, ordered=True, significance=one.significance, permuted=one.permuted,
            short=one.short, order_rivals=one.rivals,
        )  # fmt: skip
        for ours, theirs in _stretches(one, free):
            mine, other = _tokens(draft, ours), _tokens(source, (int(theirs.min()), int(theirs.max()) + 1))
            if mine[1] - mine[0] >= parameters.least_tokens and _is_bounded(draft, ours, source, theirs, parameters):
                found.append(Scored(Fragment(one.number, mine, other, one.net, 0.0), evidence, one.score))
                free[slice(*ours)] = False
    return found


def joined(found: Iterable[Scored], sources: Mapping[int, Side], parameters: Order) -> list[Scored]:
    """The passages in the order of the draft; one that follows in order and one of the same source that rests on
    meaning are one where they touch in both texts, but for less than a passage in the draft."""
    together: list[Scored] = []
    for one in sorted(found, key=lambda one: one.fragment.draft):
        touches = together and _touch(together[-1], one, sources[one.fragment.number], parameters)
        together.append(_as_one(together.pop(), one) if touches else one)
    return together


def free_sentences(draft: Side, taken: Iterable[Scored], parameters: Order) -> Bools:
    """The draft sentences of which no more than the share ``overlap`` is taken, shape (sentences,)."""
    inside = np.zeros(len(draft), dtype=bool)
    for one in taken:
        inside[slice(*one.fragment.draft)] = True
    counts = np.bincount(draft.sentence, inside, minlength=len(draft.sentence_tokens))
    return np.asarray(counts <= parameters.overlap * draft.sentence_tokens)


def _touch(before: Scored, after: Scored, source: Side, parameters: Order) -> bool:
    if before.fragment.number != after.fragment.number or not (before.evidence.ordered or after.evidence.ordered):
        return False
    apart = after.fragment.draft[0] - before.fragment.draft[1]
    ours, theirs = (source.sentences(one.fragment.source) for one in (before, after))
    apart_there = max(ours.start, theirs.start) - min(ours.stop, theirs.stop)
    meant = all(one.evidence.ordered or rests_on_meaning(one, parameters) for one in (before, after))
    return meant and apart < parameters.least_tokens and apart_there <= parameters.apart


def _as_one(before: Scored, after: Scored) -> Scored:
    """Two passages that touch: the evidence of order, and the words of both."""
    one, other = before.fragment, after.fragment
    source = min(one.source[0], other.source[0]), max(one.source[1], other.source[1])
    words = one.retained * (one.draft[1] - one.draft[0]) + other.retained * (other.draft[1] - other.draft[0])
    size = other.draft[1] - one.draft[0]
    ordered = max((before, after), key=lambda one: (one.evidence.ordered, one.score))
    lexical = before.evidence.lexical + after.evidence.lexical
    fragment = Fragment(one.number, (one.draft[0], other.draft[1]), source, max(one.nats, other.nats), words / size)
    surest = max((before, after), key=lambda one: one.score)
    return Scored(fragment, replace(ordered.evidence, lexical=lexical), surest.score, surest.basis)


def _stretches(one: Followed, free: Bools) -> Iterator[tuple[Stretch, Ints]]:
    """Stretches of free draft sentences that were taken, each with the source sentence that each was taken from."""
    ours, theirs = one.sentences[free[one.sentences]], one.counterparts[free[one.sentences]]
    breaks = np.flatnonzero(np.diff(ours) > 1) + 1
    for run, counterparts in zip(np.split(ours, breaks), np.split(theirs, breaks), strict=True):
        if len(run):
            yield (int(run[0]), int(run[-1]) + 1), counterparts


def _is_bounded(draft: Side, sentences: Stretch, source: Side, counterparts: Ints, parameters: Order) -> bool:
    """Whether so much of the draft can come from so little of the source: one sentence pays for a few at most."""
    different = np.unique(counterparts)
    ours = draft.sentence_tokens[slice(*sentences)].sum()
    theirs = source.sentence_tokens[different].sum()
    few = len(different) * parameters.most_per_sentence >= len(counterparts)
    return bool(few and ours <= parameters.most_longer * theirs)


def _tokens(text: Side, sentences: Stretch) -> Stretch:
    low = np.searchsorted(text.sentence, sentences[0])
    return int(low), int(np.searchsorted(text.sentence, sentences[1]))
