"""Overlapping sections: long texts are looked at in sections of some sixty sentences; which one holds a passage."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from simcheck.scoring import Order


def overlapping_sections(size: int, parameters: Order) -> Iterator[slice]:
    """A text of ``size`` sentences in sections, each with half of the one before; as one if they are few."""
    length = parameters.section
    if size <= parameters.one_section * length:
        yield slice(0, size)
        return
    for start in range(0, size - length // 2, length // 2):
        yield slice(start, min(size, start + length))


def section_holding(parts: Sequence[slice], sentences: slice) -> int:
    """The place of the section that has most of some sentences, the first of equals."""
    return max(range(len(parts)), key=lambda at: common(parts[at], sentences))


def common(one: slice, other: slice) -> int:
    """How many sentences two stretches share; where none, how far they are from each other, below zero."""
    return int(min(one.stop, other.stop) - max(one.start, other.start))


def overlaps(one: slice, other: slice) -> bool:
    """Whether two stretches share a sentence."""
    return common(one, other) > 0
