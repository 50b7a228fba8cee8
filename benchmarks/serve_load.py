"""Load on `simcheck serve`: many users at once against one, memory, a burst of uploads, and equality with the library.

    python benchmarks/serve_load.py [--data FOLDER] [--documents 3000] [--users 16] [--seconds 120] [--burst 200]
        [--json benchmarks/results/serve_load.json]

A server is started on a free port of this machine, with a corpus of --documents texts: those of --data (files *.txt, or
*.jsonl(.gz) with "text"), or made of the example speeches' sentences. Every user has an account and a token, and sends
one draft of 1,000 to 10,000 characters after the other, waiting for each report. The time of a single user is taken in
the same run before and after the many; ``ratio`` is their p95 over the single user's median times users over cores
(1 is a server that loses nothing by being shared; the limit is 2.5).
"""

from __future__ import annotations

import argparse
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
from itertools import islice
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from editing import documents  # noqa: E402

from simcheck import Corpus, Document  # noqa: E402

SPEECHES = ROOT / "examples" / "speeches"
PAUSE = 0.02
FINAL = ("done", "failed", "cancelled")


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


def sentences() -> list[str]:
    texts = [file.read_text(encoding="utf-8") for file in sorted(SPEECHES.iterdir())]
    return [part + "。" for text in texts for part in text.replace("\n", "").split("。") if len(part) > 8]


def made(count: int) -> list[Document]:
    """Texts of sentences of the example speeches, drawn always alike."""
    known, chance = sentences(), random.Random(19)
    return [
        Document(f"{number}.txt", f"第{number}号。" + "".join(chance.choices(known, k=40))) for number in range(count)
    ]


def drafts(count: int) -> list[str]:
    """Drafts of 1,000 to 10,000 characters: sentences of the speeches among others of their words."""
    known, chance = sentences(), random.Random(7)
    found = []
    for _ in range(count):
        length, text = chance.randint(1000, 10_000), ""
        while len(text) < length:
            one = chance.choice(known)
            text += one if chance.random() < 0.3 else "".join(chance.sample(one[:-1], len(one) - 1)) + "。"
        found.append(text[:length])
    return found


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

    def memory(self) -> float:
        """Megabytes of the server and its workers, what they share counted once."""
        pids = [self.process.pid]
        for pid in pids:
            tasks = Path(f"/proc/{pid}/task").glob("*/children")
            pids += [int(child) for one in tasks for child in one.read_text().split()]
        parts = [Path(f"/proc/{pid}/smaps_rollup") for pid in pids]
        lines = [line for one in parts if one.exists() for line in one.read_text().splitlines()]
        return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=30)


def check(api: Api, text: str) -> tuple[float, str, Any]:
    """Seconds until a report, what came of it, and the answer."""
    began = time.perf_counter()
    status, answer = api.ask("POST", "/checks", {"text": text, "wait": True})
    while status in (200, 202) and answer["state"] not in FINAL:
        time.sleep(PAUSE)
        status, answer = api.ask("GET", f"/checks/{answer['id']}")
    return time.perf_counter() - began, answer["state"] if status == 200 else str(status), answer


