"""By document: of the sentences nearest to a vector, the best one of each document."""

from __future__ import annotations

import numpy as np

from simcheck.corpus.sources import Floats, Numbers, Vectors


def by_document(similarities: Vectors, documents: Numbers, most: int) -> tuple[Floats, Numbers]:
    """Of each row's neighbours, sorted best first, the first from each of up to ``most`` documents.

    ``documents`` names the document of each, -1 for none. Returns similarities and documents, both (rows, most), padded
    with NaN and -1.
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
