"""The program as a process that is forked from one which has imported everything and checked a text already.

A start costs an import of a second and more, which some tests pay as users do; the others have what is the same process
in all else: its own standard input and output, its own working folder and environment, and an exit code.
"""

from __future__ import annotations

import atexit
import contextlib
import functools
import gc
import io
import json
import os
import selectors
import signal
import socket
import subprocess
import sys
import tempfile
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


def python(*words: str) -> tuple[str, ...]:
    """What Python is given in the place of these words, the first of which are ``-m simcheck`` or ``-c CODE``."""
    return ("-I", "-S", "-c", RELAY, _started(), *words) if hasattr(os, "pidfd_open") else words


@functools.cache
def _started() -> str:
    """The address of the process that forks; it ends with this one."""
    folder = tempfile.mkdtemp(prefix="forked")
    address = f"{folder}/line"
    environ = {
        **os.environ, "PYTHONPATH": str(Path(__file__).parents[1]),
        "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "TOKENIZERS_PARALLELISM": "false",
    }  # fmt: skip
    held = subprocess.Popen(
        [sys.executable, __file__, address], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environ
    )
    assert held.stdin
    assert held.stdout

    def end() -> None:
        held.communicate()
        Path(address).unlink(missing_ok=True)
        Path(folder).rmdir()

    atexit.register(end)
    assert held.stdout.readline() == b"ready\n"
    return address


def main() -> int:
    """Fork the program for each who calls at the address, until standard input ends; in a fork, be the program."""
    run = _warm()
    with socket.socket(socket.AF_UNIX) as line, selectors.DefaultSelector() as watched:
        line.bind(sys.argv[1])
        line.listen()
        os.write(1, b"ready\n")
        watched.register(line, selectors.EVENT_READ)
        watched.register(0, selectors.EVENT_READ)
        callers: dict[int, tuple[socket.socket, int]] = {}
        while True:
            for key, _ in watched.select():
                if key.fd == 0:
                    return 0
                if key.fileobj is line:
                    caller = line.accept()[0]
                    begun = _forked(caller)
                    if begun is None:
                        if sys.argv[1] == "-c":
                            exec(sys.argv[2], {"__name__": "__main__"})
                        return run(sys.argv[3:])
                    callers[begun[1]] = caller, begun[0]
                    watched.register(begun[1], selectors.EVENT_READ)
                else:
                    watched.unregister(key.fd)
                    caller, pid = callers.pop(key.fd)
                    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
                    os.close(key.fd)
                    with caller:
                        caller.sendall((code % 256).to_bytes(4, "big"))


def _forked(caller: socket.socket) -> tuple[int, int] | None:
    """The new process and what tells of its end; None in that process, which then is as its caller was."""
    size, given, _, _ = socket.recv_fds(caller, 4, 3)
    told = b""
    while len(told) < int.from_bytes(size, "big"):
        told += caller.recv(1 << 20)
    if pid := os.fork():
        for one in given:
            os.close(one)
        return pid, os.pidfd_open(pid)
    caller.close()
    for at, one in enumerate(given):
        os.dup2(one, at)
        os.close(one)
    from simcheck import plugins

    known = json.loads(told)
    os.chdir(known["cwd"])
    os.environ.clear()
    os.environ.update(known["environ"])
    sys.argv[1:] = known["words"]
    if more := [one for one in os.environ.get("PYTHONPATH", "").split(os.pathsep) if one not in sys.path]:
        sys.path[1:1] = more
        plugins._found.cache_clear()
    sys.stdin, sys.stdout, sys.stderr = map(_stream, range(3), "rww", (sys.stdin, sys.stdout, sys.stderr))
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    return None


def _stream(at: int, mode: str, like: TextIO) -> TextIO:
    """A standard stream as Python opens it when it starts."""
    opened = open(at, mode + "b", closefd=False)  # noqa: SIM115
    lines = at == 2 or opened.isatty()
    return io.TextIOWrapper(opened, encoding=like.encoding, errors=like.errors, line_buffering=lines)


def _warm() -> Callable[[list[str]], int]:
    """The command line, after a check of an example against all others: what users' programs have made by then."""
    from simcheck import Corpus, Document
    from simcheck.cli.app import run
    from simcheck.lsp import features  # noqa: F401

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
