"""What a request can fail with: problem+json (RFC 9457) with a title in the client's language."""

from __future__ import annotations

from typing import Any

from simcheck.errors import ClusterError, CorpusError, DraftError, ModelError, SimcheckError, UsageError
from simcheck.messages import Language
from simcheck.server.say import words

#: The problems, each with its status.
STATUS = {
    "bad_request": 400,
    "unauthorized": 401,
    "wrong_password": 401,
    "forbidden": 403,
    "csrf": 403,
    "not_found": 404,
    "method_not_allowed": 405,
    "not_done": 409,
    "exists": 409,
    "last_administrator": 409,
    "gone": 410,
    "too_large": 413,
    "unreadable": 422,
    "invalid": 422,
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
    """A request that cannot be served: a code of ``STATUS``, what it is about, and when to try again."""

    def __init__(self, code: str, detail: str = "", *, retry_after: int | None = None) -> None:
        super().__init__(detail or code)
        self.code, self.detail, self.retry_after = code, detail, retry_after

    @property
    def status(self) -> int:
        """The HTTP status."""
        return STATUS[self.code]

    def to_dict(self, language: Language, request_id: str = "") -> dict[str, Any]:
        """The body of the answer."""
        told = {"type": f"urn:simcheck:problem:{self.code}", "title": words(language)(f"problem.{self.code}")}
        told |= {"detail": self.detail} if self.detail else {}
        return {**told, "status": self.status, "code": self.code, "request_id": request_id}


def problem_of(error: Exception) -> Problem:  # noqa: PLR0911
    """What the library raised, as a problem."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, UsageError):
        return Problem("invalid", str(error))
    if isinstance(error, DraftError):
        return Problem("unreadable", str(error))
    if isinstance(error, ClusterError):
        return Problem("busy", str(error), retry_after=5)
    if isinstance(error, CorpusError | ModelError):
        text = str(error)
        if "another process" in text:
            return Problem("busy", text, retry_after=5)
        return Problem("disk_full" if "disk" in text and "full" in text else "corpus", text)
    if isinstance(error, OSError) and error.errno in (28, 122):
        return Problem("disk_full", "No space left on the server's disk")
    if isinstance(error, MemoryError):
        return Problem("worker_died", "out of memory")
    return Problem("invalid", str(error)) if isinstance(error, SimcheckError) else Problem("internal")
