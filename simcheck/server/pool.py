"""A pool of worker processes behind one queue with fair shares: who waits with many jobs does not hold up the others.

A worker that is killed gives its job back, once; the second time the job has failed. Nothing here waits for ever: every
job has a time after which its worker is ended.
"""

from __future__ import annotations

import queue
import threading
import time
from collections import Counter, OrderedDict, deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

from simcheck.server.problems import Problem
from simcheck.server.process import GONE, WAKE, WORKER, Process

#: How long a worker may take to hear that its job was cancelled, and how often a job is tried.
GRACE, TRIES = 1.5, 2
#: A worker that did so many jobs makes room for a new one.
JOBS_EACH = 1000


class CancelledJob(Exception):  # noqa: N818 - nothing went wrong
    """The job was cancelled."""


@dataclass(eq=False, slots=True)
class Task:
    """A job on its way. ``future`` gets what the worker answers, or Problem, or CancelledJob.

    ``begun`` is called when a worker takes it, with which try this is, and ``told`` with each stage.
    """

    id: str
    user: str
    job: dict[str, Any]
    seconds: float
    begun: Callable[[int], None] = lambda _: None
    told: Callable[[str], None] = lambda _: None
    tries: int = 0
    stage: str | None = None
    future: Future[dict[str, Any]] = field(default_factory=Future)
    #: Done when what came of the job has been kept too.
    kept: Future[None] = field(default_factory=Future)
    cancelled: bool = False
    process: Process | None = None


