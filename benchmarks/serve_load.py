"""Load on `simcheck serve`: many users at once against one, memory, a burst of uploads, and equality with the command
line, byte for byte.

    python benchmarks/serve_load.py [--data FOLDER] [--documents 3000] [--users 16] [--seconds 120] [--burst 200]
        [--equal 24] [--json benchmarks/results/serve_load.json]

A server is started on a free port of this machine, with a corpus of --documents texts: those of --data (files *.txt, or
*.jsonl(.gz) with "text"), or made of the example speeches' sentences. Every user has an account and a token, and sends
one draft of 1,000 to 10,000 characters after the other, waiting for each report; no draft is sent twice. The time of a
single user is taken in the same run before and after the many; ``ratio`` is their p95 over the single user's median
times users over cores (1 is a server that loses nothing by being shared; asked: at most 2.5).

Memory is what the server and its workers hold, what they share counted once (PSS), and is looked at every few seconds
under load: ``growth`` is the median of the last tenth less that of the first (asked: less than 50 MB). Before, drafts
are sent until the workers' caches, which are bounded, hold no more than they did (--warm seconds at most). Exit code 1
when anything that is asked does not hold; the figures are written all the same.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import json
import os
import platform
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from functools import cache
from itertools import count, islice
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from editing import documents  # noqa: E402

from simcheck import Corpus, Document  # noqa: E402

SPEECHES = ROOT / "examples" / "speeches"
PAUSE = 0.02
FINAL = ("done", "failed", "cancelled")
#: What is asked of a server: errors, ratio, megabytes, uploads without an answer, reports that differ.
MOST = {"errors": 0, "ratio": 2.5, "growth_mb": 50.0, "lost": 0, "different": 0}
EVERY = 5.0


class Api:
    """One connection that stays open, as a browser's does."""

    def __init__(self, port: int, token: str) -> None:
        self._port, self._token = port, token
        self._open = http.client.HTTPConnection("127.0.0.1", port, timeout=300)

    def ask(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        headers = {"Authorization": f"Bearer {self._token}", "Content-Type": "application/json"}
        data = None if body is None else json.dumps(body).encode()
        self._open.request(method, f"/api/v1{path}", data, headers)
        answer = self._open.getresponse()
        text = answer.read()
        return answer.status, json.loads(text) if text else None

    def raw(self, path: str) -> bytes:
        """The bytes that are answered."""
        self._open.request("GET", f"/api/v1{path}", headers={"Authorization": f"Bearer {self._token}"})
        return self._open.getresponse().read()


@cache
def sentences() -> list[str]:
    texts = [file.read_text(encoding="utf-8") for file in sorted(SPEECHES.iterdir())]
    return [part + "。" for text in texts for part in text.replace("\n", "").split("。") if len(part) > 8]


def made(count: int) -> list[Document]:
    """Texts of sentences of the example speeches, drawn always alike."""
    known, chance = sentences(), random.Random(19)
    return [
        Document(f"{number}.txt", f"第{number}号。" + "".join(chance.choices(known, k=40))) for number in range(count)
    ]


def draft(number: int) -> str:
    """A draft of 1,000 to 10,000 characters, always alike: sentences of the speeches among others of their words."""
    known, chance = sentences(), random.Random(7 + number)
    length, text = chance.randint(1000, 10_000), ""
    while len(text) < length:
        one = chance.choice(known)
        text += one if chance.random() < 0.3 else "".join(chance.sample(one[:-1], len(one) - 1)) + "。"
    return text[:length]


class Server:
    """``simcheck serve`` as a process of its own."""

    def __init__(self, folder: Path) -> None:
        command = [sys.executable, "-m", "simcheck", "serve", "--data", str(folder), "--port", "0",
                   "--admin-token-file", str(folder / "token")]  # fmt: skip
        environ = {**os.environ, "PYTHONPATH": str(ROOT)}
        self._log = (folder / "log").open("w+", encoding="utf-8")
        self.process = subprocess.Popen(command, stderr=self._log, env=environ)
        until = time.monotonic() + 120
        while "serving" not in (told := (folder / "log").read_text(encoding="utf-8")) and time.monotonic() < until:
            time.sleep(0.1)
        self.port = int(told.split("serving http://127.0.0.1:")[1].split(",")[0])
        while not (folder / "token").exists() and time.monotonic() < until:
            time.sleep(0.1)
        self.token = (folder / "token").read_text(encoding="utf-8").strip()

    def memory(self) -> list[float]:
        """Megabytes of the server and of each of its workers, what they share counted once."""
        pids = [self.process.pid]
        found = []
        for pid in pids:  # grows as children are found
            with contextlib.suppress(OSError):
                for one in Path(f"/proc/{pid}/task").glob("*/children"):
                    pids += map(int, one.read_text().split())
                lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
                found.append(sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024)
        return found

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=30)


