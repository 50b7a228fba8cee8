"""Retrieve: the candidate sources of a draft, by both channels, and the neighbourhood of each of its sentences.

Documents are ranked by their best stretch of the draft, not by the whole of it, so that one copied paragraph is enough.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from simcheck.cancelling import look
from simcheck.corpus.sources import Sources
from simcheck.encode.embedded import Embedded
from simcheck.encode.products import Products
from simcheck.scoring import Order, Retrieval
from simcheck.text.analyze import Analyzed
from simcheck.text.duplicates import near_duplicates
from simcheck.text.fingerprint import RUN, grams
from simcheck.translations import with_translations
from simcheck.two_hits import two_hits

Matrix = npt.NDArray[np.float32]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
#: Documents whose sentences are compared with the draft's at once, before they are candidates: memory.
AT_ONCE = 16

#: How much longer than a list of numbers a table may be that has a place for each number.
SPARSE = 8


@dataclass(frozen=True, slots=True, eq=False)
class Margins:
    """What each draft sentence reaches among sentences that have nothing to do with it (``level``), the encoder's
    ``unit`` of margin, and the ``weights`` of the sentences, in [0, 1]."""

    level: Floats
    unit: float
    weights: Floats


@dataclass(frozen=True, eq=False)
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
        rows = np.flatnonzero(own.any(axis=1))
        mean, counts = self._without_any[0].copy(), self._without_any[1].copy()
        held = np.isfinite(self.best[rows]) & ~own[rows]
        counts[rows] = held.sum(axis=1)
        mean[rows] = _mean_of(self.best[rows], held)
        return mean, counts

    @functools.cached_property
    def _without_any(self) -> tuple[Floats, Ints]:
        """The same where none of the documents is left out."""
        held = np.isfinite(self.best)
        spare = np.flatnonzero(held.sum(axis=1) > 1)
        held[spare, np.argmax(held[spare], axis=1)] = False
        return _mean_of(self.best, held), held.sum(axis=1)


def _mean_of(values: Floats, held: npt.NDArray[np.bool_]) -> Floats:
    """The mean of the values that are held, by row; 0 where none is."""
    return np.asarray(np.where(held, values, 0.0).sum(axis=1) / np.maximum(held.sum(axis=1), 1))


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """The sources that a draft is aligned with, by document number, and what retrieval learnt on the way.

    ``similarities`` are those of all pairs of sentences, shape (draft sentences, source sentences); ``duplicates`` the
    near-duplicates and translations of each candidate among the others, which are one voice with it. The ``leaders``
    are aligned word by word; the others only sentence by sentence. The ``lexical_only`` among them lead in no more
    than the words of some stretch. ``shared`` are the pairs of a fingerprint of the draft and a document, any in the
    corpus, that has it.
    """

    sources: Mapping[int, Embedded]
    similarities: Mapping[int, Matrix]
    duplicates: Mapping[int, frozenset[int]]
    neighbourhood: Neighbourhood
    leaders: frozenset[int]
    lexical_only: frozenset[int] = frozenset()
    shared: tuple[Ints, Ints] = field(default_factory=lambda: (np.zeros(0, dtype=np.int64),) * 2)


def retrieve(
    draft: Embedded,
    margins: Margins,
    sources: Sources,
    scoring: Retrieval,
    order: Order,
    compare: Callable[[], object],
) -> Candidates:
    """The candidates of a draft: all documents of a small corpus, else those that both channels propose.

    ``compare`` is called when the candidates are known, before they are compared sentence by sentence.
    """
    neighbours = min(scoring.neighbours, max(sources.info.sentences, 1))
    best, documents = sources.nearest_documents(draft.vectors, neighbours, scoring.documents)
    look()
    numbers = leaders = sources.numbers()
    together = sources.sharing(draft.analyzed.fingerprints)
    lexical_only, products, nearest = numbers[:0], Products(draft.vectors), (best, documents)
    if len(numbers) > 2 * scoring.candidates:
        look()
        first, leaders = _leading(draft.analyzed, nearest, together, len(numbers), scoring)
        likely = np.setdiff1d(_by_windows(*nearest, margins, scoring), leaders)
        windows = _with_two_hits(products, margins, sources.vectors(likely), scoring.with_two_hits, order)
        numbers, lexical_only = np.union1d(leaders, windows), np.setdiff1d(leaders, np.union1d(first, windows))
    found = sources.several(numbers)
    compare()
    near = near_duplicates({number: source.analyzed.fingerprints for number, source in found.items()}, scoring)
    return Candidates(
        found,
        {number: _similar(products, source.vectors) for number, source in found.items()},
        with_translations(near, found, scoring),
        Neighbourhood(
            sources.info.sentences, best[:, : scoring.background], documents[:, : scoring.background], margins.level
        ),
        frozenset(leaders.tolist()),
        frozenset(lexical_only.tolist()),
        together,
    )


def _leading(
    draft: Analyzed, nearest: tuple[Floats, Ints], shared: tuple[Ints, Ints], among: int, scoring: Retrieval
) -> tuple[Ints, Ints]:
    """The documents that lead by their words or vectors, and with them those that share so many fingerprints with a
    stretch of the draft that they are candidates for these alone."""
    places, holders, nats = _by_fingerprints(draft, shared, among)
    by_words = _leaders(places // scoring.stretch, holders, nats, scoring)
    best, documents = nearest[0][:, : scoring.background], nearest[1][:, : scoring.background]
    first = np.union1d(by_words, _leaders(*_by_margin(best, documents), scoring))
    most = min(scoring.lexical_only_most, scoring.lexical_only_letters // max(len(draft.tokens.units), 1))
    return first, np.union1d(first, _copied(places, holders, nats, scoring)[:most])


def _similar(draft: Products, source: Matrix) -> Matrix:
    look()
    return draft.of(source)


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


def _with_two_hits(ours: Products, known: Margins, vectors: Mapping[int, Matrix], most: int, order: Order) -> Ints:
    """The documents, of those whose sentences' ``vectors`` are given, with most two hits, ascending."""
    numbers = np.array(list(vectors), dtype=np.int64)
    hits = np.zeros(0)
    for some in np.array_split(numbers, -(-len(numbers) // AT_ONCE)) if len(numbers) else ():
        near = [_similar(ours, vectors[number]) for number in some.tolist()]
        found = two_hits(near, [known.level] * len(near), [known.unit] * len(near), known.weights, order)
        hits = np.concatenate([hits, found])
    return np.sort(numbers[np.argsort(-hits, kind="stable")[:most]])


def _by_margin(best: Floats, documents: Ints) -> tuple[Ints, Ints, Floats]:
    """Sentences of the draft, the documents nearest to them, and by how much these are nearer than their mean."""
    mean = np.nanmean(best, axis=1, keepdims=True) if best.size else best
    row, column = np.nonzero(documents >= 0)
    return row, documents[row, column], np.maximum((best - mean)[row, column], 0)


def _copied(places: Ints, documents: Ints, nats: Floats, scoring: Retrieval) -> Ints:
    """The documents that share so much with a stretch of the draft that it may be copied from them, however many they
    are: a few of each stretch, those with most evidence first."""
    row, column, value, names = _summed(places // (scoring.stretch // 2), (0, 1), documents, nats)
    enough = np.flatnonzero(value >= scoring.lexical_only_nats)  # in each row those come first
    leading = enough[_best_of_each(row[enough], value[enough], scoring.leaders)]
    found, first = np.unique(column[leading[np.argsort(-value[leading], kind="stable")]], return_index=True)
    return np.asarray(names[found[np.argsort(first)]])


def _leaders(rows: Ints, documents: Ints, evidence: Floats, scoring: Retrieval) -> Ints:
    """Documents that lead in some row, a few of each row and so many in all, those with most evidence.

    The evidence for a document in a row is that in the row itself and in the rows before and behind.
    """
    if not len(rows):
        return documents
    row, column, value, names = _summed(rows, (-1, 0, 1), documents, evidence)
    open_to = np.flatnonzero((value > 0) & (row >= rows.min()) & (row <= rows.max()))
    leading = open_to[_best_of_each(row[open_to], value[open_to], scoring.leaders)]
    most = np.zeros(len(names))
    np.maximum.at(most, column[leading], value[leading])
    ranked = np.argsort(-most, kind="stable")[: scoring.candidates]
    return np.asarray(names[ranked[most[ranked] > 0]])


def _summed(rows: Ints, steps: Sequence[int], documents: Ints, nats: Floats) -> tuple[Ints, Ints, Floats, Ints]:
    """The nats of each document in each row, those of a row counted in the rows so many steps away: the rows, rising,
    the places of the documents among all that are named, rising in a row, the nats; and the numbers of these."""
    names, column = _unique(documents)
    low = int(rows.min(initial=0)) + min(steps)
    cells = np.concatenate([(rows + (step - low)) * len(names) + column for step in steps])
    cells, which = _unique(cells)
    value = np.asarray(np.bincount(which, np.tile(nats, len(steps)), minlength=len(cells)), dtype=float)
    row: Ints = cells // max(len(names), 1)
    column = cells - row * max(len(names), 1)
    return row + low, column, value, names


def _unique(numbers: Ints) -> tuple[Ints, Ints]:
    """The different ones of some numbers from 0 on, and the place of each among them: as by ``np.unique``, without
    sorting where they are not spread far."""
    size = int(numbers.max(initial=-1)) + 1
    if size > SPARSE * len(numbers):
        return np.unique(numbers, return_inverse=True)
    there = np.zeros(size, dtype=bool)
    there[numbers] = True
    different = np.flatnonzero(there)
    place = np.empty(size, dtype=np.int64)
    place[different] = np.arange(len(different))
    return different, place[numbers]


def _best_of_each(rows: Ints, values: Floats, most: int) -> Ints:
    """The places of the greatest values of each row, so many at most, row by row and the greatest first; of equal ones
    the first. ``rows`` rise."""
    starts = np.flatnonzero(np.diff(rows, prepend=-2)).tolist()
    found = []
    for start, end in itertools.pairwise([*starts, len(rows)]):
        some = values[start:end]
        kept = np.flatnonzero(some >= np.partition(some, -most)[-most]) if len(some) > most else np.arange(len(some))
        found.append(start + kept[np.argsort(-some[kept], kind="stable")][:most])
    return np.concatenate([np.zeros(0, dtype=np.int64), *found])
