"""The lists in simcheck/data: one entry a line, none twice, each of the kind that it says."""

from __future__ import annotations

import re
import unicodedata

import pytest

from simcheck.resources import data_text
from simcheck.text.characters import fold, is_han
from simcheck.text.normalize import normalize

LISTS = [
    "homoglyphs.txt",
    "known_people.txt",
    "no_places.txt",
    "village_works.txt",
    "placeholders.txt",
    "radicals.txt",
    "speaker_verbs.txt",
    "speech_verbs.txt",
    "watermarks.txt",
]


def entries(name: str) -> list[str]:
    return [line for line in data_text(name).splitlines() if not line.startswith("#")]


@pytest.mark.parametrize("name", [*LISTS, "frequent_characters.txt"])
def test_a_list_says_what_it_is_and_ends_with_a_line_end(name: str) -> None:
    text = data_text(name)
    assert text.startswith("# ")
    assert text.endswith("\n")
    assert "\r" not in text
    assert not text.endswith("\n\n")


@pytest.mark.parametrize("name", LISTS)
def test_entries_are_one_a_line_and_none_twice(name: str) -> None:
    found = entries(name)
    assert all(line == line.strip() != "" for line in found)
    assert len(set(found)) == len(found)


@pytest.mark.parametrize("name", ["speech_verbs.txt", "speaker_verbs.txt"])
def test_verbs_are_words(name: str) -> None:
    assert [verb for verb in entries(name) if not re.fullmatch(r"[一-鿿]+|[a-z]+( [a-z]+)*", verb)] == []
    # 云, 道, 曰 and 称 stand in 云川, 街道 and 对称 far more often than before a quotation.
    assert not {"云", "道", "曰", "称"} & set(entries(name))


def test_who_names_a_speaker_behind_can_announce_one_before() -> None:
    assert set(entries("speaker_verbs.txt")) <= set(entries("speech_verbs.txt"))


def test_each_letter_has_its_look_alikes_once() -> None:
    pairs = [line.split(" ") for line in entries("homoglyphs.txt")]
    assert all(len(pair) == 2 and len(pair[0]) == 1 for pair in pairs)
    assert all((letter.isascii() and letter.islower()) or is_han(ord(letter)) for letter, _ in pairs)
    latin = [letter for letter, _ in pairs if letter.isascii()]
    assert latin == sorted(latin) == sorted(set(latin))
    forms = "".join(look_alikes for _, look_alikes in pairs)
    assert len(set(forms)) == len(forms)
    assert not any(form.isascii() for form in forms)
    assert all(fold(form) == letter for letter, look_alikes in pairs for form in look_alikes)
    cyrillic = [(letter, form) for letter, look_alikes in pairs for form in look_alikes if "\u0400" <= form < "\u0500"]
    assert len(cyrillic) > 10
    assert all(fold(form.upper()) == letter for letter, form in cyrillic)


def test_radicals_become_the_characters_they_look_like() -> None:
    pairs = [line.split(" ") for line in entries("radicals.txt")]
    forms = "".join(radicals for _, radicals in pairs)
    assert len(set(forms)) == len(forms)
    assert all(0x2E80 <= ord(form) <= 0x2EF3 for form in forms)
    assert all(len(plain) == 1 and is_han(ord(plain)) for plain, _ in pairs)
    assert all(fold(form) == fold(plain) for plain, radicals in pairs for form in radicals)


def test_every_radical_of_the_supplement_is_folded() -> None:
    every = [chr(code) for code in range(0x2E80, 0x2EF4) if unicodedata.name(chr(code), "")]
    left = [char for char in every if not is_han(ord(fold(char)))]
    assert left == list("⺀")  # a repetition mark that looks like no character


def test_watermarks_are_regular_expressions_that_match_something() -> None:
    for line in entries("watermarks.txt"):
        pattern = re.compile(line)
        assert not pattern.match(""), line
        assert not pattern.search("坚持以人民为中心的发展思想,推动高质量发展。"), line


def test_placeholders_are_no_names_of_people_offices_and_speeches() -> None:
    patterns = [re.compile(line, re.IGNORECASE) for line in entries("placeholders.txt")]
    for name in (
        "张三",
        "县政府办公室",
        "教育局",
        "在全市教育大会上的讲话",
        "政府工作报告",
        "Zhang San",
        "用户满意度报告",
        "标题三",
    ):
        assert not any(pattern.fullmatch(name) for pattern in patterns), name


@pytest.mark.parametrize(
    "mark",
    [
        "精品WORD文档下载可编缉使用",
        "精品文档下载可编辑",
        "PPT文档免费下载即可编辑修改",
        "本文来自公文范例网",
        "以上内容由秘书文库整理",
        "更多范文请关注公众号“写材料”",
        "更多精彩文章，请点击",
        "更多公文尽在本站",
        "点击下载全文",
        "欢迎关注微信公众号「秘书」",
        "仅供学习参考，请勿用于商业用途",
        "www.example.com.cn",
    ],
)
def test_lines_that_sites_inject_are_taken_out(mark: str) -> None:
    assert normalize(f"扎实推进{mark}").text == "扎实推进"


def test_frequent_characters_are_chinese() -> None:
    lines = entries("frequent_characters.txt")
    assert all(is_han(ord(char)) for line in lines for char in line)
