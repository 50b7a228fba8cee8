"""The figure of a mosaic: how much of a draft stands in short runs of many documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from simcheck.judge.figures import Span, mask_of, seen_letters
from simcheck.scoring import Judgement
from simcheck.types import Match, SharedRun


def mosaic(
    draft: str,
    matches: Iterable[Match],
    quoted: Sequence[Span],
    frame: Iterable[Span],
    runs: Sequence[SharedRun],
    scoring: Judgement,
) -> tuple[float, int]:
    """The share of the draft's letters in ``runs``, beyond those of the document that gives most, and the number of
    documents that give some.

    What is ``quoted`` counts as soon as it is more than a draft may quote; what stands in the document's ``frame``, or
    in what is accepted or does not count, never.
    """
    seen = seen_letters(draft, scoring)
    letters = max(int(seen.sum()), 1)
    left = seen & ~mask_of(len(draft), frame) & ~mask_of(len(draft), _out(matches))
    said = mask_of(len(draft), quoted)
    if (left & said & mask_of(len(draft), ((run.start, run.end) for run in runs))).sum() <= max(
        scoring.quoted_letters, scoring.quoted_most * letters
    ):
        left &= ~said
    shares = Counter[str]()
    for run in runs:
        if inside := int(left[run.start : run.end].sum()):
            shares[run.document_id] += inside
    return (sum(shares.values()) - max(shares.values(), default=0)) / letters, len(shares)


def _out(matches: Iterable[Match]) -> Iterable[Span]:
    """The stretches of matches that do not count; of quotations, and of single words that are too few to be evidence,
    that is decided anew."""
    for match in matches:
        if match.ignored not in (None, "set_phrase", "quotation"):
            yield match.draft.start, match.draft.end
        yield from match.accepted
