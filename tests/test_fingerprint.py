"""Fingerprints: every long enough run that two texts share leaves one in both."""

from __future__ import annotations

import itertools

import numpy as np
import numpy.typing as npt
from hypothesis import given, settings
from hypothesis import strategies as st
from made import chinese, random_chinese, taken_apart

from simcheck.text.fingerprint import RUN, WINDOW, fingerprints, grams
from simcheck.text.tokens import mix

quick = settings(deadline=None)
MASK = (1 << 64) - 1

units = st.lists(st.integers(0, 2**64 - 1) | st.integers(0x4E00, 0x4E0A), max_size=40)


def slow_mix(value: int) -> int:
    value = ((value ^ (value >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    value = ((value ^ (value >> 27)) * 0x94D049BB133111EB) & MASK
    return value ^ (value >> 31)


def slow_grams(values: list[int], length: int) -> list[int]:
    hashes = []
    for start in range(len(values) - length + 1):
        hashed = 0
        for value in values[start : start + length]:
            hashed = slow_mix(hashed ^ value)
        hashes.append(hashed)
    return hashes


def array(values: list[int]) -> npt.NDArray[np.uint64]:
    return np.array(values, dtype=np.uint64)


@quick
@given(units, st.integers(1, 6))
def test_grams_equal_a_slow_reference(values: list[int], length: int) -> None:
    assert grams(array(values), length).tolist() == slow_grams(values, length)


@quick
@given(st.integers(0, MASK))
def test_mix_equals_a_slow_reference(value: int) -> None:
    assert int(mix(array([value]))[0]) == slow_mix(value)


def test_no_two_runs_over_eight_characters_have_the_same_hash() -> None:
    runs = np.array(list(itertools.product(range(0x4E00, 0x4E08), repeat=5)), dtype=np.uint64)
    hashed = grams(runs.ravel(), 5)[::5]  # one text of all, of whose runs each fifth is one of these
    assert len(np.unique(hashed)) == 8**5


@quick
@given(chinese(largest=80))
def test_fingerprints_are_the_least_of_each_window(text: str) -> None:
    analyzed = taken_apart(text)
    hashes = slow_grams(analyzed.tokens.units.tolist(), RUN)
    windows = [hashes[k : k + WINDOW] for k in range(max(1, len(hashes) - WINDOW + 1))] if hashes else []
    assert fingerprints(analyzed.tokens).tolist() == sorted(
        {min(window) for window in windows if len(hashes) > WINDOW}
    ) or (len(hashes) <= WINDOW and analyzed.fingerprints.tolist() == sorted(set(hashes)))


@quick
@given(
    chinese(RUN + WINDOW - 1, 20), chinese(), chinese(), chinese(characters="甲乙丙丁"), chinese(characters="子丑寅卯")
)
def test_a_shared_run_shares_a_fingerprint(run: str, a: str, b: str, c: str, d: str) -> None:
    ours, theirs = taken_apart(a + run + c), taken_apart(d + run + b)
    assert len(np.intersect1d(ours.fingerprints, theirs.fingerprints))


@quick
@given(chinese(RUN, RUN + WINDOW - 2), chinese(smallest=10))
def test_a_short_text_is_found_in_a_longer_one_that_begins_with_it_only_by_luck_but_always_in_itself(
    run: str, rest: str
) -> None:
    assert taken_apart(run).fingerprints.tolist() == taken_apart(run).fingerprints.tolist()
    assert set(taken_apart(run).fingerprints.tolist()) <= set(grams(taken_apart(run + rest).tokens.units, RUN).tolist())


def test_fingerprints_are_few_sorted_and_unique() -> None:
    found = taken_apart(random_chinese(1, 2000)).fingerprints
    assert found.dtype == np.uint64
    assert (np.diff(found.astype(object)) > 0).all()
    # Winnowing keeps 2 / (WINDOW + 1) of all hashes on average.
    assert 0.3 < len(found) / 2000 < 0.5


def test_unrelated_texts_share_none() -> None:
    ours, theirs = taken_apart(random_chinese(1, 3000)), taken_apart(random_chinese(2, 3000))
    assert len(np.intersect1d(ours.fingerprints, theirs.fingerprints)) == 0


def test_texts_shorter_than_a_run_have_none() -> None:
    assert taken_apart("稳中求进").fingerprints.tolist() == []
    assert len(taken_apart("坚持稳中求").fingerprints) == 1
