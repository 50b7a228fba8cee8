# The types of trimming.py, for Cython: C functions where no Python is needed inside, so that other threads may run.

from libc.math cimport log1p
from libc.stdint cimport int64_t, uint8_t

from simcheck.align.loops.stretches cimport INFINITE, SideArrays, Work, add_up, lexical, meaning, peak
from simcheck.align.loops.tiling cimport Tiling, tile

cpdef trim(
    SideArrays draft, SideArrays source, Py_ssize_t vocabulary, stretches, double retained, Py_ssize_t rounds, Py_ssize_t least,
    int64_t most
)
cdef void _best_within(
    SideArrays mine, SideArrays theirs, const uint8_t[::1] paired, const uint8_t[::1] taken, Work work
)
