"""Segments: immutable folders of memory-mapped arrays, derived from the database, each covering a set of documents.

A segment never changes. It is written under a temporary name, synced, and renamed; it counts from the moment the
database lists it, with the size and digest of each file. Its arrays:

* ``numbers`` int64 (documents), ``starts`` int64 (documents + 1): whose sentences stand in rows ``starts[i]`` to
  ``starts[i + 1]``
* ``fingerprints`` uint64, ascending, and ``postings`` int32 beside it: the number of a document that holds the
  fingerprint
* a small segment's ``vectors`` float16 (rows, dimension); a large one's inverted lists instead, see lists.py
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import Any

import numpy as np
import numpy.typing as npt

from simcheck.corpus.arrays import DamagedError, changed, open_array, write_array, write_raw
from simcheck.corpus.folder import SEGMENTS, sync_folder
from simcheck.corpus.lists import Half, Lists, divide
from simcheck.corpus.records import FileRecord, SegmentRecord
from simcheck.corpus.sources import Fingerprints, Numbers

Postings = npt.NDArray[np.int32]

#: Device, inode, size and time of each file.
Stamps = tuple[tuple[int, int, int, int], ...]

_COMMON = {"numbers", "starts", "fingerprints", "postings"}
_EXACT = {"vectors"}
_LISTED = {"centroids", "ranges", "sizes"}
_LISTS = "lists.bin"


@dataclass(frozen=True, slots=True, eq=False)
class Segment:
    """An open segment; the arrays are as in the module's docstring, the large ones memory-mapped."""

    record: SegmentRecord
    numbers: Numbers
    starts: Numbers
    vectors: npt.NDArray[np.floating] | Lists
    fingerprints: Fingerprints
    postings: Postings

    @property
    def rows(self) -> int:
        """Sentences in the segment, those of removed documents too."""
        return int(self.starts[-1])

    @property
    def exact(self) -> bool:
        """Whether its vectors stand there as they are, not in inverted lists."""
        return not isinstance(self.vectors, Lists)


@dataclass(frozen=True, slots=True, eq=False)
class Content:
    """What goes into a segment, as inverted lists if it is ``large``.

    ``vectors`` gives blocks of rows in order, anew each time it is called; they need not fit in memory together.
    """

    numbers: Numbers
    counts: Sequence[int]
    vectors: Callable[[], Iterable[Half]]
    dimension: int
    fingerprints: Fingerprints
    postings: Postings
    large: bool = False


def inverted(numbers: Sequence[int], fingerprints: Sequence[Fingerprints]) -> tuple[Fingerprints, Postings]:
    """The postings of documents: all their fingerprints ascending, and beside each the number of its document."""
    joined = np.concatenate([np.zeros(0, dtype=np.uint64), *fingerprints])
    counts = np.array([len(found) for found in fingerprints], dtype=np.int64)
    owners = np.repeat(np.asarray(numbers, dtype=np.int32), counts)
    order = np.argsort(joined, kind="stable")
    return joined[order], owners[order]


def write_segment(folder: Path, content: Content) -> SegmentRecord:
    """Write a segment of the corpus in ``folder`` and give its record, to be published in the database.

    Everything is synced and under its final name when this returns. On any error nothing is left.
    """
    segments = folder / SEGMENTS
    segments.mkdir(exist_ok=True)
    name = token_hex(8)
    work = segments / f"{name}.new"
    try:
        work.mkdir()
        files = tuple(_written(work, content))
        sync_folder(work)
        work.rename(segments / name)
        sync_folder(segments)
    except BaseException:
        shutil.rmtree(work, ignore_errors=True)
        shutil.rmtree(segments / name, ignore_errors=True)
        raise
    return SegmentRecord(name, files)


def _written(work: Path, content: Content) -> Iterator[FileRecord]:
    starts = np.concatenate([[0], np.cumsum(content.counts)]).astype(np.int64)
    rows = int(starts[-1])
    for name in ("fingerprints", "numbers", "postings"):
        array: npt.NDArray[Any] = getattr(content, name)
        yield write_array(work, name, array.shape, [array])
    yield write_array(work, "starts", starts.shape, [starts])
    if not content.large:
        yield write_array(work, "vectors", (rows, content.dimension), content.vectors())
        return
    lists = divide(content.vectors, rows, content.dimension)
    for name in sorted(_LISTED):
        array = getattr(lists, name)
        yield write_array(work, name, array.shape, [array])
    yield write_raw(work / _LISTS, lists.pieces())


def open_segment(folder: Path, record: SegmentRecord) -> Segment:
    """Open a published segment: its small files read and compared with their digests, its large ones mapped.

    Raises DamagedError when a file is missing, changed as far as that shows without reading a large one, or does not
    fit the others.
    """
    place = folder / SEGMENTS / record.name
    arrays = {
        file.name.removesuffix(".npy"): open_array(place / file.name, file)
        for file in record.files
        if file.name != _LISTS
    }
    if arrays.keys() not in (_COMMON | _EXACT, _COMMON | _LISTED):
        raise DamagedError(f"{place}: the list of its files is not complete")
    vectors = arrays["vectors"] if "vectors" in arrays else _open_lists(place / _LISTS, arrays)
    rows = vectors.rows if isinstance(vectors, Lists) else len(vectors)
    segment = Segment(record, arrays["numbers"], arrays["starts"], vectors, arrays["fingerprints"], arrays["postings"])
    fits = len(segment.starts) == len(segment.numbers) + 1 and segment.rows == rows
    if not fits or len(segment.fingerprints) != len(segment.postings):
        raise DamagedError(f"{place}: its files do not fit each other")
    return segment


def _open_lists(path: Path, arrays: Mapping[str, npt.NDArray[Any]]) -> Lists:
    try:
        return Lists(arrays["centroids"], arrays["ranges"], arrays["sizes"], path)
    except (OSError, ValueError, RuntimeError) as error:
        raise DamagedError(f"{path}: cannot be read ({error})") from error


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


def tidy(folder: Path, keep: Iterable[SegmentRecord]) -> None:
    """Delete folders that are not listed: merged segments and what a crash left. The caller holds the lock."""
    names = {record.name for record in keep}
    segments = folder / SEGMENTS
    for path in segments.iterdir() if segments.is_dir() else ():
        if path.name not in names:
            # Windows keeps what a reader has mapped; the next write tries again.
            shutil.rmtree(path, ignore_errors=True)
