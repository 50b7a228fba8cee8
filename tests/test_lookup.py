"""Look-up: a table gives what the function gives, for every character there is."""

from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from simcheck.text.lookup import CODE_POINTS, Lookup, codes_of

anything = st.text(st.one_of(st.sampled_from("改革 a９\u200b\U00020bb7"), st.characters(codec=None)))
is_digit = Lookup(str.isdigit, np.int8, -1)


@given(anything)
def test_codes_are_code_points_lone_surrogates_too(text: str) -> None:
    assert codes_of(text).tolist() == [ord(char) for char in text]


@given(anything)
def test_a_property_is_that_of_each_character(text: str) -> None:
    assert is_digit(codes_of(text)).tolist() == [char.isdigit() for char in text]


def test_every_character_is_asked_for_once_and_the_last_one_has_its_place() -> None:
    asked: Counter[str] = Counter()

    def code(char: str) -> int:
        asked[char] += 1
        return ord(char)

    lookup = Lookup(code, np.uint32, 0xFFFFFFFF)
    for text in ("改革改", "革新", chr(CODE_POINTS - 1)):
        assert lookup(codes_of(text)).tolist() == [ord(char) for char in text]
    assert set(asked.values()) == {1}
