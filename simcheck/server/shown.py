"""Checks and reports as the API and the page show them."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from simcheck.accept import fingerprint
from simcheck.messages import Language, Message
from simcheck.report import Report
from simcheck.server.database import Row, moment
from simcheck.server.office import Office
from simcheck.server.problems import Problem
from simcheck.server.rights import Principal, allows
from simcheck.server.stored import load
from simcheck.types import Match, Passage

#: What a source is called whose name may not be told, and what is said of what it left in a draft: which place it is
#: of, and which year, would tell something of it.
_HIDDEN, _LEFT = "来源", "来源中也有这一处，请核对"


def visible(office: Office, who: Principal, check_id: str, *, report: bool = False) -> Row:
    """A check that somebody may see: their own, or with ``checks:all`` anybody's; others are as if not there."""
    row = office.checks.get(check_id, report=report)
    if row["user_id"] != who.user_id and not who.may("checks:all"):
        raise Problem("not_found")
    return row


def about(office: Office, row: Row, *, position: bool = True) -> dict[str, Any]:
    """A check without its report."""
    stage, place = office.checks.progress(row["id"]) if position and row["finished"] is None else (None, None)
    problem = json.loads(row["problem"]) if row["problem"] else None
    return {
        "id": row["id"], "state": row["state"], "name": row["name"], "user": row["user_id"],
        "user_name": office.accounts.name_of(row["user_id"]), "batch": row["batch"],
        "previous": row["previous"], "corpora": json.loads(row["options"])["corpora"],
        "created": moment(row["created"]),
        "started": moment(row["started"]), "finished": moment(row["finished"]), "stage": stage, "position": place,
        "decision": row["decision"], "overlap": row["overlap"], "review": row["review"],
        "comments": row["comments"], "problem": problem,
    }  # fmt: skip


def whole(
    office: Office, who: Principal, row: Row, *, language: Language | None = None, sources: bool = True
) -> dict[str, Any]:
    """A check with its report, the one that the command line writes; None before it is done."""
    report = report_of(office, who, row, sources=sources) if row["state"] == "done" else None
    return {**about(office, row), "report": None if report is None else report.to_dict(language)}


def report_of(office: Office, who: Principal, row: Row, *, sources: bool = True) -> Report:
    """The report of a check that is done, without the sources where they are not wanted or may not be read."""
    if row["state"] != "done" or not row["report"]:
        raise Problem("not_done", f"state: {row['state']}")
    report = load(row["report"])
    readable = sources and may_read(office, who, json.loads(row["options"])["corpora"])
    return report if readable else hidden(report)


def may_read(office: Office, who: Principal, corpora: list[str]) -> bool:
    """Whether somebody may read all of these corpora; one that has gone may be read by nobody."""
    return all(allows(office.corpora.right(who, name), "read") for name in corpora)


def hidden(report: Report) -> Report:
    """A report that tells where the draft reuses something, and nothing of the sources."""
    numbers = {name: at for at, name in enumerate(sorted({match.source.document_id for match in report.matches}), 1)}
    veils = {name: f"{_HIDDEN} {at}" for name, at in numbers.items()}
    others = {name for match in report.matches for name in match.also_in} | {source.id for source in report.sources}
    told = {name: _HIDDEN for name in others if name} | veils
    told |= {one.title: told[one.id] for one in report.sources if one.title}

    def without(match: Match) -> Match:
        evidence = match.evidence and replace(match.evidence, rival=None)
        source = Passage(veils[match.source.document_id], 0, 0, "")
        note = None if match.ignored == "own_work" else match.note  # whose work the source is
        veiled = replace(match, source=source, equal=(), also_in=(), pairs=(), evidence=evidence, note=note)
        return replace(veiled, id=fingerprint(veiled))  # that of both passages would tell whether a guess is right

    def veiled(text: str) -> str:
        for name in sorted(told, key=len, reverse=True):
            text = text.replace(name, told[name])
        return text

    def said(message: Message) -> Message:
        values = {key: veiled(one) if isinstance(one, str) else one for key, one in message.values.items()}
        return replace(message, values=values)

    known = [one for one in report.reuse if one.document_id in veils]
    figures = report.figures
    largest = figures.largest_source_id
    return replace(
        report,
        matches=tuple(map(without, report.matches)),
        sources=(),
        reuse=tuple(replace(one, document_id=veils[one.document_id]) for one in known),
        runs=tuple(replace(one, document_id=veils.get(one.document_id, _HIDDEN)) for one in report.runs),
        figures=replace(figures, largest_source_id=None if largest is None else veils.get(largest, _HIDDEN)),
        leftovers=tuple(
            one if one.source is None else replace(one, source=None, note=_LEFT) for one in report.leftovers
        ),
        warnings=tuple(map(said, report.warnings)),
        verdict=replace(report.verdict, reasons=tuple(map(said, report.verdict.reasons))),
    )
