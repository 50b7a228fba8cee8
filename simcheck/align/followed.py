"""Followed sources: which candidates a draft follows in order, how sure that is, and which sentences it took.

Cheap verification before full comparison: all candidates by their sentences' vectors, the best of them word by word.
Long texts are looked at in sections that overlap, so that a copied passage is not judged by the topic of a whole book.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from simcheck.align.background import Background
from simcheck.align.emission import emission
from simcheck.align.order import Posterior, evidence_of_order, posterior
from simcheck.align.reference import script_of
from simcheck.align.seeds import Duplicates
from simcheck.align.semantic import Matrix
from simcheck.align.side import Bools, Floats, Ints
from simcheck.align.word_meaning import Words, words_by_meaning
from simcheck.encode.embedded import Embedded
from simcheck.retrieve import Candidates
from simcheck.scoring import Order


class Piece(NamedTuple):
    """A section of a source."""

    number: int
    sentences: slice


@dataclass(frozen=True, slots=True, eq=False)
class Followed:
    """A section of the draft that follows a section of the source ``number``.

    ``nats`` is the evidence, ``net`` what of it is beyond the rivals; ``copied`` the probability of each draft sentence
    of the section ``draft`` that it was taken, ``counterpart`` the source sentence that it was most likely taken from.
    """

    number: int
    draft: slice
    nats: float
    net: float
    copied: Floats
    counterpart: Ints


def followed_sources(
    draft: Embedded, candidates: Candidates, background: Background, free: Bools, numbers: Order
) -> list[Followed]:
    """What the draft follows, most net evidence first; of each source and section of the draft the best section.

    Only the sentences that are ``free``, shape (draft sentences,), are evidence; what the others say is told already.
    """
    background = replace(background, telling=background.telling * free)
    found: list[Followed] = []
    for part in sections(len(draft.analyzed.sentences), numbers.section):
        found += _in_section(draft, part, candidates, background, numbers)
    return sorted(found, key=lambda one: -one.net)


def probability(net: float, numbers: Order) -> float:
    """The probability that a draft with so many nats of net evidence follows a source."""
    return 1.0 / (1.0 + math.exp(-max(-60.0, min(60.0, (net - numbers.even) / numbers.scale))))


def sections(size: int, length: int) -> Iterator[slice]:
    """Overlapping stretches of ``size`` sentences, all of them if they are few."""
    if size <= 1.25 * length:
        yield slice(0, size)
        return
    for start in range(0, size - length // 2, length // 2):
        yield slice(start, min(size, start + length))


def _in_section(
    draft: Embedded, part: slice, candidates: Candidates, background: Background, numbers: Order
) -> list[Followed]:
    """The sources that a section of the draft follows."""
    weights = background.telling[part]
    if not (weights > 0).any():
        return []
    pieces = [
        Piece(number, piece)
        for number, source in candidates.sources.items()
        if len(source.analyzed.sentences)
        for piece in sections(len(source.analyzed.sentences), numbers.section)
    ]
    rough = evidence_of_order([_emitted(part, one, candidates, background, numbers) for one in pieces], numbers)
    if rough.max(initial=0.0) < numbers.verify_from:
        return []
    ranked = [pieces[at] for at in np.argsort(-rough, kind="stable")]
    chosen = list(dict.fromkeys(piece.number for piece in ranked))[: numbers.verified]
    verified = [piece for piece in ranked if piece.number in chosen][: 2 * numbers.verified]
    models = []
    for piece in verified:
        words = _words(draft, part, piece, candidates, background, numbers)
        models.append(posterior(_emitted(part, piece, candidates, background, numbers, words), numbers))
    best: dict[int, Followed] = {}
    for at in np.argsort([-model.nats for model in models], kind="stable").tolist():
        piece = verified[at]
        if piece.number not in best:
            net = _beyond_rivals(at, verified, models, candidates.duplicates, numbers)
            best[piece.number] = _followed(piece, part, models[at], net)
    return list(best.values())


def _followed(piece: Piece, part: slice, model: Posterior, net: float) -> Followed:
    counterpart = model.copied.argmax(axis=1) + piece.sentences.start
    return Followed(piece.number, part, model.nats, net, model.copied.sum(axis=1), counterpart)


def _emitted(
    part: slice,
    piece: Piece,
    candidates: Candidates,
    background: Background,
    numbers: Order,
    words: Words | None = None,
) -> Matrix:
    source = candidates.sources[piece.number].analyzed
    level = background.reach[script_of(source)].at_least(background.elsewhere[piece.number])
    headings = np.array([sentence.heading for sentence in source.sentences[piece.sentences]])
    similarities = candidates.similarities[piece.number][part, piece.sentences]
    return emission(similarities, level.of(part), background.telling[part], headings, numbers, words)


def _words(
    draft: Embedded, part: slice, piece: Piece, candidates: Candidates, background: Background, numbers: Order
) -> Words | None:
    """The evidence of words by meaning, where the encoder has vectors of words."""
    if background.lexicon is None:
        return None
    source = candidates.sources[piece.number].analyzed
    scripts = script_of(draft.analyzed), script_of(source)
    ours, theirs = (draft.analyzed, part), (source, piece.sentences)
    return words_by_meaning(ours, theirs, scripts, background.lexicon, background.reference, numbers.word_cap)


def _beyond_rivals(
    at: int, pieces: Sequence[Piece], models: Sequence[Posterior], duplicates: Duplicates, numbers: Order
) -> float:
    """The net evidence of a section: less a share of what the next best sections reach that neither overlap it nor are
    of a near-duplicate of its source."""
    own = pieces[at]
    others = [
        max(model.nats, 0.0)
        for piece, model in zip(pieces, models, strict=True)
        if model.nats <= models[at].nats
        and piece.number not in duplicates[own.number]
        and not (piece.number == own.number and _overlap(piece.sentences, own.sentences))
    ]
    return models[at].nats - numbers.rival_share * sum(sorted(others)[-numbers.rivals :]) / numbers.rivals


def _overlap(one: slice, other: slice) -> bool:
    return bool(one.start < other.stop and other.start < one.stop)
