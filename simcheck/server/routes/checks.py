"""``/checks`` and ``/compare``: checks from upload to their end."""

from __future__ import annotations

import asyncio
import contextlib
import json
import math
from collections.abc import AsyncIterator
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import JSONResponse, StreamingResponse
from starlette.concurrency import run_in_threadpool

from simcheck.messages import Language
from simcheck.server import shown
from simcheck.server.access import LISTENING, Needs, OfficeOf, noted, noted_once, principal_of
from simcheck.server.answers import Batch, CheckAnswer, CheckList
from simcheck.server.checks import FINAL
from simcheck.server.database import new_id
from simcheck.server.docs import CHECK_BODY, COMPARE_BODY
from simcheck.server.intake import Intake, intake
from simcheck.server.office import Office
from simcheck.server.pool import Task
from simcheck.server.problems import Problem
from simcheck.server.rights import Principal

router = APIRouter(tags=["checks"])
Reads = Annotated[Principal, Depends(Needs("checks:read"))]
Writes = Annotated[Principal, Depends(Needs("checks:write"))]
SourcesShown = Annotated[Literal["all", "none"], Query(description="none leaves out everything about the sources")]
Lang = Annotated[Language | None, Query(description="the language of the report's sentences; else the draft's")]

#: What is told of a check that is on its way.
_PROGRESS = ("id", "state", "stage", "position", "decision", "overlap", "problem")
#: How often a client that waits is looked at, and how long an end is waited for after a cancel.
_LOOK, _CANCEL_SECONDS = 0.2, 5.0


@router.post("/checks", openapi_extra=CHECK_BODY, response_model=CheckAnswer | Batch, status_code=200,
             responses={202: {"model": CheckAnswer | Batch}})  # fmt: skip
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


@router.get("/checks", response_model=CheckList)
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
def read(
    check_id: str, request: Request, office: OfficeOf, who: Reads, lang: Lang = None, sources: SourcesShown = "all"
) -> Response:
    """One check: `id`, `state` (queued, running, done, failed, cancelled) and, when it is done, `report`."""
    row = shown.visible(office, who, check_id, report=True)
    noted_reading(request, who, row)
    return JSONResponse(shown.whole(office, who, row, language=lang, sources=sources == "all"))


def noted_reading(request: Request, who: Principal, row: dict[str, Any]) -> None:
    """Write down who reads the draft of another."""
    if row["user_id"] != who.user_id:
        noted_once(request, who, "check.read", row["id"])


@router.delete("/checks/{check_id}", status_code=204)
async def remove(check_id: str, request: Request, office: OfficeOf, who: Writes) -> Response:
    """Cancel a check that is not done, for real; delete one that has ended, with all that is kept of it. One's own, or
    as administrator anybody's: a reviewer reads and judges the drafts of others, and takes none away."""
    row = await run_in_threadpool(shown.visible, office, who, check_id)
    if row["user_id"] != who.user_id and not who.may("users:manage"):
        raise Problem("forbidden", "needs: users:manage")
    if row["finished"] is None:
        task = office.checks.task(check_id)
        await run_in_threadpool(office.checks.cancel, check_id)
        if task is not None:
            await asyncio.wait([asyncio.ensure_future(_ended(task))], timeout=_CANCEL_SECONDS)
    else:
        await run_in_threadpool(office.checks.forget, check_id)
    action = "check.cancel" if row["finished"] is None else "check.delete"
    await run_in_threadpool(noted, request, who, action, check_id)
    return Response(status_code=204)


@router.get(
    "/checks/{check_id}/events",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/event-stream": {}}}},
)
async def events(check_id: str, request: Request, office: OfficeOf, who: Reads) -> StreamingResponse:
    """The progress of a check as server-sent events: state, stage, place in the queue; ends when the check has."""
    await run_in_threadpool(shown.visible, office, who, check_id)
    LISTENING.require(who.user_id)

    async def stream() -> AsyncIterator[str]:
        last = None
        with LISTENING.one(who.user_id):
            while not await request.is_disconnected():
                try:
                    still = await run_in_threadpool(principal_of, request)  # a session ends, a token is voided
                    if still is None:
                        return
                    row = await run_in_threadpool(shown.visible, office, still, check_id)
                except Problem:
                    return
                told = await run_in_threadpool(shown.about, office, row)
                now = {name: told[name] for name in _PROGRESS}
                if now != last:
                    yield f"event: {now['state']}\ndata: {json.dumps(now, ensure_ascii=False)}\n\n"
                    last = now
                if now["state"] in FINAL:
                    return
                await asyncio.sleep(_LOOK)

    return StreamingResponse(stream(), media_type="text/event-stream", headers={"x-accel-buffering": "no"})


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
    await run_in_threadpool(noted, request, who, "check.create", batch or made[0][0])
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

    def wake(_: object) -> None:
        with contextlib.suppress(RuntimeError):  # the loop has ended, and who waited with it
            loop.call_soon_threadsafe(done.set)

    task.kept.add_done_callback(wake)
    await done.wait()
