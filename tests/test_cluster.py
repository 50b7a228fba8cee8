"""Shards on a Ray cluster: reports are those of the uncut corpus, and what does not answer is never a pass."""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, fields, replace
from pathlib import Path
from typing import Any

import pytest
from fakes import speech, speeches

from simcheck.accept import Acceptance, OwnWork
from simcheck.cli.app import run
from simcheck.cluster import bulk
from simcheck.cluster.actors import ClusterPlan, Job
from simcheck.cluster.client import Cluster
from simcheck.cluster.coordinator import NAME
from simcheck.cluster.fan import Fan, does_not_answer
from simcheck.cluster.placing import NAMESPACE
from simcheck.corpus.store import Store
from simcheck.errors import ClusterError, ConfigError, CorpusError, DraftError, SimcheckError, UsageError
from simcheck.library import Corpus
from simcheck.report import Report
from simcheck.shards.manifest import read_manifest
from simcheck.shards.split import split
from simcheck.types import Document

ray = pytest.importorskip("ray")

#: Memory of the object store of a node, the least that Ray takes.
STORE = 80 << 20
UNWATCHED = {"include_log_monitor": False, "no_monitor": True}
DRAFT = speech(3, 30)[:300] + speech(777, 3)


@pytest.fixture(scope="module")
def ray_nodes() -> Iterator[Any]:
    """Two nodes of one processor each, which end with the tests."""
    from ray.cluster_utils import Cluster as Nodes

    settings = {"num_cpus": 1, "object_store_memory": STORE}
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("RAY_USAGE_STATS_ENABLED", "0")
        patched.setenv("PYTHONPATH", f"{Path(__file__).parents[1]}{os.pathsep}{os.environ.get('PYTHONPATH', '')}")
        nodes = Nodes()
        try:
            # The head without what watches over logs and scales: no answer of ours comes from there.
            for node in ({**settings, "include_dashboard": False, **UNWATCHED}, settings):
                started(nodes, node)
            nodes.wait_for_nodes()
            yield nodes
        finally:
            ray.shutdown()
            nodes.shutdown()


def started(nodes: Any, settings: dict[str, Any]) -> None:
    """Ray gives a node up that does not start within half a minute, as on a machine that has much else to do."""
    for last in (False, False, True):
        try:
            nodes.add_node(**settings)
        except Exception:
            if last:
                raise
        else:
            return


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    with Corpus.create(tmp_path_factory.mktemp("whole") / "库") as made:
        made.add(speeches(9, sentences=30))
        made.add([Document("再版.txt", speech(5, 30) + speech(60))])
        yield made


@pytest.fixture(scope="module")
def shards(corpus: Corpus) -> Path:
    folder = corpus.path.with_name("片")
    split(Store(corpus.path), folder, 3)
    return folder


@pytest.fixture(scope="module")
def cluster(ray_nodes: Any, shards: Path) -> Iterator[Cluster]:
    with Cluster(ray_nodes.address) as connected:
        connected.start(ClusterPlan(shards, replicas=2, checkers=2, seconds=60))
        yield connected
        connected.stop()


def same(ours: Report, theirs: Report) -> bool:
    return replace(ours, corpus=theirs.corpus) == theirs


def differing(ours: Report, theirs: Report) -> dict[str, tuple[Any, Any]]:
    """The fields in which two reports differ, but for where their corpora are."""
    names = [one.name for one in fields(Report) if one.compare and one.name != "corpus"]
    pairs = {name: (getattr(ours, name), getattr(theirs, name)) for name in names}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def test_reports_are_those_of_the_uncut_corpus(cluster: Cluster, corpus: Corpus) -> None:
    for draft in (DRAFT, speech(1), speech(5, 30)):
        assert same(cluster.check(draft), corpus.check(draft))
    accepted = Acceptance(own=OwnWork.of([Document("旧作", speech(3, 30))]))
    ours, theirs = (one.check(DRAFT, acceptance=accepted) for one in (cluster, corpus))
    assert same(ours, theirs)
    assert theirs.figures.own > 0
    with pytest.raises(DraftError):
        cluster.check("。。。")


