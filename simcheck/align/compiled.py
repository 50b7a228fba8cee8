"""Compiled: the aligner's innermost loops in machine code (``kernel.c``), where they were built.

They were when this package was installed on a machine with a C compiler. Elsewhere ``loops`` gives None, and the Python
functions of the same names do the same, more slowly; tests hold them equal.
"""

from __future__ import annotations

import ctypes
import functools
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from simcheck.align.pair import Pair
from simcheck.align.side import Floats, Ints, Side, Stretch
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


@functools.cache
def _library() -> ctypes.CDLL:
    library = ctypes.CDLL(str(LIBRARY))
    number, pointer = ctypes.c_int64, ctypes.c_void_p
    library.widened.argtypes = [pointer, pointer, pointer, number, pointer, pointer]
    library.trimmed.argtypes = [pointer, pointer, pointer, number, ctypes.c_double, pointer, pointer]
    library.mark.argtypes = [pointer, pointer, pointer, number, pointer, pointer, *[number] * 3, pointer]
    library.mark.restype = None
    library.box_sums.argtypes = [pointer, number, number, ctypes.c_double, *[pointer] * 3, number]
    library.offered.argtypes = [pointer, pointer, number, pointer, *[number] * 5]
    library.box_sums.restype, library.offered.restype = number, ctypes.c_double
    return library


def extend(
    pair: Pair, draft: Stretch, source: Stretch, retained: float
) -> tuple[Stretch, Stretch, float, float] | None:
    ours, theirs, nats, _ = _sides(pair)
    fragment = _Fragment(draft, source, 0.0, retained)
    n = pair.scoring.extension
    limits = Limits(
        n.drop,
        n.early,
        n.most_retained,
        n.least_retained,
        n.reach,
        n.rounds,
        n.early_round,
        len(n.lookahead),
        n.lookahead,
    )
    grew = _library().widened(
        ctypes.byref(ours), ctypes.byref(theirs), nats, pair.words, ctypes.byref(limits), ctypes.byref(fragment)
    )
    ends = (fragment.draft[0], fragment.draft[1]), (fragment.source[0], fragment.source[1])
    return (*ends, fragment.nats, fragment.retained) if grew else None


def trim(pair: Pair, draft: Stretch, source: Stretch, retained: float) -> tuple[Stretch, Stretch]:
    ours, theirs, nats, _ = _sides(pair)
    fragment = _Fragment(draft, source, 0.0, retained)
    n = pair.scoring.extension
    trimming = Trimming(n.trim_rounds, n.trim_places, n.trim_runs)
    _library().trimmed(
        ctypes.byref(ours),
        ctypes.byref(theirs),
        nats,
        pair.words,
        retained,
        ctypes.byref(trimming),
        ctypes.byref(fragment),
    )
    return (fragment.draft[0], fragment.draft[1]), (fragment.source[0], fragment.source[1])


def mark(pair: Pair, draft_at: Ints, worth: Floats, cell: int, plot: Floats, top: int) -> None:
    word, worth, draft_at = _ints(pair.draft_word), np.ascontiguousarray(worth), _ints(draft_at)
    start, order = _ints(pair.source_start), _ints(pair.source_order)
    marked = word.ctypes.data, worth.ctypes.data, draft_at.ctypes.data, len(draft_at)
    _library().mark(*marked, start.ctypes.data, order.ctypes.data, cell, top, plot.shape[1], plot.ctypes.data)


def box_sums(plot: Floats, floor: float) -> tuple[Floats, Ints, Ints, Floats]:
    rows, columns = plot.shape
    peaks, room = np.empty(rows - 2), 1024
    while True:
        cells, sums = np.empty(room, dtype=np.int64), np.empty(room)
        count = _library().box_sums(
            plot.ctypes.data, rows, columns, floor, peaks.ctypes.data, cells.ctypes.data, sums.ctypes.data, room
        )
        if count <= room:
            return peaks, cells[:count] // columns, cells[:count] % columns, sums[:count]
        room = count


def window_score(pair: Pair, draft: Stretch, worth: Floats, window: int) -> float:
    (ours, theirs, *_), worth = _sides(pair), np.ascontiguousarray(worth)
    size = draft[1] - draft[0], theirs.word, len(pair.source)
    return float(_library().offered(ours.word + 8 * draft[0], worth.ctypes.data, *size, pair.words, window, 0, 0))


def stretch_score(pair: Pair, draft: Stretch, worth: Floats, within: Stretch) -> float:
    (ours, theirs, *_), worth = _sides(pair), np.ascontiguousarray(worth)
    size = draft[1] - draft[0], theirs.word, len(pair.source)
    return float(_library().offered(ours.word + 8 * draft[0], worth.ctypes.data, *size, pair.words, 0, *within))


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
    theirs = side(
        pair.source,
        word,
        (pair.word_frequency[word], pair.word_surprise[word]),
        pair.scoring.semantic.left_out,
        (1, columns),
    )
    return ours, theirs, nats.ctypes.data, kept


def _ints(values: Ints) -> Ints:
    return np.ascontiguousarray(values, dtype=np.int64)
