"""The grid that vectors stand on: whole numbers of 1/2048, so that an inner product is exact.

How a product of matrices is rounded depends on the processor and its library, and with many on how many rows are
multiplied at once: a sentence would be as near to another as the company in which it is asked for. Products of whole
numbers of 1/2048 are whole numbers of 2**-22, and as long as a sum of them stays below 4 single precision holds each of
them exactly, added in any order. So similarities are the same with any library, for any number of threads, for a
draft that is edited and a corpus that is cut. A similarity of two unit vectors moves by 0.0002 (the root of two times
1/2048 over the root of 12); half precision holds all of it.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

#: Grid points in a unit; half precision has 11 bits.
POINTS = 2048


def on_grid(vectors: npt.ArrayLike) -> npt.NDArray[np.float32]:
    """The nearest vectors on the grid, float32, of any shape; those on it stay as they are.

    >>> on_grid([0.5, 1 / 3]).tolist()
    [0.5, 0.33349609375]
    """
    points = np.array(vectors, dtype=np.float32)
    points *= POINTS
    np.rint(points, out=points)
    points /= POINTS
    return points
