"""Inverted lists: where exact search would be slow, each vector in one byte a component, beside its like.
The only file that knows FAISS.

The rows of a large segment are divided among centroids, found by k-means on a sample of these very rows; a query looks
only at the lists of its nearest centroids (FAISS's IVF with 8-bit scalar quantisation). ``lists.bin`` holds list after
list the codes, then the row numbers as int64, and is mapped where it lies; ``centroids``, ``ranges`` (the least value
and the width of each component) and ``sizes`` are small and stand beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from simcheck.corpus.sources import Numbers, Vectors

Codes = npt.NDArray[np.uint8]
Half = npt.NDArray[np.float16]
Bools = npt.NDArray[np.bool_]

#: Rows of the sample for each centroid, and rounds of k-means over it.
SAMPLE, ROUNDS = 32, 8
#: Rows in a list on average: few enough to look only where the answer is, enough for centroids to be found quickly.
ROWS = 500
#: Lists that are looked at for a query; measured, see benchmarks/README.md.
PROBED = 32
#: Vectors compared with all centroids at once.
PRODUCTS = 4096
#: Bytes of a row number behind the codes.
NUMBER = 8


@dataclass(frozen=True, slots=True, eq=False)
class Content:
    """What goes into the files: see the module's docstring. ``order`` holds all rows list by list, ``codes`` stand in
    the order of the rows."""

    centroids: Vectors
    ranges: Vectors
    sizes: Numbers
    order: Numbers
    codes: Codes

    def pieces(self) -> Iterator[npt.NDArray[Any]]:
        """The bytes of ``lists.bin``."""
        ends = np.cumsum(self.sizes)
        for start, end in zip(ends - self.sizes, ends, strict=True):
            rows = self.order[start:end]
            yield self.codes[rows]
            yield rows.astype("<i8")


def divide(vectors: Callable[[], Iterable[Half]], rows: int, dimension: int) -> Content:
    """Divide ``rows`` vectors, given block by block twice over, among lists. Memory: one byte a component."""
    count = max(1, rows // ROWS)
    step = max(1, rows // (SAMPLE * count))
    sample, least, most = [], np.full(dimension, np.inf), np.full(dimension, -np.inf)
    for block in vectors():
        exact = np.asarray(block, dtype=np.float32)
        if len(exact):
            sample.append(exact[::step].copy())
            least, most = np.minimum(least, exact.min(axis=0)), np.maximum(most, exact.max(axis=0))
    ranges = np.stack([least, np.maximum(most - least, 1e-6)]).astype(np.float32)
    centroids = _centroids(np.concatenate(sample), count)
    codes = np.empty((rows, dimension), dtype=np.uint8)
    home = np.empty(rows, dtype=np.int32)
    row = 0
    for block in vectors():
        exact = np.asarray(block, dtype=np.float32)
        codes[row : row + len(exact)] = _coded(exact, ranges)
        home[row : row + len(exact)] = _nearest_centroid(exact, centroids)
        row += len(exact)
    order = np.argsort(home, kind="stable")
    return Content(centroids, ranges, np.bincount(home, minlength=count).astype(np.int64), order, codes)


class Lists:
    """Open inverted lists, mapped and shared between processes and threads."""

    def __init__(self, centroids: Vectors, ranges: Vectors, sizes: Numbers, path: Path) -> None:
        """Raises RuntimeError when the file cannot be mapped, ValueError when it is not as long as the sizes say."""
        faiss = _faiss()
        count, dimension = centroids.shape
        self.rows = int(sizes.sum())
        if path.stat().st_size != self.rows * (dimension + NUMBER):
            raise ValueError("its length is wrong")
        centres = faiss.IndexFlatIP(dimension)
        centres.add(centroids)
        kind, measure = faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT
        self._index = faiss.IndexIVFScalarQuantizer(centres, dimension, count, kind, measure, False)
        faiss.copy_array_to_vector(np.ascontiguousarray(ranges).ravel(), self._index.sq.trained)
        self._index.is_trained, self._index.ntotal = True, self.rows
        lists = faiss.OnDiskInvertedLists(count, dimension, str(path))
        lists.read_only, lists.prefetch_nthread = True, 0
        counts = sizes.astype(np.uint64)
        lists.set_all_lists_sizes(faiss.swig_ptr(counts))
        lists.totsize = path.stat().st_size
        lists.do_mmap()
        self._index.replace_invlists(lists, False)
        self._held = centres, lists  # FAISS keeps mere pointers to them

    def nearest(self, queries: Vectors, k: int, alive: Bools | None = None) -> tuple[Vectors, Numbers]:
        """Similarities and rows, both (n, k), best first, of nearly the k closest rows that are ``alive`` (None: all).

        Where fewer are found the rest is -inf and -1.
        """
        faiss = _faiss()
        probes = min(self._index.nlist, PROBED)
        only = None if alive is None else faiss.IDSelectorBitmap(np.packbits(alive, bitorder="little"))
        found = faiss.SearchParametersIVF(nprobe=probes, sel=only)
        similarities, rows = self._index.search(np.ascontiguousarray(queries, dtype=np.float32), k, params=found)
        known = (rows >= 0) & (rows < self.rows)
        return np.where(known, similarities, -np.inf).astype(np.float32), np.where(known, rows, -1)


def _centroids(sample: Vectors, count: int) -> Vectors:
    """Unit vectors, shape (count, dimension), by spherical k-means; a list that falls empty starts anew elsewhere."""
    chance = np.random.default_rng(1)
    centroids = sample[chance.choice(len(sample), min(count, len(sample)), replace=False)]
    for _ in range(ROUNDS):
        home = _nearest_centroid(sample, centroids)
        filled, first = np.unique(np.sort(home), return_index=True)
        sums = sample[chance.integers(len(sample), size=len(centroids))]
        sums[filled] = np.add.reduceat(sample[np.argsort(home, kind="stable")], first, axis=0)
        sums /= np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9)
        centroids = sums
    return np.ascontiguousarray(centroids, dtype=np.float32)


def _nearest_centroid(vectors: Vectors, centroids: Vectors) -> npt.NDArray[np.int64]:
    home = np.empty(len(vectors), dtype=np.int64)
    for start in range(0, len(vectors), PRODUCTS):
        home[start : start + PRODUCTS] = (vectors[start : start + PRODUCTS] @ centroids.T).argmax(axis=1)
    return home


def _coded(vectors: Vectors, ranges: Vectors) -> Codes:
    """As FAISS's QT_8bit encodes: the code c stands for least + (c + 0.5) / 255 of the width."""
    scaled = vectors - ranges[0]
    scaled *= 255 / ranges[1]
    return np.asarray(np.clip(scaled, 0, 255, out=scaled).astype(np.uint8))


@cache
def _faiss() -> Any:
    import faiss

    #: FAISS 1.15 multiplies matrices only from this many (queries times dimension) on, by default 128,000: finding the
    #: nearest centroids of a draft's sentences is 15 times slower without.
    faiss.cvar.distance_compute_blas_threshold = 20
    return faiss
