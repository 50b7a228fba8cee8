"""Numbers of proofreading: what makes a name or a figure one that a source left behind."""

from __future__ import annotations

from dataclasses import dataclass

from simcheck.scoring.number import chosen


@dataclass(frozen=True, slots=True)
class Proof:
    """When draft and source say the same of the same, and when that is nobody's. The stages read these numbers from
    ``SCORING``."""

    shortest: int = chosen(2, "characters", "of a name at least", "one is a surname")
    phrase: int = chosen(3, "characters", "of a name that no ending tells, at most", "longer ones are phrases")
    longest: int = chosen(
        5, "characters", "of a name that the words around it tell, at most", "longer ones are phrases"
    )
    saying: int = chosen(
        5, "characters", "of the longest clause that may be a saying, with no name in it", "成语 have 4"
    )
    office: int = chosen(5, "characters", "that a name beginning with 市, 县, 镇 has at least", "县水利局 is none")
    trades: int = chosen(4, "words", "of trades in the name of a firm: 金穗农业科技公司", "the longest of the sets")
    anchor: int = chosen(3, "characters", "of a name that no other text has by chance", "张伟 is many people")
    anchors: int = chosen(
        2, "names or figures", "by which a document without a match is known as a source", "one is chance"
    )
    figures_compared: int = chosen(
        2, "figures", "of an earlier text that a text of the same office compares its own with", "one is chance"
    )
    clause: int = chosen(30, "characters", "before a figure, in which it is told of an earlier year", "a clause")
    dated: int = chosen(100, "characters", "before one, in which its sentence may name a year", "a long sentence")
    wider: int = chosen(3, "times", "that a source says 全市, and never 全县, to be a city's", "once is a habit")
    figure: int = chosen(4, "characters", "around a figure, equal in both, that say it is the same", "two words")
    day: int = chosen(3, "characters", "the same around a day", "days are rarer than figures")
    label: int = chosen(2, "characters", "the same where nothing else stands there: 地点：三楼", "a label")
    around: int = chosen(12, "characters", "on either side that are looked at for this", "a clause")
    around_name: int = chosen(
        4,
        "characters",
        "before or behind a name that stand in the source too, where it has another word",
        "three are chance",
    )
    beside: int = chosen(60, "characters", "beside a source's passage that are looked at too", "a sentence or two")
    slot: int = chosen(5, "characters", "before a figure that say which it is", "a word or two")
    digits: int = chosen(
        4, "digits", "above which a figure is told of one thing only; with a point, half as many", "18.37亿元"
    )
    company: int = chosen(
        6, "characters", "of a firm's name, where other words stand in front of it than in the source", "恒润化纤公司"
    )
    counted: int = chosen(2, "digits", "of a figure that is looked for in other words of one's own text", "7 is chance")
    beside_counted: int = chosen(
        2, "characters", "before it that both have, where both sentences have another figure too", "拿出3600万元"
    )
    older: int = chosen(
        3, "years", "that an earlier text is older than the draft, at most", "office texts serve that long"
    )
    early: int = chosen(
        6, "month", "until which a paper is signed too early for the next year", "the autumn plans the next year"
    )
    history: int = chosen(10, "years", "before the source's own, after which something is history", "two plans")
    struck: int = chosen(3, "years", "for which a disaster elsewhere is told of", "warnings name recent ones")
    review: int = chosen(60, "characters", "of a text whose words say that it looks back: 总结", "a title of two lines")
    examined: int = chosen(
        40, "characters", "of a text whose words say that it is of a national examination", "a title"
    )
    meeting: int = chosen(16, "characters", "before a meeting, where it is said whose it is", "the name of an office")
    happened: int = chosen(12, "characters", "behind a day, where it is said where something happened", "a clause")
