"""Publishing: a change of the corpus and the segments derived from it, committed as one step.

The caller of everything here holds the writer's lock.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TypeVar

import numpy as np

from simcheck.corpus.folder import publishing
from simcheck.corpus.index import Index, live_rows
from simcheck.corpus.records import SegmentRecord
from simcheck.corpus.segment import Content, DamagedError, changed_files, inverted, tidy, write_segment
from simcheck.corpus.store import Store
from simcheck.corpus.tables import Half, Writer
from simcheck.encode import Encoder
from simcheck.errors import CorpusError, ModelError
from simcheck.text.analyze import Analyzed

T = TypeVar("T")

#: Texts handled at once: about 10,000 sentences. Bounds memory, and is what a crash can cost of work not yet
#: acknowledged.
BATCH_CHARACTERS = 400_000

#: This many segments of one size class are merged into one of the next, FANOUT times larger.
FANOUT = 8
#: A segment is rewritten without its removed documents when they are more than this share.
DEAD_SHARE = 0.25


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


def encoded(analyzed: Sequence[Analyzed], encoder: Encoder) -> list[Half]:
    """Each document's sentence vectors in the precision that is kept, shape (sentences, dimension)."""
    texts = [sentence.text for one in analyzed for sentence in one.sentences]
    vectors = encoder.encode(texts) if texts else np.zeros((0, encoder.dimension), dtype=np.float32)
    if vectors.shape != (len(texts), encoder.dimension) or not np.isfinite(vectors).all():
        raise ModelError(f"{encoder.name}: gave vectors of shape {vectors.shape} or not finite; use another model")
    ends = np.cumsum([len(one.sentences) for one in analyzed])
    return np.split(vectors.astype(np.float16), ends[:-1])


@contextmanager
def committing(store: Store) -> Iterator[Writer]:
    """One transaction; when it has ended, either way, folders that the database does not list are deleted."""
    try:
        with publishing(store.folder), store.write() as writer:
            yield writer
    finally:
        with suppress(CorpusError), store.read() as reader:
            tidy(store.folder, reader.segments())


def publish(
    store: Store, writer: Writer, numbers: Sequence[int], analyzed: Sequence[Analyzed], vectors: Sequence[Half]
) -> None:
    """Write a segment of these documents and list it."""
    fingerprints, postings = inverted(numbers, [one.fingerprints for one in analyzed])
    counts = [len(rows) for rows in vectors]
    blocks = (rows.astype(np.float32) for rows in vectors)
    content = Content(
        np.array(numbers, dtype=np.int64), counts, blocks, writer.meta().dimension, fingerprints, postings
    )
    writer.publish(write_segment(store.folder, content))


def open_index(store: Store) -> Index:
    """The index of the present state. Raises DamagedError."""
    with store.read() as reader:
        return Index.open(store.folder, reader.segments(), reader.numbers())


def settle(store: Store) -> None:
    """Merge segments until few are left. Each merge reads and writes only segments of about the same size.

    Raises DamagedError when a file to be merged is not what was published, so that damage is never copied under a new
    digest.
    """
    while chosen := due(index := open_index(store)):
        old = [index.segments[i].record for i in chosen]
        if problems := [problem for record in old for problem in changed_files(store.folder, record)]:
            raise DamagedError(problems[0])
        try:
            merged = _merged(store, index, chosen)
        except OSError:
            return  # no room for a copy: more segments than wanted are slower, not wrong; the next write tries again
        with committing(store) as writer:
            for record in old:
                writer.withdraw(record)
            for record in merged:
                writer.publish(record)


def due(index: Index) -> list[int]:
    """The segments to rewrite as one: one with many removed documents, or FANOUT of a size class; else none."""
    for i, alive in enumerate(index.alive):
        if alive.mean() < 1 - DEAD_SHARE:
            return [i]
    return full_class([len(segment.vectors) + len(segment.numbers) for segment in index.segments])


def full_class(sizes: Sequence[int]) -> list[int]:
    """The positions of all sizes of the smallest class that has FANOUT of them; else none."""
    classes: dict[int, list[int]] = {}
    for i, size in enumerate(sizes):
        classes.setdefault(size_class(size), []).append(i)
    return next((members for _, members in sorted(classes.items()) if len(members) >= FANOUT), [])


def size_class(size: int) -> int:
    """0 up to FANOUT**3 rows, then one more for each factor FANOUT."""
    power = 0
    while size > FANOUT ** (power + 3):
        power += 1
    return power


def _merged(store: Store, index: Index, chosen: Sequence[int]) -> list[SegmentRecord]:
    """Write the living contents of the chosen segments as one; nothing when none live."""
    pairs = [(index.segments[i], index.alive[i]) for i in chosen]
    numbers = np.concatenate([segment.numbers[alive] for segment, alive in pairs])
    if not len(numbers):
        return []
    counts = np.concatenate([np.diff(segment.starts)[alive] for segment, alive in pairs]).tolist()
    blocks = (segment.vectors[start:stop] for segment, alive in pairs for start, stop in live_rows(segment, alive))
    keeps = [np.isin(segment.postings, segment.numbers[alive]) for segment, alive in pairs]
    fingerprints = np.concatenate([segment.fingerprints[keep] for (segment, _), keep in zip(pairs, keeps, strict=True)])
    postings = np.concatenate([segment.postings[keep] for (segment, _), keep in zip(pairs, keeps, strict=True)])
    order = np.argsort(fingerprints, kind="stable")
    dimension = pairs[0][0].vectors.shape[1]
    return [
        write_segment(store.folder, Content(numbers, counts, blocks, dimension, fingerprints[order], postings[order]))
    ]
