"""Words by meaning: for each pair of sentences, how near the words of one come to those of the other.

A word says what it is worth that some word of the other sentence is as near to it: the nats of the chance that a random
sentence holds one (:mod:`simcheck.align.reference`). A synonym in a sentence that holds few such words by chance says
much, a common word next to nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from simcheck.align.reference import FINE, STEP, Reference, Script
from simcheck.align.semantic import Matrix
from simcheck.align.side import Ints
from simcheck.caching import memoize_per_object
from simcheck.encode.static import StaticEncoder
from simcheck.text.analyze import Analyzed

#: A text, and which of its sentences.
Section = tuple[Analyzed, slice]
#: Words whose similarities are held at once.
BAND = 256
#: Sentences whose words are cut at once: of a long source only some are asked for.
TOGETHER = 32


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
    draft: Section,
    source: Section,
    scripts: tuple[Script, Script],
    encoder: StaticEncoder,
    tails: Reference,
    cap: float,
) -> Words:
    """The evidence of the words of some sentences of a draft and of a source in these scripts; ``cap`` is the most that
    a word says."""
    ours = _cut_once(draft[0], encoder, (draft[1].start, draft[1].stop))
    theirs = _cut(source[0], encoder, (source[1].start, source[1].stop))
    near_ours = np.zeros((len(ours.different), len(theirs.starts)), dtype=np.float32)
    near_theirs = np.full((len(ours.starts), len(theirs.different)), -1.0, dtype=np.float32)
    for first in range(0, len(ours.different), BAND):
        some = slice(first, first + BAND)
        similar = ours.vectors[some] @ theirs.vectors.T
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
    return Words((ours_say.astype(np.float32), theirs_say.astype(np.float32)))


def words_of(text: Analyzed, encoder: StaticEncoder, sentences: slice) -> list[Ints]:
    """The words of each of some sentences; one without any has the word 0."""
    first, stop = sentences.start // TOGETHER, -(-sentences.stop // TOGETHER)
    words = [one for block in range(first, stop) for one in _words_of_block(text, encoder, block)]
    return words[sentences.start - first * TOGETHER : sentences.stop - first * TOGETHER]


@memoize_per_object
def _words_of_block(text: Analyzed, encoder: StaticEncoder, block: int) -> list[Ints]:
    some = text.sentences[block * TOGETHER : (block + 1) * TOGETHER]
    found = encoder.words([sentence.text for sentence in some])
    return [words if len(words) else np.zeros(1, dtype=np.int64) for words in found]


def _cut(text: Analyzed, encoder: StaticEncoder, part: tuple[int, int]) -> _Cut:
    cut = words_of(text, encoder, slice(*part))
    sizes = np.array([len(words) for words in cut])
    different, place = np.unique(np.concatenate(cut), return_inverse=True)
    return _Cut(different, encoder.word_vectors(different), place, np.cumsum(sizes) - sizes, sizes)


#: For the draft, which is held against many sources; vectors kept for all sources would take gigabytes.
_cut_once = memoize_per_object(_cut)


def _nats(words: Ints, similar: Matrix, tails: npt.NDArray[np.uint8], cap: float) -> Matrix:
    """−ln of the chance that a random sentence holds a word as near, by word and sentence."""
    levels = np.clip(similar * FINE, 0, 255).astype(np.uint8)
    steps = np.full(similar.shape, -1, dtype=np.int8)
    for quantile in tails[words].T:
        steps += levels >= quantile[:, None]
    return np.asarray(np.clip(steps * np.float32(STEP), 0.0, cap), dtype=np.float32)
