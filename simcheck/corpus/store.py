"""The truth of a corpus on disk: one SQLite database, read and written in transactions.

It holds the documents, their sentences' vectors in half precision, what the corpus is pinned to, and the list of
published segments. Segments are derived files (see segment.py); because their list is committed together with the
documents, a reader sees either the state before a write or the one after it, and a crash leaves at most an unlisted
folder.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from simcheck.corpus import database
from simcheck.corpus.changes import Writer
from simcheck.corpus.folder import DATABASE, command, sync_file, sync_folder, writing
from simcheck.corpus.records import Meta
from simcheck.corpus.tables import Reader
from simcheck.errors import CorpusError, quoted


class Store:
    """The database of the corpus in ``folder``. Holds nothing open between calls, so it may be shared by threads."""

    def __init__(self, folder: Path, wait: float | None = None) -> None:
        """Check that there is a corpus this version can read; CorpusError with the remedy if not."""
        self._given, self._from = folder, Path.cwd() if not folder.is_absolute() else None
        self._wait = wait
        with self.read() as reader:
            reader.meta()

    @property
    def folder(self) -> Path:
        """The folder as it was given, which messages then name; its absolute path once the working folder is another
        one."""
        if self._from is None or self._from == Path.cwd():
            return self._given
        return self._from / self._given

    @staticmethod
    def create(folder: Path, meta: Meta, wait: float | None = None) -> Store:
        """Make an empty corpus. It appears at once and whole: the database is made under another name and renamed."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CorpusError(
                f"{folder}: cannot be made a corpus folder ({error.strerror}); choose another place",
                code="corpus.not_writable",
            ) from error
        with writing(folder, wait), database.sqlite_errors(folder):
            if (folder / DATABASE).exists():
                raise CorpusError(
                    f"{folder}: already holds a corpus; add to it with {command('add PATH', folder)}",
                    code="corpus.exists",
                )
            fresh = folder / f"{DATABASE}.new"
            for suffix in ("", "-wal", "-shm", "-journal"):
                Path(f"{fresh}{suffix}").unlink(missing_ok=True)
            with database.make(fresh) as connection:
                writer = Writer(connection, folder)
                writer.pin(meta)
                writer.stamp()
            sync_file(fresh)
            fresh.replace(folder / DATABASE)
            sync_folder(folder)
        return Store(folder, wait)

    def writing(self) -> AbstractContextManager[None]:
        """Be the only writer, see ``folder.writing``."""
        return writing(self.folder, self._wait)

    @contextmanager
    def read(self) -> Iterator[Reader]:
        """One unchanging state of the corpus, whatever a writer does meanwhile; CorpusError when damaged or gone."""
        _refuse_foreign_folder(self.folder)
        with database.sqlite_errors(self.folder), database.read_transaction(self.folder) as connection:
            yield Reader(connection, self.folder)

    @contextmanager
    def write(self) -> Iterator[Writer]:
        """One transaction: everything inside is kept and synced when the block ends, nothing when it raises.

        The caller holds the lock of ``folder.writing``.
        """
        with database.sqlite_errors(self.folder), database.write_transaction(self.folder) as connection:
            writer = Writer(connection, self.folder)
            yield writer
            writer.stamp()

    def shrink(self) -> None:
        """Give the room of deleted rows back to the disk. The caller holds the lock of ``folder.writing``."""
        with database.sqlite_errors(self.folder), database.write_transaction(self.folder) as connection:
            connection.execute("PRAGMA incremental_vacuum").fetchall()


def _refuse_foreign_folder(folder: Path) -> None:
    make = f"make one with {command('add PATH', folder)}"
    if not folder.exists():
        raise CorpusError(f"{folder}: no such corpus; {make}", code="corpus.missing")
    if not folder.is_dir():
        raise CorpusError(
            f"{folder}: is a file, not a corpus folder; name the folder with --corpus", code="corpus.foreign"
        )
    database = folder / DATABASE
    if not database.is_file():
        if shard := min(folder.glob(f"versions/*/*/{DATABASE}"), default=None):
            raise CorpusError(
                f"{folder}: holds the shards of a corpus, each a corpus of its own; "
                f"name one of them with --corpus {quoted(shard.parent)}",
                code="corpus.missing",
            )
        if any(folder.iterdir()):  # somebody's own files: a database does not belong among them
            make = f"make one beside it with {command(f'add {quoted(folder)}', f'{folder}.corpus')}"
        raise CorpusError(f"{folder}: holds no corpus (there is no {DATABASE}); {make}", code="corpus.missing")
    if not database.stat().st_size:
        raise CorpusError(
            f"{folder}: {DATABASE} is empty; restore it from a copy, or delete it and add the documents again",
            code="corpus.damaged",
        )
