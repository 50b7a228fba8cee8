"""The work of the server: workers that die, full queues, clients that leave, disks without room, hostile files.

Nothing of it takes down the server or another user's check."""

from __future__ import annotations

import gc
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("fastapi")

from servers import DRAFT, ROOT, SPEECHES, Server, begun, go, listening, state, until
from slow_worker import SLOW

from simcheck.server import process as processes
from simcheck.server.office import Office
from simcheck.server.pool import Task
from simcheck.server.settings import Settings
from simcheck.server.uploads import SPOOLED, begin


@pytest.fixture
def office(slow_server: Server) -> Iterator[Server]:
    """A server whose checks take until they are let go; whatever a test leaves under way is given up."""
    yield slow_server
    for row in slow_server.office.checks.listed(most=500):
        slow_server.office.checks.cancel(row["id"])
    assert until(lambda: not slow_server.office.checking.running)


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with its own workers."""
    running = Server(tmp_path_factory.mktemp("real"), started=True)
    running.fill(SPEECHES[:1])
    yield running
    running.office.close()


def killed(office: Server, check_id: str, tries: int, way: signal.Signals) -> None:
    """Kill the worker of a check in its n-th try."""
    task = office.office.checks.task(check_id)
    assert task is not None
    assert until(lambda: task.tries == tries and task.process is not None)
    assert task.process is not None
    os.kill(task.process.pid, way)


def test_a_check_whose_worker_is_killed_is_tried_again(office: Server) -> None:
    check_id = begun(office)
    killed(office, check_id, 1, signal.SIGKILL)
    go(office, check_id)
    assert until(lambda: state(office, check_id)["state"] == "done")
    assert office.office.checks.get(check_id)["attempts"] == 2


def test_a_check_that_kills_its_worker_twice_has_failed_and_the_next_is_done(office: Server) -> None:
    check_id = begun(office)
    other = begun(office, "reviewer")
    go(office, other)
    killed(office, check_id, 1, signal.SIGSEGV)
    killed(office, check_id, 2, signal.SIGSEGV)
    assert until(lambda: state(office, check_id)["state"] == "failed")
    assert state(office, check_id)["problem"]["code"] == "worker_died"
    assert until(lambda: state(office, other)["state"] == "done")
    assert office.client().get("/healthz").status_code == 200


def test_a_worker_that_cannot_start_gives_a_failed_check_and_no_hang(
    office: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_more(*_: Any, **__: Any) -> None:
        raise OSError(11, "Resource temporarily unavailable")

    begun(office)
    until(office.office.checking.processes)
    os.kill(office.office.checking.processes()[0], signal.SIGKILL)
    monkeypatch.setattr(processes.subprocess, "Popen", no_more)
    answer = office.client("writer").post("/api/v1/checks", json={"text": SLOW, "wait": False})
    assert answer.status_code in (200, 202)  # it may have failed by then
    assert until(lambda: state(office, answer.json()["id"])["state"] == "failed")
    monkeypatch.undo()
    assert office.checked()["state"] == "done"


def test_a_full_queue_says_when_to_try_again(office: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office.office.checking, "_most_each", 1)
    monkeypatch.setattr(office.office.checking, "_most", 2)
    running = begun(office)
    assert until(lambda: office.office.checking.running)
    begun(office)
    body = {"text": SLOW, "wait": False}
    refused = office.client("writer").post("/api/v1/checks", json=body)
    assert (refused.status_code, refused.json()["code"]) == (429, "queue_full_user")
    assert int(refused.headers["retry-after"]) > 0
    waiting = begun(office, "reviewer")
    assert state(office, waiting)["position"] == 2
    refused = office.client().post("/api/v1/checks", json=body)
    assert (refused.status_code, refused.json()["code"]) == (503, "queue_full")
    assert int(refused.headers["retry-after"]) > 0
    batch = [("file", (f"{n}.txt", SLOW.encode())) for n in range(2)]
    before = len(office.office.checks.listed(most=500))
    assert office.client().post("/api/v1/checks", files=batch).status_code == 503
    assert len(office.office.checks.listed(most=500)) == before  # all of a batch or nothing
    assert state(office, running)["state"] == "running"


def test_fair_shares_let_a_second_user_in_before_the_rest_of_the_first(office: Server) -> None:
    first = [begun(office, "writer") for _ in range(4)]
    second = begun(office, "reviewer")
    place = office.office.checks.progress(second)[1]
    assert place is not None
    assert place <= 2
    assert [office.office.checks.progress(one)[1] for one in first[2:]] == [3, 4]


def test_deleting_cancels_for_real(office: Server) -> None:
    check_id = begun(office)
    assert until(lambda: state(office, check_id)["state"] == "running")
    waiting = begun(office)
    for one in (waiting, check_id):
        assert office.client("writer").delete(f"/api/v1/checks/{one}").status_code == 204
        assert state(office, one)["state"] == "cancelled"
    assert office.office.checking.running == 0
    assert not (office.office.settings.spool / check_id).exists()
    assert office.client("writer").delete(f"/api/v1/checks/{check_id}").status_code == 204
    assert office.client("writer").get(f"/api/v1/checks/{check_id}").status_code == 404


def test_a_client_that_leaves_cancels(office: Server) -> None:
    body = json.dumps({"text": SLOW, "wait": True}).encode()
    head = "POST /api/v1/checks HTTP/1.1\r\nHost: testserver\r\nContent-Type: application/json\r\n"
    head += f"Content-Length: {len(body)}"
    before = {row["id"] for row in office.office.checks.listed(most=500)}
    with listening(office.app) as url:
        port = int(url.rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", port)) as client:
            client.sendall(f"{head}\r\nAuthorization: Bearer {office.tokens['writer']}\r\n\r\n".encode() + body)
            assert until(lambda: office.office.checking.running)
        (fresh,) = {row["id"] for row in office.office.checks.listed(most=500)} - before
        assert until(lambda: state(office, fresh)["state"] == "cancelled")


def test_events_end_with_the_token_that_asked_for_them(office: Server) -> None:
    check_id = begun(office)
    accounts = office.office.accounts
    row, secret = accounts.make_token(office.users["writer"], "short", ["checks:read"])
    with listening(office.app) as url:
        request = urllib.request.Request(f"{url}/api/v1/checks/{check_id}/events")
        request.add_header("authorization", f"Bearer {secret}")
        with urllib.request.urlopen(request, timeout=60) as stream:
            assert stream.readline().startswith(b"event: ")
            accounts.remove_token(row["id"], None)
            assert b"event: done" not in stream.read()  # which ends, though the check does not
    assert state(office, check_id)["state"] in ("queued", "running")


def test_events_tell_place_stages_and_end(office: Server) -> None:
    running, waiting = begun(office), begun(office)
    with listening(office.app) as url:
        import urllib.request

        headers = {"authorization": f"Bearer {office.tokens['writer']}"}
        request = urllib.request.Request(f"{url}/api/v1/checks/{waiting}/events", headers=headers)
        with urllib.request.urlopen(request, timeout=60) as answer:
            assert answer.headers["content-type"].startswith("text/event-stream")
            first = answer.readline() + answer.readline()
            assert b"event: queued" in first
            assert b'"position": ' in first
            office.client().delete(f"/api/v1/checks/{running}")
            stages = []
            while "searching" not in stages:
                line = answer.readline()
                assert line
                stages += [json.loads(line[6:])["stage"]] if line.startswith(b"data: ") else []
            go(office, waiting)
            assert "event: done" in answer.read().decode()


#: A text that takes some memory.
LONG = "\n".join(DRAFT.read_text(encoding="utf-8") + str(n) for n in range(300))


def test_a_file_that_takes_all_memory_ends_its_worker_only(real: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(real.office.checking, "_megabytes", 60)
        for pid in _children():
            os.kill(pid, signal.SIGKILL)
        answer = real.client("writer").post("/api/v1/checks", json={"text": LONG, "wait": True}).json()
        assert until(lambda: state(real, answer["id"])["state"] == "failed")
        assert state(real, answer["id"])["problem"]["code"] == "worker_died"
    assert real.client().get("/readyz").status_code == 200
    assert real.checked()["state"] == "done"


def _children() -> list[int]:
    """The workers that this process has started."""
    found = [int(pid) for one in Path("/proc/self/task").glob("*/children") for pid in one.read_text().split()]
    return [pid for pid in found if b"simcheck.server.worker" in Path(f"/proc/{pid}/cmdline").read_bytes()]


def test_no_room_on_the_disk_is_said(office: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("simcheck.server.checks.spooled", full)
        answer = office.client("writer").post("/api/v1/checks", json={"text": "各位代表", "wait": False})
    assert (answer.status_code, answer.json()["code"]) == (507, "disk_full")
    assert office.checked()["state"] == "done"


def test_a_report_that_finds_no_room_is_told_as_failed_and_written_later(
    office: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sqlalchemy.exc import OperationalError

    def full(*_: Any, **__: Any) -> None:
        raise OperationalError("UPDATE", {}, Exception("database or disk is full"))

    check_id = begun(office)
    assert until(lambda: state(office, check_id)["state"] == "running")
    with monkeypatch.context() as patched:
        patched.setattr(office.office.checks, "_end", full)
        go(office, check_id)
        assert until(lambda: state(office, check_id)["state"] == "failed")
    assert state(office, check_id)["problem"]["code"] == "disk_full"
    office.checked()
    assert not office.office.checks._unwritten
    assert state(office, check_id)["state"] == "failed"


def test_a_changed_corpus_is_seen_without_a_restart(real: Server) -> None:
    sentence = "关于在全市深入开展河道清淤与堤防加固专项行动的若干意见，现印发给你们，请认真贯彻执行，不得延误。"
    client = real.client()

    def found() -> list[str]:
        report = real.checked("administrator", sentence)["report"]
        return [match["source"]["document_id"] for match in report["matches"]]

    assert found() == []
    client.post("/api/v1/corpora/default/documents", json={"name": "通知.txt", "text": sentence})
    assert found() == ["通知.txt"]
    assert client.delete("/api/v1/corpora/default/documents/通知.txt").status_code == 204
    assert found() == []
    folder = real.office.settings.corpora / "default"
    command = [sys.executable, "-m", "simcheck", "corpus", "add", "-", "--corpus", str(folder)]
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    said = subprocess.run(command, input=sentence.encode(), capture_output=True, env=environ, check=False)
    assert said.returncode == 0, said.stderr
    (identity,) = found()
    assert client.get("/api/v1/corpora/default/documents", params={"q": identity}).json()["found"] == 1
    assert client.delete(f"/api/v1/corpora/default/documents/{identity}").status_code == 204


def test_a_start_says_what_the_stop_cut_off(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "d", workers=1)
    first = Server(tmp_path, started=True, workers=1)
    first.office.checking.close()
    first.office.accounts.create("谁", "writer")
    ids = []
    for attempts in (0, 2):
        check_id = "ab" * 10 + str(attempts)
        user = first.users["writer"]
        from sqlalchemy import insert

        from simcheck.server.checks import Upload, spooled
        from simcheck.server.tables import checks

        folder = first.office.settings.spool / check_id
        folder.mkdir()
        file = spooled(folder, "draft", Upload("稿.txt", DRAFT.read_bytes()))
        options = '{"corpora": ["default"], "limits": {}, "marks": true, "authors": [], "place": null, "year": null,'
        options += f'"file": "{file}", "others": []}}'
        row = {"id": check_id, "user_id": user, "name": "稿.txt", "options": options, "state": "running"}
        first.office.database.run(insert(checks).values(**row, attempts=attempts, created=time.time()))
        ids.append(check_id)
    upload = first.office.settings.spool / f"{SPOOLED}1"
    upload.mkdir()
    begin(upload, "default", ["甲.txt", "乙.txt"])
    (first.office.settings.corpora / "default" / ".deleted").touch()
    first.office.close()
    again = Office.open(first.office.settings)
    try:
        assert again.cut_off == (
            "checks that are tried again: 1", "checks that failed: 1",
            "upload that is to be sent again: 甲.txt and 1 more, to default",
        )  # fmt: skip
        assert not upload.exists()
        assert again.checks.get(ids[1])["state"] == "failed"
        assert [line["object"] for line in again.trail.lines(action="cut_off")] == [*reversed(again.cut_off)]
        assert until(lambda: again.checks.get(ids[0])["state"] in ("done", "failed"))
        assert settings.data != again.settings.data
        assert list(again.corpora.documents("default")) == []  # its deletion went on, and a default one was made
    finally:
        again.close()


def test_uploads_under_way_are_bounded_together(tmp_path: Path, office: Server) -> None:
    from starlette.testclient import TestClient

    from simcheck.server.middleware import Guard

    app = Guard(office.app._app, 10_000_000, 20_000_000, 5)
    app._under_way = 19_999_990
    headers = {"authorization": f"Bearer {office.tokens['writer']}"}
    answer = TestClient(app).post("/api/v1/checks", json={"text": "各位代表" * 9}, headers=headers)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")


def test_a_body_without_an_end_or_too_slow_is_refused(office: Server) -> None:
    from simcheck.server.middleware import Guard

    with listening(Guard(office.app._app, 100_000, 10_000_000, 0.3)) as url:
        port = int(url.rpartition(":")[2])
        token = office.tokens["writer"]
        head = f"POST /api/v1/checks HTTP/1.1\r\nHost: testserver\r\nAuthorization: Bearer {token}\r\n"
        with socket.create_connection(("127.0.0.1", port)) as client:
            client.sendall(f"{head}Transfer-Encoding: chunked\r\n\r\n".encode())
            client.sendall(b"fff0\r\n" + b"a" * 0xFFF0 + b"\r\n" + b"fff0\r\n" + b"a" * 0xFFF0 + b"\r\n")
            assert client.recv(1000).split(b"\r\n")[0].split()[1] == b"413"
        with socket.create_connection(("127.0.0.1", port)) as client:
            client.sendall(f"{head}Content-Length: 100\r\n\r\n{{".encode())
            assert client.recv(1000).split(b"\r\n")[0].split()[1] == b"408"


def test_a_corpus_half_made_is_made_at_the_next_start(tmp_path: Path) -> None:
    import shutil

    first = Server(tmp_path, started=True)
    first.office.close()
    shutil.rmtree(first.office.settings.corpora / "default")
    again = Office.open(first.office.settings)
    try:
        assert list(again.corpora.documents("default")) == []
        assert not list(SPEECHES[0].parent.glob(".gone-*"))
    finally:
        again.close()


def test_a_check_that_has_ended_is_let_go_of_without_a_collection(office: Server) -> None:
    """Its report is one large text, and Python looks for garbage only once there are many objects."""

    def held() -> int:
        return sum(isinstance(one, Task) for one in gc.get_objects())

    client = office.client("writer")
    client.post("/api/v1/checks", json={"text": "第一份讲话稿。", "wait": True})
    gc.collect()
    before = held()
    gc.disable()
    try:
        for number in range(5):
            answer = client.post("/api/v1/checks", json={"text": f"第{number}份讲话稿。", "wait": True})
            assert answer.json()["state"] == "done"
        assert held() <= before
    finally:
        gc.enable()


def test_free_memory_is_given_back_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    from simcheck.server import memory

    given: list[int] = []
    library = type("Library", (), {"malloc_trim": lambda _, pad: given.append(pad)})()
    monkeypatch.setattr(memory, "_library", lambda: library)
    held = memory.GivenBack()
    assert [held.now_and_then() for _ in range(3)] == [True, False, False]
    held._next = 0.0
    assert held.now_and_then()
    assert given == [0, 0]
