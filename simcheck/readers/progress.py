"""What a reader tells while it takes long: how far it is. In the worker this goes to simcheck itself as a line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

#: Called with the page that is read now, and how many pages there are.
Listener = Callable[[int, int], None]

_listeners: list[Listener] = []


def tell(page: int, pages: int) -> None:
    """A page is about to be read that takes long."""
    for listener in _listeners:
        listener(page, pages)


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """Within it the listener is told."""
    _listeners.append(listener)
    try:
        yield
    finally:
        _listeners.remove(listener)