def check(api: Api, text: str, **more: str) -> tuple[float, str, Any]:
    """Seconds until a report, what came of it, and the answer."""
    began = time.perf_counter()
    status, answer = api.ask("POST", "/checks", {"text": text, "wait": True, **more})
    while status in (200, 202) and answer["state"] not in FINAL:
        time.sleep(PAUSE)
        status, answer = api.ask("GET", f"/checks/{answer['id']}")
    return time.perf_counter() - began, answer["state"] if status == 200 else str(status), answer


class Load:
    """Users who send drafts, each one new, and what came of them."""

    def __init__(self, port: int, tokens: list[str]) -> None:
        self.port, self.tokens = port, tokens
        self._fresh, self._lock = count(), threading.Lock()

    def run(self, users: int, seconds: float) -> tuple[list[float], Counter[str]]:
        """So many users at once, for so long: the seconds of each check, and how all ended."""
        times: list[float] = []
        ended: Counter[str] = Counter()
        ends = time.monotonic() + seconds

        def user(number: int) -> None:
            api = Api(self.port, self.tokens[number])
            while time.monotonic() < ends:
                with self._lock:
                    text = draft(1000 + next(self._fresh))
                try:
                    took, state, _ = check(api, text)
                except (OSError, http.client.HTTPException, ValueError, KeyError) as error:
                    took, state = 0.0, type(error).__name__
                    api = Api(self.port, self.tokens[number])
                with self._lock:
                    ended[state] += 1
                    if state == "done":
                        times.append(took)

        threads = [threading.Thread(target=user, args=(number,)) for number in range(users)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return times, ended


class Watch:
    """Looks at a server's memory until it is stopped."""

    def __init__(self, server: Server) -> None:
        self.seen: list[list[float]] = []
        self._server, self._stop = server, threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Watch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._stop.wait(EVERY):
            self.seen.append(self._server.memory())

    def summed(self) -> dict[str, Any]:
        """Megabytes at the beginning, at the end and at most, of all together and of each process."""
        part = max(1, len(self.seen) // 10)
        each = [[round(statistics.median(values)) for values in zip(*rows, strict=False)]
                for rows in (self.seen[:part], self.seen[-part:])]  # fmt: skip
        begin, end = (statistics.median(map(sum, rows)) for rows in (self.seen[:part], self.seen[-part:]))
        return {"begin": round(begin), "end": round(end), "most": round(max(map(sum, self.seen))),
                "growth": round(end - begin, 1), "processes_begin": each[0], "processes_end": each[1]}  # fmt: skip


def warm(server: Server, load: Load, users: int, seconds: float) -> float:
    """Send drafts until memory has stopped growing, but no longer than this; gives how long that took."""
    began, held = time.monotonic(), 0.0
    while time.monotonic() < began + seconds:
        load.run(users, min(30.0, seconds))
        if (now := sum(server.memory())) < held + 10:
            break
        held = max(held, now)
    return time.monotonic() - began


def burst(port: int, token: str, text: str, count_of_uploads: int) -> dict[str, Any]:
    """So many uploads in one second: what each was answered, and what became of those that were taken."""
    answers: Counter[str] = Counter()
    taken: list[str] = []
    lock = threading.Lock()

    def one(number: int) -> None:
        time.sleep(number / count_of_uploads)
        try:
            status, answer = Api(port, token).ask("POST", "/checks", {"text": text, "wait": False})
        except (OSError, http.client.HTTPException) as error:
            with lock:
                answers[type(error).__name__] += 1
            return
        with lock:
            answers[str(status)] += 1
            if status in (200, 202):
                taken.append(answer["id"])

    threads = [threading.Thread(target=one, args=(number,)) for number in range(count_of_uploads)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    api, ended = Api(port, token), Counter[str]()
    for check_id in taken:
        while (answer := api.ask("GET", f"/checks/{check_id}")[1])["state"] not in FINAL:
            time.sleep(0.1)
        ended[answer["state"]] += 1
    kinds = {"200", "202", "429", "503"}
    lost = number_of(answers, lambda status: status not in kinds) + number_of(ended, lambda state: state != "done")
    return {"answers": dict(answers), "ended": dict(ended), "lost": lost + count_of_uploads - sum(answers.values())}


def number_of(counted: Counter[str], wanted: Callable[[str], bool]) -> int:
    return sum(number for name, number in counted.items() if wanted(name))


def different(server: Server, folder: Path, numbers: range) -> int:
    """How many reports are not those of the command line, byte for byte."""
    api, unequal = Api(server.port, server.token), 0
    for number in numbers:
        path = folder / f"draft{number}.txt"
        path.write_text(draft(number), encoding="utf-8")
        command = [sys.executable, "-m", "simcheck", str(path), "--corpus", "default", "-f", "json"]
        environ = {**os.environ, "PYTHONPATH": str(ROOT)}
        said = subprocess.run(command, capture_output=True, cwd=folder / "corpora", env=environ, check=False)
        _, _, answer = check(api, draft(number), name=str(path))
        report = api.raw(f"/checks/{answer['id']}/report.json")
        unequal += said.returncode not in (0, 1) or report != said.stdout
    return unequal


def summed(times: list[float], ended: Counter[str], seconds: float) -> dict[str, Any]:
    ordered = sorted(times)
    return {
        "checks": len(times), "ended": dict(ended), "per_second": round(len(times) / seconds, 2),
        "median_ms": round(1000 * statistics.median(ordered), 1),
        "p95_ms": round(1000 * ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))], 1),
    }  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--documents", type=int, default=3000)
    parser.add_argument("--users", type=int, default=16)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--warm", type=float, default=300)
    parser.add_argument("--burst", type=int, default=200)
    parser.add_argument(
        "--equal", type=int, default=24, help="drafts whose reports are compared with the command line's"
    )
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    held = list(islice(documents(options.data), options.documents)) if options.data else made(options.documents)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "server"
        (folder / "corpora").mkdir(parents=True)
        with Corpus.create(folder / "corpora" / "default") as corpus:
            corpus.add(held)
            corpus.compact()
        tell(f"a corpus of {len(held)} documents")
        server = Server(folder)
        try:
            result = measured(server, options)
            result["compared"], result["different"] = options.equal, different(server, folder, range(options.equal))
        finally:
            server.stop()
    result["documents"] = len(held)
    found = {"errors": result["errors"], "ratio": result["ratio"], "growth_mb": result["memory_mb"]["growth"],
             "lost": result["burst"]["lost"], "different": result["different"]}  # fmt: skip
    result["holds"] = {name: found[name] <= most for name, most in MOST.items()}
    text = json.dumps(result, indent=2) + "\n"
    sys.stdout.write(text)
    if options.json:
        options.json.write_text(text, encoding="utf-8")
    return int(not all(result["holds"].values()))


