# The types of extension.py, for Cython: C functions where no Python is needed inside, so that other threads may run.

from libc.math cimport expm1

from simcheck.align.loops.stretches cimport LEAST_SHARE, SideArrays, Work, add_up, lexical, meaning, peak

cpdef extend(SideArrays draft, SideArrays source, Py_ssize_t vocabulary, seed, double retained, bounds)
cdef bint _extend_side(SideArrays mine, SideArrays theirs, own, other, old, bounds, Work work) except -1
cdef void _best_around(SideArrays mine, SideArrays theirs, Py_ssize_t first, Py_ssize_t last, double drop, Work work)
cdef Py_ssize_t _climb(
    const double[::1] total, Py_ssize_t at, Py_ssize_t end, Py_ssize_t step, double drop
) noexcept nogil
