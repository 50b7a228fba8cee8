"""Segments: immutable folders of memory-mapped arrays, derived from the database, each covering a set of documents.

A segment never changes. It is written under a temporary name, synced, and renamed; it counts from the moment the
database lists it, with the size and digest of each file. Its arrays, one .npy file each:

* ``numbers`` int64 (documents), ``starts`` int64 (documents + 1): whose vectors stand in rows ``starts[i]`` to
  ``starts[i + 1]``
* ``vectors`` float32 (rows, dimension)
* ``fingerprints`` uint64, ascending, and ``postings`` int32 beside it: the number of a document that holds the
  fingerprint
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import chain
from pathlib import Path
from secrets import token_hex
from typing import Any

import numpy as np
import numpy.typing as npt

from simcheck.corpus.folder import SEGMENTS, sync_folder
from simcheck.corpus.records import FileRecord, SegmentRecord
from simcheck.corpus.sources import Fingerprints, Numbers, Vectors

Postings = npt.NDArray[np.int32]

_DTYPES = {"numbers": "<i8", "starts": "<i8", "vectors": "<f4", "fingerprints": "<u8", "postings": "<i4"}


#: Rows copied at once when a file is written.
PIECE = 1 << 14
#: Files up to this size are read and checked when they are opened, larger ones mapped.
MAPPED_BYTES = 1 << 16


class DamagedError(Exception):
    """A derived file is missing or not what was published; derived again, it never leaves the corpus layer."""


@dataclass(frozen=True, slots=True, eq=False)
class Segment:
    """An open segment; the arrays are as in the module's docstring, the large ones memory-mapped."""

    record: SegmentRecord
    numbers: Numbers
    starts: Numbers
    vectors: Vectors
    fingerprints: Fingerprints
    postings: Postings


@dataclass(frozen=True, slots=True, eq=False)
class Content:
    """What goes into a segment. ``vectors`` are blocks of rows in order, which need not fit in memory together."""

    numbers: Numbers
    counts: Sequence[int]
    vectors: Iterable[Vectors]
    dimension: int
    fingerprints: Fingerprints
    postings: Postings


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
    starts = np.concatenate([[0], np.cumsum(content.counts)]).astype(np.int64)
    try:
        work.mkdir()
        files = (
            _write(work, "fingerprints", content.fingerprints.shape, [content.fingerprints]),
            _write(work, "numbers", content.numbers.shape, [content.numbers]),
            _write(work, "postings", content.postings.shape, [content.postings]),
            _write(work, "starts", starts.shape, [starts]),
            _write(work, "vectors", (int(starts[-1]), content.dimension), content.vectors),
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
    arrays = {file.name.removesuffix(".npy"): _opened(place / file.name, file) for file in record.files}
    if arrays.keys() != _DTYPES.keys():
        raise DamagedError(f"{place}: the list of its files is not complete")
    segment = Segment(record, **arrays)
    rows = int(segment.starts[-1]) if len(segment.starts) else -1
    fits = len(segment.starts) == len(segment.numbers) + 1 and len(segment.vectors) == rows
    if not fits or len(segment.fingerprints) != len(segment.postings):
        raise DamagedError(f"{place}: its files do not fit each other")
    return segment


def _opened(path: Path, file: FileRecord) -> npt.NDArray[Any]:
    array: npt.NDArray[Any]
    dtype, dimensions = np.dtype(_DTYPES[path.stem]), 2 if path.stem == "vectors" else 1
    try:
        sound = path.stat().st_size == file.size
        if file.size > MAPPED_BYTES:
            array = np.load(path, mmap_mode="r", allow_pickle=False).view(np.ndarray)
        else:
            content = path.read_bytes()
            sound = hashlib.sha256(content).hexdigest() == file.sha256
            array = np.load(BytesIO(content), allow_pickle=False)
    except Exception as error:  # NumPy parses the header, and a damaged one raises anything
        raise DamagedError(f"{path}: cannot be read ({error})") from error
    if not sound or array.dtype != dtype or array.ndim != dimensions:
        raise DamagedError(f"{path}: is not what was written")
    return array


def changed_files(folder: Path, record: SegmentRecord) -> list[str]:
    """The problems of a segment's files, each read whole and compared with its digest; empty when sound."""
    problems = []
    for file in record.files:
        path = folder / SEGMENTS / record.name / file.name
        try:
            with path.open("rb") as opened:
                digest = hashlib.file_digest(opened, "sha256").hexdigest()
        except OSError as error:
            problems.append(f"{path}: cannot be read ({error.strerror})")
            continue
        if digest != file.sha256:
            problems.append(f"{path}: is not what was written")
    return problems


def tidy(folder: Path, keep: Iterable[SegmentRecord]) -> None:
    """Delete folders that are not listed: merged segments and what a crash left. The caller holds the lock."""
    names = {record.name for record in keep}
    segments = folder / SEGMENTS
    for path in segments.iterdir() if segments.is_dir() else ():
        if path.name not in names:
            shutil.rmtree(
                path, ignore_errors=True
            )  # Windows keeps what a reader has mapped; the next write tries again


def _write(folder: Path, name: str, shape: tuple[int, ...], blocks: Iterable[npt.NDArray[Any]]) -> FileRecord:
    """Write an .npy file from its blocks; not through a memory map, where a full disk would kill the process."""
    dtype = np.dtype(_DTYPES[name])
    header = BytesIO()
    np.lib.format.write_array_header_1_0(header, {"descr": dtype.str, "fortran_order": False, "shape": shape})
    digest = hashlib.sha256()
    size = 0
    with (folder / f"{name}.npy").open("wb") as file:
        for data in chain([header.getvalue()], _pieces(blocks, dtype)):
            file.write(data)
            digest.update(data)
            size += len(data)
        file.flush()
        os.fsync(file.fileno())
    return FileRecord(f"{name}.npy", size, digest.hexdigest())


def _pieces(blocks: Iterable[npt.NDArray[Any]], dtype: np.dtype[Any]) -> Iterator[bytes]:
    for block in blocks:
        for start in range(0, len(block), PIECE):
            yield np.ascontiguousarray(block[start : start + PIECE], dtype=dtype).tobytes()
