"""What runs on the machines of a cluster: servers of shards, and checkers, which ask them and align."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

from simcheck.accept import Acceptance
from simcheck.arguments import Model
from simcheck.cancelling import cancellable
from simcheck.cluster.fan import Fan
from simcheck.corpus.neighbours import Neighbours
from simcheck.corpus.sources import Fingerprints, Numbers, Vectors
from simcheck.errors import Cancelled, ClusterError
from simcheck.limits import Limits
from simcheck.report import Report
from simcheck.sharded import Checking
from simcheck.shards.manifest import Manifest, ShardRecord
from simcheck.shards.shard import Fetched, Half, Shard
from simcheck.shards.twins import Pair
from simcheck.types import Document, Identity


@dataclass(frozen=True, slots=True)
class ClusterPlan:
    """What a cluster is to do: serve the shards in ``folder``, each by so many replicas, with so many checkers (None:
    one a processor) of so many ``seconds`` a check. ``model`` as for ``Corpus.open``."""

    folder: Path
    replicas: int = 1
    checkers: int | None = None
    seconds: float = 120.0
    model: str | None = None

    @property
    def shard_seconds(self) -> float:
        """How long shards may take to answer once: long enough for one that starts again elsewhere."""
        return self.seconds / 2


@dataclass(frozen=True, slots=True, eq=False)
class Serving:
    """A version of the shards and the actors that serve it, all of them of this version."""

    plan: ClusterPlan
    manifest: Manifest
    replicas: Sequence[Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Job:
    """A draft to be checked, and what holds for it."""

    draft: Document
    limits: Limits | None = None
    acceptance: Acceptance | None = None
    identity: Identity | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """Documents to be compared with all earlier ones, by their numbers, and the least share that is told; none of them:
    which documents there are."""

    numbers: Numbers | None = None
    least: float = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class ComparedShards:
    """The near-duplicates of some documents, the ``names`` of all that these pairs name, and the documents of the
    ``version`` that this is about if they were asked for."""

    version: int
    pairs: list[Pair]
    names: dict[int, str]
    numbers: Numbers | None = None


class ShardServer:
    """A replica of a shard: answers what ``Shard`` does. Opens it with the first question, so that what is wrong with
    it is told to whoever asks."""

    def __init__(self, folder: Path, record: ShardRecord) -> None:
        self._folder, self._record = folder, record
        self._shard: Shard | None = None
        self._opening = Lock()

    def ready(self) -> tuple[int, str]:
        """Open the shard and compare it with its record; the process and the machine that this runs in."""
        import ray

        self._opened().numbers()
        return os.getpid(), str(ray.get_runtime_context().get_node_id())

    def numbers(self) -> Numbers:
        """See ``Shard.numbers``."""
        return self._opened().numbers()

    def nearest(self, vectors: Vectors, k: int, among: int = 1) -> Neighbours:
        """See ``Shard.nearest``."""
        return self._opened().nearest(vectors, k, among)

    def sharing(self, fingerprints: Fingerprints) -> tuple[Numbers, Numbers]:
        """See ``Shard.sharing``."""
        return self._opened().sharing(fingerprints)

    def vectors(self, numbers: Numbers) -> list[Half]:
        """See ``Shard.vectors``."""
        return self._opened().vectors(numbers)

    def fetch(self, numbers: Numbers) -> list[Fetched]:
        """See ``Shard.fetch``."""
        return self._opened().fetch(numbers)

    def sample_sizes(self) -> tuple[Numbers, Numbers]:
        """See ``Shard.sample_sizes``."""
        return self._opened().sample_sizes()

    def sampled(self, numbers: Numbers) -> tuple[Fingerprints, Numbers]:
        """See ``Shard.sampled``."""
        return self._opened().sampled(numbers)

    def holding(self, keys: Fingerprints) -> tuple[Numbers, Numbers]:
        """See ``Shard.holding``."""
        return self._opened().holding(keys)

    def names(self, numbers: Numbers) -> list[str]:
        """See ``Shard.names``."""
        return self._opened().names(numbers)

    def _opened(self) -> Shard:
        with self._opening:
            if self._shard is None:
                self._shard = Shard(self._folder, self._record)
            return self._shard


class Checker:
    """Checks drafts, one after the other; holds the encoder, and documents of the version that it checked against."""

    def __init__(self) -> None:
        self._checking: tuple[Manifest, Checking] | None = None

    def ready(self) -> int:
        """The process that this runs in."""
        return os.getpid()

    def check(self, serving: Serving, job: Job) -> Report:
        """The report of a draft. Raises ClusterError when it takes too long or a shard does not answer, and what
        ``Corpus.check`` raises."""
        until = time.monotonic() + serving.plan.seconds
        checking = self._against(serving)
        try:
            return checking.check(
                job.draft,
                limits=job.limits,
                acceptance=job.acceptance,
                identity=job.identity,
                cancel=lambda: time.monotonic() > until,
            )
        except Cancelled:
            raise not_in_time(job.draft.id, serving.plan.seconds) from None

    def compare(self, serving: Serving, given: Comparison) -> ComparedShards:
        """The near-duplicates of some documents. Raises ClusterError as ``check`` does."""
        until = time.monotonic() + serving.plan.seconds
        sources, version = self._against(serving).sources, serving.manifest.version
        if given.numbers is None:
            return ComparedShards(version, [], {}, sources.numbers())
        try:
            with cancellable(lambda: time.monotonic() > until, "twins"):
                pairs = sources.pairs_of(given.numbers, given.least)
                return ComparedShards(version, pairs, sources.names(pairs))
        except Cancelled:
            raise not_in_time("twins", serving.plan.seconds) from None

    def _against(self, serving: Serving) -> Checking:
        """The version that is served, its caches those of the last check if that was of the same one."""
        ask = Fan(serving.replicas, serving.plan.shard_seconds)
        if self._checking is None or self._checking[0] != serving.manifest:
            model: Model = serving.plan.model
            self._checking = serving.manifest, Checking(serving.plan.folder, serving.manifest, ask, model)
        checking = self._checking[1]
        checking.sources.reach(ask)  # replicas may be others since
        return checking


def not_in_time(draft: str, seconds: float) -> ClusterError:
    """The error for a check that took too long."""
    return ClusterError(
        f"{draft}: not checked within {seconds:g} seconds; check a part of it, or start the cluster with --seconds",
        code="cluster.timeout",
    )
