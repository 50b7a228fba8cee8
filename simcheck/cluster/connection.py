"""Being connected to a Ray cluster: whether anything answers there, and where Ray's own messages go."""

from __future__ import annotations

import logging
import os
import socket
import time
from typing import Any

from simcheck.cluster.placing import NAMESPACE
from simcheck.errors import ClusterError, UsageError

#: Seconds to find out whether anything listens.
PROBED = 3.0

_log = logging.getLogger(__name__)


def connect(address: str) -> bool:
    """Be connected; whether that was to be done. Raises ClusterError, UsageError."""
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing is sent anywhere
    os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")
    os.environ.setdefault("RAY_BACKEND_LOG_LEVEL", "fatal")  # this process's own stderr
    try:
        import ray
    except ImportError:
        raise UsageError(
            "a cluster needs one more package; pip install 'simcheck[cluster]'", code="cluster.needs_ray"
        ) from None
    if ray.is_initialized():
        return False
    _refuse_silent(address)
    _keep_from_stdout()
    try:
        ray.init(address=address, namespace=NAMESPACE, log_to_driver=False, logging_level="ERROR")
    except Exception as error:  # Ray tells a missing machine, another version or a full disk in as many ways
        raise ClusterError(
            f"{address}: cannot be connected to from this machine ({in_a_line(error)}); it must be one of the cluster's"
        ) from error
    return True


def _refuse_silent(address: str) -> None:
    """Raise ClusterError where nothing listens at all, which Ray takes long to find out."""
    host, _, port = address.rpartition(":")
    if not host or not port.isdigit():
        raise UsageError(f"{address or repr(address)}: the address of a cluster is HOST:PORT, as 127.0.0.1:6379")
    until = time.monotonic() + PROBED
    while True:
        try:
            socket.create_connection((host, int(port)), PROBED).close()
        except OSError as error:
            if time.monotonic() > until or not isinstance(error, InterruptedError):
                raise ClusterError(
                    f"not checked: no cluster answers at {address} ({error.strerror or error}); start one with "
                    "`simcheck cluster start SHARDS`"
                ) from None
        else:
            return


def _keep_from_stdout() -> None:
    """Ray prints what goes wrong on any of its machines to this process's stdout, where the report goes, whatever
    ``log_to_driver`` says: it goes to the log instead."""
    from ray._private import worker

    if hasattr(worker, "print_to_stdstream"):  # of Ray's own, not of its interface
        worker.print_to_stdstream = _logged


def _logged(data: dict[str, Any], *_: Any, **__: Any) -> None:
    for line in data["lines"]:
        _log.info("%s: %s", data["pid"], line)


def in_a_line(error: BaseException) -> str:
    """What an error says, in one line of at most 200 characters."""
    text = " ".join(str(error).split())
    return text if len(text) < 200 else f"{text[:200]}…"
