# ruff: noqa: E501 - a pattern of Chinese words stands in one line
"""Numbers: figures, days, hours, telephones and numbers of rooms and houses, as they stand in any text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from simcheck.caching import MIB
from simcheck.cancelling import looking
from simcheck.patterns import regex
from simcheck.proof import days
from simcheck.scoring import SCORING
from simcheck.text.paragraphs import by_paragraph
from simcheck.types import LeftoverKind

_MEASURES = r"个百分点|[%％‰]|(?:多|余|几)?[万亿千百]*(?:元|吨|亩|公里|千米|平方米|平方公里|立方米|毫升|毫米|厘米|千瓦时|千瓦|兆瓦|公斤|斤|公顷|人次|车次|人|户|家|个(?!月)|名|件|项|辆|艘|架|头|只|套|所|座|条|位|场|期|处|台|起|宗|批|米|票|份|支|间|株|棵|床|张|桌(?!面|上|子)|块|册|本|枚|面|盏|幅|篇|首|门|节|课时|课|单|箱|袋|瓶|桶|筐|车|船|趟|次|遍|轮|届|栋|幢|层|楼|岁|天|年(?![代级度])|个月|周年|周(?![年岁])|小时|分钟|秒|方|度(?!\d)|级|倍|成|折|步|根|口|眼|孔|道|段|片|组|队|部(?![门分队委署])|羽|尾|匹|瓶|副|捆|立方|座次|班次|床位|班|代|万|亿)"
_FIGURE = regex(rf"(?<![\d.〔\[A-Za-z/／-])(?<!第)\d[\d,]*(?:\.\d+)?(?:余|多)?\s*(?:{_MEASURES})")
_ORDINAL = regex(
    r"第\d{1,3}(?:号|期)|(?<!\d)20\d\d\s*[—－-]\s*\d{1,4}号|(?<![A-Za-z])[A-Z]{2,}[A-Z\d（）()-]*\d{3,}[\d-]*"
)
#: What is counted in ones and can be looked at: 三座水库, but not 三项措施, 四套班子.
_SEEN = r"(?:座|口(?![气子人号之吃]|味)|眼|艘|辆|架|头(?=[牛猪羊母黄水奶])|亩|公里|里(?=[地路长外山水渠])|吨|公?斤|栋|幢|间|棵|株|桌|块(?!地)|匹|盏|箱|袋|桶|筐|船|车(?!道|间)|根|套(?=[设农房住机])|米(?!线|面|袋)|公顷|平方米|立方)"
_ONES_SEEN = (
    rf"(?<![第零〇一二三四五六七八九十百千万亿两数几点])[二两三四五六七八九]{_SEEN}(?![县区市镇乡村山湖路街桥大])"
)
#: What is counted beside it by tens.
_HELD = r"(?:台|孔|所|只|枚|支|份|面|幅|副|捆|羽|尾|道|段|片|组|床|批|瓶|单|盘|垄|坛|垛|方(?![面式向针法便])|公分|担|挑|篓|斗|石(?![头块油]))"
#: What is counted by tens and is not seen: 二十三宗. What measures a digit too, but what is idiom (十倍, 十步, 百方).
_TOLD = r"(?:宗|笔|桩|例|项|批|件|封|册|卷|枚|顶|罐|盒|包|具|部(?![门分队委署])|挂|块|对|双|班次|车次|场次|床位|座次|课时|学时|立方米?|平方公里|千米|厘米|毫米|千瓦|兆瓦|户次|篇|页|首|轮|期|周年|小时|层|排|列|股|门|站|节|名)"
#: Figures in Chinese numerals, those below ten of what is seen or apart: 三十二户, 两万斤, 三座; prices: 一元八角.
_SPELT = regex(
    r"(?<![第零〇一二三四五六七八九十百千万亿两])[一二两三四五六七八九十百千]+元[一二三四五六七八九]角(?:[一二三四五六七八九]分)?|"
    r"(?<![第零〇一二三四五六七八九十百千万亿两])(?:[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九两][百千万][零一二两三四五六七八九十百千]*|[二三四五六七八九]十)[万亿]?"
    rf"(?:元|吨|亩|公里|里|平方米|人次|人|户|家|个(?!月)|名|件|项|套|条|位|场|处|起|张|本|趟|次|岁|天|年|夜|遍|圈|代人|亿元|万元|度|{_SEEN}|{_HELD}|{_TOLD})(?![级限度代青轻月])"
    rf"|{_ONES_SEEN}"
    r"|[两三四五六七八九]天[两三四五六七八九]夜|[二两三四五六七八九]个(?:通宵|昼夜)|[一二三四五六七八九]?十桌|(?<=[\u4e00-\u9fff]的)[二三四五六七八九]成(?=[，。；、])|(?<=[\u4e00-\u9fff]了)[四五六七八九](?:年|天|夜|趟|次|遍|个(?:月|晚上|昼夜|通宵|春节|除夕))|(?<=[高低增降升])[两三四五六七八九]成(?=[，。；、多])|(?<=[\u4e00-\u9fff]{2})[四五六七八九](?:趟|昼夜)(?=[，。；、])"
)
_FEW = regex(_ONES_SEEN)
_DEGREES = regex(r"(?<![\d.])[-－]?\d+(?:\.\d+)?℃")
#: 列全市第3位: where one stands among others.
_RANKED = regex(r"(?:列|居|排|排名|名列|跃居)[\u4e00-\u9fff]{0,3}第(?:\d{1,3}|[二三四五六七八九十]{1,3})(?:位|名)?")
_ROUND = regex("[一二三四五六七八九]?[十百千](?:多|余|来)?(?:年|岁|天|个|里|个月|小时)|[一二]十四(?:个)?小时")
_NOT_FIGURES = regex(r"(?:1[12]\d|12\d{3}|9\d{4})(?:号)?|(?:12|24|48|72)(?:个)?小时|(?:5|10|15|20|30|60)分钟")
_YEAR = regex(r"(?:1[0-9]|20)\d\d年")
TELEPHONE = regex(
    r"(?<![\d.])(?:0\d{2,3}[-－—\s]?\d{7,8}|1[3-9]\d{9}|(?!400|800)\d{6,20})(?![\d.,]|\s*(?:[万亿元吨亩人户家个件项%％米份]))"
)
_ADDRESS = regex(r"[A-Za-z0-9_.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+|(?:https?://|www\.)[\w./?=&%-]+")
_ROOM = regex(
    r"(?:[一二三四五六七八九十\d]{1,2}[楼层]|[东西南北]楼)[东西南北第\d一二三四五六七八九十]{0,4}(?:会议室|礼堂|报告厅|多功能厅|大厅|排练厅|展厅)"
    r"|(?<!\d)\d{3,4}(?:会议室|报告厅)"
    r"|(?<=[路街巷道])\d{1,4}号|(?<![\d第])\d{1,4}(?:号楼|号院|栋|单元|室)|(?<=公交)\d{1,3}路(?!段|口)|(?<=\d路、)\d{1,3}路(?!段|口)|第[一二三四五六七八九十]+(?:储备库|会议室|车间|分厂|食堂)"
)


#: What makes a figure a bound that anybody may set, and no count: 不低于95%, 65岁以上, 500米范围内.
_BOUND_BEHIND = regex(
    r"计算|或其?整数倍|[至到—－-]\d|[以之](?:上|下|内|外)|左右|范围内|及以[上下]|起步|内(?![部外容陆涝河])|前(?=[，。；停])"
)
_BOUND_BEFORE = regex(
    r"(?:不[低少高超多大小][于过出]?|不得[低少超高]?[于过出]?|低于|高于|少于|超过|达不到|至少|不足|最[多少高低长短][为不]?|满|提前|前|每|单[瓶个次件]|年满|未满|净定额为?)$"
)
#: 等待期3个月, 2至4周: how long something takes that a rule or a doctor says.
_TERM, _TERM_BEFORE = regex(r"\d+(?:个月|周|天|日|小时|年)"), regex("(?:期|\\d[至到—－-])$")
#: 1小时未能控制的: how long until a rule asks for more.
_TERM_BEHIND = regex("(?:仍|尚|还)?(?:[未不]能|未)")
_RANGE_BEHIND, _RANGE_BEFORE = regex(r"(?<=[%％])[至~～—－-]+\d[\d.]*[%％]"), regex(r"\d[%％][至~～—－-]+$")
#: Ages that laws and benefits speak of: 65岁老人; the age of somebody is any other.
_AGE = regex(r"(?:\d*[05]|[36]|1[2468])(?:周)?岁|\d+周岁")
#: What a village, a bridge or a road allows is its own though it is a bound: 彩礼控制在6.6万元以内.
_OWN_RULE = regex(r"彩礼|礼金|随礼|宴席|酒席|核载\d+吨|限[高宽重]")
#: A fault is told by how little was done: 年内只开展5次.
_FAULT = regex("(?:只有|仅有|(?:只|仅)(?!需)[\u4e00-\u9fff]{2})$")
#: How soon something was done: 40分钟内恢复了路面.
_DONE = regex("内(?:就|便|即)?[\u4e00-\u9fff]{1,4}了")
_SMALL = regex(r"(?:[1-9]|十)(?:名|个|人|项|条|次|件|家|位|级|类|天|年|期|场)")
#: All of something, which anybody may have reached.
_ALL = regex("100[%％]")
#: What there is: 设收购点8个。 How many points a list has is said in front: 8个方面.
_STOCK = regex(r"[2-9](?:名|个|人|家|位)")
_LISTED = regex(r"第\d+(?:、\d+)*、$")
#: A budget that must not be passed is that of one thing: 预算控制在1280万元以内.
_EXACT, _BUDGET = (
    regex(r"[1-9]\d{2,}(?:\.\d+)?[万亿]?元|\d+\.\d+[万亿]元"),
    regex("(?:预算|概算|投资|造价)[^，。；]{0,6}$"),
)
_HURT = regex("死亡|受伤|遇难|失踪|重伤|轻伤|获救")
_ASKED = regex("[每各应须需要]|不少|至少|不得|不超")
#: How much a place is to do, or how high its river may rise: it is that place's, though it is a bound.
_SCALED, _LEVEL = (
    regex(r"(?:\d{3,}|\d[\d.]*[万亿])(?:份|户|亩|棵|吨|人次|公里|套|家|元)"),
    regex("水位[^，。；]{0,4}$"),
)


def is_bound(text: str, start: int, end: int, nats: float = 0.0) -> bool:
    """Whether a figure is a bound, an age, or too small to be known by: no draft has it from another.

    A small one is known by what stands around it: ``nats`` say that it is a count of one place.

    >>> is_bound("参保率稳定在95%以上", 6, 9), is_bound("参保率达到96.3%", 5, 10), is_bound("设收购点8个，", 4, 6)
    (True, False, False)
    """
    told = text[start:end]
    term = _TERM.fullmatch(told) and (
        _TERM_BEFORE.search(text, max(0, start - 4), start) or _TERM_BEHIND.match(text, end)
    )
    if (
        term
        or _ALL.fullmatch(told)
        or _AGE.fullmatch(told)
        or _in_range(text, start, end)
        or _LISTED.search(text, max(0, start - 16), start)
    ):
        return True
    if _is_own(text, start, end):
        return False
    if _SMALL.fullmatch(told):
        counted = text[start - 1 : start] == "等" or _HURT.match(text, end)
        fault = _FAULT.search(text, max(0, start - 4), start)
        stock = _STOCK.fullmatch(told) and _ends_an_account(text, start, end)
        return not (counted or fault or stock or nats >= SCORING.naming.small)
    if _BOUND_BEHIND.match(text, end):
        return not (_EXACT.fullmatch(told) and _BUDGET.search(text, max(0, start - 12), start))
    bound = _BOUND_BEFORE.search(text, max(0, start - 6), start)
    if not bound or (told.endswith("米") and _LEVEL.search(text, max(0, start - 12), bound.start())):
        return False
    return not (_SCALED.fullmatch(told) and bound[0] in ("不少于", "不低于"))


def in_digits(text: str, start: int) -> str:
    """The text with a digit in the place of a numeral that counts a few things: 3座 for 三座; others as they are.

    >>> in_digits("修了三座渠首", 2), in_digits("干了三件事", 2)
    ('修了3座渠首', '干了三件事')
    """
    if not _FEW.match(text, start):
        return text
    return f"{text[:start]}{'二三四五六七八九'.find(text[start].replace('两', '二')) + 2}{text[start + 1 :]}"


def _is_own(text: str, start: int, end: int) -> bool:
    """Whether a bound is that of one village or road, or says how soon something was done."""
    clause = re.split("[，。；\n]", text[max(0, start - 12) : end])[-1]
    return bool(_DONE.match(text, end) or _OWN_RULE.search(clause))


def _in_range(text: str, start: int, end: int) -> bool:
    """Whether a share is one end of a range that a rule leaves open: 缴存比例为5%至12%."""
    return bool(_RANGE_BEHIND.match(text, end) or _RANGE_BEFORE.search(text, max(0, start - 8), start))


def _ends_an_account(text: str, start: int, end: int) -> bool:
    """Whether a number stands behind what it counts, at the end of what is said."""
    clause = re.split("[，。；：\n]", text[max(0, start - 16) : start])[-1]
    return (
        text[end : end + 1] in tuple("，。；、")
        and bool(re.fullmatch("[^A-Za-z]*[\u4e00-\u9fff]{3}", clause))
        and not _ASKED.search(clause)
    )


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
        (TELEPHONE, "figure"),
        (_ROOM, "place"),
        *((pattern, "date") for pattern in days.PATTERNS),
        (_ORDINAL, "document"),
        (_FIGURE, "figure"),
        (_RANKED, "figure"),
        (_DEGREES, "figure"),
        (_SPELT, "figure"),
    )
    found = [Number(*one.span(), kind) for pattern, kind in looking(kinds, 1) for one in pattern.finditer(text)]
    reached = 0
    for number in sorted(found, key=lambda one: (one.start, -one.end)):
        told = text[number.start : number.end]
        listed = " " in told and (number.start == 0 or text[number.start - 1] == "\n")  # 3.1 本预案
        common = listed or any(pattern.fullmatch(told) for pattern in (_NOT_FIGURES, _YEAR, _ROUND))
        if number.start >= reached and not (number.kind == "figure" and common):
            yield number
            reached = number.end
