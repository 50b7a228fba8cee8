"""A process of its own for files that are not plain text: what hangs, crashes or eats memory there harms nobody.

The parts of this file that run in the worker say so; the others run in simcheck itself.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

from simcheck.errors import DraftError
from simcheck.forks import begins_anew
from simcheck.readers.content import Content
from simcheck.readers.progress import listening, tell

#: Seconds that one file may take, or one page of it that is read from its picture, and bytes of memory that the worker
#: may take (where the system can limit it); several times as much where pictures are read.
SECONDS, MEMORY, FOR_PICTURES = 60.0, 2_000_000_000, 4
#: As many times as long may all pages of a file take together that are read from their pictures.
_ALL_PAGES = 15
#: Characters that a text may have; what is longer than a library of speeches is none.
CHARACTERS = 20_000_000
_REMEDY = "open it in its program and save its text as a new file"
_SPLIT = "split it into smaller files"


class Worker:
    """A process that reads files one after another; started when it is first needed, again when it has died.

    Usable by several threads, which wait for each other.
    """

    def __init__(self, seconds: float = SECONDS, memory: int = MEMORY) -> None:
        self._seconds, self._memory = seconds, memory
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0
        self._lock = threading.Lock()

    def read(self, kind: str, data: bytes, name: str) -> Content:
        """The content of the file ``name`` of the format ``kind``. Raises DraftError, also when the worker dies."""
        with self._lock:
            answer = self._ask(kind, data, name)
        if answer is None:
            raise DraftError(f"{name}: the reader broke down over it, so it is damaged or made to do harm; {_REMEDY}")
        if "refused" in answer:
            raise DraftError(answer["refused"], code=answer.get("code"))
        return Content.from_dict(answer["content"])

    def prepare(self, kind: str) -> None:
        """Start the process without waiting for it, so that it is ready for a file of a kind when that is read."""
        with self._lock:
            self._started(kind)

    def unlock(self) -> None:
        """Take another lock, in a forked child, as no thread is there that lets go of this one."""
        self._lock = threading.Lock()

    def close(self) -> None:
        """End the process."""
        with self._lock:
            self._end()

    def _ask(self, kind: str, data: bytes, name: str) -> Any:
        process = self._started()
        assert process.stdin is not None  # noqa: S101 - pipes were asked for
        assert process.stdout is not None  # noqa: S101
        late = threading.Event()

        def stop() -> None:
            late.set()
            process.kill()

        timer = _timer(self._seconds, stop)
        last = time.monotonic() + _ALL_PAGES * self._seconds
        answer = None
        try:
            header = {"kind": kind, "name": name, "size": len(data), "seconds": self._seconds}
            process.stdin.write(json.dumps(header).encode() + b"\n" + data)
            process.stdin.flush()
            while (answer := json.loads(process.stdout.readline() or b"null")) and "page" in answer:
                timer.cancel()
                tell(answer["page"], answer["pages"])
                timer = _timer(min(self._seconds, last - time.monotonic()), stop)
        except (OSError, ValueError):
            answer = None
        finally:
            timer.cancel()
            if answer is None or answer.get("spent"):
                self._end()
        if late.is_set():
            raise DraftError(f"{name}: not read within {self._seconds:g} seconds; {_REMEDY}", code="draft.timeout")
        return answer

    def _started(self, kind: str = "") -> subprocess.Popen[bytes]:
        if self._process is not None and self._owner == os.getpid() and self._process.poll() is None:
            return self._process
        program = f"from simcheck.readers.worker import serve; serve({self._memory}, {kind!r})"
        # The worker finds what this process finds, and nothing in the folder that it happens to stand in.
        paths = os.pathsep.join(str(Path(path).absolute()) for path in sys.path)
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-P", "-c", program],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": paths},
            start_new_session=True,  # Ctrl-C is for simcheck, which then ends and the worker with it
        )
        self._owner = os.getpid()
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None and self._owner == os.getpid():
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    with contextlib.suppress(OSError):
                        pipe.close()


def _timer(seconds: float, stop: Callable[[], None]) -> threading.Timer:
    timer = threading.Timer(max(0.0, seconds), stop)
    timer.start()
    return timer


WORKER = Worker()
begins_anew(WORKER.unlock)
atexit.register(WORKER.close)


def serve(memory: int, kind: str = "") -> None:
    """Runs in the worker: answer one file after another until nobody asks any more; the first is of this ``kind``."""
    from simcheck.readers.formats import READERS

    requests, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not get between the answers
    limited = _limit(memory)
    with contextlib.suppress(Exception):  # what goes wrong here is told when the file is read
        READERS[kind]
    while header := requests.readline():
        asked = json.loads(header)
        seconds = asked["seconds"] + 5
        _alarm(seconds)

        def told(page: int, pages: int, seconds: float = seconds) -> None:
            _alarm(seconds)
            _write(answers, {"page": page, "pages": pages})

        with listening(told):
            answer = _answer(asked["kind"], requests.read(asked["size"]), asked["name"], limited)
        _write(answers, answer)
        _alarm(0)


def _answer(kind: str, data: bytes, name: str, limited: bool) -> dict[str, Any]:
    """Runs in the worker."""
    from simcheck.readers.formats import READERS

    try:
        content = READERS[kind](data, name)
        if len(content.text) > CHARACTERS:
            raise DraftError(f"{name}: more than {CHARACTERS:,} characters; {_SPLIT}", code="draft.too_long")  # noqa: TRY301
        return {"content": content.to_dict()}
    except DraftError as error:
        return {"refused": str(error), "code": error.code}
    except MemoryError:
        return {"refused": f"{name}: takes too much memory to read; {_REMEDY}", "spent": True}
    except RecursionError:
        return {"refused": f"{name}: nested absurdly deep, as no document is; {_REMEDY}", "spent": True}
    except ImportError as error:
        missing = f"{name}: {error.name} is missing; install it with `pip install 'simcheck[documents]'`"
        return {"refused": missing, "code": "draft.needs_program"}
    except Exception as error:
        what = " ".join(f"{type(error).__name__}: {error}".split())[:200]
        return {"refused": f"{name}: damaged, it cannot be read ({what}); {_REMEDY}", "spent": limited}


def _write(answers: IO[bytes], answer: dict[str, Any]) -> None:
    answers.write(json.dumps(answer).encode() + b"\n")
    answers.flush()


def _limit(memory: int) -> bool:
    """Runs in the worker: bound its memory, where the system can."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, FOR_PICTURES * memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, OSError, ValueError):
        return False
    return True


def _alarm(seconds: float) -> None:
    """Runs in the worker: end by itself if simcheck was killed and cannot end it. 0 takes that back."""
    with contextlib.suppress(ImportError, AttributeError, ValueError):
        import signal

        signal.setitimer(signal.ITIMER_REAL, seconds)
