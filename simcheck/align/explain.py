"""Explain: one alignment followed from words, or from the order of sentences, to nats, to rivals, to its score."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from simcheck.align.background import Background
from simcheck.align.evidence import Evidence, demand, null_nats
from simcheck.align.extend import Fragment
from simcheck.align.overlapping import common, home
from simcheck.align.pair import Pair, Pairs, pair_up
from simcheck.align.pipeline import Aligned, Alignment
from simcheck.align.rivals import Rivals
from simcheck.align.sections import Section
from simcheck.encode.embedded import Embedded
from simcheck.retrieve import Candidates
from simcheck.scoring import Scoring

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Word:
    """A word that both passages have: how often on either side, and the nats that it earns in all.

    It earns once for each place that has a counterpart, so a word that stands twice may say more than the cap of one.
    """

    text: str
    in_draft: int
    in_source: int
    nats: float


@dataclass(frozen=True, slots=True)
class SentencePair:
    """A sentence of the draft with its best counterpart in the source passage, spans of the original texts.

    ``similarity`` is theirs, ``level`` what the draft sentence reaches in other documents, ``nats`` what the pair says
    as far as the sentence lies in the passage.
    """

    draft: Span
    source: Span
    similarity: float
    level: float
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
        return 1.0 / (1.0 + math.exp(-self.logit))


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why an alignment has its score: that of ``basis``, the passage that was scored (``Alignment.basis``).

    A passage found by words and meaning has ``words``, and ``missing`` words at ``miss`` nats each, which add up to
    ``evidence.lexical``, and ``sentences``, which add up to ``evidence.semantic``; ``rivals`` are the best ones, best
    first; ``anyone`` is the null score of a passage without a rival. One that was found by the order of its sentences
    has ``in_order``; its null score is ``rival_share`` times ``rivals_mean``, the mean of what the next best sections
    say. Where a passage stands out so far that it needs no evidence of its section, ``by_significance``, its net
    evidence is reckoned from its significance. ``tokens`` are those of the passage.

    ``logistic`` gives the score; of the two ways to it that a plain copy has, the surer one, ``as_copy``.
    """

    alignment: Alignment
    basis: tuple[Span, Span]
    evidence: Evidence
    words: tuple[Word, ...]
    missing: int
    miss: float
    sentences: tuple[SentencePair, ...]
    in_order: tuple[OrderedPair, ...]
    rivals: tuple[Rival, ...]
    anyone: float
    rival_share: float
    by_significance: bool
    as_copy: bool
    tokens: int
    logistic: Logistic

    @property
    def rivals_mean(self) -> float:
        """What the next best sections of sources say on average, in nats, for a passage in order."""
        return self.evidence.null / self.rival_share


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
        float(np.log1p(-fragment.retained)),
        tuple(_sentences(pair, fragment, candidates, background)) if by_words else (),
        () if by_words else tuple(_in_order(pair, fragment, aligned.sections)),
        tuple(_rivals(pairs, fragment, candidates, scoring)[:most]) if by_words else (),
        null_nats(pair, fragment, scoring.rivalry),
        numbers.rival_share,
        evidence.ordered and known is not None and known.least >= numbers.certain,
        as_copy.logit > logistic.logit,
        tokens,
        max(logistic, as_copy, key=lambda one: one.logit),
    )


def _logistics(evidence: Evidence, tokens: int, scoring: Scoring) -> tuple[Logistic, Logistic]:
    """The two ways to a score: by the net evidence, and as a plain copy."""
    order, decision = scoring.order, scoring.decision
    even, scale = (order.even, order.scale) if evidence.ordered else (demand(tokens, decision), decision.scale)
    as_copy = Logistic(evidence.copied, decision.copied_even, decision.copied_scale)
    return Logistic(evidence.net, even, scale), as_copy


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
        found.append(Word(shown, here, there, float(worth[at].mean() * min(here, there))))
    return found


def _sentences(pair: Pair, fragment: Fragment, candidates: Candidates, background: Background) -> list[SentencePair]:
    ours, theirs = pair.draft.sentence[slice(*fragment.draft)], pair.source.sentence[slice(*fragment.source)]
    columns = np.unique(theirs)
    levels = background.levels.get(fragment.number, background.reach["zh"].similarity)
    found = []
    for row in np.unique(ours).tolist():
        column = int(columns[pair.semantic[row, columns].argmax()])
        inside = np.count_nonzero(ours == row) / max(pair.draft.sentence_tokens[row], 1.0)
        similarity = float(candidates.similarities[fragment.number][row, column])
        level = float(levels[row])
        nats = float(pair.semantic[row, column] * inside)
        found.append(SentencePair(*_spans(pair, row, column), similarity, level, nats))
    return found


def _in_order(pair: Pair, fragment: Fragment, sections: tuple[Section, ...]) -> list[OrderedPair]:
    """The sentences of a passage in order, as the section of the source has them that has most of its source."""
    ours, theirs = pair.draft.sentences(fragment.draft), pair.source.sentences(fragment.source)
    section = sections[home([one.draft for one in sections], ours)]
    at = max(
        (at for at, one in enumerate(section.sources) if one.number == fragment.number),
        key=lambda at: common(section.sources[at].sentences, theirs),
    )
    copied, start = section.copied(at), section.sources[at].sentences.start
    found = []
    for row in range(max(ours.start, section.draft.start), min(ours.stop, section.draft.stop)):
        own = row - section.draft.start
        column = int(copied[own].argmax())
        nats, probability = float(section.emissions[at][own, column]), float(copied[own, column])
        found.append(OrderedPair(*_spans(pair, row, start + column), nats, probability))
    return found


def _spans(pair: Pair, row: int, column: int) -> tuple[Span, Span]:
    mine, other = pair.draft.analyzed.sentences[row], pair.source.analyzed.sentences[column]
    return (mine.start, mine.end), (other.start, other.end)


def _rivals(pairs: Pairs, fragment: Fragment, candidates: Candidates, scoring: Scoring) -> list[Rival]:
    asked = Rivals(fragment, pairs, scoring)
    left_out = {fragment.number, *candidates.duplicates[fragment.number]}
    found = [Rival(number, *asked.offer(number)) for number in pairs if number not in left_out]
    return sorted(found, key=lambda rival: -(min(rival.lexical, scoring.rivalry.most_words) + rival.semantic))
