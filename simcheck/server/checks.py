"""The checks of a server: queued, done by workers, kept as long as the setting says, found again after a restart."""

from __future__ import annotations

import contextlib
import json
import logging
import re
import shutil
import time
from collections.abc import Iterable
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy import insert as insert_into
from sqlalchemy.exc import SQLAlchemyError

from simcheck.server.corpora import Corpora
from simcheck.server.database import Database, Row, new_id
from simcheck.server.entries import entry_of, plain_entry
from simcheck.server.pool import TRIES, CancelledJob, Pool, Task
from simcheck.server.problems import Problem, problem_of
from simcheck.server.settings import Settings
from simcheck.server.tables import baseline, checks, comments

LOG = logging.getLogger("simcheck.server")
#: The states in which nothing more happens.
FINAL = ("done", "failed", "cancelled")
#: How many comments were made on a check.
_REMARKS = select(func.count()).where(comments.c.check_id == checks.c.id).scalar_subquery().label("comments")
#: All columns but the report, which is large, and the number of comments.
_ABOUT = [*(column for column in checks.c if column.name != "report"), _REMARKS]


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was sent: its name, made safe to show, and its bytes."""

    name: str
    data: bytes


class Checks:
    """The checks in a database, their drafts in the spool while they wait."""

    def __init__(self, database: Database, settings: Settings, pool: Pool, corpora: Corpora) -> None:
        self._database, self._settings, self._pool, self._corpora = database, settings, pool, corpora
        self._tasks: dict[str, Task] = {}
        #: How checks ended of which that could not be written, since the disk was full; written when there is room.
        self._unwritten: dict[str, Row] = {}
        #: Checks ended by state, for the metrics.
        self.ended: dict[str, int] = dict.fromkeys(FINAL, 0)

    def create(
        self, user_id: str, draft: Upload, options: dict[str, Any], *, others: tuple[Upload, ...] = (), **row: Any
    ) -> tuple[str, Task]:
        """Queue a check, against corpora or, with ``others``, against these texts. Gives its id and its task.

        Raises Problem when there is no room, on the disk or in the queue; nothing is kept then.
        """
        check_id = new_id()
        folder = self._settings.spool / check_id
        try:
            folder.mkdir(parents=True, mode=0o700)
            options = options | {"file": spooled(folder, "draft", draft)}
            options["others"] = [(spooled(folder, f"s{n}", one), one.name) for n, one in enumerate(others, 1)]
            row |= {"id": check_id, "user_id": user_id, "name": draft.name, "options": json.dumps(options),
                    "state": "queued", "attempts": 0, "created": time.time()}  # fmt: skip
            self._database.run(insert_into(checks).values(**row))
            return check_id, self._submit(row)
        except (Problem, OSError, SQLAlchemyError) as error:
            shutil.rmtree(folder, ignore_errors=True)
            with contextlib.suppress(SQLAlchemyError):
                self._database.run(delete(checks).where(checks.c.id == check_id))
            raise problem_of(error) from error

    def get(self, check_id: str, *, report: bool = False) -> Row:
        """One check, with its stored report if that is asked for. Raises Problem for an unknown one."""
        columns = [*_ABOUT, checks.c.report] if report else _ABOUT
        row = self._database.first(select(*columns).where(checks.c.id == check_id))
        if row is None:
            raise Problem("not_found")
        return row | self._unwritten.get(check_id, {})

    def listed(
        self, *, user_id: str | None = None, most: int = 50, before: float | None = None, **equal: Any
    ) -> list[Row]:
        """The newest checks, of one user or of all, in whatever columns equal what is given."""
        query = select(*_ABOUT).order_by(checks.c.created.desc()).limit(most)
        if user_id is not None:
            query = query.where(checks.c.user_id == user_id)
        if before is not None:
            query = query.where(checks.c.created < before)
        for name, value in equal.items():
            query = query if value is None else query.where(checks.c[name] == value)
        return self._database.all(query)

    def task(self, check_id: str) -> Task | None:
        """The task of a check that is not done."""
        return self._tasks.get(check_id)

    def progress(self, check_id: str) -> tuple[str | None, int | None]:
        """The stage of a check, and its place in the queue."""
        return self._pool.stage(check_id), self._pool.position(check_id)

    def cancel(self, check_id: str) -> None:
        """Give a check up. One that has ended stays as it is."""
        self._pool.cancel(check_id)

    def forget(self, check_id: str) -> None:
        """Cancel a check and delete all that is kept of it."""
        self.forget_all([check_id])

    def forget_all(self, check_ids: Iterable[str]) -> None:
        """Cancel checks and delete all that is kept of them, in the database's journal too."""
        for check_id in check_ids:
            self.cancel(check_id)
            self._database.run(delete(comments).where(comments.c.check_id == check_id))
            self._database.run(delete(checks).where(checks.c.id == check_id))
            self._drop_files(check_id)
        self._database.scrub()

    def of_user(self, user_id: str) -> list[str]:
        """The ids of all checks of a user."""
        return [row["id"] for row in self._database.all(select(checks.c.id).where(checks.c.user_id == user_id))]

    def note(self, check_id: str, **values: Any) -> None:
        """Change what is noted of a check: report, decision, overlap, review."""
        self._database.run(update(checks).where(checks.c.id == check_id).values(**values))

    def draft(self, row: Row) -> bytes | None:
        """The bytes of the draft, where its file is still kept."""
        path = self._settings.spool / row["id"] / json.loads(row["options"])["file"]
        return path.read_bytes() if path.exists() else None

    def entries(self) -> list[dict[str, Any]]:
        """The baseline of the office, as plain data."""
        rows = self._database.all(select(baseline.c.entry).order_by(baseline.c.created))
        return [plain_entry(entry_of(json.loads(row["entry"]))) for row in rows]

    def recover(self) -> tuple[int, int]:
        """After a restart: what waited waits again, what was under way is tried again, or has failed and says so.

        Gives how many are tried again and how many have failed.
        """
        again = failed = 0
        rows = self._database.all(select(*_ABOUT).where(checks.c.state.in_(("queued", "running"))))
        for row in sorted(rows, key=lambda one: one["created"]):
            if row["attempts"] >= TRIES or self.draft(row) is None:
                self._end(row["id"], "failed", problem={"code": "worker_died", "detail": "cut off by a restart"})
                failed += 1
                continue
            self._database.run(update(checks).where(checks.c.id == row["id"]).values(state="queued", stage=None))
            try:
                self._submit(row)
                again += 1
            except Problem as problem:
                self._end(row["id"], "failed", problem=problem.kept)
                failed += 1
        self.purge()
        return again, failed

    def purge(self) -> None:
        """Delete the reports and the files that have been kept as long as the settings say."""
        now = time.time()
        old = checks.c.finished < now - self._settings.report_days * 86400
        if gone := [row["id"] for row in self._database.all(select(checks.c.id).where(old))]:
            self.forget_all(gone)
        kept = checks.c.state.in_(("queued", "running")) | (
            checks.c.finished >= now - self._settings.file_days * 86400 if self._settings.file_days else False
        )
        held = {row["id"] for row in self._database.all(select(checks.c.id).where(kept))}
        for folder in self._settings.spool.iterdir() if self._settings.spool.exists() else ():
            fresh = now - folder.stat().st_mtime < 3600
            if folder.name not in held and folder.name not in self._tasks and not fresh:
                shutil.rmtree(folder, ignore_errors=True)

    def _submit(self, row: Row) -> Task:
        options = json.loads(row["options"])
        job = {"kind": "compare" if options["others"] else "check", "folder": str(self._settings.spool / row["id"]),
               "file": options["file"], "name": row["name"], "limits": options["limits"], "marks": options["marks"],
               "corpora": [str(self._corpora.folder(name)) for name in options["corpora"]],
               "sources": options["others"], "baseline": self.entries(), "cluster": self._settings.cluster,
               **{name: options[name] for name in ("authors", "place", "year")}}  # fmt: skip
        check_id: str = row["id"]
        task = Task(check_id, row["user_id"], job, float(self._settings.check_seconds), tries=row["attempts"])
        # Neither function holds the task, which holds them: a report would stay until garbage is collected.
        task.begun = partial(self._begun, check_id)
        task.future.add_done_callback(partial(self._finished, check_id))
        self._tasks[check_id] = task
        try:
            return self._pool.submit(task)
        except Problem:
            del self._tasks[check_id]
            raise

    def _begun(self, check_id: str, tries: int) -> None:
        values = {"state": "running", "attempts": tries, "started": time.time()}
        self._database.run(update(checks).where(checks.c.id == check_id).values(**values))

    def _finished(self, check_id: str, future: Future[dict[str, Any]]) -> None:
        error = future.exception()
        try:
            if error is None:
                self._end(check_id, "done", **future.result())
            elif isinstance(error, CancelledJob):
                self._end(check_id, "cancelled")
            elif not (isinstance(error, Problem) and error.code == "stopping"):
                problem = problem_of(error) if isinstance(error, Exception) else Problem("internal")
                self._end(check_id, "failed", problem=problem.kept)
        except Exception as failed:
            LOG.error(  # noqa: TRY400 - no traceback: it may hold a text
                "check_not_kept", extra={"check": check_id, "error": type(failed).__name__}
            )
            self._unwritten[check_id] = {
                "state": "failed", "stage": None, "finished": time.time(),
                "problem": json.dumps({"code": problem_of(failed).code, "detail": ""}),
            }  # fmt: skip
        finally:
            task = self._tasks.pop(check_id, None)
            if task is not None:
                task.kept.set_result(None)

    def _end(self, check_id: str, state: str, *, problem: dict[str, str] | None = None, **values: Any) -> None:
        values |= {"state": state, "stage": None, "finished": time.time()}
        values["problem"] = json.dumps(problem, ensure_ascii=False) if problem else None
        self._database.run(update(checks).where(checks.c.id == check_id).values(**values))
        for other in list(self._unwritten):
            self.note(other, **self._unwritten[other])
            del self._unwritten[other]
        self.ended[state] += 1
        if not self._settings.file_days:
            self._drop_files(check_id)

    def _drop_files(self, check_id: str) -> None:
        shutil.rmtree(self._settings.spool / check_id, ignore_errors=True)


def spooled(folder: Path, stem: str, upload: Upload) -> str:
    """Write an upload under a name of ours; its ending is kept where it is a plain one."""
    ending = PurePosixPath(upload.name).suffix.lower()
    name = stem + (ending if re.fullmatch(r"\.[a-z0-9]{1,8}", ending) else ".txt")
    path = folder / name
    path.touch(mode=0o600)
    path.write_bytes(upload.data)
    return name
