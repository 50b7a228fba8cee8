"""Lexical tokens: equal to what a slow and simple reader of the text would say."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made import chinese, texts

from simcheck.text.characters import is_han
from simcheck.text.lookup import codes_of
from simcheck.text.normalize import normalize
from simcheck.text.scripts import unspaced
from simcheck.text.tokens import GAP, Tokens, mix, number_value, tokenize

quick = settings(deadline=None)


def tokens(text: str) -> Tokens:
    return tokenize(normalize(text))


def words(text: str) -> list[str]:
    folded = normalize(text).text
    found = tokenize(normalize(text))
    return [folded[a:b] for a, b in zip(found.starts.tolist(), found.ends.tolist(), strict=True)]


@quick
@given(chinese())
def test_pairs_are_all_neighbouring_characters(text: str) -> None:
    assert words(text) == [a + b for a, b in itertools.pairwise(text)]


@quick
@given(chinese(largest=40), chinese(largest=40))
def test_ids_are_equal_exactly_where_pairs_are(ours: str, theirs: str) -> None:
    equal = tokens(ours).ids[:, None] == tokens(theirs).ids
    brute = [[a == b for b in itertools.pairwise(theirs)] for a in itertools.pairwise(ours)]
    assert equal.tolist() == (brute if len(theirs) > 1 else [[]] * max(0, len(ours) - 1))


def test_no_two_pairs_of_four_hundred_characters_have_the_same_id() -> None:
    chars = np.concatenate([np.arange(0x4E00, 0x4E00 + 300), np.arange(0x20000, 0x20000 + 100)]).astype(np.uint64)
    ids = (mix(chars)[:, None] ^ chars).ravel()
    assert len(np.unique(ids)) == 400 * 400


@quick
@given(texts())
def test_units_are_all_chinese_characters_and_words_in_order(text: str) -> None:
    folded, found = normalize(text).text, tokens(text)
    spans = list(zip(found.unit_starts.tolist(), found.unit_ends.tolist(), strict=True))
    assert all(a < b for a, b in spans)
    assert all(b <= c for (_, b), (c, _) in itertools.pairwise(spans))
    covered = [False] * len(folded)
    for a, b in spans:
        covered[a:b] = [True] * (b - a)
    for at, char in enumerate(folded):
        if is_han(ord(char)) or char.isalpha():
            assert covered[at]
        if char.isspace() or char in "。，！？、:;“”":
            assert not covered[at]


@quick
@given(texts())
def test_tokens_are_pairs_and_words(text: str) -> None:
    folded, found = normalize(text).text, tokens(text)
    units = list(zip(found.unit_starts.tolist(), found.unit_ends.tolist(), strict=True))
    single = [b == a + 1 and bool(unspaced(codes_of(folded[a]))[0]) for a, b in units]
    wanted = []
    for k, (start, end) in enumerate(units):
        if not single[k]:
            wanted.append((start, end))
        elif (
            k + 1 < len(units)
            and single[k + 1]
            and units[k + 1][0] - end <= GAP
            and set("\n。!?;").isdisjoint(folded[end : units[k + 1][0]])
        ):
            wanted.append((start, units[k + 1][1]))
    assert list(zip(found.starts.tolist(), found.ends.tolist(), strict=True)) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", []),
        ("。，！", []),
        ("稳", []),
        ("稳中", ["稳中"]),
        ("稳中。求进", ["稳中", "求进"]),
        ("稳中，求进", ["稳中", "中,求", "求进"]),
        ("稳中”。“求进", ["稳中", "求进"]),
        ("稳中\n求进", ["稳中", "求进"]),
        ("𠮷野", ["𠮷野"]),
        ("增长5.1%左右", ["增长", "5.1", "左右"]),
        ("PM2.5浓度", ["pm", "2.5", "浓度"]),
        ("The cities_of tomorrow", ["the", "cities", "of", "tomorrow"]),
    ],
)
def test_known_texts(text: str, wanted: list[str]) -> None:
    assert words(text) == wanted


@pytest.mark.parametrize(
    "alike",
    [
        [
            "230亿元",
            "２３０亿元",
            "23 billion yuan",
            "23.0 Billion yuan",
            "23,000,000,000元",
            "2300000万元",
            "0.023万亿元",
        ],
        ["1.5万", "15,000", "15000", "15 thousand", "15千"],
        ["3 million", "300万", "3百万", "3000000"],
        ["2024年", "2024", "2024.0"],
        ["development", "develop", "developing", "Developed"],
    ],
)
def test_the_same_value_is_the_same_token(alike: list[str]) -> None:
    assert len({int(tokens(text).ids[0]) for text in alike}) == 1


@pytest.mark.parametrize(
    "unlike", [["230亿", "230万", "23亿", "230"], ["3.10.2", "3.102", "3.10"], ["5%", "50%"], ["city", "cities"]]
)
def test_other_values_are_other_tokens(unlike: list[str]) -> None:
    assert len({int(tokens(text).ids[0]) for text in unlike}) == len(unlike)


@quick
@given(st.integers(1, 9999), st.sampled_from([("万", 10**4), ("亿", 10**8), (" million", 10**6), (" billion", 10**9)]))
def test_a_scale_word_multiplies(number: int, scale: tuple[str, int]) -> None:
    text = f"{number}{scale[0]}"
    assert number_value(text, 0, len(str(number))) == str(number * scale[1])


def test_a_scale_word_in_the_next_line_is_another_word() -> None:
    assert number_value("共计2024\n万众一心", 2, 6) == "2024"


@quick
@given(texts(largest=12), texts(largest=12))
def test_tokens_of_a_line_do_not_depend_on_other_lines(first: str, second: str) -> None:
    joined = tokens(first + "\n" + second)
    apart = [*tokens(first).ids.tolist(), *tokens(second).ids.tolist()]
    if not normalize(first + "\n" + second).watermarks and normalize(first).text and normalize(second).text:
        assert joined.ids.tolist() == apart


@quick
@given(st.lists(st.integers(0, 2**64 - 1), min_size=1, max_size=50, unique=True))
def test_mixing_is_one_to_one(values: list[int]) -> None:
    assert len(np.unique(mix(np.array(values, dtype=np.uint64)))) == len(values)
