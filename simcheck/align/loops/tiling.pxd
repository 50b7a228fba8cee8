# The types of tiling.py, for Cython: C functions where no Python is needed inside, so that other threads may run.

from libc.stdint cimport int64_t, uint8_t

cdef class Tiling:
    cdef int64_t[::1] first, times, after, heap
    cdef int64_t[:, ::1] runs, tile
    cdef uint8_t[::1] paired, taken
    cdef Py_ssize_t tiles, count
    cpdef know(self, vocabulary)
    cpdef make_room(self, runs)

cdef tile(
    Tiling tiling, const int64_t[::1] ours, const int64_t[::1] theirs, Py_ssize_t vocabulary, Py_ssize_t least,
    int64_t most
)
cdef void _clear(Tiling tiling) noexcept nogil
cdef int64_t _equal_pairs(
    Tiling tiling, const int64_t[::1] ours, const int64_t[::1] theirs, Py_ssize_t vocabulary
) noexcept nogil
cdef _tile_runs(
    Tiling tiling, const int64_t[::1] ours, const int64_t[::1] theirs, Py_ssize_t vocabulary, Py_ssize_t more,
    Py_ssize_t least
)
cdef Py_ssize_t _find_runs(
    Tiling tiling, const int64_t[::1] ours, const int64_t[::1] theirs, Py_ssize_t vocabulary, Py_ssize_t more,
    Py_ssize_t least
) noexcept nogil
cdef void _choose(Tiling tiling, Py_ssize_t least) noexcept nogil
cdef void _take(Tiling tiling, Py_ssize_t draft, Py_ssize_t source, Py_ssize_t length) noexcept nogil
cdef bint _precedes(Tiling tiling, Py_ssize_t one, Py_ssize_t other) noexcept nogil
cdef void _sink(Tiling tiling, Py_ssize_t at, Py_ssize_t size) noexcept nogil
cdef void _rise(Tiling tiling, Py_ssize_t at) noexcept nogil
