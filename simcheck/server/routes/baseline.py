"""``/baseline``: what the office has accepted; it does not count in any check from then on."""

from __future__ import annotations

import json
import time
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import delete, insert, select

from simcheck.accept import Acceptance, Baseline, Entry
from simcheck.check import reconsider
from simcheck.errors import UsageError
from simcheck.report import Report
from simcheck.server import shown
from simcheck.server.access import Needs, OfficeOf, noted
from simcheck.server.answers import Accepted, Consequence, Entries
from simcheck.server.database import Row
from simcheck.server.entries import entry_of, plain_entry
from simcheck.server.office import Office
from simcheck.server.problems import Problem
from simcheck.server.rights import Principal
from simcheck.server.stored import dump, load
from simcheck.server.tables import baseline

router = APIRouter(tags=["baseline"])
Reads = Annotated[Principal, Depends(Needs("baseline:read"))]
Writes = Annotated[Principal, Depends(Needs("baseline:write"))]
#: What an entry tells of its source to who may not read it.
_NO_SOURCE = {"source": "", "source_id": ""}


class Accepting(BaseModel):
    """A match of a check to be accepted: `match` counts from 0 through the matches of its report, or is its `id`."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"check": "6f1e0a", "match": 0, "reason": "固定表述", "expires": "2027-12-31"}]
        },
    )
    check: str = Field(max_length=32)
    match: Annotated[int, Field(ge=0, le=1_000_000)] | Annotated[str, Field(max_length=64)]
    reason: str = Field(min_length=1, max_length=1000)
    expires: date | None = None


@router.get("/baseline", response_model=Entries)
def entries(office: OfficeOf, who: Reads) -> dict[str, Any]:
    """All accepted matches. Without `checks:all` the words and the names of drafts are left out, and sources for
    whoever may not read the corpora that they were found in."""
    rows = office.database.all(select(baseline).order_by(baseline.c.created))
    named = office.accounts.name_of
    told = []
    for row in rows:
        data = json.loads(row["entry"])
        entry = plain_entry(entry_of(data)) | ({} if who.may("checks:all") else {"draft": "", "passage": []})
        if not _names_source(office, who, data.get("corpora", [])):
            entry |= _NO_SOURCE
        told.append({**entry, "user": row["user_id"], "user_name": named(row["user_id"])})
    return {"entries": told}


def _names_source(office: Office, who: Principal, corpora: list[str]) -> bool:
    """Whether somebody may know what was accepted as reuse of: where it came from corpora, who may read them; where it
    came with its draft, to be compared with, who may see the drafts of others."""
    return shown.may_read(office, who, corpora) if corpora else who.may("checks:all")


@router.post("/baseline", status_code=201, response_model=Accepted)
def accept(body: Accepting, request: Request, office: OfficeOf, who: Writes) -> dict[str, Any]:
    """Accept a match. The report of its check is judged anew at once."""
    row, report, entry = _chosen(office, who, body)
    told = plain_entry(entry)
    corpora = json.loads(row["options"])["corpora"]
    kept = json.dumps({**told, "corpora": corpora}, ensure_ascii=False)
    values = {"id": entry.id, "entry": kept, "user_id": who.user_id}
    office.database.run(
        delete(baseline).where(baseline.c.id == entry.id), insert(baseline).values(**values, created=time.time())
    )
    judged = _judged(report, entry)
    about = {"decision": judged.verdict.decision, "overlap": judged.figures.overlap}
    office.checks.note(row["id"], report=dump(judged), **about)
    noted(request, who, "baseline.add", entry.id)
    hidden = {} if shown.may_read(office, who, corpora) else _NO_SOURCE
    return {**told, **hidden, **about}


@router.post("/baseline/preview", response_model=Consequence)
def preview(body: Accepting, office: OfficeOf, who: Writes) -> dict[str, Any]:
    """What accepting a match would do: how many letters would no longer count. Nothing is kept."""
    _, report, entry = _chosen(office, who, body)
    judged = _judged(report, entry)
    before, now = report.figures, judged.figures
    letters = before.reused_characters - now.reused_characters
    return {"letters": letters, "before": before.overlap, "overlap": now.overlap, "decision": judged.verdict.decision}


def _chosen(office: Office, who: Principal, body: Accepting) -> tuple[Row, Report, Entry]:
    """The check, its report, and the entry that accepts the match that is asked for. Raises Problem."""
    row = shown.visible(office, who, body.check, report=True)
    seen = shown.report_of(office, who, row).matches
    report = load(row["report"])
    both = enumerate(zip(report.matches, seen, strict=True))
    match = next((one for at, (one, told) in both if body.match in (at, one.id, told.id)), None)
    if match is None:
        raise Problem("not_found", f"match: there are {len(report.matches)}")
    try:
        return row, report, Entry.of(match, body.reason, expires=body.expires)
    except UsageError as error:
        raise Problem("invalid", str(error)) from None


def _judged(report: Report, entry: Entry) -> Report:
    return reconsider(report, Acceptance(baseline=Baseline((entry,))))


@router.delete("/baseline/{entry_id}", status_code=204)
def remove(entry_id: str, request: Request, office: OfficeOf, who: Writes) -> Response:
    """No longer accept a match; reports that are there stay as they are."""
    if not office.database.run(delete(baseline).where(baseline.c.id == entry_id)):
        raise Problem("not_found")
    office.database.scrub()
    noted(request, who, "baseline.remove", entry_id)
    return Response(status_code=204)
