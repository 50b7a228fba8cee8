"""What fails on a cluster while drafts are checked: a report is the right one, or there is none."""

from __future__ import annotations

import os
import random
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from fakes import speech, speeches
from test_cluster import DRAFT, STORE, actors, answer_of, differing, process_of, same, started

from simcheck.cluster.actors import ClusterPlan, Job
from simcheck.cluster.bulk import ReportWriting, Settings, Task, check_files
from simcheck.cluster.client import Cluster
from simcheck.corpus.store import Store
from simcheck.errors import ClusterError, SimcheckError
from simcheck.library import Corpus
from simcheck.report import Report
from simcheck.sharded import Shards
from simcheck.shards.split import split
from simcheck.types import Document

ray = pytest.importorskip("ray")
pytestmark = pytest.mark.long
NODE = {"num_cpus": 1, "object_store_memory": STORE}


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    with Corpus.create(tmp_path_factory.mktemp("whole") / "库") as made:
        made.add(speeches(9, sentences=30))
        split(Store(made.path), made.path.with_name("片"), 3)
        yield made


@pytest.fixture(scope="module")
def ray_nodes() -> Iterator[Any]:
    from ray.cluster_utils import Cluster as Nodes

    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("RAY_USAGE_STATS_ENABLED", "0")
        # A handler can be set by the main thread only, and nodes come from another one here.
        patched.setattr("ray._private.utils.set_sigterm_handler", lambda handler: None)
        patched.setenv("PYTHONPATH", f"{Path(__file__).parents[1]}{os.pathsep}{Path(__file__).parent}")
        nodes = Nodes()
        try:
            for node in ({**NODE, "include_dashboard": False}, NODE, NODE):
                started(nodes, node)
            nodes.wait_for_nodes()
            yield nodes
        finally:
            ray.shutdown()
            nodes.shutdown()


@pytest.fixture(scope="module")
def cluster(ray_nodes: Any, corpus: Corpus) -> Iterator[Cluster]:
    with Cluster(ray_nodes.address) as connected:
        connected.start(ClusterPlan(corpus.path.with_name("片"), replicas=2, checkers=2, seconds=60))
        yield connected


def drafts(count: int) -> list[Document]:
    return [Document(f"稿{at}", speech(at % 40, 12) + speech(at % 9, 30)[:200]) for at in range(count)]


def checked_through(cluster: Cluster, corpus: Corpus, some: list[Document], what: str) -> list[SimcheckError]:
    """Check drafts while something fails; every report is the right one. Gives what was not checked, and tells it."""
    refused: list[SimcheckError] = []
    began, slowest, last = time.monotonic(), 0.0, time.monotonic()
    for job, report in cluster.check_all(map(Job, some)):
        slowest, last = max(slowest, time.monotonic() - last), time.monotonic()
        if isinstance(report, Report):
            assert differing(report, corpus.check(job.draft)) == {}
        else:
            refused.append(report)
    assert all(isinstance(one, SimcheckError) for one in refused)  # told, and no report
    took = time.monotonic() - began
    sys.stderr.write(
        f"{what}: {len(some) - len(refused)} of {len(some)} right, {len(refused)} not checked, 0 wrong; "
        f"{took:.1f} s, at most {slowest:.1f} s without a report\n"
    )
    return refused


@contextmanager
def meanwhile(work: Callable[[threading.Event], None]) -> Iterator[None]:
    """Something that goes on beside, until the block ends."""
    stop = threading.Event()
    thread = threading.Thread(target=work, args=(stop,))
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def test_a_slow_node(cluster: Cluster, corpus: Corpus) -> None:
    """All that runs on one machine stands still nine tenths of the time: other replicas answer."""
    here = ray.get_runtime_context().get_node_id()
    servers = [answer_of(one.ready) for one in actors(cluster, "shard:")]
    slow = next(node for _, node in servers if node != here)
    processes = [process for process, node in servers if node == slow]
    assert processes

    def hold(stop: threading.Event) -> None:
        while not stop.is_set():
            for signal_, seconds in ((signal.SIGSTOP, 0.9), (signal.SIGCONT, 0.1)):
                for process in processes:
                    os.kill(process, signal_)
                time.sleep(seconds)

    with meanwhile(hold):
        assert not checked_through(cluster, corpus, drafts(20), "slow node")


