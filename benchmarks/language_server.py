"""What the language server costs: 200 files opened at once, how long the one that is typed in waits, and idleness.

    python benchmarks/language_server.py [--files 200] [--idle 30] [--json benchmarks/results/language_server.json]

Drafts made of the example drafts are opened one right after the other; when the first report has come, somebody types
in one of them, which is neither the first nor the last. Counted are the reports of other files that come before its
own, and the processor time of the server until then; then, when all reports have come, its processor time while nothing
happens. Linux: the processor time is read from /proc.
"""

from __future__ import annotations

import argparse
import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from simcheck import Corpus, Document  # noqa: E402

EXAMPLES = ROOT / "examples"
TYPED = 60


class Client:
    """The least that an editor says."""

    def __init__(self, folder: Path, corpus: Path) -> None:
        environment = os.environ | {"PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-m", "simcheck", "lsp"]
        self.server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)
        self.reports: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()
        options = {"corpus": str(corpus)}
        root = {"uri": folder.as_uri(), "name": "drafts"}
        self.say("initialize", 1, processId=os.getpid(), capabilities={}, workspaceFolders=[root], rootUri=root["uri"],
                 initializationOptions=options)  # fmt: skip
        self.say("initialized")

    def say(self, method: str, number: int | None = None, **params: Any) -> None:
        body: dict[str, Any] = {"jsonrpc": "2.0", "method": method, "params": params}
        if number is not None:
            body["id"] = number
        content = json.dumps(body).encode()
        assert self.server.stdin is not None
        self.server.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(content), content))
        self.server.stdin.flush()

    def _read(self) -> None:
        stream = self.server.stdout
        assert stream is not None
        while header := stream.readline():
            while (line := stream.readline()).strip():
                header = line if line.startswith(b"Content-Length") else header
            said = json.loads(stream.read(int(header.partition(b":")[2])))
            if said.get("method") == "textDocument/publishDiagnostics":
                self.reports.put(said["params"]["uri"])
            elif "id" in said and "method" in said:
                answer = json.dumps({"jsonrpc": "2.0", "id": said["id"], "result": None}).encode()
                assert self.server.stdin is not None
                self.server.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(answer), answer))
                self.server.stdin.flush()

    def processor(self) -> float:
        fields = Path(f"/proc/{self.server.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measured(files: int, idle: float, folder: Path) -> dict[str, Any]:
    with Corpus.create(folder / "corpus") as corpus:
        paths = sorted((EXAMPLES / "speeches").glob("*.txt"))
        corpus.add([Document(path.name, path.read_text("utf-8")) for path in paths])
    texts = [path.read_text("utf-8") for path in sorted((EXAMPLES / "drafts").glob("*.txt"))]
    client = Client(folder, folder / "corpus")
    uris = [(folder / f"{number}.txt").as_uri() for number in range(files)]
    for number, uri in enumerate(uris):
        text = f"第{number}稿\n{texts[number % len(texts)]}"
        client.say("textDocument/didOpen",
                   textDocument={"uri": uri, "languageId": "plaintext", "version": 1, "text": text})  # fmt: skip
    seen, before = {client.reports.get(timeout=600)}, 0
    begun, worked, typed = time.perf_counter(), client.processor(), uris[TYPED]
    zero = {"line": 0, "character": 0}
    client.say("textDocument/didChange", textDocument={"uri": typed, "version": 2},
               contentChanges=[{"range": {"start": zero, "end": zero}, "text": "改"}])  # fmt: skip
    while (uri := client.reports.get(timeout=600)) != typed:
        seen.add(uri)
        before += 1
    found = {
        "files": files,
        "reports_before_the_typed_one": before,
        "typed_one_cpu_ms": 1000 * (client.processor() - worked),
        "typed_one_wait_ms": 1000 * (time.perf_counter() - begun),
    }
    seen.add(typed)
    while len(seen) < files:
        seen.add(client.reports.get(timeout=600))
    found["all_cpu_s"] = client.processor()
    time.sleep(3)
    worked = client.processor()
    time.sleep(idle)
    found["idle_cpu_ms_per_s"] = 1000 * (client.processor() - worked) / idle
    found["memory_mb"] = int(Path(f"/proc/{client.server.pid}/statm").read_text("ascii").split()[1]) * 4096 / 1e6
    client.server.kill()
    return {name: round(value, 1) for name, value in found.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=200)
    parser.add_argument("--idle", type=float, default=30.0)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = {**measured(options.files, options.idle, Path(folder)), "load": round(os.getloadavg()[0], 1)}
    text = json.dumps(found, indent=2) + "\n"
    sys.stdout.write(text)
    if options.json:
        options.json.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
