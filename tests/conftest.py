"""What holds for all tests: the locale and the load of the machine have no say in what they find."""

from __future__ import annotations

import gc
import os
import secrets
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from forked import ADDRESS, started
from hypothesis import HealthCheck, settings
from once import make_commands_once

if TYPE_CHECKING:
    from servers import Server

os.environ["LC_ALL"] = "C.UTF-8"
for asked in ("LANGUAGE", "SIMCHECK_LANG"):
    os.environ.pop(asked, None)
# Several workers share the processors: threads of linear algebra would wait for each other at full load.
os.environ.setdefault("OMP_NUM_THREADS", "1")
# The command line is started hundreds of times: what it consists of is compiled once, whatever the environment says.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
#: Examples of a property that says no number; SIMCHECK_EXAMPLES=500 tries more of them.
EXAMPLES = int(os.environ.get("SIMCHECK_EXAMPLES", "50"))
make_commands_once()
#: A disk in memory, and the room that it must have: a run leaves far less there, and nothing when all pass.
MEMORY, ROOM = Path("/dev/shm"), 4 << 30


def _in_memory() -> bool:
    """Whether the folders of tests can be in memory: corpora wait for a disk at each change, hundreds of times, and no
    test takes the power away."""
    if "PYTEST_DEBUG_TEMPROOT" in os.environ or not (MEMORY.is_dir() and os.access(MEMORY, os.W_OK)):
        return False
    disk = os.statvfs(MEMORY)
    return disk.f_bavail * disk.f_frsize >= ROOM and not disk.f_flag & os.ST_NOEXEC


if _in_memory():
    os.environ["PYTEST_DEBUG_TEMPROOT"] = tempfile.tempdir = str(MEMORY)
gc.disable()  # until all tests are collected: what is imported by then stays
settings.register_profile("untimed", deadline=None, max_examples=EXAMPLES, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")
#: Files that take more than three seconds, the longest first: one of few tests that began last is waited for alone.
LONG = (
    "test_server_page.py", "test_cluster.py", "test_gate_end_to_end.py", "test_lsp.py", "test_server.py",
    "test_ocr.py", "test_server_work.py", "test_faults.py", "test_processes.py", "test_html.py", "test_site.py",
    "test_session.py", "test_lsp_manners.py", "test_office.py", "test_hostile.py", "test_proof.py", "test_check.py",
    "test_encode_transformer.py", "test_mosaic.py", "test_sheet_looks.py", "test_plugins.py", "test_containers.py",
    "test_formats.py", "test_server_database.py", "test_encode_training.py", "test_server_security.py",
    "test_cli_end_to_end.py", "test_docx_report.py", "test_typing.py", "test_pdf_scans.py", "test_endpoint.py",
    "test_server_attacked.py", "test_remote.py", "test_trust_probe.py", "test_trust.py", "test_server_description.py",
    "test_streams.py", "test_long_drafts.py", "test_cli.py", "test_packaging.py", "test_source_cache.py",
    "test_cli_baseline.py", "test_outputs.py", "test_matrix.py", "test_server_office.py", "test_loops.py",
    "test_server_openid.py", "test_threads.py", "test_deploy.py", "test_untold.py", "test_accept.py",
    "test_encode.py", "test_documents.py", "test_said.py", "test_corpus.py", "test_shards.py", "test_doctests.py",
    "test_examples.py", "test_caching.py", "test_cancelling.py", "test_places.py", "test_house.py", "test_tables.py",
    "test_lsp_add.py", "test_wrong_arguments.py", "test_shards_cli.py", "test_docx_scans.py", "test_growing.py",
    "test_shared_corpus.py", "test_growth.py", "test_editors.py",
)  # fmt: skip


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are processors: a worker often waits for a process, a page or a moment."""
    return (os.cpu_count() or 1) + 1


def pytest_configure(config: pytest.Config) -> None:
    """One process forks the program for all workers, and gets ready while they collect."""
    if config.getoption("numprocesses", None) and hasattr(os, "pidfd_open"):
        os.environ[ADDRESS] = started()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long files first, then those with most tests: the order in which ``--dist loadfile`` hands them out."""
    tests = Counter(item.path for item in items)
    rank = {name: at for at, name in enumerate(LONG)}
    items.sort(key=lambda item: (rank.get(item.path.name, len(LONG)), -tests[item.path], str(item.path)))


def pytest_collection_finish() -> None:
    """What is loaded by now stays: full collections need not look at it each time."""
    gc.collect()
    gc.freeze()
    gc.enable()


@pytest.fixture(autouse=True)
def _same_umask() -> Iterator[None]:
    """A command that runs in this process leaves who may read files as it was: the next test may share some."""
    before = os.umask(0o022)
    os.umask(before)
    yield
    after = os.umask(before)
    assert after == before


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
        running.office.checking._program = ("-m", "slow_worker")
        yield running
        running.office.close()


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with six speeches, once with each kind of database."""
    from postgresql import made
    from servers import Server

    more: dict[str, Any] = {}
    if request.param == "postgresql":
        name = f"t{secrets.token_hex(8)}"
        more["database"] = made(request.getfixturevalue("postgresql"), name)
    running = Server(tmp_path_factory.mktemp("server"), **more)
    running.fill()
    yield running
    running.office.close()
