"""Fits what says how probable it is that a draft reuses a source, and tells how much each number of the order model
matters.

    python benchmarks/fit.py --speech FOLDER --articles FILE --zh FOLDER [--sizes 1,5,15,83,230] [--jobs 2]
        [--json benchmarks/results/fit.json] [--cache FILE]
    python benchmarks/fit.py --speech FOLDER --sensitivity [--every 4] [--numbers slope,rival_share] …

A row is a draft and a source that something speaks for; it is real when the draft was written from that source. What
speaks for it (``simcheck.align.source_evidence``) is weighed by a logistic function whose signs are constrained: more
evidence never lowers the probability. The weights are fitted by maximum likelihood on four fifths of the drafts, all
sizes of the corpus together, and judged on the last fifth, in turn; a draft is in one fold at every size. Drafts of the
bench ``zh``, half copied word for word, stand beside the laundered and the honest ones. Prints, and writes as JSON, the
weights, the reliability on held-out folds by size, and at which limit how many drafts fail: FOLDERs and FILE are those
of ``speech.py`` and ``zh.py``.

``--sensitivity`` moves each number of ``scoring.Order`` by a fifth, up and down, and tells what changes at 15
documents: laundered and honest drafts that fail, characters found, characters counted outside. ``--every 4``
takes each fourth draft.
"""

from __future__ import annotations

import argparse
import functools
import json
import multiprocessing
import os
import platform
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import numpy as np
from engine import one_thread
from gate import Library
from logistic import FOLDS, Model, folds_of
from numpy.typing import NDArray
from reliability import curve
from speech import articles, corpora, figures, own_sources
from zh import Record, load, records

from simcheck import Document
from simcheck.align import align_with_order
from simcheck.align.source_evidence import SourceEvidence, source_evidence
from simcheck.check import check, compared, unwatched
from simcheck.judge import matches_of
from simcheck.scoring import SCORING, Scoring

Floats = NDArray[np.float64]

SIZES = (1, 5, 15, 83, 230)
#: More evidence never lowers the probability.
WEIGHTS = Model(signs=(1, 1, 1, 0), ridge=0.05)
#: Limits on the probability for which the drafts that fail are told.
LIMITS = (0.5, 0.8, 0.9, 0.95, 0.99)

