"""What a service pays: processor time of a check, an edit, of loading and reading all documents; memory; two processes.

    python benchmarks/service.py [--data FOLDER | --corpus CORPUS] [--documents N] [--before COMMIT] [--rounds 3]
        [--checks 12] [--two] [--json benchmarks/results/service.json]

Drafts of 3,000 characters are made of the example drafts; other ones are checked before the clock starts. Each side
runs in a process of its own with the threads that the libraries take by default: this checkout, and with --before that
of a commit, or of another folder, at the same time. Times are processor times of all threads, so that other programs
disturb them little, and both sides alike; only ``two_processes`` compares time by the clock: what two processes check
in a second over what one does. ``two_processes_cpu`` is the same by processor time, below 2 where two make each other's
work longer. Both are measured once. ``check_thread_cpu_ms`` is the processor time of the thread that checks alone, and
``threads_over_one`` what all threads took over it: above 1 others spin beside it. ``check_file_over_check``,
``second_corpus_over_check`` and ``compare_over_check`` are the processor time of a check of a file against a folder, of
opening a corpus and checking, and of a comparison with its texts (where they are fewer than 40), over that of a check
of the same draft with an open corpus. ``cancel_cpu_ms`` is the longest that a check of some 10,000 characters goes on
without looking whether it is still wanted, and so what passes at most from ``cancel`` to Cancelled, in processor time
of its thread. --data: files *.txt, or *.jsonl(.gz) with "text", of which the first N are the large corpus. --corpus: a
corpus that is there already is the large one, of both sides; nothing is written to it.
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
    import json, resource, shutil, statistics, sys, tempfile, time
    from pathlib import Path
    from simcheck import Corpus, Document, Session, check_file, compare
    from editing import draft
    folder, checks, only = sys.argv[1:]
    text = draft()
    made = [Document(f"draft{i}", text[i * 97 : i * 97 + 3000]) for i in range(2 * int(checks))]
    warm, drafts = made[::2], made[1::2]
    corpus = Corpus.open(folder)
    before = time.process_time(), time.perf_counter()
    corpus.load() if hasattr(corpus, "load") else corpus.check(made[0])
    found = {"load_cpu_ms": 1000 * (time.process_time() - before[0])}
    for one in warm:
        corpus.check(one)
    before = time.process_time(), time.perf_counter()
    for one in drafts:
        corpus.check(one)
    found["check_cpu_ms"] = 1000 * (time.process_time() - before[0]) / len(drafts)
    found["check_ms"] = 1000 * (time.perf_counter() - before[1]) / len(drafts)
    before = time.process_time(), time.thread_time()
    for one in warm:
        corpus.check(one)
    spent = time.process_time() - before[0], time.thread_time() - before[1]
    found["check_thread_cpu_ms"] = 1000 * spent[1] / len(warm)
    found["threads_over_one"] = spent[0] / spent[1]
    if only == "all":
        def cost(action):
            spent = []
            for _ in range(4):
                before = time.process_time()
                action()
                spent.append(time.process_time() - before)
            return statistics.median(spent[1:])

        def second():
            with Corpus.open(folder) as another:
                another.check(made[0])

        file = Path(tempfile.mkdtemp()) / "draft.txt"
        file.write_text(made[0].text, encoding="utf-8")
        alone = cost(lambda: corpus.check(made[0]))
        found["check_file_over_check"] = cost(lambda: check_file(file, folder)) / alone
        found["second_corpus_over_check"] = cost(second) / alone
        texts = {one.id: corpus.document(one.id).text for one in corpus.documents()[:40]}
        if len(texts) < 40:
            found["compare_over_check"] = cost(lambda: compare(made[0], texts)) / alone
        shutil.rmtree(file.parent)
        looked, gaps = [None], [0.0]

        def given_up():
            now = time.thread_time()
            if looked[0] is not None:
                gaps.append(now - looked[0])
            looked[0] = now
            return False

        try:
            corpus.check(Document("long", text[11:] + text[:11]), cancel=given_up)
            found["cancel_cpu_ms"] = 1000 * max(gaps)
        except TypeError:
            pass
        session, edits = Session(corpus, text), []
        session.report()
        for number in range(2 * int(checks)):
            at = 37 + number * 311 % (len(text) - 100)
            session.edit(at, at + 6, "扎实推进工作" if number % 2 else "切实加强管理")
            before = time.process_time()
            session.report()
            edits.append(1000 * (time.process_time() - before))
        found["edit_cpu_ms"] = statistics.median(edits)
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
    environment = {name: value for name, value in os.environ.items() if not name.endswith("_NUM_THREADS")}
    environment["PYTHONPATH"] = paths
    command = [sys.executable, "-c", program, *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment, cwd=tempfile.gettempdir())


def measured(checkout: Path, folder: Path, checks: int, only: str = "all") -> dict[str, float]:
    output, _ = python(checkout, _MEASURE, folder, checks, only).communicate()
    found: dict[str, float] = json.loads(output)
    return found


def throughput(checkout: Path, folder: Path, checks: int) -> dict[str, float]:
    """Checks a second of two processes side by side, over those of one alone."""
    alone = measured(checkout, folder, checks, "checks")
    both = [python(checkout, _MEASURE, folder, checks, "checks") for _ in range(2)]
    each = [json.loads(process.communicate()[0]) for process in both]
    ratios = {"two_processes": "check_ms", "two_processes_cpu": "check_cpu_ms"}
    return {name: sum(alone[key] / one[key] for one in each) for name, key in ratios.items()}


def taken_out(before: str, folder: Path) -> Path:
    """The folder that --before names; a commit is taken out of the repository and compiled."""
    if Path(before).is_dir():
        return Path(before).resolve()
    archive = subprocess.run(["git", "archive", before], cwd=ROOT, stdout=subprocess.PIPE, check=True)
    folder.mkdir()
    subprocess.run(["tar", "-x", "-C", folder], input=archive.stdout, check=True)
    subprocess.run([sys.executable, "hatch_build.py"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    return folder


def made(sides: dict[str, Path], data: Path, most: int, folder: Path) -> dict[str, Path]:
    """A corpus of the first ``most`` documents for each side."""
    corpora = {}
    for name, checkout in sides.items():
        corpora[name] = folder / f"{name}-{most}"
        if python(checkout, _MAKE, corpora[name], data, most).wait():
            raise SystemExit(f"{name}: the corpus could not be made")
    return corpora


def compared(
    sides: dict[str, Path], corpora: dict[str, Path], rounds: int, checks: int, together: bool
) -> dict[str, Any]:
    """The medians of each side, the sides running side by side; with ``together`` also two processes against one."""
    found: dict[str, list[dict[str, float]]] = {name: [] for name in sides}
    for _ in range(rounds):
        running = {name: python(side, _MEASURE, corpora[name], checks, "all") for name, side in sides.items()}
        for name, process in running.items():
            found[name].append(json.loads(process.communicate()[0]))
    for name, side in sides.items() if together else ():
        found[name][0] |= throughput(side, corpora[name], checks)
    return {
        name: {key: round(statistics.median(one[key] for one in each if key in one), 2) for key in each[0]}
        for name, each in found.items()
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--documents", type=int, default=2928)
    parser.add_argument("--before", help="a commit, or the folder of another checkout")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--checks", type=int, default=12)
    parser.add_argument("--two", action="store_true", help="two processes against one too; for a quiet machine")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    result: dict[str, Any] = {
        "machine": platform.machine(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
    }
    often = options.rounds, options.checks, options.two
    with tempfile.TemporaryDirectory() as folder:
        sides = {"before": taken_out(options.before, Path(folder) / "old")} if options.before else {}
        sides["after"] = ROOT
        corpora = made(sides, ROOT / "examples" / "speeches", 10_000, Path(folder))
        result["examples"] = compared(sides, corpora, *often)
        if options.corpus:
            result["large"] = compared(sides, dict.fromkeys(sides, options.corpus.resolve()), *often)
        elif options.data:
            corpora = made(sides, options.data.resolve(), options.documents, Path(folder))
            result["large"] = compared(sides, corpora, *often)
    result["load"] = round(os.getloadavg()[0], 1)
    text = json.dumps(result, indent=2) + "\n"
    sys.stdout.write(text)
    if options.json:
        options.json.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
