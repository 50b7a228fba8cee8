"""A real server cut off at random moments under load, its workers too, and a real disk that is full: long tests."""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.client import HTTPException
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("fastapi")

from servers import DRAFT, ROOT, SPEECHES

from simcheck import Corpus

pytestmark = [pytest.mark.long, pytest.mark.skipif(not Path("/proc").exists(), reason="processes are found in /proc")]
MOMENTS = int(os.environ.get("SIMCHECK_MOMENTS", "6"))


class Real:
    """``simcheck serve`` as a process of its own."""

    def __init__(self, data: Path, *, token: Path) -> None:
        command = [sys.executable, "-m", "simcheck", "serve", "--data", str(data), "--port", "0", "--workers", "2",
                   "--admin-token-file", str(token)]  # fmt: skip
        environ = {**os.environ, "PYTHONPATH": str(ROOT)}
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environ)
        self.told: list[str] = []
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.told.append(line)
            if "serving" in line:
                break
        else:
            raise AssertionError("".join(self.told))
        self.url = next(word for word in line.split() if word.startswith("http")).rstrip(",")
        threading.Thread(target=self._listen, daemon=True).start()
        until = time.monotonic() + 120
        while not (token.exists() and self._answers()) and time.monotonic() < until:
            time.sleep(0.05)
        self.token = token.read_text().strip()

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        """What the API answers."""
        data = None if body is None else json.dumps(body).encode()
        headers = {"authorization": f"Bearer {self.token}", "content-type": "application/json"}
        request = urllib.request.Request(f"{self.url}/api/v1{path}", data, headers, method=method)
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.loads(answer.read() or b"null")

    def workers(self) -> list[int]:
        """The processes that it started."""
        pid = self.process.pid
        return [int(one) for tasks in Path(f"/proc/{pid}/task").glob("*/children") for one in tasks.read_text().split()]

    def kill(self) -> None:
        """As the out-of-memory killer does."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def _listen(self) -> None:
        assert self.process.stderr is not None
        self.told += self.process.stderr

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/readyz", timeout=2) as answer:
                return answer.status == 200
        except OSError:
            return False


def told(report: dict[str, Any]) -> str:
    """A report, to be compared."""
    return json.dumps(report, sort_keys=True)


class Load:
    """Checks and documents that are sent without a pause; ``done`` and ``added`` are those that were acknowledged."""

    def __init__(self) -> None:
        self.accepted: set[str] = set()
        self.done: dict[str, str] = {}
        self.added: dict[str, str] = {}
        self._number = 0

    def run(self, server: Real) -> list[threading.Thread]:
        """Begin; ends by itself when the server is gone."""
        threads = [threading.Thread(target=part, args=(server,), daemon=True) for part in (self._check, self._add)]
        for thread in threads:
            thread.start()
        return threads

    def _check(self, server: Real) -> None:
        text = DRAFT.read_text(encoding="utf-8")
        with contextlib.suppress(OSError, ValueError, KeyError, HTTPException):
            while server.process.poll() is None:
                one = server.ask("POST", "/checks", {"text": text, "wait": False})["id"]
                self.accepted.add(one)
                while (state := server.ask("GET", f"/checks/{one}"))["state"] not in ("done", "failed"):
                    time.sleep(0.05)
                if state["state"] == "done":
                    self.done[one] = told(state["report"])

    def _add(self, server: Real) -> None:
        with contextlib.suppress(OSError, ValueError, KeyError, HTTPException):
            while server.process.poll() is None:
                self._number += 1
                name, text = f"n{self._number}.txt", f"第{self._number}件事要抓好落实，各位同志请注意。" * 3
                if server.ask("POST", "/corpora/default/documents", {"name": name, "text": text})["added"] == [name]:
                    self.added[name] = text


def test_a_server_that_is_killed_at_any_moment_loses_nothing_that_it_acknowledged(tmp_path: Path) -> None:
    chance = random.Random(19)
    load, cut = Load(), 0
    server = Real(tmp_path / "d", token=tmp_path / "t")
    for path in SPEECHES:
        server.ask("POST", "/corpora/default/documents", {"name": path.name, "text": path.read_text("utf-8")})
    for moment in range(MOMENTS):
        threads = load.run(server)
        ends, known = time.monotonic() + 60, len(load.done)
        while moment % 2 and len(load.done) == known and time.monotonic() < ends:
            time.sleep(0.05)  # every second time not before something was acknowledged
        ends = time.monotonic() + chance.uniform(0.2, 4)
        while time.monotonic() < ends:
            if chance.random() < 0.3 and (workers := server.workers()):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(chance.choice(workers), signal.SIGKILL)
            time.sleep(0.3)
        server.kill()
        for thread in threads:
            thread.join(timeout=60)
            assert not thread.is_alive(), "a client hangs"
        server = Real(tmp_path / "d", token=tmp_path / "t")
        cut += any("cut off" in line for line in server.told)
        ends = time.monotonic() + 120
        left = set(load.accepted)
        while left and time.monotonic() < ends:
            states = {one: server.ask("GET", f"/checks/{one}") for one in left}
            left = {one for one, check in states.items() if check["state"] not in ("done", "failed")}
            load.done |= {one: told(check["report"]) for one, check in states.items() if check["state"] == "done"}
            time.sleep(0.1)
        assert not left, f"moment {moment}: these hang"
        held = server.ask("GET", "/corpora/default/documents?most=10000")["documents"]
        assert {one["id"] for one in held} >= set(load.added)
    for one, report in load.done.items():
        assert told(server.ask("GET", f"/checks/{one}")["report"]) == report
    for name, text in load.added.items():
        assert server.ask("GET", f"/corpora/default/documents/{name}")["text"] == text
    server.kill()
    with Corpus.open(tmp_path / "d" / "corpora" / "default") as corpus:
        assert corpus.verify() == []
    assert load.done
    assert load.added
    assert cut


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A file system of 60 MB of its own."""
    place = tmp_path / "small"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=60m", "none", str(place)]
    if not shutil.which("mount") or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("file systems cannot be mounted here")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=False)


def test_a_full_disk_is_said_and_goes_by(small: Path, tmp_path: Path) -> None:
    server = Real(small / "d", token=tmp_path / "t")
    text = DRAFT.read_text(encoding="utf-8")
    server.ask("POST", "/corpora/default/documents", {"name": "甲.txt", "text": SPEECHES[0].read_text("utf-8")})
    kept = server.ask("POST", "/checks", {"text": text, "wait": True})
    with (small / "filler").open("wb") as filler, contextlib.suppress(OSError):
        while True:
            filler.write(b"\0" * 65536)
            filler.flush()
    try:
        told = set()
        for _ in range(3):
            try:
                answer = server.ask("POST", "/checks", {"text": text * 30, "wait": True})
                told.add((answer.get("problem") or {}).get("code"))
            except urllib.error.HTTPError as error:
                told.add(json.loads(error.read())["code"])
        assert "disk_full" in told
        assert server.ask("GET", f"/checks/{kept['id']}")["report"] == kept["report"]
        with pytest.raises(urllib.error.HTTPError) as raised:
            server.ask("POST", "/corpora/default/documents", {"name": "乙.txt", "text": text * 200})
        assert json.loads(raised.value.read())["code"] == "disk_full"
        (small / "filler").unlink()
        again = server.ask("POST", "/checks", {"text": text, "wait": True})
        assert {**again["report"], "matches": []} == {**kept["report"], "matches": []}
        server.ask("POST", "/corpora/default/documents", {"name": "丙.txt", "text": SPEECHES[1].read_text("utf-8")})
    finally:
        server.kill()
