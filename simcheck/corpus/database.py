"""Opening the database of a corpus and telling what is wrong with it. The only file that knows SQLite.

Write-ahead logging, so that readers never wait for the writer and each reads one unchanging state; every commit is
synced. The last connection to close folds the log back, so a corpus at rest is one database file that can be copied or
put on read-only media.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from simcheck.corpus.folder import DATABASE, NoRoomError, can_write
from simcheck.errors import CorpusError
from simcheck.forks import waited_for

Connection = sqlite3.Connection

#: 2: title, author and date of documents. 3: texts compressed. 4: segments hold FAISS's own files; origins. Older ones
#: can be read, and become the newest when they are next written to; segments of theirs are derived again. 5: what else
#: is known of documents, and their classes. 6: which classes the program told, and by which of its rules.
FORMAT = 6
#: The format from which on segments are as they are now.
INDEX_FORMAT = 4
#: The rules of a class of which nothing says whether the program told it, in the table ``told``.
UNKNOWN = -1
APPLICATION = 0x73696D63  # "simc"

#: Seconds SQLite itself waits, which only happens while a crashed writer's log is being recovered.
BUSY_SECONDS = 10.0
#: A log left larger than this by one long write is cut when it is next reused.
LOG_BYTES = 64 << 20

#: How SQLite tells a full or failing disk.
_FULL = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR)
_READING = ("PRAGMA query_only = 1", "BEGIN", "SELECT generation FROM meta")

_SCHEMA = """
CREATE TABLE meta (
    only INTEGER PRIMARY KEY CHECK (only = 1), model TEXT NOT NULL, source TEXT, dimension INTEGER NOT NULL,
    normalization INTEGER NOT NULL, generation INTEGER NOT NULL, seal BLOB NOT NULL
);
CREATE TABLE documents (
    number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, digest BLOB NOT NULL,
    characters INTEGER NOT NULL, sentences INTEGER NOT NULL, added TEXT NOT NULL, seal BLOB NOT NULL
);
CREATE INDEX documents_digest ON documents (digest);
CREATE TABLE texts (number INTEGER PRIMARY KEY, text BLOB NOT NULL);
CREATE TABLE vectors (number INTEGER PRIMARY KEY, vectors BLOB NOT NULL);
"""
#: Tables and the format they came with: a writer makes them anew in an older database, a reader takes them for empty.
_ADDED = {
    "TABLE about (number INTEGER PRIMARY KEY, title TEXT, author TEXT, date TEXT)": 2,
    """TABLE files (
        segment TEXT NOT NULL, name TEXT NOT NULL, size INTEGER NOT NULL, sha256 TEXT NOT NULL, head INTEGER NOT NULL,
        head_sha256 TEXT NOT NULL, PRIMARY KEY (segment, name)
    )""": 4,
    "TABLE origins (origin TEXT PRIMARY KEY, number INTEGER NOT NULL, own INTEGER NOT NULL)": 4,
    "TABLE classes (number INTEGER PRIMARY KEY, class TEXT NOT NULL)": 5,
    """TABLE more (
        number INTEGER NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (number, name)
    ) WITHOUT ROWID""": 5,
    "TABLE told (number INTEGER PRIMARY KEY, rules INTEGER NOT NULL)": 6,
}
#: What is known of the classes in a database from before format 6: before format 5 nobody could give one; in format 5
#: nothing says who gave it, but for those that the program never tells.
_TOLD_BEFORE = {
    4: "INSERT OR IGNORE INTO told SELECT number, 0 FROM documents",
    5: """INSERT OR IGNORE INTO told SELECT number, -1 FROM documents
           WHERE number NOT IN (SELECT number FROM classes WHERE class IN ('own', 'template'))""",
}


@contextmanager
def make(path: Path) -> Iterator[Connection]:
    """A new database with empty tables at ``path``, open to be filled; whole and closed when the block ends."""
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("PRAGMA auto_vacuum = INCREMENTAL")  # so that a corpus can give room back
        connection.execute("PRAGMA journal_mode = WAL")
        connection.executescript(
            f"{_SCHEMA} PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {FORMAT};"
            + "".join(f"CREATE {table};" for table in _ADDED)
        )
        yield connection
    finally:
        connection.close()


@contextmanager
def read_transaction(folder: Path) -> Iterator[Connection]:
    """A connection to one unchanging state.

    Write-ahead logging needs two small files beside the database. Who cannot write to it makes none, since they would
    be in the owner's way, but reads it as unchanging where no writer has made them, unless a crash left a log that only
    a writer can fold in. Raises CorpusError when a writer came after all.
    """
    with waited_for("opening"):
        connection, before = _opened(folder)
    try:
        yield connection
    finally:
        with waited_for("closing"):
            connection.close()
        if before and before != _stamp(folder):
            raise CorpusError(f"{folder}: was written to while it was read; try again", code="corpus.locked")


def _opened(folder: Path) -> tuple[Connection, object]:
    """A connection to read with, and what tells whether its file is written to, where nothing else would."""
    connection = None
    if can_write(folder) or (folder / f"{DATABASE}-shm").exists():
        try:
            connection = _connected(folder, "mode=rw", _READING)
        except sqlite3.OperationalError as error:
            if _code(error) not in _FULL or _log_size(folder):  # a full disk has no room for the two either
                raise
    elif _log_size(folder):
        raise CorpusError(
            f"{folder}: was cut off while writing; run `simcheck corpus info` where it can be written",
            code="corpus.damaged",
        )
    before = None
    if connection is None:
        before = _stamp(folder)
        connection = _connected(folder, "mode=ro&immutable=1", _READING)
    try:
        _refuse_truncated(connection, folder)
        if missing := _missing(connection):
            made = [*(f"CREATE TEMP {table}" for table in missing), _TOLD_BEFORE[max(4, _format(connection))]]
            for statement in ("PRAGMA query_only = 0", *made):
                connection.execute(statement)
            connection.execute("PRAGMA query_only = 1")
    except BaseException:
        connection.close()
        raise
    return connection, before


@contextmanager
def write_transaction(folder: Path) -> Iterator[Connection]:
    """A connection whose changes are kept and synced when the block ends, none when it raises. A child that is forked
    in the midst of it would take the corpus for damaged: the fork waits."""
    with waited_for("writing"), _writing(folder) as connection:
        yield connection


@contextmanager
def _writing(folder: Path) -> Iterator[Connection]:
    _delete_foreign_log(folder)
    limit = f"PRAGMA journal_size_limit = {LOG_BYTES}"
    connection = _connected(folder, "mode=rw", ("PRAGMA synchronous = FULL", limit, "BEGIN IMMEDIATE"))
    try:
        if missing := _missing(connection):
            if _format(connection) < INDEX_FORMAT:
                connection.execute("DROP TABLE files")
            for table in missing:
                connection.execute(f"CREATE TABLE IF NOT EXISTS {table.removeprefix('TABLE ')}")
            connection.execute(_TOLD_BEFORE[max(4, _format(connection))])
            connection.execute(f"PRAGMA user_version = {FORMAT}")
        yield connection
        connection.execute("COMMIT")
    finally:
        connection.close()  # rolls back what was not committed


def _delete_foreign_log(folder: Path) -> None:
    """Delete the two files beside the database when a reader who may not write to it left them, empty."""
    paths = [path for suffix in ("-wal", "-shm") if (path := folder / f"{DATABASE}{suffix}").exists()]
    if not _log_size(folder) and not all(os.access(path, os.W_OK) for path in paths):
        for path in paths:
            with suppress(OSError):  # SQLite then says what it cannot write to
                path.unlink()


def _connected(folder: Path, mode: str, statements: tuple[str, ...]) -> Connection:
    """Connect in autocommit mode to a database known to be a corpus that this version reads, and run the statements."""
    uri = f"{(folder / DATABASE).absolute().as_uri()}?{mode}"
    connection = sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None)
    try:
        _refuse_unknown(connection, folder)
        for statement in statements:
            connection.execute(statement).fetchall()
    except UnicodeDecodeError as error:  # sqlite3 quotes a damaged schema in its message, and cannot
        connection.close()
        raise sqlite3.DatabaseError("malformed database schema") from error
    except BaseException:
        connection.close()
        raise
    return connection


def _refuse_unknown(connection: Connection, folder: Path) -> None:
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version = _format(connection)
    if application != APPLICATION:
        raise CorpusError(
            f"{folder}: {DATABASE} is not a corpus of simcheck; name another folder with --corpus",
            code="corpus.foreign",
        )
    if version > FORMAT:
        raise CorpusError(
            f"{folder}: was made by a newer simcheck (format {version}, this one reads {FORMAT}); update simcheck",
            code="corpus.newer",
        )


def _format(connection: Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def is_older(connection: Connection) -> bool:
    """Whether the database is of a format whose segments are not those of this one."""
    return _format(connection) < INDEX_FORMAT


def _missing(connection: Connection) -> list[str]:
    """The tables that came after the database's format."""
    version = _format(connection)
    return [table for table, added in _ADDED.items() if added > version]


