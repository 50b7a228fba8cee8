"""What simpler methods find on the Chinese bench, beside simcheck in one run.

    python benchmarks/baselines.py --data FOLDER [--json benchmarks/results/baselines.json] [--jobs 2]

FOLDER is the one of ``zh.py``. Every baseline proposes places where two texts are alike; ``joining.py`` makes
detections of them, in one way for all. Threshold, gap and shortest length are chosen for each baseline by its best
plagdet on this very bench, which is in its favour.
"""

from __future__ import annotations

import argparse
import itertools
import json
import multiprocessing
import os
import platform
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import methods
import numpy as np
from joining import Anchor, detections
from methods import Index
from plagdet import Span
from zh import Record, built, by_kind, counted, flagged, load, run

from simcheck import Document

#: What is tried: characters between anchors that are joined, and characters that a detection has at least.
GAPS, SHORTEST = (60, 150, 300), (0, 40, 80)


@dataclass(frozen=True, slots=True)
class Baseline:
    """A method: ``build`` reads the sources and returns a function from a draft to places that look alike."""

    title: str
    build: Callable[[Sequence[Document]], Index]
    thresholds: tuple[float, ...]


BASELINES = {
    "equal": Baseline("13 equal characters, normalised", methods.equal_characters, (13, 20, 30)),
    "copydetect": Baseline("copydetect", methods.copydetect, (1.0,)),
    "minhash": Baseline("MinHash of sentences (rensa)", methods.minhash, (0.3, 0.4, 0.5, 0.6, 0.7)),
    "tfidf": Baseline("TF-IDF chunks, best threshold", methods.tfidf, (0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6)),
    "encoder": Baseline("encoder, best threshold", methods.encoder, (0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9)),
}


def measured(drafts: Sequence[Record], sources: Sequence[Document], baseline: Baseline, jobs: int) -> dict[str, Any]:
    """A baseline's figures at the setting that gives it the best plagdet, with that setting and its seconds."""
    start = time.perf_counter()
    _state["anchors"] = baseline.build(sources)
    ready = time.perf_counter()
    with multiprocessing.get_context("fork").Pool(jobs) as pool:
        found = dict(pool.map(_anchors, drafts, chunksize=4))
        seconds = time.perf_counter() - ready
    settings = list(itertools.product(baseline.thresholds, GAPS, SHORTEST))
    _state.update(found=found, drafts=drafts)
    with multiprocessing.get_context("fork").Pool(jobs) as pool:
        tried = pool.map(_plagdet, settings, chunksize=1)
    least, gap, shortest = settings[int(np.argmax(tried))]
    chosen = _detections(drafts, found, (least, gap, shortest))
    return {
        "title": baseline.title,
        "threshold": least,
        "gap": gap,
        "shortest": shortest,
        "seconds_sources": ready - start,
        "seconds_drafts": seconds,
        "kinds": {kind: asdict(measures) for kind, measures in by_kind(drafts, chosen).items()},
        "counted_though_not_copied": flagged(drafts, chosen),
    }


def product(drafts: Sequence[Record], sources: list[Document], jobs: int) -> dict[str, Any]:
    """simcheck's own figures in the same run."""
    start = time.perf_counter()
    with built(sources) as corpus:
        ready = time.perf_counter()
        found = {one.draft: counted(one.matches) for one in run(drafts, corpus, jobs)}
    return {
        "title": "simcheck",
        "seconds_sources": ready - start,
        "seconds_drafts": time.perf_counter() - ready,
        "kinds": {kind: asdict(measures) for kind, measures in by_kind(drafts, found).items()},
        "counted_though_not_copied": flagged(drafts, found),
    }


def table(found: dict[str, dict[str, Any]]) -> str:
    """plagdet by kind and method, what each counts wrongly, and the seconds it takes."""
    columns = list(found.values())
    rows = [["kind", *(column["title"] for column in columns)], ["---"] * (len(columns) + 1)]
    rows += [[kind, *(f"{c['kinds'][kind]['plagdet']:.3f}" for c in columns)] for kind in columns[0]["kinds"]]
    wrong = "counted_though_not_copied"
    rows += [[name, *(f"{column[wrong][name]:.2%}" for column in columns)] for name in columns[0][wrong]]
    rows.append(["seconds, all drafts", *(f"{column['seconds_drafts']:.0f}" for column in columns)])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of the bench")
    parser.add_argument("--json", type=Path, help="where to write the figures")
    parser.add_argument("--jobs", type=int, default=2, help="processes")
    parser.add_argument("--every", type=int, default=1, help="only every so manyth draft, for a quick look")
    arguments = parser.parse_args()
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    drafts, sources = load(arguments.data)
    drafts = drafts[:: arguments.every]
    found = {"simcheck": product(drafts, sources, arguments.jobs)}
    for name, baseline in BASELINES.items():
        found[name] = measured(drafts, sources, baseline, arguments.jobs)
    print(table(found))
    if arguments.json:
        machine = f"{platform.machine()}, {arguments.jobs} processes"
        written = {"machine": machine, "drafts": len(drafts), "methods": found}
        arguments.json.write_text(json.dumps(written, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


#: What a worker process inherits: the function from a draft to anchors, then the anchors of all drafts.
_state: dict[str, Any] = {}


def _anchors(draft: Record) -> tuple[str, list[Anchor]]:
    return draft["id"], _state["anchors"](Document(draft["id"], draft["text"]))


def _plagdet(setting: tuple[float, int, int]) -> float:
    drafts = _state["drafts"]
    return by_kind(drafts, _detections(drafts, _state["found"], setting))["all"].plagdet


def _detections(
    drafts: Sequence[Record], found: dict[str, list[Anchor]], setting: tuple[float, int, int]
) -> dict[str, list[Span]]:
    least, gap, shortest = setting
    return {
        draft["id"]: detections(draft["id"], found[draft["id"]], least=least, gap=gap, shortest=shortest)
        for draft in drafts
    }


if __name__ == "__main__":
    main()
