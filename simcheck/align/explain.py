"""Explain: one alignment followed from words, or from the order of sentences, to nats, to rivals, to its score."""

from __future__ import annotations

import numpy as np

from simcheck.align.background import Background
from simcheck.align.evidence import FragmentEvidence, demand, evident_tokens, rivals_among
from simcheck.align.explanation import (
    ExplainedPair,
    Explanation,
    Floor,
    Logistic,
    OrderedPair,
    Rival,
    Span,
    Word,
)  # fmt: skip
from simcheck.align.extend import Fragment
from simcheck.align.overlapping import common, section_holding
from simcheck.align.pair import Pair
from simcheck.align.pairs import Pairs, pair_up
from simcheck.align.pipeline import Aligned
from simcheck.align.rivals import Rivals
from simcheck.align.sections import Section
from simcheck.encode.embedded import Embedded
from simcheck.retrieve import Candidates
from simcheck.scoring import Scoring
from simcheck.text.tokens import WORDS


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
    pair, parameters = pairs[alignment.number], scoring.order
    tokens = fragment.draft[1] - fragment.draft[0]
    logistic, as_copy = _logistics(evidence, tokens, scoring)
    known = evidence.significance
    by_words = not evidence.ordered
    return Explanation(
        alignment,
        (pair.draft.span(*fragment.draft), pair.source.span(*fragment.source)),
        evidence,
        tuple(sorted(_words(pairs, fragment, scoring), key=lambda word: -word.nats)) if by_words else (),
        int(np.count_nonzero(~pair.found(fragment.draft, fragment.source))),
        fragment.retained,
        background.unit,
        tuple(_sentences(pair, fragment, candidates, background)) if by_words else (),
        () if by_words else tuple(_in_order(pair, fragment, aligned.sections)),
        tuple(_rivals(pairs, fragment, evidence, candidates, scoring)[:most]) if by_words else (),
        _floor(pair, fragment, scoring),
        evidence.ordered and known is not None and known.least >= parameters.certain,
        as_copy.logit > logistic.logit,
        tokens,
        max(logistic, as_copy, key=lambda one: one.logit),
        scoring,
    )


def _logistics(evidence: FragmentEvidence, tokens: int, scoring: Scoring) -> tuple[Logistic, Logistic]:
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


def _words(pairs: Pairs, fragment: Fragment, scoring: Scoring) -> list[Word]:
    """The shared words; each earns as often as it stands on both sides, what its places are worth on average."""
    pair = pairs[fragment.number]
    ours, theirs = pair.draft_word[slice(*fragment.draft)], pair.source_word[slice(*fragment.source)]
    worth = pair.worth(slice(*fragment.draft), fragment.source[1] - fragment.source[0], fragment.retained)
    worth = worth * evident_tokens(fragment, pairs, scoring)
    tokens, text = pair.draft.analyzed.tokens, pair.draft.analyzed.normalized.text
    found = []
    for word in np.intersect1d(ours, theirs).tolist():
        at = np.flatnonzero(ours == word)
        here, there = len(at), int(np.count_nonzero(theirs == word))
        first = fragment.draft[0] + int(at[0])
        shown = text[tokens.starts[first] : tokens.ends[first]]
        found.append(Word(shown, here, there, float(worth[at].mean())))
    return found


def _sentences(pair: Pair, fragment: Fragment, candidates: Candidates, background: Background) -> list[ExplainedPair]:
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
        found.append(ExplainedPair(*_spans(pair, row, column), *said))
    return found


def _in_order(pair: Pair, fragment: Fragment, sections: tuple[Section, ...]) -> list[OrderedPair]:
    """The sentences of a passage in order, as the section of the source has them that has most of its source; the
    posterior is that of the whole section, though sentences that words had told already spoke for nothing."""
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
    pairs: Pairs, fragment: Fragment, evidence: FragmentEvidence, candidates: Candidates, scoring: Scoring
) -> list[Rival]:
    rivals = Rivals(fragment, evident_tokens(fragment, pairs, scoring), pairs, scoring)
    asked = rivals_among(fragment, evidence.also_in, evidence.lexical, pairs, candidates.duplicates, scoring)
    found = [Rival(number, *rivals.offer(number)) for number in asked]
    return sorted(found, key=lambda rival: -(min(rival.lexical, scoring.rivalry.most_words) + rival.semantic))
