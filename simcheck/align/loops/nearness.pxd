# The types of nearness.py, for Cython: C functions where no Python is needed inside, so that other threads may run.

cimport cython
from libc.stdint cimport int64_t, uint8_t

@cython.locals(
    count=Py_ssize_t, sentences=Py_ssize_t, word=Py_ssize_t, sentence=Py_ssize_t, end=Py_ssize_t, at=Py_ssize_t,
    row=Py_ssize_t, best=float
)
cdef void _say_ours(
    const float[:, ::1] similar, const int64_t[::1] place, const int64_t[::1] starts, const uint8_t[:, ::1] quantiles,
    const int64_t[::1] other, const int64_t[::1] begins, float fine, int64_t most, int64_t[:, ::1] said,
    int64_t[:, ::1] found
)
@cython.locals(
    count=Py_ssize_t, sentences=Py_ssize_t, words=Py_ssize_t, word=Py_ssize_t, sentence=Py_ssize_t, end=Py_ssize_t,
    at=Py_ssize_t, row=Py_ssize_t
)
cdef void _say_theirs(
    const float[:, ::1] similar, const int64_t[::1] place, const int64_t[::1] starts, const int64_t[::1] other,
    const int64_t[::1] begins, const uint8_t[:, ::1] quantiles, float fine, int64_t most,
    float[::1] best, int64_t[::1] said, int64_t[:, ::1] found
)
@cython.locals(level=int64_t, reached=int64_t, at=Py_ssize_t)
cdef int64_t _steps(
    float similar, const uint8_t[:, ::1] quantiles, Py_ssize_t word, float fine, int64_t most
) noexcept nogil
