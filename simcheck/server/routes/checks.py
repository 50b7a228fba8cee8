"""``/checks`` and ``/compare``: checks from upload to report."""

from __future__ import annotations

import asyncio
import json
import math
from collections.abc import AsyncIterator
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import JSONResponse, StreamingResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool

from simcheck.accept import fingerprint
from simcheck.messages import Language
from simcheck.reporters.formats import render
from simcheck.server import shown
from simcheck.server.access import Needs, OfficeOf, address_of, request_id
from simcheck.server.checks import FINAL
from simcheck.server.database import new_id
from simcheck.server.docs import CHECK_BODY, COMPARE_BODY, CheckAnswer
from simcheck.server.intake import Intake, intake
from simcheck.server.office import Office
from simcheck.server.pool import Task
from simcheck.server.problems import Problem
from simcheck.server.remarks import add_comment, comments_of
from simcheck.server.rights import Principal
from simcheck.server.stored import dump

router = APIRouter(tags=["checks"])
Reads = Annotated[Principal, Depends(Needs("checks:read"))]
Writes = Annotated[Principal, Depends(Needs("checks:write"))]
SourcesShown = Annotated[Literal["all", "none"], Query(description="none leaves out everything about the sources")]
Lang = Annotated[Language | None, Query(description="the language of the report's sentences; else the draft's")]

_TYPES = {
    "html": ("html", "text/html; charset=utf-8"),
    "docx": ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "json": ("json", "application/json"),
    "sarif": ("sarif", "application/sarif+json"),
    "csv": ("csv", "text/csv; charset=utf-8"),
    "md": ("markdown", "text/markdown; charset=utf-8"),
    "txt": ("text", "text/plain; charset=utf-8"),
}
#: A report's own page runs nothing but its own script; this site may show it in a frame.
_FRAMED = {"content-security-policy": "frame-ancestors 'self'", "x-frame-options": "SAMEORIGIN"}
#: How often a client that waits is looked at, and how long an end is waited for after a cancel.
_LOOK, _CANCEL_SECONDS = 0.2, 5.0


@router.post("/checks", openapi_extra=CHECK_BODY, response_model=CheckAnswer, status_code=200,
             responses={202: {"model": CheckAnswer}})  # fmt: skip
async def create(
    request: Request, office: OfficeOf, who: Writes, lang: Lang = None, sources: SourcesShown = "all"
) -> Response:
    """Check a text or files. A short draft is answered at once; else 202, and the check is at its address.

    Several files give `{"batch": …, "checks": […]}`. A client that leaves while it waits cancels its checks.
    """
    asked = await intake(request, office.settings)
    asked.corpora = await run_in_threadpool(office.corpora.usable, who, asked.corpora)
    return await _created(request, office, who, asked, lang, sources == "all")


@router.post("/compare", openapi_extra=COMPARE_BODY, response_model=CheckAnswer, status_code=200,
             responses={202: {"model": CheckAnswer}})  # fmt: skip
async def compare(request: Request, office: OfficeOf, who: Writes, lang: Lang = None) -> Response:
    """Check a draft against other texts or files that come with it, without a corpus."""
    asked = await intake(request, office.settings, compares=True)
    asked.corpora = []
    return await _created(request, office, who, asked, lang, sources=True)


@router.get("/checks")
def list_checks(
    office: OfficeOf,
    who: Reads,
    mine: bool = True,
    state: Annotated[str | None, Query(max_length=16)] = None,
    batch: Annotated[str | None, Query(max_length=32)] = None,
    review: Annotated[str | None, Query(max_length=16)] = None,
    before: Annotated[float | None, Query(allow_inf_nan=False)] = None,
    most: Annotated[int, Query(ge=1, le=500)] = 50,
) -> dict[str, Any]:
    """The newest checks: one's own, or with `mine=false`, for reviewers, everybody's."""
    everybody = not mine and who.may("checks:all")
    rows = office.checks.listed(
        user_id=None if everybody else who.user_id, most=most, before=before, state=state, batch=batch, review=review
    )
    return {"checks": [shown.about(office, row, position=False) for row in rows]}


@router.get("/checks/{check_id}", response_model=CheckAnswer)
def read(check_id: str, office: OfficeOf, who: Reads, lang: Lang = None, sources: SourcesShown = "all") -> Response:
    """One check: `id`, `state` (queued, running, done, failed, cancelled) and, when it is done, `report`."""
    row = shown.visible(office, who, check_id, report=True)
    return JSONResponse(shown.whole(office, who, row, language=lang, sources=sources == "all"))


