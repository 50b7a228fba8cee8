"""Prefetching: some items are worked on by threads while the results of earlier ones are used."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")

#: Threads, and items that are worked on or wait at most.
THREADS, QUEUED = 2, 3


def prefetched(items: Iterable[T], work: Callable[[T], R]) -> Iterator[R]:
    """``work`` of each item in order. The items are asked for in the caller's thread, a few before they are needed.

    What an item or its work raises comes where its result would have come. An interrupt comes at once.
    """
    queue: deque[Future[R]] = deque()
    pool = ThreadPoolExecutor(THREADS)
    try:
        error: Exception | None = None
        given = iter(items)
        while error is None:
            try:
                queue.append(pool.submit(work, next(given)))
            except StopIteration:
                break
            except Exception as raised:
                error = raised
            if len(queue) >= QUEUED:
                yield queue.popleft().result()
        while queue:
            yield queue.popleft().result()
        if error is not None:
            raise error
    finally:
        pool.shutdown(cancel_futures=True)
