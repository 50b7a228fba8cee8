"""Nearest neighbours: the results of several searches as one, and the nearest documents among sentences."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from simcheck.corpus.sources import Floats, Numbers, Vectors

#: Similarities and rows, both (queries, k), best first, padded with -inf and -1.
Neighbours = tuple[Vectors, Numbers]


def no_neighbours(queries: int, k: int) -> Neighbours:
    """The result of a search among no rows."""
    return np.full((queries, k), -np.inf, dtype=np.float32), np.full((queries, k), -1, dtype=np.int64)


def merged(
    found: Sequence[Neighbours], k: int, documents_of: Callable[[Numbers], Numbers] = lambda rows: rows
) -> Neighbours:
    """The k best of several results for the same queries, best first, equal ones by document, then by row.

    Which documents are chosen among equal ones so depends on nothing but their numbers, however they are divided.
    """
    similarities = np.concatenate([one[0] for one in found], axis=1)
    rows = np.concatenate([one[1] for one in found], axis=1)
    order = np.lexsort((rows, documents_of(rows), -similarities), axis=1)[:, :k]
    return np.take_along_axis(similarities, order, axis=1), np.take_along_axis(rows, order, axis=1)


def nearest_documents(similarities: Vectors, documents: Numbers, most: int) -> tuple[Floats, Numbers]:
    """Of each query's neighbours, best first, the first from each of up to ``most`` documents.

    ``documents`` names the document of each neighbour, -1 for none. Returns similarities and documents, both
    (queries, most), padded with NaN and -1.
    """
    best = np.full((len(similarities), most), np.nan)
    named = np.full((len(similarities), most), -1, dtype=np.int64)
    order = np.argsort(documents, axis=1, kind="stable")
    held = np.take_along_axis(documents, order, axis=1)
    first = np.zeros(documents.shape, dtype=bool)
    np.put_along_axis(first, order, (held >= 0) & (np.diff(held, axis=1, prepend=-1) != 0), axis=1)
    rank = np.cumsum(first, axis=1)
    row, column = np.nonzero(first & (rank <= most))
    best[row, rank[row, column] - 1] = similarities[row, column]
    named[row, rank[row, column] - 1] = documents[row, column]
    return best, named
