"""Followed sources: which candidates a draft follows in order, how sure that is, and which sentences it took.

Cheap verification before full comparison: all candidates by their sentences' vectors, the best of them word by word.
Long texts are looked at in sections that overlap, so that a copied passage is not judged by the topic of a whole book.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from simcheck.align.background import Background
from simcheck.align.emission import emission
from simcheck.align.order import Posterior, evidence_of_order, posterior
from simcheck.align.reference import script_of
from simcheck.align.semantic import Matrix
from simcheck.align.side import Floats, Ints
from simcheck.align.word_meaning import Words, words_by_meaning
from simcheck.encode.embedded import Embedded
from simcheck.retrieve import Candidates
from simcheck.scoring import Order

Section = tuple[slice, int, slice]


@dataclass(frozen=True, slots=True, eq=False)
class Followed:
    """A section of the draft that follows a section of the source ``number``.

    ``nats`` is the evidence, ``net`` what of it is beyond the rivals; ``copied`` the probability of each draft sentence
    of the section ``draft`` that it was taken, ``counterpart`` the source sentence that it was most likely taken from.
    """

    number: int
    draft: slice
    nats: float
    copied: Floats
    counterpart: Ints
    net: float = 0.0


def followed_sources(draft: Embedded, candidates: Candidates, background: Background, numbers: Order) -> list[Followed]:
    """What the draft follows, most net evidence first; of each source and section of the draft the best section."""
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
    weights = background.weights[part]
    if not (weights > 0).any():
        return []
    pieces = [
        (number, piece)
        for number, source in candidates.sources.items()
        if len(source.analyzed.sentences)
        for piece in sections(len(source.analyzed.sentences), numbers.section)
    ]
    rough = evidence_of_order([_emitted(draft, part, *one, candidates, background, numbers) for one in pieces], numbers)
    order = np.argsort(-rough, kind="stable").tolist()
    chosen = list(dict.fromkeys(pieces[at][0] for at in order if rough[at] > numbers.worth))[: numbers.verified]
    best: dict[int, Followed] = {}
    for at in [at for at in order if pieces[at][0] in chosen][: 2 * numbers.verified]:
        number, piece = pieces[at]
        words = _words(draft, part, number, piece, candidates, background, numbers)
        emitted = _emitted(draft, part, number, piece, candidates, background, numbers, words)
        model = posterior(emitted, numbers)
        if number not in best or model.nats > best[number].nats:
            best[number] = _followed(number, part, piece, model)
    return _beyond_rivals(list(best.values()), candidates.duplicates, numbers)


def _followed(number: int, part: slice, piece: slice, model: Posterior) -> Followed:
    copied = model.copied.sum(axis=1) + model.inside
    return Followed(number, part, model.nats, copied, model.copied.argmax(axis=1) + piece.start)


def _emitted(
    draft: Embedded,
    part: slice,
    number: int,
    piece: slice,
    candidates: Candidates,
    background: Background,
    numbers: Order,
    words: Words | None = None,
) -> Matrix:
    source = candidates.sources[number].analyzed
    level = background.reach[script_of(source)]
    headings = np.array([sentence.heading for sentence in source.sentences[piece]])
    similarities = candidates.similarities[number][part, piece]
    return emission(similarities, level.of(part), background.weights[part], headings, numbers, words)


def _words(
    draft: Embedded,
    part: slice,
    number: int,
    piece: slice,
    candidates: Candidates,
    background: Background,
    numbers: Order,
) -> Words | None:
    """The evidence of words by meaning, where the encoder has vectors of words."""
    if background.lexicon is None:
        return None
    source = candidates.sources[number].analyzed
    scripts = script_of(draft.analyzed), script_of(source)
    ours, theirs = (draft.analyzed, part), (source, piece)
    return words_by_meaning(ours, theirs, scripts, background.lexicon, background.reference, numbers.word_cap)


def _beyond_rivals(
    found: Sequence[Followed], duplicates: Mapping[int, frozenset[int]], numbers: Order
) -> list[Followed]:
    """Each with its net evidence: less a share of what the next best sources reach, near-duplicates apart."""
    beyond = []
    for one in found:
        others = sorted(
            (
                max(other.nats, 0.0)
                for other in found
                if other.number != one.number and other.number not in duplicates[one.number] and other.nats <= one.nats
            ),
            reverse=True,
        )
        null = numbers.rival_share * sum(others[: numbers.rivals]) / numbers.rivals
        beyond.append(replace(one, net=one.nats - null))
    return beyond
