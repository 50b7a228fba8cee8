"""Explain: one alignment followed from words, or from the order of sentences, to nats, to rivals, to its score."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from simcheck.align.background import Background
from simcheck.align.evidence import Evidence, demand, rivals_among
from simcheck.align.extend import Fragment
from simcheck.align.followed import standing_out
from simcheck.align.likelihood import logistic
from simcheck.align.overlapping import common, section_holding
from simcheck.align.pair import Pair, Pairs, pair_up
from simcheck.align.pipeline import Aligned, Alignment
from simcheck.align.rivals import Rivals
from simcheck.align.sections import Section
from simcheck.encode.embedded import Embedded
from simcheck.retrieve import Candidates
from simcheck.scoring import Scoring
from simcheck.text.tokens import WORDS

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
class SentencePair:
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
    ``evidence.lexical``, and ``sentences``, which add up to ``evidence.semantic``; ``retained`` is the share of
    words that the passage was taken to keep, ``unit`` the encoder's unit of similarity; ``rivals`` are the best
    ones, best first, other copies of the passage not among them; ``floor`` is the null score of a passage without a
    rival. One that was found by the order of its sentences has ``in_order``; its null score is
    ``order.rival_share`` times ``rivals_mean``, the mean of what the next best sections say, and
    ``order.permuted_share`` times what the section says in other orders, ``evidence.permuted``, less what its own
    sentences add by ``standing_out``. Where a passage stands
    out so far that it needs no evidence of its section, ``by_significance``, its net evidence is reckoned from its
    significance. ``tokens`` are those of the passage.

    ``logistic`` gives the score; of the two ways to it that a plain copy has, the surer one, ``as_copy``. ``scoring``
    are the numbers that all of it was reckoned with.
    """

    alignment: Alignment
    basis: tuple[Span, Span]
    evidence: Evidence
    words: tuple[Word, ...]
    missing: int
    retained: float
    unit: float
    sentences: tuple[SentencePair, ...]
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
        """What the next best sections of sources say on average, in nats, for a passage in order."""
        numbers = self.scoring.order
        taken_off = self.evidence.null + self.standing_out - numbers.permuted_share * self.evidence.permuted
        return taken_off / numbers.rival_share

    @property
    def standing_out(self) -> float:
        """The nats that the significance of a passage in order adds."""
        known = self.evidence.significance
        return standing_out(known.value, self.scoring.order) if known is not None else 0.0


def explain(
    draft: Embedded,
    candidates: Candidates,
    background: Background,
    aligned: Aligned,
    number: int,
    scoring: Scoring,
    most: int = 5,
) -> Explanation:
    """Explain the alignment ``number`` (from 0) of those that ``align_with_order`` gave, with at most so many rivals.

    Raises IndexError when there are not so many.
    """
    alignment = aligned.alignments[number]
    fragment, evidence = alignment.basis.fragment, alignment.basis.evidence
    pairs = pair_up(draft, candidates, background, scoring, [alignment.number])
    pair, numbers = pairs[alignment.number], scoring.order
    tokens = fragment.draft[1] - fragment.draft[0]
    logistic, as_copy = _logistics(evidence, tokens, scoring)
    known = evidence.significance
    by_words = not evidence.ordered
    return Explanation(
        alignment,
        (pair.draft.span(*fragment.draft), pair.source.span(*fragment.source)),
        evidence,
        tuple(sorted(_words(pair, fragment), key=lambda word: -word.nats)) if by_words else (),
        int(np.count_nonzero(~pair.found(fragment.draft, fragment.source))),
        fragment.retained,
        background.unit,
        tuple(_sentences(pair, fragment, candidates, background)) if by_words else (),
        () if by_words else tuple(_in_order(pair, fragment, aligned.sections)),
        tuple(_rivals(pairs, fragment, evidence, candidates, scoring)[:most]) if by_words else (),
        _floor(pair, fragment, scoring),
        evidence.ordered and known is not None and known.least >= numbers.certain,
        as_copy.logit > logistic.logit,
        tokens,
        max(logistic, as_copy, key=lambda one: one.logit),
        scoring,
    )


