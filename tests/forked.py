"""Servers of tests as processes that are forked from one which has imported everything and checked a text already.

A start costs an import of a second and more, which some tests pay as users do; the others have what is the same process
in all else: its own standard input and output, its own working folder and environment, and an exit code.
"""

from __future__ import annotations

import atexit
import functools
import json
import os
import selectors
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

#: Stands for the server before whoever started it: hands over what it was given, and ends as the server does.
RELAY = """
import json, os, socket, sys
with socket.socket(socket.AF_UNIX) as line:
    line.connect(sys.argv[1])
    told = json.dumps({"cwd": os.getcwd(), "environ": dict(os.environ)}).encode()
    socket.send_fds(line, [len(told).to_bytes(4, "big")], [0, 1, 2])
    line.sendall(told)
    code = line.recv(4)
os._exit(int.from_bytes(code, "big") if code else 1)
"""


def language_server() -> tuple[str, ...]:
    """What Python runs as the language server, as ``python -m simcheck lsp`` is."""
    if not hasattr(os, "pidfd_open"):
        return ("-m", "simcheck", "lsp", "--stdio")
    return ("-I", "-S", "-c", RELAY, _started())


@functools.cache
def _started() -> str:
    """The address of the process that forks; it ends with this one."""
    folder = tempfile.mkdtemp(prefix="forked")
    address = f"{folder}/line"
    environ = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "TOKENIZERS_PARALLELISM": "false"}
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
    """Fork a server for each who calls at the address, until standard input ends; in a fork, be that server."""
    from simcheck import compare
    from simcheck.lsp.features import serve

    compare("各位代表：请予审议。今年雨水偏多。", {"往年": "各位代表：请予审议。去年雨水偏少。"})
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
                        return serve()
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
    known = json.loads(told)
    os.chdir(known["cwd"])
    os.environ.clear()
    os.environ.update(known["environ"])
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    return None


if __name__ == "__main__":
    sys.exit(main())
