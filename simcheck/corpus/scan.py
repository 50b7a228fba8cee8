# cython: language_level=3, infer_types=True, annotation_typing=False, initializedcheck=False
# cython: boundscheck=False, wraparound=False, cdivision=True, freethreading_compatible=True
"""Scan: the vectors of inverted lists that are nearest to some queries, in whole numbers.

A list holds a byte for each component of each vector (FAISS's SQ8). FAISS turns the bytes into numbers with a fraction
again for each query that looks at them; here the queries are whole numbers of 16 bits (which costs some 4e-6 of a
similarity, of the byte's 7e-4), and each list is read once for all of them: half the time. Sums of whole numbers do not
depend on their order: what a query finds is the same whatever other queries it is asked with, with NumPy alone as with
the compiled loop. Like the aligner's loops this file is compiled where there is a C compiler (types in ``scan.pxd``).
"""

from __future__ import annotations

import itertools
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from simcheck.cancelling import look

try:
    import cython
except ImportError:
    from simcheck.without_cython import cython

Bytes = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
View = Any

#: Whether this is machine code.
COMPILED: bool = cython.compiled

#: The greatest byte; the greatest component of a query, in 16 bits; the greatest sum, in 32.
BYTE, COMPONENT, SUM = 255, (1 << 15) - 1, (1 << 31) - 1
#: Vectors of a list that are held against the queries at once.
ROWS = 16
#: Of these, rows whose products with a query are worked out at once, as ``_scan`` and ``_products`` spell out.
TOGETHER = 4
#: Products of a query and a vector after which it is asked whether the check is still wanted: some 15 ms.
WORK = 1 << 20
#: Components whose products with a byte each add up without rounding in single precision.
EXACT = 256


class Lists(NamedTuple):
    """Inverted lists in a mapped file: where the codes of each begin in its ``content``, how many vectors each has, and
    the place of each one's first vector, the vectors of all lists being counted through."""

    content: Bytes
    offset: Ints
    size: Ints
    first: Ints


def whole(queries: Floats) -> tuple[npt.NDArray[np.int16], Floats]:
    """Queries as whole numbers, and what one is worth, by query, so that no sum of products with bytes overflows.

    >>> numbers, scale = whole(np.array([[0.5, -1.0]]))
    >>> numbers.tolist(), np.round(numbers * scale[:, None], 4).tolist()
    ([[16384, -32767]], [[0.5, -1.0]])
    """
    size = np.abs(queries)
    room = np.maximum(size.max(axis=1, initial=0.0) / COMPONENT, size.sum(axis=1) * BYTE / (SUM - BYTE * len(size.T)))
    scale = np.where(room > 0, room, 1.0)
    return np.rint(queries / scale[:, None]).astype(np.int16), scale


def best(lists: Lists, queries: Floats, probed: Ints, base: Floats, k: int, live: Bytes | None) -> tuple[Floats, Ints]:
    """The k greatest values of each query, best first, and their places, both (queries, k), padded with -inf and -1.

    A query, shape (queries, dimension), looks at the lists ``probed``, shape (queries, probes), -1 for none; a vector's
    value there is that list's ``base`` and the product of the query with the vector's bytes. ``live`` says which places
    count, 0 for none. Of equal values the one that stands first counts as greater.

    >>> lists = Lists(np.array([7, 1, 2, 3, 4], dtype=np.uint8), np.array([1]), np.array([2]), np.array([0]))
    >>> values, places = best(lists, np.array([[1.0, 0.5]]), np.array([[0]]), np.array([[10.0]]), 3, None)
    >>> np.round(values, 2).tolist(), places.tolist()
    ([[15.0, 12.0, -inf]], [[1, 0, -1]])
    """
    numbers, scale = whole(queries)
    # What rounding took from a query is worth as much as the mean byte makes of it.
    base = base + (queries - numbers * scale[:, None]).sum(axis=1, keepdims=True) * (BYTE / 2)
    query, column = np.nonzero(probed >= 0)
    chosen = probed[query, column]
    order = np.argsort(chosen, kind="stable")
    used, start = np.unique(chosen[order], return_index=True)
    pairs = query[order], base[query, column][order], used, np.append(start, len(order))
    values, places = np.full((len(queries), k), -np.inf), np.full((len(queries), k), -1, dtype=np.int64)
    (_compiled if COMPILED else _plain)(lists, numbers, scale, pairs, live, values, places)
    order = np.lexsort((places, -values), axis=1)
    return np.take_along_axis(values, order, axis=1), np.take_along_axis(places, order, axis=1)


