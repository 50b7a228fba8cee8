"""Overlapping: the stretches of sentences in which long texts are looked at, and which of them holds a passage best."""

from __future__ import annotations

from collections.abc import Iterator, Sequence


def sections(size: int, length: int) -> Iterator[slice]:
    """Overlapping stretches of ``size`` sentences, all of them if they are few."""
    if size <= 1.25 * length:
        yield slice(0, size)
        return
    for start in range(0, size - length // 2, length // 2):
        yield slice(start, min(size, start + length))


def home(parts: Sequence[slice], sentences: slice) -> int:
    """The place of the first of the sections that has most of some sentences."""
    return max(range(len(parts)), key=lambda at: common(parts[at], sentences))


def common(one: slice, other: slice) -> int:
    """How many sentences two stretches share; where none, how far they are from each other, below zero."""
    return int(min(one.stop, other.stop) - max(one.start, other.start))
