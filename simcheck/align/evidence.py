"""Evidence: how many nats each token of one text earns when it meets a stretch of the other.

A token that occurs with frequency f stands by chance somewhere in a stretch of L tokens with p0 = 1 −
exp(−L·f); in a copy that keeps a share r of its words, with p1 = r + (1 − r)·p0. Found, it earns ln(p1 / p0),
never more than ``CAP`` nor than the information that the token carries after its predecessors
(:meth:`simcheck.text.background.Background.surprise`): the words of a set phrase follow from each other and
earn next to nothing. Missing, it costs ln(1 − r). On top, a sentence spreads its semantic evidence over its
tokens.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from simcheck.caching import MIB, memoize_blocks, memoize_per_object
from simcheck.text.analyze import Analyzed
from simcheck.text.background import ORDER, Background
from simcheck.text.fingerprint import grams
from simcheck.text.formulas import RUN, in_formula
from simcheck.text.names import names_of, spelled

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
#: First token of a stretch and the one behind its last.
Stretch = tuple[int, int]

#: The most that one token can say.
CAP = 4.0
#: Tokens' worth of trust in the background's frequency of a pair of Chinese characters against what is counted in the
#: two texts themselves; and of trust that a word, of which the background knows nothing, is rare.
PRIOR, WORD_PRIOR = 30_000.0, 1_000.0
#: What a token of a formula says, in nats.
NOTHING = 0.02
#: Nats that another text of the same kind usually offers for a pair of Chinese characters, and for a word: reports are
#: made of the same phrases.
USUAL, WORD_USUAL = 0.2, 0.05
#: Occurrences that a token unknown to the background is assumed to have had there.
UNSEEN = 0.02
#: The least that the meaning of a sentence of the source can say, in nats: who condenses a passage leaves sentences
#: out, while one in the draft that has no counterpart stands there all the same.
LEFT_OUT = -5.0
#: Units below this are characters, those above it are words.
WORDS = 1 << 32
#: Marks that belong to the words behind them, and to the words before them.
OPENING, CLOSING = "“‘「『《〈【([", "”’」』》〉】)]。.!?;…"


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """One text as the aligner sees it: its tokens, the sentence that holds each, and how many tokens each
    sentence has."""

    analyzed: Analyzed
    sentence: Ints
    sentence_tokens: Floats

    def __len__(self) -> int:
        return len(self.sentence)

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Offsets in the original text of the tokens ``[first, last)``, with the marks that open and close them."""
        tokens, text = self.analyzed.tokens, self.analyzed.normalized.text
        start, end = int(tokens.starts[first]), int(tokens.ends[last - 1])
        while start > 0 and text[start - 1] in OPENING:
            start -= 1
        while end < len(text) and text[end] in CLOSING:
            end += 1
        return self.analyzed.normalized.to_source(start, end)


def side(analyzed: Analyzed) -> Side:
    """Prepare one text; linear in its length."""
    return Side(analyzed, *_sentence_of_tokens(analyzed))


