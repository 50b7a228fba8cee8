"""Connections: how long one may take to say what it wants, and how many there may be, before a request is read at all.

A server on an intranet without a proxy in front must itself bear clients that open connections and say nothing.
"""

from __future__ import annotations

import asyncio
import contextlib
from typing import Any

from uvicorn import Config
from uvicorn.protocols.http.h11_impl import H11Protocol

#: Seconds that the head of a request may take; connections at once, and those of one other machine.
HEAD_SECONDS, MOST, MOST_EACH = 20.0, 2000, 256
#: Files that the process may hold open: its connections, and what it reads.
FILES = 8192


class Patient(H11Protocol):
    """HTTP/1.1 that closes a connection whose request does not come, and refuses one too many."""

    head_seconds, most, most_each = HEAD_SECONDS, MOST, MOST_EACH
    _late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take the connection, or close it."""
        super().connection_made(transport)
        if len(self.connections) > self.most or self._from_there() > self.most_each:
            transport.abort()
            return
        self._watch()

    def data_received(self, data: bytes) -> None:
        """Read on; the time of a head runs from its first byte, however often another one comes."""
        super().data_received(data)
        if not self._waits:
            self._unwatch()
        elif self._late is None:
            self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        """Let go."""
        self._unwatch()
        super().connection_lost(exc)

    @property
    def _waits(self) -> bool:
        """Whether no request is under way."""
        return self.cycle is None or self.cycle.response_complete

    def _from_there(self) -> int:
        """How many connections there are from the same other machine; this one's own, and its proxy's, are not
        counted."""
        there = self.client[0] if self.client else ""
        if there in ("", "127.0.0.1", "::1"):
            return 0
        others = [getattr(one, "client", None) for one in self.connections]
        return sum(1 for client in others if client and client[0] == there)

    def _watch(self) -> None:
        self._late = self.loop.call_later(self.head_seconds, self._give_up)

    def _unwatch(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None

    def _give_up(self) -> None:
        self._late = None
        if self._waits:
            self.transport.abort()


def http_config(app: Any, **more: Any) -> Config:
    """How uvicorn serves an application here: this protocol, no line in the log of its own, no name of the server."""
    return Config(app, http=Patient, ws="none", lifespan="off", log_config=None, access_log=False, server_header=False,
                  timeout_graceful_shutdown=5, timeout_keep_alive=30, **more)  # fmt: skip


def allow_files(wanted: int = FILES) -> None:
    """Let this process hold so many files open, as far as the system allows; Windows has no such bound."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        if soft != resource.RLIM_INFINITY and soft < wanted:
            most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
