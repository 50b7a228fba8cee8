"""The folder of a corpus: the names in it, the lock of its one writer, and making writes last."""

from __future__ import annotations

import math
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from simcheck.errors import CorpusError, UsageError, quoted

DATABASE = "corpus.sqlite"
SEGMENTS = "segments"
LOCK = "corpus.lock"
#: A file that is given up when the disk is full, so that documents can be removed even then.
RESERVE = "corpus.reserve"
RESERVE_BYTES = 1 << 20

#: How long a second writer waits before it is told.
LOCK_SECONDS = 5.0


class NoRoomError(CorpusError):
    """The disk is full, or fails."""

    code = "corpus.disk_full"


@contextmanager
def writing(folder: Path, wait: float | None = None) -> Iterator[None]:
    """Be the only writer of the corpus in ``folder``. Readers are not held up; the system frees the lock when a process
    dies.

    Another writer is waited for ``wait`` seconds; None means some.

    Raises CorpusError when another process keeps writing, or when the folder cannot be written.
    """
    from filelock import FileLock, Timeout

    seconds = LOCK_SECONDS if wait is None else wait
    if math.isnan(seconds):
        raise UsageError(f"wait is {wait}; give a number of seconds, or math.inf", code="usage.argument")
    lock = FileLock(folder / LOCK, timeout=-1 if math.isinf(seconds) else seconds)
    try:
        lock.acquire()
    except Timeout:
        raise CorpusError(
            f"{folder}: another process is writing to this corpus; try again when it is done", code="corpus.locked"
        ) from None
    except (OSError, NotImplementedError) as error:
        reason = getattr(error, "strerror", None) or error
        raise CorpusError(
            f"{folder}: cannot be written ({reason}); check its permissions or use a copy", code="corpus.not_writable"
        ) from error
    try:
        yield
    finally:
        lock.release()


@contextmanager
def disk_errors(folder: Path) -> Iterator[None]:
    """Tell a full or failing disk as a CorpusError; the step inside is not acknowledged and leaves nothing behind."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise NoRoomError(
            f"{folder}: writing failed ({reason}); what was added before is safe, free space and try again"
        ) from error


@contextmanager
def reserve_used(folder: Path) -> Iterator[None]:
    """Give up the reserve of disk space inside the block, and take it again afterwards if there is room by then."""
    reserve = folder / RESERVE
    reserve.unlink(missing_ok=True)
    try:
        yield
    finally:
        keep_reserve(folder)


def keep_reserve(folder: Path) -> None:
    """Hold a reserve of disk space, unless there is no room for one."""
    reserve = folder / RESERVE
    try:
        if not reserve.exists():
            reserve.write_bytes(os.urandom(RESERVE_BYTES))  # a file of zeros may take no room
    except OSError:
        reserve.unlink(missing_ok=True)


def command(words: str, folder: Path | str | None) -> str:
    """A command on the corpus in ``folder`` as it is typed, for messages.

    >>> command("rebuild", Path("我的 库"))
    "`simcheck corpus rebuild --corpus '我的 库'`"
    """
    return f"`simcheck corpus {words} --corpus {quoted(folder or '.')}`"


def can_write(folder: Path) -> bool:
    """Whether this process may change the corpus in ``folder``: create files there, and write to its database."""
    return os.access(folder, os.W_OK) and os.access(folder / DATABASE, os.W_OK)


def sync_folder(folder: Path) -> None:
    """Make names created or renamed in ``folder`` last through a power cut. Windows has no such call and needs none."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_file(path: Path) -> None:
    """Make a written file's content last through a power cut."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())
