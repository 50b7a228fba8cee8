"""Publishing: a change of the corpus and the segments derived from it, committed as one step.

The caller of everything here holds the writer's lock.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import numpy as np

from simcheck.corpus.changes import Writer
from simcheck.corpus.files import DamagedError
from simcheck.corpus.folder import disk_errors
from simcheck.corpus.index import Index
from simcheck.corpus.merging import due, exact
from simcheck.corpus.postings import Postings
from simcheck.corpus.records import SegmentRecord
from simcheck.corpus.segment import Segment, changed_files, delete_unlisted, write_segment
from simcheck.corpus.store import Store
from simcheck.corpus.tables import Half, Reader
from simcheck.corpus.vectors import Bools
from simcheck.errors import CorpusError
from simcheck.text.analyze import Analyzed

#: Vectors taken from the database at once.
BLOCK = 1 << 14


@contextmanager
def committing(store: Store) -> Iterator[Writer]:
    """One transaction; when it has ended, either way, folders that the database does not list are deleted."""
    try:
        with disk_errors(store.folder), store.write() as writer:
            yield writer
    finally:
        with suppress(CorpusError), store.read() as reader:
            delete_unlisted(store.folder, reader.segments())


def publish(
    store: Store, writer: Writer, numbers: Sequence[int], analyzed: Sequence[Analyzed], vectors: Sequence[Half]
) -> None:
    """Write a segment of these documents, their vectors as they are, and list it."""
    postings = Postings.of(numbers, [one.fingerprints for one in analyzed])
    counts = [len(rows) for rows in vectors]
    dimension = writer.meta().dimension
    writer.publish(write_segment(store.folder, numbers, counts, lambda: vectors, dimension, postings))


def open_index(store: Store) -> Index:
    """The index of the present state. Raises DamagedError."""
    with store.read() as reader:
        return Index.open(store.folder, reader.segments(), reader.numbers())


def merge_due(store: Store, budget: int = 0) -> None:
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


def _merged(store: Store, index: Index, chosen: Sequence[int]) -> list[SegmentRecord]:
    """Write the living contents of the chosen segments as one; nothing when none live."""
    with store.read() as reader:
        return write_living(store.folder, reader, [(index.segments[i], index.live[i]) for i in chosen])


def write_living(folder: Path, reader: Reader, pairs: Sequence[tuple[Segment, Bools]]) -> list[SegmentRecord]:
    """Write what lives in some segments as one of the corpus in ``folder``, documents by their numbers; nothing when
    none live. Each segment comes with which of its documents do.

    The vectors come from the database, so that those in inverted lists never lose precision twice.
    """
    together = np.concatenate([segment.numbers[live] for segment, live in pairs])
    order = np.argsort(together)
    numbers = together[order].tolist()
    if not numbers:
        return []
    counts = np.concatenate([np.diff(segment.starts)[live] for segment, live in pairs])[order].tolist()
    postings = Postings.merged(
        [one.postings if live.all() else one.postings.only(one.numbers[live]) for one, live in pairs]
    )
    dimension = reader.meta().dimension
    return [
        write_segment(
            folder,
            numbers,
            counts,
            lambda: _stored(reader, numbers, counts, dimension),
            dimension,
            postings,
            exact=exact(sum(counts) + len(numbers)),
        )
    ]


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
