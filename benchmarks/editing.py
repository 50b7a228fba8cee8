"""How long a draft that is being written waits for its new report after an edit.

    python benchmarks/editing.py [--data FOLDER] [--documents N] [--edits 40] [--json benchmarks/results/editing.json]

The draft has 10,000 characters, made of the example drafts. Edits of two sizes, at random places: a word of six
characters is exchanged, a sentence is put in. Against the example corpus, and with --data against one of the texts in
FOLDER: files *.txt with a text each, or *.jsonl, also *.jsonl.gz, whose lines hold one under "text". Milliseconds of
wall time, and of processor time of the one thread for the whole and for the stages. Every tenth report is compared with
a check from scratch.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import platform
import random
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from simcheck import Corpus, Document, Session  # noqa: E402
from simcheck.readers import read  # noqa: E402

CHARACTERS = 10_000
WORDS = ("扎实推进工作", "切实加强管理", "全力保障民生", "持续优化环境")
SENTENCES = (
    "要把群众的每一件小事都当成大事来办，材料只交一次，结果当天就给。",
    "今年的重点是三座小水库，值班的人夜里每两小时到坝上走一遍。",
    "我们坚持以人民为中心的发展思想，扎实推进各项工作。",
)


def draft() -> str:
    """The example drafts one after another until there are enough characters."""
    texts = [file.read_text("utf-8") for file in sorted((ROOT / "examples" / "drafts").glob("*.txt"))]
    text = "\n".join(texts)
    return (text * (CHARACTERS // len(text) + 1))[:CHARACTERS]


def documents(folder: Path) -> Iterator[Document]:
    for file in sorted(folder.rglob("*")):
        if file.name.endswith((".jsonl", ".jsonl.gz")):
            with (gzip.open if file.suffix == ".gz" else open)(file, "rt", encoding="utf-8") as lines:
                for number, line in enumerate(lines):
                    text = json.loads(line)["text"]
                    if any(map(str.isalpha, text)):
                        yield Document(f"{file.name}:{number}", text)
        elif file.suffix == ".txt":
            yield Document(file.relative_to(folder).as_posix(), read(file).text)


def measure(corpus: Corpus, edits: int) -> dict[str, Any]:
    """Latencies of single edits against a corpus."""
    session, chance = Session(corpus, draft()), random.Random(1)
    start = time.perf_counter()
    session.report()
    first = time.perf_counter() - start
    start = time.perf_counter()
    corpus.check(session.text)
    whole = time.perf_counter() - start
    waits: dict[str, list[float]] = defaultdict(list)
    stages: dict[str, list[float]] = defaultdict(list)
    for number in range(edits):
        kind = ("word", "sentence")[number % 2]
        at = chance.randrange(len(session.text) - 40)
        new = chance.choice(WORDS if kind == "word" else SENTENCES)
        told: list[tuple[str, float]] = []
        begin, worked = time.perf_counter(), time.thread_time()
        session.edit(at, at + len(new), new)
        report = session.report(lambda stage, told=told: told.append((stage, time.thread_time())))
        waits[kind].append(time.perf_counter() - begin)
        waits["processor"].append(time.thread_time() - worked)
        ends = [*(moment for _, moment in told[1:]), time.thread_time()]
        for (stage, moment), after in zip(told, ends, strict=True):
            stages[stage].append(after - moment)
        if number % 10 == 0 and report != corpus.check(session.text):
            raise SystemExit(f"edit {number}: the report is not that of a check from scratch")
    info = corpus.info
    return {
        "documents": info.documents,
        "sentences": info.sentences,
        "first_ms": 1000 * first,
        "whole_check_ms": 1000 * whole,
        **{f"{kind}_median_ms": 1000 * statistics.median(found) for kind, found in waits.items()},
        **{f"{kind}_p95_ms": 1000 * sorted(found)[int(0.95 * len(found))] for kind, found in waits.items()},
        "stages_median_ms": {stage: 1000 * statistics.median(found) for stage, found in stages.items()},
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="texts for a large corpus")
    parser.add_argument("--corpus", type=Path, help="a large corpus that is there already")
    parser.add_argument("--documents", type=int, help="take so many of the texts")
    parser.add_argument("--edits", type=int, default=40, help="edits that are timed against each corpus")
    parser.add_argument("--json", type=Path, help="where to write the figures")
    arguments = parser.parse_args()
    figures: dict[str, Any] = {"machine": platform.machine(), "processors": os.cpu_count(), "characters": CHARACTERS}
    with tempfile.TemporaryDirectory() as folder:
        with Corpus.create(Path(folder) / "examples") as corpus:
            corpus.add(list(documents(ROOT / "examples" / "speeches")))
            figures["examples"] = measure(corpus, arguments.edits)
            figures["model"] = corpus.info.model
        if arguments.data or arguments.corpus:
            place = arguments.corpus or Path(folder) / "large"
            with Corpus.open(place) if arguments.corpus else Corpus.create(place) as corpus:
                if arguments.data:
                    corpus.add(islice(documents(arguments.data), arguments.documents))
                figures["large"] = measure(corpus, arguments.edits)
    figures["load"] = os.getloadavg()[0]
    print(json.dumps(figures, indent=1, ensure_ascii=False))
    if arguments.json:
        arguments.json.write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
