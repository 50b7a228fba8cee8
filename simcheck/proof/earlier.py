# ruff: noqa: E501 - a pattern of Chinese words stands in one line
"""Earlier: what a draft says of a year before its own, or says to be as it was; in an office's own text that is right.

Last year's text of the same office has the same figures: 由186个增加到219个 compares with them, 标准不变 keeps them. Only
where the earlier text compares with the same words, the comparison was not brought up to date.
"""

from __future__ import annotations

from simcheck.caching import MIB, memoize
from simcheck.patterns import regex
from simcheck.proof.numbers import numbers
from simcheck.scoring import SCORING

_PROOF = SCORING.proof

_CLAUSE, _SENTENCE = regex("[，。；！？：\n]"), regex("[。；！？\n]")
#: Words for a time, a year among them.
_TIMES = regex("(?<!\\d)(20\\d\\d)(?=年)|今年|本年|去年|上年|目前|现有|这次|本次|此次|如今")
#: 由186个增加到219个: from what, and that something follows.
_FROM, _TO = regex("[由从][^，。；]{0,12}$"), regex("(?:[^，。；]{0,8}?、\\d[\\d.]*)?[^，。；]{0,8}?(?:到|至|为|成)")
#: 比上年的38.6万元多, 去年提出的: of which time it is said.
_BEFORE = regex(
    "(?:去年|上年|上一年|前年|前[两三]年|上届|上次|上一[轮届次]|上个?[\u4e00-\u9fff]{0,3}季|同期|原来|原有|原先|此前|时任|原(?=[^，。；则因料]{1,6}$)|老(?=[^，。；人年]{1,4}$)|20\\d\\d年的?)[^，。；]{0,18}$"
)
_BASE = regex("(?:的)?基础上|(?:的)?(?:存量|老底|任务|目标|计划)")
#: 标准不变, 与上年持平, 保持14个: that nothing changed.
_SAME_BEHIND = regex(
    "[^。；！？\n]{0,12}?(?:不变|[未没]变|没有变|没有?动(?!工)|原地踏步|未作?调整|一个不[落漏]|持平|一致|照旧|沿用|相同|没有变化|全部(?:投用|完成|追回|整改|到位|通水)|已(?:到位|整改|全部|于))"
)
_UNCHANGED = regex("[^。；！？\n]{0,8}?(?:不变|与(?:去年|上年)(?:持平|相同|一致))")
_SAME_BEFORE = regex("(?:保持|维持|仍[为是有]?|稳定在|还是|依旧|继续|沿用|不变[，：]?)[^，。；]{0,3}$")
#: What one place has as long as it is that place: 24个乡镇, 水域面积63平方公里.
_PARTS = regex(
    "乡镇|镇街|街道|[镇乡村]|社区|居民点|自然村|苏木|嘎查|行政村|县直|市直|区直|局属|部门|单位|国控|省控|断面|科室|股室"
)
_LAND = regex("(?:面积|岸线|岸线长|全长|总长|海拔|库容|占地|平均年龄)[^，。；\\d]{0,4}$")
#: What is paid for each, by a rule that holds for years: 每亩补助1200元.
_PAID, _MONEY = (
    regex("每[\u4e00-\u9fff]{1,6}[^，。；]{0,8}$|[至到]$|(?:补贴|补助|奖励|奖补|贴息)[^，。；\\d]{0,8}$"),
    regex("[百千万]?元$|百分点$"),
)


def kept_rightly(inside: str, start: int, end: int, near: str, year: int | None) -> bool:
    """Whether what stands at a span of an office's text of a ``year`` is told of an earlier one, or as what holds on.

    ``near`` is what stands beside it in the office's earlier text.

    >>> text, near = "服务点由186个增加到219个，中心保持14个，办件2.1万件。", "全县有服务点186个，中心14个，办件2.1万件。"
    >>> [kept_rightly(text, start, end, near, 2025) for start, end in ((4, 8), (11, 15), (20, 23), (26, 31))]
    [True, False, True, False]
    >>> kept_rightly(text, 4, 8, "服务点由186个增加到200个", 2025)
    False
    """
    told, clause = inside[start:end], _clause(inside, start)
    if told.endswith("个") and _PARTS.match(inside, end):
        return True
    if _LAND.search(clause) or (_MONEY.search(told) and _PAID.search(clause)):
        return True
    if _SAME_BEFORE.search(clause) or _SAME_BEHIND.match(inside, end):
        return True
    if _dated_before(inside, start, year):
        return True
    risen = _FROM.search(clause)
    words = clause[risen.start() :] if risen else clause[-6:]
    return compared_with(inside, start, end) and f"{words}{told}" not in near


def _dated_before(inside: str, start: int, year: int | None) -> bool:
    """Whether the last year that a sentence names before a span is one before the text's own: 2021年换届选出1308人."""
    told = _TIMES.findall(_SENTENCE.split(inside[max(0, start - _PROOF.dated) : start])[-1])
    return bool(year and told and told[-1].isdigit() and int(told[-1]) < year - 1)


def compared_with(inside: str, start: int, end: int) -> bool:
    """Whether a figure is one of an earlier year that a text compares its own with.

    >>> compared_with("由186个增加到219个", 1, 5), compared_with("由186个增加到219个", 8, 12)
    (True, False)
    """
    clause = _clause(inside, start)
    risen = _FROM.search(clause) and _TO.match(inside, end)
    return bool(risen or _BEFORE.search(clause) or _BASE.match(inside, end))


@memoize(MIB)
def figures_compared(text: str, earlier: str) -> int:
    """How many figures of an earlier text another one compares its own with, in words of its own: whose last year's
    figures a text says is of the same office.

    >>> figures_compared("服务点由186个增加到219个，比上年的38.6万元多。", "服务点186个，收入38.6万元。")
    2
    """
    return sum(
        _is_compared(text, one.start, one.end, earlier)
        for one in numbers(text)
        if one.kind == "figure" and text[one.start : one.end] in earlier
    )


def _is_compared(text: str, start: int, end: int, earlier: str) -> bool:
    told, clause = text[start:end], _clause(text, start)
    if f"{clause[-6:]}{told}" in earlier:
        return False
    if (_FROM.search(clause) and _TO.match(text, end)) or _UNCHANGED.match(text, end):
        return True
    return sum(digit.isdigit() for digit in told) > 1 and compared_with(text, start, end)


def _clause(inside: str, start: int) -> str:
    """What stands before a span in its clause, as much as is looked at."""
    return _CLAUSE.split(inside[max(0, start - _PROOF.clause) : start])[-1]
