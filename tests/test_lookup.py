"""Look-up: a table gives what the function gives, for every character there is."""

from __future__ import annotations

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest
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


def test_two_threads_that_make_the_table_at_once_make_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """The slower one's table once took the place of the one that the faster one was filling in."""
    first, both, asking, made = (threading.Event() for _ in range(4))
    makers: list[int] = []
    full = np.full

    def slowly(*given: Any, **named: Any) -> Any:
        makers.append(threading.get_ident())
        if len(makers) == 1:
            first.set()
            both.wait(0.3)
        else:
            both.set()
            asking.wait(300)
        return full(*given, **named)

    def code(char: str) -> int:
        if char == "革":
            asking.set()
            made.wait(0.3)
        return ord(char)

    def late() -> None:
        lookup(codes_of("新"))
        made.set()

    monkeypatch.setattr(np, "full", slowly)
    lookup = Lookup(code, np.uint32, 0xFFFFFFFF)
    with ThreadPoolExecutor(2) as pool:
        early = pool.submit(lambda: [lookup(codes_of("改")), lookup(codes_of("改革"))])
        first.wait(300)
        pool.submit(late).result()
        assert early.result()[1].tolist() == [ord("改"), ord("革")]
    assert len(makers) == 1
