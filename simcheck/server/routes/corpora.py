"""``/corpora``, ``/search`` and ``/phrases``: what drafts are checked against."""

from __future__ import annotations

import asyncio
import shutil
from dataclasses import asdict
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool

from simcheck.server import answers
from simcheck.server.access import Needs, OfficeOf, noted
from simcheck.server.checks import Upload, spooled
from simcheck.server.database import new_id
from simcheck.server.docs import UPLOAD_BODY
from simcheck.server.office import Office
from simcheck.server.pool import CancelledJob, Task
from simcheck.server.problems import Problem
from simcheck.server.rights import Principal
from simcheck.server.unpacking import is_archive
from simcheck.server.uploads import SPOOLED, Uploads, begin, safe_name, uploads, year_of
from simcheck.types import SourceClass

router = APIRouter(tags=["corpora"])
Reads = Annotated[Principal, Depends(Needs("corpora:read"))]
Writes = Annotated[Principal, Depends(Needs("corpora:write"))]
Manages = Annotated[Principal, Depends(Needs("corpora:manage"))]
Searches = Annotated[Principal, Depends(Needs("search"))]
Name = Annotated[str, Path(max_length=64)]


class NewCorpus(BaseModel):
    """A corpus to make; `open`: every user may check against it and read it."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"name": "历年报告", "title": "政府工作报告"}]}
    )
    name: str = Field(min_length=1, max_length=64)
    title: str = Field("", max_length=200)
    open: bool = True


class CorpusChange(BaseModel):
    """What is to be changed of a corpus."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"open": False}]})
    title: str | None = Field(None, max_length=200)
    open: bool | None = None


