"""The application: routes, errors, description, pages, put together around the server's parts."""

from __future__ import annotations

import logging
import traceback
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.openapi.utils import get_openapi
from fastapi.responses import JSONResponse
from fastapi.staticfiles import StaticFiles
from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError
from starlette.exceptions import HTTPException

from simcheck.errors import SimcheckError
from simcheck.resources import version
from simcheck.server.access import language_asked, request_id
from simcheck.server.answers import ProblemAnswer
from simcheck.server.docs import described
from simcheck.server.hosts import Hosts
from simcheck.server.middleware import Guard
from simcheck.server.office import Office
from simcheck.server.problems import Problem, problem_of
from simcheck.server.routes import accounts, baseline, checks, corpora, openid, pages, reports, reviews, service, users

LOG = logging.getLogger("simcheck.server")
PREFIX = "/api/v1"
_BY_STATUS = {400: "bad_request", 401: "unauthorized", 403: "forbidden", 404: "not_found", 405: "method_not_allowed",
              413: "too_large"}  # fmt: skip
_STATIC = Path(__file__).parent / "static"


def application(office: Office) -> Guard:
    """The ASGI application of a server."""
    app = FastAPI(
        title="simcheck",
        version=version(),
        openapi_url=f"{PREFIX}/openapi.json",
        docs_url=None,
        redoc_url=None,
        separate_input_output_schemas=False,
    )
    app.state.office = office
    described: dict[int | str, dict[str, Any]] = {
        "default": {"model": ProblemAnswer, "description": "A problem, as application/problem+json"}
    }
    parts = (checks, reports, reviews, corpora, baseline, accounts, users, service)
    for router in (*(part.router for part in parts), users.trail):
        app.include_router(router, prefix=PREFIX, responses=described)
    app.include_router(service.router, include_in_schema=False)
    app.include_router(openid.router, prefix=PREFIX, include_in_schema=False)
    app.include_router(pages.router, include_in_schema=False)
    app.mount("/static", StaticFiles(directory=_STATIC))
    app.add_exception_handler(Problem, _problem)
    app.add_exception_handler(SimcheckError, _problem)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(SQLAlchemyError, _database)
    app.add_exception_handler(OSError, _problem)
    app.add_exception_handler(UnicodeEncodeError, _no_unicode)
    app.add_exception_handler(Exception, _unforeseen)
    app.openapi = lambda: _described(app)  # type: ignore[method-assign]
    settings = office.settings
    most = settings.upload_bytes + (8 << 20)
    return Guard(
        app, most, settings.uploading_bytes, settings.body_seconds, told=settings.text_bytes, hosts=Hosts.of(settings)
    )


def answer(request: Request, problem: Problem) -> Response:
    """A problem as an answer, in the client's language."""
    headers = {"retry-after": str(problem.retry_after)} if problem.retry_after else {}
    if problem.code == "unauthorized":
        headers["www-authenticate"] = "Bearer"
    if _by_a_browser(request):
        return pages.failed(request, problem, headers)
    body = problem.to_dict(language_asked(request), request_id(request))
    return JSONResponse(body, problem.status, headers, media_type="application/problem+json")


def _by_a_browser(request: Request) -> bool:
    """Whether somebody looks at the answer: a page, or the way to the identity provider and back."""
    path = request.url.path
    looks = request.method in ("GET", "HEAD") and "text/html" in request.headers.get("accept", "")
    return looks and (not path.startswith(PREFIX) or path.startswith(f"{PREFIX}/session/openid"))


def _problem(request: Request, error: Exception) -> Response:
    problem = problem_of(error)
    if problem.code == "internal":
        return _unforeseen(request, error)
    return answer(request, problem)


def _invalid(request: Request, error: Exception) -> Response:
    """What was sent is not as it is described; the answer names the field, and never what stood in it."""
    first = error.errors()[0] if isinstance(error, RequestValidationError) else {"loc": (), "msg": ""}
    place = ".".join(str(part)[:64] for part in first["loc"][1:])
    code = "bad_request" if first.get("type") == "json_invalid" else "invalid"
    return answer(request, Problem(code, f"{place}: {first['msg'][:200]}" if place else str(first["msg"])[:200]))


def _http(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    return answer(request, Problem(_BY_STATUS.get(status, "bad_request" if status < 500 else "internal")))


def _database(request: Request, error: Exception) -> Response:
    reason = str(getattr(error, "orig", "")).lower()
    if isinstance(error, IntegrityError):
        return answer(request, Problem("exists"))
    if problem_of(error).code == "disk_full":
        return answer(request, Problem("disk_full"))
    if "locked" in reason or "connection" in reason or getattr(error, "connection_invalidated", False):
        return answer(request, Problem("busy", retry_after=5))
    if "nul" in reason or (isinstance(error, DBAPIError) and type(error).__name__ == "DataError"):
        return answer(request, Problem("invalid"))
    return _unforeseen(request, error)


def _no_unicode(request: Request, _error: Exception) -> Response:
    """Half of a surrogate pair: JSON can write it, and no text holds it."""
    return answer(request, Problem("invalid", "not valid Unicode"))


def _unforeseen(request: Request, error: Exception) -> Response:
    """Told in the log by its kind and its place; its message may hold somebody's text."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    LOG.error("internal", extra={"request": request_id(request), "error": type(error).__name__, "where": where})
    return answer(request, Problem("internal"))


def _described(app: FastAPI) -> dict[str, Any]:
    """OpenAPI 3.1, with how one says who one is."""
    if app.openapi_schema is None:
        found = get_openapi(title=app.title, version=app.version, openapi_version="3.1.0", routes=app.routes,
                            summary="A semantic similarity and plagiarism checker for Chinese official speeches.",
                            license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"})  # fmt: skip
        schemes = {"token": {"type": "http", "scheme": "bearer"},
                   "session": {"type": "apiKey", "in": "cookie", "name": "simcheck_session"}}  # fmt: skip
        found.setdefault("components", {})["securitySchemes"] = schemes
        found["security"] = [{"token": []}, {"session": []}]
        for path, methods in found["paths"].items():
            for method, operation in methods.items():
                described(operation, method, path.removeprefix(PREFIX))
        app.openapi_schema = found
    return app.openapi_schema