def together(port: int, tokens: list[str], texts: list[str], seconds: float) -> tuple[list[float], Counter[str]]:
    """All users at once, for so long; each takes the drafts from another place on."""
    times: list[float] = []
    ended: Counter[str] = Counter()
    lock, ends = threading.Lock(), time.monotonic() + seconds

    def user(number: int) -> None:
        api, at = Api(port, tokens[number]), number * 7
        while time.monotonic() < ends:
            try:
                took, state, _ = check(api, texts[at % len(texts)])
            except (OSError, http.client.HTTPException, ValueError, KeyError) as error:
                took, state = 0.0, type(error).__name__
                api = Api(port, tokens[number])
            at += 1
            with lock:
                ended[state] += 1
                if state == "done":
                    times.append(took)

    threads = [threading.Thread(target=user, args=(number,)) for number in range(len(tokens))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times, ended


def warm(port: int, tokens: list[str], texts: list[str]) -> None:
    """Every worker starts and fills its caches: as many users as cores send every draft twice."""

    def user(token: str) -> None:
        api = Api(port, token)
        for text in (*texts, *texts):
            check(api, text)

    threads = [threading.Thread(target=user, args=(token,)) for token in tokens]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def burst(port: int, token: str, text: str, count: int) -> dict[str, Any]:
    """So many uploads in one second: what each was answered, and what became of those that were taken."""
    answers: Counter[str] = Counter()
    taken: list[str] = []
    lock = threading.Lock()

    def one(number: int) -> None:
        time.sleep(number / count)
        try:
            status, answer = Api(port, token).ask("POST", "/checks", {"text": text, "wait": False})
        except OSError as error:
            status, answer = type(error).__name__, None
        with lock:
            answers[str(status)] += 1
            if status in (200, 202):
                taken.append(answer["id"])

    threads = [threading.Thread(target=one, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    api, ended = Api(port, token), Counter[str]()
    for check_id in taken:
        while (answer := api.ask("GET", f"/checks/{check_id}")[1])["state"] not in FINAL:
            time.sleep(0.1)
        ended[answer["state"]] += 1
    return {"answers": dict(answers), "ended": dict(ended)}


def summed(times: list[float], ended: Counter[str], seconds: float) -> dict[str, Any]:
    ordered = sorted(times)
    return {
        "checks": len(times), "ended": dict(ended), "per_second": round(len(times) / seconds, 2),
        "median_ms": round(1000 * statistics.median(ordered), 1),
        "p95_ms": round(1000 * ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))], 1),
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--documents", type=int, default=3000)
    parser.add_argument("--users", type=int, default=16)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--burst", type=int, default=200)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    held = list(islice(documents(options.data), options.documents)) if options.data else made(options.documents)
    texts = drafts(24)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "server"
        (folder / "corpora").mkdir(parents=True)
        with Corpus.create(folder / "corpora" / "default") as corpus:
            corpus.add(held)
            corpus.compact()
            wanted = [corpus.check(Document("draft", text)).figures for text in texts]
        server = Server(folder)
        try:
            result = measured(server, options, texts)
            api = Api(server.port, server.token)
            found = [check(api, text)[2]["report"]["figures"] for text in texts]
            result["equal_to_library"] = found == [json.loads(json.dumps(vars_of(one))) for one in wanted]
        finally:
            server.stop()
    result["documents"] = len(held)
    text = json.dumps(result, indent=2) + "\n"
    sys.stdout.write(text)
    if options.json:
        options.json.write_text(text, encoding="utf-8")


def vars_of(figures: Any) -> dict[str, Any]:
    from dataclasses import asdict

    return asdict(figures)


def measured(server: Server, options: argparse.Namespace, texts: list[str]) -> dict[str, Any]:
    admin = Api(server.port, server.token)
    admin.ask("PATCH", "/corpora/default", {"open": True})
    tokens = []
    for number in range(options.users):
        name, password = f"u{number}", "一句够长也好记的口令"
        admin.ask("POST", "/users", {"name": name, "role": "writer", "password": password})
        tokens.append(token_of(server.port, name, password))
    warm(server.port, tokens[: os.cpu_count() or 1], texts)
    before = server.memory()
    alone = max(10.0, options.seconds / 6)
    first = together(server.port, tokens[:1], texts, alone)
    many = together(server.port, tokens, texts, options.seconds)
    second = together(server.port, tokens[:1], texts, alone)
    after = server.memory()
    cores = os.cpu_count() or 1
    single = summed(first[0] + second[0], first[1] + second[1], 2 * alone)
    shared = summed(*many, options.seconds)
    return {
        "machine": platform.machine(), "cores": cores, "python": platform.python_version(),
        "load_average": [round(one, 1) for one in os.getloadavg()], "users": options.users,
        "seconds": options.seconds, "single": single, "together": shared,
        "ratio": round(shared["p95_ms"] / (single["median_ms"] * options.users / cores), 2),
        "memory_mb": {"before": round(before), "after": round(after), "growth": round(after - before, 1)},
        "burst": burst(server.port, server.token, texts[0], options.burst),
    }  # fmt: skip


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
    main()
