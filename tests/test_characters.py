"""Folding one character: what a copier can change without changing the words is undone."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simcheck.text.characters import fold, is_han, is_invisible


def folded(text: str) -> str:
    return "".join(map(fold, text))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("ＧＤＰ２０２４％", "gdp2024%"),
        ("⼤⼒⼯⼈⽣⽼⾼⼀", "大力工人生老高一"),
        ("⺠⻓⻔⻢", "民长门马"),
        ("\uf9f2\uf900\ufa0a", "鳞岂见"),
        ("\U0002f800", "丽"),
        ("開發園區", "开发园区"),
        ("關於擴大內需的實施細則", "关于扩大内需的实施细则"),
        ("今後徵收菸草稅，摺合乾糧", "今后征收烟草税,折合干粮"),
        ("深\u200b化\u200c改\u200d革\u2060开\ufeff放", "深化改革开放"),
        ("发\u00ad展\u034f质\ufe0f量\u202e效\u3164益\U000e0100", "发展质量效益"),
        ("\u0430\u0440\u0435\u0455\u0456", "apesi"),
        ("\u0421\u0420\u0410", "cpa"),
        ("㈠①½㎡", "(一)11⁄2m2"),
        ("，。！？；：（）「」", ",。!?;:()「」"),
        ("𠮷", "𠮷"),
        ("Straße ﬁne İ", "strasse fine i̇"),
    ],
)
def test_what_a_copier_changes_is_undone(written: str, meant: str) -> None:
    assert folded(written) == meant


@pytest.mark.parametrize("char", ["\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_line_ends_are_one_character(char: str) -> None:
    assert fold(char) == "\n"
    assert not is_invisible(char)


@pytest.mark.parametrize("char", [" ", "\t", "\u00a0", "\u2003", "\u3000"])
def test_other_white_space_is_a_space(char: str) -> None:
    assert fold(char) == " "


def test_simplified_text_stays_as_it_is() -> None:
    text = "坚持以人民为中心的发展思想把云川建设成为宜居宜业的现代化城市着力破解乡村振兴中的难题"
    assert folded(text) == text


@given(st.characters(exclude_categories=["Cs"]))
def test_folding_twice_changes_nothing(char: str) -> None:
    assert folded(fold(char)) == fold(char)


def test_folding_twice_changes_no_chinese_character() -> None:
    every = [*range(0x2E80, 0x2FE0), *range(0x3400, 0xA000), *range(0xF900, 0xFB00), *range(0x2F800, 0x2FA20)]
    assert [chr(code) for code in every if folded(fold(chr(code))) != fold(chr(code))] == []


@given(st.characters(exclude_categories=["Cs"]))
def test_invisible_characters_and_only_they_fold_to_nothing(char: str) -> None:
    assert (fold(char) == "") == is_invisible(char)


@given(st.characters(exclude_categories=["Cs"]))
def test_a_fold_holds_no_white_space_beside_letters(char: str) -> None:
    assert fold(char) in ("", " ", "\n") or not any(c.isspace() for c in fold(char))


@given(st.characters(exclude_categories=["Cs"]))
def test_unified_ideographs_are_chinese_characters(char: str) -> None:
    unified = unicodedata.name(char, "").startswith("CJK UNIFIED IDEOGRAPH")
    assert is_han(ord(char)) or not unified


def test_punctuation_kana_and_hangul_are_no_chinese_characters() -> None:
    assert [c for c in "。，、“”…—あアー한ㄅa1！\u3000⼤" if is_han(ord(c))] == []
