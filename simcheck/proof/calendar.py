# ruff: noqa: E501 - a pattern of Chinese words stands in one line
"""Calendar: what a draft counts by years: 第41个教师节, 建军98周年, 蛇年. The draft's year says which it must be."""

from __future__ import annotations

from collections.abc import Iterator

from simcheck.patterns import regex
from simcheck.scoring import SCORING
from simcheck.types import Leftover

#: The year before the first of a day, a week or a month that is counted, as the announcement of its first one says.
_COUNTED = {
    "国际劳动妇女节|国际妇女节": 1910, "全国税收宣传月": 1991, "教师节": 1984, "全国助残日": 1990, "世界环境日": 1971, "世界地球日": 1969,
    "世界水日": 1992, "中国水周": 1987, "全国土地日": 1990, "国际禁毒日": 1987, "国际护士节": 1911, "中国记者节|记者节": 1999,
    "全国安全生产月|安全生产月": 2001, "全民国家安全教育日": 2015, "国家宪法日": 2013, "中国旅游日": 2010, "全国科技工作者日": 2016,
    "中国农民丰收节": 2017, "中国医师节": 2017, "中国人民警察节": 2020, "全国生态日": 2022, "中国航天日": 2015,
}  # fmt: skip
#: In which year it was that is remembered.
_BEGUN = {
    "中国人民解放军建军|建军": 1927, "中国共产党成立|建党": 1921, "中华人民共和国成立|新中国成立|建国": 1949, "五四运动": 1919,
    "抗日战争暨世界反法西斯战争胜利|抗日战争胜利|抗战胜利": 1945, "红军长征胜利|长征胜利": 1936, "改革开放": 1978, "辛亥革命": 1911,
}  # fmt: skip
_NUMERAL = "[一二三四五六七八九十百零〇]{1,5}|\\d{1,3}"
_COUNT = regex(rf"第(?P<number>{_NUMERAL})(?:个|次|届|轮)(?:全国|国际|世界)?[“\"]?(?P<day>{'|'.join(_COUNTED)})")
_ANNIVERSARY = regex(rf"(?P<begun>{'|'.join(_BEGUN)})(?P<number>{_NUMERAL})周年")
_ANIMALS = "鼠牛虎兔龙蛇马羊猴鸡狗猪"
_ZODIAC = regex(
    f"(?<![\u4e00-\u9fff])(?P<animal>[{_ANIMALS}])年(?![\u4e00-\u9fff]?(?:轻|幼|龄))|(?<=[在今的是])(?P<other>[{_ANIMALS}])年(?=[，。里，新要])"
)
_OVER = regex("(?:告别|辞别|送走|送别|辞|送|过去的|刚过去的|过了)$")
_DIGITS = {one: at for at, one in enumerate("零一二三四五六七八九")} | {"〇": 0}


def miscounted(text: str, year: int | None) -> Iterator[Leftover]:
    """What a draft of a year counts as of another year.

    >>> [one.text for one in miscounted("第41个教师节，建军99周年，蛇年要有新样子", 2026)]
    ['第41个教师节', '蛇年']
    """
    if not year:
        return
    note = f"本稿属{year}年，与此处所说的年份不符"
    for found in _COUNT.finditer(text):
        first = next(begun for names, begun in _COUNTED.items() if found["day"] in names.split("|"))
        if 0 < year - first - number(found["number"]) <= SCORING.proof.older:
            yield Leftover("date", *found.span(), found[0], note)
    for found in _ANNIVERSARY.finditer(text):
        begun = next(begun for names, begun in _BEGUN.items() if found["begun"] in names.split("|"))
        if 0 < year - begun - number(found["number"]) <= SCORING.proof.older:
            yield Leftover("date", *found.span(), found[0], note)
    for found in _ZODIAC.finditer(text):
        animal = found["animal"] or found["other"]
        if animal == _ANIMALS[(year - 5) % 12] and not _OVER.search(text, max(0, found.start() - 5), found.start()):
            yield Leftover("date", *found.span(), found[0], note)


def number(numeral: str) -> int:
    """The number that a numeral of up to three digits says.

    >>> [number(numeral) for numeral in ("九十八", "一百零五", "十", "41")]
    [98, 105, 10, 41]
    """
    if numeral.isdigit():
        return int(numeral)
    whole = digit = 0
    for one in numeral:
        if one in "十百":
            whole, digit = whole + (digit or 1) * (100 if one == "百" else 10), 0
        else:
            digit = _DIGITS[one]
    return whole + digit
