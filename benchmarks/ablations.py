"""What each part of the engine is worth: simcheck without it, on the Chinese bench and on a sample of PAN 2013.

    python benchmarks/ablations.py --data FOLDER [--pan FOLDER] [--json benchmarks/results/ablations.json] [--jobs 2]

The folders are those of ``zh.py`` and ``pan.py``. The product has no switches; this script puts other functions into
the places of a stage. The constants were chosen for the whole engine, so that beside plagdet as it comes there is
plagdet at the threshold that suits what is left best (quotations are not taken out then).
"""

from __future__ import annotations

import argparse
import json
import platform
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pan
import tables
from engine import Found, part
from plagdet import Span
from proposals import proposals
from zh import Checked, Record, built, by_kind, counted, flagged, load, run

from simcheck.align.evidence import Pair, Scores
from simcheck.align.grow import Fragment
from simcheck.align.pairs import Pairs
from simcheck.align.passages import Evidence
from simcheck.text.background import Background

#: Scores, as logits, at which what is left is cut when the best threshold is looked for.
LOGITS = tuple(float(x) for x in np.arange(-8.0, 4.01, 0.5))


@dataclass(frozen=True, slots=True)
class Ablation:
    """The engine without one part: other values under names of simcheck; ``english`` if PAN can tell anything of it."""

    title: str
    without: Mapping[str, Any] = field(default_factory=dict)
    english: bool = True


# The functions that stand in for a stage. They have its signature and none of its effect.


_draft_scores, _source_scores = part("align.evidence.Pair.draft_scores"), part("align.evidence.Pair.source_scores")


def meaning_only(scores: Scores) -> Scores:
    """Scores without the words: every token counts as found and earns nothing by it."""
    zero = np.zeros(len(scores.lexical))
    return Scores(zero, scores.semantic, np.ones(len(zero), dtype=bool), zero)


def draft_meaning(pair: Pair, first: int, last: int, source: tuple[int, int], retained: float) -> Scores:
    return meaning_only(_draft_scores(pair, first, last, source, retained))


def source_meaning(pair: Pair, first: int, last: int, draft: tuple[int, int], retained: float) -> Scores:
    return meaning_only(_source_scores(pair, first, last, draft, retained))


def all_found(_: Pair, draft: tuple[int, int], __: tuple[int, int]) -> Any:
    return np.ones(draft[1] - draft[0], dtype=bool)


def no_offer(*_: Any, **__: Any) -> float:
    return 0.0


def none(*_: Any) -> Iterator[Any]:
    return iter(())


def not_alike(*_: Any) -> Any:
    return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), np.zeros(0)


def no_meaning(similarities: Any, *_: Any) -> Any:
    return np.zeros(similarities.shape, dtype=np.float32)


def no_rivals(peaks: Any, _: Any) -> Any:
    return np.zeros_like(peaks)


def not_compiled() -> None:
    """The Python functions, whose parts can be exchanged."""


_weigh = part("align.passages._weigh")


def alone(number: int, fragment: Fragment, said: Any, pairs: Pairs, alike: Any) -> Evidence:
    """A fragment weighed as if its source were the only one: what a rival is assumed to offer at least stays."""
    return _weigh(number, fragment, said, Pairs({number: pairs[number]}), alike)


def one_cosine(self: Any, document: int, pool: Any, alike: Any = frozenset()) -> Any:
    """One background for all sentences: their mean, in place of each sentence's own."""
    each, among = _background(self, document, pool, alike)
    return np.full_like(each, each.mean()), among


_background = part("search.Neighbourhood.background")


def no_background() -> Background:
    return Background(0, np.zeros(0, dtype=np.uint32), np.zeros(0, dtype=np.uint8))


def as_it_stands(
    pair: Pair, draft: tuple[int, int], source: tuple[int, int], retained: float, least: float = 0.0
) -> Fragment | None:
    """A seed as it is, not grown, widened or trimmed; the nats of its weaker side, None below ``least``."""
    ours = pair.draft_scores(*draft, source, retained)
    theirs = pair.source_scores(*source, draft, retained)
    sums = (float(scores.lexical.sum() + scores.semantic.sum()) for scores in (ours, theirs))
    nats = min(sums)
    return Fragment(draft, source, nats, retained) if nats >= least else None


WITHOUT_WORDS = {
    "align.evidence.Pair.draft_scores": draft_meaning,
    "align.evidence.Pair.source_scores": source_meaning,
    "align.evidence.Pair.found": all_found,
    "align.compiled.loops": not_compiled,
    "align.passages.offer": no_offer,
    "align.rivals.offer": no_offer,
    "align.seeds._by_words": none,
    "search._shared": not_alike,
    "check._runs": none,
}
WITHOUT_MEANING = {
    "align.pairing.semantic_nats": no_meaning,
    "align.seeds._by_meaning": none,
    "search._similar": not_alike,
}
ABLATIONS = {
    "whole": Ablation("simcheck as it is"),
    "lexical": Ablation("without the words (lexical channel)", WITHOUT_WORDS),
    "semantic": Ablation("without the meaning (semantic channel)", WITHOUT_MEANING),
    "rivals": Ablation(
        "without rival sources",
        {"align.passages._weigh": alone, "align.seeds._rivals": no_rivals},
        False,
    ),
    "sentence": Ablation(
        "without each sentence's own background", {"search.Neighbourhood.background": one_cosine}, False
    ),
    "background": Ablation("without the shipped background", {"align.pairing.load_background": no_background}, False),
    "growing": Ablation("without growing: each seed by itself", {"align.passages.grow": as_it_stands}),
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
    checked = run(drafts, corpus, jobs, ablation.without)
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
    results = pan.detect(texts, pairs, jobs, ablation.without)
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
