"""What each part of the engine is worth: simcheck without it, on the Chinese bench and on a sample of PAN 2013.

    python benchmarks/ablations.py --data FOLDER [--pan FOLDER] [--json benchmarks/results/ablations.json] [--jobs 2]

The folders are those of ``zh.py`` and ``pan.py``. The product has no switches; this script runs its stages with other
numbers, or with other values between them (``engine.py``). The numbers were chosen for the whole engine, so that beside
plagdet as it comes there is plagdet at the threshold that suits what is left best (quotations are not taken out then).
"""

from __future__ import annotations

import argparse
import json
import platform
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pan
import tables
from engine import Change, Found
from plagdet import Span
from proposals import proposals
from zh import Checked, Record, built, by_kind, counted, flagged, load, run

from simcheck.align import Background
from simcheck.retrieve import Candidates
from simcheck.scoring import SCORING, Scoring

#: Scores, as logits, at which what is left is cut when the best threshold is looked for.
LOGITS = tuple(float(x) for x in np.arange(-8.0, 4.01, 0.5))


@dataclass(frozen=True, slots=True)
class Ablation:
    """The engine without one part: by other numbers, or by other values between its stages; ``english`` if PAN can tell
    anything of it."""

    title: str
    scoring: Scoring = SCORING
    change: Change | None = None
    english: bool = True


def with_numbers(**parts: dict[str, Any]) -> Scoring:
    """The record with other numbers, by part and name."""
    return replace(SCORING, **{part: replace(getattr(SCORING, part), **others) for part, others in parts.items()})


def without_rivals(candidates: Candidates, background: Background) -> tuple[Candidates, Background]:
    """All candidates as near-duplicates of each other: one voice, and no rivals."""
    every = frozenset(candidates.sources)
    return replace(candidates, duplicates={number: every - {number} for number in every}), background


def one_level(candidates: Candidates, background: Background) -> tuple[Candidates, Background]:
    """One background similarity for all sentences: the mean, in place of each sentence's own."""
    levels = {number: np.full_like(level, level.mean()) for number, level in background.levels.items()}
    return candidates, replace(background, levels=levels)


def unknown_words(candidates: Candidates, background: Background) -> tuple[Candidates, Background]:
    """Words of which no background knows anything: as rare as they are in the two texts, as surprising as can be."""
    words = background.lexical
    known = replace(words, surprise=np.full_like(words.surprise, SCORING.lexical.cap), frequency=words.frequency * 0.0)
    return candidates, replace(background, lexical=known, weights=np.minimum(1.0, background.weights + 1.0))


#: So little of the words kept that a miss costs nothing.
NO_WORDS = {"least_retained": 1e-9, "most_retained": 1e-9}
ABLATIONS = {
    "whole": Ablation("simcheck as it is"),
    "lexical": Ablation(
        "without the words (lexical channel)",
        with_numbers(lexical={"cap": 0.0}, extension=NO_WORDS, seeding={"run": 10**9}),
    ),
    "semantic": Ablation("without the meaning (semantic channel)", with_numbers(semantic={"slope": 0.0})),
    "rivals": Ablation("without rival sources", change=without_rivals, english=False),
    "sentence": Ablation("without each sentence's own background", change=one_level, english=False),
    "background": Ablation("without the shipped background", change=unknown_words, english=False),
    "extension": Ablation("without X-drop: extension ends at the first loss", with_numbers(extension={"drop": 0.0})),
}


def at_best_threshold(drafts: Sequence[Record], checked: Sequence[Checked]) -> tuple[float, float]:
    """The best plagdet of all kinds together over thresholds of the score, and that threshold as a score."""
    listed = {one.draft: proposals(one.found) for one in checked}
    tried = []
    for logit in LOGITS:
        least = 1 / (1 + np.exp(-logit))
        chosen = {name: [_span(name, one) for one in found if one.score >= least] for name, found in listed.items()}
        tried.append((by_kind(drafts, chosen)["all"].plagdet, float(least)))
    return max(tried)


def on_zh(drafts: Sequence[Record], corpus: str, ablation: Ablation, jobs: int) -> dict[str, Any]:
    """The figures of one ablation on the Chinese bench."""
    start = time.perf_counter()
    checked = run(drafts, corpus, jobs, inside=True, scoring=ablation.scoring, change=ablation.change)
    detections = {one.draft: counted(one.matches) for one in checked}
    kinds = by_kind(drafts, detections)
    best, threshold = at_best_threshold(drafts, checked)
    return {
        "kinds": {kind: measures.plagdet for kind, measures in kinds.items()},
        "precision": kinds["all"].precision,
        "recall": kinds["all"].recall,
        "granularity": kinds["all"].granularity,
        "counted_though_not_copied": flagged(drafts, detections),
        "best_threshold": {"plagdet": best, "score": threshold},
        "seconds": time.perf_counter() - start,
    }


def on_pan(texts: pan.Texts, pairs: Sequence[pan.Pairing], ablation: Ablation, jobs: int) -> dict[str, Any]:
    """plagdet by category of one ablation on PAN, by the product's own rules."""
    results = pan.detect(texts, pairs, jobs, ablation.scoring, ablation.change)
    figures = pan.figures(pairs, [one.product for one in results])
    return {
        **{category: measures["plagdet"] for category, measures in figures["categories"].items()},
        "clean_flagged": figures["clean_flagged"],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of the Chinese bench")
    parser.add_argument("--pan", type=Path, help="folder of PAN 2013, for those that mean something there")
    parser.add_argument("--sample", type=int, default=40, help="pairs of each category of PAN")
    parser.add_argument("--json", type=Path, help="where to write the figures")
    parser.add_argument("--jobs", type=int, default=2, help="processes")
    parser.add_argument("--every", type=int, default=1, help="only every so manyth draft, for a quick look")
    parser.add_argument("--only", help="only these, comma separated: " + ", ".join(ABLATIONS))
    arguments = parser.parse_args()
    drafts, sources = load(arguments.data)
    drafts = drafts[:: arguments.every]
    names = arguments.only.split(",") if arguments.only else list(ABLATIONS)
    texts, pairs = pan.read(arguments.pan) if arguments.pan else (None, [])
    found: dict[str, dict[str, Any]] = {}
    with built(sources) as corpus:
        for name in names:
            found[name] = {"zh": on_zh(drafts, corpus, ABLATIONS[name], arguments.jobs)}
            if texts is not None and ABLATIONS[name].english:
                found[name]["pan"] = on_pan(texts, pan.sample(pairs, arguments.sample), ABLATIONS[name], arguments.jobs)
            print(f"{name}: {found[name]['zh']['kinds']['all']:.3f}, {found[name]['zh']['seconds']:.0f} s", flush=True)
    titles = {name: ABLATIONS[name].title for name in found}
    machine = f"{platform.machine()}, {arguments.jobs} processes"
    written = {"machine": machine, "drafts": len(drafts), "titles": titles, "ablations": found}
    print(tables.ablations(written))
    if arguments.json:
        arguments.json.write_text(json.dumps(written, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _span(draft: str, one: Found) -> Span:
    return Span(draft, one.draft_start, one.draft_end, one.source, one.source_start, one.source_end)


if __name__ == "__main__":
    main()
