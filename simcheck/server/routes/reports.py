"""``/checks/{id}/report.…`` and ``/changes``: what came of a check."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response

from simcheck.accept import fingerprint
from simcheck.reporters.formats import render
from simcheck.server import shown
from simcheck.server.access import OfficeOf
from simcheck.server.answers import Changes
from simcheck.server.problems import Problem
from simcheck.server.routes.checks import Lang, Reads, SourcesShown, noted_reading
from simcheck.server.stored import dump

router = APIRouter(tags=["checks"])

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
#: How the description names what a report may be.
REPORTS: dict[str, Any] = {
    kind.partition(";")[0]: {"schema": {"type": "object" if "json" in kind else "string"}}
    for _, kind in _TYPES.values()
}


@router.get("/checks/{check_id}/report.{form}", response_class=Response, responses={200: {"content": REPORTS}})
def report(
    check_id: str,
    form: Literal["html", "docx", "json", "sarif", "csv", "md", "txt"],
    request: Request,
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
    noted_reading(request, who, row)
    name, kind = _TYPES[form]
    headers = dict(_FRAMED) if form == "html" else {}
    if download or form == "docx":
        headers["content-disposition"] = f'attachment; filename="report-{check_id}.{form}"'
    if texts and form == "json":
        return Response(dump(found), media_type=kind, headers=headers)
    original = office.checks.draft(row) if form == "docx" and row["name"].lower().endswith(".docx") else None
    return Response(render(found, name, language=lang, original=original), media_type=kind, headers=headers)  # type: ignore[call-overload]


@router.get("/checks/{check_id}/changes", response_model=Changes)
def changes(check_id: str, office: OfficeOf, who: Reads, sources: SourcesShown = "all") -> dict[str, Any]:
    """What a second version of a draft mended: the counted matches that went, stayed, and came, against `previous`."""
    row = shown.visible(office, who, check_id, report=True)
    if not row["previous"]:
        raise Problem("not_found", "previous: this check has none")
    before = shown.visible(office, who, row["previous"], report=True)
    new, old = (shown.report_of(office, who, one, sources=sources == "all") for one in (row, before))
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
