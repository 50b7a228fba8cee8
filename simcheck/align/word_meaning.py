"""Words by meaning: for each pair of sentences, how near the words of one come to those of the other.

A word says what it is worth that some word of the other sentence is as near to it: the nats of the chance that a random
sentence holds one (:mod:`simcheck.align.reference`). A synonym in a sentence that holds few such words by chance says
much, a common word next to nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from simcheck.align import loops
from simcheck.align.reference import FINE, STEP, Reference
from simcheck.align.semantic import Matrix
from simcheck.align.side import Ints
from simcheck.caching import ENTRY, MIB, LRUCache, stands_for
from simcheck.encode.grid import on_grid
from simcheck.encode.static import StaticEncoder
from simcheck.text.analyze import Analyzed, Script

#: A text, and which of its sentences are looked at.
Excerpt = tuple[Analyzed, slice]
#: Bytes of memory for what is known of sentences that may come again, as all but a few do after an edit.
KNOWN = 32 * MIB
#: Sentences of drafts of which it is known what they say of one section of a source.
HELD = 512


@dataclass(frozen=True, slots=True, eq=False)
class WordMargins:
    """For each pair of sentences how many deviations the words of the draft's sentence, and those of the source's, say
    more than chance would; both of shape (draft sentences, source sentences)."""

    deviations: tuple[Matrix, Matrix]

    def of(self, sentences: slice) -> WordMargins:
        """The same of some sentences of the source."""
        ours, theirs = self.deviations
        return WordMargins((ours[:, sentences], theirs[:, sentences]))


@dataclass(frozen=True, slots=True, eq=False)
class _Cut:
    """Sentences cut into words: the rows of the encoder's table for the different words, and one over their lengths;
    which word stands where, and what it says; how many words each sentence has."""

    rows: npt.NDArray[Any]
    inverse: Matrix
    cut: loops.Cut
    sizes: Ints

    @property
    def vectors(self) -> Matrix:
        """The unit vectors of the different words, on the grid."""
        return on_grid(self.rows * self.inverse[:, None])


@dataclass(frozen=True, slots=True, eq=False)
class _Known:
    """What is known of sentences of drafts beside one section of a source: the row of each in the two matrices."""

    row: Mapping[str, int]
    ours: Matrix
    theirs: Matrix


def words_by_meaning(
    sentences: Sequence[str],
    source: Excerpt,
    scripts: tuple[Script, Script],
    encoder: StaticEncoder,
    tails: Reference,
    cap: float,
) -> WordMargins:
    """The evidence of the words of a draft's ``sentences`` and of some of a source, in these scripts; ``cap`` is the
    most that a word says. What is known of a draft's sentence from an earlier check is not worked out again."""
    against = stands_for(source[0], source[1].start, source[1].stop, scripts, encoder, tails, cap)
    known = _known.get(against)
    new = list(dict.fromkeys(one for one in sentences if known is None or one not in known.row))
    if known is None or new:
        # A word is judged by what sentences in the other text's script hold by chance.
        ours = _cut(words_of(new, encoder), encoder, tails.tails[scripts[1]])
        said = _deviations(ours, _cut_of(source, encoder, tails, scripts[0]), cap)
        known = (
            _Known({sentence: row for row, sentence in enumerate(new)}, *said)
            if known is None
            else _joined(known, new, said, sentences)
        )
        _known.put(against, known)
    rows = [known.row[sentence] for sentence in sentences]
    return WordMargins((known.ours[rows], known.theirs[rows]))


def _joined(known: _Known, new: Sequence[str], said: tuple[Matrix, Matrix], asked: Iterable[str]) -> _Known:
    """What is known, with what is ``said`` of new sentences; of too many those not ``asked`` for are dropped."""
    old = list(known.row)
    if len(old) + len(new) > HELD:
        wanted = set(asked)
        old = [sentence for sentence in old if sentence in wanted]
        rows = [known.row[sentence] for sentence in old]
        known = _Known({}, known.ours[rows], known.theirs[rows])
    matrices = (np.concatenate(pair) for pair in zip((known.ours, known.theirs), said, strict=True))
    return _Known({sentence: row for row, sentence in enumerate([*old, *new])}, *matrices)


def _bytes_of(entry: tuple[object, _Known]) -> int:
    known = entry[1]
    return (
        2 * ENTRY + known.ours.nbytes + known.theirs.nbytes + sum(map(sys.getsizeof, known.row)) + 100 * len(known.row)
    )


#: What the words of drafts' sentences and of some of a source's say, by what stands for the latter.
_known: LRUCache[object, _Known] = LRUCache(KNOWN, sizeof=_bytes_of)


def _deviations(ours: _Cut, theirs: _Cut, cap: float) -> tuple[Matrix, Matrix]:
    """What the words of either side say, in deviations, both of shape (draft sentences, source sentences)."""
    by_draft, by_source = loops.steps(ours.vectors @ theirs.vectors.T, ours.cut, theirs.cut, FINE, int(cap / STEP))
    return _in_deviations(by_draft, ours.sizes[:, None]), _in_deviations(by_source, theirs.sizes[None])


def _in_deviations(steps: Ints, words: Ints) -> Matrix:
    """How many deviations the steps that so many words say are beyond one nat for each."""
    nats, expected = steps.astype(np.float32) * np.float32(STEP), words.astype(np.float32)
    return np.asarray((nats - expected) / np.sqrt(expected), dtype=np.float32)


def words_of(sentences: Sequence[str], encoder: StaticEncoder) -> list[Ints]:
    """The words of each sentence; one without any has the word 0."""
    return [words if len(words) else np.zeros(1, dtype=np.int64) for words in encoder.words(sentences)]


def _cut_of(section: Excerpt, encoder: StaticEncoder, tails: Reference, script: Script) -> _Cut:
    text, part = section
    key = stands_for(text, part.start, part.stop, encoder, tails, script)
    cut = _cuts.get(key)
    if cut is None:
        words = words_of([sentence.text for sentence in text.sentences[part]], encoder)
        cut = _cut(words, encoder, tails.tails[script])
        _cuts.put(key, cut)
    return cut


#: Sections of sources that were cut lately: a draft that is being written goes on with the same ones.
_cuts: LRUCache[object, _Cut] = LRUCache(16 * MIB)


def _cut(words: Sequence[Ints], encoder: StaticEncoder, tails: npt.NDArray[np.uint8]) -> _Cut:
    sizes = np.array([len(one) for one in words])
    different, place = np.unique(np.concatenate(words), return_inverse=True)
    rows, inverse = encoder.word_rows(different)
    return _Cut(rows, inverse, loops.Cut(place, np.cumsum(sizes) - sizes, tails[different]), sizes)