class Pool:
    """``size`` workers, each started when it is first needed."""

    def __init__(self, size: int, megabytes: int, most: int = 1_000_000, most_each: int = 1_000_000) -> None:
        self.size, self._megabytes, self._most, self._most_each = size, megabytes, most, most_each
        self._program: Sequence[str] = WORKER
        self._changed = threading.Condition()
        self._waiting: OrderedDict[str, deque[Task]] = OrderedDict()
        self._running: dict[str, Task] = {}
        self._stopping = False
        #: How many workers died, for the metrics.
        self.deaths = 0
        self._slots = [threading.Thread(target=self._slot, daemon=True) for _ in range(size)]
        for slot in self._slots:
            slot.start()

    @property
    def waiting(self) -> int:
        """How many jobs wait."""
        with self._changed:
            return sum(map(len, self._waiting.values()))

    @property
    def running(self) -> int:
        """How many jobs are being done."""
        with self._changed:
            return len(self._running)

    def processes(self) -> list[int]:
        """The numbers of the processes that are doing a job."""
        with self._changed:
            return [task.process.pid for task in self._running.values() if task.process is not None]

    def submit(self, task: Task) -> Task:
        """Queue a job. Raises Problem when the queue, or the user's part of it, is full."""
        with self._changed:
            if self._stopping:
                raise Problem("stopping", retry_after=5)
            if sum(map(len, self._waiting.values())) >= self._most:
                raise Problem("queue_full", retry_after=10)
            if len(self._waiting.get(task.user, ())) >= self._most_each:
                raise Problem("queue_full_user", retry_after=10)
            self._waiting.setdefault(task.user, deque()).append(task)
            self._changed.notify()
        return task

    def position(self, task_id: str) -> int | None:
        """The place of a job in the queue, from 1; None for one that does not wait."""
        with self._changed:
            rounds = [list(tasks) for tasks in self._waiting.values()]
            order = [tasks[at] for at in range(max(map(len, rounds), default=0)) for tasks in rounds if at < len(tasks)]
        return next((place for place, task in enumerate(order, 1) if task.id == task_id), None)

    def stage(self, task_id: str) -> str | None:
        """What is being done of a job."""
        with self._changed:
            task = self._running.get(task_id)
            return task.stage if task else None

    def cancel(self, task_id: str) -> bool:
        """Give a job up: one that waits is gone at once, one that runs is stopped, by force if it must be."""
        with self._changed:
            task = self._running.get(task_id)
            if task is not None:
                task.cancelled = True
                if task.process is not None:
                    task.process.messages.put(WAKE)
                return True
            for user, tasks in list(self._waiting.items()):
                found = next((one for one in tasks if one.id == task_id), None)
                if found is not None:
                    tasks.remove(found)
                    if not tasks:
                        del self._waiting[user]
                    break
            else:
                return False
        found.future.set_exception(CancelledJob())
        return True

    def close(self) -> None:
        """End all workers. Jobs that wait, and those under way, are left as they are: a restart takes them up."""
        with self._changed:
            self._stopping = True
            for task in self._running.values():
                if task.process is not None:
                    task.process.messages.put(WAKE)
            left = [task for tasks in self._waiting.values() for task in tasks]
            self._waiting.clear()
            self._changed.notify_all()
        for task in left:
            task.future.set_exception(Problem("stopping", retry_after=5))
        for slot in self._slots:
            slot.join(timeout=10)

    def _take(self) -> Task | None:
        """The next job: of the user with the fewest under way, and of those who waited longest since their last."""
        with self._changed:
            while not self._waiting and not self._stopping:
                self._changed.wait()
            if self._stopping:
                return None
            busy = Counter(task.user for task in self._running.values())
            user = min(self._waiting, key=lambda name: busy[name])
            tasks = self._waiting.pop(user)
            task = tasks.popleft()
            if tasks:
                self._waiting[user] = tasks
            task.tries += 1
            self._running[task.id] = task
            return task

    def _slot(self) -> None:
        process: Process | None = None
        settled: dict[str, Any] | Exception | None
        done = 0
        while (task := self._take()) is not None:
            try:
                if process is None or not process.alive or done >= JOBS_EACH:
                    if process is not None:
                        process.kill()
                    process, done = None, 0
                    process = Process(self._megabytes, self._program)
                done += 1
                settled, keeps = self._do(task, process)
            except Exception as error:
                settled, keeps = error, False
            if not keeps and process is not None:
                process.kill()
                process = None
            self._settle(task, settled)
        if process is not None:
            process.kill()

    def _do(self, task: Task, process: Process) -> tuple[dict[str, Any] | Exception | None, bool]:
        """What came of a job, None when it is to be tried again; and whether its worker is of further use."""
        task.process = process
        task.begun(task.tries)
        process.send(task.job)
        ends, asked = time.monotonic() + task.seconds, False
        while True:
            try:
                message = process.messages.get(timeout=max(0.0, ends - time.monotonic()))
            except queue.Empty:
                return CancelledJob() if task.cancelled else Problem("timed_out"), False
            if message is GONE:
                self.deaths += 1
                again = task.tries < TRIES and not task.cancelled
                return (None if again else CancelledJob() if task.cancelled else Problem("worker_died")), False
            if self._stopping:
                return Problem("stopping"), False
            if task.cancelled and not asked:
                asked, ends = process.send({"cancel": True}), min(ends, time.monotonic() + GRACE)
            if "stage" in message:
                task.stage = message["stage"]
                task.told(message["stage"])
            elif "done" in message:
                return message["done"], True
            elif message.get("problem") == "cancelled":
                return CancelledJob(), True
            elif "problem" in message:
                problem = Problem(message["problem"], message["detail"], reason=message.get("reason", ""))
                return problem, problem.code != "worker_died"

    def _settle(self, task: Task, settled: dict[str, Any] | Exception | None) -> None:
        with self._changed:
            self._running.pop(task.id, None)
            task.process, task.stage = None, None
            if settled is None and self._stopping:
                settled = Problem("stopping", retry_after=5)
            if settled is None:
                self._waiting.setdefault(task.user, deque()).appendleft(task)
                self._changed.notify()
                return
        if isinstance(settled, Exception):
            task.future.set_exception(settled)
        elif settled is not None:
            task.future.set_result(settled)
