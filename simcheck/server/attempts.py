"""Attempts to log in: how many one address may make, and the lock after wrong passwords for one name.

A name is locked for the address that the wrong passwords came from, so that nobody can lock another out from elsewhere;
for all addresses only after ``ALL_TIMES`` as many. It is locked whether it is a user's or not, and the same is written
down for both, so that neither the answer nor its time says which names there are.
"""

from __future__ import annotations

import contextlib
import hashlib
import threading
import time
from collections import deque

from sqlalchemy import delete, insert, select
from sqlalchemy.exc import IntegrityError

from simcheck.server.database import Database
from simcheck.server.problems import Problem
from simcheck.server.settings import Settings
from simcheck.server.tables import attempts

#: How long wrong passwords are remembered, in seconds, and of how many addresses attempts are counted.
_REMEMBERED, _ADDRESSES = 86400.0, 10_000
#: How many times as many wrong passwords lock a name for all addresses: by the defaults 100 an hour, as many as ASVS
#: 2.2.1 lets be tried.
ALL_TIMES = 5
_HALF = 32


class Attempts:
    """The attempts of all names, in the database, and of all addresses, in memory."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database, self._settings = database, settings
        self._lock = threading.Lock()
        self._recent: dict[str, deque[float]] = {}

    def bound(self, address: str) -> None:
        """Count one more from an address. Raises Problem when there were more in this minute than the setting says."""
        now = time.monotonic()
        with self._lock:
            if len(self._recent) > _ADDRESSES:
                self._recent.clear()
            recent = self._recent.setdefault(address, deque())
            while recent and recent[0] < now - 60:
                recent.popleft()
            if len(recent) >= self._settings.login_rate:
                raise Problem("too_many", retry_after=60)
            recent.append(now)

    def locked(self, name: str, address: str) -> float:
        """How many seconds a name is locked yet for an address; 0 where it is not."""
        held = attempts.c.digest.in_((_digest(name, address), _digest(name)))
        rows = self._database.all(select(attempts.c.locked_until).where(held))
        return max(0.0, *(float(row["locked_until"]) - time.time() for row in rows), 0.0)

    def failed(self, name: str, address: str) -> None:
        """Note a wrong password; so many of them in a row lock the name for some minutes."""
        most = self._settings.lockout_failures
        self._failed(_digest(name, address), most)
        self._failed(_digest(name), most * ALL_TIMES)

    def _failed(self, digest: str, most: int) -> None:
        now = time.time()
        row = self._database.first(select(attempts.c.failures).where(attempts.c.digest == digest))
        failures = 1 + (row["failures"] if row else 0)
        locks = failures >= most
        fresh = {"failures": 0 if locks else failures, "at": now,
                 "locked_until": now + 60 * self._settings.lockout_minutes if locks else 0.0}  # fmt: skip
        gone = (attempts.c.digest == digest) | (attempts.c.at < now - _REMEMBERED)
        with contextlib.suppress(IntegrityError):  # another one for this name at the same moment: one of the two counts
            self._database.run(delete(attempts).where(gone), insert(attempts).values(digest=digest, **fresh))

    def clear(self, name: str, address: str | None = None) -> None:
        """Forget the wrong passwords for a name, those from one address and those counted of all; without an address
        those from everywhere."""
        every = attempts.c.digest.startswith(_digest(name)[:_HALF])
        some = attempts.c.digest.in_((_digest(name, address or ""), _digest(name)))
        self._database.run(delete(attempts).where(every if address is None else some))


def _digest(name: str, address: str | None = None) -> str:
    """What is kept of a name, somebody may have typed a password in its place, and of an address, None for all: half of
    the digits each."""
    return _half(name) + ("0" * _HALF if address is None else _half(address))


def _half(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_HALF]