@router.delete("/checks/{check_id}", status_code=204)
async def remove(check_id: str, request: Request, office: OfficeOf, who: Writes) -> Response:
    """Cancel a check that is not done, for real; delete one that has ended, with all that is kept of it."""
    row = await run_in_threadpool(shown.visible, office, who, check_id)
    if row["finished"] is None:
        task = office.checks.task(check_id)
        await run_in_threadpool(office.checks.cancel, check_id)
        if task is not None:
            await asyncio.wait([asyncio.ensure_future(_ended(task))], timeout=_CANCEL_SECONDS)
    else:
        await run_in_threadpool(office.checks.forget, check_id)
    action = "check.cancel" if row["finished"] is None else "check.delete"
    await run_in_threadpool(_noted, office, request, who, action, check_id)
    return Response(status_code=204)


@router.get(
    "/checks/{check_id}/events",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/event-stream": {}}}},
)
async def events(check_id: str, request: Request, office: OfficeOf, who: Reads) -> StreamingResponse:
    """The progress of a check as server-sent events: state, stage, place in the queue; ends when the check has."""
    await run_in_threadpool(shown.visible, office, who, check_id)

    async def stream() -> AsyncIterator[str]:
        last = None
        while not await request.is_disconnected():
            try:
                row = await run_in_threadpool(office.checks.get, check_id)
            except Problem:
                return
            told = await run_in_threadpool(shown.about, office, row)
            now = {name: told[name] for name in ("id", "state", "stage", "position", "decision", "overlap", "problem")}
            if now != last:
                yield f"event: {now['state']}\ndata: {json.dumps(now, ensure_ascii=False)}\n\n"
                last = now
            if now["state"] in FINAL:
                return
            await asyncio.sleep(_LOOK)

    return StreamingResponse(stream(), media_type="text/event-stream", headers={"x-accel-buffering": "no"})


@router.get("/checks/{check_id}/report.{form}")
def report(
    check_id: str,
    form: Literal["html", "docx", "json", "sarif", "csv", "md", "txt"],
    office: OfficeOf,
    who: Reads,
    lang: Lang = None,
    sources: SourcesShown = "all",
    texts: Annotated[
        bool, Query(description="with json: everything, the whole texts too, to render it elsewhere")
    ] = False,
    download: bool = False,
) -> Response:
    """The report of a check in a format, as the command line writes it."""
    row = shown.visible(office, who, check_id, report=True)
    found = shown.report_of(office, who, row, sources=sources == "all")
    name, kind = _TYPES[form]
    headers = dict(_FRAMED) if form == "html" else {}
    if download or form == "docx":
        headers["content-disposition"] = f'attachment; filename="report-{check_id}.{form}"'
    if texts and form == "json":
        return Response(dump(found), media_type=kind, headers=headers)
    original = office.checks.draft(row) if form == "docx" and row["name"].lower().endswith(".docx") else None
    return Response(render(found, name, language=lang, original=original), media_type=kind, headers=headers)  # type: ignore[call-overload]


@router.get("/checks/{check_id}/changes")
def changes(check_id: str, office: OfficeOf, who: Reads) -> dict[str, Any]:
    """What a second version of a draft mended: the counted matches that went, stayed, and came, against `previous`."""
    row = shown.visible(office, who, check_id, report=True)
    if not row["previous"]:
        raise Problem("not_found", "previous: this check has none")
    before = shown.visible(office, who, row["previous"], report=True)
    new, old = (shown.report_of(office, who, one) for one in (row, before))
    was, now = ({fingerprint(match): match for match in one.counted} for one in (old, new))
    parts = {"mended": [was[key] for key in was.keys() - now.keys()],
             "remaining": [now[key] for key in now.keys() & was.keys()],
             "new": [now[key] for key in now.keys() - was.keys()]}  # fmt: skip
    told = {
        part: sorted(({"start": one.draft.start, "text": one.draft.text, "source": one.source.document_id,
                       "kind": one.kind} for one in matches), key=lambda one: (one["start"], one["source"]))
        for part, matches in parts.items()
    }  # fmt: skip
    return {**told, "overlap": {"before": old.figures.overlap, "now": new.figures.overlap}}


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


