"""Evidence: what the pairs of sentences of two passages say for having been taken one from the other, in nats."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simcheck.align import Background, Section, Side, headings_of, side, vocabulary_of, words_in_source
from simcheck.encode.embedded import Embedded
from simcheck.retrieve import Candidates
from simcheck.scoring import Scoring
from simcheck.text.analyze import script_of

Matrix = npt.NDArray[np.float32]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


class Places(NamedTuple):
    """Sentences of the draft, and of the source ``number``."""

    rows: slice
    number: int
    columns: slice


class Said(NamedTuple):
    """What pairs of sentences say, both of shape (draft sentences, source sentences): ``meaning`` in nats, and the
    share of the ``words`` of the shorter one that the other has, each weighed by its surprise."""

    meaning: Matrix
    words: Matrix

    def nats(self, scoring: Scoring) -> Matrix:
        """Meaning and words together."""
        parameters = scoring.pairing
        return np.asarray(
            self.meaning + parameters.word_nats * (self.words - parameters.words_by_chance), dtype=np.float32
        )


def said(
    places: Places,
    draft: Embedded,
    candidates: Candidates,
    background: Background,
    sections: Iterable[Section],
    scoring: Scoring,
) -> Said:
    """What the pairs of sentences at some places say; of meaning what a section said of them, where one has them."""
    meaning = next((one for section in sections if (one := _in_section(places, section)) is not None), None)
    if meaning is None:
        meaning = _meaning(places, candidates, background, scoring)
    return Said(meaning, _words(places, draft, candidates.sources[places.number], background))


def _in_section(places: Places, section: Section) -> Matrix | None:
    rows, columns = places.rows, places.columns
    if not (section.draft.start <= rows.start and rows.stop <= section.draft.stop):
        return None
    for other, nats in zip(section.sources, section.emissions, strict=True):
        own = other.sentences
        if other.number == places.number and own.start <= columns.start and columns.stop <= own.stop:
            first, left = section.draft.start, own.start
            return nats[rows.start - first : rows.stop - first, columns.start - left : columns.stop - left]
    return None


def _meaning(places: Places, candidates: Candidates, background: Background, scoring: Scoring) -> Matrix:
    """The nats of nearness alone. Of two passages that belong together the topic is no rival: nothing is taken off."""
    source, parameters = candidates.sources[places.number].analyzed, scoring.order
    level = (
        background.pool_levels[script_of(source)].at_least(background.neighbour_levels[places.number]).of(places.rows)
    )
    similarities = candidates.similarities[places.number][places.rows, places.columns]
    headings = headings_of(source)[places.columns]
    margins = (similarities - level.similarity[:, None]) / level.unit
    nats = np.clip(parameters.slope * (margins - parameters.neutral), parameters.least, parameters.most)
    weights = background.order_weights[places.rows, None] * ~headings[None]
    return np.asarray(np.where(nats > 0, nats * weights, nats), dtype=np.float32)


def _words(places: Places, draft: Embedded, source: Embedded, background: Background) -> Matrix:
    """The share of words that the pairs of sentences have in common, names in the other script among them."""
    ours, theirs = side(draft.analyzed), side(source.analyzed)
    known = vocabulary_of(source.analyzed)
    mine, other = _tokens(ours, places.rows), _tokens(theirs, places.columns)
    word = words_in_source(draft.analyzed, source.analyzed)[mine]
    worth = np.zeros(len(known.ids) + 1)
    np.maximum.at(worth, word, background.lexical.surprise[mine])
    shared = np.intersect1d(word, known.of_token[other])
    shared = shared[worth[shared] > 0]
    here = _held(word, ours.sentence[mine] - places.rows.start, shared, places.rows)
    there = _held(known.of_token[other], theirs.sentence[other] - places.columns.start, shared, places.columns)
    weight = background.lexical.surprise[mine]
    total = np.bincount(ours.sentence[mine] - places.rows.start, weight, places.rows.stop - places.rows.start)
    # What the source's words are worth is known only of those that the draft has too; its others are worth the mean.
    each = float(weight.mean()) if len(weight) else 1.0
    sizes = np.bincount(
        theirs.sentence[other] - places.columns.start, minlength=places.columns.stop - places.columns.start
    )
    least = np.maximum(np.minimum(total[:, None], each * sizes[None]), each)
    return np.asarray(np.minimum(1.0, (here * worth[shared]) @ there.T / least), dtype=np.float32)


def _tokens(text: Side, sentences: slice) -> slice:
    low, high = np.searchsorted(text.sentence, [sentences.start, sentences.stop])
    return slice(int(low), int(high))


def _held(word: Ints, sentence: Ints, shared: Ints, sentences: slice) -> Floats:
    """Which of the ``shared`` words each sentence has, shape (sentences, words)."""
    held = np.zeros((sentences.stop - sentences.start, len(shared)))
    if len(shared):
        at = np.minimum(np.searchsorted(shared, word), len(shared) - 1)
        known = shared[at] == word
        held[sentence[known], at[known]] = 1.0
    return held
