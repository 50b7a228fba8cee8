"""The coordinator: which version of the shards is served by which actors, and which checker is free.

All that it knows it learns anew from the manifest and from Ray when it has to start again. A check holds a ticket: the
actors of the version that it began with stay until it gives that back.
"""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import Awaitable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from simcheck.cluster.actors import ClusterPlan, Serving
from simcheck.cluster.placing import checker_actor, live_nodes, processors, shard_actor
from simcheck.errors import ClusterError, SimcheckError
from simcheck.resources import version
from simcheck.shards.manifest import read_manifest

NAME = "coordinator"
#: Checks that may wait for a free checker, for each one that there is.
QUEUED = 64
#: Seconds to ask an actor whether it is there, and between two questions to one that starts again.
ASKED, PAUSE = 5.0, 0.2


@dataclass(frozen=True, slots=True, eq=False)
class Ticket:
    """The right to one check: the checker that is free for it, and what it checks against."""

    number: int
    checker: Any
    serving: Serving


@dataclass(frozen=True, slots=True)
class _Running:
    checker: int
    version: int
    expires: float


class Coordinator:
    """An asynchronous actor, of which a cluster has one."""

    def __init__(self, plan: ClusterPlan) -> None:
        self._plan = plan
        self._changing = asyncio.Lock()
        self._serving: Serving | None = None
        self._retired: list[Serving] = []
        self._checkers: list[Any] = []
        self._free: asyncio.Queue[int] = asyncio.Queue()
        self._running: dict[int, _Running] = {}
        self._waiting = 0
        self._tickets = itertools.count(1)

    async def serve(self, plan: ClusterPlan | None = None) -> int:
        """Serve the newest version, according to a new plan if one is given, and give its number.

        Every shard of it has answered before any check goes there; until then, and when one does not answer, the
        version before is served. Raises ClusterError then, and CorpusError where the shards are damaged.
        """
        async with self._changing:
            now, plan = self._serving, plan or self._plan
            manifest = read_manifest(plan.folder)
            if now is None or (now.plan, now.manifest) != (plan, manifest):
                replicas = [
                    [shard_actor(plan, record, at, replica) for replica in range(plan.replicas)]
                    for at, record in enumerate(manifest.shards)
                ]
                fresh = Serving(plan, manifest, replicas)
                try:
                    await _all_ready(fresh)
                except SimcheckError:
                    _kill(fresh, [one for one in (now, *self._retired) if one is not None])
                    raise
                self._serving, self._plan = fresh, plan
                self._retired += [] if now is None else [now]
            await self._employ(plan.checkers or processors())
            self._retire()
            return manifest.version

    async def admit(self, seconds: float) -> Ticket:
        """A ticket for one check, when a checker is free. Raises ClusterError when none is for so long, or too many
        wait already."""
        if self._serving is None:
            await self.serve()
        self._expire()
        if self._waiting >= QUEUED * len(self._checkers):
            raise _busy(self._waiting)
        self._waiting += 1
        try:
            checker = await asyncio.wait_for(self._free.get(), seconds)
        except TimeoutError:
            raise _busy(self._waiting) from None
        finally:
            self._waiting -= 1
        serving = self._serving
        if serving is None:
            raise _busy(self._waiting)
        number = next(self._tickets)
        expires = time.monotonic() + 2 * self._plan.seconds
        self._running[number] = _Running(checker, serving.manifest.version, expires)
        return Ticket(number, self._checkers[checker], serving)

    async def release(self, ticket: int) -> None:
        """Take a ticket back."""
        self._let_go(ticket)
        self._retire()

    async def status(self) -> dict[str, Any]:
        """What is served, where, and how busy it is, as plain data."""
        if self._serving is None:
            with suppress(SimcheckError):
                await self.serve()
        serving = self._serving
        found: dict[str, Any] = {
            "simcheck": version(),
            "folder": str(self._plan.folder),
            "version": None if serving is None else serving.manifest.version,
            "checkers": len(self._checkers),
            "running": len(self._running),
            "waiting": self._waiting,
            "nodes": len(live_nodes()),
            "seconds": self._plan.seconds,
            "shards": [],
        }
        if serving is not None:
            answers = [await _answered(replicas) for replicas in serving.replicas]
            found["shards"] = [
                {
                    "shard": at + 1,
                    "documents": record.documents,
                    "sentences": record.sentences,
                    "replicas": len(serving.replicas[at]),
                    "answering": len(answers[at]),
                    "nodes": sorted({node for _, node in answers[at]}),
                }
                for at, record in enumerate(serving.manifest.shards)
            ]
        return found

    async def stop(self) -> None:
        """End all actors but this one."""
        import ray

        async with self._changing:
            for serving in (*self._retired, *([] if self._serving is None else [self._serving])):
                _kill(serving, [])
            for checker in self._checkers:
                ray.kill(checker)
            self._serving, self._retired, self._checkers = None, [], []

    async def _employ(self, count: int) -> None:
        """Have at least so many checkers, spread over the machines, each loaded."""
        fresh = [checker_actor(at) for at in range(len(self._checkers), count)]
        await _within(asyncio.gather(*(_ready(one) for one in fresh)), self._plan.seconds)
        for checker in fresh:
            self._checkers.append(checker)
            self._free.put_nowait(len(self._checkers) - 1)

    def _let_go(self, ticket: int) -> None:
        running = self._running.pop(ticket, None)
        if running is not None:
            self._free.put_nowait(running.checker)

    def _expire(self) -> None:
        """Take back the tickets of those who are gone."""
        for number, running in list(self._running.items()):
            if running.expires < time.monotonic():
                self._let_go(number)

    def _retire(self) -> None:
        """End the actors of versions that no check uses any more."""
        used = {running.version for running in self._running.values()}
        kept = [one for one in self._retired if one.manifest.version in used]
        gone = [one for one in self._retired if one.manifest.version not in used]
        self._retired = kept
        for serving in gone:
            _kill(serving, [*kept, *([] if self._serving is None else [self._serving])])


