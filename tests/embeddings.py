"""A small server of embeddings in the common form, with an encoder of ours behind it, and faults on demand."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Fault = Callable[["Handler", dict[str, Any]], bool]


class Server(ThreadingHTTPServer):
    """Answers ``/v1/embeddings`` and ``/v1/models``; ``faults`` are asked first, one for each request, then no more."""

    daemon_threads = True

    def __init__(self, encoder: Any, models: list[str] | None = None, path: str = "/v1") -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.encoder, self.models, self.path = encoder, models, path
        self.faults: list[Fault] = []
        self.requests: list[dict[str, Any]] = []
        self.keys: list[str | None] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: Any) -> None:
        pass

    def do_GET(self) -> None:
        if self.path == f"{self.server.path}/models" and self.server.models is not None:
            self.answer({"object": "list", "data": [{"id": name} for name in self.server.models]})
        else:
            self.answer({"error": {"message": "no such page"}}, 404)

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.keys.append(self.headers.get("Authorization"))
        if self.path != f"{self.server.path}/embeddings":
            self.answer({"error": {"message": "no such page"}}, 404)
            return
        self.server.requests.append(body)
        if self.server.faults and self.server.faults.pop(0)(self, body):
            return
        self.answer(self.embeddings(body))

    def embeddings(self, body: dict[str, Any], dimension: int | None = None) -> dict[str, Any]:
        vectors = (3 * self.server.encoder.encode(body["input"]))[:, :dimension].tolist()  # few servers normalise
        data = [{"object": "embedding", "index": at, "embedding": one} for at, one in enumerate(vectors)]
        return {"object": "list", "model": body.get("model", "甲"), "data": data[::-1]}

    def answer(self, data: Any, status: int = 200, **headers: str) -> None:
        content = data if isinstance(data, bytes) else json.dumps(data).encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


@contextmanager
def serving(encoder: Any, models: list[str] | None = None, path: str = "/v1") -> Iterator[Server]:
    server = Server(encoder, models, path)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
