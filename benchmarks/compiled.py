"""What the compiled loops are worth: the same checks with them and with the Python functions that stand in for them.

    python benchmarks/compiled.py [--runs 9] [--json benchmarks/results/compiled.json]

The example drafts against the example speeches, one after the other with and without, in one process. Seconds of
processor time; the median of the runs. Ends with an error when a report differs, or when the loops were not built.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from editing import documents, draft  # noqa: E402
from engine import replaced  # noqa: E402

from simcheck import Document  # noqa: E402
from simcheck.align import compiled  # noqa: E402
from simcheck.check import check  # noqa: E402
from simcheck.corpus.memory import memory_sources  # noqa: E402
from simcheck.encode import load_encoder  # noqa: E402
from simcheck.report import Report  # noqa: E402


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=9, help="times each is run")
    parser.add_argument("--json", type=Path, help="where to write the figures")
    arguments = parser.parse_args()
    if compiled.loops() is None:
        raise SystemExit("the compiled loops were not built: python hatch_build.py")
    encoder = load_encoder(None)
    sources = memory_sources(list(documents(ROOT / "examples" / "speeches")), encoder)
    text = draft()

    def timed() -> tuple[float, Report]:
        start = time.process_time()
        report = check(Document("draft", text), sources, encoder)
        return time.process_time() - start, report

    timed()
    seconds: dict[str, list[float]] = {"with": [], "without": []}
    for _ in range(arguments.runs):
        took, quick = timed()
        seconds["with"].append(took)
        with replaced({"align.compiled.loops": lambda: None}):
            took, slow = timed()
        seconds["without"].append(took)
        if [(m.draft, m.source, m.kind) for m in quick.matches] != [(m.draft, m.source, m.kind) for m in slow.matches]:
            raise SystemExit("the reports differ")
    medians = {name: statistics.median(found) for name, found in seconds.items()}
    figures = {
        "machine": f"{platform.machine()}, {os.cpu_count()} processors",
        "characters": len(text),
        "runs": arguments.runs,
        "with_ms": 1000 * medians["with"],
        "without_ms": 1000 * medians["without"],
        "ratio": medians["without"] / medians["with"],
    }
    print(json.dumps(figures, indent=1))
    if arguments.json:
        arguments.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
