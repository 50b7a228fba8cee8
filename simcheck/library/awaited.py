"""A check that is awaited: in a thread, and given up when the task that awaits it is."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable

from simcheck.cancelling import Cancel, asked
from simcheck.report import Report


async def awaited(check: Callable[[Cancel], Report], cancel: Cancel | None) -> Report:
    """What ``check`` gives in a thread of the event loop's; it is called with what says that nobody wants it any more:
    ``cancel`` says so, or the task was cancelled."""
    left = threading.Event()
    given = None if cancel is None else asked(cancel)

    def given_up() -> bool:
        return left.is_set() or (given is not None and given())

    try:
        return await asyncio.to_thread(check, given_up)
    except asyncio.CancelledError:
        left.set()
        raise
