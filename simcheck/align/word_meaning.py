"""Words by meaning: for each pair of sentences, how near the words of one come to those of the other.

A word says what it is worth that some word of the other sentence is as near to it: the nats of the chance that a random
sentence holds one (:mod:`simcheck.align.reference`). A synonym in a sentence that holds few such words by chance says
much, a common word next to nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from simcheck.align.reference import FINE, STEP, Reference
from simcheck.align.semantic import Matrix
from simcheck.align.side import Ints
from simcheck.caching import MIB, LRUCache, stands_for
from simcheck.encode.static import StaticEncoder
from simcheck.text.analyze import Analyzed, Script

#: A text, and which of its sentences are looked at.
Excerpt = tuple[Analyzed, slice]
#: Words whose similarities are held at once.
BAND = 256
#: Words whose similarities are reckoned together, or a multiple of it: other products are rounded otherwise, and a word
#: would be less near to itself beside an earlier draft's than alone.
TOGETHER = 32
#: Bytes of memory for what is known of sentences that may come again, as all but a few do after an edit.
KNOWN = 32 * MIB


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """For each pair of sentences how many deviations the words of the draft's sentence, and those of the source's, say
    more than chance would; both of shape (draft sentences, source sentences)."""

    deviations: tuple[Matrix, Matrix]

    def of(self, sentences: slice) -> Words:
        """The same of some sentences of the source."""
        ours, theirs = self.deviations
        return Words((ours[:, sentences], theirs[:, sentences]))


@dataclass(frozen=True, slots=True, eq=False)
class _Cut:
    """The different words of a section and their vectors, which of them stands at each place, where sentences begin,
    how many words each has."""

    different: Ints
    vectors: Matrix
    place: Ints
    starts: Ints
    sizes: Ints


def words_by_meaning(
    draft: Excerpt,
    source: Excerpt,
    scripts: tuple[Script, Script],
    encoder: StaticEncoder,
    tails: Reference,
    cap: float,
) -> Words:
    """The evidence of the words of some sentences of a draft and of a source in these scripts; ``cap`` is the most that
    a word says. What is known of a draft's sentence from an earlier check is not worked out again."""
    against = stands_for(source[0], source[1].start, source[1].stop, scripts, encoder, tails, cap)
    sentences = [sentence.text for sentence in draft[0].sentences[draft[1]]]
    keys = [(sentence, against) for sentence in sentences]
    rows = dict(zip(sentences, _known.get_all(keys), strict=True))
    new = [sentence for sentence, row in rows.items() if row is None]
    if new:
        found = _deviations(_cut(words_of(new, encoder), encoder), _cut_of(source, encoder), scripts, tails, cap)
        for sentence, ours, theirs in zip(new, *found, strict=True):
            rows[sentence] = said = (ours.copy(), theirs.copy())
            _known.put((sentence, against), said)
    known = [row for sentence in sentences if (row := rows[sentence]) is not None]
    return Words((np.stack([ours for ours, _ in known]), np.stack([theirs for _, theirs in known])))


#: What the words of a draft's sentence and of some of a source's say, two rows, by the sentence and what stands for
#: the others.
_known: LRUCache[tuple[str, object], tuple[Matrix, Matrix]] = LRUCache(KNOWN)


def _deviations(
    ours: _Cut, theirs: _Cut, scripts: tuple[Script, Script], tails: Reference, cap: float
) -> tuple[Matrix, Matrix]:
    """What the words of either side say, in deviations, both of shape (draft sentences, source sentences)."""
    near_ours = np.zeros((len(ours.different), len(theirs.starts)), dtype=np.float32)
    near_theirs = np.full((len(ours.starts), len(theirs.different)), -1.0, dtype=np.float32)
    for first in range(0, len(ours.different), BAND):
        some = slice(first, first + BAND)
        vectors = ours.vectors[some]
        more = np.repeat(vectors[:1], -len(vectors) % TOGETHER, axis=0)
        similar = (np.concatenate([vectors, more]) @ theirs.vectors.T)[: len(vectors)]
        near_ours[some] = np.maximum.reduceat(similar[:, theirs.place], theirs.starts, axis=1)
        inside = (ours.place >= first) & (ours.place < first + BAND)
        rows = np.repeat(np.arange(len(ours.starts)), ours.sizes)[inside]
        if len(rows):
            begins = np.flatnonzero(np.diff(rows, prepend=-1))
            best = np.maximum.reduceat(similar[ours.place[inside] - first], begins, axis=0)
            near_theirs[rows[begins]] = np.maximum(near_theirs[rows[begins]], best)
    # A word is judged by what sentences in the other text's script hold by chance.
    said_ours = _nats(ours.different, near_ours, tails.tails[scripts[1]], cap)
    said_theirs = _nats(theirs.different, near_theirs.T, tails.tails[scripts[0]], cap)
    by_draft = np.add.reduceat(said_ours[ours.place], ours.starts, axis=0)
    by_source = np.add.reduceat(said_theirs[theirs.place], theirs.starts, axis=0).T
    one, other = ours.sizes[:, None].astype(np.float32), theirs.sizes[None].astype(np.float32)
    ours_say, theirs_say = (by_draft - one) / np.sqrt(one), (by_source - other) / np.sqrt(other)
    return ours_say.astype(np.float32), theirs_say.astype(np.float32)


def words_of(sentences: Sequence[str], encoder: StaticEncoder) -> list[Ints]:
    """The words of each sentence; one without any has the word 0."""
    return [words if len(words) else np.zeros(1, dtype=np.int64) for words in encoder.words(sentences)]


def _cut_of(excerpt: Excerpt, encoder: StaticEncoder) -> _Cut:
    text, part = excerpt
    key = stands_for(text, part.start, part.stop, encoder)
    cut = _cuts.get(key)
    if cut is None:
        cut = _cut(words_of([sentence.text for sentence in text.sentences[part]], encoder), encoder)
        _cuts.put(key, cut)
    return cut


#: Sections of sources that were cut lately: a draft that is being written goes on with the same ones.
_cuts: LRUCache[object, _Cut] = LRUCache(16 * MIB)


def _cut(words: Sequence[Ints], encoder: StaticEncoder) -> _Cut:
    sizes = np.array([len(one) for one in words])
    different, place = np.unique(np.concatenate(words), return_inverse=True)
    return _Cut(different, encoder.word_vectors(different), place, np.cumsum(sizes) - sizes, sizes)


def _nats(words: Ints, similar: Matrix, tails: npt.NDArray[np.uint8], cap: float) -> Matrix:
    """−ln of the chance that a random sentence holds a word as near, by word and sentence."""
    levels = np.clip(similar * FINE, 0, 255).astype(np.uint8)
    steps = np.full(similar.shape, -1, dtype=np.int8)
    for quantile in tails[words].T:
        steps += levels >= quantile[:, None]
    return np.asarray(np.clip(steps * np.float32(STEP), 0.0, cap), dtype=np.float32)
