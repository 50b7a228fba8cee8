"""Search: which documents of the corpus are worth aligning with a draft, and how similar the rest of it is anyway."""

from __future__ import annotations

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
        own = np.isin(self.documents, [document, *alike])
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
    similarities, rows = sources.nearest(vectors, min(NEIGHBOURS, max(sources.info.sentences, 1)))
    best, documents = _best_by_document(similarities.astype(np.float64), sources.documents_of(rows))
    numbers = sources.numbers()
    if len(numbers) > 2 * CANDIDATES:
        near = np.unique(documents[documents >= 0])
        sharing, similar = _leaders(_shared(draft, sources, numbers)), _leaders(_similar(best, documents, near))
        numbers = np.unique(np.concatenate([numbers[sharing], near[similar]]))
    return Neighbourhood(tuple(numbers.tolist()), sources.info.sentences, best, documents)


def _shared(draft: Analyzed, sources: Sources, numbers: Ints) -> Floats:
    """Rarity of the fingerprints that each stretch of the draft shares with each document, shape (stretches,
    documents)."""
    hashes = grams(draft.tokens.units, RUN)
    found = np.minimum(np.searchsorted(draft.fingerprints, hashes), max(len(draft.fingerprints) - 1, 0))
    place = np.full(len(draft.fingerprints), -1, dtype=np.int64)
    at = np.flatnonzero(draft.fingerprints[found] == hashes) if len(hashes) else np.zeros(0, dtype=np.int64)
    place[found[at[::-1]]] = at[::-1]
    queries, holders = sources.sharing(draft.fingerprints)
    holding = np.bincount(queries, minlength=len(draft.fingerprints))
    nats = np.log(len(numbers) / np.maximum(holding, 1))
    stretches = len(hashes) // STRETCH + 1
    cells = place[queries] // STRETCH * len(numbers) + np.searchsorted(numbers, holders)
    summed = np.bincount(cells, weights=nats[queries], minlength=stretches * len(numbers)).astype(np.float64)
    return _smooth(summed.reshape(stretches, len(numbers)))


def _similar(best: Floats, documents: Ints, numbers: Ints) -> Floats:
    """How much closer each of the documents ``numbers`` comes to each sentence than its neighbours do, shape
    (sentences, numbers)."""
    usual = np.nanmean(best, axis=1, keepdims=True) if best.size else best
    margin = np.zeros((len(best), len(numbers)))
    row, column = np.nonzero(documents >= 0)
    margin[row, np.searchsorted(numbers, documents[row, column])] = np.maximum((best - usual)[row, column], 0)
    return _smooth(margin)


def _smooth(evidence: Floats) -> Floats:
    padded = np.pad(evidence, ((1, 1), (0, 0)))
    return np.asarray(padded[:-2] + padded[1:-1] + padded[2:])


def _leaders(evidence: Floats) -> Ints:
    """Columns that lead in some row, at most ``PER_ROW`` of a row and ``CANDIDATES`` in all, the most telling
    ones."""
    value = np.zeros(evidence.shape[1])
    rest, rows = evidence.copy(), np.arange(len(evidence))
    for _ in range(min(PER_ROW, evidence.shape[1])):
        top = rest.argmax(axis=1)
        np.maximum.at(value, top, rest[rows, top])
        rest[rows, top] = -np.inf
    ranked = np.argsort(-value, kind="stable")[:CANDIDATES]
    return np.asarray(ranked[value[ranked] > 0])


def _best_by_document(similarities: Floats, documents: Ints) -> tuple[Floats, Ints]:
    """Of each row's neighbours, sorted best first, the first from each of up to ``BACKGROUND`` documents."""
    best = np.full((len(similarities), BACKGROUND), np.nan)
    named = np.full((len(similarities), BACKGROUND), -1, dtype=np.int64)
    order = np.argsort(documents, axis=1, kind="stable")
    held = np.take_along_axis(documents, order, axis=1)
    first = np.zeros(documents.shape, dtype=bool)
    np.put_along_axis(first, order, (held >= 0) & (np.diff(held, axis=1, prepend=-1) != 0), axis=1)
    rank = np.cumsum(first, axis=1)
    row, column = np.nonzero(first & (rank <= BACKGROUND))
    best[row, rank[row, column] - 1] = similarities[row, column]
    named[row, rank[row, column] - 1] = documents[row, column]
    return best, named