async def _all_ready(serving: Serving) -> None:
    """Raises ClusterError for the first shard of which a replica does not answer, and what a shard itself raises."""
    seconds, count = serving.plan.seconds, len(serving.replicas)
    for at, replicas in enumerate(serving.replicas):
        try:
            await _within(asyncio.gather(*(_ready(one) for one in replicas)), seconds)
        except ClusterError as error:
            raise ClusterError(
                f"version {serving.manifest.version} is not served: shard {at + 1} of {count} does not answer",
                code="cluster.shard",
            ) from error


async def _answered(replicas: Sequence[Any]) -> list[tuple[int, str]]:
    """The processes and machines of the replicas that answer now."""
    found = []
    for one in replicas:
        with suppress(SimcheckError):
            found.append(await _within(_value(one.ready.remote()), ASKED))
    return found


async def _ready(actor: Any) -> Any:
    """What a new or lasting actor answers once it is loaded; one that is starting again is asked again."""
    from ray.exceptions import ActorUnavailableError

    while True:
        try:
            return await _value(actor.ready.remote())
        except ClusterError as error:
            if not isinstance(error.__cause__, ActorUnavailableError):
                raise
            await asyncio.sleep(PAUSE)


async def _value(reference: Any) -> Any:
    """What an actor answers. Raises the SimcheckError that it raised, and ClusterError when it failed."""
    from ray.exceptions import RayError, RayTaskError

    try:
        return await reference
    except RayTaskError as error:
        if isinstance(error.cause, SimcheckError):
            raise error.cause from None
        raise ClusterError(" ".join(str(error.cause).split()), code="cluster.shard") from error
    except RayError as error:
        raise ClusterError(" ".join(str(error).split()), code="cluster.shard") from error


async def _within(work: Awaitable[Any], seconds: float) -> Any:
    try:
        return await asyncio.wait_for(work, seconds)
    except TimeoutError:
        raise ClusterError(f"no answer within {seconds:g} seconds", code="cluster.timeout") from None


def _kill(serving: Serving, others: Iterable[Serving]) -> None:
    """End the actors of a version, but those that others use too."""
    import ray

    used = {actor for other in others for replicas in other.replicas for actor in replicas}
    for actor in {actor for replicas in serving.replicas for actor in replicas} - used:
        ray.kill(actor)


def _busy(waiting: int) -> ClusterError:
    return ClusterError(
        f"not checked: the cluster is busy, {waiting} checks wait; try again, or start it with more --checkers",
        code="cluster.busy",
    )
