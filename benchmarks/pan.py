"""PAN 2013 text alignment: which passage of a suspicious document was taken from which passage of one given source.

    python benchmarks/pan.py --data FOLDER [--sample 40] [--json benchmarks/results/pan.json] [--jobs 2]

FOLDER holds ``susp.jsonl.gz`` and ``src.jsonl.gz`` (id, text) and ``pairs.jsonl.gz`` (category, suspicious, source,
cases as draft offset, draft length, source offset, source length). One run gives two tables: the matches the product
counts, and the same detections under the conventions of that task (``pan_adapter.py``).
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import json
import multiprocessing
import os
import platform
import random
import time
import zlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from engine import Change, Engine, Found, one_thread
from pan_adapter import adapt
from plagdet import Measures, Span, measure

from simcheck import Document
from simcheck.corpus.memory import MemorySources, memory_sources
from simcheck.encode import load_encoder
from simcheck.scoring import SCORING, Scoring

CLEAN = "01-no-plagiarism"
#: The checker of a worker process, under its one key "checker".
_worker: dict[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Texts:
    """The documents by id."""

    drafts: dict[str, str]
    sources: dict[str, str]


@dataclass(frozen=True, slots=True)
class Pairing:
    """One draft and one source: how the draft was made, and where it copies the source."""

    category: str
    draft: str
    source: str
    cases: tuple[Span, ...]

    @property
    def name(self) -> str:
        """Names the pair where measures ask for a draft: a draft stands in several pairs."""
        return f"{self.draft} {self.source}"


@dataclass(frozen=True, slots=True)
class Result:
    """What one pair gave: the matches that count, and the same evidence under PAN's conventions."""

    product: tuple[Span, ...]
    adapted: tuple[Span, ...]
    found: tuple[Found, ...]


def read(folder: Path) -> tuple[Texts, list[Pairing]]:
    """The documents and the pairs of the corpus in ``folder``."""
    drafts, sources = (
        {one["id"]: one["text"] for one in _records(folder / f"{name}.jsonl.gz")} for name in ("susp", "src")
    )
    pairs = []
    for one in _records(folder / "pairs.jsonl.gz"):
        draft, source = one["suspicious"], one["source"]
        cases = (
            Span(f"{draft} {source}", start, start + length, source, there, there + size)
            for start, length, there, size in one["cases"]
        )
        pairs.append(Pairing(one["category"], draft, source, tuple(cases)))
    return Texts(drafts, sources), pairs


def sample(pairs: list[Pairing], size: int | None, seed: int = 1) -> list[Pairing]:
    """At most ``size`` pairs of each category, always the same ones; all of them for None."""
    if size is None:
        return pairs
    chosen: list[Pairing] = []
    for category in sorted({pair.category for pair in pairs}):
        every = [pair for pair in pairs if pair.category == category]
        chosen += random.Random(seed).sample(every, min(size, len(every)))
    return chosen


def tuned_on(draft: str) -> bool:
    """Whether the constants of the adapter were chosen with this draft at hand; half of the drafts."""
    return zlib.crc32(draft.encode()) % 2 == 0


class Checker:
    """Checks the pairs of a draft, one source at a time, by the stages of ``simcheck.check.check`` (``engine.py``).

    The encoder is loaded once; each source is taken apart once in a process, and so is each draft.
    """

    def __init__(self, texts: Texts, scoring: Scoring = SCORING, change: Change | None = None) -> None:
        self._texts = texts
        self._engine = Engine(load_encoder(None), scoring, change)
        self._sources: dict[str, MemorySources] = {}

    def __call__(self, pairs: Sequence[Pairing]) -> list[Result]:
        """The results of pairs with the same draft."""
        return [self._pair(pair) for pair in pairs]

    def _pair(self, pair: Pairing) -> Result:
        draft = self._texts.drafts[pair.draft]
        look = self._engine.look(Document(pair.draft, draft), self._source(pair.source), weak=True)
        product = tuple(
            Span(pair.name, one.draft.start, one.draft.end, pair.source, one.source.start, one.source.end)
            for one in look.matches
            if one.ignored is None
        )
        adapted = adapt(look.found, draft, self._texts.sources[pair.source])
        return Result(product, tuple(Span(pair.name, *d, pair.source, *s) for d, s in adapted), look.found)

    def _source(self, name: str) -> MemorySources:
        if name not in self._sources:
            self._sources[name] = memory_sources([Document(name, self._texts.sources[name])], self._engine.encoder)
        return self._sources[name]


