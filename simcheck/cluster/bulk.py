"""Work in bulk as datasets of Ray: many drafts, each with its reports, and all texts of the shards compared with all.

Ray Data says how many tasks are under way, holds back what would fill the memory, and does again what was lost with a
machine. Files are read on this machine; all else is done on any. A block is one task, so that what is done is told at
once.
"""

from __future__ import annotations

import hashlib
import logging
import pickle
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from simcheck.accept import Acceptance
from simcheck.cluster.actors import ComparedShards
from simcheck.cluster.client import Cluster
from simcheck.corpus.records import Twins
from simcheck.errors import ClusterError, SimcheckError, UsageError
from simcheck.limits import Limits
from simcheck.messages import Language, words
from simcheck.readers import raw, read_bytes
from simcheck.reporters.formats import Format, render
from simcheck.reporters.summary import Line, line
from simcheck.types import Identity

#: Processes that keep the checkers busy, for each of these: reading and writing take less than checking.
KEEPERS = 1.5
#: Blocks that a dataset has at most, and documents whose near-duplicates are looked for at once.
BLOCKS, TOGETHER = 20_000, 1000
#: The part of a processor that reading a file takes, so that several are read at once; and that of a machine which
#: binds a task to it.
READING, LITTLE = 0.25, 0.0001


@dataclass(frozen=True, slots=True)
class Settings:
    """What holds for drafts."""

    limits: Limits | None = None
    acceptance: Acceptance | None = None
    identity: Identity | None = None


@dataclass(frozen=True, slots=True)
class ReportWriting:
    """How reports are written: in which formats and languages, the summary's being ``say``."""

    forms: tuple[Format, ...]
    lang: Language | None
    say: Language


@dataclass(frozen=True, slots=True)
class Task:
    """A draft to be checked: its id, its file, and the place of its settings."""

    draft: str
    path: str
    settings: int


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of a draft: its reports, one of each format, and its line of the summary, or else the ``error``;
    ``digest`` is that of the file as it was read."""

    draft: str
    digest: str = ""
    reports: tuple[str | bytes, ...] = ()
    line: Line | None = None
    error: SimcheckError | None = None


def check_files(
    cluster: Cluster, tasks: Sequence[Task], settings: Sequence[Settings], writing: ReportWriting
) -> Iterator[Checked]:
    """What becomes of many drafts, as they are done. Raises ClusterError when the cluster is lost."""
    import ray

    rows = [{"draft": task.draft, "path": task.path, "settings": task.settings} for task in tasks]
    with _as_dataset(cluster, rows) as dataset:
        here = {f"node:{ray.util.get_node_ip_address()}": LITTLE}
        read = dataset.map(_read, num_cpus=READING, resources=here)
        yield from _outcomes(read, len(rows), _Checking, (cluster.address, tuple(settings), writing), cluster)


def compare_all(cluster: Cluster, least: float) -> tuple[Twins, ...]:
    """See ``Corpus.twins``, of all shards that the cluster serves. Raises ClusterError."""
    from simcheck.shards.twins import named

    version, numbers = cluster.documents()
    parts = np.array_split(numbers, max(1, -(-len(numbers) // TOGETHER)))
    rows = [{"numbers": part.tobytes()} for part in parts]
    with _as_dataset(cluster, rows) as dataset:
        found: list[ComparedShards] = []
        for one in _outcomes(dataset, len(rows), _Comparing, (cluster.address, least), cluster):
            if isinstance(one, SimcheckError):
                raise one
            found.append(one)
    if {one.version for one in found} - {version}:
        raise ClusterError(f"{cluster.address}: the shards changed meanwhile; try again")
    names: dict[int, str] = {}
    for one in found:
        names |= one.names
    return named([pair for one in found for pair in one.pairs], names)


def _read(row: dict[str, Any]) -> dict[str, Any]:
    """A file as it is, or why it cannot be read."""
    try:
        return {**row, "content": raw(row["path"]), "error": b""}
    except SimcheckError as error:
        return {**row, "content": b"", "error": pickle.dumps(error)}


class _Checking:
    """Takes a draft out of its file, has it checked, and writes its reports."""

    def __init__(self, address: str, settings: Sequence[Settings], writing: ReportWriting) -> None:
        self._cluster, self._writing, self._settings = Cluster(address), writing, settings

    def __call__(self, row: dict[str, Any]) -> dict[str, bytes]:
        """The ``Checked`` of a draft."""
        if row["error"]:
            found = Checked(row["draft"], error=pickle.loads(row["error"]))  # noqa: S301 - from _read
        else:
            found = self._checked(row["draft"], row["path"], row["content"], self._settings[row["settings"]])
        return {"outcome": pickle.dumps(found)}

    def _checked(self, draft: str, path: str, content: bytes, settings: Settings) -> Checked:
        digest = hashlib.sha256(content).hexdigest()
        try:
            document = replace(read_bytes(content, path), id=draft)
            report = self._cluster.check(
                document, limits=settings.limits, acceptance=settings.acceptance, identity=settings.identity
            )
        except SimcheckError as error:
            return Checked(draft, digest, error=error)
        reports = tuple(render(report, form, language=self._writing.lang) for form in self._writing.forms)
        return Checked(draft, digest, reports, line(report, words(self._writing.say)))


class _Comparing:
    """Has some documents compared with all."""

    def __init__(self, address: str, least: float) -> None:
        self._cluster, self._least = Cluster(address), least

    def __call__(self, row: dict[str, Any]) -> dict[str, bytes]:
        """The ``ComparedShards`` of a part of the documents, or the error."""
        try:
            found: object = self._cluster.compare(np.frombuffer(row["numbers"], dtype=np.int64), self._least)
        except SimcheckError as error:
            found = error
        return {"outcome": pickle.dumps(found)}


@contextmanager
def _as_dataset(cluster: Cluster, rows: Sequence[dict[str, Any]]) -> Iterator[Any]:
    """A dataset of these rows, as many blocks; what Ray fails with is told as a ClusterError."""
    from ray.exceptions import RayError

    try:
        import ray.data
    except ImportError:
        raise UsageError(
            "many drafts on a cluster need Ray's datasets; pip install 'simcheck[cluster]'", code="cluster.needs_ray"
        ) from None
    for name in ("ray.data", "ray.data.dataset"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = context.print_on_execution_start = False
    try:
        yield ray.data.from_items(list(rows), override_num_blocks=max(1, min(len(rows), BLOCKS)))
    except RayError as error:
        what = " ".join(str(error).split())[:200]
        raise ClusterError(f"not checked: the cluster at {cluster.address} failed ({what})") from error


def _outcomes(dataset: Any, count: int, work: type, arguments: tuple[Any, ...], cluster: Cluster) -> Iterator[Any]:
    """What the work makes of each row, by processes of which none starts to have nothing to do."""
    import ray.data

    size = max(1, min(count, round(KEEPERS * cluster.checkers())))
    done = dataset.map(
        work,
        fn_constructor_args=arguments,
        compute=ray.data.ActorPoolStrategy(size=size, max_tasks_in_flight_per_actor=2),
        num_cpus=0,
    )
    rows: Iterable[dict[str, bytes]] = done.iter_rows()
    for row in rows:
        yield pickle.loads(row["outcome"])  # noqa: S301 - from our own processes
