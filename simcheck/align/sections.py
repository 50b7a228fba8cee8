"""Sections: stretches of a draft, each compared with the sections of sources that it is most likely to follow.

Cheap verification before full comparison: all candidates by their sentences' vectors, the best of them word by word.
Long texts are looked at in sections that overlap, so that a copied passage is not judged by the topic of a whole book.
"""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from simcheck.align.background import Background
from simcheck.align.emission import emission
from simcheck.align.order import evidence_of_order
from simcheck.align.reference import script_of
from simcheck.align.semantic import Matrix
from simcheck.align.side import Bools, Floats
from simcheck.align.word_meaning import Words, words_by_meaning
from simcheck.encode.embedded import Embedded
from simcheck.retrieve import Candidates
from simcheck.scoring import Order


class Piece(NamedTuple):
    """A section of the source ``number``."""

    number: int
    sentences: slice


@dataclass(frozen=True, eq=False)
class Section:
    """A section of the draft: the sections of sources that it was compared with, and what each pair of
    sentences emits."""

    draft: slice
    pieces: tuple[Piece, ...]
    emissions: tuple[Matrix, ...]
    numbers: Order

    @functools.cached_property
    def nats(self) -> Floats:
        """The evidence of order of each section of a source, shape (sections of sources,)."""
        return evidence_of_order(self.emissions, self.numbers)

    def without(self, told: Bools) -> Section:
        """The same where what the sentences ``told`` of the draft say is no evidence."""
        rows = told[self.draft]
        if not rows.any():
            return self
        emissions = (np.where(rows[:, None], np.minimum(one, 0.0), one) for one in self.emissions)
        return replace(self, emissions=tuple(emissions))


def compared_sections(
    draft: Embedded,
    candidates: Candidates,
    background: Background,
    free: Bools,
    asked: Collection[int],
    numbers: Order,
) -> list[Section]:
    """The sections of a draft, each compared with its likeliest sources and with those that are ``asked`` for.

    Where neither is asked for nor likely by the sentences that are ``free``, shape (draft sentences,), none is.
    """
    parts = sections(len(draft.analyzed.sentences), numbers.section)
    return [_compared(draft, part, candidates, background, free, asked, numbers) for part in parts]


def sections(size: int, length: int) -> Iterator[slice]:
    """Overlapping stretches of ``size`` sentences, all of them if they are few."""
    if size <= 1.25 * length:
        yield slice(0, size)
        return
    for start in range(0, size - length // 2, length // 2):
        yield slice(start, min(size, start + length))


def _compared(
    draft: Embedded,
    part: slice,
    candidates: Candidates,
    background: Background,
    free: Bools,
    asked: Collection[int],
    numbers: Order,
) -> Section:
    pieces = [
        Piece(number, piece)
        for number, source in candidates.sources.items()
        if len(source.analyzed.sentences) and (number in asked or number not in candidates.copied)
        for piece in sections(len(source.analyzed.sentences), numbers.section)
    ]
    verified: list[Piece] = []
    known = background if asked else replace(background, telling=background.telling * free)
    if (known.telling[part] > 0).any():
        rough = evidence_of_order([_emitted(part, one, candidates, known, numbers) for one in pieces], numbers)
        if asked or rough.max(initial=0.0) >= numbers.verify_from:
            ranked = [pieces[at] for at in np.argsort(-rough, kind="stable")]
            chosen = list(dict.fromkeys(piece.number for piece in ranked))[: numbers.verified]
            verified = [piece for piece in ranked if piece.number in chosen][: 2 * numbers.verified]
            verified += [piece for piece in pieces if piece.number in asked and piece not in verified]
    emissions = tuple(
        _emitted(
            part, piece, candidates, background, numbers, _words(draft, part, piece, candidates, background, numbers)
        )
        for piece in verified
    )
    return Section(part, tuple(verified), emissions, numbers)


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
