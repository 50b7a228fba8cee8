# ruff: noqa: E501 - a pattern of Chinese words stands in one line
"""Numbers: figures, days, hours, telephones and numbers of rooms and houses, as they stand in any text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from simcheck.caching import MIB
from simcheck.text.paragraphs import by_paragraph
from simcheck.types import LeftoverKind

_MEASURES = r"个百分点|[%％‰]|(?:多|余|几)?[万亿千百]*(?:元|吨|亩|公里|千米|平方米|平方公里|立方米|毫升|毫米|厘米|千瓦时|千瓦|兆瓦|公斤|斤|公顷|人次|车次|人|户|家|个(?!月)|名|件|项|辆|艘|架|头|只|套|所|座|条|位|场|期|处|台|起|宗|批|米|票|份|支|间|株|棵|床|张|块|册|本|枚|面|盏|幅|篇|首|门|节|课时|课|单|箱|袋|瓶|桶|筐|车|船|趟|次|遍|轮|届|栋|幢|层|楼|岁|天|年|个月|周年|周(?![年岁])|小时|分钟|秒|方|度(?!\d)|级|倍|成|折|步|根|口|眼|孔|道|段|片|组|队|班|代|万|亿)"
_FIGURE = re.compile(rf"(?<![\d.〔\[A-Za-z-])(?<!第)\d[\d,]*(?:\.\d+)?\s*(?:{_MEASURES})")
_ORDINAL = re.compile(r"第\d{1,3}(?:号|期)")
#: Figures in Chinese numerals, those below ten apart: 三十二户, 两万斤.
_SPELT = re.compile(
    r"(?<![第零〇一二三四五六七八九十百千万亿两])(?:[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九两][百千万][零一二三四五六七八九十百千]*|[二三四五六七八九]十)"
    r"(?:元|吨|亩|公里|里|平方米|人次|人|户|家|个(?!月)|名|件|项|辆|艘|头|只|套|所|座|条|位|场|处|台|起|间|棵|张|块|本|斤|趟|次|岁)(?![级限度代青轻月])"
)
_ROUND = re.compile("[一二三四五六七八九]?[十百千](?:多|余|来)?(?:年|岁|天|个|里|个月|小时)|[一二]十四(?:个)?小时")
_NOT_FIGURES = re.compile(r"(?:1[12]\d|12\d{3}|9\d{4})(?:号)?")
_YEAR = re.compile(r"(?:19|20)\d\d年")
_TELEPHONE = re.compile(
    r"(?<![\d.])(?:0\d{2,3}[-－—\s]?\d{7,8}|1[3-9]\d{9}|[2-8]\d{6,7})(?![\d.,]|\s*(?:[万亿元吨亩人户家个件项%％米份]))"
)
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?:https?://|www\.)[\w./?=&%-]+")
_CLOCK = re.compile(r"(?<!\d)\d{1,2}[:：]\d\d(?!\d)|(?<!\d)\d{1,2}(?:时|点)(?:\d{1,2}分|半)(?![间代候效点])")
_DAY = re.compile(
    r"(?<!\d)(?<!\d年)\d{1,2}月(?:\d{1,2}日|[上中下]旬|底|初|末)|(?<![年一二三四五六七八九十])(?:十[一二]?|[一二三四五六七八九])月(?:份|底|初|[上中下]旬|[一二三四五六七八九十]{1,3}日)|(?<=[至到—－-])\d{1,2}日|(?<!年)(?<![\d年])\d{1,2}月(?=[开投完建])"
)
#: A case is called by its day: “4·16”火灾; those that the whole country knows are none.
_CASE = re.compile(
    r"(?<![\d·])(?!(?:5·12|9·18|12·4|3·15|11·9|12·13|6·26|5·4|3·8|6·1|8·1|7·1|5·1|10·1|12·9|4·23)(?!\d))(?:1[0-2]|[1-9])·[1-3]?\d(?![\d·])"
)
_ROOM = re.compile(
    r"(?:[一二三四五六七八九十\d]{1,2}[楼层]|[东西南北]楼)[东西南北第\d一二三四五六七八九十]{0,4}(?:会议室|礼堂|报告厅|多功能厅|大厅)"
    r"|(?<=[路街巷道])\d{1,4}号|(?<![\d第])\d{1,4}(?:号楼|栋|单元|室)|第[一二三四五六七八九十]+(?:储备库|会议室|车间|分厂|食堂)"
)


#: What makes a figure a bound that anybody may set, and no count: 不低于95%, 65岁以上, 500米范围内.
_BOUND_BEHIND = re.compile(r"[以之](?:上|下|内|外)|左右|范围内|及以[上下]|起步|内(?=[，。；完办答])|前(?=[，。；停])")
_BOUND_BEFORE = re.compile(
    r"(?:不[低少高超多大小][于过出]?|不得[低少超高]?[于过出]?|低于|高于|少于|超过|达不到|至少|最[多少高低][为不]?|提前|前|每|单[瓶个次件]|年满|未满|净定额为?)$"
)
_AGE, _SMALL = (
    re.compile(r"\d+(?:周)?岁"),
    re.compile(r"(?:[1-9]|十)(?:名|个|人|项|条|次|件|家|位|级|类|天|年|期|场)|100[%％]"),
)


def is_bound(text: str, start: int, end: int) -> bool:
    """Whether a figure is a bound, an age, or too small to be known by: no draft has it from another.

    >>> is_bound("参保率稳定在95%以上", 6, 9), is_bound("参保率达到96.3%", 5, 10)
    (True, False)
    """
    told = text[start:end]
    if _AGE.fullmatch(told) or _SMALL.fullmatch(told):
        return True
    return bool(_BOUND_BEHIND.match(text, end) or _BOUND_BEFORE.search(text, max(0, start - 6), start))


class Number(NamedTuple):
    """What stands at ``text[start:end]``, and what kind of leftover it would be."""

    start: int
    end: int
    kind: LeftoverKind


@by_paragraph(MIB)
def numbers(text: str) -> Iterator[Number]:
    """Figures, days, hours, telephones, addresses and rooms; years and the telephones that everybody has are none.

    >>> text = "6月3日起在三楼会议室报名，电话5826117，共三十二户、42人，火警119。"
    >>> [text[one.start : one.end] for one in numbers(text)]
    ['6月3日', '三楼会议室', '5826117', '三十二户', '42人']
    """
    kinds: tuple[tuple[re.Pattern[str], LeftoverKind], ...] = (
        (_ADDRESS, "unit"),
        (_TELEPHONE, "figure"),
        (_ROOM, "place"),
        (_DAY, "date"),
        (_CLOCK, "date"),
        (_CASE, "date"),
        (_ORDINAL, "document"),
        (_FIGURE, "figure"),
        (_SPELT, "figure"),
    )
    found = [Number(*one.span(), kind) for pattern, kind in kinds for one in pattern.finditer(text)]
    reached = 0
    for number in sorted(found, key=lambda one: (one.start, -one.end)):
        told = text[number.start : number.end]
        common = any(pattern.fullmatch(told) for pattern in (_NOT_FIGURES, _YEAR, _ROUND))
        if number.start >= reached and not (number.kind == "figure" and common):
            yield number
            reached = number.end
