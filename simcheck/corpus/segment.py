"""Segments: immutable folders of files derived from the database, each covering a set of documents.

A segment never changes. It is written under a temporary name, synced, and renamed; it counts from the moment the
database lists it, with the size and digests of each file. Its files:

* ``vectors.faiss``: the sentences' vectors, document by document, as a FAISS index; FAISS's ids are these rows
* ``numbers.npy`` int64 (documents), ``starts.npy`` int64 (documents + 1): the sentences of the document ``numbers[i]``
  stand in rows ``starts[i]`` to ``starts[i + 1]``, the first one first; the database names documents by number
* ``fingerprints.npy`` uint64, ascending, and ``postings.npy`` int32 beside it: the number of a document that holds the
  fingerprint
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex

import numpy as np

from simcheck.corpus.files import DamagedError, changed, open_array, write_array
from simcheck.corpus.folder import SEGMENTS, sync_folder
from simcheck.corpus.postings import Postings
from simcheck.corpus.records import SegmentRecord
from simcheck.corpus.sources import Numbers
from simcheck.corpus.vectors import FILE, Half, VectorIndex, write_vectors

#: Device, inode, size and time of each file.
Stamps = tuple[tuple[int, int, int, int], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Segment:
    """An open segment, see the module's docstring; what is large in it is mapped."""

    record: SegmentRecord
    numbers: Numbers
    starts: Numbers
    vectors: VectorIndex
    postings: Postings

    @property
    def rows(self) -> int:
        """Sentences in the segment, those of removed documents too."""
        return int(self.starts[-1])


def write_segment(
    folder: Path,
    numbers: Sequence[int],
    counts: Sequence[int],
    vectors: Callable[[], Iterable[Half]],
    dimension: int,
    postings: Postings,
    *,
    exact: bool = True,
) -> SegmentRecord:
    """Write a segment of the corpus in ``folder`` and give its record, to be published in the database.

    It holds the documents ``numbers`` with ``counts`` sentences each. ``vectors`` gives blocks of their rows in order,
    anew each time it is called; they need not fit in memory together. The index is ``exact`` or nearly so.

    Everything is synced and under its final name when this returns. On any error nothing is left.
    """
    segments = folder / SEGMENTS
    segments.mkdir(exist_ok=True)
    name = token_hex(8)
    work = segments / f"{name}.new"
    starts = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    try:
        work.mkdir()
        files = (
            write_array(work, "numbers", np.asarray(numbers, dtype=np.int64)),
            write_array(work, "starts", starts),
            write_array(work, "fingerprints", postings.fingerprints, mapped=True),
            write_array(work, "postings", postings.documents, mapped=True),
            write_vectors(work, vectors, int(starts[-1]), dimension, exact=exact),
        )
        sync_folder(work)
        work.rename(segments / name)
        sync_folder(segments)
    except BaseException:
        shutil.rmtree(work, ignore_errors=True)
        shutil.rmtree(segments / name, ignore_errors=True)
        raise
    return SegmentRecord(name, files)


def open_segment(folder: Path, record: SegmentRecord) -> Segment:
    """Open a published segment: its small files read and compared with their digests, its large ones mapped.

    Raises DamagedError when a file is missing, changed as far as that shows without reading a large one, or does not
    fit the others.
    """
    place = folder / SEGMENTS / record.name
    files = {file.name: file for file in record.files}
    try:
        numbers, starts, fingerprints, documents = (
            open_array(place / name, files[name])
            for name in ("numbers.npy", "starts.npy", "fingerprints.npy", "postings.npy")
        )
        vectors = VectorIndex(place, files[FILE])
    except KeyError as error:
        raise DamagedError(f"{place}: the list of its files is not complete") from error
    segment = Segment(record, numbers, starts, vectors, Postings(fingerprints, documents))
    if len(starts) != len(numbers) + 1 or segment.rows != vectors.rows or len(fingerprints) != len(documents):
        raise DamagedError(f"{place}: its files do not fit each other")
    return segment


def stamps(folder: Path, record: SegmentRecord) -> Stamps:
    """Something of a segment's files that is equal while nobody touches them. Raises DamagedError if one is missing.

    A mapped file that somebody cut must not be looked into: that would end the process.
    """
    found = []
    for file in record.files:
        path = folder / SEGMENTS / record.name / file.name
        try:
            told = path.stat()
        except OSError as error:
            raise DamagedError(f"{path}: cannot be read ({error.strerror})") from error
        found.append((told.st_dev, told.st_ino, told.st_size, told.st_mtime_ns))
    return tuple(found)


def changed_files(folder: Path, record: SegmentRecord) -> list[str]:
    """The problems of a segment's files, each read whole and compared with its digest; empty when sound."""
    return [problem for file in record.files if (problem := changed(folder / SEGMENTS / record.name / file.name, file))]


def delete_unlisted(folder: Path, listed: Iterable[SegmentRecord]) -> None:
    """Delete folders of segments that are not listed: merged ones and what a crash left. The caller holds the lock."""
    names = {record.name for record in listed}
    segments = folder / SEGMENTS
    for path in segments.iterdir() if segments.is_dir() else ():
        if path.name not in names:
            # Windows keeps what a reader has mapped; the next write tries again.
            shutil.rmtree(path, ignore_errors=True)
