"""A cluster as its users see it: connect, check a draft or many, ask how it is, start and stop it."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from simcheck.accept import Acceptance
from simcheck.arguments import document_of
from simcheck.closing import Closing
from simcheck.cluster.actors import ClusterPlan, ComparedShards, Comparison, Job, not_in_time
from simcheck.cluster.connection import connect, in_a_line
from simcheck.cluster.coordinator import NAME, Coordinator, Ticket
from simcheck.cluster.placing import NAMESPACE
from simcheck.corpus.sources import Numbers
from simcheck.errors import ClusterError, SimcheckError
from simcheck.limits import Limits
from simcheck.report import Report
from simcheck.resources import version
from simcheck.types import Document, Identity

#: The resource by which Ray knows its head.
HEAD = "node:__internal_head__"
#: Seconds that the coordinator may take to answer.
ANSWERED = 30.0
#: Seconds between two attempts at an actor that is starting again.
PAUSE = 0.2
#: Checks under way for each checker, when many are given.
AHEAD = 2


class Cluster(Closing):
    """The cluster of simcheck that runs on a Ray cluster. For any threads."""

    def __init__(self, address: str) -> None:
        """Connect to the Ray cluster at ``address``, as ``host:port``. Raises ClusterError when nothing answers there,
        UsageError without Ray."""
        self.address = address
        self._connected_here = connect(address)
        self._coordinator: Any = None
        self._seconds = ANSWERED
        self._serves: str | None = None

    def start(self, plan: ClusterPlan) -> int:
        """Serve the newest version of the shards of a plan; what runs already is changed to it, while it goes on
        serving. Gives the number of the version. Raises CorpusError, ClusterError."""
        import ray

        made = ray.remote(Coordinator).options(
            name=NAME,
            namespace=NAMESPACE,
            lifetime="detached",
            get_if_exists=True,
            max_restarts=-1,
            num_cpus=0,
            scheduling_strategy=_at_the_head(),
        )
        self._coordinator = made.remote(plan)
        served = self._ask("serve", plan, seconds=2 * plan.seconds + ANSWERED)
        self._refuse_other_version()
        return int(served)

    def stop(self) -> None:
        """End all that ``start`` made; Ray itself goes on."""
        import ray

        self._ask("stop", seconds=ANSWERED)
        ray.kill(self._found())
        self._coordinator = None

    def status(self) -> dict[str, Any]:
        """What is served, where, and how busy it is, as plain data."""
        found: dict[str, Any] = self._ask("status", seconds=2 * ANSWERED)
        return found

    @property
    def serves(self) -> str:
        """Something that is equal for two connections to clusters that serve the same shards in the same version, as
        it was when this was first asked."""
        if self._serves is None:
            status = self.status()
            self._serves = f"{status['folder']} {status['version']}"
        return self._serves

    def check(
        self,
        draft: Document | str,
        *,
        limits: Limits | None = None,
        acceptance: Acceptance | None = None,
        identity: Identity | None = None,
    ) -> Report:
        """The report of a draft, as ``Corpus.check`` gives it. Raises what that does, and ClusterError when a shard, or
        the cluster, does not answer in time: then nothing was checked."""
        return self._checked(Job(document_of(draft), limits, acceptance, identity))

    def checkers(self) -> int:
        """How many drafts are checked at a time."""
        return int(self.status()["checkers"])

    def documents(self) -> tuple[int, Numbers]:
        """The version that is served, and the numbers of the documents in it."""
        found: ComparedShards = self._worked("compare", Comparison(), "twins")
        return found.version, np.zeros(0, dtype=np.int64) if found.numbers is None else found.numbers

    def compare(self, numbers: Numbers, least: float) -> ComparedShards:
        """The near-duplicates of these documents, of which the earlier one shares at least so much of the shorter one's
        sample (``Corpus.twins``). Raises ClusterError."""
        found: ComparedShards = self._worked("compare", Comparison(numbers, least), "twins")
        return found

    def check_all(self, jobs: Iterable[Job]) -> Iterator[tuple[Job, Report | SimcheckError]]:
        """The reports of some drafts, or what went wrong with each, as they are done. The jobs are asked for as
        checkers become free. See ``bulk.check_files`` for thousands."""
        from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait

        most = max(1, AHEAD * self.checkers())
        given, running = iter(jobs), dict[Future[Report], Job]()
        with ThreadPoolExecutor(most) as pool:
            try:
                while True:
                    while len(running) < most and (job := next(given, None)) is not None:
                        running[pool.submit(self._checked, job)] = job
                    if not running:
                        return
                    for done in wait(running, return_when=FIRST_COMPLETED).done:
                        job = running.pop(done)
                        try:
                            yield job, done.result()
                        except SimcheckError as error:
                            yield job, error
            finally:
                pool.shutdown(wait=False, cancel_futures=True)

    def close(self) -> None:
        """Let go of the connection; the cluster goes on."""
        import ray

        if self._connected_here:
            ray.shutdown()

    def _checked(self, job: Job) -> Report:
        report: Report = self._worked("check", job, job.draft.id)
        return report

    def _worked(self, what: str, given: object, name: str) -> Any:
        """What a checker answers; again where one was lost, or the version it began with is served no more. ``name`` is
        for messages."""
        until = time.monotonic() + self._seconds
        while True:
            ticket: Ticket = self._ask("admit", self._seconds, seconds=self._seconds + ANSWERED)
            try:
                return self._answer(ticket, what, given, name)
            except _LostError as error:
                if time.monotonic() > until:
                    raise ClusterError(
                        f"{name}: not checked: checkers fail again and again ({error}); see `simcheck cluster status`"
                    ) from error
                time.sleep(PAUSE)
            except ClusterError as error:
                if error.code != "cluster.shard" or time.monotonic() > until or not self._moved(ticket):
                    raise
            finally:
                self._coordinator.release.remote(ticket.number)

    def _answer(self, ticket: Ticket, what: str, given: object, name: str) -> Any:
        import ray
        from ray.exceptions import GetTimeoutError, RayError, RayTaskError

        seconds = ticket.serving.plan.seconds
        try:
            return ray.get(getattr(ticket.checker, what).remote(ticket.serving, given), timeout=seconds + ANSWERED)
        except GetTimeoutError:
            raise not_in_time(name, seconds) from None
        except RayTaskError as error:
            if isinstance(error.cause, SimcheckError):
                raise error.cause from None
            if isinstance(error.cause, MemoryError):
                raise ClusterError(
                    f"{name}: not checked: the machine that was to do it has no memory left; start the cluster with "
                    "fewer --checkers, or on more machines",
                    code="cluster.memory",
                ) from None
            raise ClusterError(f"{name}: not checked ({in_a_line(error.cause)}); please report it") from error
        except RayError as error:
            raise _LostError(in_a_line(error)) from error

    def _moved(self, ticket: Ticket) -> bool:
        """Whether another version is served than the one a check began with."""
        return bool(self.status()["version"] != ticket.serving.manifest.version)

    def _found(self) -> Any:
        import ray

        if self._coordinator is None:
            try:
                self._coordinator = ray.get_actor(NAME, namespace=NAMESPACE)
            except ValueError:
                raise ClusterError(
                    f"{self.address}: simcheck does not run on this cluster; start it with "
                    f"`simcheck cluster start SHARDS --address {self.address}`"
                ) from None
            self._refuse_other_version()
        return self._coordinator

    def _refuse_other_version(self) -> None:
        status = self.status()
        if status["simcheck"] != version():
            raise ClusterError(
                f"{self.address}: runs simcheck {status['simcheck']}, this is {version()}; install one "
                "version everywhere and start the cluster again",
                code="cluster.other_version",
            )
        self._seconds = float(status["seconds"])

    def _ask(self, question: str, *arguments: Any, seconds: float) -> Any:
        """What the coordinator answers; while it is starting again elsewhere it is asked again."""
        import ray
        from ray.exceptions import RayActorError, RayError, RayTaskError

        until = time.monotonic() + seconds
        while True:
            try:
                reference = getattr(self._found(), question).remote(*arguments)
                return ray.get(reference, timeout=max(0.0, until - time.monotonic()))
            except RayTaskError as error:
                if isinstance(error.cause, SimcheckError):
                    raise error.cause from None
                raise ClusterError(f"{self.address}: {in_a_line(error.cause)}; please report it") from error
            except RayError as error:
                if not isinstance(error, RayActorError) or time.monotonic() > until:
                    raise ClusterError(
                        f"not checked: the cluster at {self.address} does not answer; see `simcheck cluster status`"
                    ) from error
                time.sleep(PAUSE)


class _LostError(Exception):
    """A checker was lost with its check; nothing is known of it."""


def _at_the_head() -> Any:
    """Beside Ray's own head, without which nothing goes on anyway."""
    import ray
    from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

    heads = [node["NodeID"] for node in ray.nodes() if node["Alive"] and HEAD in node["Resources"]]
    return NodeAffinitySchedulingStrategy(heads[0], soft=True) if heads else None
