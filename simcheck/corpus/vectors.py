"""The vectors of a segment's sentences as a FAISS index. The only file that knows FAISS.

``vectors.faiss`` is a file of ``faiss.write_index`` that ``faiss.read_index`` opens anywhere: ``Flat`` while exact
search is quick, else ``IVF…,SQ8`` (inverted lists by k-means, a byte a component); inner product. A vector's id is its
row in the segment, see segment.py. Two things of the file are not FAISS's own:

* The file is mapped by NumPy and read in place by FAISS's ZeroCopyIOReader: a million sentences are open in 17 ms with
  3 MB of memory, by plain ``read_index`` in 440 ms with 264 (benchmarks/vectors.py). FAISS's IO_FLAG_MMAP_IFC maps as
  quickly, but knows no macOS, and on Windows no folder whose name the code page lacks.
* All that comes before the codes (centroids, ranges, sizes of lists) is compared with its digest when the file is
  opened, since FAISS trusts it: a changed byte there would end the process. It is 3 MB of 267; hashing all of them, and
  reading them from the disk, would take a third of a second.

FAISS finds the inverted lists that a query looks at; what stands in them is compared by scan.py.
"""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache, cached_property
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from simcheck.corpus.files import DamagedError, open_file, write_file
from simcheck.corpus.neighbours import Neighbours
from simcheck.corpus.records import FileRecord
from simcheck.corpus.scan import BYTE, Lists, best
from simcheck.corpus.sources import Floats, Numbers, Vectors
from simcheck.encode.grid import on_grid
from simcheck.scoring import SCORING
from simcheck.threads import BULK, threads

Half = npt.NDArray[np.float16]
Bools = npt.NDArray[np.bool_]

FILE = "vectors.faiss"

#: How vectors are filed and looked up (``simcheck.scoring.searching``).
ROWS, SAMPLE = SCORING.searching.list_rows, SCORING.searching.list_sample
PROBES, ALWAYS = SCORING.searching.probes, SCORING.searching.always
#: Bytes of a row number beside each code in an inverted list.
ID_BYTES = 8


