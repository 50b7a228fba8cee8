"""Memory of a process that runs for months: what is free goes back to the system, and caches of edits stay small.

A server checks texts that are new each time, where an editor's session sees one text again after each edit: what is
remembered of a draft is of little use here. The C library keeps what was freed in between, some 150 MB in a worker
that checks speeches, unless it is told; other systems than Linux with glibc do without.
"""

from __future__ import annotations

import contextlib
import ctypes
import functools
import time

from simcheck.caching import MIB, hold_at_most

#: What a worker may keep in each cache of what was worked out of texts.
CACHE = 4 * MIB
#: Seconds between two times that free memory is given back; it takes some ten milliseconds.
EVERY = 10.0
#: ``mallopt``'s number for how many arenas there may be (malloc.h), and how many: threads here wait for each other
#: anyway, and each arena keeps free memory of its own.
_ARENAS, _FEW = -8, 2


def keep_little() -> None:
    """Bound caches and arenas of this process; to be called before the stages of a check are imported."""
    hold_at_most(CACHE)
    few_arenas()


def few_arenas() -> None:
    """Let the C library of this process share its arenas among threads."""
    with contextlib.suppress(AttributeError, OSError):
        _library().mallopt(_ARENAS, _FEW)


class GivenBack:
    """Gives free memory back to the system, every ``EVERY`` seconds at most."""

    def __init__(self) -> None:
        self._next = 0.0

    def now_and_then(self) -> bool:
        """Give back, unless that was done just now; tells whether it was done."""
        if (now := time.monotonic()) < self._next:
            return False
        self._next = now + EVERY
        with contextlib.suppress(AttributeError, OSError):
            _library().malloc_trim(0)
        return True


@functools.cache
def _library() -> ctypes.CDLL:
    return ctypes.CDLL(None)
