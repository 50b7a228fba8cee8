"""Pairwise: several documents checked against each other, each pair by itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from simcheck.check import check
from simcheck.corpus.memory import MemorySources
from simcheck.corpus.sources import Source, stored_precision
from simcheck.encode import Encoder
from simcheck.errors import UsageError
from simcheck.text.analyze import analyze
from simcheck.text.normalize import NORMALIZATION
from simcheck.types import CorpusInfo, Document, Limits, Matrix, Report


def pairwise(
    documents: Sequence[Document],
    encoder: Encoder,
    *,
    limits: Limits | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Matrix:
    """Every document checked against every other one.

    A pair is checked by itself: what ten drafts copied from each other is reuse between any two of them, although it
    would be a set phrase among ten sources. ``progress`` is called with the checks done and all checks. Raises
    UsageError for fewer than two documents, DraftError for one without a letter.
    """
    if len(documents) < 2:
        raise UsageError("a matrix compares drafts with each other; name at least two")
    sources = [_alone(document, encoder) for document in documents]
    size, done = len(documents), 0
    rows: list[tuple[Report | None, ...]] = []
    for at, document in enumerate(documents):
        row: list[Report | None] = []
        for other in range(size):
            if other == at:
                row.append(None)
                continue
            row.append(check(document, sources[other], encoder, limits=limits))
            done += 1
            if progress is not None:
                progress(done, size * (size - 1))
        rows.append(tuple(row))
    return Matrix(tuple(documents), tuple(rows))


def _alone(document: Document, encoder: Encoder) -> MemorySources:
    """One document as all there is to compare with."""
    analyzed = analyze(document)
    vectors = stored_precision(np.asarray(encoder.encode([sentence.text for sentence in analyzed.sentences])))
    info = CorpusInfo(None, 1, len(vectors), len(document.text), encoder.name, encoder.dimension, NORMALIZATION)
    return MemorySources([Source(analyzed, vectors)], info)
