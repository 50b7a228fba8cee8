"""Who makes a request: a Bearer token or a session's cookie, and whether it may do what the route does."""

from __future__ import annotations

import contextlib
import secrets
import threading
import time
from collections import Counter
from collections.abc import Iterator
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request

from simcheck.messages import Language
from simcheck.server.office import Office
from simcheck.server.problems import Problem
from simcheck.server.rights import Permission, Principal
from simcheck.server.say import language_of_request

COOKIE, LANGUAGE_COOKIE, CSRF_HEADER = "simcheck_session", "simcheck_language", "x-csrf-token"
SAFE = ("GET", "HEAD", "OPTIONS")
#: Streams of events that one user may listen to at once: each asks the database five times a second.
STREAMS = 32


def office_of(request: Request) -> Office:
    """The server's parts."""
    office: Office = request.app.state.office
    return office


def principal_of(request: Request) -> Principal | None:
    """Who makes a request; None for nobody. A token that is not valid is an error, not nobody."""
    office = office_of(request)
    scheme, _, secret = request.headers.get("authorization", "").partition(" ")
    if scheme:
        found = office.accounts.of_token(secret.strip()) if scheme.lower() == "bearer" else None
        if found is None:
            raise Problem("unauthorized")
        return found
    cookie = request.cookies.get(session_cookie(request))
    return office.accounts.of_session(cookie) if cookie else None


def is_secure(request: Request) -> bool:
    """Whether cookies are for TLS alone."""
    return request.url.scheme == "https" or office_of(request).settings.secure_cookies


def session_cookie(request: Request) -> str:
    """What the session's cookie is called: under TLS so that no neighbour in the domain can set it (``__Host-``)."""
    return f"__Host-{COOKIE}" if is_secure(request) else COOKIE


class Needs:
    """A dependency that gives who makes the request, and refuses whoever lacks ``permission``; None asks for no more
    than to be logged in."""

    def __init__(self, permission: Permission | None = None) -> None:
        self.permission = permission

    def __call__(self, request: Request) -> Principal:
        """Who it is. Raises Problem."""
        who = principal_of(request)
        if who is None:
            raise Problem("unauthorized")
        if who.csrf is not None and request.method not in SAFE:
            require_same_site(request)
            if not secrets.compare_digest(request.headers.get(CSRF_HEADER, "").encode(), who.csrf.encode()):
                raise Problem("csrf")
        RATES.count(who.user_id, office_of(request).settings.requests_rate)
        if self.permission is not None and not who.may(self.permission):
            raise Problem("forbidden", f"needs: {self.permission}")
        return who


def require_same_site(request: Request) -> None:
    """Refuse a request that another site made the browser send."""
    if request.headers.get("sec-fetch-site") in ("cross-site", "same-site"):
        raise Problem("csrf")
    origin = request.headers.get("origin")
    if origin and urlsplit(origin).netloc != request.headers.get("host"):
        raise Problem("csrf")


def address_of(request: Request) -> str:
    """Where a request comes from, as the proxy in front says where that one is trusted."""
    return request.client.host if request.client else ""


def request_id(request: Request) -> str:
    """The id of a request."""
    return str(getattr(request.state, "request_id", ""))


def noted(request: Request, who: Principal | None, action: str, thing: str = "", **more: str) -> None:
    """Write down in the audit trail what a request did."""
    trail = office_of(request).trail
    trail.add(action, thing, who=who, address=address_of(request), request=request_id(request), **more)


def language_asked(request: Request) -> Language:
    """The language of who makes a request."""
    return language_of_request(request.headers.get("accept-language", ""), request.cookies.get(LANGUAGE_COOKIE, ""))


class _Rates:
    """How many requests each user made in this minute."""

    def __init__(self) -> None:
        self._lock, self._minute, self._counts = threading.Lock(), 0, dict[str, int]()

    def count(self, user_id: str, most: int) -> None:
        """Count one more. Raises Problem when there were too many."""
        now = time.time()
        with self._lock:
            if int(now // 60) != self._minute:
                self._minute, self._counts = int(now // 60), {}
            self._counts[user_id] = count = self._counts.get(user_id, 0) + 1
        if count > most:
            raise Problem("too_many", retry_after=60 - int(now % 60))


class _Streams:
    """How many streams each user listens to."""

    def __init__(self) -> None:
        self._lock, self._open = threading.Lock(), Counter[str]()

    def require(self, user_id: str) -> None:
        """Raise Problem when a user listens to ``STREAMS`` already."""
        with self._lock:
            if self._open.get(user_id, 0) >= STREAMS:
                raise Problem("too_many", f"events: at most {STREAMS} streams at once", retry_after=5)

    @contextlib.contextmanager
    def one(self, user_id: str) -> Iterator[None]:
        """As long as a user listens to one more."""
        with self._lock:
            self._open[user_id] += 1
        try:
            yield
        finally:
            with self._lock:
                self._open[user_id] -= 1
                if not self._open[user_id]:
                    del self._open[user_id]


RATES, LISTENING = _Rates(), _Streams()
OfficeOf = Annotated[Office, Depends(office_of)]
