"""From ten thousand sentences to a million: what a corpus takes to build, to check against and to change.

    python benchmarks/scale.py --data FOLDER --bench FOLDER [--json benchmarks/results/scale.json] [--sizes 10000,…]

FOLDER of ``--data`` holds ``*.jsonl.gz`` with lines {"id", "text"}, that of ``--bench`` the Chinese bench (see zh.py),
whose reports must not be among the data: a file named with ``--leave-out`` is passed over. Every step runs in a process
of its own; seconds of the clock depend on what else the machine does, seconds of the processor hardly. Then the bench
is checked with all data as distractors, by the index and by exact search, and the peers of peers.py do the same work.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import faiss
import numpy as np
import peers
from plagdet import measure
from zh import counted, flagged, load, records, spans_of

from simcheck import Corpus, Document
from simcheck.corpus.index import Index
from simcheck.text.analyze import analyze

#: Characters of the draft that is checked, and of a sentence of the data on average.
DRAFT, SENTENCE = 5000, 41.3
RUNS = 3
NEIGHBOURS = 100


def alone(work: Callable[..., Any], *arguments: Any) -> Any:
    """The result of a call in a fresh process."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        return pool.submit(work, *arguments).result()


def documents(data: Path, leave_out: str, sentences: int) -> Iterator[Document]:
    """About so many sentences, the same share of every part of the data."""
    files = [file for file in sorted(data.glob("*.jsonl.gz")) if not (leave_out and leave_out in file.name)]
    texts = [record for file in files for record in records(file)]
    share = min(1.0, sentences * SENTENCE / sum(len(record["text"]) for record in texts))
    due = 0.0
    for record in texts:
        due += share
        if due >= 1 - 1e-9:
            due -= 1
            yield Document(record["id"], record["text"])


def spent(work: Callable[[], Any]) -> dict[str, float]:
    """Seconds of the clock and of the processor that a call takes."""
    began, used = time.perf_counter(), time.process_time()
    work()
    return {"seconds": time.perf_counter() - began, "core_seconds": time.process_time() - used}


def peak() -> float:
    """The most memory that this process has used, MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def build(folder: str, data: Path, leave_out: str, sentences: int) -> dict[str, Any]:
    """Make a corpus."""
    with Corpus.create(folder) as corpus:
        taken = spent(lambda: corpus.add(documents(data, leave_out, sentences)))
        info = corpus.info
    disk = sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())
    return {"documents": info.documents, "sentences": info.sentences, **taken, "peak_mb": peak(), "disk_mb": disk / 1e6}


def warm(folder: str, text: str) -> dict[str, float]:
    """Check a draft again and again with the corpus open."""
    with Corpus.open(folder) as corpus:
        first = spent(lambda: corpus.check(text))
        runs = [spent(lambda: corpus.check(text)) for _ in range(RUNS)]
    medians = {name: statistics.median(run[name] for run in runs) for name in runs[0]}
    return medians | {"first_core_seconds": first["core_seconds"], "peak_mb": peak()}


def cold(folder: str, draft: Path) -> dict[str, float]:
    """Check a draft as a process of its own."""
    runs = []
    for _ in range(RUNS):
        began = time.perf_counter()
        command = [sys.executable, "-m", "simcheck", str(draft), "--corpus", folder]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        if os.waitstatus_to_exitcode(status) not in (0, 1):
            raise SystemExit(f"{' '.join(command)} failed")
        runs.append((time.perf_counter() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024))
    seconds, core, memory = (statistics.median(values) for values in zip(*runs, strict=True))
    return {"seconds": seconds, "core_seconds": core, "peak_mb": memory}


def change(folder: str, text: str) -> dict[str, float]:
    """Add one speech and remove it, each time opening the corpus anew."""

    def add() -> None:
        with Corpus.open(folder) as corpus:
            corpus.add([Document("一篇.txt", text)])

    def remove() -> None:
        with Corpus.open(folder) as corpus:
            corpus.remove(["一篇.txt"])

    runs = [(spent(add), spent(remove)) for _ in range(RUNS)]
    add_seconds, remove_seconds = (statistics.median(run[i]["seconds"] for run in runs) for i in (0, 1))
    return {"add_seconds": add_seconds, "remove_seconds": remove_seconds}


def exact(corpus: Corpus, queries: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The nearest sentences among all vectors of the corpus, by brute force."""
    similarities = np.full((len(queries), NEIGHBOURS), -np.inf, dtype=np.float32)
    rows = np.full((len(queries), NEIGHBOURS), -1, dtype=np.int64)
    first, dimension = 0, queries.shape[1]
    with corpus._disk.sources() as sources:
        for segment in sources._index.segments:
            held = list(zip(segment.numbers.tolist(), np.diff(segment.starts).tolist(), strict=True))
            for start in range(0, len(held), 500):
                found = [
                    (sources._reader.vectors(number, dimension), count) for number, count in held[start : start + 500]
                ]
                removed = np.zeros((0, dimension))
                block = np.concatenate([np.resize(removed, (n, dimension)) if v is None else v for v, n in found])
                block = np.ascontiguousarray(block, dtype=np.float32)
                k = min(NEIGHBOURS, len(block))
                near = faiss.knn(queries, block, k, metric=faiss.METRIC_INNER_PRODUCT)
                similarities = np.concatenate([similarities, near[0]], axis=1)
                rows = np.concatenate([rows, near[1] + first], axis=1)
                best = np.argsort(-similarities, axis=1, kind="stable")[:, :NEIGHBOURS]
                similarities, rows = (np.take_along_axis(values, best, axis=1) for values in (similarities, rows))
                first += len(block)
    return similarities, rows