@router.get("/checks/{check_id}/comments")
def comments(check_id: str, office: OfficeOf, who: Reads) -> dict[str, Any]:
    """The comments on a check, the oldest first."""
    shown.visible(office, who, check_id)
    return {"comments": comments_of(office.database, check_id)}


@router.post("/checks/{check_id}/comments", status_code=201)
def comment(check_id: str, body: Comment, request: Request, office: OfficeOf, who: Writes) -> dict[str, Any]:
    """Comment on a check."""
    shown.visible(office, who, check_id)
    _noted(office, request, who, "check.comment", check_id)
    return add_comment(office.database, check_id, who, body.text, body.match)


@router.post("/checks/{check_id}/review")
def review(check_id: str, body: Review, request: Request, office: OfficeOf, who: Writes) -> dict[str, Any]:
    """Send a check to the reviewers, or, as one of them, send it back or approve it."""
    row = shown.visible(office, who, check_id)
    if body.state != "sent" and not who.may("checks:all"):
        raise Problem("forbidden", "needs: checks:all")
    office.checks.note(check_id, review=body.state)
    if body.comment:
        add_comment(office.database, check_id, who, body.comment, None)
    _noted(office, request, who, f"check.{body.state}", check_id)
    return {**shown.about(office, row), "review": body.state}


async def _created(
    request: Request, office: Office, who: Principal, asked: Intake, lang: Language | None, sources: bool
) -> Response:
    if asked.previous:
        await run_in_threadpool(shown.visible, office, who, asked.previous)
    batch = new_id() if len(asked.drafts) > 1 else None
    made: list[tuple[str, Task]] = []
    try:
        for draft in asked.drafts:
            made.append(await run_in_threadpool(  # noqa: PERF401 - what is made is undone below
                office.checks.create, who.user_id, draft, asked.options, others=tuple(asked.sources), batch=batch,
                previous=asked.previous))  # fmt: skip
    except Problem:
        for check_id, _ in made:  # all of a batch or nothing
            await run_in_threadpool(office.checks.forget, check_id)
        raise
    await run_in_threadpool(_noted, office, request, who, "check.create", batch or made[0][0])
    seconds = asked.seconds(math.inf if asked.wait is None else float(office.settings.wait_seconds))
    if seconds and not await _waited(request, [task for _, task in made], seconds):
        for check_id, _ in made:
            await run_in_threadpool(office.checks.cancel, check_id)
        raise Problem("bad_request", "the client left")
    return await run_in_threadpool(_answer, office, who, [check_id for check_id, _ in made], batch, lang, sources)


def _answer(
    office: Office, who: Principal, ids: list[str], batch: str | None, lang: Language | None, sources: bool
) -> Response:
    rows = [office.checks.get(check_id, report=batch is None) for check_id in ids]
    status = 200 if all(row["finished"] for row in rows) else 202
    headers = {"retry-after": "1"} if status == 202 else {}
    if batch:
        checks = [shown.about(office, row, position=False) for row in rows]
        return JSONResponse({"batch": batch, "checks": checks}, status, headers)
    headers["location"] = f"/api/v1/checks/{ids[0]}"
    return JSONResponse(shown.whole(office, who, rows[0], language=lang, sources=sources), status, headers)


async def _waited(request: Request, tasks: list[Task], seconds: float) -> bool:
    """Wait until all tasks have ended, but no longer; False when the client has left meanwhile."""
    left = {asyncio.ensure_future(_ended(task)) for task in tasks}
    loop = asyncio.get_running_loop()
    ends = loop.time() + seconds
    try:
        while left and loop.time() < ends:
            _, left = await asyncio.wait(left, timeout=min(_LOOK, max(0.0, ends - loop.time())))
            if left and await request.is_disconnected():
                return False
    finally:
        for one in left:
            one.cancel()
    return True


async def _ended(task: Task) -> None:
    """Return when a task has ended, however it did, and that is kept; who gives up waiting does not end it."""
    done = asyncio.Event()
    loop = asyncio.get_running_loop()
    task.kept.add_done_callback(lambda _: loop.call_soon_threadsafe(done.set))
    await done.wait()


def _noted(office: Office, request: Request, who: Principal, action: str, thing: str) -> None:
    office.trail.add(action, thing, who=who, address=address_of(request), request=request_id(request))
