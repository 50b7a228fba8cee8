"""Pair: a draft beside one source, with all that does not depend on where one looks.

The words of both are numbered by one vocabulary, the source's; each word has a frequency by chance, estimated from the
background and from the two texts together; each pair of sentences has its semantic nats.
"""

from __future__ import annotations

import functools

import numpy as np

from simcheck.align import loops
from simcheck.align.background import LexicalBackground
from simcheck.align.likelihood import found_nats
from simcheck.align.names import join_names
from simcheck.align.semantic import Matrix
from simcheck.align.side import Bools, Floats, Ints, Side, Stretch
from simcheck.align.vocabulary import vocabulary_of
from simcheck.scoring import Scoring


class Pair:
    """A draft and one source with their shared vocabulary, frequencies by chance, and semantic evidence.

    ``semantic`` holds nats for each pair of sentences, shape (draft sentences, source sentences).
    """

    def __init__(
        self, draft: Side, source: Side, lexical: LexicalBackground, semantic: Matrix, scoring: Scoring
    ) -> None:
        self.draft, self.source, self.semantic, self.scoring = draft, source, semantic, scoring
        self.surprise, self.floor = lexical.surprise, lexical.floor
        theirs, ours = vocabulary_of(source.analyzed), vocabulary_of(draft.analyzed)
        self.source_word, self.words = theirs.of_token, len(theirs.ids)
        at = np.minimum(np.searchsorted(ours.ids, theirs.ids), len(ours.ids) - 1)
        shared = np.flatnonzero(ours.ids[at] == theirs.ids) if len(ours.ids) else at[:0]
        word = np.full(len(ours.ids), self.words)
        word[at[shared]] = shared
        #: Index into the source's vocabulary, ``words`` for a token that the source has nowhere.
        self.draft_word = join_names(draft, source, word[ours.of_token], self.words)
        self.in_draft = np.bincount(self.draft_word, minlength=self.words + 1)[: self.words]
        self.in_source, self.source_order, self.source_start = theirs.counts, theirs.order, theirs.start
        others = np.append(np.maximum(self.in_draft - 1, 0) + np.maximum(self.in_source - 1, 0), 0)[self.draft_word]
        seen = others + lexical.weight * lexical.frequency + scoring.lexical.unseen
        #: Occurrences per token of text that chance would give, for each token of the draft.
        self.frequency = seen / (len(draft) + len(source) + lexical.weight)
        #: The same by word of the source; words that the draft does not have are never found and need none.
        self.word_frequency, self.word_surprise = np.zeros(self.words + 1), np.zeros(self.words + 1)
        self.word_frequency[self.draft_word] = self.frequency
        self.word_surprise[self.draft_word] = self.surprise

    @functools.cached_property
    def best_semantic(self) -> Floats:
        """The most that each of the draft's sentences can earn by its meaning, in nats, never less than nothing."""
        return np.asarray(np.maximum(self.semantic.max(axis=1), 0.0), dtype=float)

    @functools.cached_property
    def sides(self) -> tuple[loops.SideArrays, loops.SideArrays]:
        """Draft and source as the loops take them."""
        word, least = self.source_word, self.scoring.semantic.left_out
        frequency, surprise = self.word_frequency[word], self.word_surprise[word]
        return (
            _side(self.draft, self.draft_word, self.frequency, self.surprise, self.semantic, -np.inf),
            _side(self.source, word, frequency, surprise, self.semantic.T, least),
        )

    def found(self, draft: Stretch, source: Stretch) -> Bools:
        """Which of the draft's tokens ``draft`` stand anywhere among the source's tokens ``source``."""
        present = np.zeros(self.words + 1, dtype=bool)
        present[self.source_word[slice(*source)]] = True
        present[self.words] = False
        return np.asarray(present[self.draft_word[slice(*draft)]])

    def worth(self, at: slice | Ints, length: int, retained: float) -> Floats:
        """Nats that each of the draft's tokens ``at`` would earn if it were found in a stretch of ``length`` tokens."""
        chance = -np.expm1(-length * self.frequency[at])
        return found_nats(chance, self.surprise[at], retained, self.scoring.lexical.cap)

    def semantic_sum(self, draft: Stretch, source: Stretch) -> float:
        """Nats that the sentences of the draft's tokens ``draft`` earn by their best counterparts among those of
        ``source``; of a sentence that lies inside in part, its part."""
        ours, theirs = self.draft.sentence, self.source.sentence
        rows = slice(int(ours[draft[0]]), int(ours[draft[1] - 1]) + 1)
        columns = slice(int(theirs[source[0]]), int(theirs[source[1] - 1]) + 1)
        best = self.semantic[rows, columns].max(axis=1) / np.maximum(self.draft.sentence_tokens[rows], 1)
        return float(best[ours[slice(*draft)] - rows.start].sum())


def _side(
    text: Side, word: Ints, frequency: Floats, surprise: Floats, semantic: Matrix, least: float
) -> loops.SideArrays:
    return loops.SideArrays(word, frequency, surprise, text.sentence, text.sentence_tokens, semantic, least)