@memoize_per_object
def _sentence_of_tokens(analyzed: Analyzed) -> tuple[Ints, Floats]:
    """The sentence that holds each token, and how many tokens each sentence has."""
    starts = np.array([sentence.start for sentence in analyzed.sentences], dtype=np.int64)
    places = analyzed.normalized.starts[analyzed.tokens.starts]
    sentence = np.maximum(np.searchsorted(starts, places, side="right") - 1, 0)
    return sentence, np.bincount(sentence, minlength=len(starts)).astype(np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """The different tokens of a text, ascending: their ``ids`` and ``counts``, which ``of_token`` each token is, and
    the ``order`` of the tokens sorted by word, each word's occurrences in order, from ``start`` on."""

    ids: npt.NDArray[np.uint64]
    counts: Ints
    of_token: Ints
    order: Ints
    start: Ints


@memoize_per_object
def vocabulary_of(text: Analyzed) -> Vocabulary:
    """The vocabulary of a text."""
    ids, of_token = np.unique(text.tokens.ids, return_inverse=True)
    counts = np.bincount(of_token, minlength=len(ids))
    # Sorting the values themselves is several times as fast as a stable sort of their places.
    size = max(len(of_token), 1)
    order = np.sort(of_token * size + np.arange(len(of_token))) % size
    return Vocabulary(ids, counts, of_token, order, np.concatenate([[0], np.cumsum(counts)]))


@memoize_per_object
def _meant(text: Analyzed, name: str) -> int | None:
    """Which word of a text a name in letters is: of the pairs of characters that it may spell, the one that the text
    has most often; None for none."""
    vocabulary, ids = vocabulary_of(text), spelled(name)
    at = np.minimum(np.searchsorted(vocabulary.ids, ids), len(vocabulary.ids) - 1)
    known = at[vocabulary.ids[at] == ids]
    return int(known[np.argsort(vocabulary.counts[known], kind="stable")[-1]]) if len(known) else None


@memoize_per_object
def _in_characters(text: Analyzed) -> tuple[npt.NDArray[np.uint64], Ints]:
    """The pairs of characters that a text's names may be, as token ids, ascending, and the last token that may be
    each."""
    names = names_of(text)
    last = dict(zip(names.words, names.token.tolist(), strict=True))
    # Falling, so that of equal ids, of which the first one is found, the last token's is.
    falling = sorted(last, key=lambda name: -last[name])
    ids = [spelled(name) for name in falling]
    token = np.repeat([last[name] for name in falling], [len(one) for one in ids]).astype(np.int64)
    different, at = np.unique(np.concatenate([np.zeros(0, dtype=np.uint64), *ids]), return_index=True)
    return different, token[at]


def _has_characters(text: Side) -> bool:
    """Whether a text has Chinese characters, which are the smallest units."""
    units = text.analyzed.tokens.units
    return bool(len(units)) and bool(units.min() < WORDS)


@dataclass(frozen=True, slots=True, eq=False)
class Information:
    """What the background knows of each token of the draft: nats after its predecessors, occurrences per token of text,
    how many tokens of text that knowledge weighs, and the nats that any text of its kind offers for it."""

    surprise: Floats
    frequency: Floats
    weight: Floats
    usual: Floats


def information(draft: Analyzed, background: Background) -> Information:
    """Look up the draft's tokens; sources need no look-up, for only words that the draft has too can be evidence."""
    tokens = draft.tokens
    first, pair = tokens.unit, tokens.units[tokens.unit] < WORDS
    last = first + pair
    surprise, density = _of_units(background, tokens.units)
    frequency = np.where(pair, density[first], 0.0)
    weight, usual = np.where(pair, PRIOR, WORD_PRIOR), np.where(pair, USUAL, WORD_USUAL)
    return Information(surprise[last], frequency, weight, usual)


@memoize_blocks(8 * MIB, reach=max(ORDER, RUN))
def _of_units(background: Background, units: npt.NDArray[np.uint64]) -> tuple[Floats, ...]:
    """What the background says of each unit of a text: its surprise, and how often it comes with the next one."""
    density = np.zeros(len(units))
    density[:-1] = background.density(grams(units, 2))
    return np.where(in_formula(units), NOTHING, background.surprise(units, CAP)), density


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """What each token of a stretch says, in nats by channel; whether it was ``found``, and how likely that was
    by ``chance``."""

    lexical: Floats
    semantic: Floats
    found: Bools
    chance: Floats


class Pair:
    """A draft and one source, with all that does not depend on where one looks: shared vocabulary, frequencies,
    sentences.

    ``semantic`` holds nats for each pair of sentences, shape (draft sentences, source sentences).
    """

    def __init__(self, draft: Side, source: Side, known: Information, semantic: npt.NDArray[np.float32]) -> None:
        self.draft, self.source, self.semantic = draft, source, semantic
        self.surprise, self.usual = known.surprise, known.usual
        words = vocabulary_of(source.analyzed)
        vocabulary, self.source_word = words.ids, words.of_token
        self.words = len(vocabulary)
        ours = vocabulary_of(draft.analyzed)
        at = np.minimum(np.searchsorted(ours.ids, vocabulary), len(ours.ids) - 1)
        shared = np.flatnonzero(ours.ids[at] == vocabulary) if len(ours.ids) else at[:0]
        word = np.full(len(ours.ids), self.words)
        word[at[shared]] = shared
        #: Index into the source's vocabulary, ``words`` for a token that the source has nowhere.
        self.draft_word = word[ours.of_token]
        self._join_names(ours)
        self.in_draft = np.bincount(self.draft_word, minlength=self.words + 1)[: self.words]
        self.in_source, self.source_order, self.source_start = words.counts, words.order, words.start
        others = np.append(np.maximum(self.in_draft - 1, 0) + np.maximum(self.in_source - 1, 0), 0)[self.draft_word]
        #: Occurrences per token of text that chance would give, for each token of the draft.
        seen = others + known.weight * known.frequency + UNSEEN
        self.frequency = seen / (len(draft) + len(source) + known.weight)
        #: The same by word of the source; words that the draft does not have are never found and need none.
        self.word_frequency, self.word_surprise = np.zeros(self.words + 1), np.zeros(self.words + 1)
        self.word_frequency[self.draft_word] = self.frequency
        self.word_surprise[self.draft_word] = self.surprise

    def _join_names(self, ours: Vocabulary) -> None:
        """Names that one side spells in letters and the other in characters become one word."""
        if _has_characters(self.source):
            names = names_of(self.draft.analyzed)
            for token, name in zip(names.token.tolist(), names.words, strict=True):
                if (meant := _meant(self.source.analyzed, name)) is not None:
                    self.draft_word[token] = meant
        if _has_characters(self.draft) and len(names_of(self.source.analyzed).words):
            ids, token = _in_characters(self.source.analyzed)
            at = np.minimum(np.searchsorted(ours.ids, ids), len(ours.ids) - 1)
            if len(known := np.flatnonzero(ours.ids[at] == ids)):
                word = np.full(len(ours.ids), self.words)
                word[at[known]] = self.source_word[token[known]]
                self.draft_word = np.where(self.draft_word == self.words, word[ours.of_token], self.draft_word)

    @functools.cached_property
    def meant(self) -> Floats:
        """The most that each of the draft's sentences can earn by its meaning, in nats, never less than nothing."""
        return np.asarray(np.maximum(self.semantic.max(axis=1), 0.0), dtype=float)

    def draft_scores(self, first: int, last: int, source: tuple[int, int], retained: float) -> Scores:
        """Evidence of the draft's tokens ``[first, last)`` for belonging to the source's tokens ``source``."""
        found = self.found((first, last), source)
        chance = -np.expm1(-(source[1] - source[0]) * self.frequency[first:last])
        lexical = np.full(last - first, np.log1p(-retained))
        lexical[found] = gain(chance[found], self.surprise[first:last][found], retained)
        return Scores(lexical, self.meaning((first, last), source), found, chance)

    def source_scores(self, first: int, last: int, draft: tuple[int, int], retained: float) -> Scores:
        """The same the other way round."""
        found = self._present(self.draft_word[slice(*draft)])[self.source_word[first:last]]
        words = self.source_word[first:last]
        chance = -np.expm1(-(draft[1] - draft[0]) * self.word_frequency[words])
        lexical = np.full(last - first, np.log1p(-retained))
        lexical[found] = gain(np.maximum(chance[found], 1e-9), self.word_surprise[words[found]], retained)
        semantic = _spread(self.source, self.draft, self.semantic.T, (first, last), draft, LEFT_OUT)
        return Scores(lexical, semantic, found, chance)

    def found(self, draft: Stretch, source: Stretch) -> Bools:
        """Which of the draft's tokens ``draft`` stand anywhere among the source's tokens ``source``."""
        return np.asarray(self._present(self.source_word[slice(*source)])[self.draft_word[slice(*draft)]])

    def meaning(self, draft: Stretch, source: Stretch) -> Floats:
        """Nats that the sentences of the draft's tokens ``draft`` earn for them among those of the source's."""
        return _spread(self.draft, self.source, self.semantic, draft, source, -np.inf)

    def worth(self, at: slice | Ints, length: int, retained: float) -> Floats:
        """Nats that each of the draft's tokens ``at`` would earn if it were found in a stretch of ``length`` tokens."""
        return gain(-np.expm1(-length * self.frequency[at]), self.surprise[at], retained)

    def _present(self, words: Ints) -> Bools:
        present = np.zeros(self.words + 1, dtype=bool)
        present[words] = True
        present[self.words] = False
        return present


def gain(chance: Floats, surprise: Floats, retained: float) -> Floats:
    """Nats of tokens that were found, when chance would have found them with the probability ``chance``."""
    return np.asarray(np.minimum(np.minimum(np.log((retained + (1 - retained) * chance) / chance), CAP), surprise))


def _spread(
    one: Side, other: Side, nats: npt.NDArray[np.float32], mine: tuple[int, int], theirs: tuple[int, int], least: float
) -> Floats:
    """Each sentence's best semantic evidence among the other side's sentences, or ``least``, spread evenly over its
    tokens."""
    rows = slice(int(one.sentence[mine[0]]), int(one.sentence[mine[1] - 1]) + 1)
    columns = slice(int(other.sentence[theirs[0]]), int(other.sentence[theirs[1] - 1]) + 1)
    best = np.maximum(nats[rows, columns].max(axis=1), least)
    return np.asarray((best / np.maximum(one.sentence_tokens[rows], 1))[one.sentence[slice(*mine)] - rows.start])
