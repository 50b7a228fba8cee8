"""What each part of the engine is worth to the gate: its word on whole drafts, laundered and honest, without the part.

    python benchmarks/gate_ablations.py --bench FOLDER --articles FILE [--text FOLDER] [--cache FILE] [--jobs 2]
        [--sizes 5,83] [--only order,words] [--json benchmarks/results/gate_ablations.json]

The folders and files are those of ``speech.py`` and ``honest.py``; ``--cache`` keeps the documents of the first apart,
those of the second are kept beside it. A part is taken out by other numbers (``ablations.with_numbers``); the others
stay as they were chosen for the whole engine.
"""

from __future__ import annotations

import argparse
import functools
import json
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import honest
import speech
from ablations import with_numbers
from gate import Library, checked
from zh import Record

from simcheck.check import check
from simcheck.scoring import SCORING, Scoring

#: More than any passage has, in nats.
NEVER = 1e9


@dataclass(frozen=True, slots=True)
class Without:
    """The engine without one part, by other numbers."""

    title: str
    scoring: Scoring = SCORING


ABLATIONS = {
    "whole": Without("simcheck as it is"),
    "order": Without(
        "without order: what rests on meaning needs no confirming, nothing is found by order alone",
        with_numbers(order={"significant": NEVER, "certain": NEVER, "alone": -NEVER}),
    ),
    "confirmed": Without(
        "without what is found by order alone", with_numbers(order={"significant": NEVER, "certain": NEVER})
    ),
    "words": Without("without words by meaning", with_numbers(order={"words": 0.0})),
    "windows": Without("without candidates by windows", with_numbers(retrieval={"by_windows": 0})),
    "topic": Without("without the topic taken off", with_numbers(order={"source_topic": 0.0, "draft_topic": 0.0})),
    "rivals": Without("without rivals in the order", with_numbers(order={"rival_share": 0.0})),
    "permuted": Without("without the same sentences in other orders", with_numbers(order={"permuted_share": 0.0})),
    "significance": Without(
        "without what a train's own sentences add", with_numbers(order={"significance_share": 0.0})
    ),
    "shelf": Without(
        "without the shelf of typical texts, and nothing supposed of rivals",
        with_numbers(order={"shelf_from": NEVER, "rival_least": 0.0, "rival_unknown": 0.0}),
    ),
    "passages": Without(
        "without passages that need no evidence of their section", with_numbers(order={"certain": NEVER})
    ),
}


def measured(
    scoring: Scoring,
    library: Library,
    drafts: Sequence[Record],
    corpora: Mapping[int, Mapping[str, Sequence[str]]],
    other: tuple[Library, Sequence[Record], Sequence[str]] | None,
    jobs: int,
) -> dict[str, Any]:
    """The figures with these numbers, as ``speech.figures`` by size; of the texts of other genres, how many fail."""
    engine = functools.partial(check, scoring=scoring)
    told: dict[str, Any] = {"sizes": {}}
    for size, ids in corpora.items():
        found = speech.figures(drafts, checked(library, drafts, ids, engine, jobs))
        told["sizes"][str(size)] = {name: found[name] for name in found if name not in ("missed", "honest_by_kind")}
    if other:
        held, texts, names = other
        results = checked(held, texts, {draft["id"]: names for draft in texts}, engine, jobs)
        told |= {"texts": len(results), "texts_that_fail": sum(result.fails for result in results)}
    return told


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bench", type=Path, required=True, help="folder of the bench")
    parser.add_argument("--articles", type=Path, required=True, help="newspaper articles for the larger corpora")
    parser.add_argument("--text", type=Path, help="folder of the texts of other genres")
    parser.add_argument("--sizes", default="5,83", help="documents in a corpus, comma separated")
    parser.add_argument("--only", help="only these, comma separated: " + ", ".join(ABLATIONS))
    parser.add_argument("--cache", type=Path, help="where to keep the documents taken apart")
    parser.add_argument("--json", type=Path, help="where to write the figures")
    parser.add_argument("--jobs", type=int, default=2, help="processes")
    arguments = parser.parse_args()
    drafts, library, corpora = speech.prepared(arguments)
    other = _of_other_genres(arguments.text, arguments.cache) if arguments.text else None
    written: dict[str, Any] = {"machine": f"{platform.machine()}, {arguments.jobs} processes", "ablations": {}}
    for name in arguments.only.split(",") if arguments.only else ABLATIONS:
        found = measured(ABLATIONS[name].scoring, library, drafts, corpora, other, arguments.jobs)
        written["ablations"][name] = {"title": ABLATIONS[name].title, **found}
        lines = [speech.line(int(size), told) for size, told in found["sizes"].items()]
        print(name, *lines, found.get("texts_that_fail", ""), flush=True)
        if arguments.json:
            arguments.json.write_text(json.dumps(written, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _of_other_genres(folder: Path, cache: Path | None) -> tuple[Library, list[Record], list[str]]:
    parts = list(honest.collect(folder, list(honest.GENRES), None))
    documents = [one for _, _, part in parts for one in part]
    beside = cache.with_name(f"{cache.name}.honest") if cache else None
    return Library(documents, beside), [one for _, part, _ in parts for one in part], [one.id for one in documents]


if __name__ == "__main__":
    main()
