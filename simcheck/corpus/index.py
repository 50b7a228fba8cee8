"""The published segments as one index: live documents, nearest sentences, documents that share fingerprints."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from simcheck.corpus.files import DamagedError
from simcheck.corpus.neighbours import Neighbours, merged, no_neighbours
from simcheck.corpus.records import SegmentRecord
from simcheck.corpus.segment import Segment, open_segment
from simcheck.corpus.sources import Fingerprints, Numbers, Vectors
from simcheck.corpus.vectors import ALWAYS, Probed, shared_probes


class Index:
    """Segments and which of their documents live. Immutable, shared by threads; rows run through the segments in order.

    A removed document's rows stay in its segment until that is merged; they are never found.
    """

    def __init__(self, segments: Sequence[Segment], live: Numbers) -> None:
        """Raises DamagedError unless each living document stands in exactly one segment."""
        self.segments = tuple(segments)
        #: For each segment which of its documents live.
        self.live = tuple(np.isin(segment.numbers, live) for segment in segments)
        none = np.zeros(0, dtype=np.int64)
        found = [segment.numbers[alive] for segment, alive in zip(segments, self.live, strict=True)]
        if not np.array_equal(np.sort(np.concatenate([none, *found])), live):
            raise DamagedError("the segments do not hold the documents of the database")
        self._live_numbers = live
        self._bases = np.cumsum([0, *(segment.rows for segment in segments)]).tolist()
        self._numbers = np.concatenate([none, *(segment.numbers for segment in segments)])
        lifted = [segment.starts[:-1] + base for segment, base in zip(segments, self._bases, strict=False)]
        self._starts = np.concatenate([none, *lifted])

    @staticmethod
    def open(folder: Path, records: Sequence[SegmentRecord], live: Numbers) -> Index:
        """Map the published segments. Raises DamagedError when one is missing, cut or does not fit the database."""
        return Index([open_segment(folder, record) for record in records], live)

    def only(self, numbers: Numbers) -> Index:
        """The same segments, of which only some of the living documents, by ascending numbers, are found."""
        return Index(self.segments, numbers)

    @property
    def records(self) -> tuple[SegmentRecord, ...]:
        """The segments' records."""
        return tuple(segment.record for segment in self.segments)

    def nearest(self, vectors: Vectors, k: int, among: int = 1) -> Neighbours:
        """Similarities and rows, both (n, k), of the k sentences closest to each vector, best first, equal ones by the
        number of their document and their place in it.

        Exact among the rows of small segments, nearly so among those of large ones: of the inverted lists of all these
        together, those that are nearest to a vector are looked at; fewer where this is one ``among`` several indexes of
        a corpus that was cut, each of which holds some of the nearest.

        Where there are fewer than k sentences the rest is -inf and -1.
        """
        found = [no_neighbours(len(vectors), k)]
        probed = self._probed(vectors, among)
        for at, (segment, live, base) in enumerate(zip(self.segments, self.live, self._bases, strict=False)):
            rows = None if live.all() else np.repeat(live, np.diff(segment.starts))
            similarities, near = segment.vectors.nearest(vectors, k, rows, probed.get(at))
            found.append((similarities, np.where(near < 0, -1, near + base)))
        return merged(found, k, self.documents_of)

    def _probed(self, vectors: Vectors, among: int) -> dict[int, Probed]:
        """The lists of large segments that are looked at, by the segment's place, where there are several, here or in
        other indexes: the first ``ALWAYS`` of each, and as many for each vector as grow with the root of how many lists
        there are. Where documents were removed each segment finds its own."""
        large = [at for at, segment in enumerate(self.segments) if segment.vectors.lists]
        if not large or len(large) == among == 1 or not all(self.live[at].all() for at in large):
            return {}
        lists = [self.segments[at].vectors.lists for at in large]
        most = shared_probes(lists, among)
        near = [self.segments[at].vectors.nearest_lists(vectors, max(most, ALWAYS)) for at in large]
        together = np.concatenate([one.centroids for one in near], axis=1)
        last = -np.partition(-together, min(most, together.shape[1]) - 1, axis=1)[:, min(most, together.shape[1]) - 1]
        return {
            at: Probed(
                one.centroids,
                np.where((one.centroids >= last[:, None]) | (np.arange(one.lists.shape[1]) < ALWAYS), one.lists, -1),
            )
            for at, one in zip(large, near, strict=True)
        }

    def documents_of(self, rows: Numbers) -> Numbers:
        """The document number of each row, of any shape; -1 stays -1."""
        owners = np.append(self._numbers, np.int64(-1))
        return owners[np.where(rows < 0, -1, np.searchsorted(self._starts, rows, side="right") - 1)]

    def sharing(self, fingerprints: Fingerprints) -> tuple[Numbers, Numbers]:
        """See ``Sources.sharing``."""
        found = [(np.zeros(0, dtype=np.int64),) * 2, *(part.postings.lookup(fingerprints) for part in self.segments)]
        queries, documents = (np.concatenate(part) for part in zip(*found, strict=True))
        live = np.isin(documents, self._live_numbers)
        return queries[live], documents[live]

    def sentences_of(self, number: int) -> int:
        """How many sentences a living document has in the index."""
        for segment, live in zip(self.segments, self.live, strict=True):
            found = np.flatnonzero((segment.numbers == number) & live)
            if len(found):
                return int(segment.starts[found[0] + 1] - segment.starts[found[0]])
        raise KeyError(number)
