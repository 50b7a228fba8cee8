"""Sources in memory, searched by brute force: for a few texts, and what the index on disk must equal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from simcheck.caching import MIB, memoize_per_object
from simcheck.corpus.embed import encoded
from simcheck.corpus.neighbours import nearest_documents
from simcheck.corpus.source_cache import SourceCache
from simcheck.corpus.sources import Fingerprints, Floats, Numbers, Source, Vectors
from simcheck.encode import Encoder
from simcheck.text.analyze import analyze_source
from simcheck.text.classes import classified, told
from simcheck.text.normalize import NORMALIZATION
from simcheck.types import CorpusInfo, Document

#: Similarities computed at once; bounds the memory of a long draft against many sentences.
BLOCK = 1 << 24
#: Bytes of memory for texts that may come again.
CACHED = 64 * MIB


class MemorySources:
    """The given sources, numbered from 0 in their order. Implements ``Sources``."""

    def __init__(self, sources: Sequence[Source], info: CorpusInfo) -> None:
        self._sources = tuple(sources)
        self._info = info
        counts = np.array([len(source.vectors) for source in sources], dtype=np.int64)
        self._owners = np.repeat(np.arange(len(counts), dtype=np.int64), counts)
        empty = np.zeros((0, info.dimension), dtype=np.float32)
        self._vectors = np.concatenate([empty, *(source.vectors for source in sources)])

    @property
    def info(self) -> CorpusInfo:
        """As given."""
        return self._info

    def nearest(self, vectors: Vectors, k: int) -> tuple[Vectors, Numbers]:
        """Similarities and rows, both (n, k), of the k sentences closest to each vector, by all similarities, sorted;
        among equal ones the lower row first. Where there are fewer the rest is -inf and -1."""
        similarities = np.full((len(vectors), k), -np.inf, dtype=np.float32)
        rows = np.full((len(vectors), k), -1, dtype=np.int64)
        found = min(k, len(self._vectors))
        step = max(1, BLOCK // max(1, len(self._vectors)))
        for start in range(0, len(vectors), step):
            block = vectors[start : start + step] @ self._vectors.T
            order = greatest(block, found)
            similarities[start : start + step, :found] = np.take_along_axis(block, order, axis=1)
            rows[start : start + step, :found] = order
        return similarities, rows

    def documents_of(self, rows: Numbers) -> Numbers:
        """The document number of each row, of any shape; -1 stays -1."""
        return np.append(self._owners, np.int64(-1))[rows]

    def nearest_documents(self, vectors: Vectors, k: int, most: int) -> tuple[Floats, Numbers]:
        """See ``Sources.nearest_documents``."""
        similarities, rows = self.nearest(vectors, k)
        return nearest_documents(similarities, self.documents_of(rows), most)

    def sharing(self, fingerprints: Fingerprints) -> tuple[Numbers, Numbers]:
        """See ``Sources.sharing``."""
        queries = [np.flatnonzero(np.isin(fingerprints, source.analyzed.fingerprints)) for source in self._sources]
        counts = np.array([len(found) for found in queries], dtype=np.int64)
        documents = np.repeat(np.arange(len(queries), dtype=np.int64), counts)
        return np.concatenate([np.zeros(0, dtype=np.int64), *queries]), documents

    def numbers(self) -> Numbers:
        """See ``Sources.numbers``."""
        return np.arange(len(self._sources), dtype=np.int64)

    def source(self, number: int) -> Source:
        """See ``Sources.source``."""
        return self._sources[number]

    def vectors(self, numbers: Numbers) -> dict[int, Vectors]:
        """See ``Sources.vectors``."""
        return {number: self.source(number).vectors for number in numbers.tolist()}

    def several(self, numbers: Numbers) -> dict[int, Source]:
        """See ``Sources.several``."""
        return {number: self.source(number) for number in numbers.tolist()}


def greatest(values: Vectors, k: int) -> Numbers:
    """The places of the k greatest values of each row, of at least k, the greatest first and of equal ones the first
    first, shape (rows, k)."""
    if not k:
        return np.zeros((len(values), 0), dtype=np.int64)
    least = np.partition(values, -k, axis=1)[:, -k]
    found = np.empty((len(values), k), dtype=np.int64)
    for row, one, bound in zip(found, values, least, strict=True):
        places = np.flatnonzero(one >= bound)
        row[:] = places[np.argsort(-one[places], kind="stable")[:k]]
    return found


@memoize_per_object
def _cache(_: Encoder) -> SourceCache[tuple[str, Document]]:
    return SourceCache(CACHED)


def memory_sources(documents: Sequence[Document], encoder: Encoder) -> MemorySources:
    """Documents taken apart and encoded, as a corpus on disk would hold them; those of earlier calls are cached."""
    documents = [classified(document) for document in documents]
    cache = _cache(encoder)
    found = {document: cache.get((encoder.name, document)) for document in documents}
    analyzed = [analyze_source(document) for document, source in found.items() if source is None]
    if analyzed:
        for one, vectors in zip(analyzed, encoded(analyzed, encoder), strict=True):
            found[one.document] = cache.put((encoder.name, one.document), one, vectors.copy())
    held = [source for document in documents if (source := found[document]) is not None]
    info = CorpusInfo(
        path=None,
        documents=len(held),
        sentences=sum(len(source.vectors) for source in held),
        characters=sum(len(document.text) for document in documents),
        model=encoder.name,
        dimension=encoder.dimension,
        normalization=NORMALIZATION,
        classes=dict(sorted(Counter(told(document) for document in documents).items())),
    )
    return MemorySources(held, info)
