"""``/session``, ``/me``, ``/tokens``, ``/users`` and ``/audit``."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from simcheck.server.access import COOKIE, Needs, OfficeOf, address_of, request_id, require_same_site
from simcheck.server.office import Office
from simcheck.server.problems import Problem
from simcheck.server.rights import Permission, Principal, Role
from simcheck.server.shown import moment

router = APIRouter()
LoggedIn = Annotated[Principal, Depends(Needs())]
HasTokens = Annotated[Principal, Depends(Needs("tokens"))]
Manages = Annotated[Principal, Depends(Needs("users:manage"))]
Audits = Annotated[Principal, Depends(Needs("audit:read"))]
Password = Annotated[str, Field(min_length=10, max_length=256)]


class LogIn(BaseModel):
    """A name and a password."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"name": "wang", "password": "一句很长的口令"}]}
    )
    name: str = Field(max_length=64)
    password: str = Field(max_length=256)


class FirstPassword(BaseModel):
    """The code of a first-time link, and the password that is to be."""

    model_config = ConfigDict(extra="forbid")
    code: str = Field(max_length=128)
    password: Password


class NewPassword(BaseModel):
    """The old password and the new one."""

    model_config = ConfigDict(extra="forbid")
    old: str = Field(max_length=256)
    new: Password


class NewToken(BaseModel):
    """A token to make; it may do what its scopes and its user's role both allow."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"name": "OA", "scopes": ["checks:read", "checks:write"], "days": 90}]},
    )
    name: str = Field(min_length=1, max_length=128)
    scopes: list[Permission] = Field(min_length=1, max_length=32)
    days: float | None = Field(90, gt=0, le=3650)


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


@router.post("/session", tags=["accounts"])
def log_in(body: LogIn, request: Request, office: OfficeOf) -> Response:
    """Log in: the answer sets the session's cookie and tells the CSRF token, to be sent back as `X-CSRF-Token`."""
    require_same_site(request)
    address = address_of(request)
    try:
        _, cookie = office.accounts.log_in(body.name, body.password, address)
    except Problem as problem:
        office.trail.add("log_in", name=body.name, outcome=problem.code, address=address, request=request_id(request))
        raise
    office.trail.add("log_in", name=body.name, address=address, request=request_id(request))
    return _session(request, office, cookie)


@router.post("/session/first", tags=["accounts"])
def first(body: FirstPassword, request: Request, office: OfficeOf) -> Response:
    """Set the password of a first-time link, and log in."""
    require_same_site(request)
    user_id = office.accounts.set_password(body.code, body.password)
    name = office.accounts.user(user_id)["name"]
    office.trail.add("password.first", name=name, address=address_of(request), request=request_id(request))
    return _session(request, office, office.accounts.open_session(user_id))


@router.delete("/session", status_code=204, tags=["accounts"])
def log_out(office: OfficeOf, who: LoggedIn) -> Response:
    """Log out."""
    if who.session:
        office.accounts.close_session(who.session)
    answer = Response(status_code=204)
    answer.delete_cookie(COOKIE)
    return answer


@router.get("/me", tags=["accounts"])
def me(who: LoggedIn) -> dict[str, Any]:
    """Who one is, and what one may do."""
    return {"id": who.user_id, "name": who.name, "role": who.role, "permissions": sorted(who.permissions),
            "csrf": who.csrf}  # fmt: skip


@router.post("/me/password", status_code=204, tags=["accounts"])
def password(body: NewPassword, request: Request, office: OfficeOf, who: LoggedIn) -> Response:
    """Change one's own password; all sessions end."""
    if who.session is None:
        raise Problem("forbidden", "needs: a session")
    office.accounts.log_in(who.name, body.old, address_of(request))
    office.accounts.change(who.user_id, password=body.new)
    office.trail.add("password.change", who=who, address=address_of(request), request=request_id(request))
    return Response(status_code=204)


@router.get("/tokens", tags=["accounts"])
def tokens(office: OfficeOf, who: HasTokens, mine: bool = True) -> dict[str, Any]:
    """One's tokens, or with `mine=false`, for administrators, everybody's; never their secrets."""
    every = not mine and who.may("users:manage")
    return {"tokens": [_token(row) for row in office.accounts.tokens(None if every else who.user_id)]}


@router.post("/tokens", status_code=201, tags=["accounts"])
def make_token(body: NewToken, request: Request, office: OfficeOf, who: HasTokens) -> dict[str, Any]:
    """Make a token. `token` is told this once. Its scopes cannot be more than one's own."""
    beyond = sorted(one for one in body.scopes if not who.may(one))
    if beyond:
        raise Problem("forbidden", f"scopes: {' '.join(beyond)}")
    row, secret = office.accounts.make_token(who.user_id, body.name, list(body.scopes), body.days)
    office.trail.add("token.create", row["id"], who=who, address=address_of(request), request=request_id(request))
    return {**_token({**row, "user": who.name}), "token": secret}


