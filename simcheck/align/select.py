"""Select: which fragments are matches, how sure that is, and one match for each copied passage.

The score is a probability, a logistic function of the net evidence: what the passage's own words say, less what
the second best rival source offers for the same words, plus what the sentences' meaning says. Short passages
need more, because a name or a title is shared easily.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from simcheck.align.passages import Evidence

#: Nats of net evidence at which a long passage is as likely reuse as not, and how many more the very shortest needs.
EVEN = 40.0
SHORT = 40.0
#: Tokens over which the demand on short passages falls to a third of itself.
FADE = 25.0
#: Nats that raise the odds e-fold. Evidence in nats would do so by itself if tokens were independent; they are not.
SCALE = 9.0
#: The same for a passage copied as it is, in nats of its words alone beyond those of the best rival.
PLAIN, PLAIN_SCALE = 10.0, 3.0
#: Share of a fragment that may already belong to a better one before it is dropped.
OVERLAP = 0.3


@dataclass(frozen=True, slots=True)
class Selected:
    """Evidence with its score; ``counts`` when the score is at least one half."""

    evidence: Evidence
    score: float

    @property
    def counts(self) -> bool:
        """Whether this is reuse rather than not."""
        return self.score >= 0.5


def score(evidence: Evidence) -> float:
    """The probability that a fragment is reuse, in (0, 1)."""
    tokens = evidence.fragment.draft[1] - evidence.fragment.draft[0]
    logit = (evidence.net - EVEN - SHORT * math.exp(-tokens / FADE)) / SCALE
    logit = max(logit, (evidence.plain - PLAIN) / PLAIN_SCALE)
    return 1.0 / (1.0 + math.exp(-max(-60.0, min(60.0, logit))))


def select(found: Iterable[Evidence]) -> list[Selected]:
    """The fragments that count, best first claimed, apart from each other on the draft's side, in the order of
    the draft."""
    scored = (Selected(evidence, score(evidence)) for evidence in found)
    chosen: list[Selected] = []
    for candidate in sorted((one for one in scored if one.counts), key=_rank):
        first, last = candidate.evidence.fragment.draft
        free = _free(first, last, [c.evidence.fragment.draft for c in chosen])
        if free and free[1] - free[0] >= (1 - OVERLAP) * (last - first):
            fragment = replace(candidate.evidence.fragment, draft=free)
            chosen.append(replace(candidate, evidence=replace(candidate.evidence, fragment=fragment)))
    return sorted(chosen, key=lambda c: c.evidence.fragment.draft)


def _rank(candidate: Selected) -> tuple[float, float]:
    evidence = candidate.evidence
    return -evidence.net, -evidence.lexical


def _free(first: int, last: int, taken: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """The longest part of ``[first, last)`` that nothing taken touches."""
    parts, start = [], first
    for low, high in sorted(taken):
        if high <= first or low >= last:
            continue
        parts.append((start, low))
        start = max(start, high)
    parts.append((start, last))
    best = max(parts, key=lambda part: part[1] - part[0])
    return best if best[1] > best[0] else None
