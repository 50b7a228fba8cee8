"""Mosaic: runs of letters that a draft shares with few documents, however short each of them and however many they are.

A text that is put together from clauses of many sources holds no passage that would be evidence alone. What tells it is
how much of it stands in runs of ten letters that hardly any other document has, or in sentences that say what a single
sentence of one document says and hardly any other does.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from simcheck.cancelling import looking
from simcheck.corpus.sources import Source, Sources
from simcheck.encode.embedded import Embedded
from simcheck.retrieve import Neighbourhood
from simcheck.scoring import Mosaic
from simcheck.text.analyze import Analyzed
from simcheck.text.fingerprint import RUN, WINDOW, grams
from simcheck.text.normalize import normalize
from simcheck.text.spans import touching
from simcheck.types import SharedRun

Span = tuple[int, int]
Ints = npt.NDArray[np.int64]
#: Documents that are held at once, and those of which runs are asked for first.
_AT_ONCE, _FEWEST = 128, 16
Units = npt.NDArray[np.uint64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
#: Pairs of the number of a fingerprint of the draft and the number of a document that has it.
Shared = tuple[Ints, Ints]


def shared_runs(
    draft: Analyzed, shared: Shared, surprise: Floats, sources: Sources, scoring: Mosaic
) -> tuple[SharedRun, ...]:
    """The runs that a draft shares with a few peers, in its order, apart from each other; a longer run goes first.

    ``surprise`` are the nats of each token of the draft, shape (tokens,): a run of words that follow from each other is
    a set phrase and none.
    """
    found = sorted(_chains(draft, shared, surprise, len(sources.numbers()), scoring), key=lambda run: run[0] - run[1])
    taken = np.zeros(len(draft.tokens.units), dtype=bool)
    known: dict[int, Source] = {}
    runs: list[tuple[int, int, int]] = []
    for at, (first, last, number) in looking(enumerate(found)):
        if taken[first:last].all():
            continue
        if number not in known:
            known |= sources.several(_wanted(found[at:], taken, known))
        source = known[number].analyzed
        if source.document.source_class != "peer":
            continue
        start, end = _grown(draft.tokens.units, first, last, source.tokens.units)
        free = np.flatnonzero(~taken[start:end])
        if end - start >= scoring.run and len(free):
            taken[start:end] = True
            runs.append((start + int(free[0]), start + int(free[-1]) + 1, number))
    return tuple(_placed(draft, start, end, known[number].analyzed.document.id) for start, end, number in sorted(runs))


def _wanted(found: Sequence[tuple[int, int, int]], taken: Bools, known: Mapping[int, Source]) -> Ints:
    """The documents to be taken apart next: those of the first runs that are still free. Twice as many each time, for
    each time is a way over the network where the corpus is in shards, and most runs of a copied passage are taken by
    the longest one."""
    free = (number for first, last, number in found if number not in known and not taken[first:last].all())
    first = itertools.islice(dict.fromkeys(free), max(_FEWEST, len(known)))
    return np.array(sorted(first), dtype=np.int64)


def said_again(
    draft: Embedded, near: Neighbourhood, runs: Sequence[SharedRun], sources: Sources, scoring: Mosaic
) -> tuple[SharedRun, ...]:
    """The ``runs`` and, between them, the sentences of a draft that say what a sentence of one peer says and hardly any
    other text does, in slightly other words; in the order of the draft, apart from each other. What a sentence says
    beside a run is one only where it has so much in common itself: 根据…规定， before copied words is none."""
    text, covered, found = draft.analyzed.document.text, [(run.start, run.end) for run in runs], list(runs)
    for at, source in looking(_sources_of(_alone(near, scoring), near, sources)):
        sentence = draft.analyzed.sentences[at]
        nearest = int((source.vectors @ draft.vectors[at]).argmax())
        theirs = source.analyzed.sentences[nearest].text
        same = _in_common(sentence.text, theirs) >= scoring.common
        if sentence.heading or source.analyzed.document.source_class != "peer" or not same:
            continue
        for start, end in _between(covered, sentence.start, sentence.end):
            said = text[start:end]
            whole = (start, end) == (sentence.start, sentence.end)
            same = whole or _in_common(normalize(said).text, theirs) >= scoring.common
            if same and sum(map(str.isalpha, said)) >= scoring.sentence:
                found.append(SharedRun(start, end, source.analyzed.document.id, equal=False))
    return tuple(sorted(found, key=lambda run: run.start))


def _sources_of(asked: Ints, near: Neighbourhood, sources: Sources) -> Iterator[tuple[int, Source]]:
    """Sentences of the draft, each with the document nearest to it; so many documents are held at once."""
    numbers = near.documents[asked, 0]
    order = np.argsort(numbers, kind="stable")
    every = np.unique(numbers)
    for some in (every[at : at + _AT_ONCE] for at in range(0, len(every), _AT_ONCE)):
        known = sources.several(some)
        for place in order[np.isin(numbers[order], some)].tolist():
            yield int(asked[place]), known[int(numbers[place])]


def _alone(near: Neighbourhood, scoring: Mosaic) -> Ints:
    """The sentences of which one document has another like it, and other documents have none."""
    if not near.best.size:
        return np.zeros(0, dtype=np.int64)
    best, others = near.best[:, 0], near.best[:, scoring.versions :]
    held = np.isfinite(others)
    mean = np.where(held, others, 0.0).sum(axis=1) / np.maximum(held.sum(axis=1), 1)
    usual = np.maximum(mean, near.level)
    with np.errstate(invalid="ignore"):
        return np.flatnonzero((best >= scoring.alike) & (best - usual >= scoring.apart))


def _in_common(ours: str, theirs: str) -> float:
    """The share of the pairs of letters of a sentence that another one has."""
    mine, other = (
        [pair for pair in map("".join, itertools.pairwise(text)) if pair.isalnum()] for text in (ours, theirs)
    )
    held = set(other)
    return sum(pair in held for pair in mine) / max(len(mine), 1)


def _between(spans: Sequence[Span], start: int, end: int) -> Iterator[Span]:
    """What of ``[start, end)`` lies in none of some spans, whose beginnings and ends are in order."""
    for first, last in touching(spans, start, end):
        if first > start:
            yield start, first
        start = max(start, last)
    if start < end:
        yield start, end


def _chains(
    draft: Analyzed, shared: Shared, surprise: Floats, among: int, scoring: Mosaic
) -> Iterator[tuple[int, int, int]]:
    """Runs of units and the document that has them: fingerprints of it that follow each other in the draft as closely
    as those of one run do."""
    tokens = draft.tokens
    queries, holders = shared
    frequency = np.bincount(queries, minlength=len(draft.fingerprints))
    rare = frequency[queries] <= max(scoring.few, scoring.rare * among)
    documents, places = _places(draft, queries[rare], holders[rare])
    if not len(places):
        return
    begins = np.append(True, (documents[1:] != documents[:-1]) | (np.diff(places) > WINDOW))
    first = np.flatnonzero(begins)
    last = np.append(first[1:], len(places)) - 1
    starts, ends = places[first], places[last] + RUN
    low, high = tokens.unit.searchsorted(starts), tokens.unit.searchsorted(ends - 1)
    nats = np.append(0.0, np.cumsum(surprise))
    distinctive = nats[high] - nats[low] >= scoring.distinctive * np.maximum(high - low, 1)
    for at in np.flatnonzero(distinctive & (ends - starts >= scoring.seen)).tolist():
        yield int(starts[at]), int(ends[at]), int(documents[first[at]])


def _places(draft: Analyzed, queries: Ints, holders: Ints) -> tuple[Ints, Ints]:
    """Documents and the places of the draft, in units, where these have a fingerprint; by document, then by place."""
    hashes = grams(draft.tokens.units, RUN)
    found = np.minimum(draft.fingerprints.searchsorted(hashes), max(len(draft.fingerprints) - 1, 0))
    places = np.flatnonzero(draft.fingerprints[found] == hashes) if len(hashes) else np.zeros(0, dtype=np.int64)
    which = found[places]
    order = np.argsort(which, kind="stable")
    low, high = (np.searchsorted(which[order], queries, side=side) for side in ("left", "right"))
    count = high - low
    at = np.arange(count.sum()) + np.repeat(low - np.cumsum(count) + count, count)
    documents, spots = np.repeat(holders, count), places[order][at]
    ranked = np.lexsort((spots, documents))
    return documents[ranked], spots[ranked]


def _grown(ours: Units, start: int, end: int, theirs: Units) -> tuple[int, int]:
    """The run around ``[start, end)`` that stands in another text too; empty where that has it nowhere."""
    wanted, whole = ours[start:end].tobytes(), theirs.tobytes()
    at = whole.find(wanted)
    while at > 0 and at % ours.itemsize:  # between two letters is no place
        at = whole.find(wanted, at + 1)
    if at < 0:
        return start, start
    at //= ours.itemsize
    behind = at + end - start
    return start - _alike(ours[:start][::-1], theirs[:at][::-1]), end + _alike(ours[end:], theirs[behind:])


def _alike(ours: Units, theirs: Units) -> int:
    """With how many equal letters two texts begin."""
    size = min(len(ours), len(theirs))
    differ = np.flatnonzero(ours[:size] != theirs[:size])
    return int(differ[0]) if len(differ) else size


def _placed(draft: Analyzed, start: int, end: int, name: str) -> SharedRun:
    tokens = draft.tokens
    return SharedRun(*draft.normalized.to_source(int(tokens.unit_starts[start]), int(tokens.unit_ends[end - 1])), name)
