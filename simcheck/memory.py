"""Memory: results of pure functions kept for the next call with the same input, as many as fit and no longer than
useful."""

from __future__ import annotations

import functools
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Concatenate, Generic, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
A = TypeVar("A")
P = ParamSpec("P")


class Recent(Generic[K, V]):
    """A mapping of bounded weight that forgets first what was not asked for longest. For any threads.

    >>> found: Recent[str, int] = Recent(2)
    >>> for sentence in ("一", "二", "三"):
    ...     found.put(sentence, len(sentence))
    >>> found.get("一"), found.get("三")
    (None, 1)
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._weight = 0
        self._lock = threading.Lock()
        self._kept: OrderedDict[K, tuple[V, int]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: K) -> V | None:
        """What was put under this key, or None."""
        with self._lock:
            found = self._kept.get(key)
            if found is None:
                return None
            self._kept.move_to_end(key)
            return found[0]

    def put(self, key: K, value: V, weight: int = 1) -> None:
        """Keep a value; one heavier than all that may be kept is forgotten at once."""
        with self._lock:
            old = self._kept.pop(key, None)
            self._weight += weight - (old[1] if old else 0)
            self._kept[key] = value, weight
            while self._weight > self._most:
                self._weight -= self._kept.popitem(last=False)[1][1]

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._kept.clear()
            self._weight = 0


def once(function: Callable[Concatenate[A, P], V]) -> Callable[Concatenate[A, P], V]:
    """The function, its results remembered as long as its first argument lives.

    For pure functions of an object that is compared by identity, never changes, and can be referred to weakly; the
    other arguments are positional and hashable.
    """
    kept: WeakKeyDictionary[A, dict[tuple[object, ...], V]] = WeakKeyDictionary()

    @functools.wraps(function)
    def remembered(first: A, /, *rest: P.args, **named: P.kwargs) -> V:
        known = kept.setdefault(first, {})
        if rest not in known:
            known[rest] = function(first, *rest, **named)
        return known[rest]

    return remembered
