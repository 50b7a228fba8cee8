"""Numbers of rarity: how seldom a word must be met that is a name of somebody's own."""

from __future__ import annotations

from dataclasses import dataclass

from simcheck.scoring.number import chosen


@dataclass(frozen=True, slots=True)
class Rarity:
    """How often the dictionary (jieba's counts), and works of the background, may have what is a name. The stages read
    these numbers from ``SCORING``."""

    works: int = chosen(20, "works", "of the background, beyond which a run is no name of one place", "of 4,921 works")
    word: int = chosen(100, "occurrences", "from which a word of the dictionary is no name", "豪迈 has 212")
    scarce: int = chosen(
        10, "occurrences", "up to which what the dictionary tells of a word may be chance", "misprints"
    )
    within: int = chosen(
        20, "occurrences", "from which a word within a longer run says that the run is no name", "words in use"
    )
    built: int = chosen(
        30, "occurrences", "below which a word is a name where little else says so", "before 楼, 店; behind 的"
    )
    firm: int = chosen(40, "occurrences", "below which a firm may be called by a word", "half of all firms")
    mistaken: int = chosen(
        100, "occurrences", "of its beginning, from which a longer word that is tagged as a name is none", "中心列"
    )
    person: int = chosen(200, "occurrences", "below which a word may be a person's name", "高峰 and the like")
    given: int = chosen(600, "occurrences", "below which a word may be a given name", "建设, 卫东")
    labelled: int = chosen(2000, "occurrences", "the same behind 联系人：", "nothing else stands there")
    noun: int = chosen(300, "occurrences", "above which a festival is called by a common noun", "户外音乐节")
    often: int = chosen(400, "occurrences", "from which a word is no name, whatever stands around it", "words in use")
    stem: int = chosen(
        500, "occurrences", "from which a verb or a noun before an ending is no part of a name", "过河, 讲述乡村"
    )
    rare: int = chosen(1000, "occurrences", "below which a word with the ending of a name may be one", "words in use")
    common: int = chosen(
        3000, "occurrences", "from which even what is tagged as a name, or stands before a long ending, is none", "中山"
    )
    county: int = chosen(
        3, "times", "less often, at most, that a word is said with the ending of a county, if it is its name", "监利"
    )
