# The types of chain.py, for Cython: C functions where no Python is needed inside, so that other threads may run.

cimport cython
from libc.stdint cimport int64_t

cdef double LEAST

@cython.locals(
    enter=double, leave=double, pause=double, stay=double, resume=double, far=double, length=Py_ssize_t,
    start=Py_ssize_t, stored=bint, source=Py_ssize_t, width=Py_ssize_t, place=Py_ssize_t, at=Py_ssize_t, copied=double,
    paused=double, own=double, gone=double, anywhere=double, total=double
)
cdef void _forward(
    const double[::1] ratios, const int64_t[::1] widths, const double[::1] sizes, const double[::1] chances,
    const int64_t[::1] steps, const double[::1] shares, double[:, ::1] room, double[:, ::1] found,
    double[:, ::1] copies, double[:, ::1] gaps, double[::1] owns
)
@cython.locals(
    enter=double, leave=double, pause=double, stay=double, resume=double, far=double, length=Py_ssize_t,
    width=Py_ssize_t, place=Py_ssize_t, at=Py_ssize_t, back=Py_ssize_t, own=double, going=double, anywhere=double,
    total=double
)
cdef void _backward(
    const double[:, ::1] ratios, const double[::1] chances, const int64_t[::1] steps, const double[::1] shares,
    double[:, ::1] room, double[:, ::1] copies, double[:, ::1] gaps, double[::1] owns
)
@cython.locals(place=Py_ssize_t, jump=Py_ssize_t, step=Py_ssize_t, share=double)
cdef void _move(
    double[:, ::1] room, Py_ssize_t width, const int64_t[::1] steps, const double[::1] shares, Py_ssize_t sign
) noexcept nogil
