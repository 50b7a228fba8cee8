"""Memory: results of pure functions kept for the next call with the same input, as many as fit and no longer than
useful."""

from __future__ import annotations

import functools
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
A = TypeVar("A")
P = ParamSpec("P")

#: Lines of text of which something is remembered, and the characters that one has at most: a few MB.
LINES, LINE = 1024, 1000


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


class Local:
    """A function of the members of a sequence and their neighbours, worked out anew only where the sequence changed.

    ``function`` gives arrays as long as the sequence; what it gives for a member depends on nothing further than
    ``reach`` members away. Only the sequence asked for last is remembered. For any threads.

    >>> rises = Local(lambda values: (np.diff(values, prepend=values[:1]),), 1)
    >>> rises(np.array([1, 2, 4]))[0].tolist(), rises(np.array([1, 2, 3, 4]))[0].tolist()
    ([0, 1, 2], [0, 1, 1, 1])
    """

    def __init__(self, function: Callable[[npt.NDArray[Any]], tuple[npt.NDArray[Any], ...]], reach: int) -> None:
        self._function, self._reach = function, reach
        self._last: tuple[npt.NDArray[Any], tuple[npt.NDArray[Any], ...]] | None = None

    def __call__(self, values: npt.NDArray[Any]) -> tuple[npt.NDArray[Any], ...]:
        """What the function gives for these values."""
        last = self._last
        found = self._function(values) if last is None else self._mended(values, *last)
        self._last = values.copy(), found
        return found

    def _mended(
        self, values: npt.NDArray[Any], old: npt.NDArray[Any], known: tuple[npt.NDArray[Any], ...]
    ) -> tuple[npt.NDArray[Any], ...]:
        short = min(len(values), len(old))
        before = _equal(values[:short], old[:short])
        behind = min(_equal(values[::-1][:short], old[::-1][:short]), short - before)
        first, last = max(before - self._reach, 0), min(len(values) - behind + self._reach, len(values))
        # Beyond these everything is as it was; the function looks as far again for what it needs.
        low, high = max(first - self._reach, 0), min(last + self._reach, len(values))
        new = self._function(values[low:high])
        shift = len(old) - len(values)
        return tuple(
            np.concatenate([was[:first], now[first - low : last - low], was[last + shift :]])
            for was, now in zip(known, new, strict=True)
        )


def _equal(one: npt.NDArray[Any], other: npt.NDArray[Any]) -> int:
    """How many values two arrays of one length have in common from the start on."""
    differ = np.flatnonzero(one != other)
    return int(differ[0]) if len(differ) else len(one)


def lately(function: Callable[[str], V]) -> Callable[[str], V]:
    """The function, its results remembered for the lines of text that came lately, as long as they are no longer than
    ``LINE`` characters. For pure functions."""
    remembered = functools.lru_cache(maxsize=LINES)(function)

    @functools.wraps(function)
    def looked_up(line: str) -> V:
        return remembered(line) if len(line) <= LINE else function(line)

    return looked_up


def once(function: Callable[Concatenate[A, P], V]) -> Callable[Concatenate[A, P], V]:
    """The function, its results remembered as long as its first argument lives.

    For pure functions of an object that is compared by identity, never changes, and can be referred to weakly; the
    other arguments are positional and hashable. The result must not hold the first argument, or both live for ever.
    """
    kept: WeakKeyDictionary[A, dict[tuple[object, ...], V]] = WeakKeyDictionary()

    @functools.wraps(function)
    def remembered(first: A, /, *rest: P.args, **named: P.kwargs) -> V:
        known = kept.setdefault(first, {})
        if rest not in known:
            known[rest] = function(first, *rest, **named)
        return known[rest]

    return remembered
