"""Exact nearest neighbours among blocks of vectors, by matrix products over the mapped rows, piece by piece."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from simcheck.corpus.sources import Numbers, Vectors

#: Rows made float32 at once, and similarities computed at once; both bound memory.
PIECE = 1 << 14
SIMILARITIES = 1 << 22


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """Rows that are numbered from ``first`` on, in any precision; only those ``alive`` (None: all) are found."""

    first: int
    vectors: npt.NDArray[np.floating]
    alive: npt.NDArray[np.bool_] | None = None


Found = tuple[Vectors, Numbers]


def nearest(queries: Vectors, blocks: Iterable[Block], k: int) -> Found:
    """The k best inner products of each query with the rows of all blocks.

    Returns similarities and rows, both (n, k), best first, equal ones by row, padded with -inf and -1 where there are
    fewer rows.
    """
    queries = np.ascontiguousarray(queries, dtype=np.float32)
    found = [nothing(len(queries), k)]
    for first, piece, dead in _pieces(blocks):
        similarities = np.empty((len(queries), min(k, len(piece))), dtype=np.float32)
        rows = np.empty(similarities.shape, dtype=np.int64)
        step = max(1, SIMILARITIES // len(piece))
        for part in (slice(start, start + step) for start in range(0, len(queries), step)):
            similarities[part], rows[part] = _among(queries[part], piece, dead, similarities.shape[1])
        rows = np.where(np.isneginf(similarities), -1, rows + first)
        found = [best([*found, (similarities, rows)], k)]
    return found[0]


def best(found: Sequence[Found], k: int) -> Found:
    """The k best of several results for the same queries, best first, equal ones by row."""
    similarities = np.concatenate([one[0] for one in found], axis=1)
    rows = np.concatenate([one[1] for one in found], axis=1)
    order = np.lexsort((rows, -similarities), axis=1)[:, :k]
    return np.take_along_axis(similarities, order, axis=1), np.take_along_axis(rows, order, axis=1)


def nothing(queries: int, k: int) -> Found:
    """The result of a search among no rows."""
    return np.full((queries, k), -np.inf, dtype=np.float32), np.full((queries, k), -1, dtype=np.int64)


def _pieces(blocks: Iterable[Block]) -> Iterator[tuple[int, Vectors, Numbers]]:
    """Number of the first row, vectors, and the places of the dead ones."""
    for block in blocks:
        for start in range(0, len(block.vectors), PIECE):
            piece = np.asarray(block.vectors[start : start + PIECE], dtype=np.float32)
            alive = np.ones(len(piece), dtype=bool) if block.alive is None else block.alive[start : start + PIECE]
            yield block.first + start, piece, np.flatnonzero(~alive)


def _among(queries: Vectors, piece: Vectors, dead: Numbers, k: int) -> Found:
    similarities = queries @ piece.T
    similarities[:, dead] = -np.inf
    if similarities.shape[1] > k:
        order = np.argpartition(similarities, -k, axis=1)[:, -k:]
        return np.take_along_axis(similarities, order, axis=1), order
    return similarities, np.broadcast_to(np.arange(len(piece)), similarities.shape)
