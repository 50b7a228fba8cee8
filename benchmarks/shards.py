"""A corpus against the same cut into shards, in turn in one process, so that other work disturbs both alike.

    python benchmarks/shards.py --corpus CORPUS --shards FOLDER [--drafts 3] [--json benchmarks/results/shards.json]

FOLDER is what ``cluster.py --keep`` or ``simcheck corpus shard`` made of CORPUS. Each draft is checked before the clock
starts. ``side_by_side`` is what a check takes where every shard has a processor of its own: all but the shards' answers
as measured, and of these the slowest one of each round. The network is not in it.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
from collections.abc import Callable, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from cluster import Counting, drafts_of
from scale import spent

from simcheck import Corpus
from simcheck.sharded import Checking
from simcheck.shards.manifest import read_manifest
from simcheck.shards.sources import Together

RUNS, TEXTS = 5, 400


def median(work: Callable[[], Any], key: str = "seconds") -> float:
    return statistics.median(spent(work)[key] for _ in range(RUNS))


def in_shards(checking: Checking, counting: Counting, draft: str) -> dict[str, float]:
    """The medians of one draft: in one process, and as the shards would answer side by side."""
    rows = []
    for _ in range(RUNS):
        counting.begin()
        seconds = spent(partial(checking.check, draft))["seconds"]
        slowest = sum(sum(each) for each in counting.seconds.values())
        rows.append((seconds, seconds - sum(counting.all_seconds) + slowest))
    one, apart = (statistics.median(column) for column in zip(*rows, strict=True))
    return {"one_process_seconds": one, "side_by_side_seconds": apart}


def measure(corpus: Corpus, place: Path, drafts: Sequence[str]) -> dict[str, Any]:
    manifest = read_manifest(place)
    counting = Counting(Together(place, manifest))
    checking = Checking(place, manifest, counting)
    found = []
    for draft in drafts:
        first = spent(partial(corpus.check, draft))["core_seconds"]
        checking.check(draft)
        one = {"first_core_seconds": first, "whole_seconds": median(partial(corpus.check, draft))}
        found.append(one | in_shards(checking, counting, draft))
        print(found[-1], flush=True)
    medians = {name: statistics.median(one[name] for one in found) for name in found[0]}
    return {
        "sentences": corpus.info.sentences,
        "shards": len(manifest.shards),
        "load": os.getloadavg(),
        **medians,
        "drafts": found,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--shards", type=Path, required=True)
    parser.add_argument("--drafts", type=int, default=3)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    with Corpus.open(given.corpus) as corpus:
        texts = [document.text for document in islice(corpus, TEXTS) if len(document.text) > TEXTS]
        drafts = drafts_of(texts)[: given.drafts + 1]
        corpus.check(drafts.pop())  # the process is warm
        told = measure(corpus, given.shards, drafts)
    if given.json:
        given.json.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