_shared: dict[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Row:
    """What speaks for a draft having been written from a source; ``size`` are the documents of the corpus."""

    draft: str
    style: str
    size: int
    source: str
    evidence: SourceEvidence
    real: bool


def rows_of(draft: Record, ids: Sequence[str], size: int, true: frozenset[str]) -> list[Row]:
    """The rows of a draft in the corpus of some documents; a candidate that nothing speaks for is one too, as is a real
    source that is no candidate."""
    library: Library = _shared["library"]
    document = Document(draft["id"], draft["text"])
    embedded, candidates, background = compared(document, _corpus(tuple(ids)), library.encoder, unwatched, SCORING)
    aligned = align_with_order(embedded, candidates, background, SCORING)
    found = matches_of(aligned.alignments, document, embedded.analyzed, candidates.sources, SCORING.judgement)
    counted = [one for one, match in zip(aligned.alignments, found, strict=True) if match.ignored is None]
    told = source_evidence(counted, aligned.sections, candidates.duplicates, SCORING.order)
    names = {number: source.analyzed.document.id for number, source in candidates.sources.items()}
    style = draft.get("style") or draft["kind"]
    listed = [Row(draft["id"], style, size, names[one.number], one, names[one.number] in true) for one in told]
    silent = {*names.values(), *(true & set(ids))} - {row.source for row in listed}
    nothing = SourceEvidence(-1, 0, 0, 0, 0)
    return listed + [Row(draft["id"], style, size, name, nothing, name in true) for name in sorted(silent)]


@functools.lru_cache(maxsize=1)
def _corpus(ids: tuple[str, ...]) -> Any:
    return _shared["library"].corpus(ids)


def _asked(task: tuple[Record, tuple[str, ...], int, frozenset[str]]) -> list[Row]:
    return rows_of(*task)


def collect(tasks: Sequence[tuple[Record, tuple[str, ...], int, frozenset[str]]], jobs: int) -> list[Row]:
    """The rows of many drafts."""
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    with multiprocessing.get_context("fork").Pool(jobs, one_thread) as pool:
        return [row for found in pool.map(_asked, tasks, chunksize=2) for row in found]


def columns_of(rows: Sequence[Row]) -> Floats:
    """What is weighed, and 1 for the base, shape (rows, 4)."""
    return np.array([(*row.evidence.features(SCORING.reuse), 1.0) for row in rows])


def held_out(rows: Sequence[Row]) -> Floats:
    """The probability of each row by the weights fitted on the other folds."""
    real, folds = np.array([float(row.real) for row in rows]), folds_of(row.draft for row in rows)
    scores = WEIGHTS.held_out(columns_of(rows), real, folds)
    return np.maximum(scores, [row.evidence.best for row in rows])


def drafts_that_fail(rows: Sequence[Row], scores: Floats, drafts: Sequence[Record]) -> dict[str, dict[str, list[int]]]:
    """For each limit, laundered and honest drafts with a source above it, and how many there are of each."""
    reached: dict[str, float] = {}
    for row, score in zip(rows, scores.tolist(), strict=True):
        reached[row.draft] = max(reached.get(row.draft, 0.0), score)
    told = {}
    for limit in LIMITS:
        failed = [(bool(draft["source"]), reached.get(draft["id"], 0.0) > limit) for draft in drafts]
        told[str(limit)] = {
            name: [sum(fails for is_laundered, fails in failed if is_laundered == which),
                   sum(is_laundered == which for is_laundered, _ in failed)]
            for name, which in (("laundered", True), ("honest", False))
        }  # fmt: skip
    return told


def reported(rows: Sequence[Row], speech: Sequence[Record]) -> dict[str, Any]:
    """Weights, reliability by size, and what would fail."""
    real = np.array([float(row.real) for row in rows])
    scores = held_out(rows)
    order, significance, passages, base = WEIGHTS.fit(columns_of(rows), real).tolist()
    shipped = np.array([row.evidence.probability(SCORING.reuse) for row in rows])
    places = np.array([row.size for row in rows])
    told: dict[str, Any] = {
        "rows": len(rows),
        "real": int(real.sum()),
        "folds": FOLDS,
        "fitted_on_all": {"base": base, "order": order, "significance": significance, "passages": passages},
        "sizes": {},
    }
    for size in sorted(set(places.tolist())):
        here = places == size
        chosen = [row for row, inside in zip(rows, here, strict=True) if inside]
        told["sizes"][str(size)] = {
            "rows": int(here.sum()),
            "real": int(real[here].sum()),
            "held_out": curve(scores[here], real[here]),
            "as_shipped": curve(shipped[here], real[here]),
        }
        if size in SIZES:
            told["sizes"][str(size)] |= {
                "fail_held_out": drafts_that_fail(chosen, scores[here], speech),
                "fail_as_shipped": drafts_that_fail(chosen, shipped[here], speech),
            }
    return told


def speech_tasks(arguments: argparse.Namespace) -> tuple[list[Any], list[Record]]:
    """Every laundered and honest draft in a corpus of each size."""
    sizes = [int(size) for size in arguments.sizes.split(",")]
    drafts, sources = (records(arguments.speech / f"{name}.jsonl.gz") for name in ("drafts", "sources"))
    more = max(0, max(sizes) - len(sources))
    others = articles(arguments.articles, sources)[:more] if more else []
    held = [Document(one["id"], one["text"]) for one in sources]
    library = Library([*held, *others], arguments.cache)
    _shared["library"] = library
    names = [source["id"] for source in sources]
    own = own_sources(drafts, library, names)
    tasks = []
    for size in sizes:
        ids = corpora(drafts, own, names, [document.id for document in others], size)
        tasks += [
            (draft, tuple(ids[draft["id"]]), size, frozenset(filter(None, [draft["source"]]))) for draft in drafts
        ]
    return tasks, drafts


def zh_rows(folder: Path, jobs: int) -> list[Row]:
    """The drafts of the bench ``zh`` in its corpus, all of it."""
    drafts, sources = load(folder)
    _shared["library"] = Library(sources)
    _corpus.cache_clear()
    ids = tuple(source.id for source in sources)
    return collect(
        [(draft, ids, len(ids), frozenset(case["source"] for case in draft["cases"])) for draft in drafts], jobs
    )


def varied(numbers: Sequence[str] | None) -> Iterator[tuple[str, float, Scoring]]:
    """Each number of the order model a fifth greater and smaller: its name, the factor, the record."""
    for one in fields(SCORING.order):
        if numbers and one.name not in numbers:
            continue
        value = getattr(SCORING.order, one.name)
        for factor in (0.8, 1.2) if isinstance(value, int | float) else ():
            moved = value * factor
            if isinstance(value, int):  # a fifth of a small number is none
                moved = max(round(moved), value + 1) if factor > 1 else max(1, min(round(moved), value - 1))
            elif one.metadata["unit"] == "probability" and moved >= 1:  # half the way to certainty
                moved = (1 + value) / 2
            yield one.name, factor, replace(SCORING, order=replace(SCORING.order, **{one.name: moved}))


def _gate(task: tuple[Record, tuple[str, ...], Scoring]) -> Any:
    from gate import Checked

    draft, ids, scoring = task
    told = check(Document(draft["id"], draft["text"]), _corpus(ids), _shared["library"].encoder, scoring=scoring)
    marked = [(one.draft.start, one.draft.end, one.kind, one.source.document_id) for one in told.counted]
    return Checked(draft["id"], told.verdict.decision == "fail", told.figures.overlap, tuple(marked))


def sensitivity(arguments: argparse.Namespace) -> dict[str, Any]:
    """What changes at 15 documents when each number of the order model moves by a fifth."""
    asked = arguments.numbers.split(",") if arguments.numbers else None
    if unknown := set(asked or ()) - {one.name for one in fields(SCORING.order)}:
        raise SystemExit(f"no numbers of the order model: {', '.join(sorted(unknown))}")
    arguments.sizes = "15"
    tasks, drafts = speech_tasks(arguments)
    tasks, drafts = tasks[:: arguments.every], drafts[:: arguments.every]
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    wanted = [("as it is", 1.0, SCORING), *varied(asked)]
    told: dict[str, Any] = {"drafts": len(drafts), "numbers": {}}
    keys = ("laundered_that_fail", "honest_that_fail", "characters_found", "counted_outside")
    print("| number | factor | laundered | honest | found | outside |\n|---|---|---|---|---|---|")
    with multiprocessing.get_context("fork").Pool(arguments.jobs, one_thread) as pool:
        for name, factor, scoring in wanted:
            found = figures(drafts, pool.map(_gate, [(task[0], task[1], scoring) for task in tasks], chunksize=4))
            told["numbers"].setdefault(name, {})[str(factor)] = {key: found[key] for key in keys}
            a, b, c, d = (found[key] for key in keys)
            print(f"| {name} | {factor} | {a} | {b} | {c:.3f} | {d:.2%} |", flush=True)
    return told


def line(size: str, told: dict[str, Any]) -> str:
    """The row of a table."""
    fails = told.get("fail_held_out", {})
    cells = [
        f"{' of '.join(map(str, one['laundered']))}, {' of '.join(map(str, one['honest']))}" for one in fails.values()
    ]
    ece = told["held_out"]["ece"]
    return f"| {size} | {told['rows']} | {told['real']} | {ece:.3f} | {' | '.join(cells)} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--speech", type=Path, required=True, help="folder of the bench of whole drafts")
    parser.add_argument("--articles", type=Path, help="newspaper articles for the larger corpora")
    parser.add_argument("--zh", type=Path, help="folder of the bench of city reports")
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)), help="documents in a corpus, comma separated")
    parser.add_argument("--json", type=Path, help="where to write the figures")
    parser.add_argument("--cache", type=Path, help="where to keep the documents taken apart")
    parser.add_argument("--jobs", type=int, default=2, help="processes")
    parser.add_argument("--sensitivity", action="store_true", help="move each number of the order model")
    parser.add_argument("--numbers", help="only these numbers of the order model, comma separated")
    parser.add_argument("--every", type=int, default=1, help="take each so many-th draft")
    arguments = parser.parse_args()
    if arguments.sensitivity:
        told = sensitivity(arguments)
    else:
        tasks, speech = speech_tasks(arguments)
        rows = collect(tasks, arguments.jobs)
        rows += zh_rows(arguments.zh, arguments.jobs) if arguments.zh else []
        told = reported(rows, speech)
        print(told["fitted_on_all"])
        print(f"| documents | rows | real | error | {' | '.join(f'above {limit}' for limit in LIMITS)} |")
        print("|---" * (4 + len(LIMITS)) + "|")
        for size, one in told["sizes"].items():
            print(line(size, one))
    told["machine"] = f"{platform.machine()}, {arguments.jobs} processes"
    if arguments.json:
        arguments.json.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
