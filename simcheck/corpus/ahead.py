"""Working ahead: some items are worked on by threads while the results of earlier ones are used."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")

#: Threads, and items that are worked on or wait at most.
THREADS, AHEAD = 2, 3


def ahead(items: Iterable[T], work: Callable[[T], R]) -> Iterator[R]:
    """``work`` of each item in order. The items are asked for in the caller's thread, a few before they are needed.

    What an item or its work raises comes where its result would have come. An interrupt comes at once.
    """
    waiting: deque[Future[R]] = deque()
    pool = ThreadPoolExecutor(THREADS)
    try:
        error: Exception | None = None
        given = iter(items)
        while error is None:
            try:
                waiting.append(pool.submit(work, next(given)))
            except StopIteration:
                break
            except Exception as raised:
                error = raised
            if len(waiting) >= AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
        if error is not None:
            raise error
    finally:
        pool.shutdown(cancel_futures=True)