class Grant(BaseModel):
    """A user's right in a corpus: check (sources hidden), read, write; null takes it."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"right": "read"}]})
    right: Literal["check", "read", "write"] | None


class Labels(BaseModel):
    """What an office notes of a document."""

    model_config = ConfigDict(
        extra="forbid", populate_by_name=True, json_schema_extra={"examples": [{"class": "authority"}]}
    )
    class_: SourceClass | None = Field(None, alias="class")
    department: str | None = Field(None, max_length=128)


@router.get("/corpora", response_model=answers.CorpusList)
def corpora(office: OfficeOf, who: Reads) -> dict[str, Any]:
    """The corpora that one may use, with the right in each."""
    return {"corpora": [_shown(row) for row in office.corpora.listed(who)]}


@router.post("/corpora", status_code=201, response_model=answers.Made, response_model_exclude_unset=True)
async def create(body: NewCorpus, request: Request, office: OfficeOf, who: Manages) -> dict[str, Any]:
    """Make an empty corpus."""
    task = await run_in_threadpool(office.corpora.create, body.name, body.title, is_open=body.open)
    try:
        await result(task)
    except Problem:  # so that the name can be tried again
        await run_in_threadpool(office.corpora.remove, body.name)
        raise
    await run_in_threadpool(noted, request, who, "corpus.create", body.name)
    return {"name": body.name, "title": body.title, "open": body.open}


@router.get("/corpora/{name}", response_model=answers.CorpusAnswer)
async def read(name: Name, office: OfficeOf, who: Reads) -> dict[str, Any]:
    """One corpus: counts, model, and which documents are versions of others."""
    await run_in_threadpool(office.corpora.require, who, name, "read")
    told = await result(office.corpora.ask([name], "statistics", who.user_id))
    return {"name": name, **{key: value for key, value in told.items() if key != "path"}}


@router.patch("/corpora/{name}", response_model=answers.Made, response_model_exclude_unset=True)
async def change(name: Name, body: CorpusChange, request: Request, office: OfficeOf, who: Manages) -> dict[str, Any]:
    """Change the title of a corpus, or whether it is open to all."""
    await run_in_threadpool(office.corpora.require, who, name, "write")
    values = body.model_dump(exclude_none=True)
    await run_in_threadpool(office.corpora.change, name, **values)
    await run_in_threadpool(noted, request, who, "corpus.change", name)
    return {"name": name, **values}


@router.delete("/corpora/{name}", status_code=204)
async def remove(name: Name, request: Request, office: OfficeOf, who: Manages) -> Response:
    """Delete a corpus with all that is in it."""
    await run_in_threadpool(office.corpora.require, who, name, "write")
    await run_in_threadpool(office.corpora.remove, name)
    await run_in_threadpool(noted, request, who, "corpus.delete", name)
    return Response(status_code=204)


@router.get("/corpora/{name}/grants", response_model=answers.Grants)
def grants(name: Name, office: OfficeOf, who: Manages) -> dict[str, Any]:
    """Who has which right in a corpus."""
    office.corpora.require(who, name, "write")
    return {"grants": [{"user": row["user_id"], "right": row["right"]} for row in office.corpora.grants(name)]}


@router.put("/corpora/{name}/grants/{user_id}", response_model=answers.Granted)
def grant(name: Name, user_id: str, body: Grant, request: Request, office: OfficeOf, who: Manages) -> dict[str, Any]:
    """Give or take a right."""
    office.corpora.require(who, name, "write")
    office.accounts.user(user_id)
    office.corpora.grant(name, user_id, body.right)
    noted(request, who, "corpus.grant", f"{name} {user_id} {body.right}")
    return {"user": user_id, "right": body.right}


@router.get("/corpora/{name}/documents", response_model=answers.DocumentList)
def documents(
    name: Name,
    office: OfficeOf,
    who: Reads,
    q: Annotated[str | None, Query(max_length=200)] = None,
    author: Annotated[str | None, Query(max_length=200)] = None,
    year: Annotated[str | None, Query(max_length=8)] = None,
    class_: Annotated[SourceClass | None, Query(alias="class")] = None,
    department: Annotated[str | None, Query(max_length=128)] = None,
    skip: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
    most: Annotated[int, Query(ge=1, le=10_000)] = 1000,
) -> dict[str, Any]:
    """The documents of a corpus, in the order they were added; filters hold together."""
    office.corpora.require(who, name, "read")
    wanted = {"q": q, "author": author, "year": year and year_of(year), "class": class_, "department": department}
    rows = office.corpora.documents(name, **wanted)
    return {"documents": rows[skip : skip + most], "found": len(rows)}


@router.post("/corpora/{name}/documents", status_code=201, openapi_extra=UPLOAD_BODY, response_model=answers.Added)
async def add(name: Name, request: Request, office: OfficeOf, who: Writes) -> dict[str, Any]:
    """Add documents: files, or ZIP archives of them. What cannot be read is told under `refused`, the rest is kept."""
    await run_in_threadpool(office.corpora.require, who, name, "write")
    return await _added(office, request, who, name, await uploads(request))


@router.get("/corpora/{name}/documents/{document:path}", response_model=answers.DocumentAnswer)
def document(name: Name, document: str, office: OfficeOf, who: Reads) -> dict[str, Any]:
    """One document with its text."""
    office.corpora.require(who, name, "read")
    found = asdict(office.corpora.document(name, document))
    return {key: value for key, value in found.items() if key not in ("origin", "reading")}


@router.put("/corpora/{name}/documents/{document:path}", openapi_extra=UPLOAD_BODY, response_model=answers.Added)
async def replace(name: Name, document: str, request: Request, office: OfficeOf, who: Writes) -> dict[str, Any]:
    """Put another text in the place of a document, or add it under this name."""
    await run_in_threadpool(office.corpora.require, who, name, "write")
    sent = await uploads(request, name=document)
    if len(sent.files) != 1 or is_archive(sent.files[0].name):
        raise Problem("invalid", "file: exactly one, and no archive")
    sent.files = [Upload(safe_name(document), sent.files[0].data)]
    sent.replace = sent.duplicates = True
    return await _added(office, request, who, name, sent)


@router.patch("/corpora/{name}/documents/{document:path}", response_model=answers.Labelled)
async def label(
    name: Name, document: str, body: Labels, request: Request, office: OfficeOf, who: Writes
) -> dict[str, Any]:
    """Note the class and the department of a document."""
    await run_in_threadpool(office.corpora.require, who, name, "write")
    await run_in_threadpool(office.corpora.document, name, document)
    await result(office.corpora.label(name, document, body.class_, body.department))
    await run_in_threadpool(noted, request, who, "document.label", f"{name}/{document}")
    return {"id": document, **body.model_dump(by_alias=True)}


@router.delete("/corpora/{name}/documents/{document:path}", status_code=204)
async def forget(name: Name, document: str, request: Request, office: OfficeOf, who: Writes) -> Response:
    """Delete a document."""
    await run_in_threadpool(office.corpora.require, who, name, "write")
    await run_in_threadpool(office.corpora.document, name, document)
    await result(await run_in_threadpool(office.corpora.forget, name, [document]))
    await run_in_threadpool(noted, request, who, "document.delete", f"{name}/{document}")
    return Response(status_code=204)


@router.get("/corpora/{name}/phrases", response_model=answers.Phrases)
async def phrases(
    name: Name,
    office: OfficeOf,
    who: Reads,
    least: Annotated[int, Query(ge=2, le=10_000)] = 3,
    most: Annotated[int, Query(ge=1, le=10_000)] = 50,
) -> dict[str, Any]:
    """The set phrases of a corpus: what several documents say word for word."""
    await run_in_threadpool(office.corpora.require, who, name, "read")
    return await result(office.corpora.ask([name], "phrases", who.user_id, least=least, most=most))


@router.get("/phrases", response_model=answers.Phrases)
async def phrases_of_default(
    office: OfficeOf,
    who: Reads,
    corpus: Annotated[str, Query(max_length=64)] = "default",
    least: Annotated[int, Query(ge=2, le=10_000)] = 3,
    most: Annotated[int, Query(ge=1, le=10_000)] = 50,
) -> dict[str, Any]:
    """As `/corpora/{name}/phrases`."""
    return await phrases(corpus, office, who, least, most)


@router.get("/search", response_model=answers.Results)
async def search(
    office: OfficeOf,
    who: Searches,
    q: Annotated[str, Query(min_length=1, max_length=500, examples=["守住不发生系统性风险的底线"])],
    corpus: Annotated[list[str] | None, Query(max_length=16)] = None,
    most: Annotated[int, Query(ge=1, le=200)] = 20,
) -> dict[str, Any]:
    """Has anyone said this before: sentences with these very words first, then the closest by meaning."""
    if corpus:
        names = corpus
    else:
        listed = await run_in_threadpool(office.corpora.listed, who)
        names = [row["name"] for row in listed if row["right"] != "check" and row["documents"]]
    for name in names:
        await run_in_threadpool(office.corpora.require, who, name, "read")
    if not names:
        return {"results": []}
    return await result(office.corpora.ask(names, "search", who.user_id, q=q, most=most))


async def result(task: Task) -> dict[str, Any]:
    """What a task answers. Raises Problem."""
    try:
        return await asyncio.wrap_future(task.future)
    except CancelledJob:
        raise Problem("stopping", retry_after=5) from None


async def _added(office: Office, request: Request, who: Principal, name: str, sent: Uploads) -> dict[str, Any]:
    folder = office.settings.spool / f"{SPOOLED}{new_id()}"
    try:
        await run_in_threadpool(folder.mkdir, parents=True, mode=0o700)
        await run_in_threadpool(begin, folder, name, [one.name for one in sent.files])
        placed = [
            (await run_in_threadpool(spooled, folder, f"u{n}", one), one.name) for n, one in enumerate(sent.files)
        ]
        about = {"about": sent.about, "each": sent.each, "replace": sent.replace, "duplicates": sent.duplicates}
        told = await result(office.corpora.ingest(name, folder, placed, who.user_id, **about))
    finally:
        await run_in_threadpool(shutil.rmtree, folder, ignore_errors=True)
    kept = [*told["added"], *told["replaced"], *told["unchanged"]]
    if not kept and told["refused"] and not told["skipped"]:
        details = "; ".join(one["detail"] for one in told["refused"][:5])[:1000]
        raise Problem("unreadable", details, reason=told["refused"][0]["code"])
    await run_in_threadpool(noted, request, who, "document.add", f"{name} {len(kept)}")
    return told


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    return {key: row[key] for key in ("name", "title", "open", "right", "documents")}
