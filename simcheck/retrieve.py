"""Retrieve: the candidate sources of a draft, by both channels, and the neighbourhood of each of its sentences.

Documents are ranked by their best stretch of the draft, not by the whole of it, so that one copied paragraph is enough.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from simcheck.cancelling import look
from simcheck.corpus.sources import Sources
from simcheck.encode.embedded import Embedded
from simcheck.scoring import Retrieval
from simcheck.text.analyze import Analyzed
from simcheck.text.duplicates import near_duplicates
from simcheck.text.fingerprint import RUN, grams
from simcheck.threads import single_blas_thread

Matrix = npt.NDArray[np.float32]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Margins:
    """What each draft sentence reaches among sentences that have nothing to do with it (``level``), the encoder's
    ``unit`` of margin, and the ``weights`` of the sentences, in [0, 1]."""

    level: Floats
    unit: float
    weights: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Neighbourhood:
    """The nearest documents of each sentence of a draft, in a corpus of ``sentences`` sentences.

    ``best`` holds the similarity of the best sentence of each, best document first, shape (draft sentences, documents),
    NaN where there are fewer; ``documents`` the numbers of those documents, -1 for none. ``level`` is what each
    sentence reaches among sentences that have nothing to do with it, shape (draft sentences,).
    """

    sentences: int
    best: Floats
    documents: Ints
    level: Floats = field(default_factory=lambda: np.zeros(0))

    def without(self, left_out: frozenset[int]) -> tuple[Floats, Ints]:
        """Each sentence's mean best similarity in its nearest documents but those ``left_out``, and how many these are.

        Both of shape (draft sentences,). Where none of its documents is left out, the nearest one is: of nine
        documents eight are the background. The mean is 0 where there are none.
        """
        own = functools.reduce(np.logical_or, (self.documents == number for number in left_out))
        held = np.isfinite(self.best) & ~own
        counts = held.sum(axis=1)
        spare = np.flatnonzero(~own.any(axis=1) & (counts > 1))
        held[spare, np.argmax(held[spare], axis=1)] = False
        counts[spare] -= 1
        return np.asarray(np.where(held, self.best, 0.0).sum(axis=1) / np.maximum(counts, 1)), counts


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """The sources that a draft is aligned with, by document number, and what retrieval learnt on the way.

    ``similarities`` are those of all pairs of sentences, shape (draft sentences, source sentences); ``duplicates`` the
    near-duplicates of each candidate among the others, which are one voice with it. The ``leaders`` are aligned word by
    word; the others only sentence by sentence. The ``lexical_only`` among them lead in no more than the words of some
    stretch. ``shared`` are the pairs of a fingerprint of the draft and a document, any in the corpus, that has it.
    """

    sources: Mapping[int, Embedded]
    similarities: Mapping[int, Matrix]
    duplicates: Mapping[int, frozenset[int]]
    neighbourhood: Neighbourhood
    leaders: frozenset[int]
    lexical_only: frozenset[int] = frozenset()
    shared: tuple[Ints, Ints] = field(default_factory=lambda: (np.zeros(0, dtype=np.int64),) * 2)


@single_blas_thread
def retrieve(
    draft: Embedded,
    margins: Margins,
    sources: Sources,
    scoring: Retrieval,
    compare: Callable[[], object],
) -> Candidates:
    """The candidates of a draft: all documents of a small corpus, else those that both channels propose.

    ``compare`` is called when the candidates are known, before they are compared sentence by sentence.
    """
    neighbours = min(scoring.neighbours, max(sources.info.sentences, 1))
    best, documents = sources.nearest_documents(draft.vectors, neighbours, scoring.documents)
    numbers = leaders = sources.numbers()
    together = sources.sharing(draft.analyzed.fingerprints)
    lexical_only = numbers[:0]
    if len(numbers) > 2 * scoring.candidates:
        places, holders, nats = _by_fingerprints(draft.analyzed, together, len(numbers))
        shared = _leaders(places // scoring.stretch, holders, nats, scoring)
        nearest = best[:, : scoring.background], documents[:, : scoring.background]
        first = np.union1d(shared, _leaders(*_by_margin(*nearest), scoring))
        most = min(scoring.lexical_only_most, scoring.lexical_only_letters // max(len(draft.analyzed.tokens.units), 1))
        leaders = np.union1d(first, _copied(places, holders, nats, scoring)[:most])
        windows = _by_windows(best, documents, margins, scoring)
        numbers, lexical_only = np.union1d(leaders, windows), np.setdiff1d(leaders, np.union1d(first, windows))
    found = sources.several(numbers)
    compare()
    return Candidates(
        found,
        {number: _similar(draft.vectors, source.vectors) for number, source in found.items()},
        near_duplicates({number: source.analyzed.fingerprints for number, source in found.items()}, scoring),
        Neighbourhood(
            sources.info.sentences, best[:, : scoring.background], documents[:, : scoring.background], margins.level
        ),
        frozenset(leaders.tolist()),
        frozenset(lexical_only.tolist()),
        together,
    )


def _similar(draft: Matrix, source: Matrix) -> Matrix:
    look()
    return draft @ source.T


def _by_fingerprints(draft: Analyzed, shared: tuple[Ints, Ints], among: int) -> tuple[Ints, Ints, Floats]:
    """Places of the draft, in units, documents that share a fingerprint there, and the nats of these: their inverse
    document frequency ``among`` so many documents."""
    hashes = grams(draft.tokens.units, RUN)
    found = np.minimum(np.searchsorted(draft.fingerprints, hashes), max(len(draft.fingerprints) - 1, 0))
    place = np.full(len(draft.fingerprints), -1, dtype=np.int64)
    at = np.flatnonzero(draft.fingerprints[found] == hashes) if len(hashes) else np.zeros(0, dtype=np.int64)
    place[found[at[::-1]]] = at[::-1]
    queries, holders = shared
    frequency = np.bincount(queries, minlength=len(draft.fingerprints))
    nats = np.log(among / np.maximum(frequency, 1))
    return place[queries], holders, nats[queries]


def _by_windows(best: Floats, documents: Ints, known: Margins, scoring: Retrieval) -> Ints:
    """The documents with the greatest sum of margins in a window of neighbouring sentences of the draft."""
    beyond = (best - known.level[:, None]) / known.unit + scoring.window_margin
    margins = np.clip(beyond, 0, scoring.window_most) * known.weights[:, None]
    row, column = np.nonzero((documents >= 0) & np.isfinite(best))
    names, which = np.unique(documents[row, column], return_inverse=True)
    table = np.zeros((len(best) + 1, len(names)))
    table[row + 1, which] = margins[row, column]
    table = np.cumsum(table, axis=0)
    width = min(scoring.window, len(best))
    reached = (table[width:] - table[:-width]).max(axis=0)
    return names[np.argsort(-reached, kind="stable")[: scoring.by_windows]]


def _by_margin(best: Floats, documents: Ints) -> tuple[Ints, Ints, Floats]:
    """Sentences of the draft, the documents nearest to them, and by how much these are nearer than their mean."""
    mean = np.nanmean(best, axis=1, keepdims=True) if best.size else best
    row, column = np.nonzero(documents >= 0)
    return row, documents[row, column], np.maximum((best - mean)[row, column], 0)


def _copied(places: Ints, documents: Ints, nats: Floats, scoring: Retrieval) -> Ints:
    """The documents that share so much with a stretch of the draft that it may be copied from them, however many they
    are: a few of each stretch, those with most evidence first."""
    half = scoring.stretch // 2
    names, column = np.unique(documents, return_inverse=True)
    cells = np.concatenate([(places // half + step) * len(names) + column for step in (0, 1)])
    cells, which = np.unique(cells, return_inverse=True)
    value = np.bincount(which, np.tile(nats, 2), minlength=len(cells))
    row, column = np.divmod(cells, max(len(names), 1))
    order = np.lexsort((-value, row))
    place = np.arange(len(order)) - np.searchsorted(row[order], row[order])
    leading = order[(place < scoring.leaders) & (value[order] >= scoring.lexical_only_nats)]
    found, first = np.unique(column[leading[np.argsort(-value[leading], kind="stable")]], return_index=True)
    return np.asarray(names[found[np.argsort(first)]])


def _leaders(rows: Ints, documents: Ints, evidence: Floats, scoring: Retrieval) -> Ints:
    """Documents that lead in some row, a few of each row and so many in all, those with most evidence.

    The evidence for a document in a row is that in the row itself and in the rows before and behind.
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
    leading = order[place < scoring.leaders]
    most = np.zeros(len(names))
    np.maximum.at(most, column[leading], value[leading])
    ranked = np.argsort(-most, kind="stable")[: scoring.candidates]
    return np.asarray(names[ranked[most[ranked] > 0]])
