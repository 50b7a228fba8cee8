# The types of dot_plot.py, for Cython: C functions where no Python is needed inside, so that other threads may run.

from libc.stdint cimport int64_t

cdef void _mark(
    const int64_t[::1] word, const int64_t[::1] draft_at, const double[::1] worth, const int64_t[::1] start,
    const int64_t[::1] order, int64_t cell, int64_t top, float[:, ::1] plot
)
