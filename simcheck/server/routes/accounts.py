"""``/session``, ``/me`` and ``/tokens``: what is everybody's own."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from simcheck.server.access import (
    Needs,
    OfficeOf,
    address_of,
    is_secure,
    noted,
    require_same_site,
    session_cookie,
)
from simcheck.server.answers import LinkOf, Me, Session, TokenMade, Tokens
from simcheck.server.database import moment
from simcheck.server.office import Office
from simcheck.server.passwords import LONGEST, SHORTEST
from simcheck.server.problems import Problem
from simcheck.server.rights import Permission, Principal

router = APIRouter(tags=["accounts"])
LoggedIn = Annotated[Principal, Depends(Needs())]
HasTokens = Annotated[Principal, Depends(Needs("tokens"))]
Password = Annotated[str, Field(min_length=SHORTEST, max_length=LONGEST)]


class LogIn(BaseModel):
    """A name and a password."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"name": "wang", "password": "一句够长也容易记住的口令"}]}
    )
    name: str = Field(max_length=64)
    password: str = Field(max_length=256)


class FirstPassword(BaseModel):
    """The code of a first-time link, and the password that is to be."""

    model_config = ConfigDict(extra="forbid")
    code: str = Field(max_length=128)
    password: Password


class Code(BaseModel):
    """The code of a first-time link."""

    model_config = ConfigDict(extra="forbid")
    code: str = Field(max_length=128)


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


@router.post("/session", response_model=Session)
def log_in(body: LogIn, request: Request, office: OfficeOf) -> Response:
    """Log in: the answer sets the session's cookie and tells the CSRF token, to be sent back as `X-CSRF-Token`."""
    require_same_site(request)
    try:
        _, cookie = office.accounts.log_in(body.name, body.password, address_of(request))
    except Problem as problem:
        noted(request, None, "log_in", name=office.accounts.known(body.name), outcome=problem.code)
        raise
    noted(request, None, "log_in", name=body.name)
    return _session(request, office, cookie)


@router.post("/session/link", response_model=LinkOf)
def link_of(body: Code, request: Request, office: OfficeOf) -> dict[str, Any]:
    """Whose first-time link it is, before a password is thought up; 410 for one that was used or is over."""
    require_same_site(request)
    found = office.accounts.owner(body.code, address_of(request))
    return {"name": found["name"], "display": found["display"]}


@router.post("/session/first", response_model=Session)
def first(body: FirstPassword, request: Request, office: OfficeOf) -> Response:
    """Set the password of a first-time link, and log in."""
    require_same_site(request)
    try:
        user_id = office.accounts.set_password(body.code, body.password)
    except Problem as problem:
        noted(request, None, "password.first", outcome=problem.code)
        raise
    name = office.accounts.user(user_id)["name"]
    noted(request, None, "password.first", name=name)
    return _session(request, office, office.accounts.open_session(user_id))


@router.delete("/session", status_code=204)
def log_out(request: Request, office: OfficeOf, who: LoggedIn) -> Response:
    """Log out."""
    if who.session:
        office.accounts.close_session(who.session)
        noted(request, who, "log_out")
    answer = Response(status_code=204)
    answer.delete_cookie(session_cookie(request), secure=is_secure(request), httponly=True, samesite="strict")
    return answer


@router.get("/me", response_model=Me)
def me(who: LoggedIn) -> dict[str, Any]:
    """Who one is, and what one may do."""
    return {"id": who.user_id, "name": who.name, "role": who.role, "permissions": sorted(who.permissions),
            "csrf": who.csrf}  # fmt: skip


@router.post("/me/password", status_code=204)
def password(body: NewPassword, request: Request, office: OfficeOf, who: LoggedIn) -> Response:
    """Change one's own password; all sessions end, and all tokens."""
    if who.session is None:
        raise Problem("forbidden", "needs: a session")
    try:
        office.accounts.log_in(who.name, body.old, address_of(request))
        office.accounts.change(who.user_id, password=body.new)
    except Problem as problem:
        noted(request, who, "password.change", outcome=problem.code)
        raise
    noted(request, who, "password.change")
    return Response(status_code=204)


@router.get("/tokens", response_model=Tokens)
def tokens(office: OfficeOf, who: HasTokens, mine: bool = True) -> dict[str, Any]:
    """One's tokens, or with `mine=false`, for administrators, everybody's; never their secrets."""
    every = not mine and who.may("users:manage")
    return {"tokens": [_token(row) for row in office.accounts.tokens(None if every else who.user_id)]}


@router.post("/tokens", status_code=201, response_model=TokenMade)
def make_token(body: NewToken, request: Request, office: OfficeOf, who: HasTokens) -> dict[str, Any]:
    """Make a token. `token` is told this once. Its scopes cannot be more than one's own, nor does it end after the
    token that makes it."""
    beyond = sorted(one for one in body.scopes if not who.may(one))
    if beyond:
        raise Problem("forbidden", f"scopes: {' '.join(beyond)}")
    row, secret = office.accounts.make_token(who.user_id, body.name, list(body.scopes), body.days, latest=who.expires)
    noted(request, who, "token.create", row["id"])
    return {**_token({**row, "user": who.name}), "token": secret}


@router.delete("/tokens/{token_id}", status_code=204)
def remove_token(token_id: str, request: Request, office: OfficeOf, who: HasTokens) -> Response:
    """Void a token: one's own, or as administrator anybody's."""
    office.accounts.remove_token(token_id, None if who.may("users:manage") else who.user_id)
    noted(request, who, "token.delete", token_id)
    return Response(status_code=204)


def _session(request: Request, office: Office, cookie: str) -> Response:
    who = office.accounts.of_session(cookie)
    told = {"id": who.user_id, "name": who.name, "role": who.role, "csrf": who.csrf} if who else {}
    answer = JSONResponse(told)
    set_session(answer, request, office, cookie)
    return answer


def set_session(answer: Response, request: Request, office: Office, cookie: str) -> None:
    """Put the cookie of a session into an answer."""
    hours, secure = office.settings.session_hours, is_secure(request)
    name = session_cookie(request)
    answer.set_cookie(name, cookie, max_age=hours * 3600, httponly=True, samesite="strict", secure=secure)


def public_address(request: Request, office: Office) -> str:
    """The address of the server as its users type it: the one in the settings, or else that of the request."""
    return office.settings.address.rstrip("/") or f"{request.url.scheme}://{request.headers.get('host', '')}"


def _token(row: dict[str, Any]) -> dict[str, Any]:
    times = {name: moment(row[name]) for name in ("created", "expires", "last_used")}
    return {"id": row["id"], "name": row["name"], "user": row.get("user"), "scopes": row["scopes"], **times}
