"""A corpus on disk as sources to check against: each use sees one unchanging, newest state."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from simcheck.cancelling import BAND, look
from simcheck.corpus.derive import repair
from simcheck.corpus.files import DamagedError
from simcheck.corpus.filters import Filter
from simcheck.corpus.folder import command
from simcheck.corpus.index import Index
from simcheck.corpus.near_duplicates import Sketches
from simcheck.corpus.neighbours import nearest_documents
from simcheck.corpus.records import SegmentRecord
from simcheck.corpus.segment import Stamps, stamps
from simcheck.corpus.source_cache import SourceCache, room
from simcheck.corpus.sources import Fingerprints, Floats, Numbers, Source, Vectors
from simcheck.corpus.store import Store
from simcheck.corpus.tables import Reader
from simcheck.errors import CorpusError
from simcheck.text.analyze import analyze_source
from simcheck.threads import in_parts, threads
from simcheck.types import CorpusInfo

F = TypeVar("F", Vectors, Floats)
#: Attempts to open a corpus whose files vanish meanwhile: a writer merged them, or they are damaged and derived again.
ATTEMPTS = 8
#: Sentences of a draft for which a further thread searches.
WORTH_A_THREAD = 32


@dataclass(frozen=True, slots=True)
class _Snapshot:
    """A state of the corpus, its index mapped."""

    generation: int
    records: tuple[SegmentRecord, ...]
    files: tuple[Stamps, ...]
    index: Index
    info: CorpusInfo
    model: str | None
    numbers: Numbers


class DiskSources:
    """One state of a corpus on disk: its index and its texts. Implements ``Sources``; valid inside ``Disk.sources``."""

    def __init__(
        self,
        reader: Reader,
        snapshot: _Snapshot,
        cache: SourceCache[tuple[int, bytes]],
        where: Filter | None = None,
    ) -> None:
        self._reader = reader
        self._index = index = snapshot.index
        self._cache = cache
        self._info, self._numbers = snapshot.info, snapshot.numbers
        #: The name that loads the model of the corpus, None for the one that ships.
        self.model = snapshot.model
        #: Equal for two uses of one state of the corpus; the names of segments are never used again.
        self.state: tuple[object, ...] = (reader.generation(), tuple(record.name for record in index.records))
        if where is not None:
            self._numbers = reader.matching(where)
            self._index = index.only(self._numbers)
            self._info = reader.info(self._numbers)
            self.state = (*self.state, self._numbers.tobytes())

    @property
    def info(self) -> CorpusInfo:
        """Counts and pins of the corpus."""
        return self._info

    def nearest(self, vectors: Vectors, k: int, among: int = 1) -> tuple[Vectors, Numbers]:
        """See ``Index.nearest``; divided among threads where more than one is allowed."""
        return self._parted(vectors, lambda part: self._index.nearest(part, k, among))

    def documents_of(self, rows: Numbers) -> Numbers:
        """See ``Index.documents_of``."""
        return self._index.documents_of(rows)

    def nearest_documents(self, vectors: Vectors, k: int, most: int) -> tuple[Floats, Numbers]:
        """See ``Sources.nearest_documents``."""

        def nearest(part: Vectors) -> tuple[Floats, Numbers]:
            similarities, rows = self._index.nearest(part, k)
            return nearest_documents(similarities, self.documents_of(rows), most)

        return self._parted(vectors, nearest)

    def _parted(self, vectors: Vectors, search: Callable[[Vectors], tuple[F, Numbers]]) -> tuple[F, Numbers]:
        """What a search gives for a few vectors at a time, by as many threads as are allowed."""

        def searched(part: Vectors) -> tuple[F, Numbers]:
            look()
            return search(part)

        least = min(threads(), len(vectors) // WORTH_A_THREAD)
        found = in_parts(searched, np.array_split(vectors, max(1, least, len(vectors) // BAND)))
        similarities, numbers = (np.concatenate(part) for part in zip(*found, strict=True))
        return similarities, numbers

    def sharing(self, fingerprints: Fingerprints) -> tuple[Numbers, Numbers]:
        """See ``Sources.sharing``."""
        return self._index.sharing(fingerprints)

    def numbers(self) -> Numbers:
        """See ``Sources.numbers``."""
        return self._numbers

    def versions(self) -> dict[str, str]:
        """The documents that are versions of an earlier one, by id, with that one."""
        found = self.sketches().versions()
        return {self._reader.name(new): self._reader.name(old) for new, old in sorted(found.items())}

    def sketches(self) -> Sketches:
        """The samples by which near-duplicates are found."""
        return Sketches.of(self._index)

    def names(self, numbers: Iterable[int]) -> list[str]:
        """The ids of documents."""
        return [self._reader.name(number) for number in numbers]

    def source(self, number: int) -> Source:
        """See ``Sources.source``: text and vectors from the database, compared with their digests."""
        return self.several(np.array([number]))[int(number)]

    def _source(self, number: int, seal: bytes) -> Source:
        look()
        source = self._cache.get((number, seal))
        if source is not None:
            return source
        analyzed = analyze_source(self._reader.document(number))
        vectors = self._reader.vectors(number, self._info.dimension)
        if vectors is None or len(vectors) != len(analyzed.sentences):
            raise self._stored_wrong(number)
        return self._cache.put((number, seal), analyzed, vectors)

    def vectors(self, numbers: Numbers) -> dict[int, Vectors]:
        """See ``Sources.vectors``: from the database, compared with their digests, if they are not at hand."""
        keys = list(self._reader.seals(numbers.tolist()).items())
        found = {key[0]: known for key in keys if (known := self._cache.vectors(key)) is not None}
        new = [key for key in keys if key[0] not in found]
        stored = self._reader.several_vectors([number for number, _ in new], self._info.dimension)
        for number, seal in new:
            look()
            if number not in stored:
                raise self._stored_wrong(number)
            found[number] = self._cache.put_vectors((number, seal), stored[number])
        return {number: found[number] for number in numbers.tolist()}

    def _stored_wrong(self, number: int) -> CorpusError:
        folder = self._info.path
        return CorpusError(
            f"{folder}: {self._reader.name(number)} is stored wrong; run {command('rebuild', folder)}",
            code="corpus.damaged",
        )

    def several(self, numbers: Numbers) -> dict[int, Source]:
        """See ``Sources.several``."""
        wanted = numbers.tolist()
        seals = self._reader.seals(wanted)
        return {number: self._source(number, seals.get(number, b"")) for number in wanted}


class Disk:
    """The corpus in a store's folder; keeps the index mapped as long as nobody writes. Shared by threads.

    ``cache_bytes``, or else ``cache_characters``, bounds the memory of documents that stay taken apart for the next
    check.
    """

    def __init__(self, store: Store, cache_bytes: int | None = None, cache_characters: int | None = None) -> None:
        self.store = store
        self._snapshot: _Snapshot | None = None
        self._bounds = room() if cache_bytes is None else cache_bytes, cache_characters
        self._cache = SourceCache[tuple[int, bytes]](*self._bounds)

    @property
    def full(self) -> bool:
        """Whether one more document that stays taken apart would push another one out."""
        return self._cache.full

    @contextmanager
    def sources(self, where: Filter | None = None) -> Iterator[DiskSources]:
        """The newest state, or what a filter lets through of it, which stays as it is while the block runs, whatever is
        written meanwhile.

        An index that is missing or visibly damaged is derived again first. Raises CorpusError when that cannot be done.
        """
        missed: tuple[SegmentRecord, ...] | None = None
        for _ in range(ATTEMPTS):
            with self.store.read() as reader:
                records = reader.segments()
                try:
                    snapshot = self._newest(reader, records)
                except DamagedError:
                    pass
                else:
                    yield DiskSources(reader, snapshot, self._cache, where)
                    return
            if records == missed:
                repair(self.store)
            missed = records
        folder = self.store.folder
        raise CorpusError(
            f"{folder}: its index cannot be opened; run {command('rebuild', folder)}", code="corpus.damaged"
        )

    def close(self) -> None:
        """Let go of the mapped files and of the analysed documents."""
        self._snapshot = None
        self._cache = SourceCache[tuple[int, bytes]](*self._bounds)

    def _newest(self, reader: Reader, records: tuple[SegmentRecord, ...]) -> _Snapshot:
        snapshot, generation = self._snapshot, reader.generation()
        files = tuple(stamps(self.store.folder, record) for record in records)
        if snapshot is None or (snapshot.generation, snapshot.records, snapshot.files) != (generation, records, files):
            numbers = reader.numbers()
            index = Index.open(self.store.folder, records, numbers)
            model = reader.meta().source
            snapshot = self._snapshot = _Snapshot(generation, records, files, index, reader.info(), model, numbers)
        return snapshot
