# The types of two_hits.py, for Cython: C functions where no Python is needed inside, so that other threads may run.

cimport cython

@cython.locals(rows=Py_ssize_t, columns=Py_ssize_t, row=Py_ssize_t, column=Py_ssize_t)
cdef void _margins(
    const float[:, ::1] similar, const float[::1] level, float unit, float[:, ::1] margin, float[::1] topic
)
@cython.locals(
    rows=Py_ssize_t, columns=Py_ssize_t, row=Py_ssize_t, column=Py_ssize_t, size=Py_ssize_t, half=Py_ssize_t,
    both=float
)
cdef void _hits(float[:, ::1] margin, const float[::1] topical, float[::1] two, float[::1] best)
cdef inline float _greater(float one, float other) noexcept nogil
