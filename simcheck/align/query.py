"""Query: a section of a draft with all that decides what it is compared with, and how likely its sources are roughly.

What is reckoned of one source depends on the section and on that source alone: it is known where another source became
a candidate, or ceased to be one.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np

from simcheck.align.background import Background
from simcheck.align.emission import emissions, headings_of
from simcheck.align.order import evidence_of_order
from simcheck.align.reference import Level
from simcheck.align.semantic import Matrix
from simcheck.align.side import Bools, Floats
from simcheck.align.source_section import SourceSection
from simcheck.caching import ENTRY, MIB, LRUCache, memoize, stands_for
from simcheck.cancelling import look
from simcheck.encode.embedded import Embedded
from simcheck.retrieve import Candidates
from simcheck.scoring import Order
from simcheck.two_hits import two_hits


@dataclass(frozen=True, eq=False)
class Query:
    """The sentences ``part`` of a draft, with all that decides what they are compared with and what is found.

    ``free`` are the draft's sentences that may make a source likely, shape (draft sentences,); ``asked`` are the
    numbers of the sources that are compared whether they are likely or not; ``levels`` what the draft's sentences reach
    without each source.
    """

    draft: Embedded
    part: slice
    candidates: Candidates
    background: Background
    free: Bools
    asked: Collection[int]
    levels: Mapping[int, Level]
    parameters: Order

    @functools.cached_property
    def weights(self) -> Floats:
        """What these sentences can say of order, shape (sentences,)."""
        return self.background.order_weights[self.part]

    @functools.cached_property
    def said(self) -> bytes:
        """A digest of these sentences' vectors and weights."""
        return blake2b(self.draft.vectors[self.part].tobytes() + self.weights.tobytes(), digest_size=16).digest()

    def level(self, number: int) -> Level:
        """What these sentences reach without the source ``number``: in the pool, and in other documents."""
        return self.levels[number].of(self.part)

    def level_said(self, number: int) -> bytes:
        """A digest of that level."""
        level = self.level(number)
        return blake2b(level.similarity.tobytes() + np.float64(level.unit).tobytes(), digest_size=16).digest()

    def similarities(self, section: SourceSection) -> Matrix:
        """How similar these sentences are to those of a section of a source."""
        return self.candidates.similarities[section.number][self.part, section.sentences]

    def headings(self, section: SourceSection) -> Bools:
        """Which sentences of a section of a source are headings."""
        return headings_of(self.candidates.sources[section.number].analyzed)[section.sentences]

    def sentences(self, number: int) -> int:
        """How many sentences a source has."""
        return len(self.candidates.sources[number].analyzed.sentences)


def hits_of(query: Query, sources: Sequence[int]) -> Floats:
    """What the best two hits in each source say, shape (sources,)."""

    def reckoned(some: Sequence[SourceSection]) -> Floats:
        similarities, levels = [query.similarities(one) for one in some], [query.level(one.number) for one in some]
        reached, units = [level.similarity for level in levels], [level.unit for level in levels]
        return two_hits(similarities, reached, units, query.weights, query.parameters)

    return _reckoned(query, [SourceSection(number, slice(0, query.sentences(number))) for number in sources], reckoned)


def rough_evidence(query: Query, theirs: Sequence[SourceSection]) -> Floats:
    """The evidence of order of sections of sources by the vectors of the sentences alone, shape (sections,)."""

    def reckoned(some: Sequence[SourceSection]) -> Floats:
        look()
        similarities, levels = [query.similarities(one) for one in some], [query.level(one.number) for one in some]
        headings = [query.headings(one) for one in some]
        emitted = emissions(similarities, levels, query.weights, headings, query.parameters)
        return evidence_of_order(emitted, query.parameters)

    return _reckoned(query, theirs, reckoned)


def _reckoned(
    query: Query, theirs: Sequence[SourceSection], reckon: Callable[[Sequence[SourceSection]], Floats]
) -> Floats:
    """What is reckoned of each section of a source, as far as it is not known."""
    how = query.said, _how(reckon.__qualname__, query.parameters)
    sources = query.candidates.sources
    keys = [
        (
            *how,
            query.level_said(one.number),
            stands_for(sources[one.number].analyzed),
            one.sentences.start,
            one.sentences.stop,
        )
        for one in theirs
    ]
    known = dict(zip(keys, _known.get_all(keys), strict=True))
    new = {key: one for key, one in zip(keys, theirs, strict=True) if known[key] is None}
    if new:
        for key, found in zip(new, reckon(list(new.values())).tolist(), strict=True):
            known[key] = found
            _known.put(key, found)
    return np.array([known[key] for key in keys], dtype=float)


@memoize(MIB)
def _how(_: str, __: Order) -> object:
    """What stands for a way to reckon, quicker to look up than its numbers."""
    return object()


#: What was reckoned lately.
_known: LRUCache[tuple[object, ...], float] = LRUCache(4 * MIB, sizeof=lambda _: 2 * ENTRY)
