"""One shard, open: what it answers of the documents that it holds. Everything it takes and gives can be sent."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

from simcheck.corpus.disk import Disk, DiskSources
from simcheck.corpus.near_duplicates import Sketches
from simcheck.corpus.neighbours import Neighbours
from simcheck.corpus.sources import Fingerprints, Numbers, Vectors
from simcheck.corpus.store import Store
from simcheck.errors import CorpusError
from simcheck.shards.manifest import ShardRecord
from simcheck.types import Document

Half = npt.NDArray[np.float16]
#: Numbers on their way: half the bytes, and no document's number is larger (``Postings`` holds them so too).
SENT = np.int32
#: A document and the vectors of its sentences.
Fetched = tuple[Document, Half]


class Shard:
    """A shard as it was published; answers nothing once it holds something else. For any threads."""

    def __init__(self, folder: Path, record: ShardRecord) -> None:
        """Open the shard ``record`` in the ``folder`` of all shards. Raises CorpusError."""
        self._record = record
        self._disk = Disk(Store(folder / record.folder), cache_bytes=0)
        self._seen: tuple[object, ...] = ()
        self._sketches: Sketches | None = None

    def numbers(self) -> Numbers:
        """The numbers of all documents, ascending."""
        with self._disk.sources() as sources:
            self._refuse_changed(sources)
            return sources.numbers()

    def nearest(self, vectors: Vectors, k: int, among: int = 1) -> Neighbours:
        """Similarities of the k sentences closest to each vector, and the numbers of their documents, both (n, k),
        best first, those of lower documents first; where there are fewer the rest is -inf and -1. This is one
        ``among`` so many shards, see ``Index.nearest``."""
        with self._disk.sources() as sources:
            self._refuse_changed(sources)
            similarities, rows = sources.nearest(vectors, k, among)
            return similarities, sources.documents_of(rows).astype(SENT)

    def sharing(self, fingerprints: Fingerprints) -> tuple[Numbers, Numbers]:
        """See ``Sources.sharing``."""
        with self._disk.sources() as sources:
            self._refuse_changed(sources)
            queries, documents = sources.sharing(fingerprints)
            return queries.astype(SENT), documents.astype(SENT)

    def sample_sizes(self) -> tuple[Numbers, Numbers]:
        """See ``Sketches.sizes``."""
        return self._sampled().sizes()

    def sampled(self, numbers: Numbers) -> tuple[Fingerprints, Numbers]:
        """See ``Sketches.of_documents``."""
        return self._sampled().of_documents(numbers)

    def holding(self, keys: Fingerprints) -> tuple[Numbers, Numbers]:
        """See ``Sketches.holding``."""
        return self._sampled().holding(keys)

    def names(self, numbers: Numbers) -> list[str]:
        """The ids of these documents."""
        with self._disk.sources() as sources:
            self._refuse_changed(sources)
            return sources.names(numbers.tolist())

    def vectors(self, numbers: Numbers) -> list[Half]:
        """The vectors of the sentences of these documents."""
        with self._disk.store.read() as reader:
            found = reader.several_vectors(numbers.tolist(), reader.meta().dimension)
        for number in numbers.tolist():
            if number not in found:
                raise self._damaged(self.names(np.array([number]))[0])
        return [found[number] for number in numbers.tolist()]

    def fetch(self, numbers: Numbers) -> list[Fetched]:
        """These documents, with the vectors of their sentences."""
        with self._disk.store.read() as reader:
            dimension = reader.meta().dimension
            found = [(reader.document(number), reader.vectors(number, dimension)) for number in numbers.tolist()]
        for document, vectors in found:
            if vectors is None:
                raise self._damaged(document.id)
        return [(document, vectors) for document, vectors in found if vectors is not None]

    def _damaged(self, name: str) -> CorpusError:
        return CorpusError(
            f"{self._disk.store.folder}: the vectors of {name} are damaged; cut the corpus anew", code="corpus.damaged"
        )

    def close(self) -> None:
        """Let go of the mapped files."""
        self._sketches = None
        self._disk.close()

    def _sampled(self) -> Sketches:
        """The samples of all documents, kept for the next question: 16 bytes for each 80 characters or so."""
        with self._disk.sources() as sources:
            self._refuse_changed(sources)
            if self._sketches is None:
                self._sketches = sources.sketches()
            return self._sketches

    def _refuse_changed(self, sources: DiskSources) -> None:
        """Raise CorpusError when the shard does not hold what was published; looked at once for each state."""
        if sources.state == self._seen:
            return
        with self._disk.store.read() as reader:
            if reader.contents() != self._record.contents:
                raise CorpusError(
                    f"{self._disk.store.folder}: holds something else than was published; a shard is never changed, "
                    "change the corpus and run `simcheck corpus shard` again",
                    code="corpus.damaged",
                )
        self._seen = sources.state
