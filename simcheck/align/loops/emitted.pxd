# The types of emitted.py, for Cython: C functions where no Python is needed inside, so that other threads may run.

cimport cython
from libc.stdint cimport uint8_t

@cython.locals(
    length=Py_ssize_t, width=Py_ssize_t, kept=Py_ssize_t, row=Py_ssize_t, at=Py_ssize_t, total=float, beyond=float
)
cdef void _add(
    const float[:, :] values, const uint8_t[::1] asked, Py_ssize_t first, Py_ssize_t last, float above,
    float source_share, float draft_share, float least, float most, float factor, float neutral, float[::1] room,
    float[:, ::1] units
)
@cython.locals(at=Py_ssize_t)
cdef Py_ssize_t _rank(
    float value, float[::1] room, Py_ssize_t start, Py_ssize_t kept, Py_ssize_t last
) noexcept nogil
@cython.locals(kept=Py_ssize_t, count=Py_ssize_t, at=Py_ssize_t, total=float)
cdef float _topic(
    float[::1] room, Py_ssize_t start, Py_ssize_t seen, Py_ssize_t first, Py_ssize_t last
) noexcept nogil
@cython.locals(
    length=Py_ssize_t, width=Py_ssize_t, row=Py_ssize_t, at=Py_ssize_t, claims=Py_ssize_t, paid=float, nats=float
)
cdef void _weigh(
    float[:, ::1] units, const float[::1] telling, const uint8_t[::1] headings, float slope, float least, float most,
    float claim, double payable
)
