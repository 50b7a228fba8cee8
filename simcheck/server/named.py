"""What the ids in the audit trail are called, as long as what they name is there."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlalchemy import select

from simcheck.server.database import Database
from simcheck.server.tables import audit, baseline, checks, tokens, users


def names_of(database: Database, objects: Sequence[str]) -> list[str | None]:
    """What is called by each object of a line of the trail: a user, a draft, a token, the draft of an entry; None for
    what has gone, or has no id."""
    words = sorted({word for thing in objects for word in thing.split()})
    known: dict[str, str] = {}
    gone = select(audit.c.object).where(audit.c.action == "user.delete")
    for row in database.all(gone):
        identity, _, name = row["object"].partition(" ")
        if name and identity in words:
            known[identity] = name
    for row in database.all(select(baseline.c.id, baseline.c.entry).where(baseline.c.id.in_(words))):
        known[row["id"]] = json.loads(row["entry"])["draft"]
    for row in database.all(
        select(checks.c.batch, checks.c.name).where(checks.c.batch.in_(words)).order_by(checks.c.created.desc())
    ):
        known[row["batch"]] = row["name"]
    for table in (tokens, checks):
        for row in database.all(select(table.c.id, table.c.name).where(table.c.id.in_(words))):
            known[row["id"]] = row["name"]
    for row in database.all(select(users.c.id, users.c.name, users.c.display).where(users.c.id.in_(words))):
        known[row["id"]] = f"{row['name']} {row['display']}".strip()
    return [next((known[word] for word in thing.split() if word in known), None) for thing in objects]
