"""Runs every benchmark that needs no training data, one after the other, and writes all tables anew.

    python benchmarks/all.py --shared FOLDER [--jobs 2] [--only zh,pan]

FOLDER holds ``bench/zh``, ``bench/pan13`` and ``seeds`` as the single scripts describe them. A script that fails stops
the run.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "results"


def steps(shared: Path, details: Path, jobs: int) -> dict[str, list[str]]:
    """The commands, by the name of the script; those that read ``details`` come after ``zh``, which writes it."""
    zh, pan13 = str(shared / "bench" / "zh"), str(shared / "bench" / "pan13")
    both = ["--jobs", str(jobs)]

    def command(name: str, *arguments: str) -> list[str]:
        return [sys.executable, str(HERE / f"{name}.py"), *arguments, "--json", str(RESULTS / f"{name}.json")]

    return {
        "zh": command("zh", "--data", zh, "--details", str(details), *both),
        "few": command("few", "--data", zh, *both),
        "notices": command("notices", *both),
        "reliability": command("reliability", "--details", str(details), "--svg", str(RESULTS / "reliability.svg")),
        "errors": command("errors", "--details", str(details)),
        "pan": command("pan", "--data", pan13, *both),
        "baselines": command("baselines", "--data", zh, *both),
        "ablations": command("ablations", "--data", zh, "--pan", pan13, *both),
        "seeds": command("seeds", "--data", str(shared / "seeds")),
        "startup": command("startup"),
        "loops": command("loops", "--data", zh),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, required=True, help="folder with bench/zh, bench/pan13 and seeds")
    parser.add_argument("--jobs", type=int, default=2, help="processes")
    parser.add_argument(
        "--only", help="only these scripts, comma separated; reliability and errors need zh beside them"
    )
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        commands = steps(arguments.shared, Path(folder) / "details.gz", arguments.jobs)
        chosen = arguments.only.split(",") if arguments.only else list(commands)
        if set(chosen) - set(commands):
            parser.error(f"--only takes {', '.join(commands)}")
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(filter(None, [str(HERE.parent), os.environ.get("PYTHONPATH")])),
        }
        for name in (name for name in commands if name in chosen):
            start = time.perf_counter()
            print(f"== {name}", flush=True)
            if subprocess.run(commands[name], env=environment, check=False).returncode:
                print(f"{name} failed", file=sys.stderr)
                return 1
            print(f"== {name}: {time.perf_counter() - start:.0f} s", flush=True)
    refresh = HERE.parent / "docs" / "make" / "refresh.py"
    return subprocess.run([sys.executable, str(refresh)], env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
