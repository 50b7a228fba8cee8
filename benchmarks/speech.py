"""The gate's word on whole drafts, laundered and honest, in corpora of several sizes.

    python benchmarks/speech.py --bench FOLDER --articles FILE [--json benchmarks/results/speech.json] [--jobs 2]
        [--sizes 15,83] [--styles reword-heavy,honest-plain] [--engine MODULE:FUNCTION] [--cache FILE]
        [--data FOLDER --sentences 1000000]

FOLDER holds ``drafts.jsonl.gz`` (id, style, text, source, cases; source null for an honest draft) and
``sources.jsonl.gz`` (id, text); FILE has newspaper articles, {"id", "text"} a line. A corpus of up to as many documents
as there are sources is made for each draft: its own source, or for an honest one the source closest to it in meaning,
and others by chance. Larger ones are all sources and articles of 800 to 4,000 characters. Prints, and writes as JSON,
for each size: laundered drafts that fail, by style; honest drafts that fail; the share of the copied characters that is
found; the share of the laundered drafts' characters that counts outside the copies.

With ``--data``, a folder of *.jsonl.gz as for ``scale.py``, the drafts are checked among so many sentences too: in a
corpus on disk of all sources and of texts of the folder, by the door a user takes (``among`` in the JSON).

``--engine`` measures a function in place of the product's ``check`` (see ``gate.Engine``).
"""

from __future__ import annotations

import argparse
import json
import platform
import random
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from gate import Checked, Library, checked, told_of, wrong
from scale import documents
from zh import Record, records

from simcheck import Corpus, Document

SIZES = (1, 5, 15, 83, 230, 680, 2680)
#: Characters of an article that may be in a corpus.
SHORTEST, LONGEST = 800, 4000


def articles(path: Path, besides: Sequence[Record]) -> list[Document]:
    """The articles of a length between the bounds that are none of the sources ``besides``, shuffled, always alike."""
    names, texts = {source["id"] for source in besides}, {source["text"][:200] for source in besides}
    chosen = [
        Document(record["id"], record["text"])
        for record in records(path)
        if SHORTEST <= len(record["text"]) <= LONGEST
        and record["id"] not in names
        and record["text"][:200] not in texts
    ]
    random.Random("articles").shuffle(chosen)
    return chosen


def corpora(
    drafts: Sequence[Record], own: Mapping[str, str], sources: Sequence[str], others: Sequence[str], size: int
) -> dict[str, list[str]]:
    """The ids of each draft's corpus of so many documents; ``own`` is the one that is in all of a draft's corpora."""
    if size >= len(sources):
        every = [*sources, *others[: size - len(sources)]]
        return {draft["id"]: every for draft in drafts}
    found = {}
    for draft in drafts:
        rest = [name for name in sources if name != own[draft["id"]]]
        found[draft["id"]] = [own[draft["id"]], *random.Random(draft["id"]).sample(rest, size - 1)]
    return found


def prepared(arguments: argparse.Namespace) -> tuple[list[Record], Library, dict[int, dict[str, list[str]]]]:
    """The drafts of the bench, all documents taken apart, the sources first, and by size the corpus of each draft."""
    sizes = [int(size) for size in arguments.sizes.split(",")]
    drafts, sources = (records(arguments.bench / f"{name}.jsonl.gz") for name in ("drafts", "sources"))
    if getattr(arguments, "styles", None):
        drafts = [draft for draft in drafts if draft["style"] in arguments.styles.split(",")]
    others = articles(arguments.articles, sources)[: max(0, max(sizes) - len(sources))]
    library = Library([*(Document(one["id"], one["text"]) for one in sources), *others], arguments.cache)
    names = [source["id"] for source in sources]
    own = own_sources(drafts, library, names)
    return drafts, library, {size: corpora(drafts, own, names, [one.id for one in others], size) for size in sizes}


def own_sources(drafts: Sequence[Record], library: Library, sources: Sequence[str]) -> dict[str, str]:
    """Each draft's source; of an honest one, the source that is closest to it in meaning."""
    return {draft["id"]: draft["source"] or library.nearest(draft["text"], sources)[0] for draft in drafts}


