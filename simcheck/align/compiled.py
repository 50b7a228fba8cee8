"""Compiled: the aligner's innermost loops in machine code (``kernel.c``), where they were built.

They were when this package was installed on a machine with a C compiler. Elsewhere ``loops`` gives None, and the Python
functions of the same names do the same, more slowly; tests hold them equal.
"""

from __future__ import annotations

import ctypes
import functools
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from simcheck.align.evidence import LEFT_OUT, Floats, Ints, Pair, Side, Stretch
from simcheck.caching import memoize_per_object

#: Where the machine code lies, beside this file, whatever the system calls such files; and what it was made from.
LIBRARY, SOURCE = (Path(__file__).with_name(name) for name in ("_kernel.so", "kernel.c"))


class _Side(ctypes.Structure):
    _fields_ = (
        ("tokens", ctypes.c_int64),
        ("word", ctypes.c_void_p),
        ("frequency", ctypes.c_void_p),
        ("surprise", ctypes.c_void_p),
        ("sentence", ctypes.c_void_p),
        ("sentence_tokens", ctypes.c_void_p),
        ("least", ctypes.c_double),
        ("row_step", ctypes.c_int64),
        ("column_step", ctypes.c_int64),
    )


class Limits(ctypes.Structure):
    """The constants of growing, see ``grow``."""

    _fields_ = (
        ("drop", ctypes.c_double),
        ("faint", ctypes.c_double),
        ("most_retained", ctypes.c_double),
        ("least_retained", ctypes.c_double),
        ("reach", ctypes.c_int64),
        ("rounds", ctypes.c_int64),
        ("early", ctypes.c_int64),
        ("widenings", ctypes.c_int64),
        ("lookahead", ctypes.c_int64 * 8),
    )


class Trimming(ctypes.Structure):
    """The constants of trimming, see ``trim``: rounds, places, and least lengths of runs, 0 behind the last."""

    _fields_ = (("rounds", ctypes.c_int64), ("places", ctypes.c_int64), ("runs", ctypes.c_int64 * 8))


class _Fragment(ctypes.Structure):
    _fields_ = (
        ("draft", ctypes.c_int64 * 2),
        ("source", ctypes.c_int64 * 2),
        ("nats", ctypes.c_double),
        ("retained", ctypes.c_double),
    )


