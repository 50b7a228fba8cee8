"""The corpora of a server: a folder each, their rights, and their lists of documents."""

from __future__ import annotations

import re
import shutil
import threading
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

from sqlalchemy import delete, insert, select, update

from simcheck.library import Corpus
from simcheck.patterns import regex
from simcheck.server.database import Database, Row, new_id
from simcheck.server.pool import Pool, Task
from simcheck.server.problems import Problem
from simcheck.server.rights import RIGHTS, Principal, Right, allows
from simcheck.server.settings import DEFAULT, Settings
from simcheck.server.tables import corpora, grants
from simcheck.types import Document

#: A name is a folder's too, on every system.
_NAME = regex(r"[\w\u4e00-\u9fff][\w\u4e00-\u9fff-]{0,63}")
#: What marks a corpus that is being deleted, and the folder of one that has been.
_DELETED, _GONE = ".deleted", ".gone-"
_RESERVED = regex(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)


class Corpora:
    """The corpora in the folder of the server. What reads files or needs a model is done by the workers of ``pool``."""

    def __init__(self, database: Database, settings: Settings, reading: Pool, writing: Pool) -> None:
        self._database, self._settings = database, settings
        self._reading, self._writing = reading, writing
        self._opened: dict[str, Corpus] = {}
        self._opening = threading.Lock()

    def folder(self, name: str) -> Path:
        """Where a corpus is."""
        return self._settings.corpora / name

    def right(self, who: Principal, name: str) -> Right | None:
        """What somebody may do with a corpus; None also where there is none of this name."""
        row = self._database.first(select(corpora).where(corpora.c.name == name))
        if row is None:
            return None
        return self._right(who, row, self._granted(who).get(name))

    def require(self, who: Principal, name: str, right: Right) -> None:
        """Raise Problem unless somebody has a right; a corpus without any right is as one that is not there."""
        held = self.right(who, name)
        if held is None:
            raise Problem("not_found", f"corpus: {name[:64]}")
        if not allows(held, right):
            raise Problem("forbidden", f"corpus: {name}")

    def listed(self, who: Principal) -> list[Row]:
        """The corpora that somebody may use, each with the right and, to readers, how much is in it."""
        granted = self._granted(who)
        found = []
        for row in self._database.all(select(corpora).order_by(corpora.c.name)):
            right = self._right(who, row, granted.get(row["name"]))
            if right is not None:
                found.append({**row, "right": right, "documents": self._count(row["name"])})
        return found

    def usable(self, who: Principal, wanted: list[str]) -> list[str]:
        """The corpora that a check uses: those wanted, or else the only one, or the default one."""
        if not wanted:
            names = [row["name"] for row in self.listed(who)]
            wanted = [DEFAULT] if DEFAULT in names else names[:1]
            if not wanted:
                raise Problem("invalid", "corpora: there is none that you may use")
        wanted = list(dict.fromkeys(wanted))
        if len(wanted) > 16:
            raise Problem("invalid", "corpora: at most 16")
        for name in wanted:
            self.require(who, name, "check")
        return wanted

    def create(self, name: str, title: str = "", *, is_open: bool = True) -> Task:
        """Make an empty corpus; the task is done when it is there."""
        if not _NAME.fullmatch(name) or _RESERVED.fullmatch(name):
            raise Problem("invalid", "name: letters, digits, _ and - only, at most 64")
        if self._database.first(select(corpora).where(corpora.c.name == name)):
            raise Problem("exists", f"corpus: {name}")
        row = {"name": name, "title": title[:200], "open": is_open, "created": time.time()}
        self._database.run(insert(corpora).values(**row))
        try:
            return self._submit(self._writing, [name], "create")
        except Problem:
            self.remove(name)
            raise

    def change(self, name: str, **values: Any) -> None:
        """Change title or openness."""
        if values:
            self._database.run(update(corpora).where(corpora.c.name == name).values(**values))

    def remove(self, name: str) -> None:
        """Delete a corpus with everything in it."""
        folder = self.folder(name)
        if folder.exists():
            (folder / _DELETED).touch()  # should the server be cut off, its next start goes on here
        self._database.run(delete(corpora).where(corpora.c.name == name))
        with self._opening:
            held = self._opened.pop(name, None)
        if held is not None:
            held.close()
        if folder.exists():
            gone = folder.with_name(f"{_GONE}{new_id()}")
            folder.rename(gone)
            shutil.rmtree(gone, ignore_errors=True)

    def grants(self, name: str) -> list[Row]:
        """Who has which right."""
        return self._database.all(select(grants).where(grants.c.corpus == name))

    def grant(self, name: str, user_id: str, right: str | None) -> None:
        """Give a user a right in a corpus, or take it with None."""
        if right is not None and right not in RIGHTS:
            raise Problem("invalid", f"right: one of {', '.join(RIGHTS)}")
        gone = delete(grants).where(grants.c.corpus == name, grants.c.user_id == user_id)
        more = [] if right is None else [insert(grants).values(corpus=name, user_id=user_id, right=right)]
        self._database.run(gone, *more)

    # Documents

    def documents(self, name: str, **wanted: str | None) -> list[Row]:
        """The documents of a corpus. ``wanted``: ``q`` in name or title, ``author``, ``year``, ``class``,
        ``department``."""
        rows = []
        for one in self._corpus(name).documents():
            row = asdict(one)
            del row["origins"]
            row |= {"class": row.pop("source_class"), "department": one.meta.get("department")}
            if _fits(row, wanted):
                rows.append(row)
        return rows

    def document(self, name: str, document_id: str) -> Document:
        """One document with its text."""
        corpus = self._corpus(name)
        if not any(one.id == document_id for one in corpus.documents()):
            raise Problem("not_found", f"document: {document_id[:200]}")
        return corpus.document(document_id)

    def label(self, name: str, document: str, source_class: str | None, department: str | None) -> Task:
        """Note class and department of a document; what is None stays. The task is done when they are noted."""
        meta = {} if department is None else {"department": department}
        job: dict[str, Any] = {"document": document, "class": source_class, "meta": meta}
        return self._submit(self._writing, [name], "label", **job)

    def forget(self, name: str, documents: list[str]) -> Task:
        """Remove documents; the task is done when they are gone."""
        return self._submit(self._writing, [name], "remove", documents=documents)

    def ingest(self, name: str, folder: Path, files: list[tuple[str, str]], user: str, **more: Any) -> Task:
        """Add uploaded files that lie in ``folder`` as (file, name)."""
        bounds = {"archive_files": self._settings.archive_files, "archive_bytes": self._settings.archive_bytes}
        job = {"folder": str(folder), "files": files, **bounds, **more}
        return self._submit(self._writing, [name], "ingest", user=user, **job)

    def ask(self, names: list[str], kind: str, user: str, **job: Any) -> Task:
        """A question to corpora that a worker answers: search, phrases, statistics."""
        return self._submit(self._reading, names, kind, user, **job)

    def restore(self) -> None:
        """Make the default corpus where there is none, finish what a stop cut off, and take up folders that the
        database does not know."""
        self._settings.corpora.mkdir(parents=True, exist_ok=True)
        for folder in sorted(self._settings.corpora.iterdir()):
            if (folder / _DELETED).exists():
                self.remove(folder.name)
            elif folder.name.startswith(_GONE):
                shutil.rmtree(folder, ignore_errors=True)
        known = {row["name"] for row in self._database.all(select(corpora))}
        for name in sorted(known):
            if not Corpus.exists(self.folder(name)):  # cut off while it was made
                self._submit(self._writing, [name], "create").future.result(timeout=120)
        for folder in sorted(self._settings.corpora.iterdir()):
            if folder.name not in known and _NAME.fullmatch(folder.name) and Corpus.exists(folder):
                row = {"name": folder.name, "title": "", "open": False, "created": time.time()}
                self._database.run(insert(corpora).values(**row))
                known.add(folder.name)
        if not known:
            self.create(DEFAULT).future.result(timeout=120)

    def _submit(self, pool: Pool, names: list[str], kind: str, user: str = "", **job: Any) -> Task:
        folders = [str(self.folder(name)) for name in names]
        seconds = float(self._settings.ingest_seconds if pool is self._writing else self._settings.check_seconds)
        return pool.submit(Task(new_id(), user, {"kind": kind, "corpora": folders, **job}, seconds))

    def _corpus(self, name: str) -> Corpus:
        with self._opening:
            if name not in self._opened:
                self._opened[name] = Corpus.open(self.folder(name), cache_bytes=0)
            return self._opened[name]

    def _count(self, name: str) -> int | None:
        """None for a corpus that cannot be opened just now."""
        try:
            return self._corpus(name).info.documents
        except Exception:
            return None

    def _granted(self, who: Principal) -> dict[str, Right]:
        rows = self._database.all(select(grants).where(grants.c.user_id == who.user_id))
        return {row["corpus"]: row["right"] for row in rows}

    @staticmethod
    def _right(who: Principal, row: Row, granted: Right | None) -> Right | None:
        if who.role == "administrator":
            return "write"
        by_role: Right | None = None
        if row["open"]:
            by_role = "write" if who.role == "reviewer" else "read"
        return max((granted, by_role), key=lambda one: RIGHTS.index(one) if one else -1)


def _fits(row: Row, wanted: dict[str, str | None]) -> bool:
    for key, value in wanted.items():
        if not value:
            continue
        if key == "q":
            held = f"{row['id']}\n{row['title'] or ''}".lower()
        elif key == "year":
            held = (row["date"] or "")[:4]
        else:
            held = (row[key] or "").lower()
        if value.lower() not in held:
            return False
    return True
