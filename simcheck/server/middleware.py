"""What holds for every request: an id, a bound on the body, headers that protect the page, a line in the log, counts.

Plain ASGI: nothing stands between a route and a client that leaves.
"""

from __future__ import annotations

import asyncio
import json
import logging
import re
import secrets
import sys
import time
from html import escape
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from simcheck.patterns import regex
from simcheck.server.hosts import ANY, Hosts
from simcheck.server.metrics import REQUESTS, SECONDS
from simcheck.server.problems import Problem
from simcheck.server.say import language_of_request

LOG = logging.getLogger("simcheck.server")
_ID = regex(r"[\w-]{8,64}", re.ASCII)

POLICY = (
    "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; object-src 'none'; "
    "frame-src 'self'"
)
HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "content-security-policy": POLICY,
    "cache-control": "no-store",
}


#: Routes that take files and texts; and how large the body of every other one may be, in bytes.
_UPLOADS = regex(r"/api/v1/(checks|compare|corpora/[^/]+/documents(/.*)?)/?")
SMALL = 256 << 10
#: How slowly a body may come in all, in bytes a second, beside the time that each piece of it has.
_SLOWEST = 4096
#: What a browser shows that is refused before anything of the page is there.
_PLAIN_PAGE = '<!doctype html><html lang="{0}"><meta charset="utf-8"><title>{1}</title><h1>{1}</h1><p>{2}</p></html>'


def _note(scope: Scope, request_id: str, status: int, seconds: float) -> None:
    """Count a request that was served, and write a line of it."""
    route = getattr(scope.get("route"), "path", "-")
    REQUESTS.labels(scope["method"], route, str(status)).inc()
    SECONDS.labels(route).observe(seconds)
    about = {"request": request_id, "method": scope["method"], "route": route, "status": status,
             "ms": round(1000 * seconds, 1), "client": (scope.get("client") or ("",))[0]}  # fmt: skip
    LOG.info("request", extra=about)


class Guard:
    """The middleware around the application; ``most`` bounds the bytes of one body that holds files, ``told`` those of
    one that is JSON or a plain form, ``together`` those of all that are under way, ``seconds`` how long the next piece
    of one may be waited for, ``hosts`` the names by which the server may be asked for. What is parsed at once must be
    small: in memory it is many times as large."""

    def __init__(
        self, app: ASGIApp, most: int, together: int, seconds: float, told: int | None = None,
        hosts: Hosts = ANY,
    ) -> None:  # fmt: skip
        self._app, self._together, self._seconds = app, together, seconds
        self._hosts = hosts
        self._most, self._told = most, most if told is None else told
        #: Bytes of all bodies under way: what their headers say, or the most that one may have.
        self._under_way = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        given = headers.get("x-request-id", "")
        request_id = given if _ID.fullmatch(given) else secrets.token_hex(8)
        scope.setdefault("state", {})["request_id"] = request_id
        began, status = time.perf_counter(), 500

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                sent = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    sent.setdefault(name, value)
                if scope.get("scheme") == "https":
                    sent.setdefault("strict-transport-security", "max-age=31536000")
                sent["x-request-id"] = request_id
            await send(message)

        most = self._most_of(scope, headers)
        size = _size(headers, most)
        try:
            if not self._hosts.hold(headers.get("host", "")):
                await _refuse(_wrong_host(headers["host"]), headers, request_id, answer)
            elif size > most:
                await _refuse(_too_large(most), headers, request_id, answer)
            elif size and self._under_way + size > max(self._together, self._most):
                await _refuse(Problem("busy", retry_after=5), headers, request_id, answer)
            else:
                self._under_way += size
                try:
                    await self._app(scope, self._bounded(receive, most), answer)
                finally:
                    self._under_way -= size
        finally:
            _note(scope, request_id, status, time.perf_counter() - began)

    def _most_of(self, scope: Scope, headers: dict[str, str]) -> int:
        """How many bytes the body of a request may have."""
        if scope["method"] not in ("POST", "PUT") or not _UPLOADS.fullmatch(scope["path"]):
            return min(SMALL, self._most)
        is_form = headers.get("content-type", "").lower().startswith("multipart/")
        return self._most if is_form else min(self._told, self._most)

    def _bounded(self, receive: Receive, most: int) -> Receive:
        """The body, which raises once it is longer than it may be, whatever its header said, or comes too slowly."""
        read, more = 0, True
        ends = time.monotonic() + self._seconds + most / _SLOWEST

        async def bounded() -> Message:
            nonlocal read, more
            try:
                async with asyncio.timeout(min(self._seconds, ends - time.monotonic()) if more else None):
                    message = await receive()
            except TimeoutError:
                raise Problem("too_slow", f"at least one piece in {self._seconds} s") from None
            more = message.get("more_body", False)
            read += len(message.get("body", b""))
            if read > most:
                raise _too_large(most)
            return message

        return bounded


def _size(headers: dict[str, str], most: int) -> int:
    """How many bytes a body has, as its header says, or at most."""
    if "transfer-encoding" in headers:  # which holds, whatever length is told beside it
        return most
    length = headers.get("content-length", "")
    return int(length) if length.isascii() and length.isdigit() else 0


def _too_large(most: int) -> Problem:
    return Problem("too_large", f"at most {most:,} bytes")


def _wrong_host(host: str) -> Problem:
    named = "".join(char for char in host if char.isprintable())[:200]
    return Problem("wrong_host", f"{named}: to allow it, name it in hosts or address of server.toml")


async def _refuse(problem: Problem, headers: dict[str, str], request_id: str, answer: Send) -> None:
    """Answer without reading the body."""
    language = language_of_request(headers.get("accept-language", ""))
    said = problem.to_dict(language, request_id)
    if "text/html" in headers.get("accept", ""):
        kind, body = (
            "text/html; charset=utf-8",
            _PLAIN_PAGE.format(language, *map(escape, (said["title"], problem.detail))),
        )
    else:
        kind, body = "application/problem+json", json.dumps(said, ensure_ascii=False)
    told = [(b"content-type", kind.encode()), (b"connection", b"close")]
    told += [(b"retry-after", str(problem.retry_after).encode())] if problem.retry_after else []
    await answer({"type": "http.response.start", "status": problem.status, "headers": told})
    await answer({"type": "http.response.body", "body": body.encode()})


class JsonLines(logging.Formatter):
    """A log line as one JSON object: time, level, event, and what was given with it; never a text of anybody's."""

    _PLAIN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "color_message", "taskName"}

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        told: dict[str, Any] = {"time": round(record.created, 3), "level": record.levelname.lower()}
        told["event"] = record.getMessage()
        told |= {name: value for name, value in vars(record).items() if name not in self._PLAIN}
        if record.exc_info and record.exc_info[1] is not None:
            told["error"] = type(record.exc_info[1]).__name__  # its message may hold a text
        return json.dumps(told, ensure_ascii=False, default=str)


def log_as_json(level: int = logging.INFO) -> None:
    """Send the server's log, and uvicorn's, to standard error as JSON lines."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    for name in ("simcheck.server", "uvicorn", "uvicorn.error"):
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [handler], False
        logger.setLevel(level if name == "simcheck.server" else logging.WARNING)
