"""The audit trail: who did what to what, from where, with what outcome; never a text."""

from __future__ import annotations

import time

from sqlalchemy import insert, select

from simcheck.server.database import Database, Row
from simcheck.server.rights import Principal
from simcheck.server.tables import audit


class Trail:
    """The trail in a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(
        self,
        action: str,
        thing: str = "",
        *,
        who: Principal | None = None,
        name: str = "",
        outcome: str = "done",
        address: str = "",
        request: str = "",
    ) -> None:
        """Note one action; ``name`` is the user's where nobody has logged in."""
        row = {"at": time.time(), "user_id": who.user_id if who else None, "user": (who.name if who else name)[:64],
               "action": action, "object": thing[:200], "outcome": outcome, "address": address[:64],
               "request": request}  # fmt: skip
        self._database.run(insert(audit).values(**row))

    def lines(self, *, before: int | None = None, most: int = 100, action: str | None = None) -> list[Row]:
        """The newest lines, or those older than a line."""
        query = select(audit).order_by(audit.c.id.desc()).limit(most)
        if before is not None:
            query = query.where(audit.c.id < before)
        return self._database.all(query if action is None else query.where(audit.c.action == action))
