"""Few and short speeches as corpus: the drafts of the Chinese bench, each against some excerpts of a page.

    python benchmarks/few.py --data FOLDER [--json benchmarks/results/few.json] [--jobs 2]

FOLDER is that of ``zh.py``. The corpus of a draft is an excerpt of ``LENGTH`` characters around what it copies from
each of its sources, and such excerpts of other reports, chosen by chance and always the same, up to the number asked
for. Prints, and writes as JSON, plagdet, precision and recall of all kinds together, plagdet of what was rewritten and
translated, and the shares of characters counted though nothing was copied there.
"""

from __future__ import annotations

import argparse
import functools
import json
import multiprocessing
import platform
import random
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

from engine import one_thread
from plagdet import Span
from zh import Record, by_kind, counted, flagged, load

from simcheck import Document, compare

#: Characters of an excerpt, and excerpts in a corpus.
LENGTH, NUMBERS = 1000, (1, 5, 15, 40)
#: Kinds that are told apart.
HARD = ("hand_heavy", "hand_translate_en", "hand_condense", "hand_expand")

Excerpt = tuple[str, int, str]


def excerpts(draft: Record, sources: Sequence[Document], number: int) -> list[Excerpt]:
    """The corpus of a draft: id, offset in the whole text, and text of ``number`` excerpts, or of as many as it has
    sources."""
    chance = random.Random(draft["id"])
    texts = {source.id: source.text for source in sources}
    copied = sorted({case["source"] for case in draft["cases"]})
    found: list[Excerpt] = []
    for name in copied:
        spans = [
            (c["source_offset"], c["source_offset"] + c["source_length"]) for c in draft["cases"] if c["source"] == name
        ]
        first, last = min(start for start, _ in spans), max(end for _, end in spans)
        start = max(0, first - chance.randrange(max(1, LENGTH - (last - first))))
        found.append((name, start, texts[name][start : max(last, start + LENGTH)]))
    others = sorted(set(texts) - set(copied))
    for name in chance.sample(others, min(len(others), max(0, number - len(found)))):
        start = chance.randrange(max(1, len(texts[name]) - LENGTH))
        found.append((name, start, texts[name][start : start + LENGTH]))
    return found


def checked(draft: Record, *, sources: Sequence[Document], number: int) -> list[Span]:
    """What is found of a draft in its corpus of ``number`` excerpts, by offsets in the whole sources."""
    chosen = excerpts(draft, sources, number)
    report = compare(Document(draft["id"], draft["text"]), [Document(name, text) for name, _, text in chosen])
    offset = {name: start for name, start, _ in chosen}
    return [
        replace(
            span, source_start=span.source_start + offset[span.source], source_end=span.source_end + offset[span.source]
        )
        for span in counted(report.matches)
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of the bench")
    parser.add_argument("--json", type=Path, help="where to write the figures")
    parser.add_argument("--jobs", type=int, default=2, help="processes")
    arguments = parser.parse_args()
    drafts, sources = load(arguments.data)
    figures: dict[str, object] = {"machine": f"{platform.machine()}, {arguments.jobs} processes", "length": LENGTH}
    numbers: dict[str, object] = {}
    for number in NUMBERS:
        with multiprocessing.Pool(arguments.jobs, one_thread) as pool:
            found = pool.map(functools.partial(checked, sources=sources, number=number), drafts, chunksize=4)
        detections = {draft["id"]: spans for draft, spans in zip(drafts, found, strict=True)}
        kinds, wrong = by_kind(drafts, detections), flagged(drafts, detections)
        numbers[str(number)] = {
            "all": asdict(kinds["all"]),
            "kinds": {kind: kinds[kind].plagdet for kind in HARD},
            "counted_though_not_copied": wrong,
        }
        every = ", ".join(f"{kind} {kinds[kind].plagdet:.3f}" for kind in ("all", *HARD))
        print(f"{number} excerpts: {every}; unrelated {wrong['unrelated']:.2%}", flush=True)
    if arguments.json:
        arguments.json.write_text(json.dumps(figures | {"numbers": numbers}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