class Loops:
    """The functions of the library."""

    def __init__(self, library: ctypes.CDLL) -> None:
        self._widened, self._mark = library.widened, library.mark
        self._box_sums, self._offered, self._trimmed = library.box_sums, library.offered, library.trimmed
        number, pointer = ctypes.c_int64, ctypes.c_void_p
        self._widened.argtypes = [pointer, pointer, pointer, number, pointer, pointer]
        self._trimmed.argtypes = [pointer, pointer, pointer, number, ctypes.c_double, pointer, pointer]
        self._mark.argtypes = [pointer, pointer, pointer, number, pointer, pointer, *[number] * 3, pointer]
        self._mark.restype = None
        self._box_sums.argtypes = [pointer, number, number, ctypes.c_double, *[pointer] * 3, number]
        self._offered.argtypes = [pointer, pointer, number, pointer, *[number] * 5]
        self._box_sums.restype, self._offered.restype = number, ctypes.c_double

    def widened(
        self, pair: Pair, draft: Stretch, source: Stretch, retained: float, limits: Limits
    ) -> tuple[Stretch, Stretch, float, float] | None:
        """See ``grow.widened``: draft and source stretch, nats, share kept."""
        ours, theirs, nats, _ = _sides(pair)
        fragment = _Fragment(draft, source, 0.0, retained)
        grew = self._widened(
            ctypes.byref(ours), ctypes.byref(theirs), nats, pair.words, ctypes.byref(limits), ctypes.byref(fragment)
        )
        if grew < 0:
            raise MemoryError
        ends = (fragment.draft[0], fragment.draft[1]), (fragment.source[0], fragment.source[1])
        return (*ends, fragment.nats, fragment.retained) if grew else None

    def trimmed(
        self, pair: Pair, draft: Stretch, source: Stretch, retained: float, trimming: Trimming
    ) -> tuple[Stretch, Stretch]:
        """See ``trim.trimmed``: draft and source stretch."""
        ours, theirs, nats, _ = _sides(pair)
        fragment = _Fragment(draft, source, 0.0, retained)
        sides = ctypes.byref(ours), ctypes.byref(theirs), nats
        if self._trimmed(*sides, pair.words, retained, ctypes.byref(trimming), ctypes.byref(fragment)) < 0:
            raise MemoryError
        return (fragment.draft[0], fragment.draft[1]), (fragment.source[0], fragment.source[1])

    def mark(self, pair: Pair, draft_at: Ints, worth: Floats, cell: int, plot: Floats, top: int) -> None:
        """See ``seeds.mark``."""
        word, worth, draft_at = _ints(pair.draft_word), np.ascontiguousarray(worth), _ints(draft_at)
        start, order = _ints(pair.source_start), _ints(pair.source_order)
        marked = word.ctypes.data, worth.ctypes.data, draft_at.ctypes.data, len(draft_at)
        self._mark(*marked, start.ctypes.data, order.ctypes.data, cell, top, plot.shape[1], plot.ctypes.data)

    def box_sums(self, plot: Floats, floor: float) -> tuple[Floats, Ints, Ints, Floats]:
        """See ``seeds.box_sums``."""
        rows, columns = plot.shape
        peaks, room = np.empty(rows - 2), 1024
        while True:
            cells, sums = np.empty(room, dtype=np.int64), np.empty(room)
            count = self._box_sums(
                plot.ctypes.data, rows, columns, floor, peaks.ctypes.data, cells.ctypes.data, sums.ctypes.data, room
            )
            if count < 0:
                raise MemoryError
            if count <= room:
                return peaks, cells[:count] // columns, cells[:count] % columns, sums[:count]
            room = count

    def offered(self, pair: Pair, draft: Stretch, worth: Floats, room: int, within: Stretch | None) -> float:
        """See ``rivals.offered``."""
        (ours, theirs, *_), worth = _sides(pair), np.ascontiguousarray(worth)
        start = ours.word + 8 * draft[0]
        first, last = within or (0, 0)
        size = draft[1] - draft[0], theirs.word, len(pair.source)
        nats = float(self._offered(start, worth.ctypes.data, *size, pair.words, room, first, last))
        if nats < 0:
            raise MemoryError
        return nats


@functools.cache
def loops() -> Loops | None:
    """The compiled loops, or None where there are none, or those of another version of the source."""
    try:
        library = ctypes.CDLL(str(LIBRARY))
        library.made_from.restype = ctypes.c_uint32
        return Loops(library) if library.made_from() == zlib.crc32(SOURCE.read_bytes()) else None
    except (OSError, AttributeError):
        return None


def limits(
    drop: float, faint: float, retained: tuple[float, float], reach: int, rounds: int, early: int, ahead: Sequence[int]
) -> Limits:
    """The constants of growing as the loops take them; ``retained`` at least and at most."""
    return Limits(drop, faint, retained[1], retained[0], reach, rounds, early, len(ahead), tuple(ahead))


@memoize_per_object
def _sides(pair: Pair) -> tuple[_Side, _Side, int, list[npt.NDArray[Any]]]:
    """Both sides of a pair and the semantic nats as the loops take them, and what they point into."""
    nats = np.ascontiguousarray(pair.semantic)
    columns = nats.shape[1]
    kept: list[npt.NDArray[Any]] = [nats]

    def at(values: npt.NDArray[Any]) -> int:
        kept.append(np.ascontiguousarray(values))
        return kept[-1].ctypes.data

    def side(text: Side, word: Ints, said: tuple[Floats, Floats], least: float, steps: tuple[int, int]) -> _Side:
        tokens = at(_ints(word)), at(said[0]), at(said[1]), at(_ints(text.sentence))
        return _Side(len(text), *tokens, at(text.sentence_tokens), least, *steps)

    word = pair.source_word
    ours = side(pair.draft, pair.draft_word, (pair.frequency, pair.surprise), -np.inf, (columns, 1))
    theirs = side(pair.source, word, (pair.word_frequency[word], pair.word_surprise[word]), LEFT_OUT, (1, columns))
    return ours, theirs, nats.ctypes.data, kept


def _ints(values: Ints) -> Ints:
    return np.ascontiguousarray(values, dtype=np.int64)
