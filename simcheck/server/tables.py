"""The tables of the server's database. Times are seconds since 1970, in UTC; what is secret is kept as its digest."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, ForeignKey, Index, Integer, MetaData, String, Table, Text

metadata = MetaData(
    naming_convention={"ix": "ix_%(table_name)s_%(column_0_name)s", "uq": "uq_%(table_name)s_%(column_0_name)s",
                       "fk": "fk_%(table_name)s_%(column_0_name)s", "pk": "pk_%(table_name)s"}
)  # fmt: skip


def _user() -> Column[str]:
    return Column("user_id", String(32), ForeignKey("users.id", ondelete="CASCADE"), nullable=False, index=True)


users = Table(
    "users", metadata,
    Column("id", String(32), primary_key=True),
    Column("name", String(64), nullable=False, unique=True),
    Column("display", String(128), nullable=False, server_default=""),
    Column("role", String(16), nullable=False),
    Column("password", Text),
    Column("subject", String(255), unique=True),
    Column("disabled", Boolean, nullable=False, default=False),
    Column("created", Float, nullable=False),
)  # fmt: skip

#: Wrong passwords by name, whether it is a user's or not.
attempts = Table(
    "attempts", metadata,
    Column("digest", String(64), primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("locked_until", Float, nullable=False),
    Column("at", Float, nullable=False, index=True),
)  # fmt: skip

#: First-time links: whoever opens one sets the password of its user.
links = Table(
    "links", metadata,
    Column("digest", String(64), primary_key=True),
    _user(),
    Column("expires", Float, nullable=False),
)  # fmt: skip

sessions = Table(
    "sessions", metadata,
    Column("digest", String(64), primary_key=True),
    _user(),
    Column("csrf", String(64), nullable=False),
    Column("created", Float, nullable=False),
    Column("expires", Float, nullable=False),
)  # fmt: skip

tokens = Table(
    "tokens", metadata,
    Column("id", String(32), primary_key=True),
    _user(),
    Column("name", String(128), nullable=False),
    Column("digest", String(64), nullable=False, unique=True),
    Column("scopes", Text, nullable=False),
    Column("created", Float, nullable=False),
    Column("expires", Float),
    Column("last_used", Float),
)  # fmt: skip

#: ``open``: every user may check against it and read it.
corpora = Table(
    "corpora", metadata,
    Column("name", String(64), primary_key=True),
    Column("title", String(200), nullable=False, server_default=""),
    Column("open", Boolean, nullable=False, default=True),
    Column("created", Float, nullable=False),
)  # fmt: skip

#: ``right`` is check (sources hidden), read or write; each holds the ones before it.
grants = Table(
    "grants", metadata,
    Column("corpus", String(64), ForeignKey("corpora.name", ondelete="CASCADE"), primary_key=True),
    Column("user_id", String(32), ForeignKey("users.id", ondelete="CASCADE"), primary_key=True),
    Column("right", String(8), nullable=False),
)  # fmt: skip

checks = Table(
    "checks", metadata,
    Column("id", String(32), primary_key=True),
    _user(),
    Column("batch", String(32), index=True),
    Column("previous", String(32)),
    Column("name", String(500), nullable=False),
    Column("options", Text, nullable=False),
    Column("state", String(16), nullable=False, index=True),
    Column("stage", String(16)),
    Column("attempts", Integer, nullable=False, default=0),
    Column("created", Float, nullable=False, index=True),
    Column("started", Float),
    Column("finished", Float),
    Column("report", Text),
    Column("decision", String(8)),
    Column("overlap", Float),
    Column("problem", Text),
    Column("review", String(16)),
)  # fmt: skip

comments = Table(
    "comments", metadata,
    Column("id", String(32), primary_key=True),
    Column("check_id", String(32), ForeignKey("checks.id", ondelete="CASCADE"), nullable=False, index=True),
    _user(),
    Column("match", Integer),
    Column("text", Text, nullable=False),
    Column("created", Float, nullable=False),
)  # fmt: skip

baseline = Table(
    "baseline", metadata,
    Column("id", String(64), primary_key=True),
    Column("entry", Text, nullable=False),
    Column("user_id", String(32)),
    Column("created", Float, nullable=False),
)  # fmt: skip

#: Who did what to what; never a text. ``user_id`` has no foreign key: the line outlives the user.
audit = Table(
    "audit", metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("at", Float, nullable=False, index=True),
    Column("user_id", String(32)),
    Column("user", String(64)),
    Column("action", String(64), nullable=False),
    Column("object", String(200)),
    Column("outcome", String(32), nullable=False),
    Column("address", String(64)),
    Column("request", String(64)),
)  # fmt: skip

Index("ix_checks_user_created", checks.c.user_id, checks.c.created)
