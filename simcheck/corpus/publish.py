"""Publishing: a change of the corpus and the segments derived from it, committed as one step.

The caller of everything here holds the writer's lock.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import accumulate
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from simcheck.corpus.arrays import DamagedError
from simcheck.corpus.folder import publishing
from simcheck.corpus.index import Index
from simcheck.corpus.lists import Bools
from simcheck.corpus.records import SegmentRecord
from simcheck.corpus.segment import Content, Postings, Segment, changed_files, inverted, tidy, write_segment
from simcheck.corpus.sources import Fingerprints
from simcheck.corpus.store import Store
from simcheck.corpus.tables import Half, Reader, Writer
from simcheck.encode import Encoder
from simcheck.errors import CorpusError, ModelError
from simcheck.text.analyze import Analyzed

T = TypeVar("T")

#: Texts handled at once: about 20,000 sentences. Bounds memory, and is what a crash can cost of work not yet
#: acknowledged.
BATCH_CHARACTERS = 800_000
#: Sentences that are encoded before progress is told for the first time; twice as many each time that took less than
#: so many seconds, since a fast encoder is fastest with many.
FEW, SOON = 256, 0.5

#: Sentences that are searched exactly: more than this in small segments are put into inverted lists.
EXACT = 50_000
#: Sentences in one segment; merging them takes some 700 bytes of memory each.
LARGEST = 2_000_000
#: Vectors taken from the database at once.
BLOCK = 1 << 14

#: This many segments of one size class are merged into one of the next, FANOUT times larger.
FANOUT = 8
#: A segment is rewritten without its removed documents when they are more than this share; a large one, when that is
#: more work than fits the occasion, only when fewer than this share live.
DEAD_SHARE, MOSTLY_DEAD = 0.25, 0.5


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


def encoded(analyzed: Sequence[Analyzed], encoder: Encoder, tell: Callable[[int], None] | None = None) -> list[Half]:
    """Each document's sentence vectors in the precision that is kept, shape (sentences, dimension).

    Half precision: half the space on disk. An inner product with a unit vector moves by less than 2**-11, in practice
    by less than 0.0001, far below any difference that matters, so the order of neighbours only changes among near ties.
    ``tell`` is called now and then with how many more sentences are done. Raises ModelError when the encoder gives
    something else than finite vectors of its dimension.
    """
    texts = [sentence.text for one in analyzed for sentence in one.sentences]
    parts = [np.zeros((0, encoder.dimension), dtype=np.float16)]
    start, size = 0, FEW
    while start < len(texts):
        began = time.monotonic()
        some = texts[start : start + size]
        parts.append(_vectors(some, encoder).astype(np.float16))
        if tell:
            tell(len(some))
        start += len(some)
        if time.monotonic() - began < SOON:
            size *= 2
    ends = np.cumsum([len(one.sentences) for one in analyzed])
    return np.split(np.concatenate(parts), ends[:-1])


def _vectors(texts: list[str], encoder: Encoder) -> NDArray[np.float32]:
    vectors = encoder.encode(texts)
    if vectors.shape != (len(texts), encoder.dimension) or not np.isfinite(vectors).all():
        raise ModelError(f"{encoder.name}: gave vectors of shape {vectors.shape} or not finite; use another model")
    return vectors


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
    """Write a segment of these documents, their vectors as they are, and list it."""
    fingerprints, postings = inverted(numbers, [one.fingerprints for one in analyzed])
    counts = [len(rows) for rows in vectors]
    dimension = writer.meta().dimension
    content = Content(np.array(numbers, dtype=np.int64), counts, lambda: vectors, dimension, fingerprints, postings)
    writer.publish(write_segment(store.folder, content))


def open_index(store: Store) -> Index:
    """The index of the present state. Raises DamagedError."""
    with store.read() as reader:
        return Index.open(store.folder, reader.segments(), reader.numbers())


def settle(store: Store, budget: int = 0) -> None:
    """Merge segments until few are left; large ones only up to ``budget`` sentences.

    Raises DamagedError when a file to be merged is not what was published, so that damage is never copied under a new
    digest.
    """
    while chosen := due(index := open_index(store), budget):
        if not merge(store, index, chosen):
            return  # no room for a copy: more segments than wanted are slower, not wrong; the next write tries again


def merge(store: Store, index: Index, chosen: Sequence[int]) -> bool:
    """Replace the chosen segments by one of what lives in them; False when there is no room on the disk for it."""
    old = [index.segments[i].record for i in chosen]
    if problems := [problem for record in old for problem in changed_files(store.folder, record)]:
        raise DamagedError(problems[0])
    try:
        merged = _merged(store, index, chosen)
    except OSError:
        return False
    with committing(store) as writer:
        for record in old:
            writer.withdraw(record)
        for record in merged:
            writer.publish(record)
    return True


def due(index: Index, budget: int) -> list[int]:
    """The segments to rewrite as one: one with many removed documents, or what :func:`full` finds; else none."""
    for i, (segment, alive) in enumerate(zip(index.segments, index.alive, strict=True)):
        living = alive.mean()
        if living < 1 - DEAD_SHARE and (segment.exact or segment.rows <= budget or living < MOSTLY_DEAD):
            return [i]
    # A document counts as a row, so that those without a sentence are merged too.
    sizes = [segment.rows + len(segment.numbers) for segment in index.segments]
    return full([size if segment.exact else -size for size, segment in zip(sizes, index.segments, strict=True)], budget)


def full(sizes: Sequence[int], budget: int) -> list[int]:
    """The positions of the segments to be merged, by size, that of a large one being negative; else none.

    When small ones hold more than ``EXACT`` together, they become a large one. It takes with it larger ones that are
    no larger than what comes together, within the budget: so each row is written anew as often as the corpus doubles.
    Otherwise small ones of one size class are merged when there are ``FANOUT`` of them.
    """
    small = [i for i, size in enumerate(sizes) if size >= 0]
    total = sum(sizes[i] for i in small)
    if total > EXACT:
        for i in sorted((i for i, size in enumerate(sizes) if size < 0), key=lambda i: -sizes[i]):
            if -sizes[i] <= total and total - sizes[i] <= min(budget, LARGEST):
                small.append(i)
                total -= sizes[i]
        return small
    classes: dict[int, list[int]] = {}
    for i in small:
        classes.setdefault(size_class(sizes[i]), []).append(i)
    return next((members for _, members in sorted(classes.items()) if len(members) >= FANOUT), [])


def scattered(index: Index) -> list[int]:
    """The segments to rewrite as one, so that as few as possible are left and nothing removed in them; else none."""
    rows = [segment.rows for segment in index.segments]
    ascending = sorted(range(len(rows)), key=rows.__getitem__)
    fitting = [i for i, total in zip(ascending, accumulate(sorted(rows)), strict=True) if total <= LARGEST]
    if len(fitting) > 1:
        return fitting
    return next(([i] for i, alive in enumerate(index.alive) if not alive.all()), [])


def size_class(size: int) -> int:
    """0 up to FANOUT**3 rows, then one more for each factor FANOUT."""
    power = 0
    while size > FANOUT ** (power + 3):
        power += 1
    return power


def _merged(store: Store, index: Index, chosen: Sequence[int]) -> list[SegmentRecord]:
    """Write the living contents of the chosen segments as one; nothing when none live.

    The vectors come from the database, so that those in inverted lists never lose precision twice.
    """
    pairs = [(index.segments[i], index.alive[i]) for i in chosen]
    numbers = np.concatenate([segment.numbers[alive] for segment, alive in pairs])
    if not len(numbers):
        return []
    counts = np.concatenate([np.diff(segment.starts)[alive] for segment, alive in pairs]).tolist()
    fingerprints, postings = _inverted([segment for segment, _ in pairs], [alive for _, alive in pairs])
    with store.read() as reader:
        dimension = reader.meta().dimension
        content = Content(
            numbers,
            counts,
            lambda: _stored(reader, numbers.tolist(), counts, dimension),
            dimension,
            fingerprints,
            postings,
            large=sum(counts) + len(numbers) > EXACT,
        )
        return [write_segment(store.folder, content)]


def _inverted(segments: Sequence[Segment], alive: Sequence[Bools]) -> tuple[Fingerprints, Postings]:
    """The postings of what lives in the segments, in one."""
    parts = [
        (segment, slice(None) if living.all() else np.isin(segment.postings, segment.numbers[living]))
        for segment, living in zip(segments, alive, strict=True)
    ]
    fingerprints = np.concatenate([segment.fingerprints[keep] for segment, keep in parts])
    order = np.argsort(fingerprints, kind="stable")
    return fingerprints[order], np.concatenate([segment.postings[keep] for segment, keep in parts])[order]


def _stored(reader: Reader, numbers: Sequence[int], counts: Sequence[int], dimension: int) -> Iterator[Half]:
    """The vectors of documents one after the other, some documents' at a time."""
    held: list[Half] = []
    for number, count in zip(numbers, counts, strict=True):
        vectors = reader.vectors(number, dimension)
        if vectors is None or len(vectors) != count:
            raise DamagedError(f"the vectors of document {number} are not what was written")
        held.append(vectors)
        if sum(map(len, held)) >= BLOCK:
            yield np.concatenate(held)
            held = []
    if held:
        yield np.concatenate(held)
