"""Exact nearest neighbours among blocks of vectors. The only file that knows FAISS.

Up to ``FAISS_ROWS`` vectors a NumPy matrix product gives the same answer sooner, because FAISS takes 0.1 to 0.25 s to
import; beyond, FAISS needs no matrix of all similarities. Both read the memory-mapped blocks without a copy.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

import numpy as np

from simcheck.corpus.sources import Numbers, Vectors

FAISS_ROWS = 50_000

#: Similarities computed at once by NumPy; bounds the memory of a long draft.
SIMILARITIES = 1 << 24
#: FAISS 1.15 multiplies matrices only from this many (queries times dimension) on, by default 128,000: for a draft that
#: is 15 times slower.
BLAS_THRESHOLD = 20
#: Rows that FAISS multiplies at once, by default 1,024. Its threads meet after each block; on two cores that others use
#: too, 300 queries among 80,000 rows took 3 s with the default and 0.7 s with this.
BLAS_ROWS = 1 << 14

Block = tuple[int, Vectors]


def nearest(queries: Vectors, blocks: Sequence[Block], k: int) -> tuple[Vectors, Numbers]:
    """The k best inner products of each query with the rows of all blocks; a block is its first row's number and its
    vectors.

    Returns similarities and rows, both (n, k), best first, equal ones by row, padded with -inf and -1 where there are
    fewer rows.
    """
    queries = np.ascontiguousarray(queries, dtype=np.float32)
    similarities = np.full((len(queries), k), -np.inf, dtype=np.float32)
    rows = np.full((len(queries), k), -1, dtype=np.int64)
    total = sum(len(vectors) for _, vectors in blocks)
    if not total or not k:
        return similarities, rows
    search = _by_faiss if total > FAISS_ROWS else _by_numpy
    for part in _parts(len(queries), total):
        found = [search(queries[part], first, vectors, k) for first, vectors in blocks if len(vectors)]
        best, where = _best(
            np.concatenate([one[0] for one in found], axis=1), np.concatenate([one[1] for one in found], axis=1), k
        )
        similarities[part, : best.shape[1]] = best
        rows[part, : best.shape[1]] = where
    return similarities, rows


def _parts(queries: int, rows: int) -> Iterator[slice]:
    step = max(1, SIMILARITIES // min(rows, FAISS_ROWS))
    return (slice(start, start + step) for start in range(0, queries, step))


def _by_numpy(queries: Vectors, first: int, vectors: Vectors, k: int) -> tuple[Vectors, Numbers]:
    similarities = queries @ vectors.T
    if similarities.shape[1] <= k:
        return similarities, np.broadcast_to(np.arange(first, first + len(vectors)), similarities.shape)
    order = np.argpartition(similarities, -k, axis=1)[:, -k:]
    return np.take_along_axis(similarities, order, axis=1), first + order


def _by_faiss(queries: Vectors, first: int, vectors: Vectors, k: int) -> tuple[Vectors, Numbers]:
    """What IndexFlatIP computes, over the rows where they lie instead of a copy."""
    faiss = _faiss()
    similarities, rows = faiss.knn(queries, vectors, min(k, len(vectors)), metric=faiss.METRIC_INNER_PRODUCT)
    return similarities, first + rows


def _best(similarities: Vectors, rows: Numbers, k: int) -> tuple[Vectors, Numbers]:
    order = np.lexsort((rows, -similarities), axis=1)[:, :k]
    return np.take_along_axis(similarities, order, axis=1), np.take_along_axis(rows, order, axis=1)


@cache
def _faiss() -> Any:
    import faiss

    faiss.cvar.distance_compute_blas_threshold = BLAS_THRESHOLD
    faiss.cvar.distance_compute_blas_database_bs = BLAS_ROWS
    return faiss
