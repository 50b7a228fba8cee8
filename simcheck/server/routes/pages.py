"""The pages: frames of HTML that the script fills through the API, so that they can do no more than the API."""

from __future__ import annotations

from functools import cache
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from simcheck.messages import Language, words
from simcheck.server.access import COOKIE, LANGUAGE_COOKIE, office_of
from simcheck.server.rights import PERMISSIONS, Principal
from simcheck.server.say import language_of_request
from simcheck.server.say import words as server_words

router = APIRouter()
_PUBLIC = ("login", "first")
#: Who may open which page; the others are for everybody who has logged in.
_NEEDED = {"admin": "users:manage"}


@router.get("/")
def home(request: Request) -> Response:
    """Check drafts, and one's own checks."""
    return _page(request, "home")


@router.get("/login")
def login(request: Request) -> Response:
    """Log in."""
    return _page(request, "login")


@router.get("/first")
def first(request: Request) -> Response:
    """Set the first password; the link's secret stays in the browser."""
    return _page(request, "first")


@router.get("/checks/{check_id}")
def check(request: Request, check_id: str) -> Response:
    """A check and its report."""
    return _page(request, "check", id=check_id)


@router.get("/batches/{batch}")
def batch(request: Request, batch: str) -> Response:
    """The checks of a batch."""
    return _page(request, "batch", id=batch)


@router.get("/corpora")
def corpora(request: Request) -> Response:
    """The corpora."""
    return _page(request, "corpora")


@router.get("/corpora/{name}")
def corpus(request: Request, name: str) -> Response:
    """The room of a corpus."""
    return _page(request, "corpus", id=name)


@router.get("/search")
def search(request: Request) -> Response:
    """Has anyone said this before."""
    return _page(request, "search")


@router.get("/admin")
def admin(request: Request) -> Response:
    """Users and the audit trail."""
    return _page(request, "admin")


@router.get("/account")
def account(request: Request) -> Response:
    """One's password and tokens."""
    return _page(request, "account")


@router.get("/language/{language}")
def language(language: Language) -> Response:
    """Remember a language."""
    answer = RedirectResponse("/", 303)
    answer.set_cookie(LANGUAGE_COOKIE, language, max_age=365 * 86400, samesite="strict", httponly=True)
    return answer


def _page(request: Request, name: str, **values: str) -> Response:
    office = office_of(request)
    cookie = request.cookies.get(COOKIE)
    who: Principal | None = office.accounts.of_session(cookie) if cookie else None
    if who is None and name not in _PUBLIC:
        return RedirectResponse("/login", 303)
    if who is not None and name in _NEEDED and not who.may(_NEEDED[name]):  # type: ignore[arg-type]
        return RedirectResponse("/", 303)
    spoken = language_of_request(request.headers.get("accept-language", ""), request.cookies.get(LANGUAGE_COOKIE, ""))
    say = server_words(spoken)
    shared = {
        key.partition(".")[2]: text for key, text in words(spoken).texts.items() if key.startswith(("kind.", "reason."))
    }
    told: dict[str, Any] = {
        "csrf": who.csrf if who else None,
        "user": who.user_id if who else None,
        "may": sorted(who.permissions) if who else [],
        "id": values.get("id"),
        "words": shared
        | {key.removeprefix("page."): text for key, text in say.texts.items() if key.startswith("page.")},
        "permissions": PERMISSIONS,
        "language": spoken,
    }
    context = {"page": name, "who": who, "say": lambda key: say(f"page.{key}"), "lang": spoken, "told": told, **values}
    return HTMLResponse(_templates().get_template(f"{name}.html").render(context))


@cache
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("simcheck.server"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
