"""Everything that a running server holds, made in the right order and let go of in the other."""

from __future__ import annotations

import gc
import logging
import threading
import time
from dataclasses import dataclass

from simcheck.server.accounts import Accounts
from simcheck.server.checks import Checks
from simcheck.server.corpora import Corpora
from simcheck.server.database import Database
from simcheck.server.memory import EVERY, GivenBack
from simcheck.server.openid import OpenId
from simcheck.server.pool import Pool
from simcheck.server.settings import Settings
from simcheck.server.trail import Trail
from simcheck.server.uploads import cut_off_uploads

LOG = logging.getLogger("simcheck.server")
#: How often what is past its time is deleted.
_PURGE_SECONDS = 3600


@dataclass(slots=True)
class Office:
    """The parts of a server. ``ready`` says that it takes requests."""

    settings: Settings
    database: Database
    accounts: Accounts
    trail: Trail
    checking: Pool
    reading: Pool
    writing: Pool
    corpora: Corpora
    checks: Checks
    openid: OpenId | None
    started: float
    ready: bool = False
    closed: bool = False
    #: What the last stop cut off, one line each; empty where it cut off nothing.
    cut_off: tuple[str, ...] = ()

    @classmethod
    def open(cls, settings: Settings) -> Office:
        """Open the server's folder, bring the database to the newest form, and take up the work that was cut off."""
        for folder in (settings.data, settings.corpora, settings.spool):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        database = Database(settings.url)
        database.upgrade()
        size, megabytes = settings.workers, settings.worker_megabytes
        checking = Pool(size, megabytes, settings.queue, settings.queue_each)
        reading, writing = (Pool(1, megabytes, settings.queue, settings.queue_each) for _ in range(2))
        corpora = Corpora(database, settings, reading, writing)
        checks = Checks(database, settings, checking, corpora)
        accounts = Accounts(database, settings)
        trail, openid = Trail(database), OpenId(settings) if settings.openid_issuer else None
        office = cls(
            settings, database, accounts, trail, checking, reading, writing, corpora, checks, openid, time.time()
        )
        corpora.restore()
        again, failed = checks.recover()
        told = [f"checks that are tried again: {again}"] if again else []
        told += [f"checks that failed: {failed}"] if failed else []
        told += [f"upload that is to be sent again: {one}" for one in cut_off_uploads(settings.spool)]
        office.cut_off = tuple(told)
        for line in told:
            office.trail.add("cut_off", line)
        threading.Thread(target=office._keep_house, daemon=True).start()
        office.ready = True
        return office

    def close(self) -> None:
        """Stop the workers; what was under way is taken up at the next start."""
        self.ready, self.closed = False, True
        for pool in (self.checking, self.reading, self.writing):
            pool.close()
        self.database.close()

    def _keep_house(self) -> None:
        memory, purged = GivenBack(), time.monotonic()
        while not self.closed:
            time.sleep(EVERY)
            gc.collect()  # by itself Python does this rarely, and texts are few objects
            memory.now_and_then()
            if self.database.stale:
                self.database.scrub()
            if time.monotonic() > purged + _PURGE_SECONDS:
                purged = time.monotonic()
                try:
                    self.checks.purge()
                except Exception as error:  # the next time is better than no more
                    LOG.error("purge", extra={"error": type(error).__name__})  # noqa: TRY400 - it may hold a text
