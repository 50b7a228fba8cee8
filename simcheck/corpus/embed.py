"""Embedding: documents in batches, and the vectors of their sentences as they are kept."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from simcheck.cancelling import look
from simcheck.encode import Encoder, vectors_of
from simcheck.text.analyze import Analyzed

T = TypeVar("T")
Half = npt.NDArray[np.float16]

#: Texts handled at once: about 20,000 sentences. Bounds memory, and is what a crash can cost of work not yet
#: acknowledged.
BATCH_CHARACTERS = 800_000
#: Sentences that are encoded before progress is told for the first time; twice as many each time that took less than
#: so many seconds, since a fast encoder is fastest with many.
FIRST_STEP, STEP_SECONDS = 256, 0.5


def batches(items: Iterable[T], characters: Callable[[T], int]) -> Iterator[list[T]]:
    """The items in groups of at least ``BATCH_CHARACTERS`` characters; a single long item does not wait for others."""
    batch: list[T] = []
    size = 0
    for item in items:
        batch.append(item)
        size += characters(item)
        if size >= BATCH_CHARACTERS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def encoded(
    analyzed: Sequence[Analyzed], encoder: Encoder, progress: Callable[[int], None] | None = None
) -> list[Half]:
    """Each document's sentence vectors in the precision that is kept, shape (sentences, dimension).

    Half precision: half the space on disk; it holds vectors on the grid (``simcheck.encode.grid``) as they are.
    ``progress`` is called now and then with how many more sentences are done. Raises ModelError when the encoder gives
    something else than unit vectors of its dimension.
    """
    texts = [sentence.text for one in analyzed for sentence in one.sentences]
    parts = [np.zeros((0, encoder.dimension), dtype=np.float16)]
    start, size = 0, FIRST_STEP
    while start < len(texts):
        look()
        began = time.monotonic()
        some = texts[start : start + size]
        parts.append(vectors_of(encoder, some).astype(np.float16))
        if progress:
            progress(len(some))
        start += len(some)
        if time.monotonic() - began < STEP_SECONDS:
            size *= 2
    ends = np.cumsum([len(one.sentences) for one in analyzed])
    return np.split(np.concatenate(parts), ends[:-1])
