# The types of windows.py, for Cython: C functions where no Python is needed inside, so that other threads may run.

from libc.stdint cimport int64_t

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
