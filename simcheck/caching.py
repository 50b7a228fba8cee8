"""Caching: the two kinds of cache that there are. Everything here is safe for threads.

``LRUCache`` (and ``memoize``, a decorator that uses one) holds values by content, up to a number of bytes, and forgets
first what was not asked for longest. ``memoize_per_object`` holds what follows from an object as long as that object
lives. Constants that are read from a file once, such as a word list, are ``functools.cache`` of a function without
arguments.
"""

from __future__ import annotations

import functools
import sys
import threading
import weakref
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar

import numpy as np
import numpy.typing as npt

from simcheck.forks import begins_anew

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
A = TypeVar("A")
P = ParamSpec("P")
BlockFunction = Callable[Concatenate[npt.NDArray[np.uint64], P], tuple[npt.NDArray[Any], ...]]

MIB, GIB = 1 << 20, 1 << 30
#: A block of a sequence ends behind a pair such as one in ``2 ** BITS`` is, and has so many members at least: more than
#: any function reaches, so that only the first and the last block reach the ends.
SPREAD, BITS, SHORTEST = np.uint64(0x9E3779B97F4A7C15), 6, 64
#: Bytes that an entry takes beside its key and its value: a node of the order of use, and places in three tables.
ENTRY = 300


class _Bound:
    """What a cache may hold at most in this process, whatever its own bound is."""

    maxbytes = GIB


_bound = _Bound()
#: All caches there are, whose locks a forked child makes anew.
_caches: weakref.WeakSet[LRUCache[Any, Any]] = weakref.WeakSet()


@begins_anew
def _unlock() -> None:
    for cache in _caches:
        cache.unlock()


def hold_at_most(maxbytes: int) -> None:
    """Bound every cache that this process makes from here on, but those whose bound is ``fixed``."""
    _bound.maxbytes = maxbytes


class LRUCache(Generic[K, V]):
    """A mapping of at most ``maxbytes`` bytes, keys and values as ``sizeof`` counts them, for any threads.

    A bound that is ``fixed`` is somebody's own choice, and none that ``hold_at_most`` lowers.

    >>> lengths: LRUCache[str, int] = LRUCache(1000, sizeof=lambda entry: 400)
    >>> for sentence in ("一", "二", "三"):
    ...     lengths.put(sentence, len(sentence))
    >>> lengths.get("一"), lengths.get("三"), lengths.nbytes
    (None, 1, 800)
    """

    def __init__(
        self, maxbytes: int, sizeof: Callable[[tuple[K, V]], int] | None = None, *, fixed: bool = False
    ) -> None:
        self._maxbytes = maxbytes if fixed else min(maxbytes, _bound.maxbytes)
        self._sizeof = sizeof or _sizeof_entry
        #: Values and their sizes, what was not asked for longest first.
        self._entries: OrderedDict[K, tuple[V, int]] = OrderedDict()
        self._nbytes = 0
        self._lock = threading.Lock()
        _caches.add(self)

    def __len__(self) -> int:
        return len(self._entries)

    @property
    def maxbytes(self) -> int:
        """The bytes that may be held."""
        return self._maxbytes

    @property
    def nbytes(self) -> int:
        """The bytes that are held."""
        return self._nbytes

    def get(self, key: K) -> V | None:
        """What was put under this key, or None."""
        with self._lock:
            entry = self._entries.get(key)
            if entry is None:
                return None
            self._entries.move_to_end(key)
            return entry[0]

    def get_all(self, keys: Sequence[K]) -> list[V | None]:
        """What was put under each of these keys, or None; faster than one after the other."""
        entries, found = self._entries, list[V | None]()
        with self._lock:
            for key in keys:
                entry = entries.get(key)
                if entry is None:
                    found.append(None)
                else:
                    entries.move_to_end(key)
                    found.append(entry[0])
        return found

    def put(self, key: K, value: V) -> None:
        """Hold a value in place of the key's old one; a value larger than the cache is not held."""
        size = self._sizeof((key, value))
        with self._lock:
            if old := self._entries.pop(key, None):
                self._nbytes -= old[1]
            if size > self._maxbytes:
                return
            self._entries[key] = value, size
            self._nbytes += size
            while self._nbytes > self._maxbytes:
                self._nbytes -= self._entries.popitem(last=False)[1][1]

    def unlock(self) -> None:
        """Take another lock: in a forked child nobody lets go of the one that a thread of its parent may hold."""
        self._lock = threading.Lock()

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._entries.clear()
            self._nbytes = 0


_here = threading.local()


@contextmanager
def unremembered() -> Iterator[None]:
    """What ``memoize`` would hold is not held, nor asked for, by this thread while the block runs: for texts that come
    once, and would push out what is of use.

    >>> with unremembered():
    ...     memoize(MIB)(len)("各位代表")
    4
    """
    before = getattr(_here, "unremembered", False)
    _here.unremembered = True
    try:
        yield
    finally:
        _here.unremembered = before


