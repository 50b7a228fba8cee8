"""The server's database: SQLite by default, PostgreSQL by one URL; brought to the newest form at each start."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, Executable, create_engine, event
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from simcheck.errors import ConfigError

Row = dict[str, Any]
#: How long a connection waits for another one to write, and how long for readers to empty the journal, in milliseconds.
_BUSY_MS, _SCRUB_MS = 20_000, 2_000


class Database:
    """The database behind ``url``, shared by threads. Every method is one transaction."""

    def __init__(self, url: str) -> None:
        self.sqlite = url.startswith("sqlite")
        self.stale = False
        more: dict[str, Any] = {} if self.sqlite else {"pool_size": 10, "max_overflow": 40}
        try:
            self.engine: Engine = create_engine(url, pool_pre_ping=not self.sqlite, **more)
        except (ArgumentError, NoSuchModuleError, ImportError, ValueError):  # what they say holds the password
            raise ConfigError("--database: no address of a database; write postgresql://user@host/name") from None
        if self.sqlite:
            event.listen(self.engine, "connect", _tuned)

    def upgrade(self) -> None:
        """Bring the tables to the newest form. Raises ConfigError when the database cannot be reached."""
        self._step(command.upgrade, "head")

    def downgrade(self, to: str = "base") -> None:
        """Bring the tables to an older form, by default to none at all. Raises ConfigError as ``upgrade`` does."""
        self._step(command.downgrade, to)

    def _step(self, move: Callable[[Config, str], None], to: str) -> None:
        config = Config()
        config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
        config.set_main_option("path_separator", "os")
        try:
            with self.engine.begin() as connection:
                config.attributes["connection"] = connection
                move(config, to)
        except SQLAlchemyError as error:
            reason = str(getattr(error, "orig", error)).strip().splitlines()[0]
            raise ConfigError(f"the server's database cannot be used ({reason}); check --database and --data") from None

    def all(self, statement: Executable) -> list[Row]:
        """The rows of a query, as dictionaries."""
        with self.engine.begin() as connection:
            return [dict(row) for row in connection.execute(statement).mappings()]

    def first(self, statement: Executable) -> Row | None:
        """The first row of a query, None without one."""
        with self.engine.begin() as connection:
            row = connection.execute(statement).mappings().first()
            return None if row is None else dict(row)

    def scalar(self, statement: Executable) -> Any:
        """The first value of the first row of a query."""
        with self.engine.begin() as connection:
            return connection.execute(statement).scalar()

    def run(self, *statements: Executable, values: Sequence[Mapping[str, Any]] | None = None) -> int:
        """Run changes, all or none; gives how many rows the last one concerned."""
        count = 0
        with self.engine.begin() as connection:
            for statement in statements:
                done = connection.execute(statement, values) if values is not None else connection.execute(statement)
                count = done.rowcount
        return count

    def scrub(self) -> None:
        """Leave nothing of what was deleted in SQLite's journal either. Where others are reading just now, ``stale``
        says that this is still to be done."""
        if not self.sqlite:
            return
        try:
            with self.engine.connect() as connection:
                connection.exec_driver_sql(f"PRAGMA busy_timeout={_SCRUB_MS}")
                try:
                    self.stale = bool(connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").scalar())
                finally:
                    connection.exec_driver_sql(f"PRAGMA busy_timeout={_BUSY_MS}")
        except SQLAlchemyError:  # a full disk, a lock: the next time
            self.stale = True

    def close(self) -> None:
        """Let go of all connections."""
        self.engine.dispose()


def new_id() -> str:
    """A name that nobody can guess and nothing else has."""
    return secrets.token_hex(12)


def moment(seconds: float | None) -> str | None:
    """A time as ISO 8601 in UTC."""
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds")


def _tuned(connection: Any, _record: object) -> None:
    """Readers do not wait for the writer, deletion is real, a commit survives a crash, and no connection keeps more
    than half a megabyte of pages: there are many, and reports are large."""
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "foreign_keys=ON",
        "secure_delete=ON",
        "synchronous=FULL",
        f"busy_timeout={_BUSY_MS}",
        "cache_size=-512",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
