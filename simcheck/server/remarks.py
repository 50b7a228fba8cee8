"""What people say about a check."""

from __future__ import annotations

import time
from typing import Any

from sqlalchemy import insert, select

from simcheck.server.database import Database, Row, moment, new_id
from simcheck.server.rights import Principal
from simcheck.server.tables import comments, users


def comments_of(database: Database, check_id: str) -> list[dict[str, Any]]:
    """The comments on a check, the oldest first."""
    query = select(comments, users.c.name.label("user"), users.c.display).join(users, users.c.id == comments.c.user_id)
    rows = database.all(query.where(comments.c.check_id == check_id).order_by(comments.c.created))
    return [_told(row) for row in rows]


def add_comment(database: Database, check_id: str, who: Principal, text: str, match: int | None) -> dict[str, Any]:
    """Add a comment and give it."""
    row = {"id": new_id(), "check_id": check_id, "user_id": who.user_id, "match": match, "text": text,
           "created": time.time()}  # fmt: skip
    database.run(insert(comments).values(**row))
    return _told({**row, "user": who.name, "display": who.display})


def _told(row: Row) -> dict[str, Any]:
    told = {name: row[name] for name in ("id", "user", "match", "text")}
    return {**told, "user_name": row["display"] or row["user"], "created": moment(row["created"])}
