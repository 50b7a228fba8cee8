"""Forks: what must not be under way in another thread when this process forks, and what a child begins anew.

A child has one thread alone. A lock that another one holds stays locked in it for ever, and a module that another one
is importing stays half made; SQLite has locks of its own that no child can make anew. So a fork waits for checks and
writes, and for what else is done for the first time, which imports and loads; later work holds locks for moments only,
and a child makes these anew. A child that was forked nevertheless says so and hangs not.
"""

from __future__ import annotations

import concurrent.futures.thread  # noqa: F401 - see below
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from simcheck.errors import SimcheckError

#: Seconds that a fork waits for what other threads do.
WAIT = 10.0


class _Begun:
    """What is under way: names of work, and the threads that do it; and what has ended once."""

    def __init__(self) -> None:
        self.changed = threading.Condition()
        self.work: list[tuple[str, int]] = []
        self.ended: set[str] = set()
        self.late = self.refused = self.pending = False

    def free(self) -> bool:
        """Whether no other thread does anything that a fork waits for."""
        me = threading.get_ident()
        return all(name in self.ended or thread == me for name, thread in self.work)


_begun = _Begun()
_anew: list[Callable[[], None]] = []


@contextmanager
def first_time(name: str) -> Iterator[None]:
    """Work that imports and loads when it is done for the first time in a process: a fork by another thread waits for
    its end then. Raises what ``under_way`` raises."""
    if name in _begun.ended and not _begun.refused:
        yield
        return
    with under_way(name):
        yield
    _begun.ended.add(name)


@contextmanager
def under_way(name: str) -> Iterator[None]:
    """Work, soon done, that a fork by another thread waits for; while one waits nothing like it is begun.

    Raises SimcheckError in a child that was forked in the middle of such work all the same.
    """
    if _begun.refused:
        raise SimcheckError(
            "this process was forked while another thread was at a check, which it cannot go on with; call "
            "Corpus.load() before forking, or start processes with spawn",
            code="process.forked",
        )
    me = threading.get_ident()
    with _begun.changed:
        if not any(thread == me for _, thread in _begun.work):
            _begun.changed.wait_for(lambda: not _begun.pending, WAIT)
    with waited_for(name):
        yield


@contextmanager
def waited_for(name: str) -> Iterator[None]:
    """A part of some work that a fork by another thread waits for, and that waits for none itself."""
    one = name, threading.get_ident()
    with _begun.changed:
        _begun.work.append(one)
    try:
        yield
    finally:
        with _begun.changed:
            _begun.work.remove(one)
            _begun.changed.notify_all()


def begins_anew(function: Callable[[], None]) -> None:
    """Call a function in each forked child, before anything else there."""
    _anew.append(function)


def _before() -> None:
    _begun.changed.acquire()
    _begun.pending = True
    _begun.late = not _begun.changed.wait_for(_begun.free, WAIT)
    _begun.pending = False


def _in_parent() -> None:
    _begun.changed.notify_all()
    _begun.changed.release()


def _in_child() -> None:
    me = threading.get_ident()
    _begun.changed = threading.Condition()
    _begun.work = [one for one in _begun.work if one[1] == me]
    _begun.refused = _begun.refused or _begun.late
    for function in _anew:
        function()


# What is registered last is called first. The executors and the log take locks before a fork, which whatever is waited
# for may need: so they are imported above, and have registered already.
if hasattr(os, "register_at_fork"):
    os.register_at_fork(before=_before, after_in_parent=_in_parent, after_in_child=_in_child)
