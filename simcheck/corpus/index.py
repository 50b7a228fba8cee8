"""The published segments as one index: what lives in them, nearest sentences, documents that share fingerprints."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from simcheck.corpus.arrays import DamagedError
from simcheck.corpus.lists import Lists
from simcheck.corpus.nearest import Block, best, nearest
from simcheck.corpus.records import SegmentRecord
from simcheck.corpus.segment import Segment, open_segment
from simcheck.corpus.sources import Fingerprints, Numbers, Vectors


class Index:
    """Segments and which of their documents live. Immutable, shared by threads; rows run through the segments in order.

    A removed document's rows stay in its segment until that is merged; they are never found.
    """

    def __init__(self, segments: Sequence[Segment], live: Numbers) -> None:
        """Raises DamagedError unless each living document stands in exactly one segment."""
        self.segments = tuple(segments)
        none = np.zeros(0, dtype=np.int64)
        self._numbers = np.concatenate([none, *(segment.numbers for segment in segments)])
        self.alive = tuple(np.isin(segment.numbers, live) for segment in segments)
        present = self._numbers[np.concatenate([none.astype(bool), *self.alive])]
        if not np.array_equal(np.sort(present), live):
            raise DamagedError("the segments do not hold the documents of the database")
        bases = np.cumsum([0, *(segment.rows for segment in segments)]).tolist()
        lifted = [segment.starts[:-1] + base for segment, base in zip(segments, bases, strict=False)]
        self._starts = np.concatenate([none, *lifted])
        self._blocks: list[Block] = []
        self._lists: list[tuple[int, Lists, npt.NDArray[np.bool_] | None]] = []
        for segment, alive, base in zip(segments, self.alive, bases, strict=False):
            rows = None if alive.all() else np.repeat(alive, np.diff(segment.starts))
            if isinstance(segment.vectors, Lists):
                self._lists.append((base, segment.vectors, rows))
            else:
                self._blocks.append(Block(base, segment.vectors, rows))

    @staticmethod
    def open(folder: Path, records: Sequence[SegmentRecord], live: Numbers) -> Index:
        """Map the published segments. Raises DamagedError when one is missing, cut or does not fit the database."""
        return Index([open_segment(folder, record) for record in records], live)

    @property
    def records(self) -> tuple[SegmentRecord, ...]:
        """The segments' records."""
        return tuple(segment.record for segment in self.segments)

    def nearest(self, vectors: Vectors, k: int) -> tuple[Vectors, Numbers]:
        """Similarities and rows, both (n, k), of the k sentences closest to each vector, best first.

        Exact among the rows of small segments, nearly so among those of large ones.

        Where there are fewer than k sentences the rest is -inf and -1. Among equal similarities any may come.
        """
        found = [nearest(vectors, self._blocks, k)]
        for base, lists, alive in self._lists:
            similarities, rows = lists.nearest(vectors, k, alive)
            found.append((similarities, np.where(rows < 0, -1, rows + base)))
        return best(found, k)

    def documents_of(self, rows: Numbers) -> Numbers:
        """The document number of each row, of any shape; -1 stays -1."""
        owners = np.append(self._numbers, np.int64(-1))
        return owners[np.where(rows < 0, -1, np.searchsorted(self._starts, rows, side="right") - 1)]

    def sharing(self, fingerprints: Fingerprints) -> tuple[Numbers, Numbers]:
        """See ``Sources.sharing``."""
        queries = [np.zeros(0, dtype=np.int64)]
        documents = [np.zeros(0, dtype=np.int64)]
        for segment, alive in zip(self.segments, self.alive, strict=True):
            query, place = _equal_pairs(fingerprints, segment.fingerprints)
            found = segment.postings[place].astype(np.int64)
            if not alive.all():
                keep = np.isin(found, segment.numbers[alive])
                query, found = query[keep], found[keep]
            queries.append(query)
            documents.append(found)
        return np.concatenate(queries), np.concatenate(documents)

    def sentences_of(self, number: int) -> int:
        """How many sentences a living document has in the index."""
        for segment, alive in zip(self.segments, self.alive, strict=True):
            found = np.flatnonzero((segment.numbers == number) & alive)
            if len(found):
                return int(segment.starts[found[0] + 1] - segment.starts[found[0]])
        raise KeyError(number)


def _equal_pairs(wanted: Fingerprints, held: Fingerprints) -> tuple[Numbers, Numbers]:
    """All (i, place) such that ``wanted[i] == held[place]``; ``held`` is ascending."""
    first = np.searchsorted(held, wanted, side="left")
    counts = np.searchsorted(held, wanted, side="right") - first
    queries = np.repeat(np.arange(len(wanted), dtype=np.int64), counts)
    offsets = np.arange(len(queries)) - np.repeat(np.cumsum(counts) - counts, counts)
    return queries, np.repeat(first, counts) + offsets
