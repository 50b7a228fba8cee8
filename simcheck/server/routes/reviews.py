"""``/checks/{id}/comments`` and ``/review``: what people say of a check, and its way through the office."""

from __future__ import annotations

from typing import Any, Literal

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field

from simcheck.server import shown
from simcheck.server.access import OfficeOf, noted
from simcheck.server.answers import CheckState, Remark, Remarks
from simcheck.server.problems import Problem
from simcheck.server.remarks import add_comment, comments_of
from simcheck.server.routes.checks import Reads, Writes

router = APIRouter(tags=["checks"])


class Comment(BaseModel):
    """A comment on a check, or on one of its matches, counted from 0."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"text": "请改写第二段", "match": 0}]})
    text: str = Field(min_length=1, max_length=4000)
    match: int | None = Field(None, ge=0, le=100_000)


class Review(BaseModel):
    """Where a check is on its way through the office."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"state": "returned", "comment": "请改写"}]}
    )
    state: Literal["sent", "returned", "approved"]
    comment: str | None = Field(None, max_length=4000)


@router.get("/checks/{check_id}/comments", response_model=Remarks)
def comments(check_id: str, office: OfficeOf, who: Reads) -> dict[str, Any]:
    """The comments on a check, the oldest first."""
    shown.visible(office, who, check_id)
    return {"comments": comments_of(office.database, check_id)}


@router.post("/checks/{check_id}/comments", status_code=201, response_model=Remark)
def comment(check_id: str, body: Comment, request: Request, office: OfficeOf, who: Writes) -> dict[str, Any]:
    """Comment on a check."""
    shown.visible(office, who, check_id)
    noted(request, who, "check.comment", check_id)
    return add_comment(office.database, check_id, who, body.text, body.match)


@router.post("/checks/{check_id}/review", response_model=CheckState)
def review(check_id: str, body: Review, request: Request, office: OfficeOf, who: Writes) -> dict[str, Any]:
    """Send a check to the reviewers, or, as one of them, send it back or approve it."""
    shown.visible(office, who, check_id)
    if body.state != "sent" and not who.may("checks:all"):
        raise Problem("forbidden", "needs: checks:all")
    office.checks.note(check_id, review=body.state)
    if body.comment:
        add_comment(office.database, check_id, who, body.comment, None)
    noted(request, who, f"check.{body.state}", check_id)
    return shown.about(office, office.checks.get(check_id))