def test_many_drafts_at_once(cluster: Cluster, corpus: Corpus) -> None:
    drafts = [Document(f"稿{at}", speech(at, 8)) for at in range(6)] + [Document("空", "。")]
    found = {job.draft.id: report for job, report in cluster.check_all(map(Job, drafts))}
    assert isinstance(found.pop("空"), DraftError)
    assert len(found) == 6
    for document in drafts[:-1]:
        report = found[document.id]
        assert isinstance(report, Report)
        assert same(report, corpus.check(document))
    until = time.monotonic() + 300
    while cluster.status()["running"] and time.monotonic() < until:  # tickets come back a moment later
        time.sleep(0.1)
    assert cluster.status()["running"] == 0


def test_what_ray_tells_of_its_machines_is_no_part_of_the_result(
    cluster: Cluster, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    from ray._private.utils import publish_error_to_driver
    from ray._private.worker import global_worker

    with caplog.at_level("INFO", "simcheck.cluster"):
        publish_error_to_driver("worker_pool_large", "四个进程已启动", gcs_client=global_worker.gcs_client)
        until = time.monotonic() + 300
        while "raylet: 四个进程已启动" not in caplog.messages and time.monotonic() < until:
            time.sleep(0.05)
    assert "raylet: 四个进程已启动" in caplog.messages
    assert capsys.readouterr().out == ""


def test_the_command_line_checks_against_a_cluster(
    cluster: Cluster, corpus: Corpus, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draft = tmp_path / "稿.txt"
    draft.write_text(DRAFT, "utf-8")
    found = []
    for where in (["--cluster", cluster.address], ["--corpus", str(corpus.path)]):
        assert run(["check", str(draft), *where, "-f", "json"]) == 1
        found.append(json.loads(capsys.readouterr().out))
        del found[-1]["corpus"]["path"]
    assert found[0] == found[1]
    arguments = ["batch", str(tmp_path), "-o", str(tmp_path / "报告"), "--cluster", cluster.address]
    assert run(arguments) == 1
    assert json.loads((tmp_path / "报告" / "稿.json").read_text("utf-8"))["matches"] == found[0]["matches"]
    capsys.readouterr()
    assert run([*arguments, "--exclude", "报告/*"]) == 1
    assert "1 were checked before" in capsys.readouterr().err
    assert run(["cluster", "status", "--address", cluster.address, "-f", "json"]) == 0
    status = json.loads(capsys.readouterr().out)
    assert [one["answering"] for one in status["shards"]] == [2, 2, 2]
    assert sum(one["documents"] for one in status["shards"]) == 10
    assert run(["corpus", "twins", "--cluster", cluster.address, "-f", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == [asdict(one) for one in corpus.twins()]


@pytest.mark.long
def test_near_duplicates_are_those_of_the_uncut_corpus(
    cluster: Cluster, corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "TOGETHER", 4)
    for least in (0.05, 0.5):
        assert bulk.compare_all(cluster, least) == corpus.twins(least)
    assert corpus.twins(0.5)


@pytest.mark.long
def test_what_cannot_be_read_or_checked_is_told_for_each_draft(cluster: Cluster, tmp_path: Path) -> None:
    (tmp_path / "好.txt").write_text(DRAFT, "utf-8")
    (tmp_path / "空.txt").write_text("。。。", "utf-8")
    tasks = [bulk.Task(name, str(tmp_path / f"{name}.txt"), 0) for name in ("好", "空", "无")]
    writing = bulk.ReportWriting(("json", "html"), "zh", "zh")
    found = {one.draft: one for one in bulk.check_files(cluster, tasks, [bulk.Settings()], writing)}
    assert len(found["好"].reports) == 2
    assert found["好"].line is not None
    assert {name: getattr(one.error, "code", None) for name, one in found.items() if one.error}["无"] == "draft.missing"
    assert isinstance(found["空"].error, DraftError)


def test_the_service_checks_on_a_cluster(cluster: Cluster, corpus: Corpus, tmp_path: Path) -> None:
    pytest.importorskip("fastapi")
    from simcheck.server import jobs
    from simcheck.server.stored import load

    (tmp_path / "draft.txt").write_text(DRAFT, "utf-8")
    job = {
        "folder": str(tmp_path), "file": "draft.txt", "name": "稿.txt", "corpora": ["/nowhere/库"], "limits": {},
        "marks": True, "baseline": [], "authors": [], "place": None, "year": None, "cluster": f"库={cluster.address}",
    }  # fmt: skip
    with pytest.MonkeyPatch.context() as patched:
        patched.chdir(tmp_path)
        told = jobs.check(job, lambda _: None)
        report = load(told["report"])
        assert same(report, replace(corpus.check(report.draft), corpus=report.corpus))
        assert report.corpus.path == "库"
        with pytest.raises(UsageError, match="alone"):
            jobs.check({**job, "corpora": ["/nowhere/库", "/nowhere/别的"]}, lambda _: None)


@pytest.mark.parametrize("wrong", ["库", "库=", "库=here", "=127.0.0.1:1", "库=127.0.0.1"])
def test_a_cluster_of_the_service_has_a_corpus_and_an_address(tmp_path: Path, wrong: str) -> None:
    pytest.importorskip("fastapi")
    from simcheck.server.settings import load_settings

    with pytest.raises(ConfigError, match="HOST:PORT"):
        load_settings(tmp_path, cluster=wrong)
    assert load_settings(tmp_path, cluster="库=127.0.0.1:6379").cluster == "库=127.0.0.1:6379"
    assert load_settings(tmp_path, cluster="127.0.0.1:6379").cluster == "default=127.0.0.1:6379"
    assert load_settings(tmp_path, cluster="local").cluster == "default=local"


def actors(cluster: Cluster, start: str) -> list[Any]:
    names = [one["name"] for one in ray.util.list_named_actors(all_namespaces=True) if one["namespace"] == NAMESPACE]
    return [ray.get_actor(name, namespace=NAMESPACE) for name in names if name.startswith(start)]


def answer_of(method: Any) -> Any:
    """What an actor answers; one whose process a test before has killed may still be starting again."""
    until = time.monotonic() + 300
    while True:
        try:
            return ray.get(method.remote(), timeout=300)
        except ray.exceptions.ActorUnavailableError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


def process_of(actor: Any) -> int:
    answer = answer_of(actor.ready)
    return int(answer if isinstance(answer, int) else answer[0])


def test_a_shard_whose_files_are_gone_is_told_by_its_number(monkeypatch: pytest.MonkeyPatch) -> None:
    """And not by a remedy that is for a corpus of one's own: a corpus in its place would be an empty one."""
    gone = CorpusError("/片/002: no such corpus; make one with `simcheck corpus add PATH`", code="corpus.missing")

    def get(_: Any) -> Any:
        raise ray.exceptions.RayTaskError("nearest", "", gone)

    monkeypatch.setattr(ray, "get", get)
    with pytest.raises(
        ClusterError, match=r"^not checked: shard 2 of 2 cannot be read \(/片/002: no such corpus\); see"
    ):
        Fan([[None], [None]], 1.0)._taken(None, 1, {})


@pytest.mark.parametrize("kind", ["shard:", "checker:"])
def test_a_process_that_dies_is_not_noticed(cluster: Cluster, corpus: Corpus, kind: str) -> None:
    expected = corpus.check(DRAFT)
    os.kill(process_of(actors(cluster, kind)[0]), signal.SIGKILL)
    assert same(cluster.check(DRAFT), expected)


def test_a_shard_that_does_not_answer_ends_the_check(cluster: Cluster, shards: Path) -> None:
    """All replicas of it stand still; the others answer."""
    status = cluster.status()
    servers = actors(cluster, "shard:")
    contents: dict[tuple[int, ...], list[Any]] = {}
    for one in servers:
        contents.setdefault(tuple(answer_of(one.numbers).tolist()), []).append(one)
    replicas = [contents[key] for key in sorted(contents)]
    calls = dict.fromkeys(range(3), ("numbers", ()))
    stopped = [process_of(one) for one in replicas[1]]
    for process in stopped:
        os.kill(process, signal.SIGSTOP)
    try:
        with pytest.raises(ClusterError, match=r"^not checked: shard 2 of 3 does not answer"):
            Fan(replicas, 3.0)(calls)
        os.kill(stopped[0], signal.SIGCONT)  # one that answers is enough
        assert set(Fan(replicas, 60.0)(calls)) == {0, 1, 2}
    finally:
        for process in stopped:
            os.kill(process, signal.SIGCONT)
    assert status["version"] == read_manifest(shards).version
    assert does_not_answer(6, 12).args[0].startswith("not checked: shard 7 of 12 does not answer")
    assert does_not_answer(6, 12).code == "cluster.shard"


@pytest.mark.long
def test_a_new_version_takes_over_while_drafts_are_checked(cluster: Cluster, tmp_path: Path, shards: Path) -> None:
    """Every report is that of one version, whole: the old one until it is replaced, the new one afterwards."""
    plan = ClusterPlan(tmp_path / "片", replicas=1, checkers=2, seconds=60)
    with Corpus.create(tmp_path / "库") as changing:
        changing.add(speeches(4, sentences=30))
        split(Store(changing.path), plan.folder, 2)
        before = changing.check(DRAFT)
        cluster.start(plan)
        found: list[Report | Exception] = []
        stop = threading.Event()

        def go_on() -> None:
            while not stop.is_set():
                try:
                    found.append(cluster.check(DRAFT))
                except Exception as error:
                    found.append(error)

        checking = threading.Thread(target=go_on)
        checking.start()
        try:
            changing.add([Document("新.txt", DRAFT)])
            changing.remove(["讲话0.txt"])
            split(Store(changing.path), plan.folder, 2)
            after = changing.check(DRAFT)
            assert cluster.start(plan) == 2
            done = len(found)
            until = time.monotonic() + 300
            while len(found) < done + 3 and time.monotonic() < until:
                time.sleep(0.05)
        finally:
            stop.set()
            checking.join()
        assert not same(before, after)
        kinds = ["before" if isinstance(one, Report) and same(one, before) else
                 "after" if isinstance(one, Report) and same(one, after) else one for one in found]  # fmt: skip
        assert set(kinds) == {"before", "after"}
        assert kinds == sorted(kinds, reverse=True)
    cluster.start(ClusterPlan(shards, replicas=2, checkers=2, seconds=60))


@pytest.mark.long
def test_no_kill_gives_a_wrong_report(cluster: Cluster, corpus: Corpus) -> None:
    """Processes of all kinds are killed in the middle of checks, SIMCHECK_KILLS times in four as many: a report is the
    right one, or there is none."""
    most = int(os.environ.get("SIMCHECK_KILLS", "10"))
    drafts = [Document(f"稿{at}", speech(at % 40, 12) + speech(at % 9, 30)[:200]) for at in range(4 * most)]
    stop, chance, kills = threading.Event(), random.Random(7), [0]

    def kill() -> None:
        while not stop.is_set() and kills[0] < most:
            kind = chance.choice(["shard:", "shard:", "checker:", NAME])
            with suppress(Exception):
                one = chance.choice(actors(cluster, kind))
                if kind == NAME:
                    ray.kill(one, no_restart=False)
                else:
                    os.kill(process_of(one), signal.SIGKILL)
                kills[0] += 1
            stop.wait(chance.uniform(0.2, 2.0))

    killing = threading.Thread(target=kill)
    killing.start()
    refused: list[SimcheckError] = []
    try:
        for job, report in cluster.check_all(map(Job, drafts)):
            if isinstance(report, Report):
                assert differing(report, corpus.check(job.draft)) == {}
            else:
                refused.append(report)
    finally:
        stop.set()
        killing.join()
    assert kills[0] > most // 5
    assert all(isinstance(one, ClusterError) for one in refused)
    sys.stderr.write(f"{kills[0]} kills, {len(refused)} of {len(drafts)} drafts not checked\n")
    assert same(cluster.check(DRAFT), corpus.check(DRAFT))


@pytest.mark.long
def test_a_lost_node_is_made_up_for(cluster: Cluster, corpus: Corpus, ray_nodes: Any) -> None:
    """What was on the node starts again on the other one, the coordinator too if it was there: until then a draft is
    not checked or checked by the other replicas, and never wrongly."""
    expected = corpus.check(DRAFT)
    lost = next(one for one in ray_nodes.list_all_nodes() if one != ray_nodes.head_node)
    ray_nodes.remove_node(lost, allow_graceful=False)
    until, checked = time.monotonic() + 300, 0
    while checked < 5:
        try:
            assert same(cluster.check(DRAFT), expected)
            checked += 1
        except ClusterError:
            assert time.monotonic() < until, "the cluster does not come back"
    while time.monotonic() < until and lost.node_id in alive():  # the head hears of it by silence
        time.sleep(0.2)
    assert lost.node_id not in alive()
    assert cluster.status()["nodes"] == len(alive())


def alive() -> set[str]:
    """The nodes that answer; one that Ray gave up while it started may come all the same."""
    return {str(one["NodeID"]) for one in ray.nodes() if one["Alive"]}
