"""Honest texts of other genres before the gate: laws, news broadcasts, newspaper articles and reports beside a corpus
of the same genres that holds none of them.

    python benchmarks/honest.py --text FOLDER [--json benchmarks/results/honest.json] [--jobs 2] [--genres laws]
        [--most 40] [--engine MODULE:FUNCTION] [--cache FILE]

FOLDER holds ``laws``, ``news_broadcasts``, ``peoples_daily``, ``city_work_reports`` and ``national_reports`` as
``.jsonl.gz``, lines {"id", "text"}. A draft is an excerpt of 2,000 characters of whole lines. No other version of a law
is in the corpus, no broadcast of the two months around it. What the texts share word for word is in part reuse, as laws
of two provinces take over each other's articles; so what fails is told by kind, and for laws also how many would fail
if they were peers and not, as the product tells by their text, authorities. Prints, and writes as JSON, how many fail
by genre and kind, and which.
"""

from __future__ import annotations

import argparse
import json
import platform
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from gate import Library, checked, wrong
from zh import Record, records

from simcheck import Document

#: Drafts and documents of the corpus by genre.
GENRES = {
    "laws": (120, 300),
    "news_broadcasts": (60, 60),
    "peoples_daily": (90, 240),
    "city_work_reports": (40, 40),
    "national_reports": (30, 40),
}
LENGTH = 2000
#: Days by which a broadcast must be apart from those of the corpus.
APART = 60


def group(genre: str, name: str) -> str:
    """What two versions of one text have in common: a law's title without its date, else the id."""
    return re.sub(r"\(.*?\)", "", name.rsplit("/", 1)[-1]) if genre == "laws" else name


def chosen(genre: str, listed: Sequence[Record]) -> tuple[list[Record], list[Record]]:
    """Drafts and corpus of a genre, always the same, no group in both."""
    drafts, sources = GENRES[genre]
    if genre == "news_broadcasts":  # by date: stories run for weeks
        later = listed[-(len(listed) // 2) + APART :]
        return random.Random(genre).sample(later, drafts), random.Random(genre).sample(
            listed[: len(listed) // 2], sources
        )
    groups = sorted({group(genre, record["id"]) for record in listed})
    random.Random(genre).shuffle(groups)
    by_group = {group(genre, record["id"]): record for record in listed}
    if genre == "laws":
        long = [name for name in groups if len(by_group[name]["text"]) > LENGTH]
        groups = long
    picked = [by_group[name] for name in groups]
    return picked[:drafts], picked[drafts : drafts + sources]


def excerpt(record: Record) -> str:
    """``LENGTH`` characters of whole lines from somewhere in a text."""
    lines = record["text"].splitlines(keepends=True)
    sizes = [len(line) for line in lines]
    start = 0
    if sum(sizes) > 2 * LENGTH:
        at = random.Random(record["id"]).randrange(sum(sizes) - LENGTH)
        while at > sizes[start]:
            at -= sizes[start]
            start += 1
    found = ""
    for line in lines[start:]:
        if found and len(found) + len(line) > LENGTH * 1.2:
            break
        found += line
        if len(found) >= LENGTH:
            break
    return found[: 2 * LENGTH]


def collect(
    folder: Path, genres: Sequence[str], most: int | None
) -> Iterator[tuple[str, list[Record], list[Document]]]:
    """Each genre with its drafts and its part of the corpus."""
    for genre in GENRES:
        drafts, sources = chosen(genre, records(folder / f"{genre}.jsonl.gz"))
        kept = drafts[:most] if genre in genres else []
        yield (
            genre,
            [{"id": record["id"], "text": excerpt(record)} for record in kept],
            [Document(record["id"], record["text"]) for record in sources],
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--text", type=Path, required=True, help="folder of the texts")
    parser.add_argument("--json", type=Path, help="where to write the figures")
    parser.add_argument("--genres", default=",".join(GENRES), help="only drafts of these genres, comma separated")
    parser.add_argument("--most", type=int, help="drafts of a genre at most")
    parser.add_argument("--engine", help="what to measure in place of the product, MODULE:FUNCTION")
    parser.add_argument("--cache", type=Path, help="where to keep the documents taken apart")
    parser.add_argument("--jobs", type=int, default=2, help="processes")
    arguments = parser.parse_args()
    parts = list(collect(arguments.text, arguments.genres.split(","), arguments.most))
    sources = [document for _, _, part in parts for document in part]
    library = Library(sources, arguments.cache)
    as_peers = Library([replace(document, source_class="peer") for document in sources], arguments.cache)
    ids = [document.id for document in sources]
    told: dict[str, Any] = {
        "machine": f"{platform.machine()}, {arguments.jobs} processes",
        "documents": len(ids),
        "genres": {},
    }
    print("| genre | texts | fail | by what |\n|---|---|---|---|")
    rows = [(genre, drafts, library) for genre, drafts, _ in parts if drafts]
    rows[1:1] = [(f"{genre}_as_peers", drafts, as_peers) for genre, drafts, _ in rows[:1] if genre == "laws"]
    for genre, drafts, held in rows:
        results = checked(held, drafts, {draft["id"]: ids for draft in drafts}, arguments.engine, arguments.jobs)
        kinds = wrong(results)
        told["genres"][genre] = {
            "texts": len(results),
            "fail": sum(result.fails for result in results),
            "by_kind": kinds,
            "counted": sum(result.overlap for result in results) / len(results),
            "failed": {result.draft: round(result.overlap, 3) for result in results if result.fails},
        }
        what = ", ".join(f"{kind} {count}" for kind, count in kinds.items())
        print(f"| {genre} | {len(results)} | {sum(result.fails for result in results)} | {what} |", flush=True)
    if arguments.json:
        arguments.json.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
