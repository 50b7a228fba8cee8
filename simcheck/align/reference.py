"""Reference: how alike sentences and words are that have nothing to do with each other, whatever the corpus holds.

Nearness is judged against a fixed pool of sentences of public texts, of which only vectors are kept, so that the same
evidence means the same in a corpus of one document and of a million.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import get_args

import numpy as np
import numpy.typing as npt

from simcheck.align.semantic import Matrix
from simcheck.align.side import Floats
from simcheck.caching import MIB, LRUCache, memoize_per_object, stands_for
from simcheck.cancelling import bands
from simcheck.encode import Encoder
from simcheck.encode.grid import on_grid
from simcheck.errors import ModelError
from simcheck.resources import models_folder
from simcheck.scoring import Order
from simcheck.text.analyze import Script

SCRIPTS: tuple[Script, ...] = get_args(Script)
#: How similarities are kept in eight bits, and nats between two quantiles.
FINE, STEP = 255, 0.25


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Reference:
    """Vectors of the pool's sentences by script, and for each word of the encoder the quantiles of how near the best
    word of such a sentence is, in eight bits, shape (words, quantiles); none for an encoder without word vectors."""

    vectors: Mapping[Script, Matrix]
    tails: Mapping[Script, npt.NDArray[np.uint8]]


@dataclass(frozen=True, slots=True, eq=False)
class Level:
    """The background similarity of a draft's sentences, what a sentence that has nothing to do with theirs may reach:
    each one's mean similarity with the second to the ninth best of a pool, shape (sentences,); and the encoder's unit
    of margin."""

    similarity: Floats
    unit: float

    def at_least(self, similarity: Floats) -> Level:
        """The level where each sentence reaches at least so much."""
        return Level(np.maximum(self.similarity, similarity), self.unit)

    def of(self, part: slice) -> Level:
        """The level of some sentences, in the same unit."""
        return Level(self.similarity[part], self.unit)


class PoolLevels(Mapping[Script, Level]):
    """The levels of a draft's sentences in the pool of each script, reckoned when they are first asked for."""

    def __init__(self, vectors: Matrix, reference: Reference, parameters: Order) -> None:
        self._vectors, self._reference, self._parameters = vectors, reference, parameters
        self._known: dict[Script, Level] = {}

    def __getitem__(self, script: Script) -> Level:
        if script not in self._known:
            self._known[script] = level_of(self._vectors, self._reference, script, self._parameters)
        return self._known[script]

    def __iter__(self) -> Iterator[Script]:
        return iter(self._reference.vectors)

    def __len__(self) -> int:
        return len(self._reference.vectors)


@functools.cache
def _shipped() -> tuple[str, Reference]:
    file = models_folder() / "background" / "reference.npz"
    try:
        with np.load(file) as data:
            vectors: dict[Script, Matrix] = {one: on_grid(data[f"vectors_{one}"] / 127) for one in SCRIPTS}
            tails: dict[Script, npt.NDArray[np.uint8]] = {one: data[f"tails_{one}"] for one in SCRIPTS}
            return str(data["encoder"]), Reference(vectors, tails)
    except (OSError, ValueError, KeyError, EOFError) as error:
        raise ModelError(f"{file}: the reference cannot be read ({error}); reinstall simcheck") from error


def reference_of(encoder: Encoder, own: Matrix) -> Reference:
    """The reference of an encoder: the shipped one for the encoder that ships, else its vectors ``own`` of sentences
    that nobody owns."""
    name, shipped = _shipped()
    return shipped if encoder.name == name else Reference({"zh": own, "en": own}, {})


def level_of(vectors: Matrix, reference: Reference, script: Script, parameters: Order) -> Level:
    """What a draft's sentences reach in a script's pool, no less than a tenth of the pool's own sentences do: what is
    strange to the encoder altogether, such as characters by chance, is near to all that is as strange."""
    found = level(vectors, reference.vectors[script], parameters)
    least = _least(reference, script, parameters)
    return Level(np.maximum(found.similarity, least.similarity), max(found.unit, least.unit))


@memoize_per_object
def _least(reference: Reference, script: Script, parameters: Order) -> Level:
    """The level that nine of ten of the pool's sentences reach among the others, and their unit."""
    pool = reference.vectors[script]
    own = level(pool[:: max(1, len(pool) // parameters.level_sample)], pool, parameters)
    return Level(np.asarray(np.quantile(own.similarity, parameters.level_least)), own.unit)


def level(vectors: Matrix, pool: Matrix, parameters: Order) -> Level:
    """What some sentences reach in a pool; what is known of one from an earlier check is not worked out again."""
    pool_ranks = stands_for(pool, parameters.level_ranks)
    keys = [(vector.tobytes(), pool_ranks) for vector in vectors]
    found = dict(zip(keys, _known.get_all(keys), strict=True))
    new = [at for at, key in enumerate(keys) if found[key] is None]
    for at, mean, beyond in zip(new, *_reached(vectors[new], pool, parameters.level_ranks), strict=True):
        found[keys[at]] = float(mean), float(beyond)
        _known.put(keys[at], (float(mean), float(beyond)))
    reached = np.array([found[key] for key in keys], dtype=float).reshape(-1, 2)
    return Level(reached[:, 0], max(float(np.median(reached[:, 1])), parameters.level_unit))


#: What single sentences reach in a pool, by their vectors: similarity, and how far that is beyond the median.
_known: LRUCache[tuple[bytes, object], tuple[float, float]] = LRUCache(8 * MIB)


def _reached(vectors: Matrix, pool: Matrix, ranks: tuple[int, int]) -> tuple[Matrix, Matrix]:
    (first, last), size = ranks, len(pool)
    count = min(last, size)
    mean, median = np.empty(len(vectors), dtype=np.float32), np.empty(len(vectors), dtype=np.float32)
    for band in bands(len(vectors)):
        # One sort of each row is quicker than selecting its best ones and then its median.
        similar = np.sort(vectors[band] @ pool.T, axis=1)
        mean[band] = similar[:, size - count :][:, ::-1][:, min(first, count) - 1 :].mean(axis=1)
        median[band] = similar[:, (size - 1) // 2 : size // 2 + 1].mean(axis=1)
    return mean, np.asarray(mean - median)