@router.delete("/tokens/{token_id}", status_code=204, tags=["accounts"])
def remove_token(token_id: str, request: Request, office: OfficeOf, who: HasTokens) -> Response:
    """Void a token: one's own, or as administrator anybody's."""
    office.accounts.remove_token(token_id, None if who.may("users:manage") else who.user_id)
    office.trail.add("token.delete", token_id, who=who, address=address_of(request), request=request_id(request))
    return Response(status_code=204)


@router.get("/users", tags=["users"])
def users(office: OfficeOf, _who: Manages) -> dict[str, Any]:
    """All users."""
    return {"users": [_user(row) for row in office.accounts.listed()]}


@router.post("/users", status_code=201, tags=["users"])
def make_user(body: NewUser, request: Request, office: OfficeOf, who: Manages) -> dict[str, Any]:
    """Make a user."""
    row = office.accounts.create(body.name, body.role, display=body.display, password=body.password)
    office.trail.add("user.create", row["id"], who=who, address=address_of(request), request=request_id(request))
    link = {} if body.password else {"link": _link(request, office, office.accounts.link(row["id"]))}
    return {**_user(row), **link}


@router.get("/users/{user_id}", tags=["users"])
def user(user_id: str, office: OfficeOf, _who: Manages) -> dict[str, Any]:
    """One user."""
    return _user(office.accounts.user(user_id))


@router.patch("/users/{user_id}", tags=["users"])
def change_user(user_id: str, body: UserChange, request: Request, office: OfficeOf, who: Manages) -> dict[str, Any]:
    """Change a user; role, disabling and password end the user's sessions."""
    values = body.model_dump(exclude_none=True)
    row = office.accounts.change(user_id, **values) if values else office.accounts.user(user_id)
    office.trail.add("user.change", user_id, who=who, address=address_of(request), request=request_id(request))
    return _user(row)


@router.delete("/users/{user_id}", status_code=204, tags=["users"])
def remove_user(user_id: str, request: Request, office: OfficeOf, who: Manages) -> Response:
    """Delete a user with all that is theirs: checks, tokens, sessions."""
    office.accounts.remove(user_id)
    office.trail.add("user.delete", user_id, who=who, address=address_of(request), request=request_id(request))
    return Response(status_code=204)


@router.post("/users/{user_id}/link", status_code=201, tags=["users"])
def link(user_id: str, request: Request, office: OfficeOf, who: Manages) -> dict[str, Any]:
    """A link, valid once and for a day, that sets the password of a user."""
    secret = office.accounts.link(user_id)
    office.trail.add("user.link", user_id, who=who, address=address_of(request), request=request_id(request))
    return {"link": _link(request, office, secret)}


@router.get("/audit", tags=["audit"])
def audit(
    office: OfficeOf,
    _who: Audits,
    before: Annotated[int | None, Query(ge=1, le=2**31 - 1)] = None,
    action: Annotated[str | None, Query(max_length=64)] = None,
    most: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> dict[str, Any]:
    """Who did what, the newest first; never a text."""
    lines = office.trail.lines(before=before, most=most, action=action)
    return {"lines": [{**line, "at": moment(line["at"])} for line in lines]}


def _session(request: Request, office: Office, cookie: str) -> Response:
    who = office.accounts.of_session(cookie)
    told = {"id": who.user_id, "name": who.name, "role": who.role, "csrf": who.csrf} if who else {}
    answer = JSONResponse(told)
    set_session(answer, request, office, cookie)
    return answer


def set_session(answer: Response, request: Request, office: Office, cookie: str) -> None:
    """Put the cookie of a session into an answer."""
    secure = request.url.scheme == "https" or office.settings.secure_cookies
    hours = office.settings.session_hours
    answer.set_cookie(COOKIE, cookie, max_age=hours * 3600, httponly=True, samesite="strict", secure=secure)


def public_address(request: Request, office: Office) -> str:
    """The address of the server as its users type it: the one in the settings, or else that of the request."""
    return office.settings.address.rstrip("/") or f"{request.url.scheme}://{request.headers.get('host', '')}"


def _link(request: Request, office: Office, secret: str) -> str:
    return f"{public_address(request, office)}/first#{secret}"


def _user(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "created": moment(row["created"])}


def _token(row: dict[str, Any]) -> dict[str, Any]:
    times = {name: moment(row[name]) for name in ("created", "expires", "last_used")}
    return {"id": row["id"], "name": row["name"], "user": row.get("user"), "scopes": row["scopes"], **times}
