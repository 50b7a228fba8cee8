"""The files of a segment: one array each, written and synced with its digest, opened and compared with it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from simcheck.corpus.records import FileRecord

#: What each array is made of. A corpus of format 1 held its vectors as float32.
TYPES = {
    "numbers": ("<i8",),
    "starts": ("<i8",),
    "vectors": ("<f2", "<f4"),
    "fingerprints": ("<u8",),
    "postings": ("<i4",),
    "centroids": ("<f4",),
    "ranges": ("<f4",),
    "sizes": ("<i8",),
}
_MATRICES = {"vectors", "centroids", "ranges"}
#: What a large file's neighbours are found by: read and checked whole whatever its size.
_CHECKED = {"centroids", "ranges", "sizes", "numbers", "starts"}

#: Rows copied at once when a file is written.
PIECE = 1 << 14
#: Files up to this size are read and checked when they are opened, larger ones mapped.
MAPPED_BYTES = 1 << 16


class DamagedError(Exception):
    """A derived file is missing or not what was published; derived again, it never leaves the corpus layer."""


def write_array(folder: Path, name: str, shape: tuple[int, ...], blocks: Iterable[npt.NDArray[Any]]) -> FileRecord:
    """Write an .npy file from its blocks; not through a memory map, where a full disk would kill the process."""
    dtype = np.dtype(TYPES[name][0])
    header = BytesIO()
    np.lib.format.write_array_header_1_0(header, {"descr": dtype.str, "fortran_order": False, "shape": shape})
    pieces = (np.ascontiguousarray(piece, dtype=dtype).tobytes() for piece in _pieces(blocks))
    return _write(folder / f"{name}.npy", chain([header.getvalue()], pieces))


def write_raw(path: Path, blocks: Iterable[npt.NDArray[Any]]) -> FileRecord:
    """Write the bytes of the blocks one after the other."""
    return _write(path, (piece.tobytes() for piece in _pieces(blocks)))


def open_array(path: Path, file: FileRecord) -> npt.NDArray[Any]:
    """The array of an .npy file: read and compared with its digest if small, else mapped.

    Raises DamagedError when it is missing, or visibly not what was written.
    """
    array: npt.NDArray[Any]
    try:
        sound = path.stat().st_size == file.size
        if file.size > MAPPED_BYTES and path.stem not in _CHECKED:
            array = np.load(path, mmap_mode="r", allow_pickle=False).view(np.ndarray)
        else:
            content = path.read_bytes()
            sound = hashlib.sha256(content).hexdigest() == file.sha256
            array = np.load(BytesIO(content), allow_pickle=False)
    except Exception as error:  # NumPy parses the header, and a damaged one raises anything
        raise DamagedError(f"{path}: cannot be read ({error})") from error
    if not sound or array.dtype.str not in TYPES.get(path.stem, ()) or array.ndim != 1 + (path.stem in _MATRICES):
        raise DamagedError(f"{path}: is not what was written")
    return array


def changed(path: Path, file: FileRecord) -> str | None:
    """What is wrong with a file that was read whole and compared with its digest; None when it is sound."""
    try:
        with path.open("rb") as opened:
            digest = hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError as error:
        return f"{path}: cannot be read ({error.strerror})"
    return None if digest == file.sha256 else f"{path}: is not what was written"


def _write(path: Path, pieces: Iterable[bytes]) -> FileRecord:
    digest = hashlib.sha256()
    size = 0
    with path.open("wb") as file:
        for data in pieces:
            file.write(data)
            digest.update(data)
            size += len(data)
        file.flush()
        os.fsync(file.fileno())
    return FileRecord(path.name, size, digest.hexdigest())


def _pieces(blocks: Iterable[npt.NDArray[Any]]) -> Iterator[npt.NDArray[Any]]:
    for block in blocks:
        for start in range(0, len(block), PIECE):
            yield block[start : start + PIECE]
