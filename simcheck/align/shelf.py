"""Shelf: typical official texts that nobody owns, the rivals of a source where its corpus has none.

Two reports of one year name the same programmes in the same order, whoever writes them. In a corpus of many documents
others do so too, and nobody is accused of it; in one of a few the texts of the shelf stand for them. They were written
for this, on every field of government, and are no source of anybody's: no match ever names one.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from simcheck.align.emission import emission
from simcheck.align.order import evidence_of_order
from simcheck.align.overlapping import sections
from simcheck.align.reference import Level, Reference, script_of
from simcheck.align.semantic import Matrix
from simcheck.align.side import Floats, Ints
from simcheck.align.word_meaning import Words, words_by_meaning
from simcheck.caching import memoize_per_object
from simcheck.encode.embedded import Embedded
from simcheck.encode.static import StaticEncoder
from simcheck.errors import ModelError
from simcheck.resources import models_folder
from simcheck.scoring import Order
from simcheck.text.analyze import Analyzed, analyze
from simcheck.types import Document


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Shelf:
    """The texts, the vectors of all their sentences, shape (sentences, dimension), and the first sentence of each."""

    texts: tuple[Analyzed, ...]
    vectors: Matrix
    starts: Ints

    def sentences(self, number: int) -> int:
        """How many sentences a text has."""
        return len(self.texts[number].sentences)

    def of(self, number: int) -> slice:
        """Where the sentences of a text are among all."""
        return slice(int(self.starts[number]), int(self.starts[number]) + self.sentences(number))


@memoize_per_object
def shelf_of(encoder: StaticEncoder) -> Shelf:
    """The shelf in the vectors of an encoder. Raises ModelError when it cannot be read."""
    texts = _texts()
    sentences = [sentence.text for text in texts for sentence in text.sentences]
    sizes = np.array([len(text.sentences) for text in texts])
    return Shelf(tuple(texts), encoder.encode(sentences), np.cumsum(sizes) - sizes)


@functools.cache
def _texts() -> Sequence[Analyzed]:
    file = models_folder() / "background" / "shelf.txt"
    try:
        written = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ModelError(f"{file}: the shelf cannot be read ({error}); reinstall simcheck") from error
    return [analyze(Document(f"shelf/{at}", text)) for at, text in enumerate(written.split("\n\f\n"))]


def shelf_emissions(
    draft: Embedded,
    part: slice,
    telling: Floats,
    level: Level,
    reference: Reference,
    encoder: StaticEncoder,
    numbers: Order,
) -> tuple[Matrix, ...]:
    """The nats that the sentences ``part`` of a draft emit beside those sections of the shelf that they follow most by
    their vectors, each of shape (draft sentences, sentences of the section).

    ``telling`` is what each of the sentences can say, ``level`` what it reaches by chance.
    """
    shelf = shelf_of(encoder)
    similarities = draft.vectors[part] @ shelf.vectors.T
    ours = draft.analyzed, part

    def emitted(number: int, one: slice, words: Words | None = None) -> Matrix:
        headings = np.array([sentence.heading for sentence in shelf.texts[number].sentences[one]])
        return emission(similarities[:, shelf.of(number)][:, one], level, telling, headings, numbers, words)

    likely = _likely(similarities, shelf, telling, level, numbers)
    known = [(number, one) for number in likely for one in sections(shelf.sentences(number), numbers.section)]
    rough = evidence_of_order([emitted(*one) for one in known], numbers)
    found = []
    for at in np.argsort(-rough, kind="stable")[: numbers.shelved]:
        number, one = known[at]
        text = shelf.texts[number]
        scripts = script_of(draft.analyzed), script_of(text)
        words = words_by_meaning(ours, (text, one), scripts, encoder, reference, numbers.word_cap)
        found.append(emitted(number, one, words))
    return tuple(found)


def _likely(similarities: Matrix, shelf: Shelf, telling: Floats, level: Level, numbers: Order) -> list[int]:
    """The texts that most sentences are nearer to than a pair that says nothing, the nearest first."""
    nearest = np.maximum.reduceat(similarities, shelf.starts, axis=1)
    beyond = (nearest - level.similarity[:, None]) / level.unit - numbers.neutral
    told = (np.maximum(beyond, 0.0) * telling[:, None]).sum(axis=0)
    ranked: list[int] = np.argsort(-told, kind="stable")[: numbers.likely].tolist()
    return ranked
