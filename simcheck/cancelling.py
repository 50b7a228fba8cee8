"""Cancelling: a check under way looks now and then whether its caller still wants it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Protocol, TypeVar

from simcheck.errors import Cancelled, UsageError

T = TypeVar("T")


class Event(Protocol):
    """What a caller cancels with: ``threading.Event``, ``asyncio.Event`` and others have this method."""

    def is_set(self) -> bool:
        """Whether the check is to be given up."""


#: An event, or a function that says whether the check is to be given up. It is asked by the thread that checks.
Cancel = Event | Callable[[], bool]

#: Sentences of a draft that are compared with many others in one step: some 20 ms.
BAND = 256

_current: ContextVar[tuple[Callable[[], bool], str] | None] = ContextVar("_current", default=None)


@contextmanager
def cancellable(cancel: Cancel | None, name: str) -> Iterator[None]:
    """A block in which ``look`` raises Cancelled, naming the draft ``name``, once the caller cancels.

    Raises UsageError for what is neither an event nor a function.
    """
    if cancel is None:
        yield
        return
    token = _current.set((asked(cancel), name))
    try:
        look()
        yield
    finally:
        _current.reset(token)


def look() -> None:
    """Raise Cancelled if the check that calls this, from wherever in it, is to be given up."""
    found = _current.get()
    if found is not None and found[0]():
        raise Cancelled(f"{found[1]}: the check was given up")


def looking(members: Iterable[T], every: int = BAND) -> Iterator[T]:
    """The members one after the other; looks before the first and before each ``every``-th one behind it."""
    for at, member in enumerate(members):
        if at % every == 0:
            look()
        yield member


def bands(size: int, rows: int = BAND) -> Iterator[slice]:
    """A long array in parts of at least ``rows`` members, all of it if it is no longer than two of them; looks before
    each."""
    parts = max(1, size // rows)
    for part in range(parts):
        look()
        yield slice(part * size // parts, (part + 1) * size // parts)


def asked(cancel: Cancel) -> Callable[[], bool]:
    """The function that says whether the check is to be given up."""
    found = getattr(cancel, "is_set", cancel)
    if not callable(found):
        raise UsageError(f"cancel is {cancel!r}; give an event, such as threading.Event()", code="usage.cancel")
    return found