def _refuse_truncated(connection: Connection, folder: Path) -> None:
    """Notice a cut file now; SQLite does when it comes to the missing pages. With a log the size is not settled."""
    pages = int(connection.execute("PRAGMA page_count").fetchone()[0])
    size = int(connection.execute("PRAGMA page_size").fetchone()[0])
    if not _log_size(folder) and (folder / DATABASE).stat().st_size < pages * size:
        raise sqlite3.DatabaseError("the file has been cut short")


def _stamp(folder: Path) -> tuple[int, int]:
    """Something of the database that is equal while nobody writes to it, its log aside."""
    told = (folder / DATABASE).stat()
    return told.st_mtime_ns, told.st_size


def _log_size(folder: Path) -> int:
    try:
        return (folder / f"{DATABASE}-wal").stat().st_size
    except FileNotFoundError:
        return 0


@contextmanager
def sqlite_errors(folder: Path) -> Iterator[None]:
    """SQLite's errors as a CorpusError with the remedy."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        kind = NoRoomError if _code(error) in _FULL else CorpusError
        raise kind(f"{folder}: {_explained(error)}", code=_named(error)) from error


def _code(error: sqlite3.DatabaseError) -> int:
    return int(getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT)) & 0xFF


def _named(error: sqlite3.DatabaseError) -> str | None:
    code = _code(error)
    if code == sqlite3.SQLITE_BUSY:
        return "corpus.locked"
    if code in _FULL:
        return None
    denied = code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM)
    return "corpus.not_writable" if denied else "corpus.damaged"


def _explained(error: sqlite3.DatabaseError) -> str:
    code = _code(error)
    if code == sqlite3.SQLITE_BUSY:
        return "another process is writing to this corpus; try again when it is done"
    if code in _FULL:
        return f"the disk failed ({error}); what was added before is safe, free space and try again"
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return f"{DATABASE} cannot be opened ({error}); check the permissions of the folder and of all files in it"
    return f"{DATABASE} is damaged ({error}); restore it from a copy, or delete the folder and add the documents again"