def _plain(
    lists: Lists,
    numbers: npt.NDArray[np.int16],
    scale: Floats,
    pairs: tuple[Ints, Floats, Ints, Ints],
    live: Bytes | None,
    values: Floats,
    places: Ints,
) -> None:
    """By products of matrices, of which each is exact: halves of a query's numbers, a few components at a time."""
    query, base, used, start = pairs
    dimension, k = numbers.shape[1], values.shape[1]
    found: list[tuple[list[Floats], list[Ints]]] = [([], []) for _ in values]
    halves = np.stack([numbers >> 8, numbers & BYTE]).astype(np.float32)
    for number, first, last in zip(used.tolist(), start.tolist(), start[1:].tolist(), strict=False):
        at, size = int(lists.offset[number]), int(lists.size[number])
        codes = lists.content[at : at + size * dimension].reshape(size, dimension).astype(np.float32)
        asked, total = query[first:last], np.zeros((last - first, size))
        for step in range(0, dimension, EXACT):
            part = slice(step, step + EXACT)
            high, low = halves[:, asked, part] @ codes[:, part].T
            total += (BYTE + 1) * high.astype(float) + low
        total = base[first:last, None] + scale[asked, None] * total
        there = np.arange(size) + int(lists.first[number])
        kept = slice(None) if live is None else live[there] > 0
        for one, row in zip(asked.tolist(), total[:, kept], strict=True):
            found[one][0].append(row)
            found[one][1].append(there[kept])
    for one, (rows, where) in enumerate(found):
        if rows:
            row, place = np.concatenate(rows), np.concatenate(where)
            if len(row) > k:
                near = np.flatnonzero(row >= np.partition(row, len(row) - k)[len(row) - k])
                row, place = row[near], place[near]
            order = np.lexsort((place, -row))[:k]
            values[one, : len(order)], places[one, : len(order)] = row[order], place[order]


def _compiled(
    lists: Lists,
    numbers: npt.NDArray[np.int16],
    scale: Floats,
    pairs: tuple[Ints, Floats, Ints, Ints],
    live: Bytes | None,
    values: Floats,
    places: Ints,
) -> None:
    query, base, used, start = pairs
    every = np.zeros(0, dtype=np.uint8) if live is None else live
    room = np.zeros((ROWS, numbers.shape[1]), dtype=np.int16)
    sums, held = np.zeros(TOGETHER, dtype=np.int32), np.zeros(len(values), dtype=np.int64)
    products = np.cumsum(np.diff(start) * lists.size[used])
    cuts = (np.flatnonzero(np.diff(products // WORK)) + 1).tolist()
    for low, high in itertools.pairwise([0, *cuts, len(used)]):
        look()
        some = used[low:high]
        _scan(
            lists.content, lists.offset[some], lists.size[some], lists.first[some], start[low : high + 1], query, base,
            numbers, scale, every, room, sums, held, values, places,
        )  # fmt: skip


def _scan(
    content: View, offset: View, size: View, first: View, start: View, query: View, base: View, numbers: View,
    scale: View, live: View, room: View, sums: View, held: View, values: View, places: View,
) -> None:  # fmt: skip
    """The greatest values as heaps, the least one on top."""
    most, dimension, k, masked = room.shape[0], room.shape[1], values.shape[1], live.shape[0] > 0
    with cython.nogil:
        for number in range(offset.shape[0]):
            low = 0
            while low < size[number]:
                rows = min(most, size[number] - low)
                at, place = offset[number] + low * dimension, first[number] + low
                for row in range(rows):
                    for component in range(dimension):
                        room[row, component] = content[at + row * dimension + component]
                for pair in range(start[number], start[number + 1]):
                    one = query[pair]
                    for row in range(rows):
                        if row % 4 == 0:
                            _products(numbers, one, room, row, dimension, sums)
                        if masked and not live[place + row]:
                            continue
                        value = base[pair] + scale[one] * sums[row % 4]
                        if held[one] < k:
                            _rise(values, places, one, held[one], value, place + row)
                            held[one] += 1
                        elif value > values[one, 0]:
                            _sink(values, places, one, k, value, place + row)
                low += rows


def _products(numbers: View, one: int, room: View, row: int, dimension: int, sums: View) -> None:
    """The products of a query with ``TOGETHER`` rows, for which its numbers are read once."""
    first = second = third = fourth = 0
    for component in range(dimension):
        first += numbers[one, component] * room[row, component]
        second += numbers[one, component] * room[row + 1, component]
        third += numbers[one, component] * room[row + 2, component]
        fourth += numbers[one, component] * room[row + 3, component]
    sums[0], sums[1], sums[2], sums[3] = first, second, third, fourth


def _rise(values: View, places: View, one: int, at: int, value: float, place: int) -> None:
    """Put a value into a heap that has room for it; its place is greater than all others."""
    while at > 0:
        above = (at - 1) // 2
        if values[one, above] < value:
            break
        values[one, at], places[one, at] = values[one, above], places[one, above]
        at = above
    values[one, at], places[one, at] = value, place


def _sink(values: View, places: View, one: int, size: int, value: float, place: int) -> None:
    """Put a value in place of the least one; of equal values that at the greatest place is the least."""
    at = 0
    while 2 * at + 1 < size:
        below = 2 * at + 1
        if below + 1 < size and _less(values, places, one, below + 1, below):
            below += 1
        if values[one, below] >= value:
            break
        values[one, at], places[one, at] = values[one, below], places[one, below]
        at = below
    values[one, at], places[one, at] = value, place


def _less(values: View, places: View, one: int, first: int, second: int) -> bool:
    if values[one, first] == values[one, second]:
        return places[one, first] > places[one, second]  # type: ignore[no-any-return]
    return values[one, first] < values[one, second]  # type: ignore[no-any-return]
