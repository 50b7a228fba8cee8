"""One worker process as its server sees it: what it is asked, what it answers, and its end."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from typing import Any

from simcheck.server import openid

#: What Python is to run as a worker.
WORKER = ("-m", "simcheck.server.worker")
#: What of the environment is for the server alone: a worker reads files of people who are not trusted.
SECRETS = (openid.SECRET, "SIMCHECK_TOKEN", "PGPASSWORD", "PGPASSFILE")
#: What a process says when it has gone: no line can be this one.
GONE: dict[str, Any] = {"gone": True}
#: What wakes who waits for a process: a check was cancelled.
WAKE: dict[str, Any] = {"wake": True}


class Process:
    """A spawned worker. ``messages`` holds what it answered and has not been looked at."""

    def __init__(self, megabytes: int, program: Sequence[str] = WORKER) -> None:
        kept = {name: value for name, value in os.environ.items() if name not in SECRETS}
        environ = {**kept, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
        environ["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
        self._process = subprocess.Popen(  # noqa: S603 - nothing of it comes from a user
            [sys.executable, *program, str(megabytes)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environ,
            start_new_session=True,
        )
        self.messages: queue.Queue[dict[str, Any]] = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()

    @property
    def pid(self) -> int:
        """Its number."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether it runs."""
        return self._process.poll() is None

    def send(self, message: dict[str, Any]) -> bool:
        """Ask it something; False when it is gone."""
        pipe = self._process.stdin
        if pipe is None:
            return False
        try:
            pipe.write(json.dumps(message, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n")
            pipe.flush()
        except (OSError, ValueError):
            return False
        return True

    def kill(self) -> None:
        """End it at once, with what it started."""
        with contextlib.suppress(OSError):
            if hasattr(os, "killpg"):
                os.killpg(self._process.pid, signal.SIGKILL)
        with contextlib.suppress(OSError):
            self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()

    def _listen(self) -> None:
        pipe = self._process.stdout
        with contextlib.suppress(OSError, ValueError):
            for line in pipe or ():
                self.messages.put(json.loads(line))
        self.messages.put(GONE)
