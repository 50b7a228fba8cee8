"""Bilingual words beside the data folder: the list written for this encoder, numbers, names and their pinyin."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

LIST = Path(__file__).with_name("lexicon.txt")
NAMES = 10
"""One word in so many of the vocabulary is the pinyin of a place or a person in jieba's dictionary."""
MADE_UP = 2
"""One name for so many words of the vocabulary is put together from a surname and a given name, which no list has."""
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆"
    "汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严武戴莫孔向汤"
)
GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华建国文辉力玲红志海波宁晓东云飞峰斌浩宇轩子涵欣怡佳琪梦雪雨婷思远"
    "立新春光荣成林永康健康正义德胜家豪俊凯鑫鹏博瑞泽晨阳旭嘉诚忠良庆祥福生玉兰凤莲珍梅淑慧惠雅琴倩颖洁莹蕾薇"
)
_DIGITS = "零一二三四五六七八九"
_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()


@dataclass(frozen=True, slots=True)
class Entry:
    """Chinese and English ways to say one thing; English ones may be phrases."""

    zh: tuple[str, ...]
    en: tuple[str, ...]

    def words(self) -> list[str]:
        """The single words of the English side."""
        return " ".join(self.en).replace("-", " ").split()


def listed() -> list[Entry]:
    """The entries of ``lexicon.txt``."""
    entries = []
    for line in LIST.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            zh, _, en = line.lower().partition("=")
            entries.append(Entry(tuple(zh.split()), tuple(word.replace("_", " ") for word in en.split())))
    return entries


def numbers() -> list[Entry]:
    """0–99 in figures, in Chinese and in English, and the years 1990–2030 in Chinese figures."""
    entries = []
    for number in range(100):
        tens, ones = divmod(number, 10)
        zh = _DIGITS[ones] if not tens else (_DIGITS[tens] if tens > 1 else "") + "十" + (_DIGITS[ones] if ones else "")
        en = _ONES[number] if number < 20 else _TENS[tens - 2] + (f"-{_ONES[ones]}" if ones else "")
        entries.append(Entry((zh,), (str(number), en)))
    years = {str(year): "".join(_DIGITS[int(digit)] for digit in str(year)) for year in range(1990, 2031)}
    return entries + [Entry((zh,), (year,)) for year, zh in years.items()]


def names(chance: random.Random, vocabulary: int) -> tuple[list[Entry], list[Entry]]:
    """(names of jieba's dictionary, the most frequent first; made-up names of people) with their pinyin, as many as a
    vocabulary of that size needs."""
    from pypinyin import lazy_pinyin

    frequent = islice(_known(), vocabulary // NAMES)
    known = [Entry((name,), (_written(lazy_pinyin(name), person=person),)) for name, person in frequent]
    made = []
    for _ in range(vocabulary // MADE_UP):
        name = chance.choice(SURNAMES) + "".join(chance.choice(GIVEN) for _ in range(chance.choice((1, 2, 2))))
        made.append(Entry((name,), (_written(lazy_pinyin(name), person=True),)))
    return known, made


def _known() -> Iterator[tuple[str, bool]]:
    """(name, whether of a person) of Chinese people and places, the most frequent first."""
    import jieba

    rows = []
    with jieba.get_dict_file() as file:
        for line in file:
            word, frequency, kind = line.decode("utf-8").split()
            person = kind in ("nr", "nrfg") and word[0] in SURNAMES and len(word) in (2, 3)
            place = kind == "ns" and 2 <= len(word) <= 3
            if person or place:
                rows.append((-int(frequency), word, person))
    return ((word, person) for _, word, person in sorted(rows))


def _written(syllables: list[str], *, person: bool) -> str:
    """Surname and given name apart, a place in one word: xi jinping, mianyang."""
    return f"{syllables[0]} {''.join(syllables[1:])}" if person else "".join(syllables)
