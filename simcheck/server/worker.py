"""A worker: a process of its own that does one job after the other, and the only one that reads what users send.

It gets one JSON object a line on standard input, ``{"kind": …, …}`` for a job or ``{"cancel": true}``, and answers with
``{"stage": …}`` any number of times, then ``{"done": …}`` or ``{"problem": code, "detail": …}``. It ends with its
server.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import sys
import threading
from collections.abc import Callable
from typing import Any, BinaryIO

#: A job gets its payload and what tells the stage it is in, and gives what is answered.
Tell = Callable[[str], None]


class _Line:
    """The line to the server: what it asks next, whether it cancelled, and what it is told."""

    def __init__(self, asked: BinaryIO, told: BinaryIO) -> None:
        self._asked, self._told = asked, told
        self._jobs: queue.Queue[dict[str, Any]] = queue.Queue()
        self.cancelled = threading.Event()
        threading.Thread(target=self._listen, daemon=True).start()

    def job(self) -> dict[str, Any]:
        """The next job."""
        found = self._jobs.get()
        self.cancelled.clear()
        return found

    def tell(self, message: dict[str, Any]) -> None:
        """Tell the server."""
        self._told.write(json.dumps(message, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n")
        self._told.flush()

    def _listen(self) -> None:
        for line in self._asked:
            message = json.loads(line)
            if message.get("cancel"):
                self.cancelled.set()
            else:
                self._jobs.put(message)
        os._exit(0)  # the server has ended; a job under way has nobody to answer


def main() -> None:
    """Serve standard input until it ends. What anything prints goes to standard error."""
    told = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    _bound_memory(int(sys.argv[1]) if len(sys.argv) > 1 else 0)
    from simcheck.server.memory import GivenBack, keep_little

    keep_little()
    from simcheck.server.jobs import JOBS
    from simcheck.threads import set_threads

    set_threads(1)
    line = _Line(sys.stdin.buffer, told)
    line.tell({"ready": True})
    memory = GivenBack()
    while True:
        job = line.job()
        line.tell(_answer(JOBS, job, line))
        memory.now_and_then()


def _answer(jobs: dict[str, Callable[[dict[str, Any], Tell], Any]], job: dict[str, Any], line: _Line) -> dict[str, Any]:
    from simcheck.cancelling import cancellable
    from simcheck.errors import Cancelled
    from simcheck.server.problems import problem_of

    def tell(stage: str) -> None:
        if line.cancelled.is_set():
            raise Cancelled("the check was given up")
        line.tell({"stage": stage})

    try:
        with cancellable(line.cancelled, str(job.get("name", ""))):
            return {"done": jobs[job["kind"]](job, tell)}
    except Cancelled:
        return {"problem": "cancelled", "detail": ""}
    except Exception as error:
        problem = problem_of(error)
        detail = problem.detail or (type(error).__name__ if problem.code == "internal" else "")
        return {"problem": problem.code, "detail": detail, "reason": problem.reason}


def _bound_memory(megabytes: int) -> None:
    """Let this process fail before it takes the memory of all others; Windows has no such bound."""
    if not megabytes:
        return
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (megabytes << 20, megabytes << 20))


if __name__ == "__main__":
    main()
