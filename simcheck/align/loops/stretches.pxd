# The types of stretches.py, for Cython: C functions where no Python is needed inside, so that other threads may run.

cimport cython
from libc.math cimport expm1, log, log1p
from libc.stdint cimport int64_t, uint8_t

cdef double INFINITE, LEAST_CHANCE, LEAST_SHARE

cdef class SideArrays:
    cdef readonly Py_ssize_t size, sentences
    cdef readonly double least
    cdef const int64_t[::1] word, sentence
    cdef const double[::1] frequency, surprise, sentence_tokens
    cdef const float[:, :] semantic

cdef class Work:
    cdef double[::1] score, total, sentence, covered
    cdef uint8_t[::1] found
    cdef int64_t[::1] mine, theirs
    cdef Py_ssize_t unknown, low, high, left, right, first, last
    cdef double retained, nats, identity
    cpdef look(self, own, other, retained)

cdef void lexical(SideArrays mine, SideArrays theirs, Work work) noexcept nogil
@cython.locals(nats=double, most=double)
cdef void meaning(SideArrays mine, SideArrays theirs, bint covered, Work work) noexcept nogil
cdef void add_up(SideArrays mine, Work work) noexcept nogil
cdef void peak(Work work, Py_ssize_t low, Py_ssize_t high, double drop) noexcept nogil
