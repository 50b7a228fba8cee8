"""What a request can fail with: problem+json (RFC 9457) with a title in the client's language."""

from __future__ import annotations

from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from simcheck.errors import ClusterError, CorpusError, DraftError, ModelError, SimcheckError, UsageError
from simcheck.messages import Language
from simcheck.server.say import words

#: The problems, each with its status.
STATUS = {
    "bad_request": 400,
    "unauthorized": 401,
    "wrong_password": 401,
    "sign_in_failed": 401,
    "forbidden": 403,
    "csrf": 403,
    "not_found": 404,
    "method_not_allowed": 405,
    "not_done": 409,
    "exists": 409,
    "last_administrator": 409,
    "gone": 410,
    "too_slow": 408,
    "too_large": 413,
    "wrong_host": 421,
    "unreadable": 422,
    "bad_date": 422,
    "invalid": 422,
    "easy_password": 422,
    "corpus": 422,
    "locked_out": 429,
    "too_many": 429,
    "queue_full_user": 429,
    "internal": 500,
    "worker_died": 500,
    "busy": 503,
    "queue_full": 503,
    "stopping": 503,
    "timed_out": 504,
    "disk_full": 507,
}


class Problem(Exception):  # noqa: N818 - named as the standard does
    """A request that cannot be served: a code of ``STATUS``, what it is about, and when to try again.

    ``reason`` is the code of the library's error behind it, one of ``simcheck.errors.CODES``, which pages put into
    words.
    """

    def __init__(self, code: str, detail: str = "", *, retry_after: int | None = None, reason: str = "") -> None:
        super().__init__(detail or code)
        self.code, self.detail, self.retry_after, self.reason = code, detail, retry_after, reason

    @property
    def kept(self) -> dict[str, str]:
        """What is kept of it with a check."""
        return {"code": self.code, "detail": self.detail} | ({"reason": self.reason} if self.reason else {})

    @property
    def status(self) -> int:
        """The HTTP status."""
        return STATUS[self.code]

    def to_dict(self, language: Language, request_id: str = "") -> dict[str, Any]:
        """The body of the answer."""
        told: dict[str, Any] = {
            "type": f"urn:simcheck:problem:{self.code}",
            "title": words(language)(f"problem.{self.code}"),
        }
        told |= {key: text for key, text in (("detail", self.detail), ("reason", self.reason)) if text}
        told |= {} if self.retry_after is None else {"retry_after": self.retry_after}
        return {**told, "status": self.status, "code": self.code, "request_id": request_id}


def _is_full(error: SQLAlchemyError) -> bool:
    reason = str(getattr(error, "orig", "")).lower()
    return "full" in reason or "no space" in reason


def problem_of(error: Exception) -> Problem:  # noqa: PLR0911
    """What the library raised, as a problem."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, UsageError):
        return Problem("invalid", str(error), reason=error.code)
    if isinstance(error, DraftError):
        return Problem("unreadable", str(error), reason=error.code)
    if isinstance(error, ClusterError):
        return Problem("busy", str(error), retry_after=5)
    if isinstance(error, CorpusError | ModelError):
        text = str(error)
        if "another process" in text:
            return Problem("busy", text, retry_after=5, reason=error.code)
        return Problem("disk_full" if "disk" in text and "full" in text else "corpus", text, reason=error.code)
    if isinstance(error, OSError) and error.errno in (28, 122):
        return Problem("disk_full", "No space left on the server's disk")
    if isinstance(error, SQLAlchemyError) and _is_full(error):
        return Problem("disk_full")
    if isinstance(error, MemoryError):
        return Problem("worker_died", "out of memory")
    return Problem("invalid", str(error)) if isinstance(error, SimcheckError) else Problem("internal")