def write_vectors(
    folder: Path, vectors: Callable[[], Iterable[Half]], rows: int, dimension: int, *, exact: bool
) -> FileRecord:
    """Write an index of ``rows`` vectors, given block by block, more than once if not ``exact``.

    Memory: four bytes a component if exact, else one or two.
    """
    with _openmp(threads(BULK)) as faiss:
        kind = "Flat" if exact else f"IVF{max(1, rows // ROWS)},SQ8"
        index = faiss.index_factory(dimension, kind, faiss.METRIC_INNER_PRODUCT)
        if not exact:
            step = max(1, rows // (SAMPLE * index.nlist))
            index.train(np.concatenate([block[::step].astype(np.float32) for block in vectors()]))
            centroids = on_grid(index.quantizer.reconstruct_n(0, index.nlist))
            index.quantizer.reset()
            index.quantizer.add(centroids)
        for block in vectors():
            index.add(block.astype(np.float32))
        payload = rows * (index.code_size if exact else index.code_size + ID_BYTES)
        return write_file(
            folder / FILE, lambda write: faiss.write_index(index, faiss.PyCallbackIOWriter(write)), payload
        )


class Probed(NamedTuple):
    """How near the centroids of some inverted lists are to each query, and their numbers, both (n, lists), -1 for
    none."""

    centroids: Vectors
    lists: Numbers


def shared_probes(lists: Sequence[int], among: int) -> int:
    """How many inverted lists are looked at for a query, where several indexes have so many ``lists`` and are one of
    ``among`` such groups: with n times as many lists as one index has, the root of n times as many.

    On ten million sentences in nine indexes that is a third of what each would look at alone
    (benchmarks/results/cluster.json).
    """
    return math.ceil(PROBES * math.sqrt(sum(lists) / max(lists) / among))


class VectorIndex:
    """An open index, mapped; shared between processes and threads."""

    def __init__(self, folder: Path, file: FileRecord) -> None:
        """Raises DamagedError when it is missing, or visibly not what was written."""
        self._content = open_file(folder / FILE, file)  # FAISS keeps mere pointers into it
        faiss, _ = _faiss()
        try:
            reader = faiss.ZeroCopyIOReader(faiss.swig_ptr(self._content), len(self._content))
            self._index = faiss.read_index(reader)
        except RuntimeError as error:
            raise DamagedError(f"{folder / FILE}: cannot be read ({error})") from error
        self.rows = int(self._index.ntotal)
        #: Whether every vector is compared, as it is.
        self.exact = isinstance(self._index, faiss.IndexFlat)

    @property
    def lists(self) -> int:
        """How many inverted lists there are; none where ``exact``."""
        return 0 if self.exact else int(self._index.nlist)

    def nearest_lists(self, queries: Vectors, count: int) -> Probed:
        """The lists whose centroids are nearest to each query, best first, where not ``exact``."""
        with _openmp(1):
            queries = np.ascontiguousarray(queries, dtype=np.float32)
            centroids, lists = self._index.quantizer.search(queries, min(self.lists, count))
            return Probed(centroids, lists)

    def nearest(self, queries: Vectors, k: int, live: Bools | None = None, probed: Probed | None = None) -> Neighbours:
        """Similarities and rows, both (n, k), best first, of the k closest rows that are ``live`` (None: all).

        Nearly the closest where not ``exact``, in the lists ``probed`` if they are given. Where ``exact``, of rows that
        are equal the first ones come. Where fewer are found the rest is -inf and -1.
        """
        if not self.exact:
            return self._search(queries, k, live, probed)
        similarities, rows = self._search(queries, k + 1, live, None)
        last = similarities[:, k - 1 : k]
        cut = np.flatnonzero((last == similarities[:, k:]) & np.isfinite(last))
        for query in cut.tolist():  # FAISS takes any of the equal ones
            equal = np.flatnonzero(similarities[query] == last[query])
            rows[query, equal] = self._first_equal(rows[query, equal], live)
        return similarities[:, :k], rows[:, :k]

    def _first_equal(self, some: Numbers, live: Bools | None) -> Numbers:
        """As many rows as are given, the first ones of all that are equal to one of them."""
        faiss, _ = _faiss()
        held = faiss.rev_swig_ptr(self._index.get_xb(), self.rows * self._index.d).reshape(self.rows, self._index.d)
        found = [np.flatnonzero(held[:, 0] == first) for first in np.unique(held[some, 0])]
        equal = np.sort(np.concatenate(found))
        if live is not None:
            equal = equal[live[equal]]
        known = {held[row].tobytes() for row in some.tolist()}
        chosen = (row for row in equal.tolist() if held[row].tobytes() in known)
        return np.fromiter(islice(chosen, len(some)), dtype=np.int64)

    def _search(self, queries: Vectors, k: int, live: Bools | None, probed: Probed | None) -> Neighbours:
        """See ``nearest``; of equal rows any may come."""
        queries = np.ascontiguousarray(queries, dtype=np.float32)
        # More than one would spin while others work, and a child forked afterwards would wait for them for ever.
        with _openmp(1) as faiss:
            if self.exact:
                only = None if live is None else faiss.IDSelectorBitmap(np.packbits(live, bitorder="little"))
                similarities, rows = self._index.search(queries, k, params=faiss.SearchParameters(sel=only))
            else:  # where few rows are asked for, the nearest of them lie further away
                share = 1.0 if live is None else max(float(live.mean()), 1 / max(self.rows, 1))
                probes = min(self._index.nlist, math.ceil(PROBES / share))
                centroids, lists = probed or self._index.quantizer.search(queries, probes)
                similarities, rows = self._scanned(queries, k, live, centroids, lists)
        known = (rows >= 0) & (rows < self.rows)  # a changed byte in a mapped file gives no row that is not there
        return np.where(known, similarities, np.float32(-np.inf)), np.where(known, rows, -1)

    def _scanned(self, queries: Vectors, k: int, live: Bools | None, centroids: Vectors, probed: Numbers) -> Neighbours:
        """The nearest rows in the lists ``probed``; ``centroids`` are how near the lists' centroids are."""
        lists, ids, least, step = self._inverted
        # A byte b of a component stands for least + (b + .5) step, beyond the centroid.
        base = centroids + (queries.astype(float) @ (least + step / 2))[:, None]
        only = None
        if live is not None:
            held = zip(ids.tolist(), lists.size.tolist(), strict=True)
            every = np.concatenate([self._content[at : at + ID_BYTES * size].view("<i8") for at, size in held])
            only = live[np.clip(every, 0, self.rows - 1)].astype(np.uint8)
        values, places = best(lists, queries * step, probed, base, k, only)
        of = np.searchsorted(lists.first, places, side="right") - 1
        at = ids[of] + ID_BYTES * (places - lists.first[of])
        rows = self._content[at[..., None] + np.arange(ID_BYTES)].view("<i8")[..., 0]
        return values.astype(np.float32), np.where(places < 0, -1, rows)

    @cached_property
    def _inverted(self) -> tuple[Lists, Numbers, Floats, Floats]:
        """Where the lists stand in the file (FAISS knows no place of an empty one), and their ids; and what the least
        byte of each component stands for, and one more. Raises DamagedError where they do not stand in it."""
        index, faiss = self._index, _faiss()[0]
        held, numbers = index.invlists, range(index.nlist)
        size = np.array([held.list_size(number) for number in numbers], dtype=np.int64)
        start = self._content.ctypes.data
        codes, ids = (
            np.where(size > 0, np.array([int(where(number) or start) for number in numbers]) - start, 0)
            for where in (held.get_codes, held.get_ids)
        )
        for at, width in ((codes, index.code_size), (ids, ID_BYTES)):
            if ((at < 0) | (at + width * size > len(self._content))).any():
                raise DamagedError("the inverted lists do not stand in their file")
        least, span = faiss.vector_to_array(index.sq.trained).reshape(2, index.d).astype(float)
        return Lists(self._content, codes, size, np.cumsum(size) - size), ids, least, span / BYTE


@contextmanager
def _openmp(count: int) -> Iterator[Any]:
    """FAISS, with so many threads of OpenMP for this thread of ours.

    A forked child takes one: it would wait for ever for the others, which its parent has.
    """
    faiss, process = _faiss()
    usual = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(count if process == os.getpid() else 1)
    try:
        yield faiss
    finally:
        faiss.omp_set_num_threads(usual)


@cache
def _faiss() -> tuple[Any, int]:
    """FAISS, and the process that loaded it."""
    import faiss

    #: FAISS 1.15 multiplies matrices only from this many (queries times dimension) on, by default 128,000: finding the
    #: nearest centroids of a draft's sentences is 15 times slower without.
    faiss.cvar.distance_compute_blas_threshold = 20
    return faiss, os.getpid()
