"""Short documents of everyday office before the gate: those of one subject written apart, and laundered ones.

    python benchmarks/notices.py [--sizes 1,5,15,30] [--left-out 1,3,8] [--jobs 2]
        [--json benchmarks/results/notices.json]

Two sets, of subjects that two writers wrote of who saw nothing of each other, and of twenty documents with what a clerk
made of them: ``sets/offices.toml`` has sixty subjects, on each of which two offices write of facts of their own
(``own_facts``); ``sets/notices.toml`` thirty, each with one brief for both (``one_brief``), whose writers are one
language model: two offices are hardly ever so alike. An honest draft is checked against the other text of its subject,
a laundered one against its source, each among texts of other subjects. Prints, and writes as JSON, for each size of the
corpus how many fail; and for five documents the same with so many texts off the shelf, those nearest to each draft:
what to expect of a subject that the shelf has not.
"""

from __future__ import annotations

import argparse
import functools
import json
import platform
import random
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from simcheck import Document, compare
from simcheck.align import shelf, shelf_pairs
from simcheck.align.shelf import Shelf, shelf_of
from simcheck.encode import load_encoder, vectors_of
from simcheck.encode.cached import uncached
from simcheck.text.analyze import analyze

HERE = Path(__file__).parent
LIMIT = 0.1
SETS = {"own_facts": "offices.toml", "one_brief": "notices.toml"}
#: Documents in a corpus where texts are taken off the shelf.
AMONG = 5


class Case(NamedTuple):
    """A draft, the documents it is checked against, and whether it was taken from the first of them."""

    draft: str
    sources: tuple[str, ...]
    laundered: bool


def read(name: str) -> Mapping[str, Any]:
    """The texts of a set."""
    return tomllib.loads((HERE / "sets" / SETS[name]).read_text("utf-8"))


def cases(name: str, size: int) -> Iterator[Case]:
    """Every text of a set before the other of its subject, among texts of other subjects, always the same."""
    held = read(name)
    apart, laundered = [one["texts"] for one in held["apart"]], held["laundered"]
    for place, texts in enumerate(apart):
        for mine in (0, 1):
            others = [other[1 - mine] for other in apart if other is not texts]
            yield Case(texts[mine], (texts[1 - mine], *_chosen(others, place, size - 1)), laundered=False)
    for place, one in enumerate(laundered):
        others = [other["source"] for other in laundered if other is not one] + [texts[1] for texts in apart]
        yield Case(one["draft"], (one["source"], *_chosen(others, place, size - 1)), laundered=True)


def _chosen(texts: Sequence[str], seed: int, number: int) -> list[str]:
    return random.Random(seed).sample(texts, min(number, len(texts)))


def take_off(draft: Document, number: int) -> None:
    """Take the texts nearest to a draft off the shelf, so many, in this process."""
    encoder: Any = uncached(load_encoder())
    whole = shelf_of(encoder)
    vectors = vectors_of(encoder, [sentence.text for sentence in analyze(draft).sentences])
    near = np.maximum.reduceat(vectors @ whole.vectors.T, whole.starts, axis=1).mean(axis=0)
    kept = sorted(np.argsort(-near)[number:].tolist())
    held = np.concatenate([whole.vectors[whole.of(place)] for place in kept])
    left = Shelf(tuple(whole.numbers[place] for place in kept), held, whole.sizes[kept])
    shelf.shelf_of = shelf_pairs.shelf_of = lambda _: left  # type: ignore[assignment]


def overlap(one: Case, left_out: int = 0) -> float:
    """The share of the draft that counts, with so many texts off the shelf."""
    if left_out:
        take_off(Document("稿", one.draft), left_out)
    sources = [Document(f"来源{number}", text) for number, text in enumerate(one.sources)]
    return compare(Document("稿", one.draft), sources).figures.overlap


def figures(name: str, size: int, jobs: int = 1, left_out: int = 0) -> dict[str, Any]:
    """How many honest and laundered drafts fail in corpora of a size, and the share of them that counts."""
    asked = list(cases(name, size))
    with ProcessPoolExecutor(jobs) as workers:
        shares = list(workers.map(functools.partial(overlap, left_out=left_out), asked))
    told: dict[str, Any] = {}
    for who, laundered in (("honest", False), ("laundered", True)):
        found = [share for one, share in zip(asked, shares, strict=True) if one.laundered is laundered]
        told |= {
            who: len(found),
            f"{who}_that_fail": sum(share > LIMIT for share in found),
            f"{who}_counted": round(sum(found) / len(found), 4),
        }
    return told


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="1,5,15,30", help="documents in a corpus, comma separated")
    parser.add_argument("--left-out", default="1,3,8", help="texts of the shelf taken off, comma separated")
    parser.add_argument("--jobs", type=int, default=2, help="drafts checked at once")
    parser.add_argument("--json", type=Path, default=HERE / "results" / "notices.json", help="where to write")
    arguments = parser.parse_args()
    whole: dict[str, Any] = {"python": platform.python_version()}
    for name in SETS:
        measure = functools.partial(figures, name, jobs=arguments.jobs)
        whole[name] = {
            "sizes": {size: measure(int(size)) for size in arguments.sizes.split(",")},
            "left_out": {number: measure(AMONG, left_out=int(number)) for number in arguments.left_out.split(",")},
        }
    arguments.json.write_text(json.dumps(whole, indent=1) + "\n", "utf-8")
    print(json.dumps(whole, indent=1))


if __name__ == "__main__":
    main()
