"""What a caller pays for: what is held from call to call, how much memory for it, and threads that spin.

    python benchmarks/caching.py [--corpus FOLDER --drafts FILE] [--calls 1000] [--json benchmarks/results/caching.json]

* ``compare``: ``simcheck.compare`` beside ``Corpus.check`` on the same texts, the example speeches and drafts, called
  in turn; and ``compare`` in a process that holds nothing, neither model nor texts, as at its first call.
* ``threads``: checks with BLAS at one thread, as they are, and at as many as the machine has, in turn. Wall time and
  processor time of all threads. Leave OMP_NUM_THREADS and its like unset.
* ``sources``, with a large corpus and drafts (*.jsonl or *.jsonl.gz, a text each under "text"): the drafts checked
  twice by one ``Corpus`` for each bound in bytes; in the second round, how often a document was not in memory any more,
  and the milliseconds of a check.

Milliseconds are medians unless they are called mean.
"""

from __future__ import annotations

import argparse
import contextlib
import gzip
import json
import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from simcheck import Corpus, Document, compare, threads  # noqa: E402
from simcheck.caching import MIB  # noqa: E402
from simcheck.corpus.disk import Disk  # noqa: E402
from simcheck.encode import load  # noqa: E402

#: Seconds that threads of BLAS may go on spinning after a call.
SPINNING = 0.1
#: Bounds of the cache of sources, in MiB.
BOUNDS = (32, 128, 256, 512, 768)


class Clock:
    """Wall and processor seconds of calls."""

    def __init__(self) -> None:
        self.wall: list[float] = []
        self.processor: list[float] = []

    def time(self, call: Callable[[], object]) -> None:
        wall, processor = time.perf_counter(), time.process_time()
        call()
        self.wall.append(time.perf_counter() - wall)
        self.processor.append(time.process_time() - processor)

    def figures(self) -> dict[str, float]:
        return {
            "wall_ms": 1000 * statistics.median(self.wall),
            "processor_ms": 1000 * statistics.median(self.processor),
            "processor_mean_ms": 1000 * statistics.mean(self.processor),
            "processor_total_seconds": sum(self.processor),
        }


def texts(folder: str) -> list[Document]:
    return [Document(file.name, file.read_text("utf-8")) for file in sorted((ROOT / "examples" / folder).glob("*.txt"))]


def of_compare(corpus: Corpus, sources: list[Document], drafts: list[Document], calls: int) -> dict[str, Any]:
    names = ("compare", "check", "compare_holding_nothing")
    clocks = {name: Clock() for name in names}
    for number in range(calls):
        draft = drafts[number % len(drafts)]
        clocks["compare"].time(lambda draft=draft: compare(draft, sources))
        clocks["check"].time(lambda draft=draft: corpus.check(draft))
    for draft in drafts * 3:
        load._recent.clear()
        load._loaded.cache_clear()
        clocks["compare_holding_nothing"].time(lambda draft=draft: compare(draft, sources))
    found = {name: clock.figures() for name, clock in clocks.items()}
    ratio = found["compare"]["processor_total_seconds"] / found["check"]["processor_total_seconds"]
    return {"calls": calls, "compare_by_check_processor": ratio, **found}


def of_threads(corpus: Corpus, drafts: list[Document], rounds: int) -> dict[str, Any]:
    one, unlimited = Clock(), Clock()
    found = threads._blas()
    for _ in range(rounds):
        for draft in drafts:
            one.time(lambda draft=draft: corpus.check(draft))
            with contextlib.ExitStack() as stack:
                stack.callback(setattr, threads, "_blas", threads._blas)
                threads._blas = list
                unlimited.time(lambda draft=draft: corpus.check(draft))
            time.sleep(SPINNING)
    return {
        "blas_threads": [library.num_threads for library in found],
        "checks": len(one.wall),
        "one": one.figures(),
        "unlimited": unlimited.figures(),
    }


def of_sources(folder: Path, drafts: list[Document]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    asked = {"hits": 0, "misses": 0}

    def counting(disk: Disk) -> None:
        get = disk._cache.get

        def counted(key: tuple[int, bytes]) -> Any:
            source = get(key)
            asked["misses" if source is None else "hits"] += 1
            return source

        disk._cache.get = counted  # type: ignore[method-assign]

    for bound in BOUNDS:
        with Corpus.open(folder, cache_bytes=bound * MIB) as corpus:
            for draft in drafts:
                corpus.check(draft)
            counting(corpus._disk)
            asked.update(hits=0, misses=0)
            clock = Clock()
            for draft in drafts:
                clock.time(lambda draft=draft, corpus=corpus: corpus.check(draft))
            cache = corpus._disk._cache
            found[f"mib_{bound}"] = {
                "missed": asked["misses"] / max(sum(asked.values()), 1),
                "held_documents": len(cache),
                "held_mib": cache.nbytes / MIB,
                **clock.figures(),
            }
            info = corpus.info
    return {"documents": info.documents, "characters": info.characters, "drafts": len(drafts), "bounds": found}


def read_drafts(file: Path) -> list[Document]:
    with (gzip.open if file.suffix == ".gz" else open)(file, "rt", encoding="utf-8") as lines:
        return [Document(f"{number}", json.loads(line)["text"]) for number, line in enumerate(lines)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, help="a large corpus")
    parser.add_argument("--drafts", type=Path, help="drafts to check against it")
    parser.add_argument("--most", type=int, default=300, help="take so many of them")
    parser.add_argument("--calls", type=int, default=1000, help="calls of compare")
    parser.add_argument("--json", type=Path, help="where to write the figures")
    arguments = parser.parse_args()
    figures: dict[str, Any] = {"machine": platform.machine(), "processors": os.cpu_count()}
    sources, drafts = texts("speeches"), texts("drafts")
    with tempfile.TemporaryDirectory() as folder, Corpus.create(Path(folder) / "examples") as corpus:
        corpus.add(sources)
        for draft in drafts:
            corpus.check(draft)
            compare(draft, sources)
        figures["compare"] = of_compare(corpus, sources, drafts, arguments.calls)
        figures["threads_examples"] = of_threads(corpus, drafts, max(1, 200 // len(drafts)))
    if arguments.corpus and arguments.drafts:
        drafts = read_drafts(arguments.drafts)[: arguments.most]
        figures["sources"] = of_sources(arguments.corpus, drafts)
        with Corpus.open(arguments.corpus) as corpus:
            for draft in drafts[:100]:
                corpus.check(draft)
            figures["threads_large"] = of_threads(corpus, drafts[:100], 1)
    figures["load"] = os.getloadavg()[0]
    print(json.dumps(figures, indent=1, ensure_ascii=False))
    if arguments.json:
        arguments.json.write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
