"""The worker: one thread that does what is most urgent first, and says when something more urgent waits."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Protocol, TypeVar

T = TypeVar("T")


class Urgent(Protocol):
    """What a call is for; the one with the greatest ``touched`` goes first."""

    touched: int


class Worker:
    """Does calls one after the other, those for what was touched last first, however long others wait."""

    def __init__(self) -> None:
        self._waiting: list[tuple[Urgent, Callable[[], None]]] = []
        self._change = threading.Condition()
        self._ended = False
        self._thread: threading.Thread | None = None

    def submit(self, about: Urgent, function: Callable[[], T]) -> Future[T]:
        """What the function gives, some time; a call that is cancelled before it begins is never made."""
        future: Future[T] = Future()

        def call() -> None:
            if future.set_running_or_notify_cancel():
                try:
                    future.set_result(function())
                except BaseException as error:
                    future.set_exception(error)

        with self._change:
            self._waiting.append((about, call))
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="check", daemon=True)
                self._thread.start()
            self._change.notify()
        return future

    def overtaken(self, about: Urgent) -> bool:
        """Whether a call waits that is more urgent than this one."""
        with self._change:
            return any(other.touched > about.touched for other, _ in self._waiting)

    def shutdown(self) -> None:
        """End when the call under way has ended; those that wait are never made."""
        with self._change:
            self._ended = True
            self._waiting.clear()
            self._change.notify()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        while True:
            with self._change:
                self._change.wait_for(lambda: self._waiting or self._ended)
                if self._ended:
                    return
                chosen = max(range(len(self._waiting)), key=lambda at: self._waiting[at][0].touched)
                _, call = self._waiting.pop(chosen)
            call()
