"""The settings of a server: what was given to ``simcheck serve``, and the bounds in ``server.toml`` of its folder."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, fields, replace
from pathlib import Path

from simcheck.errors import ConfigError
from simcheck.files import read_toml
from simcheck.patterns import regex

FILE = "server.toml"


@dataclass(frozen=True, slots=True)
class Settings:
    """Sizes are in bytes, characters or entries, times in seconds unless their name says otherwise.

    ``upload_bytes`` bounds a file, ``text_bytes`` a request that is JSON, ``uploading_bytes`` what all requests under
    way send together, ``body_seconds`` how long the next piece of one may be waited for. ``queue`` bounds the checks
    that wait, ``queue_each`` those of one user. ``report_days`` is how long a report is kept, ``file_days`` how long
    the file of a draft is: by default no longer than its check takes.
    ``lockout_failures`` wrong passwords in a row lock an account for ``lockout_minutes``; ``login_rate`` bounds
    attempts a minute from one address, ``requests_rate`` the requests a minute of one user.

    ``address`` is what users type, such as ``https://simcheck.example.cn``; by default what a request was sent to.
    ``hosts`` are further names by which the server may be asked for, apart from one another by commas; ``*`` takes any.
    ``openid_issuer`` is the address of the office's identity provider, where users may log in as ``openid_client``.
    Who is not known here gets ``openid_role``; without one an administrator makes users first.

    ``cluster`` is ``NAME=HOST:PORT``: the corpus of that name, or without one the default corpus, is the one that a
    cluster serves there.
    """

    data: Path
    host: str = "127.0.0.1"
    port: int = 8765
    database: str | None = None
    workers: int = field(default_factory=lambda: min(os.cpu_count() or 1, 8))
    upload_bytes: int = 50_000_000
    archive_bytes: int = 500_000_000
    archive_files: int = 5_000
    text_bytes: int = 16_000_000
    uploading_bytes: int = 1_000_000_000
    body_seconds: int = 60
    queue: int = 256
    queue_each: int = 64
    check_seconds: int = 300
    ingest_seconds: int = 3600
    wait_seconds: int = 60
    worker_megabytes: int = 4096
    report_days: int = 30
    file_days: int = 0
    session_hours: int = 12
    lockout_failures: int = 5
    lockout_minutes: int = 15
    login_rate: int = 30
    requests_rate: int = 30_000
    address: str = ""
    hosts: str = ""
    openid_issuer: str = ""
    openid_client: str = "simcheck"
    openid_secret_file: str = ""
    openid_role: str = ""
    secure_cookies: bool = False
    trusted_proxies: str = "127.0.0.1"
    cluster: str | None = None

    @property
    def url(self) -> str:
        """The database as SQLAlchemy names it; PostgreSQL is reached through psycopg."""
        if not self.database:
            return f"sqlite:///{self.data / 'server.sqlite'}"
        plain = self.database.replace("postgres://", "postgresql://", 1)
        return plain.replace("postgresql://", "postgresql+psycopg://", 1)

    @property
    def corpora(self) -> Path:
        """The folder of the corpora, one folder each."""
        return self.data / "corpora"

    @property
    def spool(self) -> Path:
        """The folder of the drafts that wait for their check."""
        return self.data / "spool"


#: The corpus of the server that is there from the start, and is meant where none is named.
DEFAULT = "default"
#: A corpus of the server, and where the cluster is that serves it.
_CLUSTER = regex(r"(?:[\w-]{1,64}=)?(local|[^=\s]+:\d+)")
#: What ``server.toml`` may set: all but what the command line says.
_IN_FILE = tuple(one.name for one in fields(Settings) if one.name not in ("data", "host", "port"))


def load_settings(data: Path, **given: object) -> Settings:
    """The settings of the server in the folder ``data``; what is ``given`` and not None wins over its ``server.toml``.

    Raises ConfigError for a name that is no setting and for a value of another type.
    """
    path = data / FILE
    try:
        _, table = read_toml(path, str(path), "server's settings")
    except FileNotFoundError:
        table = {}
    kinds = {one.name: one.type for one in fields(Settings)}
    for name, value in table.items():
        if name not in _IN_FILE:
            raise ConfigError(f"{path}: {name} is no setting of the server; there are {', '.join(_IN_FILE)}")
        kind = {"int": int, "bool": bool}.get(str(kinds[name]), str)
        if type(value) is not kind or (isinstance(value, int) and value < 0):
            raise ConfigError(f"{path}: {name} = {value!r} is no {kind.__name__} that can be; mend that line")
    settings = Settings(data, **{**table, **{name: value for name, value in given.items() if value is not None}})
    if settings.cluster is None:
        return settings
    if not _CLUSTER.fullmatch(settings.cluster):
        raise ConfigError(
            f"{settings.cluster}: a cluster is named as HOST:PORT or local, "
            "for one corpus of several as CORPUS=HOST:PORT"
        )
    named = settings.cluster if "=" in settings.cluster else f"{DEFAULT}={settings.cluster}"
    return replace(settings, cluster=named)
