"""A server in this process for tests, and clients of it by role."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uvicorn
from argon2 import PasswordHasher
from forked import python
from slow_worker import SLOW
from starlette.testclient import TestClient

from simcheck.server import passwords
from simcheck.server.app import application
from simcheck.server.office import Office
from simcheck.server.process import WORKER
from simcheck.server.protocol import Patient, http_config
from simcheck.server.rights import ROLES
from simcheck.server.run import introduce
from simcheck.server.settings import Settings

ROOT = Path(__file__).parent.parent
SPEECHES = sorted((ROOT / "examples" / "speeches").iterdir())[:6]
DRAFT = ROOT / "examples" / "drafts" / "edited.txt"
PASSWORD = "一句很长很长很长的口令啊"
#: What ships; at its cost each of the hundreds of passwords of the tests would take a tenth of a second.
HASHER = passwords.HASHER
passwords.HASHER = PasswordHasher(time_cost=1, memory_cost=64)


class Server:
    """A server with a user and a token for each role; its workers are forked, or ``started`` as users' are."""

    def __init__(self, folder: Path, *, started: bool = False, **more: Any) -> None:
        names = "testserver, simcheck.example.cn"
        wanted = {"workers": 1, "hosts": names, "lockout_failures": 3, "login_rate": 1000, **more}
        self.office = Office.open(Settings(folder / "data", **wanted))
        if not started:
            for pool in (self.office.checking, self.office.reading, self.office.writing):
                pool._program = python(*WORKER)
        self.app = application(self.office)
        self.token_file = folder / "token"
        introduce(self.office.accounts, "http://testserver", self.token_file)
        self.users = {role: self.office.accounts.create(f"a-{role}", role, password=PASSWORD)["id"] for role in ROLES}
        self.tokens = {role: self.token(role) for role in self.users}

    def token(self, role: str) -> str:
        """A new token of a role's user."""
        return self.office.accounts.make_token(self.users[role], "test", sorted(ROLES[role]))[1]

    def client(self, role: str | None = "administrator") -> TestClient:
        """A client with the token of a role, or of nobody; a token that ended with a password is replaced."""
        if role and self.office.accounts.of_token(self.tokens[role]) is None:
            self.tokens[role] = self.token(role)
        headers = {"authorization": f"Bearer {self.tokens[role]}"} if role else {}
        return TestClient(self.app, headers=headers, raise_server_exceptions=False)

    def fill(self, files: list[Path] = SPEECHES) -> None:
        """Put speeches into the default corpus."""
        sent = [("file", (path.name, path.read_bytes())) for path in files]
        added = self.client().post("/api/v1/corpora/default/documents", files=sent)
        assert added.status_code == 201, added.text

    def checked(self, role: str = "writer", text: str | None = None, **more: str) -> dict[str, Any]:
        """A check of the example draft, or of a text, that is done, however long that takes."""
        client = self.client(role)
        if text is None:
            file = {"file": ("稿.txt", DRAFT.read_bytes())}
            answer = client.post("/api/v1/checks", files=file, data={"wait": "true", **more})
        else:
            answer = client.post("/api/v1/checks", json={"text": text, "wait": True, **more})
        return done(client, answer)


def done(client: TestClient, answer: Any) -> dict[str, Any]:
    """A check when it is done, however long that takes; ``answer`` is that to its upload."""
    assert answer.status_code in (200, 202), answer.text
    ends = time.monotonic() + 300
    while answer.json()["state"] in ("queued", "running") and time.monotonic() < ends:
        time.sleep(0.05)
        answer = client.get(f"/api/v1/checks/{answer.json()['id']}", params=answer.request.url.params)
    found: dict[str, Any] = answer.json()
    assert found["state"] == "done", found
    return found


@contextmanager
def listening(app: Any, **bounds: Any) -> Iterator[str]:
    """An application behind a real socket of this machine, as ``simcheck serve`` has it; gives its address. ``bounds``
    are those of ``Patient``."""
    config = http_config(app, port=0, log_level="critical")
    config.http = type("Bounded", (Patient,), bounds)
    running = uvicorn.Server(config)
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    try:
        assert until(lambda: running.started or not thread.is_alive(), 300)
        yield f"http://127.0.0.1:{running.servers[0].sockets[0].getsockname()[1]}"
    finally:
        running.should_exit = True
        thread.join(timeout=300)


def until(holds: Callable[[], Any], seconds: float = 300) -> Any:
    """What holds, once it does."""
    ends = time.monotonic() + seconds
    while not (found := holds()) and time.monotonic() < ends:
        time.sleep(0.02)
    return found


def begun(office: Server, role: str = "writer") -> str:
    """A long check that waits or is under way."""
    answer = office.client(role).post("/api/v1/checks", json={"text": SLOW, "wait": False})
    assert answer.status_code == 202
    assert answer.json()["state"] in ("queued", "running")
    assert answer.headers["location"] == f"/api/v1/checks/{answer.json()['id']}"
    found: str = answer.json()["id"]
    return found


def go(office: Server, check_id: str) -> None:
    """Let a check end."""
    (office.office.settings.spool / check_id / "go").touch()


def state(office: Server, check_id: str) -> dict[str, Any]:
    """A check as an administrator sees it."""
    found: dict[str, Any] = office.client().get(f"/api/v1/checks/{check_id}").json()
    return found
