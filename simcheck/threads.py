"""Threads: how many one call may use, and the libraries of linear algebra kept from starting their own.

The products of a check are small. BLAS divides them among threads that wait for the next one at full load: a check
takes twice the processor time, and the clock gains nothing. So BLAS takes one thread while a check runs, and what is
large enough to be divided is divided here. Reports do not depend on into how many parts: inner products are exact
(``simcheck.encode.grid``).
"""

from __future__ import annotations

import functools
import os
import threading
from collections.abc import Callable, Sequence
from contextlib import ContextDecorator
from contextvars import copy_context
from typing import Any, TypeVar

from simcheck.errors import UsageError
from simcheck.forks import begins_anew
from simcheck.signatures import as_annotated

V = TypeVar("V")
P = TypeVar("P")

#: As many as are asked for; None: one for a check, ``BULK`` to add documents.
_wanted: list[int | None] = [None]
BULK = min(4, os.cpu_count() or 1)


@as_annotated()
def set_threads(count: int | None) -> None:
    """How many threads one call may use from now on, in this process; None for the default.

    By default a check uses one, since services and gates check several drafts at once, and ``Corpus.add`` up to four.
    More of them make a check of a long draft against a large corpus faster. Reports are the same for any number. Raises
    UsageError for a number below one.
    """
    if count is not None and count < 1:
        raise UsageError(f"{count} threads cannot check anything; set one or more", code="usage.threads")
    _wanted[0] = count


def threads(default: int = 1) -> int:
    """How many threads may be used where nobody said a number; ``default`` is for the work at hand."""
    return _wanted[0] or default


def in_parts(function: Callable[[P], V], parts: Sequence[P], default: int = 1) -> list[V]:
    """What the function gives for each part, by several threads if they are allowed; it must let other threads run."""
    count = min(threads(default), len(parts))
    if count < 2:
        return [function(part) for part in parts]
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(count) as pool:
        found = [pool.submit(copy_context().run, function, part) for part in parts]
        return [one.result() for one in found]


class _SingleBlasThread(ContextDecorator):
    """BLAS takes one thread while a block lasts, in the whole process; its own number again after the last block.

    What threadpoolctl offers for this counts blocks by thread: the first one's end is the end of all others, or, since
    version 3.8, the end of a block in another thread changes nothing.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._inside = 0
        self._numbers: list[int] = []

    def __enter__(self) -> None:
        with self._lock:
            if not self._inside:
                self._numbers = [library.num_threads or 1 for library in _blas()]
                _set([1] * len(self._numbers))
            self._inside += 1

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._inside -= 1
            if not self._inside:
                _set(self._numbers)

    def unlock(self) -> None:
        """Take another lock, in a forked child, as no thread is there that lets go of this one."""
        self._lock = threading.Lock()


single_blas_thread = _SingleBlasThread()
begins_anew(single_blas_thread.unlock)


@functools.cache
def _blas() -> list[Any]:
    """The libraries that NumPy calls. FAISS has one of its own, of which simcheck.corpus takes care."""
    import numpy  # noqa: F401, ICN001 - loads its library
    from threadpoolctl import ThreadpoolController

    found = ThreadpoolController().select(user_api="blas").lib_controllers
    return [library for library in found if "faiss" not in library.filepath]


def _set(numbers: Sequence[int]) -> None:
    for library, number in zip(_blas(), numbers, strict=True):
        getattr(library, "_real_set_num_threads", library.set_num_threads)(number)
