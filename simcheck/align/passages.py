"""Passages: the stretches of a draft that follow a source in order, joined with what was copied there word for word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

import numpy as np

from simcheck.align.evidence import Evidence, Scored
from simcheck.align.extend import Fragment
from simcheck.align.followed import Followed, probability
from simcheck.align.side import Ints, Side, Stretch, side
from simcheck.encode.embedded import Embedded
from simcheck.scoring import Order


def in_order(
    followed: Iterable[Followed], draft: Side, sources: Mapping[int, Embedded], numbers: Order
) -> list[Scored]:
    """The passages of sources that the draft as likely as not follows, each as a fragment of whole sentences."""
    found = []
    for one in followed:
        if one.net >= numbers.even:
            source = side(sources[one.number].analyzed)
            for ours, theirs in _stretches(one, draft, source, numbers):
                mine, other = _tokens(draft, ours), _tokens(source, theirs)
                if mine[0] < mine[1] and other[0] < other[1]:
                    fragment = Fragment(one.number, mine, other, one.net, 0.0)
                    found.append(
                        Scored(
                            fragment,
                            Evidence(0.0, one.nats, one.nats - one.net, ordered=True),
                            probability(one.net, numbers),
                        )
                    )
    return found


def joined(copied: Iterable[Scored], ordered: Iterable[Scored]) -> list[Scored]:
    """Copied fragments and ordered ones, those of one source that overlap on both sides made one.

    The ends are those of what was copied word for word where it reaches them, else those of the sentences.
    """
    whole = list(ordered)
    alone = []
    for one in copied:
        at = next((k for k, other in enumerate(whole) if _overlap(one.fragment, other.fragment)), None)
        if at is None or not one.counts:
            alone.append(one)
        else:
            whole[at] = _join(one, whole[at])
    return [*alone, *whole]


def _overlap(one: Fragment, other: Fragment) -> bool:
    sides = (one.draft, other.draft), (one.source, other.source)
    return one.number == other.number and all(a[0] < b[1] and b[0] < a[1] for a, b in sides)


def _join(copied: Scored, ordered: Scored) -> Scored:
    one, other = copied.fragment, ordered.fragment
    whole = replace(
        one,
        draft=(min(one.draft[0], other.draft[0]), max(one.draft[1], other.draft[1])),
        source=(min(one.source[0], other.source[0]), max(one.source[1], other.source[1])),
        nats=max(one.nats, other.nats),
    )
    better = copied if copied.evidence.net >= ordered.evidence.net else ordered
    return Scored(whole, better.evidence, max(copied.score, ordered.score))


def _stretches(one: Followed, draft: Side, source: Side, numbers: Order) -> Iterator[tuple[Stretch, Stretch]]:
    """Stretches of draft sentences that were taken, each with the source sentences that it was taken from; a stretch
    ends where the counterpart is far from the one before."""
    taken = np.flatnonzero(one.copied >= numbers.border)
    if not len(taken):
        return
    far = np.abs(np.diff(one.counterpart[taken])) > numbers.longest_jump
    for run in np.split(taken, np.flatnonzero((np.diff(taken) > 1) | far) + 1):
        theirs = one.counterpart[run]
        ours = one.draft.start + int(run[0]), one.draft.start + int(run[-1]) + 1
        if _is_bounded(draft, ours, source, theirs, numbers):
            yield ours, (int(theirs.min()), int(theirs.max()) + 1)


def _is_bounded(draft: Side, sentences: Stretch, source: Side, counterparts: Ints, numbers: Order) -> bool:
    """Whether so much of the draft can come from so little of the source: one sentence pays for a few at most."""
    different = np.unique(counterparts)
    ours = draft.sentence_tokens[slice(*sentences)].sum()
    theirs = source.sentence_tokens[different].sum()
    return bool(
        len(different) * numbers.most_per_sentence >= len(counterparts) and ours <= numbers.most_longer * theirs
    )


def _tokens(side: Side, sentences: Stretch) -> Stretch:
    low = np.searchsorted(side.sentence, sentences[0])
    return int(low), int(np.searchsorted(side.sentence, sentences[1]))