def _logistics(evidence: Evidence, tokens: int, scoring: Scoring) -> tuple[Logistic, Logistic]:
    """The two ways to a score: by the net evidence, and as a plain copy."""
    order, decision = scoring.order, scoring.decision
    even, scale = (0.0, order.scale) if evidence.ordered else (demand(tokens, decision), decision.scale)
    as_copy = Logistic(evidence.plain_copy, decision.plain_copy_even, decision.plain_copy_scale)
    return Logistic(evidence.net, even, scale), as_copy


def _floor(pair: Pair, fragment: Fragment, scoring: Scoring) -> Floor:
    tokens, lexical = pair.draft.analyzed.tokens, scoring.lexical
    characters = int(np.count_nonzero(tokens.units[tokens.unit[slice(*fragment.draft)]] < WORDS))
    words = fragment.draft[1] - fragment.draft[0] - characters
    return Floor(scoring.rivalry.null, characters, lexical.character_null, words, lexical.word_null)


def _words(pair: Pair, fragment: Fragment) -> list[Word]:
    """The shared words; each earns as often as it stands on both sides, what its places are worth on average."""
    ours, theirs = pair.draft_word[slice(*fragment.draft)], pair.source_word[slice(*fragment.source)]
    worth = pair.worth(slice(*fragment.draft), fragment.source[1] - fragment.source[0], fragment.retained)
    tokens, text = pair.draft.analyzed.tokens, pair.draft.analyzed.normalized.text
    found = []
    for word in np.intersect1d(ours, theirs).tolist():
        at = np.flatnonzero(ours == word)
        here, there = len(at), int(np.count_nonzero(theirs == word))
        first = fragment.draft[0] + int(at[0])
        shown = text[tokens.starts[first] : tokens.ends[first]]
        found.append(Word(shown, here, there, float(worth[at].mean())))
    return found


def _sentences(pair: Pair, fragment: Fragment, candidates: Candidates, background: Background) -> list[SentencePair]:
    ours, theirs = pair.draft.sentence[slice(*fragment.draft)], pair.source.sentence[slice(*fragment.source)]
    columns = np.unique(theirs)
    levels = background.levels.get(fragment.number, background.pool_levels["zh"].similarity)
    found = []
    for row in np.unique(ours).tolist():
        column = int(columns[pair.semantic[row, columns].argmax()])
        inside = np.count_nonzero(ours == row) / max(pair.draft.sentence_tokens[row], 1.0)
        similarity = float(candidates.similarities[fragment.number][row, column])
        level = float(levels[row])
        nats = float(pair.semantic[row, column] * inside)
        said = similarity, level, float(background.weights[row]), float(inside), nats
        found.append(SentencePair(*_spans(pair, row, column), *said))
    return found


def _in_order(pair: Pair, fragment: Fragment, sections: tuple[Section, ...]) -> list[OrderedPair]:
    """The sentences of a passage in order, as the section of the source has them that has most of its source."""
    ours, theirs = pair.draft.sentences(fragment.draft), pair.source.sentences(fragment.source)
    section = sections[section_holding([one.draft for one in sections], ours)]
    at = max(
        (at for at, one in enumerate(section.sources) if one.number == fragment.number),
        key=lambda at: common(section.sources[at].sentences, theirs),
    )
    taken_from, start = section.taken_from(at), section.sources[at].sentences.start
    found = []
    for row in range(max(ours.start, section.draft.start), min(ours.stop, section.draft.stop)):
        own = row - section.draft.start
        column = int(taken_from[own].argmax())
        nats, probability = float(section.emissions[at][own, column]), float(taken_from[own, column])
        found.append(OrderedPair(*_spans(pair, row, start + column), nats, probability))
    return found


def _spans(pair: Pair, row: int, column: int) -> tuple[Span, Span]:
    mine, other = pair.draft.analyzed.sentences[row], pair.source.analyzed.sentences[column]
    return (mine.start, mine.end), (other.start, other.end)


def _rivals(
    pairs: Pairs, fragment: Fragment, evidence: Evidence, candidates: Candidates, scoring: Scoring
) -> list[Rival]:
    rivals = Rivals(fragment, pairs, scoring)
    asked = rivals_among(fragment, evidence.also_in, evidence.lexical, pairs, candidates.duplicates, scoring)
    found = [Rival(number, *rivals.offer(number)) for number in asked]
    return sorted(found, key=lambda rival: -(min(rival.lexical, scoring.rivalry.most_words) + rival.semantic))
