"""Mosaics: drafts put together from passages, or single sentences, of as many sources.

    python benchmarks/mosaic.py --text FOLDER [--json benchmarks/results/mosaic.json] [--sizes 20,80,160,320]
        [--cache FILE] [--documents 2900]

FOLDER holds ``peoples_daily``, ``city_work_reports``, ``national_reports``, ``news_broadcasts`` and ``laws`` as
``.jsonl.gz``, lines {"id", "text"}. The corpus are so many of them. A mosaic takes 150 characters in a row, or one
sentence, or one clause of 12 to 18 letters, from each of so many sources. Printed, and written as JSON, are the share
that counts, that which counts as verbatim, the figures of the mosaic, whether the gate fails, seconds and the memory
that the process took at most, the corpus included.
"""

from __future__ import annotations

import argparse
import json
import platform
import random
import re
import resource
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from gate import Library, Stock
from zh import records

from simcheck import Document, Report
from simcheck.check import check

#: Documents of the corpus by collection, of 2,900.
PARTS = {"peoples_daily": 1900, "laws": 500, "news_broadcasts": 320, "city_work_reports": 97, "national_reports": 83}
PASSAGE = 150
#: Letters of a sentence of a mosaic of sentences.
SHORTEST, LONGEST = 20, 60
#: Characters of a clause of a mosaic of clauses, with the mark behind it.
CLAUSE = (13, 19)


def collected(folder: Path, documents: int) -> list[Document]:
    """The corpus, always the same."""
    found = []
    for name, count in PARTS.items():
        listed = [one for one in records(folder / f"{name}.jsonl.gz") if len(one["text"]) >= 4 * PASSAGE]
        chosen = random.Random(name).sample(listed, min(len(listed), count * documents // 2900))
        found += [Document(one["id"], one["text"]) for one in chosen]
    return found


def passages(sources: Sequence[Document], count: int) -> str:
    """A mosaic of passages in a row, a line each."""
    chosen = random.Random(f"passages {count}").sample(list(sources), count)
    found = []
    for source in chosen:
        text = re.sub(r"\s+", "", source.text)
        at = random.Random(source.id).randrange(len(text) - PASSAGE)
        found.append(text[at : at + PASSAGE])
    return "\n".join(found)


def sentences(sources: Sequence[Document], count: int) -> str:
    """A mosaic of single sentences, five in a line."""
    found = _pieces(sources, count, r"[^。！？\n]+。", (SHORTEST, LONGEST))
    return "\n".join("".join(found[at : at + 5]) for at in range(0, len(found), 5))


def clauses(sources: Sequence[Document], count: int) -> str:
    """A mosaic of single clauses, too short to be found one by one; four make a sentence."""
    found = [one[:-1] for one in _pieces(sources, count, r"[^。！？，；、：“”\s]+[，；。]", CLAUSE)]
    return "\n".join("，".join(found[at : at + 4]) + "。" for at in range(0, len(found), 4))


def _pieces(sources: Sequence[Document], count: int, form: str, sizes: tuple[int, int]) -> list[str]:
    """One piece of so many sources, chosen by chance, always alike."""
    dice, found = random.Random(f"{form} {count}"), []
    for source in dice.sample(list(sources), len(sources)):
        whole = [one for one in re.findall(form, source.text) if sizes[0] <= len(one) <= sizes[1]]
        if whole:
            found.append(dice.choice(whole).strip())
        if len(found) == count:
            break
    return found


def told(report: Report, seconds: float) -> dict[str, Any]:
    """What is kept of a report."""
    figures = report.figures
    return {
        "letters": figures.characters,
        "counted": round(figures.overlap, 4),
        "verbatim": round(figures.overlap_by_kind.get("verbatim", 0.0), 4),
        "mosaic": round(figures.mosaic, 4),
        "mosaic_sources": figures.mosaic_sources,
        "fails": report.verdict.decision == "fail",
        "reasons": [reason.code for reason in report.verdict.reasons],
        "seconds": round(seconds, 2),
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10,
    }


def timed(text: str, corpus: Stock, library: Library) -> dict[str, Any]:
    """A report and the processor's seconds that it took."""
    began = time.process_time()
    report = check(Document("稿", text), corpus, library.encoder)
    return told(report, time.process_time() - began)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--text", type=Path, required=True, help="folder of the texts")
    parser.add_argument("--json", type=Path, help="where to write the figures")
    parser.add_argument("--sizes", default="20,80,160,320", help="sources of a mosaic, comma separated")
    parser.add_argument("--documents", type=int, default=2900, help="documents of the corpus")
    parser.add_argument("--cache", type=Path, help="where to keep the documents taken apart")
    arguments = parser.parse_args()
    sources = collected(arguments.text, arguments.documents)
    library = Library(sources, arguments.cache)
    corpus = library.corpus([source.id for source in sources])
    results: dict[str, Any] = {"machine": platform.machine(), "documents": len(sources), "mosaics": {}}
    print("| mosaic | letters | counts | verbatim | mosaic, sources | gate | seconds | MiB |\n" + "|---" * 8 + "|")
    for form in (passages, sentences, clauses):
        for size in map(int, arguments.sizes.split(",")):
            one = timed(form(sources, size), corpus, library)
            results["mosaics"][f"{form.__name__} {size}"] = one
            reasons = ", ".join(one["reasons"])
            print(
                f"| {form.__name__} {size} | {one['letters']} | {one['counted']:.1%} | {one['verbatim']:.1%} | "
                f"{one['mosaic']:.1%}, {one['mosaic_sources']} | {reasons} | {one['seconds']} | {one['peak_mib']} |",
                flush=True,
            )
    if arguments.json:
        arguments.json.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