def among(folder: Path, sentences: int, drafts: Sequence[Record], sources: Sequence[Record]) -> list[Checked]:
    """What the gate says of each draft in a corpus on disk of all sources and about so many sentences of a folder."""
    names = {source["id"] for source in sources}
    with tempfile.TemporaryDirectory() as work, Corpus.create(Path(work) / "corpus") as corpus:
        corpus.add([Document(source["id"], source["text"]) for source in sources])
        corpus.add(one for one in documents(folder, "", sentences) if one.id not in names)
        print(f"among {corpus.info.sentences:,} sentences of {corpus.info.documents:,} documents", flush=True)
        return [told_of(draft["id"], corpus.check(Document(draft["id"], draft["text"]))) for draft in drafts]


def figures(drafts: Sequence[Record], results: Sequence[Checked]) -> dict[str, Any]:
    """All figures of one size."""
    by_style: dict[str, list[int]] = {}
    found, outside, copied, size = 0, 0, 0, 0
    for draft, result in zip(drafts, results, strict=True):
        failed = by_style.setdefault(draft["style"], [0, 0])
        failed[0] += result.fails
        failed[1] += 1
        if draft["source"]:
            mask, case = result.mask(len(draft["text"])), np.zeros(len(draft["text"]), dtype=bool)
            for span in draft["cases"]:
                case[span["draft_offset"] : span["draft_offset"] + span["draft_length"]] = True
            found, outside = found + int((mask & case).sum()), outside + int((mask & ~case).sum())
            copied, size = copied + int(case.sum()), size + len(case)
    pairs = list(zip(drafts, results, strict=True))
    laundered = [result for draft, result in pairs if draft["source"]]
    honest = [result for draft, result in pairs if not draft["source"]]
    return {
        "laundered": len(laundered),
        "laundered_that_fail": sum(result.fails for result in laundered),
        "honest": len(honest),
        "honest_that_fail": sum(result.fails for result in honest),
        "honest_by_kind": wrong(honest),
        "characters_found": found / max(copied, 1),
        "counted_outside": outside / max(size, 1),
        "by_style": {style: by_style[style] for style in sorted(by_style)},
        "failed": sorted(result.draft for result in honest if result.fails),
        "missed": sorted(result.draft for result in laundered if not result.fails),
    }


def line(size: int, told: Mapping[str, Any]) -> str:
    """The row of a table."""
    return (
        f"| {size:,} | {told['laundered_that_fail']} of {told['laundered']} | {told['honest_that_fail']} of "
        f"{told['honest']} | {told['characters_found']:.2f} | {told['counted_outside']:.1%} |"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bench", type=Path, required=True, help="folder of the bench")
    parser.add_argument("--articles", type=Path, required=True, help="newspaper articles for the larger corpora")
    parser.add_argument("--json", type=Path, help="where to write the figures")
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)), help="documents in a corpus, comma separated")
    parser.add_argument("--styles", help="only drafts of these styles, comma separated")
    parser.add_argument("--engine", help="what to measure in place of the product, MODULE:FUNCTION")
    parser.add_argument("--cache", type=Path, help="where to keep the documents taken apart")
    parser.add_argument("--jobs", type=int, default=2, help="processes")
    parser.add_argument("--data", type=Path, help="texts among which the drafts are checked too")
    parser.add_argument("--sentences", type=int, default=1_000_000, help="about how many of them")
    arguments = parser.parse_args()
    drafts, library, ids = prepared(arguments)
    told: dict[str, Any] = {"machine": f"{platform.machine()}, {arguments.jobs} processes", "sizes": {}}
    print("| documents | laundered that fail | honest that fail | characters found | counted outside |")
    print("|---|---|---|---|---|")
    for size in ids:
        began = time.perf_counter()
        results = checked(library, drafts, ids[size], arguments.engine, arguments.jobs)
        told["sizes"][str(size)] = figures(drafts, results) | {"seconds": round(time.perf_counter() - began)}
        print(line(size, told["sizes"][str(size)]), flush=True)
        if arguments.json:
            arguments.json.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    if arguments.data:
        sources = list(records(arguments.bench / "sources.jsonl.gz"))
        told["among"] = figures(drafts, among(arguments.data, arguments.sentences, drafts, sources))
        print(line(arguments.sentences, told["among"]))
        if arguments.json:
            arguments.json.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    for style, (failed, count) in told["sizes"][str(size)]["by_style"].items():
        print(f"{style}: {failed} of {count}")


if __name__ == "__main__":
    main()
