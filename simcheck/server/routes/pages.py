"""The pages: frames of HTML that the script fills through the API, so that they can do no more than the API."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from simcheck.limits import Limits
from simcheck.messages import Language, words
from simcheck.server import shown
from simcheck.server.access import LANGUAGE_COOKIE, language_asked, office_of, session_cookie
from simcheck.server.office import Office
from simcheck.server.problems import Problem
from simcheck.server.rights import Permission, Principal
from simcheck.server.say import words as server_words

router = APIRouter()
#: The pages in the navigation: what each is called, where it is, and who may open it, None for everybody who has
#: logged in.
NAVIGATION: tuple[tuple[str, str, Permission | None], ...] = (
    ("check", "/", None),
    ("reviews", "/reviews", "checks:all"),
    ("search", "/search", None),
    ("corpora", "/corpora", None),
    ("accepted_list", "/accepted", "baseline:write"),
    ("admin", "/admin", "users:manage"),
    ("account", "/account", None),
)
_PUBLIC = ("login", "first")
#: Where in the navigation a page belongs that is not called as its place there.
_PLACE = {"home": "check", "batch": "check", "corpus": "corpora", "document": "corpora"}
_NEEDED = {name: permission for name, _, permission in NAVIGATION if permission}
#: The words of reports and errors that the pages show too.
_SHARED = ("kind.", "reason.", "class.", "error.")


#: The pages by their addresses; what an address names is handed on in its order.
_PAGES = {
    "/": "home",
    "/login": "login",
    "/first": "first",
    "/reviews": "reviews",
    "/checks/{check_id}": "check",
    "/batches/{batch}": "batch",
    "/corpora": "corpora",
    "/corpora/{name}": "corpus",
    "/corpora/{name}/documents/{document:path}": "document",
    "/search": "search",
    "/accepted": "accepted_list",
    "/admin": "admin",
    "/account": "account",
}


def _served(page: str) -> Callable[[Request], Response]:
    def shown(request: Request) -> Response:
        return _page(request, page, *request.path_params.values())

    return shown


for _address, _name in _PAGES.items():
    router.get(_address, name=_name)(_served(_name))


@router.get("/language/{language}")
def language(language: Language, to: Annotated[str, Query(max_length=2000)] = "/") -> Response:
    """Remember a language, and go back to a page of this site."""
    answer = RedirectResponse(own(to), 303)
    answer.set_cookie(LANGUAGE_COOKIE, language, max_age=365 * 86400, samesite="strict", httponly=True)
    return answer


@router.get("/words/{language}.js")
def spoken(language: Language) -> Response:
    """All words of the pages, as a script."""
    own_words = server_words(language).texts
    told = {key.removeprefix("page."): text for key, text in own_words.items()}
    told |= {key: text for key, text in words(language).texts.items() if key.startswith(_SHARED)}
    body = f"globalThis.simcheckWords = {json.dumps(told, ensure_ascii=False)};\n"
    return Response(body, media_type="text/javascript; charset=utf-8")


def own(address: str) -> str:
    """An address within this site; what leads anywhere else is the first page.

    >>> own("/corpora/default?year=2025"), own("//example.org"), own("/\\\\example.org"), own("https://example.org/")
    ('/corpora/default?year=2025', '/', '/', '/')
    """
    plain = address.isprintable() and "\\" not in address
    return address if plain and address.startswith("/") and not address.startswith("//") else "/"


def _page(request: Request, name: str, *ids: str) -> Response:
    office = office_of(request)
    cookie = request.cookies.get(session_cookie(request))
    who: Principal | None = office.accounts.of_session(cookie) if cookie else None
    here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    if who is None and name not in _PUBLIC:
        return RedirectResponse("/login" if here == "/" else f"/login?to={quote(here)}", 303)
    needed = _NEEDED.get(name)
    if who is not None and needed is not None and not who.may(needed):
        return RedirectResponse("/", 303)
    try:
        if who is not None:
            _require_there(office, who, name, *ids)
    except Problem as problem:
        return failed(request, problem, {})
    return HTMLResponse(_filled(request, name, who, *ids))


def _require_there(office: Office, who: Principal, name: str, *ids: str) -> None:
    """Raise Problem for the page of a check or a corpus that there is not, or that somebody may not see."""
    if name == "check":
        shown.visible(office, who, ids[0])
    elif name in ("corpus", "document"):
        office.corpora.require(who, ids[0], "read")


def failed(request: Request, problem: Problem, headers: dict[str, str]) -> Response:
    """The page that tells a problem to who looks for another page."""
    lang = language_asked(request)
    who = None
    if problem.status < 500:  # else the database may not answer
        cookie = request.cookies.get(session_cookie(request))
        who = office_of(request).accounts.of_session(cookie) if cookie else None
    title = problem.to_dict(lang)["title"]
    told = {"failed": title, "why": problem.detail, "missing": problem.code == "not_found"}
    body = _filled(request, "failed", who, **told)
    return HTMLResponse(body, problem.status, headers)


def _filled(request: Request, name: str, who: Principal | None, *ids: str, **more: Any) -> str:
    """A page, its template filled."""
    office = office_of(request)
    here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    lang = language_asked(request)
    say, limits = server_words(lang), Limits()
    told: dict[str, Any] = {
        "csrf": who.csrf if who else None,
        "user": who.user_id if who else None,
        "may": sorted(who.permissions) if who else [],
        "ids": ids,
        "language": lang,
        "most": office.settings.upload_bytes,
        "limits": {"max_overlap": limits.max_overlap, "max_run": limits.max_run},
        "kept": {"report": office.settings.report_days, "file": office.settings.file_days},
    }
    places = [(key, href) for key, href, wanted in NAVIGATION if who and (wanted is None or who.may(wanted))]
    context = {"page": name, "place": _PLACE.get(name, name), "who": who, "lang": lang, "told": told, "here": here,
               "ids": ids, "places": places, "single": office.openid is not None,
               "say": lambda key: say(f"page.{key}"), **more}  # fmt: skip
    return _templates().get_template(f"{name}.html").render(context)


@cache
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("simcheck.server"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
