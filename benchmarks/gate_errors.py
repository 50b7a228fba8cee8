"""Why laundered drafts pass: by cause, each draft that the gate lets through in corpora of several sizes.

    python benchmarks/gate_errors.py --bench FOLDER --articles FILE [--cache FILE] [--sizes 15,83,680] [--jobs 2]
        [--json benchmarks/results/gate_errors.json]

The folder and files are those of ``speech.py``. The stages are looked at in their order, and the first that lost the
source is the cause: ``little`` – passages of it count, but they are less than the limit; ``candidates`` – it was not
among the candidates; ``faint`` – the order of its best section says less than what a copy needs; ``rivals`` – it would
say enough, but other sources or the shelf nearly as much; ``passages`` – the section as a whole does, but no train of
its sentences stands out; ``sections`` – it would do, but was not compared word by word, which is done with few.
``nats`` is the order's evidence for the best section, where all are compared.
"""

from __future__ import annotations

import argparse
import json
import math
import platform
from collections import Counter
from collections.abc import Collection
from pathlib import Path
from typing import Any

import speech
from ablations import with_numbers
from engine import Engine
from gate import checked
from zh import Record

from simcheck import Document
from simcheck.align.sections import Section
from simcheck.corpus.sources import Sources
from simcheck.scoring import SCORING

#: All sections of all candidates are compared word by word.
COMPARING_ALL = with_numbers(order={"verify_from": -1e9, "verified": 10**6, "likely": 10**6})


def why(engine: Engine, everything: Engine, draft: Record, sources: Sources, marked: int) -> tuple[str, float]:
    """The cause, and the nats of order of the source's best section; ``marked`` are the characters that count,
    ``everything`` the engine that compares all sections word by word."""
    document, numbers = Document(draft["id"], draft["text"]), SCORING.order
    candidates, sections = everything.sections(document, sources)
    own = {number for number, one in candidates.sources.items() if one.analyzed.document.id == draft["source"]}
    if not own or marked:
        return "little" if marked else "candidates", 0.0
    nats, section = max(((_best(one, own), one) for one in sections), key=lambda one: one[0])
    if nats < numbers.rival_share * numbers.rival_least:
        return "faint", nats
    others = [float(found) for one, found in zip(section.sources, section.nats, strict=True) if one.number not in own]
    rivals = sorted([*others, *section.shelf_nats.tolist(), *[numbers.rival_least] * numbers.rivals])[-numbers.rivals :]
    if nats < numbers.rival_share * sum(rivals) / numbers.rivals:
        return "rivals", nats
    compared = any(piece.number in own for one in engine.sections(document, sources)[1] for piece in one.sources)
    return "passages" if compared else "sections", nats


def _best(section: Section, own: Collection[int]) -> float:
    """The nats of the best section of these sources, -inf where none was compared."""
    found = (float(nats) for piece, nats in zip(section.sources, section.nats, strict=True) if piece.number in own)
    return max(found, default=-math.inf)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bench", type=Path, required=True, help="folder of the bench")
    parser.add_argument("--articles", type=Path, required=True, help="newspaper articles for the larger corpora")
    parser.add_argument("--sizes", default="15,83,680", help="documents in a corpus, comma separated")
    parser.add_argument("--cache", type=Path, help="where to keep the documents taken apart")
    parser.add_argument("--json", type=Path, help="where to write the figures")
    parser.add_argument("--jobs", type=int, default=2, help="processes")
    arguments = parser.parse_args()
    drafts, library, corpora = speech.prepared(arguments)
    drafts = [draft for draft in drafts if draft["source"]]
    written: dict[str, Any] = {"machine": f"{platform.machine()}, {arguments.jobs} processes", "sizes": {}}
    engine, everything = Engine(library.encoder), Engine(library.encoder, COMPARING_ALL)
    for size, ids in corpora.items():
        passed = []
        for draft, result in zip(drafts, checked(library, drafts, ids, None, arguments.jobs), strict=True):
            if result.fails:
                continue
            marked = sum(end - start for start, end, _, source in result.marked if source == draft["source"])
            cause, nats = why(engine, everything, draft, library.corpus(ids[draft["id"]]), marked)
            passed.append(
                {"draft": draft["id"], "style": draft["style"], "cause": cause, "nats": round(nats, 1)}
                | {"counted": round(result.overlap, 3)}
            )
        causes = dict(Counter(one["cause"] for one in passed).most_common())
        written["sizes"][str(size)] = {"drafts": len(drafts), "pass": len(passed), "causes": causes, "passed": passed}
        print(size, causes, *passed, sep="\n", flush=True)
        if arguments.json:
            arguments.json.write_text(json.dumps(written, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
