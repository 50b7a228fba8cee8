"""Phrases: what several speeches of a corpus say word for word, which a check therefore does not take for copying."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from simcheck.scoring import SCORING
from simcheck.text.fingerprint import grams
from simcheck.text.lookup import codes_of
from simcheck.text.normalize import normalize
from simcheck.text.tokens import Tokens, tokenize
from simcheck.types import Document

#: Letters (Chinese characters, words) that a phrase has at least.
MIN_LETTERS = SCORING.phrases.letters
#: Hashes that are counted at once; bounds the memory for a large corpus.
BATCH = 1 << 24

Hashes = npt.NDArray[np.uint64]
Counts = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A stretch that ``documents`` documents of a corpus have word for word, of ``letters`` letters; ``text`` is
    normalised, as the first of them has it."""

    text: str
    documents: int
    letters: int


def phrases(read: Callable[[], Iterable[Document]], least: int = 3) -> tuple[Phrase, ...]:
    """The longest stretches of at least ``MIN_LETTERS`` letters that ``least`` documents share, the most common first.

    ``read`` gives the documents, twice; versions of one text are to be given once. A stretch stands within a line and
    is as common as its rarest part.
    """
    common, counts = _document_frequencies((_hashes(*_tokenized(document)) for document in read()), least)
    found: dict[str, Phrase] = {}
    for document in read() if len(common) else ():
        text, tokens = _tokenized(document)
        for first, last, often in _runs(_hashes(text, tokens), common, counts):
            phrase = text[tokens.unit_starts[first] : tokens.unit_ends[last - 1]]
            known = found.get(phrase)
            if known is None or known.documents < often:
                found[phrase] = Phrase(phrase, often, last - first)
    return tuple(sorted(found.values(), key=lambda phrase: (-phrase.documents, -phrase.letters, phrase.text)))


def _tokenized(document: Document) -> tuple[str, Tokens]:
    normalized = normalize(document.text)
    return normalized.text, tokenize(normalized)


def _hashes(text: str, tokens: Tokens) -> Hashes:
    """A hash for each run of ``MIN_LETTERS`` letters, 0 for one that goes on over the end of a line."""
    ends = np.flatnonzero(codes_of(text) == ord("\n"))
    line = np.searchsorted(ends, tokens.unit_starts)
    hashes = grams(tokens.units, MIN_LETTERS)
    return np.where(line[: len(hashes)] == line[MIN_LETTERS - 1 :], hashes, np.uint64(0)) if len(hashes) else hashes


def _document_frequencies(documents: Iterable[Hashes], least: int) -> tuple[Hashes, Counts]:
    """The hashes that stand in at least ``least`` documents, sorted, and in how many."""
    keys, counts = np.zeros(0, dtype=np.uint64), np.zeros(0, dtype=np.int64)
    batch: list[Hashes] = []
    waiting = 0
    for hashes in documents:
        batch.append(np.unique(hashes[hashes != 0]))
        waiting += len(batch[-1])
        if waiting >= BATCH:
            keys, counts = _added(keys, counts, batch)
            batch, waiting = [], 0
    keys, counts = _added(keys, counts, batch)
    return keys[counts >= least], counts[counts >= least]


def _added(keys: Hashes, counts: Counts, batch: list[Hashes]) -> tuple[Hashes, Counts]:
    new, times = np.unique(np.concatenate([keys[:0], *batch]), return_counts=True)
    merged, place = np.unique(np.concatenate([keys, new]), return_inverse=True)
    return merged, np.bincount(place, weights=np.concatenate([counts, times]), minlength=len(merged)).astype(np.int64)


def _runs(hashes: Hashes, common: Hashes, counts: Counts) -> Iterator[tuple[int, int, int]]:
    """Stretches of units all of whose parts are common: (first, behind the last, in how many documents)."""
    at = np.minimum(np.searchsorted(common, hashes), len(common) - 1)
    often = np.where(common[at] == hashes, counts[at], 0)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], (often > 0).astype(np.int8), [0]])))
    for first, behind in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        yield first, behind + MIN_LETTERS - 1, int(often[first:behind].min())
