"""Look-up: a property of single characters for whole texts, worked out once for each character that comes."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.uint32]

#: One more than the largest code point.
CODE_POINTS = 0x110000


class Lookup:
    """``function`` of single characters, as a table over code points that is filled in as they come. For any threads.

    Its values are small numbers of the type ``dtype`` and never ``unknown``.

    >>> is_digit = Lookup(str.isdigit, np.int8, -1)
    >>> is_digit(codes_of("第3条")).tolist()
    [0, 1, 0]
    """

    def __init__(self, function: Callable[[str], int], dtype: npt.DTypeLike, unknown: int) -> None:
        self._function, self._dtype, self._unknown = function, dtype, unknown
        self._table: npt.NDArray[Any] | None = None
        self._making = threading.Lock()

    def __call__(self, codes: Codes) -> npt.NDArray[Any]:
        """The property of each character, shape as ``codes``."""
        table = self._table
        if table is None:
            # Of two tables, a thread would fill in one and read the other.
            with self._making:
                if self._table is None:
                    self._table = np.full(CODE_POINTS, self._unknown, dtype=self._dtype)
                table = self._table
        values = table[codes]
        new = values == self._unknown
        if new.any():
            for code in np.unique(codes[new]).tolist():
                table[code] = self._function(chr(code))
            values = table[codes]
        return values


def codes_of(text: str) -> Codes:
    """The code points of a text, shape (characters,)."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
