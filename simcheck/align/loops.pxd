# The types of loops.py, for Cython: C functions where no Python is needed inside, so that other threads may run.

cimport cython
from libc.math cimport expm1, log, log1p
from libc.stdint cimport int64_t, uint8_t

cdef double INFINITE, LEAST_CHANCE, LEAST_SHARE

cdef class Side:
    cdef readonly Py_ssize_t size, sentences
    cdef readonly double least
    cdef const int64_t[::1] word, sentence
    cdef const double[::1] frequency, surprise, sentence_tokens
    cdef const float[:, :] semantic

cdef void _mark(
    const int64_t[::1] word, const int64_t[::1] draft_at, const double[::1] worth, const int64_t[::1] start,
    const int64_t[::1] order, int64_t cell, int64_t top, float[:, ::1] plot
)

cdef void _add_worth(
    const int64_t[::1] words, const double[::1] worth, Py_ssize_t vocabulary, double[::1] nats, int64_t[::1] here
)
cdef Py_ssize_t _best_window(
    const double[::1] nats, const int64_t[::1] here, int64_t[::1] there, const int64_t[::1] word,
    const int64_t[::1] place, Py_ssize_t length
)
cdef double _stretch_score(
    const double[::1] nats, const int64_t[::1] here, int64_t[::1] there, const int64_t[::1] stretch
)

cdef class _Tiling:
    cdef int64_t[::1] first, times, after, heap
    cdef int64_t[:, ::1] runs, tile
    cdef uint8_t[::1] paired, taken
    cdef Py_ssize_t tiles, count
    cpdef know(self, vocabulary)
    cpdef make_room(self, runs)

cdef _tile(
    _Tiling tiling, const int64_t[::1] ours, const int64_t[::1] theirs, Py_ssize_t vocabulary, Py_ssize_t least,
    int64_t most
)
cdef void _clear(_Tiling tiling) noexcept nogil
cdef int64_t _equal_pairs(
    _Tiling tiling, const int64_t[::1] ours, const int64_t[::1] theirs, Py_ssize_t vocabulary
) noexcept nogil
cdef _tile_runs(
    _Tiling tiling, const int64_t[::1] ours, const int64_t[::1] theirs, Py_ssize_t vocabulary, Py_ssize_t more,
    Py_ssize_t least
)
cdef Py_ssize_t _find_runs(
    _Tiling tiling, const int64_t[::1] ours, const int64_t[::1] theirs, Py_ssize_t vocabulary, Py_ssize_t more,
    Py_ssize_t least
) noexcept nogil
cdef void _choose(_Tiling tiling, Py_ssize_t least) noexcept nogil
cdef void _take(_Tiling tiling, Py_ssize_t draft, Py_ssize_t source, Py_ssize_t length) noexcept nogil
cdef bint _precedes(_Tiling tiling, Py_ssize_t one, Py_ssize_t other) noexcept nogil
cdef void _sink(_Tiling tiling, Py_ssize_t at, Py_ssize_t size) noexcept nogil
cdef void _rise(_Tiling tiling, Py_ssize_t at) noexcept nogil

cdef class _Work:
    cdef double[::1] score, total, sentence, covered
    cdef uint8_t[::1] found
    cdef int64_t[::1] mine, theirs
    cdef Py_ssize_t unknown, low, high, left, right, first, last
    cdef double retained, nats, kept
    cpdef look(self, own, other, retained)

cpdef extend(Side draft, Side source, Py_ssize_t vocabulary, seed, double retained, limits)
cdef bint _extend_side(Side mine, Side theirs, own, other, old, limits, _Work work) except -1
cdef void _best_around(Side mine, Side theirs, Py_ssize_t first, Py_ssize_t last, double drop, _Work work)
cdef void _lexical(Side mine, Side theirs, _Work work) noexcept nogil
@cython.locals(nats=double, most=double)
cdef void _meaning(Side mine, Side theirs, bint covered, _Work work) noexcept nogil
cdef void _add_up(Side mine, _Work work) noexcept nogil
cdef void _peak(_Work work, Py_ssize_t low, Py_ssize_t high, double drop) noexcept nogil
cdef Py_ssize_t _climb(
    const double[::1] total, Py_ssize_t at, Py_ssize_t end, Py_ssize_t step, double drop
) noexcept nogil
cpdef trim(
    Side draft, Side source, Py_ssize_t vocabulary, stretches, double retained, Py_ssize_t rounds, Py_ssize_t least,
    int64_t most
)
cdef void _best_within(
    Side mine, Side theirs, const uint8_t[::1] paired, const uint8_t[::1] taken, _Work work
)
