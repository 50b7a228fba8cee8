"""Echoes are what a look at every place of both texts finds."""

from __future__ import annotations

from collections.abc import Iterator

import hypothesis.strategies as st
from hypothesis import given

from simcheck.proof.echoes import Echoes, Span

LEAST = 4
TEXTS = st.text("甲乙\n", max_size=60)


def looked_for(text: str, taken: list[Span], other: str) -> Iterator[tuple[int, int, int]]:
    """The same place by place."""
    at = 0
    while at + LEAST <= len(text):
        run = text[at : at + LEAST]
        inside = any(start < at + LEAST and at < end for start, end in taken)
        place = other.rfind(run)
        if place < 0 or inside or "\n" in run:
            at += 1
            continue
        size = LEAST
        while text[at + size : at + size + 1] == other[place + size : place + size + 1] not in ("", "\n"):
            size += 1
        yield at, size, place
        at += size


@given(TEXTS, TEXTS, st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)).map(sorted).map(tuple), max_size=3))
def test_echoes_are_those_of_a_look_at_every_place(text: str, other: str, taken: list[Span]) -> None:
    assert list(Echoes(text, taken, LEAST).of(other)) == list(looked_for(text, taken, other))
