"""Learn the background of set phrases: in how many works of a collection does each n-gram stand?

    python models/train/background.py --data FOLDER --out models/background

FOLDER holds ``*.jsonl.gz`` files with lines ``{"id", "text"}``. What is written are hashes and rounded counts, no text.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from simcheck.text.background import BUCKET_BITS, ORDER, RAREST, REST_BITS, STEPS, shorten
from simcheck.text.fingerprint import grams
from simcheck.text.normalize import normalize
from simcheck.text.tokens import tokenize

#: Collections that are learned from, in this order: official documents and broadcasts, no newspaper articles.
FILES = ("city_work_reports", "national_reports", "laws", "news_broadcasts")


def works(folder: Path, names: Sequence[str]) -> Iterator[list[str]]:
    """The texts of one work at a time: the versions of a law, told by the date behind its name, are one voice."""
    for name in names:
        groups: dict[str, list[str]] = {}
        with gzip.open(folder / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            for line in lines:
                record = json.loads(line)
                groups.setdefault(re.sub(r"\(\d{4}-.*", "", record["id"]), []).append(record["text"])
        yield from groups.values()


def count(folder: Path, names: Sequence[str]) -> tuple[int, dict[int, tuple[np.ndarray, np.ndarray]]]:
    """How many works there are, and for each order the hashes and counts of n-grams in at least ``RAREST`` of them."""
    seen: dict[int, list[np.ndarray]] = {n: [] for n in range(1, ORDER + 1)}
    documents = 0
    for texts in works(folder, names):
        units = [tokenize(normalize(text)).units for text in texts]
        documents += 1
        for n, hashes in seen.items():
            hashes.append(np.unique(np.concatenate([grams(u, n) for u in units])))
    counted = {}
    for n in seen:
        keys, counts = np.unique(np.concatenate(seen[n]), return_counts=True)
        counted[n] = keys[counts >= RAREST], counts[counts >= RAREST]
    return documents, counted


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of *.jsonl.gz texts")
    parser.add_argument("--out", type=Path, required=True, help="folder to write ngrams.npz to")
    parser.add_argument("--only", nargs="+", metavar="NAME", help="learn from these files alone, such as laws")
    arguments = parser.parse_args()
    documents, counted = count(arguments.data, arguments.only or FILES)
    keys = shorten(np.concatenate([keys for keys, _ in counted.values()]))
    counts = np.concatenate([counts for _, counts in counted.values()])
    order = np.lexsort((-counts, keys))
    keys, counts = keys[order], counts[order]
    first = np.concatenate([[True], keys[1:] != keys[:-1]])
    keys, counts = keys[first], counts[first]
    levels = np.clip(np.rint(STEPS * np.log(counts / RAREST)), 0, 15).astype(np.uint8)
    buckets = np.bincount(keys >> REST_BITS, minlength=1 << BUCKET_BITS).astype(np.uint16)
    arguments.out.mkdir(parents=True, exist_ok=True)
    rest = (keys & ((1 << REST_BITS) - 1)).astype(np.uint16)
    np.savez(arguments.out / "ngrams.npz", buckets=buckets, rest=rest, levels=levels, documents=documents)
    size = (arguments.out / "ngrams.npz").stat().st_size
    kept = ", ".join(f"{len(keys)} {n}-grams" for n, (keys, _) in counted.items())
    print(f"{documents} works, {kept}, {size / 2**20:.1f} MiB")


if __name__ == "__main__":
    main()
