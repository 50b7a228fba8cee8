"""From one machine to several: what a corpus costs in shards, and a model of a hundred million sentences and more.

    python benchmarks/cluster.py --data FOLDER [--sentences 1000000] [--shards 1,2,4]
                                 [--json benchmarks/results/cluster.json]

FOLDER of ``--data`` holds ``*.jsonl.gz`` with lines {"id", "text"}. Where they have fewer sentences, more documents are
made of them: sentences of other documents are mixed and a part of their characters exchanged, so that no two are equal.
``--corpus`` takes a corpus that is there already, or else builds it there and leaves it; ``--build`` does nothing else.

Several Ray nodes run on this one machine and share its processors, so that *the clock here cannot show a gain from more
nodes*; it shows what the cluster itself costs. What each part takes is measured alone: search in one shard, merging,
bytes that go to and fro, fetching, and all the rest of a check. The model adds the parts up as they would run side by
side; it is an estimate, and its assumptions stand with it in the results.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import pickle
import platform
import random
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from scale import NEIGHBOURS, SENTENCE, alone, cold, documents, peak, recall, spent

from simcheck import Corpus, Document
from simcheck.arguments import encoder_of
from simcheck.corpus.merging import LARGEST
from simcheck.corpus.neighbours import merged, no_neighbours
from simcheck.corpus.store import Store
from simcheck.report import Report
from simcheck.scoring import SCORING
from simcheck.sharded import Checking
from simcheck.shards.ask import Call
from simcheck.shards.manifest import Manifest, ShardRecord, publish, read_manifest
from simcheck.shards.sources import Together
from simcheck.shards.split import split
from simcheck.text.analyze import analyze

#: Characters of the draft, checks whose median is told, and the part of the characters of a made sentence that changes.
DRAFT, RUNS, CHANGED = 5000, 3, 0.1
#: Drafts whose sentences are searched by brute force too.
RECALLED = 2
#: Drafts of a batch.
BATCH = 60
#: Bytes of a pair of a fingerprint and a document as it is sent, and seconds to rank documents by such pairs: .186 for
#: 385,000 of them, in a profile of a check against ten million sentences.
PAIR, SORTING = 8, 0.48e-6
#: What the model takes for granted: the bytes a second of the network, the seconds that a call takes to come back.
NETWORK, CALL = 10e9 / 8, 1e-3
#: A machine of the model: processors, memory in GB, and what it costs. The prices are an assumption, of the order that
#: clouds ask for general-purpose machines without a contract; put your own in.
PROCESSORS, MEMORY, HOUR, GB_MONTH = 8, 32, 0.40, 0.10
#: Memory of a machine that is not for mapped files, GB; hours of a month; and the bytes of a sentence's vector in an
#: inverted list and of its fingerprints, which should stay in memory for a check to be warm.
TAKEN, HOURS, HOT_BYTES = 8.0, 730, 264 + 200


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
        self.all_seconds: list[float] = []
        self.bytes: dict[str, int] = {}
        self.rounds = 0

    def __call__(self, calls: Mapping[int, Call]) -> Mapping[int, Any]:
        answers: dict[int, Any] = {}
        slowest = 0.0
        for at, call in calls.items():
            began = time.perf_counter()
            answers |= self._ask({at: call})
            taken = time.perf_counter() - began
            slowest = max(slowest, taken)
            self.all_seconds.append(taken)
            sent = len(pickle.dumps(call)) + len(pickle.dumps(answers[at]))
            self.bytes[call[0]] = self.bytes.get(call[0], 0) + sent
        self.rounds += 1
        for call in list(calls.values())[:1]:
            self.seconds.setdefault(call[0], []).append(slowest)
        return answers


def build(folder: Path, data: Path, sentences: int) -> dict[str, Any]:
    """Make the corpus; what it took is told in a file beside it too, for a run that finds it there."""
    began = time.perf_counter()

    def tell(documents: int, done: int) -> None:
        print(
            f"{time.perf_counter() - began:.0f} s: {documents} documents, {done} sentences, {peak():.0f} MB", flush=True
        )

    with Corpus.create(folder) as corpus:
        found = spent(lambda: corpus.add(mixed(data, sentences), tell)) | {"peak_mb": peak()}
    folder.with_suffix(".json").write_text(json.dumps(found), encoding="utf-8")
    return found


def median_of(work: Callable[[], Any]) -> float:
    return statistics.median(spent(work)["seconds"] for _ in range(RUNS))


def drafts_of(texts: list[str]) -> list[str]:
    """Drafts of which half is copied, a passage from each of some texts; the rest nobody has said."""
    chance = random.Random(2)
    step, found = DRAFT // 500, []
    for at in range(0, len(texts) - step + 1, step):
        some = texts[at : at + step]
        own = ["".join(chance.sample(text[:250], min(250, len(text)))) for text in some]
        found.append("。".join(part for text, mine in zip(some, own, strict=True) for part in (text[100:350], mine)))
    return [text[:DRAFT] for text in found]


def whole(folder: Path, drafts: list[str]) -> dict[str, Any]:
    """One machine, one process: warm, and cold as a process of its own; the files may be in the system's cache."""
    with Corpus.open(folder) as corpus:
        first = spent(lambda: corpus.check(drafts[0]))["seconds"]
        report = corpus.check(drafts[0])
        warm = [spent(lambda: corpus.check(drafts[0])) for _ in range(RUNS)]
        each = [spent(partial(corpus.check, draft))["seconds"] for draft in drafts]
        with corpus._disk.sources() as sources:
            segments = [segment.rows for segment in sources._index.segments]
    disk = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as draft:
        draft.write(drafts[0])
        draft.flush()
        process = cold(str(folder), Path(draft.name))
    return {
        "seconds": statistics.median(run["seconds"] for run in warm),
        "core_seconds": statistics.median(run["core_seconds"] for run in warm),
        "first_seconds": first,
        "other_drafts_seconds": statistics.median(each),
        "cold_process": process,
        "peak_mb": peak(),
        "own_memory_mb": own_memory(os.getpid()),
        "disk_mb": disk / 1e6,
        "segments": segments,
        "matches": len(report.matches),
    }


