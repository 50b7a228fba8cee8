"""The bilingual words that the encoder is trained with beside its data: a sound list, right numbers and names."""

from __future__ import annotations

import random
import re
import sys
from pathlib import Path

import pytest

TRAIN = Path(__file__).resolve().parent.parent / "models" / "train"
sys.path.insert(0, str(TRAIN))

import lexicon  # noqa: E402
from align import spread  # noqa: E402

sys.path.remove(str(TRAIN))


def test_every_line_has_chinese_words_and_english_ones() -> None:
    text = lexicon.LIST.read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    assert text.startswith("# ")
    assert text.endswith("\n")
    assert len(set(lines)) == len(lines)
    assert [line for line in lines if not re.fullmatch(r"[^= ]+( [^= ]+)*=[^= ]+( [^= ]+)*", line)] == []
    entries = lexicon.listed()
    assert len(entries) == len(lines) > 2000
    for side in ([entry.zh for entry in entries], [entry.en for entry in entries]):
        assert [words for words in side if len(set(words)) < len(words)] == []
    latin = {word for entry in entries for word in entry.zh if not re.search(r"[一-鿿]", word)}
    assert latin == {"qq", "iphone", "5g"}
    assert [word for entry in entries for word in entry.en if not re.fullmatch(r"[a-z0-9.'% -]+", word)] == []


@pytest.mark.parametrize(
    ("zh", "en"),
    [("零", "zero"), ("七", "seven"), ("十", "ten"), ("十二", "twelve"), ("二十", "twenty"), ("九十九", "ninety-nine")],
)
def test_numbers_are_written_as_people_write_them(zh: str, en: str) -> None:
    (entry,) = [entry for entry in lexicon.numbers() if zh in entry.zh]
    assert en in entry.en


def test_numbers_are_all_different_and_years_go_by_their_figures() -> None:
    entries = lexicon.numbers()
    assert len({entry.zh for entry in entries}) == len(entries) == 141
    assert ("二零二四",) in [entry.zh for entry in entries if entry.en == ("2024",)]


def test_names_stand_beside_their_pinyin() -> None:
    known, made_up = lexicon.names(random.Random(1), 4000)
    pinyin = {entry.zh[0]: entry.en[0] for entry in known}
    assert len(pinyin) == len(known) == 400
    assert (pinyin["北京"], pinyin["重庆"], pinyin["毛泽东"]) == ("beijing", "chongqing", "mao zedong")
    assert all(re.fullmatch(r"[a-zü]+ [a-zü]+", entry.en[0]) for entry in made_up)
    assert len(made_up) == 2000
    assert made_up[:100] == lexicon.names(random.Random(1), 200)[1]


def test_a_word_without_translation_takes_those_of_its_synonyms() -> None:
    translations, synonyms = [[], [7], [8, 9], [], []], [[1, 2, 4], [0], [0], [4], [0]]
    assert spread(translations, synonyms) == [[7, 8], [7], [8, 9], [], []]
