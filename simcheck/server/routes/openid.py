"""``/session/openid``: log in at the office's identity provider. These are addresses for browsers, not for programs."""

from __future__ import annotations

import secrets
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from simcheck.server.access import OfficeOf, address_of, is_secure, noted
from simcheck.server.office import Office
from simcheck.server.openid import PATIENCE, OpenId
from simcheck.server.problems import Problem
from simcheck.server.routes.accounts import public_address, set_session

router = APIRouter()
COOKIE = "simcheck_openid"
#: The session's cookie is not sent with a navigation that another site began, so this page begins one of ours.
_HOME = '<!doctype html><meta charset="utf-8"><title>simcheck</title><meta http-equiv="refresh" content="0;url=/">'


@router.get("/session/openid")
def begin(request: Request, office: OfficeOf) -> Response:
    """Go to the provider."""
    provider = _provider(office)
    office.accounts.bound(address_of(request))
    address, state = provider.begin(f"{public_address(request, office)}{request.url.path}/back")
    answer = RedirectResponse(address, 303)
    answer.set_cookie(COOKIE, state, max_age=PATIENCE, httponly=True, samesite="lax", secure=is_secure(request))
    return answer


@router.get("/session/openid/back")
def back(
    request: Request,
    office: OfficeOf,
    state: Annotated[str, Query(max_length=128)] = "",
    code: Annotated[str, Query(max_length=4096)] = "",
) -> Response:
    """Come back from it, and be logged in."""
    try:
        _require_same_browser(request, state)
        known = _provider(office).finish(state, code)
        user_id = office.accounts.of_subject(known.subject, known.name, known.display)
    except Problem as problem:
        noted(request, None, "log_in", "openid", outcome=problem.code)
        raise
    noted(request, None, "log_in", "openid", name=office.accounts.user(user_id)["name"])
    answer = HTMLResponse(_HOME)
    set_session(answer, request, office, office.accounts.open_session(user_id))
    answer.delete_cookie(COOKIE)
    return answer


def _require_same_browser(request: Request, state: str) -> None:
    held = request.cookies.get(COOKIE, "")
    if not state or not secrets.compare_digest(held.encode(), state.encode()):
        raise Problem("sign_in_failed", "state: not of this browser")


def _provider(office: Office) -> OpenId:
    if office.openid is None:
        raise Problem("not_found", "openid: not set up")
    return office.openid
