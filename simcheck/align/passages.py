"""Passages: all fragments of a draft with its candidate sources, weighed against what rival sources would offer
for the same words."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from simcheck.align.evidence import Pair
from simcheck.align.grow import Fragment, grow
from simcheck.align.pairs import Pairs
from simcheck.align.rivals import Rivals, offer
from simcheck.align.seeds import seeds

#: Nats that a fragment needs to be kept at all.
KEEP = 20.0
#: What a rival offers at least for a fragment, beside the usual offer for each of its tokens: in a corpus of five
#: speeches the rival may just not be there.
RIVAL = 20.0
#: Lexical nats that a rival may take away: nobody arrives at more than this word for word on his own, however
#: many sources have it.
COMMON = 250.0
#: Share of words kept from which a passage is plain copying, the tokens that it needs, and the sources beside its own
#: that must have been asked before it is believed that nobody else says so.
COPIED, LONG, WITNESSES = 0.85, 40, 10
#: A source that offers this share of a fragment's own evidence holds the same passage.
SAME = 0.9


@dataclass(frozen=True, slots=True)
class Evidence:
    """A fragment with the source ``source``, and what speaks for it, in nats.

    ``lexical`` and ``semantic`` add up along the draft's side. ``rival`` is the most that another source offers
    for the same words and sentences: a set phrase, or a topic that everyone speaks of, has rivals as good as
    itself. One source that offers as much (``same_in``) may be a second copy; where there are two, they are
    rivals. ``plain`` is what the words say beyond those of the best rival that there is, for a passage that was copied
    as it is where enough sources were asked; for any other it is −∞.
    """

    source: int
    fragment: Fragment
    lexical: float
    semantic: float
    rival: float
    same_in: tuple[int, ...]
    plain: float = -math.inf

    @property
    def net(self) -> float:
        """What the fragment says beyond what its best rival does."""
        return self.lexical + self.semantic - self.rival


def passages(pairs: Pairs, alike: Mapping[int, frozenset[int]]) -> list[Evidence]:
    """Every fragment of the draft with each source that has at least ``KEEP`` nats more than any text of its kind would
    offer, or is plain copying; they may overlap.

    ``pairs`` by document number; ``alike`` gives for a source its near-duplicates, which are no rivals.
    """
    return [
        _weigh(number, fragment, said, pairs, alike)
        for number, fragment in fragments(pairs, alike)
        if sum(said := own(pairs[number], fragment)) - anyway(pairs[number], fragment) >= KEEP or is_copied(fragment)
    ]


def fragments(pairs: Mapping[int, Pair], alike: Mapping[int, frozenset[int]]) -> list[tuple[int, Fragment]]:
    """The fragments of a draft with each source, from the seeds, strongest seed first, none twice."""
    found: list[tuple[int, Fragment]] = []
    for seed in seeds(pairs, alike):
        fragment = grow(pairs[seed.number], seed.draft, seed.source_stretch, seed.retained, KEEP)
        if fragment is None:
            continue
        seed.covered.add(fragment.draft, fragment.source)
        if all(
            number != seed.number or (f.draft, f.source) != (fragment.draft, fragment.source) for number, f in found
        ):
            found.append((seed.number, fragment))
    return found


def weigh(number: int, fragment: Fragment, pairs: Pairs, alike: Mapping[int, frozenset[int]]) -> Evidence:
    """A fragment's evidence by channel, and what other sources offer for the same words."""
    return _weigh(number, fragment, own(pairs[number], fragment), pairs, alike)


def _weigh(
    number: int,
    fragment: Fragment,
    said: tuple[float, float],
    pairs: Pairs,
    alike: Mapping[int, frozenset[int]],
) -> Evidence:
    pair, (lexical, semantic) = pairs[number], said
    sentences = slice(int(pair.draft.sentence[fragment.draft[0]]), int(pair.draft.sentence[fragment.draft[1] - 1]) + 1)
    reach = int(pair.source.sentence[fragment.source[1] - 1] - pair.source.sentence[fragment.source[0]]) + 2
    rivals = Rivals(number, fragment, reach, sentences, pairs)
    same = rivals.reaching(SAME * (lexical + semantic))
    near = alike.get(number, frozenset())
    copies = set(same) - near
    if len(copies) > 1:
        copies = set()
    asked = [other for other in pairs if other != number and other not in near and other not in copies]
    plain = lexical - rivals.best_words(asked) if is_copied(fragment) and len(asked) >= WITNESSES else -math.inf
    rival = rivals.best(asked, COMMON, anyway(pair, fragment))
    return Evidence(number, fragment, lexical, semantic, rival, same, plain)


def is_copied(fragment: Fragment) -> bool:
    """Whether a fragment is plain copying, and long enough to be believed."""
    return fragment.retained >= COPIED and fragment.draft[1] - fragment.draft[0] >= LONG


def own(pair: Pair, fragment: Fragment) -> tuple[float, float]:
    """A fragment's lexical and semantic nats, along the draft's side."""
    missing = int(np.count_nonzero(~pair.found(fragment.draft, fragment.source)))
    misses = missing * float(np.log1p(-fragment.retained))
    return offer(pair, fragment, fragment.source) + misses, float(pair.meaning(fragment.draft, fragment.source).sum())


def anyway(pair: Pair, fragment: Fragment) -> float:
    """Nats that a rival offers for a fragment's words, if only one were there."""
    return RIVAL + float(pair.usual[slice(*fragment.draft)].sum())
