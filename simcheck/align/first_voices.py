"""First voices: of ranked sources the first ones, where near-duplicates of each other take one place together.

A place is worth time: only so many sources are compared. Copies of one source, or pieces of it, must not push another
one out of its place, whoever put them there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from simcheck.align.seeds import Duplicates

T = TypeVar("T")


def first_voices(
    ranked: Sequence[T], documents: Sequence[int], duplicates: Duplicates, most: int, each: int
) -> list[T]:
    """The first of what is ``ranked``, each of one of ``documents``, so that ``most`` places are taken: what is of a
    near-duplicate of a source that has one takes none, up to ``each`` sources in a place.

    >>> copies = {1: frozenset({2, 3}), 2: frozenset({1, 3}), 3: frozenset({1, 2}), 4: frozenset(), 5: frozenset()}
    >>> first_voices("甲乙丙丁戊", [1, 2, 3, 4, 5], copies, 2, 2)
    ['甲', '乙', '丁']
    """
    kept: list[T] = []
    held: dict[int, set[int]] = {}
    taken = 0
    for one, number in zip(ranked, documents, strict=True):
        first = next((other for other in held if other in duplicates[number]), number)
        inside = held.setdefault(first, set()) if first != number or taken < most else None
        if inside is None or (number not in inside and len(inside) >= each) or len(kept) >= most * each:
            continue
        inside.add(number)
        taken += first == number
        kept.append(one)
    return kept