def recall(near: np.ndarray, nearest: np.ndarray, k: int) -> float:
    """The share of the k best similarities that were reached; ids would punish equal sentences."""
    return float(np.mean(near[:, :k] >= nearest[:, k - 1 : k] - 0.004))


def bench(corpus: Corpus, drafts: list[dict[str, Any]]) -> dict[str, float]:
    """plagdet, precision and recall over the drafts, and the share of unrelated text that is counted."""
    detections = {d["id"]: counted(corpus.check(Document(d["id"], d["text"])).matches) for d in drafts}
    everything = [draft for draft in drafts if draft["cases"] or not draft["negatives"]]
    found = [span for draft in everything for span in detections[draft["id"]]]
    figures = measure([span for draft in everything for span in spans_of(draft)], found)
    wrong = flagged(drafts, detections)["unrelated"]
    return {"plagdet": figures.plagdet, "precision": figures.precision, "recall": figures.recall, "unrelated": wrong}


def distractors(folder: str, small: str, path: Path, every: int) -> dict[str, Any]:
    """The bench with its own sources alone, with the million beside them, and with exact search among those."""
    drafts, sources = load(path)
    drafts = drafts[::every]
    with Corpus.create(small) as corpus:
        corpus.add(sources)
        results: dict[str, Any] = {"drafts": len(drafts), "alone": bench(corpus, drafts)}
    with Corpus.open(folder) as corpus:
        corpus.add(sources)
        results["among_all"] = bench(corpus, drafts)
        encoder = corpus._checkable.encoder(corpus._checkable.model())
        vectors = [encoder.encode([s.text for s in analyze(Document("稿", d["text"])).sentences]) for d in drafts]
        nearest, rows = exact(corpus, np.concatenate(vectors))
        with corpus._disk.sources() as opened:
            near, _ = opened.nearest(np.concatenate(vectors), NEIGHBOURS)
        results["recall"] = {str(k): recall(near, nearest, k) for k in (1, 10, 100)}
        ends = np.cumsum([len(some) for some in vectors])
        known = {
            some.tobytes(): (nearest[end - len(some) : end], rows[end - len(some) : end])
            for some, end in zip(vectors, ends, strict=True)
        }
        Index.nearest = lambda _, some, k, _among=1: tuple(found[:, :k] for found in known[some.tobytes()])  # type: ignore[method-assign]
        results["among_all_exact"] = bench(corpus, drafts)
    return results


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of the texts")
    parser.add_argument("--bench", type=Path, required=True, help="folder of the Chinese bench")
    parser.add_argument("--leave-out", default="city_work_reports", help="part of the name of a file to pass over")
    parser.add_argument("--sizes", default="10000,100000,1100000", help="sentences, comma separated")
    parser.add_argument("--every", type=int, default=4, help="check every so many drafts of the bench")
    parser.add_argument("--parts", default="curve,bench,peers", help="what to measure, comma separated")
    parser.add_argument("--corpus", type=Path, help="for the bench: a corpus of all the data that is there already")
    parser.add_argument("--json", type=Path, help="where to write the figures; those of other parts stay")
    arguments = parser.parse_args()
    text = "".join(d["text"] for d in records(arguments.bench / "drafts.jsonl.gz") if d["kind"] == "sentence_shuffle")
    text = text[:DRAFT]
    parts = arguments.parts.split(",")
    figures: dict[str, Any] = {}
    if arguments.json and arguments.json.is_file():
        figures = json.loads(arguments.json.read_text(encoding="utf-8"))
    figures |= {"machine": f"{platform.machine()}, {os.cpu_count()} cores", "draft": len(text)}

    def tell(name: str, value: Any) -> None:
        figures[name] = value
        print(name, json.dumps(value, ensure_ascii=False), flush=True)
        if arguments.json:
            arguments.json.write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")

    with tempfile.TemporaryDirectory() as scratch:
        draft = Path(scratch) / "草稿.txt"
        draft.write_text(text, encoding="utf-8")
        curve: list[dict[str, Any]] = []
        folder = str(arguments.corpus)
        for size in map(int, arguments.sizes.split(",") if "curve" in parts else ()):
            folder = f"{scratch}/{size}"
            step = {"build": alone(build, folder, arguments.data, arguments.leave_out, size)}
            step |= {"cold": cold(folder, draft), "warm": alone(warm, folder, text)}
            step["change"] = alone(change, folder, text)
            curve.append(step)
            tell("curve", curve)
        if "bench" in parts:
            tell("bench", alone(distractors, folder, f"{scratch}/bench", arguments.bench, arguments.every))
        if "peers" in parts:
            few = list(documents(arguments.data, arguments.leave_out, peers.SENTENCES))
            tell("peers", peers.compare([document.text for document in few], text, alone))


if __name__ == "__main__":
    main()
