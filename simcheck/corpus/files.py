"""The files of a segment: written and synced under their digests, mapped, and compared with what was published."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from simcheck.corpus.records import FileRecord

#: Files up to this size are read and compared with their digest when they are opened, larger ones mapped.
MAPPED_BYTES = 1 << 16
#: Bytes before the data of an .npy file of one dimension.
NPY_HEADER = 128

Bytes = npt.NDArray[np.uint8]
Write = Callable[[bytes], int]


class DamagedError(Exception):
    """A derived file is missing or not what was published; derived again, it never leaves the corpus layer."""


def write_file(path: Path, fill: Callable[[Write], object], payload: int = 0) -> FileRecord:
    """A file of what ``fill`` writes, synced. Its last ``payload`` bytes may be changed without harm to who reads it.

    Never written through a memory map, where a full disk would kill the process.
    """
    digest = hashlib.sha256()
    size = 0
    with path.open("wb") as file:

        def write(data: bytes) -> int:
            nonlocal size
            digest.update(data)
            size += len(data)
            return file.write(data)

        fill(write)
        file.flush()
        os.fsync(file.fileno())
    head = size if size <= MAPPED_BYTES else size - payload
    with path.open("rb") as written:
        return FileRecord(path.name, size, digest.hexdigest(), head, hashlib.sha256(written.read(head)).hexdigest())


def write_array(folder: Path, name: str, array: npt.NDArray[Any], *, mapped: bool = False) -> FileRecord:
    """Write an .npy file: one to be ``mapped`` if it is large, or to be read and compared whole whatever its size."""

    def fill(write: Write) -> None:
        header = BytesIO()
        np.lib.format.write_array_header_1_0(header, np.lib.format.header_data_from_array_1_0(array))
        write(header.getvalue())
        write(array.tobytes())

    return write_file(folder / f"{name}.npy", fill, array.nbytes if mapped else 0)


def open_file(path: Path, file: FileRecord) -> Bytes:
    """The bytes of a file: its head compared with its digest, a payload behind it mapped.

    Raises DamagedError when it is missing, or visibly not what was written.
    """
    try:
        if file.head == file.size:
            content = np.fromfile(path, dtype=np.uint8)
        else:
            content = np.memmap(path, mode="r").view(np.ndarray)
    except (OSError, ValueError) as error:
        raise DamagedError(f"{path}: cannot be read ({error})") from error
    if len(content) != file.size or hashlib.sha256(content[: file.head].data).hexdigest() != file.head_sha256:
        raise DamagedError(f"{path}: is not what was written")
    return content


def open_array(path: Path, file: FileRecord) -> npt.NDArray[Any]:
    """The array of an .npy file of one dimension, see ``open_file``."""
    content = open_file(path, file)
    header = BytesIO(content[:NPY_HEADER].tobytes())
    np.lib.format.read_magic(header)
    dtype = np.lib.format.read_array_header_1_0(header)[2]
    return content[NPY_HEADER:].view(dtype)


def changed(path: Path, file: FileRecord) -> str | None:
    """What is wrong with a file that was read whole and compared with its digest; None when it is sound."""
    try:
        with path.open("rb") as opened:
            digest = hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError as error:
        return f"{path}: cannot be read ({error.strerror})"
    return None if digest == file.sha256 else f"{path}: is not what was written"