def measured(server: Server, options: argparse.Namespace) -> dict[str, Any]:
    admin = Api(server.port, server.token)
    admin.ask("PATCH", "/corpora/default", {"open": True})
    tokens = []
    for number in range(options.users):
        name, password = f"u{number}", "一句够长也容易记住的口令"
        admin.ask("POST", "/users", {"name": name, "role": "writer", "password": password})
        tokens.append(token_of(server.port, name, password))
    load, cores = Load(server.port, tokens), os.cpu_count() or 1
    warmed = warm(server, load, min(options.users, 2 * cores), options.warm)
    tell(f"warm after {warmed:.0f} s")
    alone = max(10.0, options.seconds / 6)
    first = load.run(1, alone)
    tell(f"one user, {len(first[0])} checks; now {options.users} for {options.seconds:.0f} s")
    with Watch(server) as watch:
        many = load.run(options.users, options.seconds)
    tell(f"{len(many[0])} checks; now one user again, the burst, and the command line")
    second = load.run(1, alone)
    single = summed(first[0] + second[0], first[1] + second[1], 2 * alone)
    shared = summed(*many, options.seconds)
    return {
        "machine": platform.machine(), "cores": cores, "python": platform.python_version(),
        "load_average": [round(one, 1) for one in os.getloadavg()], "users": options.users,
        "seconds": options.seconds, "warmed_seconds": round(warmed), "single": single, "together": shared,
        "errors": number_of(first[1] + many[1] + second[1], lambda state: state != "done"),
        "ratio": round(shared["p95_ms"] / (single["median_ms"] * options.users / cores), 2),
        "memory_mb": watch.summed(),
        "burst": burst(server.port, server.token, draft(0), options.burst),
    }  # fmt: skip


def tell(line: str) -> None:
    """Say on standard error how far it is."""
    sys.stderr.write(f"{time.strftime('%H:%M:%S')} {line}\n")


def token_of(port: int, name: str, password: str) -> str:
    """A token of a user, who logs in for it."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    body = json.dumps({"name": name, "password": password}).encode()
    connection.request("POST", "/api/v1/session", body, {"Content-Type": "application/json"})
    answer = connection.getresponse()
    cookie, told = answer.headers["Set-Cookie"].split(";")[0], json.loads(answer.read())
    body = json.dumps({"name": "load", "scopes": ["checks:read", "checks:write"]}).encode()
    headers = {"Content-Type": "application/json", "Cookie": cookie, "X-CSRF-Token": told["csrf"]}
    connection.request("POST", "/api/v1/tokens", body, headers)
    return str(json.loads(connection.getresponse().read())["token"])


if __name__ == "__main__":
    sys.exit(main())
