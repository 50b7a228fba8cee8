"""Explain: one alignment followed from words to nats, to rivals, to its score."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from simcheck.align.background import Background
from simcheck.align.evidence import Evidence, demand, null_nats
from simcheck.align.extend import Fragment
from simcheck.align.pair import Pair, Pairs, pair_up
from simcheck.align.pipeline import Alignment, align
from simcheck.align.rivals import Rivals
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
class Rival:
    """What the best window of another document offers for the passage, in nats."""

    number: int
    lexical: float
    semantic: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why an alignment has its score.

    ``words`` and ``missing`` words at ``miss`` nats each add up to ``evidence.lexical``, ``sentences`` to
    ``evidence.semantic``. ``rivals`` are the best ones, best first; ``anyone`` is the null score of a passage without a
    rival. ``demand`` is the net evidence at which a passage of so many ``tokens`` is as likely reuse as not.

    The passage is that of the alignment, whose ends may reach a little beyond those of the match in a report.
    """

    alignment: Alignment
    words: tuple[Word, ...]
    missing: int
    miss: float
    sentences: tuple[SentencePair, ...]
    rivals: tuple[Rival, ...]
    anyone: float
    tokens: int
    demand: float
    scale: float

    @property
    def evidence(self) -> Evidence:
        """The evidence that is explained."""
        return self.alignment.evidence


def explain(
    draft: Embedded, candidates: Candidates, background: Background, number: int, scoring: Scoring, most: int = 5
) -> Explanation:
    """Explain the alignment ``number`` (from 0) of those that ``align`` gives, with at most so many rivals.

    Raises IndexError when there are not so many.
    """
    alignment = align(draft, candidates, background, scoring)[number]
    pairs = pair_up(draft, candidates, background, scoring, [alignment.number])
    ordered = alignment.evidence.ordered
    pair, fragment = pairs[alignment.number], alignment.fragment
    missing = int(np.count_nonzero(~pair.found(fragment.draft, fragment.source)))
    tokens = fragment.draft[1] - fragment.draft[0]
    return Explanation(
        alignment,
        tuple(sorted(_words(pair, fragment), key=lambda word: -word.nats)),
        missing,
        float(np.log1p(-fragment.retained)),
        tuple(_sentences(pair, fragment, candidates, background)),
        tuple(_rivals(pairs, fragment, candidates, scoring)[:most]),
        null_nats(pair, fragment, scoring.rivalry),
        tokens,
        scoring.order.even if ordered else demand(tokens, scoring.decision),
        scoring.order.scale if ordered else scoring.decision.scale,
    )


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
        mine, other = pair.draft.analyzed.sentences[row], pair.source.analyzed.sentences[column]
        similarity = float(candidates.similarities[fragment.number][row, column])
        level = float(levels[row])
        nats = float(pair.semantic[row, column] * inside)
        found.append(SentencePair((mine.start, mine.end), (other.start, other.end), similarity, level, nats))
    return found


def _rivals(pairs: Pairs, fragment: Fragment, candidates: Candidates, scoring: Scoring) -> list[Rival]:
    asked = Rivals(fragment, pairs, scoring)
    left_out = {fragment.number, *candidates.duplicates[fragment.number]}
    found = [Rival(number, *asked.offer(number)) for number in pairs if number not in left_out]
    return sorted(found, key=lambda rival: -(min(rival.lexical, scoring.rivalry.most_words) + rival.semantic))
