# The types of scan.py, for Cython: C functions where no Python is needed inside, so that other threads may run.

cimport cython
from libc.stdint cimport int16_t, int32_t, int64_t, uint8_t


@cython.locals(
    most=int64_t, dimension=Py_ssize_t, k=Py_ssize_t, masked=bint, number=Py_ssize_t, low=int64_t, rows=int64_t, row=Py_ssize_t,
    component=Py_ssize_t, at=int64_t, place=int64_t, pair=Py_ssize_t, one=Py_ssize_t, value=double
)
cdef void _scan(
    const uint8_t[::1] content, const int64_t[::1] offset, const int64_t[::1] size, const int64_t[::1] first,
    const int64_t[::1] start, const int64_t[::1] query, const double[::1] base, const int16_t[:, ::1] numbers,
    const double[::1] scale, const uint8_t[::1] live, int16_t[:, ::1] room, int32_t[::1] sums, int64_t[::1] held, double[:, ::1] values,
    int64_t[:, ::1] places
)
@cython.locals(first=int32_t, second=int32_t, third=int32_t, fourth=int32_t, component=Py_ssize_t)
cdef void _products(
    const int16_t[:, ::1] numbers, Py_ssize_t one, int16_t[:, ::1] room, Py_ssize_t row, Py_ssize_t dimension,
    int32_t[::1] sums
) noexcept nogil
@cython.locals(above=Py_ssize_t)
cdef void _rise(
    double[:, ::1] values, int64_t[:, ::1] places, Py_ssize_t one, Py_ssize_t at, double value, int64_t place
) noexcept nogil
@cython.locals(at=Py_ssize_t, below=Py_ssize_t)
cdef void _sink(
    double[:, ::1] values, int64_t[:, ::1] places, Py_ssize_t one, Py_ssize_t size, double value, int64_t place
) noexcept nogil
cdef bint _less(
    double[:, ::1] values, int64_t[:, ::1] places, Py_ssize_t one, Py_ssize_t first, Py_ssize_t second
) noexcept nogil
