"""Passwords: which are good enough, and what is kept of one."""

from __future__ import annotations

import contextlib
import secrets
import threading
from collections.abc import Iterator

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from simcheck.server.problems import Problem

SHORTEST, LONGEST = 12, 256
#: How long a password waits for its turn to be hashed.
_TURN_SECONDS = 3.0
#: How hard to guess a password must be, as zxcvbn reckons it from 0 to 4 (Wheeler, USENIX Security 2016): 2 is a
#: million guesses, more than lock-out lets anybody make. It looks at no more letters than this.
_HARD, _LOOKED_AT = 2, 72
#: Argon2id at the cost that RFC 9106 recommends where memory is short: 64 MiB, three times.
HASHER = PasswordHasher()


class Passwords:
    """Hashes passwords and compares them. Raises Problem for a bad one, and when too many wait for their turn."""

    def __init__(self) -> None:
        self._hasher = HASHER
        #: What a password is compared with where there is no user, so that both take as long.
        self._nobody = self._hasher.hash(secrets.token_hex(16))
        #: Argon2 takes 64 MiB a password: no more than two at once, and who waits longer for it is told so.
        self._hashing = threading.Semaphore(2)

    def hash(self, password: str, name: str) -> str:
        """What is kept of the password of the user ``name``."""
        require_good(password, name)
        with self._turn():
            return self._hasher.hash(password)

    def matches(self, hashed: str | None, password: str) -> bool:
        """Whether this is the password of which ``hashed`` is kept; it takes as long where nothing is."""
        try:
            with self._turn():
                return self._hasher.verify(hashed or self._nobody, password[: LONGEST + 1]) and bool(hashed)
        except (VerificationError, InvalidHashError):
            return False

    def outdated(self, hashed: str) -> bool:
        """Whether a password should be hashed anew, more slowly."""
        return self._hasher.check_needs_rehash(hashed)

    @contextlib.contextmanager
    def _turn(self) -> Iterator[None]:
        """A turn at hashing; many who log in at once must not keep all threads of the server waiting."""
        if not self._hashing.acquire(timeout=_TURN_SECONDS):
            raise Problem("busy", retry_after=5)
        try:
            yield
        finally:
            self._hashing.release()


def require_good(password: str, name: str) -> None:
    """Raises Problem for a password that is too short, too long or too easy to guess for the user ``name``."""
    from zxcvbn import zxcvbn

    if not SHORTEST <= len(password) <= LONGEST:
        raise Problem("invalid", f"password: {SHORTEST} to {LONGEST} characters")
    if zxcvbn(password[:_LOOKED_AT], user_inputs=[name, "simcheck"])["score"] < _HARD:
        raise Problem("easy_password")
