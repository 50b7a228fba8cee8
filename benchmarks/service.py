"""What a service pays: processor time of a check, of loading, of reading all documents; memory; two processes.

    python benchmarks/service.py [--data FOLDER] [--documents N] [--before CHECKOUT]
        [--json benchmarks/results/service.json]

Drafts of 3,000 characters are made of the example drafts. Each side runs in processes of its own on one core's worth of
threads (OMP_NUM_THREADS=1): this checkout, and with --before another one, the two taking turns round by round.
--data: files *.txt, or *.jsonl(.gz) with "text", of which the first N are the large corpus.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "benchmarks"))

ROUNDS, CHECKS = 3, 12

_MAKE = """if True:
    import sys
    from simcheck import Corpus, Document
    from editing import documents
    from itertools import islice
    from pathlib import Path
    folder, data, most = sys.argv[1:]
    with Corpus.create(folder) as corpus:
        corpus.add(list(islice(documents(Path(data)), int(most))))
        corpus.compact()
"""
#: Works in any version since 0.2: what an older one does not have is left out.
_MEASURE = """if True:
    import json, resource, sys, time
    from pathlib import Path
    from simcheck import Corpus, Document
    from editing import draft
    folder, checks, only = sys.argv[1:]
    text = draft()
    drafts = [Document(f"draft{i}", text[i * 97 : i * 97 + 3000]) for i in range(int(checks))]
    corpus = Corpus.open(folder)
    before = time.process_time(), time.perf_counter()
    corpus.load() if hasattr(corpus, "load") else corpus.check(drafts[0])
    found = {"load_cpu_ms": 1000 * (time.process_time() - before[0])}
    for one in drafts:
        corpus.check(one)
    before = time.process_time(), time.perf_counter()
    for one in drafts:
        corpus.check(one)
    found["check_cpu_ms"] = 1000 * (time.process_time() - before[0]) / len(drafts)
    found["check_ms"] = 1000 * (time.perf_counter() - before[1]) / len(drafts)
    if only == "all":
        before = time.process_time()
        if hasattr(corpus, "__iter__"):
            count = sum(1 for _ in corpus)
        else:
            count = sum(1 for info in corpus.documents() if corpus.document(info.id))
        found["read_all_cpu_ms"] = 1000 * (time.process_time() - before)
        found["documents"] = count
    found["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(found))
"""


def python(checkout: Path, program: str, *arguments: object) -> subprocess.Popen[str]:
    paths = os.pathsep.join(map(str, (checkout, ROOT / "benchmarks")))
    environment = os.environ | {"PYTHONPATH": paths, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    command = [sys.executable, "-c", program, *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment, cwd=tempfile.gettempdir())


def measured(checkout: Path, folder: Path, only: str = "all") -> dict[str, float]:
    output, _ = python(checkout, _MEASURE, folder, CHECKS, only).communicate()
    found: dict[str, float] = json.loads(output)
    return found


def throughput(checkout: Path, folder: Path) -> float:
    """Checks a second of two processes side by side, over those of one alone."""
    alone = measured(checkout, folder, "checks")["check_ms"]
    both = [python(checkout, _MEASURE, folder, CHECKS, "checks") for _ in range(2)]
    each = [json.loads(process.communicate()[0])["check_ms"] for process in both]
    return sum(alone / one for one in each)


def compared(sides: dict[str, Path], data: Path, most: int, folder: Path) -> dict[str, Any]:
    """The medians of each side, the sides taking turns."""
    corpora = {}
    for name, checkout in sides.items():
        corpora[name] = folder / f"{name}-{most}"
        if python(checkout, _MAKE, corpora[name], data, most).wait():
            raise SystemExit(f"{name}: the corpus could not be made")
    rounds = [{name: measured(checkout, corpora[name]) for name, checkout in sides.items()} for _ in range(ROUNDS)]
    found: dict[str, Any] = {
        name: {key: round(statistics.median(one[name][key] for one in rounds), 1) for key in rounds[0][name]}
        for name in sides
    }
    for name, checkout in sides.items():
        found[name]["two_processes"] = round(
            statistics.median(throughput(checkout, corpora[name]) for _ in range(3)), 2
        )
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--documents", type=int, default=2928)
    parser.add_argument("--before", type=Path)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    sides = {"before": options.before.resolve()} if options.before else {}
    sides["after"] = ROOT
    result: dict[str, Any] = {
        "machine": platform.machine(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
    }
    with tempfile.TemporaryDirectory() as folder:
        result["examples"] = compared(sides, ROOT / "examples" / "speeches", 10_000, Path(folder))
        if options.data:
            result["large"] = compared(sides, options.data.resolve(), options.documents, Path(folder))
    text = json.dumps(result, indent=2) + "\n"
    sys.stdout.write(text)
    if options.json:
        options.json.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
