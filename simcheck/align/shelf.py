"""Shelf: typical official texts that nobody owns, the rivals of a source where its corpus has none.

Two reports of one year name the same programmes in the same order, whoever writes them. In a corpus of many documents
others do so too, and nobody is accused of it; in one of a few the texts of the shelf stand for them. They were written
for this, on every field of government, and are no source of anybody's: no match ever names one.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

import numpy as np

from simcheck.align.emission import emission, emissions, headings_of
from simcheck.align.order import evidence_of_order
from simcheck.align.overlapping import overlapping_sections
from simcheck.align.reference import Level, Reference
from simcheck.align.semantic import Matrix
from simcheck.align.side import Floats, Ints
from simcheck.align.word_meaning import words_by_meaning
from simcheck.caching import ENTRY, MIB, LRUCache, memoize_per_object, stands_for
from simcheck.cancelling import look
from simcheck.encode import vectors_of
from simcheck.encode.grid import on_grid
from simcheck.encode.static import StaticEncoder
from simcheck.errors import ModelError
from simcheck.resources import models_folder
from simcheck.scoring import Order
from simcheck.text.analyze import Analyzed, analyze, script_of
from simcheck.types import Document


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Shelf:
    """The numbers of the texts, the vectors of all their sentences, shape (sentences, dimension), and how many of them
    each text has."""

    numbers: tuple[int, ...]
    vectors: Matrix
    sizes: Ints

    @property
    def starts(self) -> Ints:
        """The first sentence of each text among all."""
        return _starts(self)

    def of(self, place: int) -> slice:
        """Where the sentences of a text are among all."""
        start = int(self.starts[place])
        return slice(start, start + int(self.sizes[place]))

    def text(self, place: int) -> Analyzed:
        """A text, taken apart when it is first asked for. Raises ModelError when the files do not fit together."""
        found = _analyzed(self.numbers[place])
        if len(found.sentences) != self.sizes[place]:
            raise ModelError(f"{_folder()}: shelf.txt and shelf.npz are of two versions; reinstall simcheck")
        return found


@memoize_per_object
def _starts(shelf: Shelf) -> Ints:
    return np.cumsum(shelf.sizes) - shelf.sizes


class _Pieces(NamedTuple):
    """The texts of a shelf in pieces on one subject each: the mean vector of each, shape (pieces, dimension), and the
    first piece of each text."""

    centres: Matrix
    starts: Ints


@memoize_per_object
def _pieces(shelf: Shelf, length: int) -> _Pieces:
    counts = np.maximum(shelf.sizes // length, 1)
    starts = np.cumsum(counts) - counts
    within = np.arange(counts.sum()) - np.repeat(starts, counts)
    first = np.repeat(shelf.starts, counts) + within * length
    sizes = np.diff(np.append(first, len(shelf.vectors)))
    centres = np.add.reduceat(shelf.vectors, first) / sizes[:, None]
    return _Pieces(np.asarray(centres, dtype=np.float32), starts)


@memoize_per_object
def shelf_of(encoder: StaticEncoder) -> Shelf:
    """The shelf in the vectors of an encoder: those that ship, if it is the one that ships. Raises ModelError when it
    cannot be read."""
    file = _folder() / "shelf.npz"
    try:
        with np.load(file) as data:
            if str(data["encoder"]) == encoder.name:
                vectors: Matrix = on_grid(data["vectors"])
                return Shelf(tuple(range(len(data["sizes"]))), vectors, data["sizes"])
    except (OSError, ValueError, KeyError, EOFError) as error:
        raise ModelError(f"{file}: the shelf cannot be read ({error}); reinstall simcheck") from error
    return encoded_shelf(encoder)


def encoded_shelf(encoder: StaticEncoder) -> Shelf:
    """The shelf with all its sentences encoded anew. Raises ModelError when it cannot be read."""
    texts = [_analyzed(number) for number in range(len(_texts()))]
    vectors = vectors_of(encoder, [sentence.text for text in texts for sentence in text.sentences])
    return Shelf(tuple(range(len(texts))), vectors, np.array([len(text.sentences) for text in texts]))


def shelf_emissions(
    sentences: Sequence[str],
    vectors: Matrix,
    weights: Floats,
    level: Level,
    reference: Reference,
    encoder: StaticEncoder,
    parameters: Order,
) -> tuple[Matrix, ...]:
    """The nats that some Chinese ``sentences`` of a draft, of these ``vectors``, emit beside the sections of the shelf
    that they follow most by their vectors, each of shape (draft sentences, sentences of the section).

    ``weights`` is what each of the sentences can say, ``level`` what it reaches by chance.
    """
    shelf, said = shelf_of(encoder), blake2b("\n".join(sentences).encode("utf-8", "replace"))
    said.update(vectors.tobytes() + weights.tobytes() + level.similarity.tobytes())
    key = said.digest(), level.unit, stands_for(shelf), stands_for(reference), stands_for(encoder), parameters
    found = _known.get(key)
    if found is None:
        found = _emitted(shelf, sentences, vectors, weights, level, reference, encoder, parameters)
        _known.put(key, found)
    return found


#: What was emitted beside the shelf lately: most of a draft is the same after an edit.
_known: LRUCache[tuple[object, ...], tuple[Matrix, ...]] = LRUCache(
    4 * MIB, sizeof=lambda entry: 2 * ENTRY + sum(one.nbytes for one in entry[1])
)


def _emitted(
    shelf: Shelf,
    sentences: Sequence[str],
    vectors: Matrix,
    weights: Floats,
    level: Level,
    reference: Reference,
    encoder: StaticEncoder,
    parameters: Order,
) -> tuple[Matrix, ...]:
    look()
    likely = _likely(shelf, vectors, weights, level, parameters)
    known = [
        (place, one, similarities[:, one])
        for place, similarities in likely.items()
        for one in overlapping_sections(int(shelf.sizes[place]), parameters)
    ]
    headings = [headings_of(shelf.text(place))[one] for place, one, _ in known]
    near = [similarities for *_, similarities in known]
    rough = evidence_of_order(emissions(near, [level] * len(near), weights, headings, parameters), parameters)
    found = []
    for at in np.argsort(-rough, kind="stable")[: parameters.shelved]:
        look()
        place, one, _ = known[at]
        text = shelf.text(place)
        words = words_by_meaning(
            sentences, (text, one), ("zh", script_of(text)), encoder, reference, parameters.word_cap
        )
        found.append(emission(near[at], level, weights, headings[at], parameters, words))
    return tuple(found)


def nearest_texts(shelf: Shelf, vectors: Matrix, weights: Floats, level: Level, parameters: Order) -> list[int]:
    """The texts of the shelf that some sentences of a draft are nearest to, the nearest first; ``weights`` is what each
    of the sentences can say, ``level`` what it reaches by chance."""
    return list(_likely(shelf, vectors, weights, level, parameters))


def _likely(shelf: Shelf, vectors: Matrix, weights: Floats, level: Level, parameters: Order) -> dict[int, Matrix]:
    """The texts that most sentences are nearer to than a pair that says nothing, the nearest first, each with the
    similarities of the sentences to its own, shape (sentences, sentences of the text)."""
    said = _on_one_subject(shelf, vectors, weights, parameters)
    similarities = {place: vectors @ shelf.vectors[shelf.of(place)].T for place in said}
    nearest = np.stack([one.max(axis=1) for one in similarities.values()], axis=1)
    beyond = (nearest - level.similarity[:, None]) / level.unit - parameters.neutral
    told = (np.maximum(beyond, 0.0) * weights[:, None]).sum(axis=0)
    ranked = np.argsort(-told, kind="stable")[: parameters.shelf_likely]
    return {said[at]: similarities[said[at]] for at in ranked}


def _on_one_subject(shelf: Shelf, vectors: Matrix, weights: Floats, parameters: Order) -> list[int]:
    """The texts of which some piece is on the whole nearer to some sentences than those of other texts: so many."""
    pieces = _pieces(shelf, parameters.shelf_piece)
    near = np.maximum.reduceat(vectors @ pieces.centres.T, pieces.starts, axis=1)
    beyond = np.maximum(near - near.mean(axis=1, keepdims=True), 0.0)
    ranked: list[int] = np.argsort(-(weights @ beyond), kind="stable")[: parameters.shelf_texts].tolist()
    return ranked


@functools.cache
def _analyzed(number: int) -> Analyzed:
    return analyze(Document(f"shelf/{number}", _texts()[number]))


@functools.cache
def _texts() -> list[str]:
    file = _folder() / "shelf.txt"
    try:
        return file.read_text(encoding="utf-8").split("\n\f\n")
    except (OSError, UnicodeDecodeError) as error:
        raise ModelError(f"{file}: the shelf cannot be read ({error}); reinstall simcheck") from error


def _folder() -> Path:
    return models_folder() / "background"
