"""``/checks/{id}/report.…`` and ``/changes``: what came of a check."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Annotated, Any, Literal
from urllib.parse import quote

from fastapi import APIRouter, Query, Request, Response

from simcheck.messages import Language
from simcheck.patterns import regex
from simcheck.reporters.formats import render
from simcheck.server import shown
from simcheck.server.access import OfficeOf, language_asked
from simcheck.server.answers import Changes
from simcheck.server.problems import Problem
from simcheck.server.routes.checks import Lang, Reads, SourcesShown, noted_reading
from simcheck.server.say import words
from simcheck.server.stored import dump
from simcheck.server.versions import compared
from simcheck.types import Match

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
#: The ending of a draft's file, which says nothing of its report.
_ENDING = regex(r"\.[A-Za-z][A-Za-z0-9]{0,4}$")
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
        headers["content-disposition"] = attachment(row["name"], form, lang or language_asked(request))
    if texts and form == "json":
        return Response(dump(found), media_type=kind, headers=headers)
    original = office.checks.draft(row) if form == "docx" and row["name"].lower().endswith(".docx") else None
    return Response(render(found, name, language=lang, original=original), media_type=kind, headers=headers)  # type: ignore[call-overload]


@router.get("/checks/{check_id}/changes", response_model=Changes)
def changes(check_id: str, office: OfficeOf, who: Reads, sources: SourcesShown = "all") -> dict[str, Any]:
    """What a second version of a draft mended, against `previous`: the passages that went, that are found and do not
    count any more, that remain, and that came."""
    row = shown.visible(office, who, check_id, report=True)
    if not row["previous"]:
        raise Problem("not_found", "previous: this check has none")
    before = shown.visible(office, who, row["previous"], report=True)
    new, old = (shown.report_of(office, who, one, sources=sources == "all") for one in (row, before))
    found = compared(old.matches, new.matches)
    parts = {
        "mended": [_told(one) for one in found.mended],
        "excused": [_told(one) for one in found.excused],
        "remaining": [_told(one) | {"before": sum(map(_letters, those))} for one, those in found.remaining],
        "new": [_told(one) for one in found.new],
    }
    ordered = {part: sorted(told, key=lambda one: (one["start"], one["source"])) for part, told in parts.items()}
    return {**ordered, "overlap": {"before": old.figures.overlap, "now": new.figures.overlap}}


def _told(match: Match) -> dict[str, Any]:
    return {"start": match.draft.start, "text": match.draft.text, "source": match.source.document_id,
            "kind": match.kind, "letters": _letters(match)}  # fmt: skip


def _letters(match: Match) -> int:
    return sum(map(str.isalpha, match.draft.text))


def attachment(name: str, form: str, language: Language) -> str:
    """The head ``Content-Disposition`` of a report (RFC 6266), which is called as its draft is.

    >>> attachment("市长讲话.docx", "docx", "en").partition("UTF-8''")[2] == quote("市长讲话-Report.docx")
    True
    """
    plain = "".join(" " if char in '\\/:*?"<>|' else char for char in PurePosixPath(name).name)
    stem = _ENDING.sub("", plain.strip(" .")).strip(" .")[:100] or "simcheck"
    whole = quote(f"{stem}-{words(language)('page.report')}.{form}", safe="")
    return f"attachment; filename=\"report.{form}\"; filename*=UTF-8''{whole}"
