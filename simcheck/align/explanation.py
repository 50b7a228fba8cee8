"""Explanation: what an alignment's score is made of, from words or the order of sentences to nats, rivals and score."""

from __future__ import annotations

import math
from dataclasses import dataclass

from simcheck.align.evidence import FragmentEvidence
from simcheck.align.likelihood import logistic
from simcheck.align.pipeline import Alignment
from simcheck.align.significance import standing_out
from simcheck.scoring import Scoring

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Word:
    """A word that both passages have: how often on either side, and the nats that it earns each time, at most the cap.

    It earns once for each place that has a counterpart, so a word that stands twice may say more than the cap of one.
    """

    text: str
    in_draft: int
    in_source: int
    each: float

    @property
    def times(self) -> int:
        """How often it earns."""
        return min(self.in_draft, self.in_source)

    @property
    def nats(self) -> float:
        """What it earns in all.

        >>> Word("是隐", 3, 4, 3.5).nats
        10.5
        """
        return self.times * self.each


@dataclass(frozen=True, slots=True)
class ExplainedPair:
    """A sentence of the draft with its best counterpart in the source passage, spans of the original texts.

    ``similarity`` is theirs, ``level`` what the draft sentence reaches in other documents, ``weight`` what it can say
    by its meaning, ``inside`` the share of it that lies in the passage, and ``nats`` what the pair says: weight ×
    inside × slope × ((similarity − level) / unit − neutral), the last factors within the limits of ``Semantic``.
    """

    draft: Span
    source: Span
    similarity: float
    level: float
    weight: float
    inside: float
    nats: float


@dataclass(frozen=True, slots=True)
class OrderedPair:
    """A sentence of the draft with the source sentence that it was most likely taken from by the order model: what the
    two emit, in ``nats``, and the ``probability`` that it was taken from there, given all sentences of the section."""

    draft: Span
    source: Span
    nats: float
    probability: float


@dataclass(frozen=True, slots=True)
class Rival:
    """What the best window of another document offers for the passage, in nats."""

    number: int
    lexical: float
    semantic: float


@dataclass(frozen=True, slots=True)
class Floor:
    """What any text of the genre offers for a passage, the least null score: ``base`` nats for any passage, and so much
    for each pair of Chinese characters and for each word of a spaced script."""

    base: float
    characters: int
    each_character: float
    words: int
    each_word: float

    @property
    def nats(self) -> float:
        """The floor itself.

        >>> Floor(20.0, 100, 0.2, 10, 0.05).nats
        40.5
        """
        return self.base + self.characters * self.each_character + self.words * self.each_word


@dataclass(frozen=True, slots=True)
class Logistic:
    """The score as 1 / (1 + exp(−(``nats`` − ``even``) / ``scale``)): of so many nats, as likely reuse as not at
    ``even``."""

    nats: float
    even: float
    scale: float

    @property
    def logit(self) -> float:
        """The log-odds, as far as the score goes."""
        return max(-60.0, min(60.0, (self.nats - self.even) / self.scale))

    @property
    def score(self) -> float:
        """The probability.

        >>> Logistic(49.0, 40.0, 9.0).score > 0.73
        True
        """
        return logistic(self.logit)


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why an alignment has its score: that of ``basis``, the passage that was scored (``Alignment.basis``).

    A passage found by words and meaning has ``words``, and ``missing`` words at ``miss`` nats each, which add up to
    ``evidence.lexical``, and ``sentences``, which add up to ``evidence.semantic``; ``retained`` is the share of words
    that the passage was taken to keep, ``unit`` the encoder's unit of similarity; ``rivals`` are the best ones, best
    first, other copies of the passage not among them; ``floor`` is the null score of a passage without a rival. One
    that was found by the order of its sentences has ``in_order``; its null score is ``order.rival_share`` times
    ``rivals_mean``, the mean of its ``evidence.order_rivals``, and ``order.permuted_share`` times what the section says
    in other orders, ``evidence.permuted``, and what a short draft takes off, ``evidence.short``, less what its train
    adds by ``standing_out``. Where the train stands out so far that it needs no evidence of its section,
    ``by_significance``, the net evidence is reckoned from its significance. ``tokens`` are those of the passage.

    ``logistic`` gives the score; of the two ways to it that a plain copy has, the surer one, ``as_copy``. ``scoring``
    are the parameters that all of it was reckoned with.
    """

    alignment: Alignment
    basis: tuple[Span, Span]
    evidence: FragmentEvidence
    words: tuple[Word, ...]
    missing: int
    retained: float
    unit: float
    sentences: tuple[ExplainedPair, ...]
    in_order: tuple[OrderedPair, ...]
    rivals: tuple[Rival, ...]
    floor: Floor
    by_significance: bool
    as_copy: bool
    tokens: int
    logistic: Logistic
    scoring: Scoring

    @property
    def miss(self) -> float:
        """What each missing word earns, in nats."""
        return math.log1p(-self.retained)

    @property
    def rivals_mean(self) -> float:
        """What the rivals of a passage in order are taken to say on average, in nats."""
        rivals = self.evidence.order_rivals
        return sum(one.nats for one in rivals) / max(len(rivals), 1)

    @property
    def standing_out(self) -> float:
        """The nats that the significance of its train adds to a passage in order."""
        known = self.evidence.significance
        return standing_out(known.value, self.scoring.order) if known is not None else 0.0
