"""The program as a process that is forked from one which has imported everything and checked a text already.

A start costs an import of a second and more, which some tests pay as users do; the others have what is the same process
in all else: its own standard input and output, its own working folder and environment, and an exit code.
"""

from __future__ import annotations

import atexit
import contextlib
import functools
import gc
import importlib
import io
import json
import os
import selectors
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

#: Stands for the program before whoever started it: hands over what it was given, and ends as the program does.
RELAY = """
import json, os, socket, sys
with socket.socket(socket.AF_UNIX) as line:
    line.connect(sys.argv[1])
    told = json.dumps({"words": sys.argv[2:], "cwd": os.getcwd(), "environ": dict(os.environ)}).encode()
    socket.send_fds(line, [len(told).to_bytes(4, "big")], [0, 1, 2])
    line.sendall(told)
    code = line.recv(4)
os._exit(int.from_bytes(code, "big") if code else 1)
"""


#: Names the address where one process forks for all of a run's.
ADDRESS = "FORKED_SIMCHECK"


def python(*words: str) -> tuple[str, ...]:
    """What Python is given in the place of these words, the first of which are ``-m MODULE`` or ``-c CODE``."""
    return ("-I", "-S", "-c", RELAY, started(), *words) if hasattr(os, "pidfd_open") else words


@functools.cache
def started() -> str:
    """The address of the process that forks, which gets ready meanwhile; it ends with this one, or with the one that
    has started it for all of a run's."""
    if address := os.environ.get(ADDRESS):
        return address
    folder = tempfile.mkdtemp(prefix="forked")
    address = f"{folder}/line"
    environ = {
        **os.environ, "PYTHONPATH": str(Path(__file__).parents[1]),
        "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "TOKENIZERS_PARALLELISM": "false",
    }  # fmt: skip
    with socket.socket(socket.AF_UNIX) as line:
        line.bind(address)
        line.listen(64)
        command = [sys.executable, __file__, str(line.fileno())]
        held = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, env=environ, pass_fds=[line.fileno()]
        )

    def end() -> None:
        held.communicate()
        Path(address).unlink(missing_ok=True)
        Path(folder).rmdir()

    atexit.register(end)
    return address


def main() -> int:
    """Fork the program for each who calls, until standard input ends; in a fork, be the program."""
    run = _warm()
    with socket.socket(fileno=int(sys.argv[1])) as line, selectors.DefaultSelector() as watched:
        watched.register(line, selectors.EVENT_READ)
        watched.register(0, selectors.EVENT_READ)
        while True:
            for key, _ in watched.select():
                if key.fd == 0:
                    return 0
                if key.fileobj is line:
                    caller = line.accept()[0]
                    pid, words = _forked(caller)
                    if not pid:
                        return _ended(_done(words, run))
                    watched.register(caller, selectors.EVENT_READ, pid)
                    watched.register(os.pidfd_open(pid), selectors.EVENT_READ, (caller, pid))
                elif isinstance(key.data, int):  # who called was killed, and so is what it stands for
                    watched.unregister(key.fileobj)
                    os.kill(key.data, signal.SIGKILL)
                else:
                    watched.unregister(key.fd)
                    os.close(key.fd)
                    caller, pid = key.data
                    _tell(caller, os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), watched)


def _tell(caller: socket.socket, code: int, watched: selectors.BaseSelector) -> None:
    """Let a caller end with the exit code."""
    if caller in watched.get_map():
        watched.unregister(caller)
    with caller, contextlib.suppress(OSError):
        caller.sendall((code % 256).to_bytes(4, "big"))


def _forked(caller: socket.socket) -> tuple[int, list[str]]:
    """The new process, and what its words are; 0 in that process, which then is as its caller was."""
    size, given, _, _ = socket.recv_fds(caller, 4, 3)
    told = b""
    while len(told) < int.from_bytes(size, "big"):
        told += caller.recv(1 << 20)
    known = json.loads(told)
    if pid := os.fork():
        for one in given:
            os.close(one)
        return pid, known["words"]
    caller.close()
    for at, one in enumerate(given):
        os.dup2(one, at)
        os.close(one)
    os.chdir(known["cwd"])
    os.environ.clear()
    os.environ.update(known["environ"])
    sys.stdin, sys.stdout, sys.stderr = map(_stream, range(3), "rww", (sys.stdin, sys.stdout, sys.stderr))
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    return 0, known["words"]


def _done(words: list[str], run: Callable[[list[str]], int]) -> int:
    """What Python does with its words, and its exit code."""
    from simcheck import plugins

    if more := [one for one in os.environ.get("PYTHONPATH", "").split(os.pathsep) if one not in sys.path]:
        sys.path[1:1] = more
        plugins._found.cache_clear()
    sys.argv[1:] = words[2:]
    if words[0] == "-c":
        exec(words[1], {"__name__": "__main__"})
        return 0
    if words[1] == "simcheck":
        return run(words[2:])
    importlib.import_module(words[1]).main()
    return 0


def _ended(code: int) -> int:
    """End as Python does, but take nothing apart: each object that is shared with who forked would be copied for it.
    Where that fails, the exit code, and Python says why."""
    with contextlib.suppress(Exception):
        threading._shutdown()  # type: ignore[attr-defined]
        atexit._run_exitfuncs()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    return code


def _stream(at: int, mode: str, like: TextIO) -> TextIO:
    """A standard stream as Python opens it when it starts."""
    opened = open(at, mode + "b", closefd=False)  # noqa: SIM115
    lines = at == 2 or opened.isatty()
    return io.TextIOWrapper(opened, encoding=like.encoding, errors=like.errors, line_buffering=lines)


def _warm() -> Callable[[list[str]], int]:
    """The command line, after a check of an example against all others: what users' programs have made by then."""
    from once import make_commands_once

    from simcheck import Corpus, Document
    from simcheck.cli.app import run

    for module in ("simcheck.lsp.features", "simcheck.server.jobs"):
        with contextlib.suppress(ImportError):
            importlib.import_module(module)
    make_commands_once()
    examples = Path(__file__).parents[1] / "examples"
    sources = sorted((examples / "speeches").glob("*.txt"))
    with tempfile.TemporaryDirectory() as folder:
        with Corpus.create(folder) as corpus:
            corpus.add([Document(one.name, one.read_text("utf-8")) for one in sources])
        draft = str(examples / "drafts" / "edited.txt")
        with contextlib.redirect_stdout(io.StringIO()):
            assert run(["check", draft, "-c", folder]) == 1
    gc.freeze()  # what is shared with forks stays shared
    return run


if __name__ == "__main__":
    sys.exit(main())
