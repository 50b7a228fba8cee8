"""Backup and restore: the database and the corpora in one archive."""

from __future__ import annotations

import json
import shutil
import tarfile
import tempfile
from pathlib import Path
from typing import Any

from sqlalchemy import func, insert, select, text

from simcheck.errors import ConfigError
from simcheck.files import private
from simcheck.library import Corpus
from simcheck.server.database import Database
from simcheck.server.settings import FILE, Settings
from simcheck.server.tables import attempts, links, metadata, sessions

_TABLES = "tables.jsonl"


def backup(settings: Settings, file: Path) -> int:
    """Write the archive and give how many files it has. A server may run meanwhile: the tables are one state of the
    database, each corpus is one state of its own.

    The archive does not depend on the database: what SQLite held can be restored into PostgreSQL. Sessions and links
    stay out. Raises ConfigError when there is no server, or the archive cannot be written.
    """
    if not settings.data.is_dir():
        raise ConfigError(f"{settings.data}: no server has been here; name its folder with --data")
    if file.is_file() and file.stat().st_size and not tarfile.is_tarfile(file):
        raise ConfigError(f"{file}: is there and is no backup; choose another name")
    database = Database(settings.url)
    database.upgrade()
    try:
        with private(), tempfile.TemporaryDirectory(dir=settings.data, prefix=".backup-") as folder:
            place = Path(folder)
            _dump(database, place / _TABLES)
            names = _corpora(settings, place / "corpora")
            if (settings.data / FILE).exists():
                shutil.copy2(settings.data / FILE, place / FILE)
            part = file.with_name(f".{file.name}.part")
            part.unlink(missing_ok=True)  # of a try that was cut off, with whatever rights
            with tarfile.open(part, "w:gz") as archive:
                for path in sorted(place.iterdir()):
                    archive.add(path, arcname=path.name)
            part.replace(file)
            return 1 + names
    except OSError as error:
        raise ConfigError(f"{file}: the backup cannot be written ({error.strerror}); choose another place") from None
    finally:
        database.close()


def restore(settings: Settings, file: Path) -> int:
    """Put an archive back and give how many files it has. Raises ConfigError where a server is already."""
    if settings.corpora.exists() and any(settings.corpora.iterdir()):
        raise ConfigError(f"{settings.data}: holds a server already; name an empty folder with --data")
    settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        with private(), tempfile.TemporaryDirectory(dir=settings.data, prefix=".restore-") as folder:
            place = Path(folder)
            with tarfile.open(file, "r:gz") as archive:
                archive.extractall(place, filter=_of_its_user)  # noqa: S202 - by the filter nothing leads out
            if not (place / _TABLES).exists():
                raise ConfigError(f"{file}: no backup of a server; name the file that `simcheck server backup` wrote")
            database = Database(settings.url)
            try:
                database.upgrade()
                _load(database, place / _TABLES, settings)
            finally:
                database.close()
            if settings.corpora.exists():
                settings.corpora.rmdir()
            (place / "corpora").mkdir(exist_ok=True)
            count = 1 + sum(1 for path in (place / "corpora").rglob("*") if path.is_file())
            (place / "corpora").rename(settings.corpora)
            if (place / FILE).exists():
                (place / FILE).rename(settings.data / FILE)
            return count
    except (OSError, tarfile.TarError, EOFError) as error:
        reason = getattr(error, "strerror", None) or "damaged"
        raise ConfigError(f"{file}: the backup cannot be read ({reason}); name another one") from None


def _of_its_user(member: tarfile.TarInfo, folder: str) -> tarfile.TarInfo:
    """A member that leads out of the folder is refused; one that others could read is not read by them any more."""
    found = tarfile.data_filter(member, folder)
    return found if found.mode is None else found.replace(mode=found.mode & 0o700, deep=False)


def _dump(database: Database, path: Path) -> None:
    """All rows, one a line, read in one transaction."""
    with path.open("w", encoding="utf-8") as file, database.engine.connect() as connection:
        if not database.sqlite:
            connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
        for table in metadata.sorted_tables:
            if table in (sessions, links, attempts):
                continue
            for row in connection.execute(select(table)).mappings():
                file.write(json.dumps({"table": table.name, "row": dict(row)}, ensure_ascii=False) + "\n")


def _load(database: Database, path: Path, settings: Settings) -> None:
    known = {table.name: table for table in metadata.sorted_tables}
    with database.engine.begin() as connection:
        if connection.execute(select(func.count()).select_from(known["users"])).scalar():
            raise ConfigError(f"{settings.data}: its database holds users already; name an empty one")
        with path.open(encoding="utf-8") as file:
            for line in file:
                said: dict[str, Any] = json.loads(line)
                table = known[said["table"]]
                # What an older form of the table had beside is not used any more.
                row = {name: value for name, value in said["row"].items() if name in table.c}
                connection.execute(insert(table).values(**row))
        if not database.sqlite:
            # The numbers of the trail go on behind those that were restored.
            connection.execute(
                text("SELECT setval(pg_get_serial_sequence('audit', 'id'), (SELECT coalesce(max(id), 1) FROM audit))")
            )


def _corpora(settings: Settings, place: Path) -> int:
    """Copy each corpus, which no one changes meanwhile: its writers wait."""
    place.mkdir()
    count = 0
    for folder in sorted(settings.corpora.iterdir()) if settings.corpora.exists() else ():
        if Corpus.exists(folder):
            with Corpus.open(folder, wait=600) as corpus, corpus.still():
                shutil.copytree(folder, place / folder.name)
            count += sum(1 for path in (place / folder.name).rglob("*") if path.is_file())
    return count
