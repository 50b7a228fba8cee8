"""From one machine to several: what a corpus costs in shards, and a model of a hundred million sentences and more.

    python benchmarks/cluster.py --data FOLDER [--sentences 1000000] [--shards 1,2,4]
                                 [--json benchmarks/results/cluster.json]

FOLDER of ``--data`` holds ``*.jsonl.gz`` with lines {"id", "text"}. Where they have fewer sentences, more documents are
made of them: sentences of other documents are mixed and a part of their characters exchanged, so that no two are equal.
``--corpus`` takes a corpus that is there already.

Several Ray nodes run on this one machine and share its processors, so that *the clock here cannot show a gain from more
nodes*; it shows what the cluster itself costs. What each part takes is measured alone: search in one shard, merging,
bytes that go to and fro, fetching, and all the rest of a check. The model adds the parts up as they would run side by
side; it is an estimate, and its assumptions stand with it in the results.
"""

from __future__ import annotations

import argparse
import json
import os
import pickle
import platform
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

from scale import SENTENCE, documents, peak, spent

from simcheck import Corpus, Document
from simcheck.corpus.store import Store
from simcheck.sharded import Checking
from simcheck.shards.manifest import read_manifest
from simcheck.shards.sources import Call, Together
from simcheck.shards.split import split

#: Characters of the draft, checks whose median is told, and the part of the characters of a made sentence that changes.
DRAFT, RUNS, CHANGED = 5000, 3, 0.1
#: What the model takes for granted: the bytes a second of the network, the seconds that a call takes to come back, and
#: the delay that is asked for.
NETWORK, CALL, DELAY = 1e9 / 8, 1e-3, 1.0


def mixed(data: Path, sentences: int) -> Iterator[Document]:
    """About so many sentences: first those of the data, then documents made of them."""
    held: list[str] = []
    count = 0
    for document in documents(data, "", sentences):
        held += [part + "。" for part in document.text.split("。") if len(part) > 8]
        count += round(len(document.text) / SENTENCE)
        yield document
    chance, number = random.Random(1), 0
    letters = [letter for part in held[:2000] for letter in part if "\u4e00" <= letter <= "\u9fff"]
    while count < sentences:
        chosen = [chance.choice(held) for _ in range(80)]
        text = "".join(
            "".join(chance.choice(letters) if chance.random() < CHANGED else letter for letter in part[:-1]) + "。"
            for part in chosen
        )
        count += round(len(text) / SENTENCE)
        number += 1
        yield Document(f"合成/{number}.txt", text)


class Counting:
    """All shards in this process: seconds in each, one after the other, and the bytes that would go to and fro."""

    def __init__(self, ask: Together) -> None:
        self._ask = ask
        self.begin()

    def begin(self) -> None:
        self.seconds: dict[str, list[float]] = {}
        self.bytes: dict[str, int] = {}
        self.rounds = 0

    def __call__(self, calls: Mapping[int, Call]) -> Mapping[int, Any]:
        answers: dict[int, Any] = {}
        slowest = 0.0
        for at, call in calls.items():
            began = time.perf_counter()
            answers |= self._ask({at: call})
            slowest = max(slowest, time.perf_counter() - began)
            sent = len(pickle.dumps(call)) + len(pickle.dumps(answers[at]))
            self.bytes[call[0]] = self.bytes.get(call[0], 0) + sent
        self.rounds += 1
        for call in list(calls.values())[:1]:
            self.seconds.setdefault(call[0], []).append(slowest)
        return answers


def median_of(work: Callable[[], Any]) -> float:
    return statistics.median(spent(work)["seconds"] for _ in range(RUNS))


def whole(folder: Path, draft: str) -> dict[str, Any]:
    with Corpus.open(folder) as corpus:
        report = corpus.check(draft)
        seconds = median_of(lambda: corpus.check(draft))
    disk = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return {"seconds": seconds, "peak_mb": peak(), "disk_mb": disk / 1e6, "matches": len(report.matches)}


