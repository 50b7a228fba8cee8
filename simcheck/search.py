"""Search: which documents of the corpus are worth aligning with a draft, and how similar the rest of it is anyway."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from simcheck.corpus.sources import Sources
from simcheck.text.analyze import Analyzed
from simcheck.text.fingerprint import RUN, grams

Matrix = npt.NDArray[np.float32]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

#: Sentences of the corpus that are looked at for each sentence of the draft.
NEIGHBOURS = 100
#: Documents that make up a sentence's background: those ranked second to ninth.
BACKGROUND = 9
#: Sentences after the best ones that stand in for a background when documents are few.
BEST = 3
#: Documents that each channel proposes at most, and for each stretch or sentence of the draft.
CANDIDATES = 16
PER_ROW = 3
#: Units (characters, words) of the draft whose shared fingerprints are summed, together with the stretch before
#: and behind.
STRETCH = 60


@dataclass(frozen=True, slots=True, eq=False)
class Neighbourhood:
    """What search found: ``candidates`` are document numbers, ``sentences`` counts the corpus.

    ``best`` holds for each sentence of the draft its best similarity in each of the ``BACKGROUND`` nearest
    documents, best first, shape (sentences, BACKGROUND), NaN where there are fewer; ``documents`` the numbers
    of those documents, -1 for none.
    """

    candidates: tuple[int, ...]
    sentences: int
    best: Floats
    documents: Ints

    def background(
        self, document: int, pool: Callable[[], Matrix], alike: frozenset[int] = frozenset()
    ) -> tuple[Floats, Ints]:
        """Each sentence's usual best similarity in documents other than ``document``, and among how many sentences it
        is the best, both of shape (sentences,).

        ``alike`` are its near-duplicates: they are one voice with it and no background.

        It is the mean over its nearest documents; where there are too few, the mean of what comes next after
        its best three in ``pool``, similarities with all sentences at hand, shape (sentences, any), NaN for
        those to leave out.
        """
        own = functools.reduce(np.logical_or, (self.documents == voice for voice in (document, *alike)))
        others = np.where(own, np.nan, self.best)
        # Of nine documents eight are the background: without the candidate, or else without the very best one.
        first = np.argmax(~np.isnan(others), axis=1)
        spare = ~own.any(axis=1) & (np.isfinite(others).sum(axis=1) > 1)
        others[np.flatnonzero(spare), first[spare]] = np.nan
        counts = np.isfinite(others).sum(axis=1)
        usual = np.nansum(others, axis=1) / np.maximum(counts, 1)
        among = np.full(len(usual), self.sentences)
        enough = counts >= BACKGROUND - 1
        if not enough.all():
            few = np.flatnonzero(~enough)
            at_hand = pool()[few]
            usual[few], among[few] = _after_the_best(at_hand), np.isfinite(at_hand).sum(axis=1)
        return usual, among


def _after_the_best(pool: Matrix) -> Floats:
    """The mean of what follows each row's ``BEST`` best values; of a row too short for that, its median."""
    falling = -np.where(np.isfinite(pool), pool, -np.inf)
    last = BEST + BACKGROUND - 1
    if falling.shape[1] > last:
        falling = np.partition(falling, last, axis=1)[:, :last]
    ordered = -np.sort(falling, axis=1)[:, BEST:last]
    known = np.isfinite(ordered)
    mean = np.where(known, ordered, 0.0).sum(axis=1) / np.maximum(known.sum(axis=1), 1)
    short = np.flatnonzero(~known.any(axis=1))
    if len(short):
        mean[short] = np.nanmedian(pool[short], axis=1)
    return np.asarray(mean)


def search(draft: Analyzed, vectors: npt.NDArray[np.float32], sources: Sources) -> Neighbourhood:
    """Candidate documents by both channels: nearest sentences by vector, shared fingerprints by their rarity.

    Documents are ranked by their best stretch of the draft, not by the whole of it, so that one copied
    paragraph is enough.
    """
    neighbours = min(NEIGHBOURS, max(sources.info.sentences, 1))
    best, documents = sources.nearest_documents(vectors, neighbours, BACKGROUND)
    numbers = sources.numbers()
    if len(numbers) > 2 * CANDIDATES:
        sharing, similar = _leaders(*_shared(draft, sources, len(numbers))), _leaders(*_similar(best, documents))
        numbers = np.union1d(sharing, similar)
    return Neighbourhood(tuple(numbers.tolist()), sources.info.sentences, best, documents)


def _shared(draft: Analyzed, sources: Sources, among: int) -> tuple[Ints, Ints, Floats]:
    """Stretches of the draft, documents that share fingerprints with them, and the rarity of these ``among`` so many
    documents."""
    hashes = grams(draft.tokens.units, RUN)
    found = np.minimum(np.searchsorted(draft.fingerprints, hashes), max(len(draft.fingerprints) - 1, 0))
    place = np.full(len(draft.fingerprints), -1, dtype=np.int64)
    at = np.flatnonzero(draft.fingerprints[found] == hashes) if len(hashes) else np.zeros(0, dtype=np.int64)
    place[found[at[::-1]]] = at[::-1]
    queries, holders = sources.sharing(draft.fingerprints)
    holding = np.bincount(queries, minlength=len(draft.fingerprints))
    nats = np.log(among / np.maximum(holding, 1))
    return place[queries] // STRETCH, holders, nats[queries]


def _similar(best: Floats, documents: Ints) -> tuple[Ints, Ints, Floats]:
    """Sentences, the documents nearest to them, and how much closer these come than their neighbours do."""
    usual = np.nanmean(best, axis=1, keepdims=True) if best.size else best
    row, column = np.nonzero(documents >= 0)
    return row, documents[row, column], np.maximum((best - usual)[row, column], 0)


def _leaders(rows: Ints, documents: Ints, evidence: Floats) -> Ints:
    """Documents that lead in some row, at most ``PER_ROW`` of a row and ``CANDIDATES`` in all, the most telling ones.

    What a document has in a row is its evidence there and in the rows before and behind.
    """
    if not len(rows):
        return documents
    names, column = np.unique(documents, return_inverse=True)
    cells = np.concatenate([(rows + step) * len(names) + column for step in (-1, 0, 1)])
    cells, which = np.unique(cells, return_inverse=True)
    value = np.bincount(which, np.tile(evidence, 3))
    row, column = np.divmod(cells, len(names))
    order = np.lexsort((-value, row))
    order = order[(value[order] > 0) & (row[order] >= rows.min()) & (row[order] <= rows.max())]
    place = np.arange(len(order)) - np.searchsorted(row[order], row[order])
    leading = order[place < PER_ROW]
    most = np.zeros(len(names))
    np.maximum.at(most, column[leading], value[leading])
    ranked = np.argsort(-most, kind="stable")[:CANDIDATES]
    return np.asarray(names[ranked[most[ranked] > 0]])
