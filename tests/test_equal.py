"""Equal runs: what two passages share, each letter counted once, in whatever order it stands."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made import random_chinese, taken_apart

from simcheck.judge import equal
from simcheck.judge.equal import Tile, tiles, unit_range
from simcheck.scoring import SCORING

LEAST = SCORING.judgement.equal_run

quick = settings(max_examples=200, deadline=None)
few = st.text(alphabet="甲乙丙丁", max_size=25)


def units(text: str) -> npt.NDArray[np.uint64]:
    return np.array([ord(c) for c in text], dtype=np.uint64)


def runs(draft: str, source: str) -> list[Tile]:
    return tiles(units(draft), units(source), LEAST)


def longest_run(draft: str, source: str, taken: list[Tile]) -> int:
    """The longest common run of what no tile has taken, looked for everywhere."""
    free = [all(not i <= k < i + n for i, _, n in taken) for k in range(len(draft))]
    there = [all(not j <= k < j + n for _, j, n in taken) for k in range(len(source))]
    best = 0
    for i in range(len(draft)):
        for j in range(len(source)):
            n = 0
            while (
                i + n < len(draft)
                and j + n < len(source)
                and draft[i + n] == source[j + n]
                and free[i + n]
                and there[j + n]
            ):
                n += 1
            best = max(best, n)
    return best


@quick
@given(few, few)
def test_tiles_are_equal_on_both_sides_and_never_overlap(draft: str, source: str) -> None:
    found = runs(draft, source)
    assert all(draft[i : i + n] == source[j : j + n] and n >= LEAST for i, j, n in found)
    ours = [k for i, _, n in found for k in range(i, i + n)]
    theirs = [k for _, j, n in found for k in range(j, j + n)]
    assert len(set(ours)) == len(ours)
    assert len(set(theirs)) == len(theirs)
    assert ours == sorted(ours)


@quick
@given(few, few)
def test_the_longest_run_comes_first_and_nothing_is_left_over(draft: str, source: str) -> None:
    taken: list[Tile] = []
    for tile in sorted(runs(draft, source), key=lambda tile: -tile[2]):
        assert tile[2] == longest_run(draft, source, taken)
        taken.append(tile)
    assert longest_run(draft, source, taken) < LEAST


@quick
@given(few)
def test_a_text_is_one_run_with_itself(text: str) -> None:
    assert runs(text, text) == ([(0, 0, len(text))] if len(text) >= LEAST else [])


def test_two_halves_in_another_order_are_found() -> None:
    first, second = random_chinese(1, 40), random_chinese(2, 30)
    assert runs(second + first, first + second) == [(0, 40, 30), (30, 0, 40)]


def test_inserted_and_replaced_letters_break_a_run() -> None:
    a, b, c = (random_chinese(seed, 10) for seed in (1, 2, 3))
    assert runs(a + "又" + b + "啊" + c, a + b + "哎" + c) == [(0, 0, 10), (11, 10, 10), (22, 21, 10)]


def test_long_passages_are_tiled_along_their_common_order(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = random_chinese(1, 40), random_chinese(2, 30)
    monkeypatch.setattr(equal, "MANY", 0)
    assert runs(first + "啊" + second, first + second) == [(0, 0, 40), (41, 40, 30)]
    assert runs(second + first, first + second) == [(30, 0, 40)]


@quick
@given(st.text(alphabet="稳中。 a1\n", max_size=20), st.data())
def test_the_units_inside_a_span(text: str, data: st.DataObject) -> None:
    tokens = taken_apart(text).tokens
    folded = taken_apart(text).normalized.text
    start, end = sorted((data.draw(st.integers(0, len(folded))), data.draw(st.integers(0, len(folded)))))
    first, last = unit_range(tokens, start, end)
    inside = [
        k for k, (a, b) in enumerate(zip(tokens.unit_starts, tokens.unit_ends, strict=True)) if start <= a and b <= end
    ]
    assert list(range(first, last)) == inside