def memoize(maxbytes: int) -> Callable[[Callable[P, V]], Callable[P, V]]:
    """Memoize a pure function of hashable arguments that never gives None; see ``LRUCache``.

    >>> memoize(MIB)(len)("各位代表")
    4
    """

    def decorate(function: Callable[P, V]) -> Callable[P, V]:
        cache: LRUCache[tuple[object, ...], V] = LRUCache(maxbytes)

        @functools.wraps(function)
        def memoized(*args: P.args, **named: P.kwargs) -> V:
            if getattr(_here, "unremembered", False):
                return function(*args, **named)
            key = (*args, *named.items())
            value = cache.get(key)
            if value is None:
                value = function(*args, **named)
                cache.put(key, value)
            return value

        return memoized

    return decorate


def memoize_blocks(maxbytes: int, reach: int) -> Callable[[BlockFunction[P]], BlockFunction[P]]:
    """Memoize a pure function of a sequence of numbers, and of hashable arguments, by blocks of the sequence.

    The function gives arrays as long as the sequence; what it gives for a member depends on nothing further than
    ``reach`` members away, the ends of the sequence among them. After an edit only the blocks around it are new.
    """

    def decorate(function: BlockFunction[P]) -> BlockFunction[P]:
        cache: LRUCache[tuple[object, ...], tuple[npt.NDArray[Any], ...]] = LRUCache(
            maxbytes, sizeof=lambda entry: ENTRY + sizeof(entry[0][0]) + sizeof(entry[1])
        )

        @functools.wraps(function)
        def memoized(
            values: npt.NDArray[np.uint64], /, *rest: P.args, **named: P.kwargs
        ) -> tuple[npt.NDArray[Any], ...]:
            cuts, size = _cuts(values), len(values)
            # What the ends of a block depend on stands in its key, and whether that is all that there is.
            around = [(max(start - reach, 0), start, end, min(end + reach, size)) for start, end in pairwise(cuts)]
            keys = [(values[a:b].tobytes(), a - start, b - end, *rest, *named.items()) for a, start, end, b in around]
            found = dict(zip(keys, cache.get_all(keys), strict=True))
            new = [(key, block) for key, block in zip(keys, around, strict=True) if found[key] is None]
            if new:
                joined = np.concatenate([values[a:b] for _, (a, _, _, b) in new])
                results = function(joined, *rest, **named)
                at = 0
                for key, (a, start, end, b) in new:
                    found[key] = block = tuple(one[at + start - a : at + end - a].copy() for one in results)
                    cache.put(key, block)
                    at += b - a
            return tuple(map(np.concatenate, zip(*(found[key] or () for key in keys), strict=True)))

        return memoized

    return decorate


def _cuts(values: npt.NDArray[np.uint64]) -> list[int]:
    """Where blocks begin, and the end: behind pairs of some kind, so that an edit moves few of them."""
    pairs = (values[:-1] * SPREAD ^ values[1:]) * SPREAD
    cuts = [0]
    for cut in (np.flatnonzero(pairs >> (64 - BITS) == 0) + 2).tolist():
        if cuts[-1] + SHORTEST <= cut <= len(values) - SHORTEST:
            cuts.append(cut)
    return [*cuts, len(values)]


def memoize_per_object(function: Callable[Concatenate[A, P], V]) -> Callable[Concatenate[A, P], V]:
    """Memoize a function of an object, and of hashable arguments, as long as the object lives.

    For pure functions of an object that never changes; objects are told apart by identity. One that cannot be referred
    to weakly is worked on anew at each call. The result must not hold the object, or both live for ever.
    """
    memos: dict[int, dict[tuple[object, ...], V]] = {}

    @functools.wraps(function)
    def memoized(first: A, /, *rest: P.args, **named: P.kwargs) -> V:
        memo = memos.get(id(first))
        if memo is None:
            try:
                weakref.finalize(first, memos.pop, id(first), None).atexit = False
            except TypeError:
                return function(first, *rest, **named)
            memo = memos[id(first)] = {}
        key = (*rest, *named.items())
        if key not in memo:
            memo[key] = function(first, *rest, **named)
        return memo[key]

    return memoized


@memoize_per_object
def stands_for(_: object, *__: Hashable) -> object:
    """What stands for an object, and for how it is looked at, in the keys of a cache that must not keep it alive; the
    same as long as the object lives, and never that of another one."""
    return object()


#: Types of values that hold no others.
_PLAIN = frozenset((bool, bytes, float, int, object, str, type(None)))


def sizeof(value: Any) -> int:
    """Bytes that a value takes: arrays, texts and numbers, and collections and objects of such.

    >>> sizeof(np.zeros(1000)) - sizeof(np.zeros(0))
    8000
    """
    size = sys.getsizeof(value)
    if type(value) in _PLAIN:
        return size
    if isinstance(value, np.ndarray):
        return size if value.base is None else size + sizeof(value.base)
    if isinstance(value, (tuple, list, set, frozenset)):
        return size + sum(map(sizeof, value))
    if isinstance(value, dict):
        return size + sum(map(sizeof, value.keys())) + sum(map(sizeof, value.values()))
    if isinstance(value, type):
        return size
    names: Any = getattr(value, "__dataclass_fields__", None) or getattr(value, "__dict__", ())
    return size + sum(sizeof(getattr(value, name)) for name in names)


def _sizeof_entry(entry: tuple[Any, Any]) -> int:
    return ENTRY + sizeof(entry[0]) + sizeof(entry[1])
