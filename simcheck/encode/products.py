"""Products: similarities of a draft's sentences with those of other texts, those known from an earlier check reused.

A draft that is being written is held again and again against the same texts, with a few sentences changed. On the grid
(``grid.py``) inner products are exact, so that it does not matter in which company one was worked out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

from simcheck.caching import ENTRY, MIB, LRUCache, memoize_per_object, stands_for
from simcheck.encode.grid import POINTS

Matrix = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

#: Bytes of memory for products that may be asked for again: those of a draft of 10,000 characters with the documents
#: that are held against it.
KNOWN = 64 * MIB
#: Bytes of what a sentence is known by.
DIGEST = 16


class Products:
    """The products of some sentences' vectors, shape (sentences, dimension), with those of other texts."""

    def __init__(self, vectors: Matrix) -> None:
        self._vectors = np.ascontiguousarray(vectors)
        self._exact = _is_on_grid(self._vectors)
        keys = [blake2b(row, digest_size=DIGEST).digest() for row in self._vectors]
        self._row = {key: at for at, key in enumerate(keys)}
        self._keys = keys
        self._places: dict[int, tuple[Mapping[bytes, int], Ints]] = {}

    def of(self, others: Matrix) -> Matrix:
        """The products with the vectors of another text, shape (sentences, sentences of the other); not to be written
        to."""
        if not (self._exact and _is_on_grid(others)):
            return self._vectors @ others.T
        text = stands_for(others)
        known = _known.get(text)
        if known is not None and known.row is self._row:
            return known.products
        products = self._with(known, others)
        _known.put(text, _Known(self._row, products))
        return products

    def _with(self, known: _Known | None, others: Matrix) -> Matrix:
        place = np.zeros(0, dtype=np.int64) if known is None else self._place(known.row)
        new = np.flatnonzero(place < 0)
        if known is None or 2 * len(new) >= len(place):
            return self._vectors @ others.T
        products: Matrix = known.products[place]
        if len(new):
            products[new] = self._vectors[new] @ others.T
        return products

    def _place(self, row: Mapping[bytes, int]) -> Ints:
        """In which row of what is known each sentence stands, -1 for none."""
        if id(row) not in self._places:
            place = np.array([row.get(key, -1) for key in self._keys], dtype=np.int64)
            self._places[id(row)] = row, place  # held, so that no other one gets its number
        return self._places[id(row)][1]


@dataclass(frozen=True, slots=True, eq=False)
class _Known:
    """Products of sentences with one text, and which sentence stands in which row."""

    row: Mapping[bytes, int]
    products: Matrix


#: What is known, by what stands for the other text.
_known: LRUCache[object, _Known] = LRUCache(
    KNOWN, sizeof=lambda entry: ENTRY + entry[1].products.nbytes + 100 * len(entry[1].row)
)


@memoize_per_object
def _is_on_grid(vectors: Matrix) -> bool:
    points = vectors * np.float32(POINTS)
    return bool((points == np.rint(points)).all())
