"""Source evidence: how probable it is that a draft as a whole reuses a source, from all that speaks for it.

A passage answers whether these sentences were taken; a reader also asks whether the draft goes back to that speech. The
same evidence adds up over the draft there: passages, the order of whole sections, and how far the best train of
sentences stands out beyond every other source.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from simcheck.align.followed import net_and_significance
from simcheck.align.likelihood import logistic
from simcheck.align.pipeline import Alignment
from simcheck.align.sections import Section
from simcheck.align.seeds import Duplicates
from simcheck.scoring import Order, SourceReuse


@dataclass(frozen=True, slots=True)
class SourceEvidence:
    """What speaks for the source ``number``.

    ``order`` is the evidence of order of its best section beyond its rivals, in nats; ``significance`` that of
    the best train of sentences in it, in nats per root of sentences; ``passages`` the sum of the log-odds of the
    passages that count, in nats; ``best`` the score of the surest of them. All are 0 for nothing.
    """

    number: int
    order: float
    significance: float
    passages: float
    best: float

    def features(self, parameters: SourceReuse) -> tuple[float, float, float]:
        """The three, none above the most that it can say."""
        return (
            min(self.order, parameters.most_order),
            min(self.significance, parameters.most_significance),
            min(self.passages, parameters.most_passages),
        )

    def probability(self, parameters: SourceReuse) -> float:
        """The probability that the draft reuses the source: a logistic function of the three, never less than that of
        its surest passage."""
        order, significance, passages = self.features(parameters)
        logit = (
            parameters.base
            + parameters.order * order
            + parameters.significance * significance
            + parameters.passages * passages
        )
        return max(self.best, logistic(logit))


def source_evidence(
    counted: Iterable[Alignment], sections: Sequence[Section], duplicates: Duplicates, order: Order
) -> list[SourceEvidence]:
    """The evidence of each source that a ``counted`` passage is from or that a section was compared with, by number."""
    passages: dict[int, float] = {}
    surest: dict[int, float] = {}
    for one in counted:
        surest[one.number] = max(one.score, surest.get(one.number, 0.0))
        score = min(one.score, 1.0 - 1e-9)
        passages[one.number] = passages.get(one.number, 0.0) + math.log(score / (1.0 - score))
    best: dict[int, tuple[float, float]] = {}
    least = order.verify_from
    for section in sections:
        # What has next to no order and no passage is no source by any weights: it is not looked at closely.
        likely = {other.number for other, nats in zip(section.sources, section.nats, strict=True) if nats >= least}
        for number in {other.number for other in section.sources} & {*likely, *passages}:
            net, significance = net_and_significance(section, number, duplicates[number], order)
            before = best.get(number, (0.0, 0.0))
            best[number] = max(before[0], net), max(before[1], significance)
    return [
        SourceEvidence(number, *best.get(number, (0.0, 0.0)), passages.get(number, 0.0), surest.get(number, 0.0))
        for number in sorted({*passages, *best})
    ]
