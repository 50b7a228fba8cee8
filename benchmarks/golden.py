"""Golden reports: that a change of the code changes no report.

    python benchmarks/golden.py --write FILE [--bench FOLDER] [--drafts 20]
    python benchmarks/golden.py --against FILE|TREE [--bench FOLDER] [--drafts 20]

Checks every example draft against the example speeches, in a corpus on disk and in memory, and with ``--bench``, a
folder as for ``speech.py``, some of its drafts of every style against all its sources. Writes the reports as JSON,
numbers rounded to a millionth, or tells what differs from a file that was written before, or from what another checkout
says (its compiled loops are those that lie there). Exits with 1 where anything differs.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from zh import records

from simcheck import Corpus, Document, Report, compare
from simcheck.readers import read

EXAMPLES = Path(__file__).parents[1] / "examples"
DIGITS = 6


def plain(value: Any) -> Any:
    """Plain data with its numbers rounded."""
    if isinstance(value, dict):
        return {key: plain(held) for key, held in value.items()}
    if isinstance(value, list | tuple):
        return [plain(held) for held in value]
    return round(value, DIGITS) + 0.0 if isinstance(value, float) else value


def told(report: Report) -> Any:
    """What a report says, but where its corpus lies, when it was checked, and by which version."""
    data = plain(report.to_dict())
    return {key: held for key, held in data.items() if key not in ("corpus", "checked", "version")}


def checked(name: str, drafts: Sequence[Document], sources: Sequence[Document]) -> Iterator[tuple[str, Any]]:
    """The report of each draft against a corpus on disk."""
    with tempfile.TemporaryDirectory() as folder, Corpus.create(Path(folder) / "corpus") as corpus:
        corpus.add(sources)
        for draft in drafts:
            yield f"{name}: {draft.id}", told(corpus.check(draft))


def reports(bench: Path | None, most: int) -> dict[str, Any]:
    """What is told of each draft, by its name."""
    drafts, sources = ([read(path) for path in sorted((EXAMPLES / name).iterdir())] for name in ("drafts", "speeches"))
    found = dict(checked("examples", drafts, sources))
    found |= {f"in memory: {draft.id}": told(compare(draft, sources)) for draft in drafts}
    if bench:
        held, texts = (records(bench / f"{name}.jsonl.gz") for name in ("drafts", "sources"))
        chosen = sorted(held, key=lambda one: one["style"])[:: max(1, len(held) // most)][:most]
        found |= checked("bench", *([Document(one["id"], one["text"]) for one in kind] for kind in (chosen, texts)))
    return found


def differences(was: Any, now: Any, place: str = "") -> Iterator[str]:
    """Each place at which two of plain data differ, with what stands there."""
    if isinstance(was, dict) and isinstance(now, dict):
        for key in sorted({*was, *now}):
            yield from differences(was.get(key), now.get(key), f"{place} / {key}" if place else key)
    elif isinstance(was, list) and isinstance(now, list) and len(was) == len(now):
        for number, pair in enumerate(zip(was, now, strict=True)):
            yield from differences(*pair, f"{place} {number}")
    elif was != now:
        yield f"{place}: {json.dumps(was, ensure_ascii=False)[:200]} → {json.dumps(now, ensure_ascii=False)[:200]}"


def of_tree(tree: Path, bench: Path | None, most: int) -> Any:
    """What the code of another checkout tells of the same drafts, by this program."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "golden.json"
        command = [sys.executable, __file__, "--write", str(file), "--drafts", str(most)]
        command += ["--bench", str(bench)] if bench else []
        subprocess.run(command, env={**os.environ, "PYTHONPATH": str(tree)}, check=True)
        return json.loads(file.read_bytes())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    wanted = parser.add_mutually_exclusive_group(required=True)
    wanted.add_argument("--write", type=Path, help="where to write the reports")
    wanted.add_argument("--against", type=Path, help="a file that was written before, or the folder of a checkout")
    parser.add_argument("--bench", type=Path, help="folder of the bench of whole drafts")
    parser.add_argument("--drafts", type=int, default=20, help="how many drafts of it")
    arguments = parser.parse_args()
    now = reports(arguments.bench, arguments.drafts)
    if arguments.write:
        arguments.write.write_text(json.dumps(now, ensure_ascii=False) + "\n", "utf-8")
        return 0
    other: Path = arguments.against
    was = of_tree(other, arguments.bench, arguments.drafts) if other.is_dir() else json.loads(other.read_bytes())
    found = list(differences(was, json.loads(json.dumps(now))))
    print("\n".join([*found, f"{len(now)} reports, {len(found)} differences"]))
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
