"""Asking shards on several machines: all at once, another replica where one fails or is slow, and no longer than said.

A part of an answer is never given: when a shard does not answer in time, the check ends with its number.
"""

from __future__ import annotations

import itertools
import random
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from simcheck.cancelling import look
from simcheck.errors import ClusterError, CorpusError, SimcheckError
from simcheck.shards.ask import Call

#: Seconds after which a slow shard's next replica is asked too, and between two attempts at a shard that fails.
PATIENCE, PAUSE = 2.0, 0.1


class Fan:
    """The replicas of each shard, as actors. An ``Ask``."""

    def __init__(self, replicas: Sequence[Sequence[Any]], seconds: float) -> None:
        """``seconds`` is how long all shards together may take to answer once."""
        self._replicas, self._seconds = replicas, seconds

    def __call__(self, calls: Mapping[int, Call]) -> Mapping[int, Any]:
        """See ``Ask``. Raises ClusterError for a shard that does not answer, and what a shard itself raises."""
        import ray

        deadline = time.monotonic() + self._seconds
        asking = _Asking(calls, self._replicas)
        answers: dict[int, Any] = {}
        for shard in calls:
            asking.send(shard)
        while len(answers) < len(calls):
            look()
            left = deadline - time.monotonic()
            open_ = [shard for shard in calls if shard not in answers]
            if left <= 0:
                raise does_not_answer(open_[0], len(self._replicas))
            ready, _ = ray.wait(list(asking.pending), timeout=min(left, PATIENCE))
            if not ready:
                asking.send_again(open_)
            for reference in ready:
                shard = asking.pending.pop(reference)
                if shard not in answers and not self._taken(reference, shard, answers):
                    time.sleep(PAUSE)
                    asking.send(shard)
        return answers

    def _taken(self, reference: Any, shard: int, answers: dict[int, Any]) -> bool:
        """Put an answer with the others; False when the actor, or its machine, failed."""
        import ray
        from ray.exceptions import RayError, RayTaskError

        try:
            answers[shard] = ray.get(reference)
        except RayTaskError as error:
            if isinstance(error.cause, CorpusError):  # its remedy is one for a corpus that is here
                raise ClusterError(
                    f"not checked: shard {shard + 1} of {len(self._replicas)} cannot be read "
                    f"({str(error.cause).partition(';')[0]}); see `simcheck cluster status`",
                    code="cluster.shard",
                ) from error.cause
            if isinstance(error.cause, SimcheckError):
                raise error.cause from None
            what = " ".join(f"{type(error.cause).__name__}: {error.cause}".split())
            raise ClusterError(
                f"not checked: shard {shard + 1} of {len(self._replicas)} failed ({what})", code="cluster.shard"
            ) from error
        except RayError:
            return False
        return True


class _Asking:
    """One round of calls: those under way, and whose turn it is to be asked next."""

    def __init__(self, calls: Mapping[int, Call], replicas: Sequence[Sequence[Any]]) -> None:
        self._calls, self._replicas = calls, replicas
        self._turns = {shard: _turns(replicas[shard]) for shard in calls}
        self._given: dict[int, tuple[Any, ...]] = {}
        self._doubled: set[int] = set()
        #: The shard that each answer under way is from.
        self.pending: dict[Any, int] = {}

    def send(self, shard: int) -> None:
        name, arguments = self._calls[shard]
        actor = next(self._turns[shard])
        self.pending[getattr(actor, name).remote(*self._put(arguments))] = shard

    def send_again(self, shards: Sequence[int]) -> None:
        """Ask another replica, where there is one, of those that are slow; each once."""
        for shard in shards:
            if shard not in self._doubled and len(self._replicas[shard]) > 1:
                self._doubled.add(shard)
                self.send(shard)

    def _put(self, arguments: tuple[Any, ...]) -> tuple[Any, ...]:
        """Arguments that several shards get, sent to each machine once."""
        import ray

        if id(arguments) not in self._given:
            shared = sum(call[1] is arguments for call in self._calls.values()) > 1
            self._given[id(arguments)] = tuple(map(ray.put, arguments)) if shared else arguments
        return self._given[id(arguments)]


def _turns(replicas: Sequence[Any]) -> Iterator[Any]:
    first = random.randrange(len(replicas))  # noqa: S311 - which replica answers makes no difference to the answer
    return itertools.cycle([*replicas[first:], *replicas[:first]])


def does_not_answer(shard: int, shards: int) -> ClusterError:
    """The error for a shard, by its place from 0, that was not heard of in time."""
    return ClusterError(
        f"not checked: shard {shard + 1} of {shards} does not answer; see `simcheck cluster status`",
        code="cluster.shard",
    )