def in_shards(folder: Path, place: Path, into: int, draft: str) -> dict[str, Any]:
    """Cutting, and the parts of a check in one process."""
    began = time.perf_counter()
    split(Store(folder), place, into)
    cut = time.perf_counter() - began
    manifest = read_manifest(place)
    together = Together(place, manifest)
    counting = Counting(together)
    checking = Checking(place, manifest, counting)
    report = checking.check(draft)
    first_bytes = sum(counting.bytes.values())
    runs = []
    for _ in range(RUNS):
        counting.begin()
        taken = spent(lambda: checking.check(draft))["seconds"]
        slowest = {name: sum(values) for name, values in counting.seconds.items()}
        runs.append((taken, slowest, counting.bytes, counting.rounds))
    taken, slowest, sent, rounds = sorted(runs, key=lambda run: run[0])[len(runs) // 2]
    with Corpus.open(folder) as corpus:
        theirs = corpus.check(draft)
    together.close()
    return {
        "shards": into,
        "cut_seconds": cut,
        "one_process_seconds": taken,
        "slowest_shard_seconds": slowest,
        "bytes_first_check": first_bytes,
        "bytes_a_check": sent,
        "rounds": rounds,
        "equal_to_whole": replace(report, corpus=theirs.corpus) == theirs,
        "matches": len(report.matches),
    }


def on_ray(place: Path, into: int, draft: str) -> dict[str, Any]:
    """The same on so many Ray nodes of this machine."""
    os.environ |= {"RAY_USAGE_STATS_ENABLED": "0", "PYTHONPATH": os.pathsep.join(sys.path)}
    import ray
    from ray.cluster_utils import Cluster as Nodes

    from simcheck.cluster.actors import Job, Plan
    from simcheck.cluster.client import Cluster

    settings = {"num_cpus": 1, "object_store_memory": 100 << 20}
    began = time.perf_counter()
    nodes = Nodes(initialize_head=True, head_node_args={**settings, "include_dashboard": False})
    try:
        for _ in range(into - 1):
            nodes.add_node(**settings)
        nodes.wait_for_nodes()
        with Cluster(nodes.address) as cluster:
            cluster.start(Plan(place, checkers=2, seconds=120))
            started = time.perf_counter() - began
            first = spent(lambda: cluster.check(draft))["seconds"]
            seconds = median_of(lambda: cluster.check(draft))
            jobs = [Job(Document(f"稿{at}", draft)) for at in range(20)]
            batch = spent(lambda: list(cluster.check_all(jobs)))["seconds"]
            cluster.stop()
    finally:
        ray.shutdown()
        nodes.shutdown()
    return {"nodes": into, "start_seconds": started, "first_seconds": first, "seconds": seconds,
            "batch_of_20_seconds": batch}  # fmt: skip


def model(sentences: int, measured: Mapping[str, Any], disk_mb: float) -> list[dict[str, Any]]:
    """Nodes and delay for more sentences, from the parts that were measured with one shard: as few nodes as reach the
    wanted delay, or those with the shortest one.

    A shard's search grows as its sentences do (inverted lists look at a share of them); all the rest of a check does
    not, since the candidates stay as many. Bytes of the nearest sentences grow with the shards, those of shared
    fingerprints with the sentences.
    """
    one = measured["shards"][0]
    search = sum(one["slowest_shard_seconds"].get(name, 0.0) for name in ("nearest", "sharing"))
    rest = max(0.0, one["one_process_seconds"] - search)
    nearest, sharing = (one["bytes_a_check"].get(name, 0) for name in ("nearest", "sharing"))
    found = []
    for wanted in (sentences, 10**7, 10**8, 10**9):
        growth = wanted / sentences
        rows = []
        for nodes in (1, 2, 4, 8, 16, 32, 64, 128, 256, 512):
            network = (nearest * nodes + sharing * growth) / NETWORK
            searching = search * growth / nodes
            delay = rest + searching + network + one["rounds"] * CALL
            rows.append(
                {
                    "sentences": wanted,
                    "nodes": nodes,
                    "delay_seconds": delay,
                    "of_it_search": searching,
                    "of_it_network": network,
                    "disk_gb_a_node": disk_mb * growth / nodes / 1e3,
                    "reaches_the_wanted_delay": delay <= DELAY,
                }
            )
        enough = [row for row in rows if row["reaches_the_wanted_delay"]]
        found.append(enough[0] if enough else min(rows, key=lambda row: row["delay_seconds"]))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of the texts")
    parser.add_argument("--sentences", type=int, default=1_000_000, help="about how many")
    parser.add_argument("--corpus", type=Path, help="a corpus that is there already, in place of building one")
    parser.add_argument("--shards", default="1,2,4", help="into how many it is cut, comma separated")
    parser.add_argument("--no-ray", action="store_true", help="only the parts, in one process")
    parser.add_argument("--json", type=Path, help="where to write the figures")
    given = parser.parse_args()
    results: dict[str, Any] = {
        "machine": {"processors": os.cpu_count(), "python": platform.python_version()},
        "note": "all Ray nodes share this machine's processors with each other and with whatever else runs on it",
    }
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        folder = given.corpus or work / "corpus"
        if given.corpus is None:
            with Corpus.create(folder) as corpus:
                results["build"] = spent(lambda: corpus.add(mixed(given.data, given.sentences))) | {"peak_mb": peak()}
        with Corpus.open(folder) as corpus:
            info = corpus.info
            texts = [document.text for document in islice(corpus, 40)]
        # Half of the draft is copied, a passage from each of some texts; the rest nobody has said.
        chance = random.Random(2)
        copied = [text[100:350] for text in texts if len(text) > 400][: DRAFT // 500]
        own = ["".join(chance.sample(text[:250], min(250, len(text)))) for text in texts]
        draft = "。".join(part for pair in zip(copied, own, strict=False) for part in pair)[:DRAFT]
        results |= {
            "model": info.model,
            "documents": info.documents,
            "sentences": info.sentences,
            "draft_characters": len(draft),
        }
        results["whole"] = whole(folder, draft)
        results["shards"] = []
        for into in map(int, given.shards.split(",")):
            place = work / f"shards{into}"
            found = in_shards(folder, place, into, draft)
            if not given.no_ray:
                found["ray"] = on_ray(place, into, draft)
            results["shards"].append(found)
            print(json.dumps(found, ensure_ascii=False), flush=True)
        results["estimate"] = {
            "assumes": {
                "network_bytes_a_second": NETWORK,
                "call_seconds": CALL,
                "wanted_delay_seconds": DELAY,
                "search": "grows with the sentences of a shard; shards search side by side, one processor each",
                "rest": "encoding, fetching and alignment do not grow with the corpus",
            },
            "rows": model(info.sentences, results, results["whole"]["disk_mb"]),
        }
    print(json.dumps(results, ensure_ascii=False, indent=1))
    if given.json:
        given.json.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
