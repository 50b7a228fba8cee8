"""The server's database, SQLite and PostgreSQL alike: steps up and down, data of any text, backups, deletion."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("fastapi")

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from hypothesis import given, settings
from hypothesis import strategies as st
from postgresql import made
from servers import PASSWORD, Server
from sqlalchemy import func, inspect, select

from simcheck.errors import ConfigError
from simcheck.server.backup import backup, restore
from simcheck.server.database import Database
from simcheck.server.office import Office
from simcheck.server.settings import Settings
from simcheck.server.tables import audit, metadata, users
from simcheck.server.trail import Trail


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'd.sqlite'}"
    plain = made(request.getfixturevalue("postgresql"), f"t{secrets.token_hex(8)}")
    return Settings(tmp_path, database=plain).url


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    found = Database(url)
    yield found
    found.close()


def tables(database: Database) -> set[str]:
    return set(inspect(database.engine).get_table_names()) - {"alembic_version"}


def test_the_steps_lead_up_to_the_tables_and_down_again(database: Database) -> None:
    for _ in range(2):
        database.upgrade()
        assert tables(database) == set(metadata.tables)
        with database.engine.connect() as connection:
            options = {"compare_type": True, "target_metadata": metadata}
            assert compare_metadata(MigrationContext.configure(connection, opts=options), metadata) == []
        database.downgrade()
        assert tables(database) == set()
    database.upgrade()
    database.upgrade()


def test_any_text_comes_back_as_it_was_or_is_refused(database: Database) -> None:
    database.upgrade()
    trail = Trail(database)

    @settings(max_examples=25)
    @given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=80))
    def holds(text: str) -> None:
        trail.add("test", text, request="r" * 64)
        line = trail.lines(most=1)[0]
        assert (line["object"], line["request"]) == (text, "r" * 64)

    holds()


def test_a_database_that_is_not_there_is_told_in_one_line(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "d", database=f"postgresql://nobody@/none?host={tmp_path}")
    pytest.importorskip("psycopg")
    with pytest.raises(ConfigError, match="--database") as raised:
        Office.open(settings)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("to", ["sqlite", "postgresql"])
def test_a_backup_goes_from_one_kind_to_the_other(server: Server, tmp_path: Path, to: str, postgresql: str) -> None:
    kept = server.checked()
    count = backup(server.office.settings, tmp_path / "b.tar.gz")
    name = made(postgresql, f"t{secrets.token_hex(8)}") if to == "postgresql" else None
    settings = Settings(tmp_path / "again", workers=1, database=name)
    assert restore(settings, tmp_path / "b.tar.gz") == count
    office = Office.open(settings)
    try:
        assert office.checks.get(kept["id"], report=True)["report"] == server.office.checks.get(
            kept["id"], report=True
        )["report"]  # fmt: skip
        assert office.accounts.log_in("a-writer", PASSWORD, "here")[0] == server.users["writer"]
        here, there = (
            {row["id"] for row in one.corpora.documents("default")} for one in (office, server.office)
        )  # fmt: skip
        assert here == there
        last = server.office.database.scalar(select(func.max(audit.c.id)))
        office.trail.add("after")
        assert office.trail.lines(most=1)[0]["id"] > last
        with pytest.raises(ConfigError, match="holds"):
            restore(settings, tmp_path / "b.tar.gz")
        assert office.database.scalar(select(func.count()).select_from(users)) == 4
    finally:
        office.close()


def test_deletion_is_real(server: Server) -> None:
    """Of a check that is deleted neither the database's file nor the spool holds a word any more."""
    secret = "这句话谁也不该再在服务器上找到它的影子"
    client = server.client("writer")
    found = client.post("/api/v1/checks", json={"text": secret * 3, "wait": True}).json()
    client.post(f"/api/v1/checks/{found['id']}/comments", json={"text": secret})
    assert client.delete(f"/api/v1/checks/{found['id']}").status_code == 204
    assert list(server.office.settings.spool.iterdir()) == []
    if server.office.database.sqlite:
        with server.office.database.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        for file in server.office.settings.data.glob("server.sqlite*"):
            held = file.read_bytes()
            assert secret.encode() not in held
            assert secret[:8].encode("unicode_escape") not in held


def test_what_is_past_its_time_is_deleted(server: Server) -> None:
    found = server.checked()
    server.office.checks.note(found["id"], finished=1.0)
    server.office.checks.purge()
    assert server.client("writer").get(f"/api/v1/checks/{found['id']}").status_code == 404
