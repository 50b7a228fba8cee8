"""Shelf pairs: a draft beside the texts of the shelf that some of its sentences are nearest to, as rivals of a passage.

Two offices that write on one occasion use the same words, whoever writes. In a corpus where no other document says
them, the typical texts of the shelf do.
"""

from __future__ import annotations

from collections.abc import Callable

from simcheck.align.background import Background
from simcheck.align.pair import Pair
from simcheck.align.semantic import semantic_nats
from simcheck.align.shelf import nearest_texts, shelf_of
from simcheck.align.side import side
from simcheck.cancelling import looking
from simcheck.encode.embedded import Embedded
from simcheck.scoring import Scoring
from simcheck.text.analyze import script_of

#: Gives a draft beside the texts of the shelf that are nearest to some of its sentences.
ShelfPairs = Callable[[slice], tuple[Pair, ...]]


def none_beside(_: slice) -> tuple[Pair, ...]:
    """No text of a shelf."""
    return ()


def shelf_pairs(draft: Embedded, background: Background, scoring: Scoring) -> ShelfPairs:
    """A draft beside the shelf, which is Chinese, where the encoder has vectors of words; beside none otherwise."""
    encoder = background.lexicon
    if encoder is None or script_of(draft.analyzed) != "zh":
        return none_beside
    ours, level, known = side(draft.analyzed), background.pool_levels["zh"], dict[int, Pair]()

    def pair(place: int) -> Pair:
        shelf = shelf_of(encoder)
        margins = draft.vectors @ shelf.vectors[shelf.of(place)].T, level.similarity, background.unit
        nats = semantic_nats(*margins, background.weights, scoring.semantic)
        return Pair(ours, side(shelf.text(place)), background.lexical, nats, scoring)

    def beside(sentences: slice) -> tuple[Pair, ...]:
        said = draft.vectors[sentences], background.order_weights[sentences], level.of(sentences)
        near = nearest_texts(shelf_of(encoder), *said, scoring.order)
        known.update((place, pair(place)) for place in looking(near, 1) if place not in known)
        return tuple(known[place] for place in near)

    return beside
