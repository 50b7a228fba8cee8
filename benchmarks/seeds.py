"""Five real speeches as a corpus: copied stretches are found where they stand, and no speech fails because of the rest.

    python benchmarks/seeds.py --data FOLDER [--json benchmarks/results/seeds.json]

FOLDER holds speeches as ``*.txt``. The draft is ``examples/drafts/clean.txt`` with a stretch of two of the speeches put
in, every twelfth character of them replaced.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from plagdet import Span, measure

from simcheck import Document, compare

CARRIER = Path(__file__).parent.parent / "examples" / "drafts" / "clean.txt"
#: Characters of a stretch that is put in, and how often one of them is replaced.
LENGTH, EVERY = 240, 12


def edited(text: str) -> str:
    """The text with every twelfth character replaced by 某, marks and line ends left as they are."""
    return "".join("某" if k % EVERY == 7 and char.isalnum() else char for k, char in enumerate(text))


def stretch(text: str) -> tuple[int, int]:
    """Whole sentences of about ``LENGTH`` characters from the middle of a speech."""
    marks = [k + 1 for k, char in enumerate(text) if char in "。.！!\n"]
    start = next(mark for mark in marks if mark >= len(text) // 2)
    return start, next(mark for mark in marks if mark >= start + LENGTH)


def mixed(speeches: dict[str, str]) -> tuple[Document, list[Span]]:
    """A draft with stretches of the first two speeches in it, and where they are."""
    carrier = CARRIER.read_text(encoding="utf-8")
    paragraphs = carrier.split("\n\n")
    draft, cases = "", []
    for k, paragraph in enumerate(paragraphs):
        draft += paragraph + "\n\n"
        if k in (2, len(paragraphs) - 3):
            name = list(speeches)[len(cases)]
            start, end = stretch(speeches[name])
            cases.append(Span("draft", len(draft), len(draft) + end - start, name, start, end))
            draft += edited(speeches[name][start:end]) + "\n\n"
    return Document("draft", draft), cases


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of speeches")
    parser.add_argument("--json", type=Path, help="where to write the figures")
    arguments = parser.parse_args()
    files = sorted(arguments.data.glob("*.txt"))
    speeches = {f"speech {k}": path.read_text(encoding="utf-8") for k, path in enumerate(files, 1)}
    results: dict[str, Any] = {"each_against_the_others": {}}
    for name, text in speeches.items():
        others = {other: words for other, words in speeches.items() if other != name}
        report = compare(Document(name, text), others)
        results["each_against_the_others"][name] = {
            "decision": report.verdict.decision,
            "overlap": report.figures.overlap,
        }
        print(f"{name}: {report.verdict.decision}, overlap {report.figures.overlap:.1%}")
    results["largest_overlap"] = max(one["overlap"] for one in results["each_against_the_others"].values())
    draft, cases = mixed(speeches)
    report = compare(draft, speeches)
    found = [
        Span("draft", m.draft.start, m.draft.end, m.source.document_id, m.source.start, m.source.end)
        for m in report.counted
    ]
    measures = measure(cases, found)
    for case, match in zip(cases, report.counted, strict=False):
        print(f"put in {case.draft_start}-{case.draft_end} from {case.source} {case.source_start}-{case.source_end},")
        print(f"found  {match.draft.start}-{match.draft.end} from {match.source.document_id}", end=" ")
        print(f"{match.source.start}-{match.source.end}, {match.kind}, score {match.score:.2f}")
    print(f"plagdet {measures.plagdet:.3f}, precision {measures.precision:.3f}, recall {measures.recall:.3f}")
    results["put_in"] = asdict(measures)
    if arguments.json:
        arguments.json.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
