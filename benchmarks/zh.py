"""The Chinese bench: city reports as corpus, drafts with passages disguised in one way each.

    python benchmarks/zh.py --data FOLDER [--json benchmarks/results/zh.json] [--jobs 2]

FOLDER holds ``sources.jsonl.gz`` (id, text) and ``drafts.jsonl.gz`` (id, kind, text, cases, negatives). Prints a table
and writes all figures as JSON: plagdet, precision, recall and granularity per kind, and the share of unrelated and of
look-alike characters that is counted.
"""

from __future__ import annotations

import argparse
import gzip
import json
import multiprocessing
import platform
import tempfile
import time
from collections import defaultdict
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from plagdet import Measures, Span, measure

from simcheck import Corpus, Document, Match

#: The corpus of a worker process, under its one key "corpus".
_opened: dict[str, Corpus] = {}


def records(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def open_corpus(folder: str) -> None:
    _opened["corpus"] = Corpus.open(folder)


def check(draft: dict[str, Any]) -> tuple[str, list[Match], float]:
    """The matches of one draft, and the seconds it took."""
    start = time.perf_counter()
    report = _opened["corpus"].check(Document(draft["id"], draft["text"]))
    return draft["id"], list(report.matches), time.perf_counter() - start


def spans_of(draft: dict[str, Any]) -> list[Span]:
    return [
        Span(
            draft["id"],
            case["draft_offset"],
            case["draft_offset"] + case["draft_length"],
            case["source"],
            case["source_offset"],
            case["source_offset"] + case["source_length"],
        )
        for case in draft["cases"]
    ]


def detected(match: Match) -> Span:
    source = match.source
    draft = match.draft
    return Span(draft.document_id, draft.start, draft.end, source.document_id, source.start, source.end)


def flagged(drafts: list[dict[str, Any]], matches: dict[str, list[Match]]) -> dict[str, float]:
    """Shares of characters counted though nothing was copied there: ``unrelated`` carriers, each kind of negative."""
    wrong: dict[str, int] = defaultdict(int)
    total: dict[str, int] = defaultdict(int)
    for draft in drafts:
        counted = np.zeros(len(draft["text"]), dtype=bool)
        for match in matches[draft["id"]]:
            if match.ignored is None:
                counted[match.draft.start : match.draft.end] = True
        unrelated, negative = np.ones_like(counted), np.zeros_like(counted)
        for mask, value, listed in ((unrelated, False, draft["cases"]), (negative, True, draft["negatives"])):
            for span in listed:
                mask[span["draft_offset"] : span["draft_offset"] + span["draft_length"]] = value
        for name, mask in (("unrelated", unrelated & ~negative), (draft["kind"], negative)):
            if name == "unrelated" or draft["negatives"]:
                wrong[name] += int((counted & mask).sum())
                total[name] += int(mask.sum())
    return {name: wrong[name] / total[name] for name in total}


def table(kinds: dict[str, Measures], wrong: dict[str, float]) -> str:
    lines = ["| kind | plagdet | precision | recall | granularity | cases |", "|---|---|---|---|---|---|"]
    lines += [
        f"| {kind} | {m.plagdet:.3f} | {m.precision:.3f} | {m.recall:.3f} | {m.granularity:.3f} | {m.cases} |"
        for kind, m in kinds.items()
    ]
    lines += ["", "| nothing copied there | characters counted |", "|---|---|"]
    return "\n".join([*lines, *(f"| {name} | {share:.2%} |" for name, share in wrong.items())])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of the bench")
    parser.add_argument("--json", type=Path, help="where to write the figures")
    parser.add_argument("--jobs", type=int, default=2, help="processes")
    parser.add_argument("--kinds", help="only these kinds, comma separated")
    arguments = parser.parse_args()
    drafts = records(arguments.data / "drafts.jsonl.gz")
    if arguments.kinds:
        drafts = [draft for draft in drafts if draft["kind"] in arguments.kinds.split(",")]
    sources = [Document(record["id"], record["text"]) for record in records(arguments.data / "sources.jsonl.gz")]
    with tempfile.TemporaryDirectory() as folder:
        with Corpus.create(Path(folder) / "corpus") as corpus:
            corpus.add(sources)
            info = corpus.info
        with multiprocessing.Pool(arguments.jobs, open_corpus, (str(Path(folder) / "corpus"),)) as pool:
            results = pool.map(check, drafts, chunksize=4)
    matches = {name: found for name, found, _ in results}
    by_kind: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for draft in drafts:
        by_kind[draft["kind"]].append(draft)
    detections = {name: [detected(m) for m in found if m.ignored is None] for name, found in matches.items()}
    kinds = {
        kind: measure([s for d in listed for s in spans_of(d)], [s for d in listed for s in detections[d["id"]]])
        for kind, listed in by_kind.items()
        if any(draft["cases"] for draft in listed)
    }
    everything = [d for d in drafts if d["cases"] or not d["negatives"]]
    kinds["all"] = measure(
        [s for d in everything for s in spans_of(d)], [s for d in everything for s in detections[d["id"]]]
    )
    wrong = flagged(drafts, matches)
    print(table(kinds, wrong))
    seconds = sorted(elapsed for _, _, elapsed in results)
    median = seconds[len(seconds) // 2]
    print(f"\n{info.documents} sources, {info.sentences} sentences; {len(drafts)} drafts, median {median:.2f} s each")
    if arguments.json:
        figures = {
            "machine": f"{platform.machine()}, {arguments.jobs} processes",
            "model": info.model,
            "seconds_per_draft_median": median,
            "kinds": {kind: asdict(measures) for kind, measures in kinds.items()},
            "counted_though_not_copied": wrong,
        }
        arguments.json.write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
