"""The FAISS indexes of a corpus: what exact search, inverted lists and opening cost, each beside its alternatives.

    python benchmarks/vectors.py --corpus FOLDER --bench FOLDER [--json benchmarks/results/vectors.json]

``--corpus`` is one of all the data, as scale.py makes them, ``--bench`` the Chinese bench (see zh.py), whose drafts'
sentences are looked up. All in one process with one thread, in seconds of the processor.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from zh import load

from simcheck import Corpus, Document
from simcheck.corpus import merging, vectors
from simcheck.corpus.vectors import FILE, VectorIndex, write_vectors
from simcheck.encode import load_encoder
from simcheck.text.analyze import analyze

NEIGHBOURS = 100
BLOCK = 1 << 14
RUNS = 5
#: Sentences per list and lists looked at: before, now, and others. Every one is built anew.
LISTS = ((500, 32), (350, 32), (350, 48), (250, 40))
#: A similarity within this of the exact one's rank counts as found, as in scale.py.
NEAR = 0.004

_OPEN = """
import re, sys, time
from pathlib import Path
import faiss
import numpy as np
def peak():
    return int(re.search(r"VmHWM:\\s*(\\d+)", Path("/proc/self/status").read_text())[1]) / 1024
way, path = sys.argv[1:]
before, began = peak(), time.perf_counter()
if way == "simcheck":
    content = np.memmap(path, mode="r")
    index = faiss.read_index(faiss.ZeroCopyIOReader(faiss.swig_ptr(content), len(content)))
else:
    index = faiss.read_index(path, {"read_index": 0, "IO_FLAG_MMAP_IFC": faiss.IO_FLAG_MMAP_IFC}[way])
print(time.perf_counter() - began, peak() - before)
"""


def spent(work: Callable[[], Any]) -> float:
    """Median seconds of the processor."""
    seconds = []
    for _ in range(RUNS):
        began = time.process_time()
        work()
        seconds.append(time.process_time() - began)
    return statistics.median(seconds)


def brute_force(queries: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """The best similarities, by matrix products over the rows piece by piece."""
    best = np.full((len(queries), NEIGHBOURS), -np.inf, dtype=np.float32)
    for start in range(0, len(rows), BLOCK):
        products = queries @ rows[start : start + BLOCK].astype(np.float32).T
        products = np.concatenate([best, products], axis=1)
        best = np.partition(products, -NEIGHBOURS, axis=1)[:, -NEIGHBOURS:]
    return -np.sort(-best, axis=1)


def made(folder: Path, rows: np.ndarray, *, exact: bool) -> VectorIndex:
    blocks = [rows[start : start + BLOCK] for start in range(0, len(rows), BLOCK)]
    return VectorIndex(folder, write_vectors(folder, lambda: blocks, len(rows), rows.shape[1], exact=exact))


def exact(folder: Path, rows: np.ndarray, queries: np.ndarray) -> dict[str, float]:
    index = made(folder, rows, exact=True)
    assert np.allclose(index.nearest(queries, NEIGHBOURS)[0], brute_force(queries, rows), atol=1e-5)
    flat, numpy = (
        spent(lambda: index.nearest(queries, NEIGHBOURS)) / len(queries) * 1e3,
        spent(lambda: brute_force(queries, rows)) / len(queries) * 1e3,
    )
    return {"rows": len(rows), "flat_ms": flat, "numpy_ms": numpy, "ratio": numpy / flat}


def inverted(folder: Path, rows: np.ndarray, queries: np.ndarray, best: np.ndarray) -> list[dict[str, Any]]:
    figures = []
    for size, probes in LISTS:
        vectors.ROWS, vectors.PROBES = size, probes
        began = time.process_time()
        index = made(folder, rows, exact=False)
        build = time.process_time() - began
        found, _ = index.nearest(queries, NEIGHBOURS)
        recall = {str(k): float(np.mean(found[:, :k] >= best[:, k - 1 : k] - NEAR)) for k in (1, 10, 100)}
        ms = spent(lambda: index.nearest(queries, NEIGHBOURS)) / len(queries) * 1e3  # noqa: B023
        figures.append(
            {"rows_per_list": size, "probes": probes, "build_core_seconds": build, "ms": ms, "recall": recall}
        )
        print(json.dumps(figures[-1]), flush=True)
    return figures


def opening(path: Path) -> dict[str, dict[str, float]]:
    """Milliseconds and megabytes that it takes to open an index, each time in a process of its own."""
    figures = {}
    for way in ("read_index", "IO_FLAG_MMAP_IFC", "simcheck"):
        runs = [
            subprocess.run([sys.executable, "-c", _OPEN, way, str(path)], capture_output=True, text=True, check=True)
            for _ in range(RUNS)
        ]
        ms, mb = zip(*(map(float, run.stdout.split()) for run in runs), strict=True)
        figures[way] = {"ms": statistics.median(ms) * 1e3, "mb": statistics.median(mb)}
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True, help="a corpus of all the data")
    parser.add_argument("--bench", type=Path, required=True, help="folder of the Chinese bench")
    parser.add_argument("--every", type=int, default=12, help="look up every so many drafts of the bench")
    parser.add_argument("--json", type=Path, help="where to write the figures")
    arguments = parser.parse_args()
    faiss.omp_set_num_threads(1)
    drafts, _ = load(arguments.bench)
    encoder = load_encoder(None)
    texts = [s.text for draft in drafts[:: arguments.every] for s in analyze(Document("稿", draft["text"])).sentences]
    queries = encoder.encode(texts)
    with Corpus.open(arguments.corpus) as corpus, corpus._store.read() as reader:
        held = [reader.vectors(number, encoder.dimension) for number in reader.numbers().tolist()]
    rows = np.concatenate([one for one in held if one is not None])
    best = brute_force(queries, rows)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        figures = {
            "machine": f"{os.uname().machine}, one thread",
            "sentences": len(queries),
            "rows": len(rows),
            "exact": exact(folder, rows[: merging.EXACT], queries[:150]),
            "inverted": inverted(folder, rows, queries, best),
            "opening": opening(folder / FILE),
        }
    print(json.dumps(figures, indent=1))
    if arguments.json:
        arguments.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