@pytest.mark.parametrize("kind", ["shard:", "checker:"])
def test_a_process_without_memory(cluster: Cluster, corpus: Corpus, kind: str) -> None:
    """It may allocate nothing more than it has: it fails, or dies and starts again."""
    processes = [process_of(one) for one in actors(cluster, kind)][:1]
    for process in processes:
        held = int(Path(f"/proc/{process}/statm").read_text("ascii").split()[0]) * resource.getpagesize()
        resource.prlimit(process, resource.RLIMIT_AS, (held, resource.RLIM_INFINITY))
    checked_through(cluster, corpus, drafts(12), f"{kind} without memory")
    for process in processes:
        with suppress(ProcessLookupError):
            resource.prlimit(process, resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    assert same(cluster.check(DRAFT), corpus.check(DRAFT))


def test_nodes_that_are_killed_in_the_middle(cluster: Cluster, corpus: Corpus, ray_nodes: Any) -> None:
    """Whole machines are lost and others come, SIMCHECK_NODES times in ten times as many checks."""
    most = int(os.environ.get("SIMCHECK_NODES", "2"))
    lost = [0]

    def kill(stop: threading.Event) -> None:
        chance = random.Random(3)
        while not stop.is_set() and lost[0] < most:
            stop.wait(chance.uniform(0.5, 3.0))
            others = [one for one in ray_nodes.list_all_nodes() if one != ray_nodes.head_node]
            ray_nodes.remove_node(chance.choice(others), allow_graceful=False)
            lost[0] += 1
            started(ray_nodes, NODE)

    with meanwhile(kill):
        checked_through(cluster, corpus, drafts(10 * most), f"{most} nodes killed")
    assert lost[0]
    assert len(ray_nodes.list_all_nodes()) == 3
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with suppress(ClusterError):
            assert same(cluster.check(DRAFT), corpus.check(DRAFT))
            return
    pytest.fail("the cluster does not come back")


def test_texts_are_added_while_drafts_are_checked(cluster: Cluster, corpus: Corpus, tmp_path: Path) -> None:
    """Straight into the shards, version after version, each taken over at once: every report is that of one version,
    and none is older than one before it began."""
    with Corpus.create(tmp_path / "库") as growing:
        growing.add(speeches(4, sentences=30))
        shards = Shards.create(tmp_path / "片", 2)
        shards.add(speeches(4, sentences=30))
        plan = ClusterPlan(shards.path, checkers=2, seconds=60)
        expected = {cluster.start(plan): growing.check(DRAFT)}
        found: list[tuple[int, Report | Exception, int]] = []
        served = [max(expected)]

        def check(stop: threading.Event) -> None:
            while not stop.is_set():
                first = served[0]
                try:
                    report: Report | Exception = cluster.check(DRAFT)
                except Exception as error:
                    report = error
                found.append((first, report, served[0]))

        with meanwhile(check):
            for at in range(4):
                new = [Document(f"新{at}.txt", DRAFT[: 150 + 40 * at]), *speeches(2, 50 + 2 * at)]
                shards.add(new)
                growing.add(new)
                version = shards_version(shards)
                expected[version] = growing.check(DRAFT)
                assert cluster.start(plan) == version
                served[0] = version
                time.sleep(1)
        assert len(found) > 4
        for first, report, _ in found:
            assert isinstance(report, Report), report
            versions = [version for version, one in expected.items() if same(report, one)]
            assert versions
            assert max(versions) >= first
    cluster.start(ClusterPlan(corpus.path.with_name("片"), replicas=2, checkers=2, seconds=60))


def shards_version(shards: Shards) -> int:
    from simcheck.shards.manifest import read_manifest

    return read_manifest(shards.path).version


def test_a_batch_goes_through_kills(cluster: Cluster, corpus: Corpus, tmp_path: Path) -> None:
    """Ray Data does again what was lost with a process."""
    some = drafts(30)
    tasks = []
    for at, one in enumerate(some):
        (tmp_path / f"{at}.txt").write_text(one.text, "utf-8")
        tasks.append(Task(one.id, str(tmp_path / f"{at}.txt"), 0))

    def kill(stop: threading.Event) -> None:
        chance = random.Random(5)
        while not stop.wait(2.0):
            with suppress(Exception):
                os.kill(
                    process_of(chance.choice(actors(cluster, chance.choice(["shard:", "checker:"])))), signal.SIGKILL
                )

    with meanwhile(kill):
        found = {
            one.draft: one for one in check_files(cluster, tasks, [Settings()], ReportWriting(("json",), "zh", "zh"))
        }
    assert set(found) == {one.id for one in some}
    for one in some:
        outcome = found[one.id]
        if outcome.error is None:
            report = corpus.check(one)
            assert outcome.line is not None
            assert outcome.line.decision == report.verdict.decision
            assert outcome.line.numbers["overlap"] == report.figures.overlap
        else:
            assert isinstance(outcome.error, ClusterError)


def test_the_head_is_lost_and_started_again(corpus: Corpus, tmp_path: Path) -> None:
    """As a user sees it, at the command line: exit code 3 until the cluster is started again, then the report."""
    draft = tmp_path / "稿.txt"
    draft.write_text(DRAFT, "utf-8")
    environment = {
        **os.environ, "XDG_STATE_HOME": str(tmp_path / "state"), "PYTHONPATH": str(Path(__file__).parents[1]),
        "LC_ALL": "C.UTF-8",
    }  # fmt: skip

    def simcheck(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "simcheck", *words]
        return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300, check=False)

    start = ("cluster", "start", str(corpus.path.with_name("片")), "--nodes", "2", "--seconds", "20")
    try:
        for _ in range(2):
            assert simcheck(*start).returncode == 0
            assert simcheck(str(draft), "--cluster", "local").returncode == 1  # the gate fails: it is a copy
            state = next((tmp_path / "state").rglob("cluster.json")).read_text("utf-8")
            import json

            head = json.loads(state)["processes"][0]
            batch = ["batch", str(draft), "-o", str(tmp_path / "报告"), "--cluster", "local"]
            running = subprocess.Popen(
                [sys.executable, "-m", "simcheck", *batch],
                env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )  # fmt: skip
            time.sleep(3)
            for process in _with_children(head):
                with suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)
            assert running.wait(timeout=240) in (1, 3)  # it may have been done before
            lost = simcheck(str(draft), "--cluster", "local")
            assert lost.returncode == 3
            assert "cluster" in lost.stderr
            sys.stderr.write(f"head lost: {lost.stderr.strip()}\n")
            simcheck("cluster", "stop")
    finally:
        simcheck("cluster", "stop")


def _with_children(process: int) -> list[int]:
    found = [process]
    for one in Path("/proc").iterdir():
        if one.name.isdigit():
            with suppress(OSError):
                parent = int(one.joinpath("stat").read_text("utf-8").rpartition(")")[2].split()[1])
                if parent == process:
                    found += _with_children(int(one.name))
    return found
