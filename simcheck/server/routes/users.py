"""``/users`` and ``/audit``: for the administrator."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from simcheck.server import answers
from simcheck.server.access import Needs, OfficeOf, noted
from simcheck.server.database import moment
from simcheck.server.named import names_of
from simcheck.server.office import Office
from simcheck.server.rights import Principal, Role
from simcheck.server.routes.accounts import Password, public_address

router, trail = APIRouter(tags=["users"]), APIRouter(tags=["audit"])
Manages = Annotated[Principal, Depends(Needs("users:manage"))]
Audits = Annotated[Principal, Depends(Needs("audit:read"))]


class NewUser(BaseModel):
    """A user to make; without a password the answer holds a link that sets it."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"name": "wang", "role": "writer"}]})
    name: str = Field(min_length=1, max_length=64)
    role: Role
    display: str = Field("", max_length=128)
    password: Password | None = None


class UserChange(BaseModel):
    """What is to be changed of a user."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"role": "reviewer"}]})
    role: Role | None = None
    display: str | None = Field(None, max_length=128)
    disabled: bool | None = None
    subject: str | None = Field(None, max_length=255, description="the issuer and the name there, of OpenID Connect")
    password: Password | None = None


@router.get("/users", response_model=answers.Users)
def users(office: OfficeOf, _who: Manages) -> dict[str, Any]:
    """All users."""
    return {"users": [_user(row) for row in office.accounts.listed()]}


@router.post("/users", status_code=201, response_model=answers.UserMade, response_model_exclude_unset=True)
def make_user(body: NewUser, request: Request, office: OfficeOf, who: Manages) -> dict[str, Any]:
    """Make a user."""
    row = office.accounts.create(body.name, body.role, display=body.display, password=body.password)
    noted(request, who, "user.create", f"{row['id']} role={body.role}")
    link = {} if body.password else {"link": _link(request, office, office.accounts.link(row["id"]))}
    return {**_user(row), **link}


@router.get("/users/{user_id}", response_model=answers.UserAnswer)
def user(user_id: str, office: OfficeOf, _who: Manages) -> dict[str, Any]:
    """One user."""
    return _user(office.accounts.user(user_id))


@router.patch("/users/{user_id}", response_model=answers.UserAnswer)
def change_user(user_id: str, body: UserChange, request: Request, office: OfficeOf, who: Manages) -> dict[str, Any]:
    """Change a user; role, disabling and password end the user's sessions, the last two the tokens too."""
    values = body.model_dump(exclude_none=True)
    row = office.accounts.change(user_id, **values) if values else office.accounts.user(user_id)
    plain = ("role", "disabled")
    what = sorted(f"{name}={value}" if name in plain else name for name, value in values.items())
    noted(request, who, "user.change", " ".join([user_id, *what]))
    return _user(row)


@router.delete("/users/{user_id}", status_code=204)
def remove_user(user_id: str, request: Request, office: OfficeOf, who: Manages) -> Response:
    """Delete a user with all that is theirs: checks, tokens, sessions."""
    checks, name = office.checks.of_user(user_id), office.accounts.user(user_id)["name"]
    office.accounts.remove(user_id)
    office.checks.forget_all(checks)
    noted(request, who, "user.delete", f"{user_id} {name}")
    return Response(status_code=204)


@router.post("/users/{user_id}/link", status_code=201, response_model=answers.Link)
def link(user_id: str, request: Request, office: OfficeOf, who: Manages) -> dict[str, Any]:
    """A link, valid once and for a day, that sets the password of a user."""
    secret = office.accounts.link(user_id)
    noted(request, who, "user.link", user_id)
    return {"link": _link(request, office, secret)}


@trail.get("/audit", response_model=answers.Audit)
def audit(
    office: OfficeOf,
    _who: Audits,
    before: Annotated[int | None, Query(ge=1, le=2**31 - 1)] = None,
    action: Annotated[str | None, Query(max_length=64)] = None,
    most: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> dict[str, Any]:
    """Who did what, the newest first; never a text."""
    lines = office.trail.lines(before=before, most=most, action=action)
    names = names_of(office.database, [line["object"] or "" for line in lines])
    return {
        "lines": [{**line, "at": moment(line["at"]), "name": name} for line, name in zip(lines, names, strict=True)]
    }


def _link(request: Request, office: Office, secret: str) -> str:
    return f"{public_address(request, office)}/first#{secret}"


def _user(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "created": moment(row["created"])}
