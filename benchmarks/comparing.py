"""``compare`` called many times beside ``Corpus.check`` on the same texts.

    python benchmarks/comparing.py [--json benchmarks/results/comparing.json] [--calls 1000]

The example drafts, one after the other, are checked against the example speeches, in turn by ``compare``, which is
given the speeches at every call, and by a corpus on disk, which has them. Each call has a draft of its own, with one
sentence more. Processor seconds of this process, after one round of all drafts that is not counted; the ratio is that
of the sums.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from itertools import cycle, islice
from pathlib import Path

from simcheck import Corpus, Document, Report, compare

EXAMPLES = Path(__file__).parent.parent / "examples"


def documents(folder: str) -> list[Document]:
    """The texts of a folder of the examples."""
    return [Document(path.name, path.read_text("utf-8")) for path in sorted((EXAMPLES / folder).glob("*.txt"))]


def seconds(call: Callable[[], Report]) -> float:
    """The processor time of a call."""
    start = time.process_time()
    call()
    return time.process_time() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", type=Path, help="where to write the figures")
    parser.add_argument("--calls", type=int, default=1000, help="times each is called")
    arguments = parser.parse_args()
    speeches, drafts = documents("speeches"), documents("drafts")
    with tempfile.TemporaryDirectory() as folder, Corpus.create(Path(folder) / "corpus") as corpus:
        corpus.add(speeches)
        for draft in drafts:
            assert compare(draft, speeches).matches == corpus.check(draft).matches
        pairs = []
        for call, draft in enumerate(islice(cycle(drafts), arguments.calls)):
            one, other = (Document(draft.id, f"{draft.text}\n这是第{call}次{how}。") for how in ("对照", "检查"))
            pairs.append((seconds(partial(compare, one, speeches)), seconds(partial(corpus.check, other))))
    ours, theirs = (list(side) for side in zip(*pairs, strict=True))
    figures = {
        "calls": len(pairs),
        "drafts": len(drafts),
        "compare_seconds": sum(ours),
        "corpus_check_seconds": sum(theirs),
        "ratio": sum(ours) / sum(theirs),
        "compare_milliseconds_median": 1000 * statistics.median(ours),
        "corpus_check_milliseconds_median": 1000 * statistics.median(theirs),
    }
    for name, value in figures.items():
        print(f"{name}: {value:.4g}")
    if arguments.json:
        arguments.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
