"""What holds for all tests: the locale and the load of the machine have no say in what they find."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from servers import Server

os.environ["LC_ALL"] = "C.UTF-8"
#: Examples of a property that says no number; SIMCHECK_EXAMPLES=500 tries more of them.
EXAMPLES = int(os.environ.get("SIMCHECK_EXAMPLES", "50"))
settings.register_profile("untimed", deadline=None, max_examples=EXAMPLES, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """A PostgreSQL that runs: the beginning of its databases' URL. Skips where it is not installed."""
    from postgresql import programs, running

    binaries = programs()
    if binaries is None:
        pytest.skip("PostgreSQL is not installed")
    pytest.importorskip("psycopg")
    with running(binaries) as url:
        yield url


@pytest.fixture(scope="session")
def slow_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server whose checks take until they are let go: see ``slow_worker``."""
    from servers import Server
    from slow_worker import REPORT, kept

    from simcheck import Document
    from simcheck.server.stored import dump
    from simcheck.texts import compare

    folder = tmp_path_factory.mktemp("slow")
    said = "各位代表，请予审议。"
    report = compare(Document("draft", said), [Document("2024.txt", said)])
    kept(folder / "report", {"report": dump(report), "decision": "pass", "overlap": 0.0})
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv(REPORT, str(folder / "report"))
        running = Server(folder)
        running.office.checking._program = "slow_worker"
        yield running
        running.office.close()


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with six speeches, once with each kind of database."""
    from postgresql import made
    from servers import Server

    more = {}
    if request.param == "postgresql":
        name = f"t{secrets.token_hex(8)}"
        more["database"] = made(request.getfixturevalue("postgresql"), name)
    running = Server(tmp_path_factory.mktemp("server"), **more)
    running.fill()
    yield running
    running.office.close()
