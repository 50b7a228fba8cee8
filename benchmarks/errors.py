"""What is still missed on the Chinese bench and what is still flagged wrongly, by cause.

    python benchmarks/zh.py --data FOLDER --details FILE
    python benchmarks/errors.py --details FILE [--json benchmarks/results/errors.json]

A case is missed when less than half of its draft characters are in matches that count and name its source. A match is
wrong when less than half of its draft characters were copied from the stretch that it names.
"""

from __future__ import annotations

import argparse
import gzip
import json
import pickle
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from engine import Found
from plagdet import Span
from tables import LABELS
from tables import errors as table
from zh import Record, spans_of

#: Share of a case that must be found, and of a match that must be right.
HALF = 0.5
#: Share from which a case counts as found whole, or a match as nowhere too wide.
WHOLE = 0.9


def why_missed(case: Span, draft: Record) -> str | None:
    """The cause, a key of ``missed`` in ``labels.toml``, why a case was not found; None if at least half of it was."""
    half = HALF * (case.draft_end - case.draft_start)
    there = [one for one in draft["counted"] if _shared(one, case)]
    same = [one for one in there if one.source == case.source]
    right = [one for one in same if _touch_source(one, case)]
    if _covered(case, right) >= half:
        return None
    if right:
        return "less"
    if _covered(case, [one for one in draft["ignored"] if one.source == case.source]) >= half:
        return "quotation"
    if _covered(case, there) >= half:
        return "stretch" if same else "other_source"
    return _why_nothing(case, draft["found"])


def _why_nothing(case: Span, found: Sequence[Found]) -> str:
    """Why no fragment became a match where nothing else stands."""
    near = [one for one in found if one.source == case.source and _shared(one, case) and _touch_source(one, case)]
    if not near:
        return "nothing"
    best = max(near, key=lambda one: one.lexical + one.semantic)
    return "rival" if best.null > best.least else "faint"


def why_wrong(match: Span, draft: Record) -> str | None:
    """The cause, a key of ``wrong`` there, why a match is no copy; None if at least half of it is right."""
    size = match.draft_end - match.draft_start
    cases = spans_of(draft)
    right = [case for case in cases if case.source == match.source and _touch_source(match, case)]
    if _covered(match, right) >= HALF * size:
        return None
    if _covered(match, cases) >= HALF * size:
        same = [case for case in cases if case.source == match.source]
        return "wrong_stretch" if _covered(match, same) >= HALF * size else "wrong_source"
    for span in draft["negatives"]:
        first, last = span["draft_offset"], span["draft_offset"] + span["draft_length"]
        if min(last, match.draft_end) - max(first, match.draft_start) >= HALF * size:
            return "negative"
    near = [one for one in draft["found"] if one.source == match.source and _shared(one, match)]
    best = max(near, key=lambda one: one.net, default=None)
    return "meaning" if best is not None and best.semantic > best.lexical else "words"


def analysed(details: Sequence[Record]) -> dict[str, Any]:
    """Counts by cause and kind, and what the ends of passages that were found cost."""
    missed: dict[str, Counter[str]] = {cause: Counter() for cause in LABELS["missed"]}
    wrong: dict[str, Counter[str]] = {cause: Counter() for cause in LABELS["wrong"]}
    ends: Counter[str] = Counter()
    for draft in details:
        for case in spans_of(draft):
            cause = why_missed(case, draft)
            if cause:
                missed[cause][draft["kind"]] += 1
                continue
            size = case.draft_end - case.draft_start
            left = size - _covered(case, [one for one in draft["counted"] if one.source == case.source])
            ends.update(found=1, cut=left > (1 - WHOLE) * size, characters=size, characters_cut=left)
        for match in draft["counted"]:
            cause = why_wrong(match, draft)
            size = match.draft_end - match.draft_start
            if cause:
                wrong[cause][draft["kind"]] += 1
                ends.update(characters_wrong=size)
                continue
            over = size - _covered(match, spans_of(draft))
            ends.update(right=1, too_wide=over > (1 - WHOLE) * size, characters_matched=size, characters_over=over)
    return {
        "cases": sum(len(draft["cases"]) for draft in details),
        "matches": sum(len(draft["counted"]) for draft in details),
        "missed": {cause: dict(kinds.most_common()) for cause, kinds in missed.items()},
        "wrong": {cause: dict(kinds.most_common()) for cause, kinds in wrong.items()},
        "ends": dict(ends),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--details", type=Path, required=True, help="what zh.py --details wrote")
    parser.add_argument("--json", type=Path, help="where to write the figures")
    arguments = parser.parse_args()
    with gzip.open(arguments.details, "rb") as file:
        found = analysed(pickle.load(file))
    print(f"{table('missed', found)}\n\n{table('wrong', found)}\n\n{found['ends']}")
    if arguments.json:
        arguments.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


def _shared(one: Span | Found, other: Span) -> int:
    return max(0, min(one.draft_end, other.draft_end) - max(one.draft_start, other.draft_start))


def _touch_source(one: Span | Found, other: Span) -> bool:
    return min(one.source_end, other.source_end) > max(one.source_start, other.source_start)


def _covered(span: Span, others: Sequence[Span]) -> int:
    """Draft characters of a span under the union of others."""
    covered, reached = 0, span.draft_start
    for first, last in sorted((other.draft_start, other.draft_end) for other in others):
        low, high = max(first, reached), min(last, span.draft_end)
        if high > low:
            covered += high - low
            reached = high
    return covered


if __name__ == "__main__":
    main()
