# cython: language_level=3, infer_types=True, annotation_typing=False, initializedcheck=False
# cython: boundscheck=False, wraparound=False, cdivision=True, freethreading_compatible=True
"""Buffers: arrays as the loops read and write them, one number at a time, compiled or not."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

try:
    import cython
except ImportError:
    from simcheck.without_cython import cython

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bytes = npt.NDArray[np.uint8]
#: Nats by cell.
Plot = npt.NDArray[np.float32]
#: First token of a stretch and the one behind its last.
Stretch = tuple[int, int]
#: A buffer of numbers, quick to read and write one by one, compiled or not.
View = Any

#: Whether this is machine code.
COMPILED: bool = cython.compiled


def view(values: Any) -> View:
    """An array, or a sequence of its numbers that plain Python reads faster."""
    return values if cython.compiled else memoryview(values)


def ints(values: Any) -> View:
    """Whole numbers of 64 bits, side by side."""
    return view(np.ascontiguousarray(values, dtype=np.int64))


def floats(values: Any) -> View:
    """Numbers of double precision, side by side."""
    return view(np.ascontiguousarray(values, dtype=np.float64))


def room(kind: npt.DTypeLike, *shape: int) -> View:
    """Room for numbers of a kind, all zero."""
    return view(np.zeros(shape, dtype=kind))
