"""Ray on this machine alone: started and stopped by simcheck, which touches no other processes.

Each node is one ``ray start --block``, which ends what it started when it is told to end. Where it listens and which
processes these are stands in a small file in the user's folder, for ``simcheck cluster stop`` and ``--cluster local``.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from simcheck.errors import ClusterError, UsageError

#: Memory of the object store of a node: a check sends some hundred thousand bytes.
STORE_BYTES = 256 << 20
#: Seconds to wait for a node to listen, and to end.
STARTED, ENDED = 60.0, 20.0
#: The word for the cluster of this machine in place of an address.
LOCAL = "local"


def address_of(named: str | None) -> str:
    """The address that is meant: the one named, or that of the cluster which simcheck started on this machine."""
    if named is not None and named != LOCAL:
        return named
    found = running()
    if found is None:
        raise ClusterError(
            "not checked: simcheck runs no cluster on this machine; start one with `simcheck cluster start SHARDS`, or "
            "name another by HOST:PORT"
        )
    return found


def running() -> str | None:
    """The address of the cluster that simcheck started on this machine, if it runs."""
    found = _known()
    return None if found is None else str(found["address"])


def start_nodes(count: int) -> str:
    """Start Ray with so many nodes on this machine, and give its address. Raises ClusterError when it does not start,
    UsageError without Ray."""
    try:
        import ray  # noqa: F401
    except ImportError:
        raise UsageError(
            "a cluster needs one more package; pip install 'simcheck[cluster]'", code="cluster.needs_ray"
        ) from None
    port = _free_port()
    address = f"127.0.0.1:{port}"
    processors = str(max(1, (os.cpu_count() or 1) // count))
    nodes: list[subprocess.Popen[bytes]] = []
    try:
        for at in range(count):
            role = ["--head", f"--port={port}", "--include-dashboard=false"] if not at else [f"--address={address}"]
            nodes.append(_started([*role, f"--num-cpus={processors}"]))
            if not at:
                _wait_for(nodes[0], port)
        _remember({"address": address, "processes": [node.pid for node in nodes]})
    except BaseException:
        for node in nodes:
            _end(node.pid)
        raise
    return address


def stop_nodes() -> bool:
    """End the nodes that ``start_nodes`` started; whether there were any."""
    found = _known()
    if found is None:
        return False
    for process in reversed(found["processes"]):
        _end(int(process))
    _state().unlink(missing_ok=True)
    return True


def _started(arguments: list[str]) -> subprocess.Popen[bytes]:
    program = [sys.executable, "-c", "from ray.scripts.scripts import main; main()", "start", "--block"]
    settings = ["--node-ip-address=127.0.0.1", f"--object-store-memory={STORE_BYTES}", "--disable-usage-stats"]
    return subprocess.Popen(  # noqa: S603 - our own arguments
        [*program, *settings, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env={**os.environ, "RAY_USAGE_STATS_ENABLED": "0"},
    )


def _wait_for(node: subprocess.Popen[bytes], port: int) -> None:
    until = time.monotonic() + STARTED
    while time.monotonic() < until and node.poll() is None:
        with suppress(OSError):
            socket.create_connection(("127.0.0.1", port), 1.0).close()
            return
        time.sleep(0.2)
    raise ClusterError(
        "Ray does not start on this machine; see what `ray start --head` says", code="cluster.not_started"
    )


def _end(process: int) -> None:
    """End a node that we started, and wait for it: what it started ends with it."""
    with suppress(ProcessLookupError, PermissionError):
        os.kill(process, signal.SIGTERM)
        until = time.monotonic() + ENDED
        while time.monotonic() < until and _is_node(process):
            time.sleep(0.1)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _known() -> dict[str, Any] | None:
    """The cluster of this machine, if its head still runs."""
    try:
        found = json.loads(_state().read_text(encoding="utf-8"))
        return found if _is_node(int(found["processes"][0])) else None
    except (OSError, ValueError, KeyError, IndexError, TypeError):
        return None


def _is_node(process: int) -> bool:
    """Whether a process runs, and is a node of Ray rather than another one that got its number since."""
    with suppress(ChildProcessError, OSError):
        os.waitpid(process, os.WNOHANG)  # one that this very process started
    command = Path(f"/proc/{process}/cmdline")
    try:
        return b"ray.scripts" in command.read_bytes()
    except OSError:
        if command.parent.parent.is_dir():
            return False
    try:  # no /proc, as on macOS
        os.kill(process, 0)
    except OSError:
        return False
    return True


def _remember(state: dict[str, object]) -> None:
    path = _state()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(state) + "\n", encoding="utf-8")


def _state() -> Path:
    from platformdirs import user_state_path

    return user_state_path("simcheck") / "cluster.json"
