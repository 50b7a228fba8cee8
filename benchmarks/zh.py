"""The Chinese bench: city reports as corpus, drafts with passages disguised in one way each.

    python benchmarks/zh.py --data FOLDER [--json benchmarks/results/zh.json] [--details FILE] [--jobs 2]

FOLDER holds ``sources.jsonl.gz`` (id, text) and ``drafts.jsonl.gz`` (id, kind, text, cases, negatives). Prints a table
and writes all figures as JSON: plagdet, precision, recall and granularity per kind, and the share of unrelated and of
look-alike characters that is counted. FILE gets all that was found, for ``reliability.py`` and ``errors.py``.
"""

from __future__ import annotations

import argparse
import gzip
import json
import multiprocessing
import pickle
import platform
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from engine import Change, Engine, Found, one_thread
from plagdet import Measures, Span, measure

from simcheck import Corpus, Document, Match
from simcheck.encode import load_encoder
from simcheck.scoring import SCORING, Scoring

#: What a worker process has: the "corpus", and the "engine" where it is looked at from inside.
_opened: dict[str, Any] = {}

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Checked:
    """A draft's matches, every fragment that was weighed on the way, overlapping ones too, and the seconds it took."""

    draft: str
    matches: list[Match]
    found: list[Found]
    seconds: float


def load(folder: Path) -> tuple[list[Record], list[Document]]:
    """The drafts and the sources of the bench in ``folder``."""
    drafts, sources = (records(folder / f"{name}.jsonl.gz") for name in ("drafts", "sources"))
    return drafts, [Document(source["id"], source["text"]) for source in sources]


def records(path: Path) -> list[Record]:
    """The lines of a file, each a record."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


@contextmanager
def built(sources: list[Document]) -> Iterator[str]:
    """A corpus of the sources, as a folder that goes away afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        with Corpus.create(Path(folder) / "corpus") as corpus:
            corpus.add(sources)
        yield str(Path(folder) / "corpus")


def run(
    drafts: Sequence[Record],
    corpus: str,
    jobs: int,
    *,
    inside: bool = False,
    scoring: Scoring = SCORING,
    change: Change | None = None,
) -> list[Checked]:
    """Every draft checked against the corpus; ``inside`` with all that was weighed, perhaps by other numbers or with
    other values between the stages, which takes longer."""
    with multiprocessing.Pool(jobs, _open, (corpus, inside, scoring, change)) as pool:
        return pool.map(_check, drafts, chunksize=2)


def _open(folder: str, inside: bool, scoring: Scoring, change: Change | None) -> None:
    one_thread()
    _opened["corpus"] = Corpus.open(folder)
    _opened["engine"] = Engine(load_encoder(None), scoring, change) if inside else None


def _check(draft: Record) -> Checked:
    start, document = time.perf_counter(), Document(draft["id"], draft["text"])
    if _opened["engine"] is None:
        matches = _opened["corpus"].check(document).matches
        return Checked(draft["id"], list(matches), [], time.perf_counter() - start)
    with _opened["corpus"]._disk.sources() as sources:
        look = _opened["engine"].look(document, sources)
    return Checked(draft["id"], list(look.matches), list(look.found), time.perf_counter() - start)


def spans_of(draft: Record) -> list[Span]:
    """The cases of a draft."""
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


def detail(draft: Record, checked: Checked) -> Record:
    """What other scripts ask of a check: ``counted`` and ``ignored`` matches as spans, every fragment ``found``."""
    ignored = [replace(match, ignored=None) for match in checked.matches if match.ignored]
    return {**draft, "counted": counted(checked.matches), "ignored": counted(ignored), "found": checked.found}


def counted(matches: Iterable[Match]) -> list[Span]:
    """The matches that count, as detections."""
    return [
        Span(
            match.draft.document_id,
            match.draft.start,
            match.draft.end,
            match.source.document_id,
            match.source.start,
            match.source.end,
        )
        for match in matches
        if match.ignored is None
    ]


def by_kind(drafts: Sequence[Record], detections: Mapping[str, Sequence[Span]]) -> dict[str, Measures]:
    """The measures of each kind that has cases, and of ``all`` together; ``detections`` by draft."""
    kinds: dict[str, list[Record]] = defaultdict(list)
    for draft in drafts:
        kinds[draft["kind"]].append(draft)
    chosen = {kind: listed for kind, listed in kinds.items() if any(draft["cases"] for draft in listed)}
    chosen["all"] = [draft for draft in drafts if draft["cases"] or not draft["negatives"]]
    return {
        kind: measure([s for d in listed for s in spans_of(d)], [s for d in listed for s in detections[d["id"]]])
        for kind, listed in chosen.items()
    }


def flagged(drafts: Sequence[Record], detections: Mapping[str, Sequence[Span]]) -> dict[str, float]:
    """Shares of characters counted though nothing was copied there: ``unrelated`` carriers, each kind of negative."""
    wrong: dict[str, int] = defaultdict(int)
    total: dict[str, int] = defaultdict(int)
    for draft in drafts:
        marked = np.zeros(len(draft["text"]), dtype=bool)
        for span in detections[draft["id"]]:
            marked[span.draft_start : span.draft_end] = True
        unrelated, negative = np.ones_like(marked), np.zeros_like(marked)
        for mask, value, listed in ((unrelated, False, draft["cases"]), (negative, True, draft["negatives"])):
            for span in listed:
                mask[span["draft_offset"] : span["draft_offset"] + span["draft_length"]] = value
        for name, mask in (("unrelated", unrelated & ~negative), (draft["kind"], negative)):
            if name == "unrelated" or draft["negatives"]:
                wrong[name] += int((marked & mask).sum())
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
    parser.add_argument("--details", type=Path, help="where to write all that was found")
    parser.add_argument("--jobs", type=int, default=2, help="processes")
    parser.add_argument("--kinds", help="only these kinds, comma separated")
    arguments = parser.parse_args()
    drafts, sources = load(arguments.data)
    if arguments.kinds:
        drafts = [draft for draft in drafts if draft["kind"] in arguments.kinds.split(",")]
    with built(sources) as corpus:
        info = Corpus.open(corpus).info
        results = run(drafts, corpus, arguments.jobs, inside=arguments.details is not None)
    detections = {one.draft: counted(one.matches) for one in results}
    kinds, wrong = by_kind(drafts, detections), flagged(drafts, detections)
    print(table(kinds, wrong))
    median = statistics.median(one.seconds for one in results)
    print(f"\n{info.documents} sources, {info.sentences} sentences; {len(drafts)} drafts, median {median:.2f} s each")
    if arguments.details:
        with gzip.open(arguments.details, "wb") as file:
            pickle.dump([detail(draft, checked) for draft, checked in zip(drafts, results, strict=True)], file)
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
