"""A whole check as a process of its own, beside the mere import of what it does without.

    python benchmarks/startup.py [--json benchmarks/results/startup.json] [--runs 9]

Checks ``examples/drafts/edited.txt`` against the example corpus, which is built before, and imports
sentence_transformers, in turn; prints the median wall time of both and their ratio.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
DRAFT = ROOT / "examples" / "drafts" / "edited.txt"


def seconds(command: list[str], allowed: tuple[int, ...]) -> float:
    """The wall time of a command; its exit code must be one of ``allowed``."""
    start = time.perf_counter()
    code = subprocess.run(command, capture_output=True, check=False).returncode
    elapsed = time.perf_counter() - start
    if code not in allowed:
        raise SystemExit(f"{' '.join(command)} ended with {code}")
    return elapsed


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", type=Path, help="where to write the figures")
    parser.add_argument("--runs", type=int, default=9, help="times each is run")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        simcheck = [sys.executable, "-m", "simcheck"]
        seconds([*simcheck, "corpus", "add", str(ROOT / "examples" / "speeches"), "--corpus", folder + "/corpus"], (0,))
        check = [*simcheck, str(DRAFT), "--corpus", folder + "/corpus"]
        heavy = [sys.executable, "-c", "import sentence_transformers"]
        seconds(check, (1,))
        seconds(heavy, (0,))
        pairs = [(seconds(check, (1,)), seconds(heavy, (0,))) for _ in range(arguments.runs)]
    figures = {
        "check_seconds_median": statistics.median(pair[0] for pair in pairs),
        "import_sentence_transformers_seconds_median": statistics.median(pair[1] for pair in pairs),
        "ratio_median": statistics.median(pair[1] / pair[0] for pair in pairs),
        "runs": arguments.runs,
    }
    for name, value in figures.items():
        print(f"{name}: {value:.3g}")
    if arguments.json:
        arguments.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