def detect(
    texts: Texts,
    pairs: Sequence[Pairing],
    jobs: int,
    scoring: Scoring = SCORING,
    change: Change | None = None,
) -> list[Result]:
    """The results of all pairs, in their order; the pairs of a draft go to one process, long drafts first."""
    by_draft: dict[str, list[int]] = defaultdict(list)
    for number, pair in enumerate(pairs):
        by_draft[pair.draft].append(number)
    groups = sorted(by_draft.values(), key=lambda group: -len(group) * len(texts.drafts[pairs[group[0]].draft]))
    results: dict[int, Result] = {}
    with multiprocessing.Pool(jobs, _start, (texts, scoring, change)) as pool:
        tasks = ([(number, pairs[number]) for number in group] for group in groups)
        for done in pool.imap_unordered(_work, tasks):
            results.update(done)
    return [results[number] for number in range(len(pairs))]


def figures(pairs: Sequence[Pairing], detections: Sequence[Sequence[Span]]) -> dict[str, Any]:
    """The measures of each category and of all, and the share of the clean pairs that have a detection."""
    measured: dict[str, Measures] = {}
    for category in sorted({pair.category for pair in pairs if pair.cases}):
        chosen = [number for number, pair in enumerate(pairs) if pair.category == category]
        measured[category] = _measure([pairs[n] for n in chosen], [detections[n] for n in chosen])
    measured["all"] = _measure(pairs, detections)
    clean = [bool(found) for pair, found in zip(pairs, detections, strict=True) if pair.category == CLEAN]
    return {
        "categories": {name: asdict(measures) for name, measures in measured.items()},
        "clean_flagged": sum(clean) / len(clean) if clean else 0.0,
    }


def table(found: dict[str, Any]) -> str:
    """The figures of one way of counting, as a table."""
    lines = ["| category | plagdet | precision | recall | granularity | cases |", "|---|---|---|---|---|---|"]
    for name, m in found["categories"].items():
        shares = " | ".join(f"{m[key]:.3f}" for key in ("plagdet", "precision", "recall", "granularity"))
        lines.append(f"| {name} | {shares} | {m['cases']} |")
    return "\n".join([*lines, "", f"clean pairs flagged: {found['clean_flagged']:.2%}"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of the corpus")
    parser.add_argument("--sample", type=int, help="so many pairs of each category instead of all")
    parser.add_argument("--json", type=Path, help="where to write the figures")
    parser.add_argument("--jobs", type=int, default=2, help="processes")
    arguments = parser.parse_args()
    texts, every = read(arguments.data)
    pairs = sample(every, arguments.sample)
    start, cpu = time.perf_counter(), sum(os.times()[2:4])
    results = detect(texts, pairs, arguments.jobs)
    seconds, cpu = time.perf_counter() - start, sum(os.times()[2:4]) - cpu
    drafts = sorted({pair.draft for pair in pairs})
    ways = {"product": [one.product for one in results], "conventions": [one.adapted for one in results]}
    untouched = [number for number, pair in enumerate(pairs) if not tuned_on(pair.draft)]
    written = {
        "machine": f"{platform.machine()}, {arguments.jobs} processes",
        "pairs": len(pairs),
        "drafts": len(drafts),
        "sources": len({pair.source for pair in pairs}),
        "seconds": seconds,
        "cpu_seconds": cpu,
        **{name: figures(pairs, found) for name, found in ways.items()},
        "conventions_half_not_tuned_on": figures(
            [pairs[n] for n in untouched], [results[n].adapted for n in untouched]
        ),
    }
    for name in (*ways, "conventions_half_not_tuned_on"):
        print(f"{name}\n\n{table(written[name])}\n")
    print(
        f"{len(pairs)} pairs, {seconds:.1f} s by the clock, {cpu:.1f} s of processor time, {arguments.jobs} processes"
    )
    if arguments.json:
        arguments.json.write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")


def _measure(pairs: Sequence[Pairing], detections: Sequence[Sequence[Span]]) -> Measures:
    return measure(
        list(itertools.chain.from_iterable(pair.cases for pair in pairs)),
        list(itertools.chain.from_iterable(detections)),
    )


def _start(texts: Texts, scoring: Scoring, change: Change | None) -> None:
    one_thread()
    _worker["checker"] = Checker(texts, scoring, change)


def _work(task: list[tuple[int, Pairing]]) -> dict[int, Result]:
    results = _worker["checker"]([pair for _, pair in task])
    return {number: result for (number, _), result in zip(task, results, strict=True)}


def _records(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


if __name__ == "__main__":
    main()
