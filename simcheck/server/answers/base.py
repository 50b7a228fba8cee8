"""What all answers are, and those of the service itself."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict


class Answer(BaseModel):
    """An answer; it has no other fields than these."""

    model_config = ConfigDict(extra="forbid")


class ProblemAnswer(BaseModel):
    """What went wrong (RFC 9457): `title` in the language of Accept-Language, `code` a stable word, `retry_after` the
    seconds until it may go better."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"type": "urn:simcheck:problem:queue_full", "title": "排队已满，请稍后再试", "status": 503,
                          "code": "queue_full", "retry_after": 10, "request_id": "5f0c9a1b2c3d4e5f"}]
        }
    )  # fmt: skip
    type: str
    title: str
    status: int
    code: str
    detail: str | None = None
    reason: str | None = None
    retry_after: int | None = None
    request_id: str = ""


class Health(Answer):
    """The server is alive."""

    status: Literal["ok"]
    version: str


class Readiness(Answer):
    """The server takes checks."""

    status: Literal["ready"]