def own_memory(process: int) -> float:
    """What a process holds beside mapped files, MB."""
    lines = Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines()
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("RssAnon")), 0.0)


def as_one(folder: Path, place: Path) -> Manifest:
    """The corpus as its only shard, without a copy."""
    with Store(folder).read() as reader:
        info, contents, meta = reader.info(), reader.contents(), reader.meta()
    place.mkdir()
    (place / "001").symlink_to(folder.resolve())
    record = ShardRecord("001", info.documents, info.sentences, info.characters, contents, info.classes)
    publish(place, found := Manifest(1, meta, (record,)))
    return found


def queries_of(drafts: list[str]) -> np.ndarray:
    encoder = encoder_of(None)
    return np.concatenate([encoder.encode([s.text for s in analyze(Document("稿", d)).sentences]) for d in drafts])


def among(part: int, numbers: np.ndarray, into: int) -> np.ndarray:
    """Every ``part``-th document by turns into so many shards, the others into none."""
    return np.where(numbers % part == 0, numbers // part % into, into)


def best_exactly(folder: Path, queries: np.ndarray, part: int) -> dict[int, np.ndarray]:
    """The similarities of the nearest sentences of all documents and of every ``part``-th one, by brute force."""
    best = {step: np.full((len(queries), NEIGHBOURS), -np.inf, dtype=np.float32) for step in {1, part}}
    with Store(folder).read() as reader:
        numbers, dimension = reader.numbers(), reader.meta().dimension
        for step, at in ((step, at) for at in range(0, len(numbers), 500) for step in best):
            some = [number for number in numbers[at : at + 500].tolist() if number % step == 0]
            rows = [found for number in some if (found := reader.vectors(number, dimension)) is not None]
            near = np.concatenate([np.zeros((0, dimension)), *rows]).astype(np.float32) @ queries.T
            both = np.concatenate([best[step], near.T], axis=1)
            best[step] = -np.sort(-np.partition(both, -NEIGHBOURS, axis=1)[:, -NEIGHBOURS:], axis=1)
    return best


def best_of(ask: Together, shards: int, queries: np.ndarray) -> np.ndarray:
    """The similarities of the nearest sentences of all shards."""
    answers = ask(dict.fromkeys(range(shards), ("nearest", (queries, NEIGHBOURS, shards))))
    return np.asarray(merged([no_neighbours(len(queries), NEIGHBOURS), *answers.values()], NEIGHBOURS)[0])


def recalls(near: np.ndarray, nearest: np.ndarray) -> dict[str, float]:
    return {str(k): recall(near, nearest, k) for k in (1, 10, NEIGHBOURS)}


def merging(checking: Checking, counting: Counting, draft: str) -> float:
    """Seconds to join what shards answered about the nearest sentences."""
    vectors = queries_of([draft])
    scoring = SCORING.retrieval
    counting.begin()
    taken = spent(lambda: checking.sources.nearest_documents(vectors, scoring.neighbours, scoring.documents))
    return taken["seconds"] - sum(counting.all_seconds)


def found_in(report: Report) -> set[int]:
    """The characters of a draft that count."""
    return {at for match in report.matches for at in range(match.draft.start, match.draft.end)}


def in_shards(
    folder: Path, place: Path, into: int, part: int, drafts: list[str], known: list[Report], nearest: np.ndarray | None
) -> tuple[dict[str, Any], list[Report]]:
    """Cutting, and the parts of a check in one process; how the reports differ from those that are ``known``, of the
    whole or of the first cut."""
    began = time.perf_counter()
    if into == part == 1:
        as_one(folder, place)
    else:
        split(Store(folder), place, into, division=partial(among, part))
    cut = time.perf_counter() - began
    manifest = read_manifest(place)
    together = Together(place, manifest)
    counting = Counting(together)
    checking = Checking(place, manifest, counting)
    draft = drafts[0]
    checking.check(draft)
    first_bytes = sum(counting.bytes.values())
    runs = []
    for _ in range(RUNS):
        counting.begin()
        taken = spent(lambda: checking.check(draft))["seconds"]
        slowest = {name: sum(values) for name, values in counting.seconds.items()}
        runs.append((taken, sum(counting.all_seconds), slowest, counting.bytes, counting.rounds))
    taken, asked, slowest, sent, rounds = sorted(runs, key=lambda run: run[0])[len(runs) // 2]
    found: dict[str, Any] = {
        "shards": into,
        "sentences": manifest.info(place).sentences,
        "cut_seconds": cut,
        "one_process_seconds": taken,
        "in_all_shards_seconds": asked,
        "slowest_shard_seconds": slowest,
        "merge_seconds": statistics.median(merging(checking, counting, draft) for _ in range(RUNS)),
        "bytes_first_check": first_bytes,
        "bytes_a_check": sent,
        "rounds": rounds,
    }
    if nearest is not None:
        found["recall_against_exact"] = recalls(best_of(together, into, queries_of(drafts[:RECALLED])), nearest)
    checked = spent(lambda: [checking.check(one) for one in drafts])  # so that the candidates are at hand
    began = time.perf_counter()
    ours = [checking.check(one) for one in drafts]
    found["one_process_drafts_a_second"] = len(drafts) / (time.perf_counter() - began)
    found["one_process_drafts_a_second_first"] = len(drafts) / checked["seconds"]
    together.close()
    found["against_first"] = differences(ours, known or ours)
    return found, ours


def differences(ours: list[Report], theirs: list[Report]) -> dict[str, int]:
    pairs = list(zip(ours, theirs, strict=True))
    apart = [(found_in(one), found_in(other)) for one, other in pairs]
    return {
        "drafts": len(pairs),
        "equal_reports": sum(replace(one, corpus=other.corpus) == other for one, other in pairs),
        "equal_matches": sum(one.matches == other.matches for one, other in pairs),
        "equal_decisions": sum(one.verdict.decision == other.verdict.decision for one, other in pairs),
        "characters_counted_first": sum(len(other) for _, other in apart),
        "characters_only_first": sum(len(other - one) for one, other in apart),
        "characters_only_here": sum(len(one - other) for one, other in apart),
    }


def on_ray(place: Path, into: int, drafts: list[str]) -> dict[str, Any]:
    """The same on so many Ray nodes of this machine."""
    os.environ |= {"RAY_USAGE_STATS_ENABLED": "0", "PYTHONPATH": os.pathsep.join(sys.path)}
    import ray
    from ray.cluster_utils import Cluster as Nodes

    from simcheck.cluster.actors import ClusterPlan
    from simcheck.cluster.bulk import ReportWriting, Settings, Task, check_files
    from simcheck.cluster.client import Cluster
    from simcheck.cluster.placing import NAMESPACE

    draft = drafts[0]
    settings = {"num_cpus": 1, "object_store_memory": 100 << 20}
    began = time.perf_counter()
    nodes = Nodes(initialize_head=True, head_node_args={**settings, "include_dashboard": False})
    try:
        for _ in range(into - 1):
            nodes.add_node(**settings)
        nodes.wait_for_nodes()
        with Cluster(nodes.address) as cluster:
            cluster.start(ClusterPlan(place, checkers=2, seconds=120))
            started = time.perf_counter() - began
            first = spent(lambda: cluster.check(draft))["seconds"]
            cluster.check(draft)  # the other checker may have had the first one
            cluster.check(draft)
            runs = [spent(lambda: cluster.check(draft))["seconds"] for _ in range(3 * RUNS)]
            files = place.with_name(f"{place.name}.drafts")
            files.mkdir(exist_ok=True)
            tasks = []
            for at in range(BATCH):
                (files / f"{at}.txt").write_text(drafts[at % len(drafts)], encoding="utf-8")
                tasks.append(Task(f"{at}.txt", str(files / f"{at}.txt"), 0))
            batch = []
            for _ in range(2):  # the first one starts Ray Data's processes and fetches the candidates
                times: list[float] = [time.perf_counter()]
                for one in check_files(cluster, tasks, [Settings()], ReportWriting(("json",), "zh", "zh")):
                    if one.error is not None:
                        raise one.error
                    times.append(time.perf_counter())
                batch.append({"seconds": times[-1] - times[0], "until_the_first": times[1] - times[0],
                              "drafts_a_second_then": (BATCH - 1) / (times[-1] - times[1])})  # fmt: skip
            names = [one["name"] for one in ray.util.list_named_actors(all_namespaces=True)]
            servers = [ray.get_actor(name, namespace=NAMESPACE) for name in names if name.startswith("shard:")]
            memory = [own_memory(ray.get(one.ready.remote())[0]) for one in servers]
            cluster.stop()
    finally:
        ray.shutdown()
        nodes.shutdown()
    return {"nodes": into, "start_seconds": started, "first_seconds": first, "seconds": statistics.median(runs),
            "runs": runs, "batch": batch, "driver_peak_mb": peak(), "own_memory_mb_of_each_shard": memory}  # fmt: skip


def parts(measured: Mapping[str, Any]) -> dict[str, float]:
    """What the model is made of, from the largest number of shards that was measured."""
    one, most = measured["shards"][0], measured["shards"][-1]
    segments = max(1, math.ceil(one["sentences"] / LARGEST))
    search = one["slowest_shard_seconds"].get("nearest", 0.0)
    return {
        "search_seconds_a_segment": search / segments,
        "rest_seconds": max(0.0, one["one_process_seconds"] - one["in_all_shards_seconds"]),
        "fetch_and_share_seconds": max(0.0, one["in_all_shards_seconds"] - search),
        "merge_seconds_a_shard": most["merge_seconds"] / most["shards"],
        "nearest_bytes_a_shard": most["bytes_a_check"].get("nearest", 0) / most["shards"],
        "sharing_bytes_a_sentence": one["bytes_a_check"].get("sharing", 0) / one["sentences"],
        "sorting_seconds_a_pair": SORTING,
        "fresh_draft_seconds": 1 / one["one_process_drafts_a_second_first"],
        "rounds": most["rounds"],
        "disk_bytes_a_sentence": measured["whole"]["disk_mb"] * 1e6 / measured["sentences"],
    }


def model(found: Mapping[str, float]) -> list[dict[str, Any]]:
    """Machines, delay and money for more sentences: as few machines as hold what should be in memory and reach a delay,
    or those with the shortest one.

    A machine serves a shard a processor. A search looks at as many inverted lists in each segment, of ``LARGEST``
    sentences at most, so that it grows with the segments of a shard. Alignment does not grow: the candidates stay as
    many. Bytes of the nearest sentences grow with the shards, those of shared fingerprints with the sentences, and so
    does sorting them where the draft is checked.
    """
    rows = []
    for sentences, wanted in ((10**7, 1.0), (10**8, 1.0), (10**8, 0.6), (10**9, 2.0), (10**9, 1.0)):
        tried: list[dict[str, Any]] = []
        for machines in (1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256):
            shards = machines * PROCESSORS
            hot = sentences * HOT_BYTES / machines / 1e9
            if hot > MEMORY - TAKEN:
                continue
            sharing = found["sharing_bytes_a_sentence"] * sentences
            delay = {
                "rest": found["rest_seconds"] + found["fetch_and_share_seconds"],
                "search": found["search_seconds_a_segment"] * math.ceil(sentences / shards / LARGEST),
                "merge": found["merge_seconds_a_shard"] * shards,
                "pairs": found["sorting_seconds_a_pair"] * sharing / PAIR,
                "network": (found["nearest_bytes_a_shard"] * shards + sharing) / NETWORK,
                "calls": found["rounds"] * CALL,
            }
            looked = found["search_seconds_a_segment"] * (max(shards, math.ceil(sentences / LARGEST)) ** 0.5 - 1)
            work = found["fresh_draft_seconds"] + looked + delay["pairs"]
            disk = found["disk_bytes_a_sentence"] * sentences / machines / 1e9
            month = machines * (HOURS * HOUR + disk * GB_MONTH)
            tried.append(
                {
                    "sentences": sentences,
                    "wanted_delay_seconds": wanted,
                    "machines": machines,
                    "delay_seconds": sum(delay.values()),
                    "of_it": delay,
                    "hot_gb_a_machine": hot,
                    "disk_gb_a_machine": disk,
                    "usd_an_hour": machines * HOUR,
                    "usd_a_month": month,
                    "hours_for_10000_drafts": 10_000 * work / shards / 3600,
                    "usd_for_10000_drafts": 10_000 * work / PROCESSORS / 3600 * HOUR,
                    "reaches_the_wanted_delay": sum(delay.values()) <= wanted,
                }
            )
        enough = [row for row in tried if row["reaches_the_wanted_delay"]]
        rows.append(enough[0] if enough else min(tried, key=lambda row: float(row["delay_seconds"])))
    return rows


def measure(given: argparse.Namespace, work: Path, tell: Callable[[Mapping[str, Any]], None]) -> None:
    results: dict[str, Any] = {
        "machine": {"processors": os.cpu_count(), "python": platform.python_version()},
        "note": "all Ray nodes share this machine's processors with each other and with whatever else runs on it",
    }
    folder = given.corpus or work / "corpus"
    if not folder.exists():
        results["build"] = build(folder, given.data, given.sentences)
    if given.build:
        return
    told = folder.with_suffix(".json")
    if given.corpus and told.exists():
        results["build"] = json.loads(told.read_text(encoding="utf-8"))
    with Corpus.open(folder) as corpus:
        info = corpus.info
        texts = [document.text for document in islice(corpus, 400) if len(document.text) > 400]
        drafts = drafts_of(texts)[: given.drafts]
        queries = queries_of(drafts[:RECALLED])
        nearest = best_exactly(folder, queries, given.part) if given.exact else {}
        with corpus._disk.sources() as sources:
            near = sources.nearest(queries, NEIGHBOURS)[0]
        known = [corpus.check(draft) for draft in drafts] if given.part == 1 else []
    results |= {
        "model": info.model,
        "documents": info.documents,
        "sentences": info.sentences,
        "draft_characters": len(drafts[0]),
    }
    if given.part == 1:
        results["whole"] = alone(whole, folder, drafts) | {"load": os.getloadavg()}
        if nearest:
            results["whole"]["recall_against_exact"] = recalls(near, nearest[1])
    results["shards"] = []
    tell(results)
    for into in map(int, given.shards.split(",")):
        place = given.keep / f"shards{into}" if given.keep else work / f"shards{into}"
        found, reports = in_shards(folder, place, into, given.part, drafts, known, nearest.get(given.part))
        known = known or reports
        if not given.no_ray:
            found["ray"] = on_ray(place, into, drafts)
        found["load"] = os.getloadavg()
        results["shards"].append(found)
        tell(results)
        if given.keep is None:
            shutil.rmtree(place)  # that of the corpus itself is a link
    if given.part > 1:
        return
    measured = parts(results)
    results["estimate"] = {
        "assumes": {
            "network_bytes_a_second": NETWORK,
            "call_seconds": CALL,
            "machine": {"processors": PROCESSORS, "memory_gb": MEMORY, "usd_an_hour": HOUR},
            "disk_usd_a_gb_month": GB_MONTH,
            "hours_a_month": HOURS,
            "hot_bytes_a_sentence": HOT_BYTES,
            "search": "32 lists of each segment; a shard a processor, all shards side by side",
            "rest": "encoding, fetching and alignment do not grow with the corpus",
            "drafts": "each takes what a fresh one took in one process, and the search of the other segments",
        },
        "parts": measured,
        "rows": model(measured),
    }
    tell(results)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of the texts")
    parser.add_argument("--sentences", type=int, default=1_000_000, help="about how many")
    parser.add_argument("--corpus", type=Path, help="a corpus that is there already, in place of building one")
    parser.add_argument("--build", action="store_true", help="only build the corpus")
    parser.add_argument("--shards", default="1,2,4", help="into how many it is cut, comma separated")
    parser.add_argument(
        "--part", type=int, default=1, help="only shards, of every so many-th document, where the disk is small"
    )
    parser.add_argument("--drafts", type=int, default=20, help="how many drafts reports are compared for")
    parser.add_argument("--exact", action="store_true", help="recall against exact search too; reads all vectors once")
    parser.add_argument(
        "--keep", type=Path, help="where the shards are made and left; else they are deleted one by one"
    )
    parser.add_argument("--no-ray", action="store_true", help="only the parts, in one process")
    parser.add_argument("--json", type=Path, help="where to write the figures")
    given = parser.parse_args()

    def tell(found: Mapping[str, Any]) -> None:
        text = json.dumps(found, ensure_ascii=False, indent=1)
        print(text, flush=True)
        if given.json:
            given.json.write_text(text + "\n", encoding="utf-8")

    with tempfile.TemporaryDirectory() as name:
        measure(given, Path(name), tell)


if __name__ == "__main__":
    main()
