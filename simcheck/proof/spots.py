# ruff: noqa: E501 - a pattern of Chinese words stands in one line
"""Spots: names by the words around them: the hall of 地点：, a village's group, a site, a festival, a paper, a firm that gives."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from simcheck.patterns import regex
from simcheck.proof import around
from simcheck.proof.gazetteer import no_stems
from simcheck.proof.name import Name
from simcheck.proof.rarity import works
from simcheck.proof.strange import is_strange, of_words, plain
from simcheck.scoring import SCORING
from simcheck.text.words import kind_of, times_of
from simcheck.types import LeftoverKind

#: 地点：馆内弘一大师纪念厅: where one meets; rooms that every office has are none.
_VENUE = regex(
    "(?:地点|会场|会址|集合点|主会场)(?:设在|为|是|[：:])[\u4e00-\u9fff]{0,6}?(?P<name>[\u4e00-\u9fff]{2,8}(?:厅|堂|操场|剧院|影院|书院|讲堂|会堂|广场|礼堂))(?=[，。；、\n（(]|$)"
)
#: 大瑶镇金刚头组: a group of a village.
_GROUP = regex("(?<=[镇乡村])(?P<name>[\u4e00-\u9fff]{2,3})(?=组(?:[一二两\\d的，。、]|村民|农户|居民))")
#: 周原遗址: what is dug out or preserved.
_SITE = regex(
    "(?:(?<=[，。；、：\n])|(?<=[在到从对由与和]))(?P<name>[\u4e00-\u9fff]{2,3}?)(?=(?:遗址|古墓|墓地|石窟|窑址|岩画|古城址))"
)
#: 孤岛槐花节: what is held every year at one place.
_FESTIVAL = regex(
    "(?:(?<=[，。；、：\n])|(?<=[在到从对由与和是的届]))(?P<name>[\u4e00-\u9fff]{2,3}(?:[桃梨杏梅樱槐荷菊桂葵茶菜棉][花]|槐花|荷花|油菜花|牡丹|文化|旅游|美食|音乐|采摘|丰收|啤酒|龙虾|葡萄|西瓜|樱桃|杨梅|枇杷|草莓)(?:文化|旅游|美食|音乐)?节)(?![日能约目省点奏])"
)
#: 昭萍在线, in which something is made known.
_PAPER = regex(
    "(?:在|由|据|《|“)(?P<name>[\u4e00-\u9fff]{2,3}(?:在线|日报|晚报|时报|发布|融媒))(?=公布|公示|公告|刊登|发布|报道|》|”)"
)
#: 爱心企业良品铺子还为大家准备了礼包: a firm behind what it is called.
_GIVER = regex(
    "(?:爱心|龙头|帮扶|本土|本地|入驻|链主|用工|施工|共建)(?:企业|单位|商家)(?P<name>[\u4e00-\u9fff]{2,5}?)(?=还|也|为|向|在|已|的|捐|送|把|给|带|投|负责)"
)
#: 华泰、海科都是在园区里长大的: firms in a row of which something is said that is said of firms.
_GROWN = regex(
    "(?<=[，。；：\n])(?P<name>[\u4e00-\u9fff]{2,4})(?P<more>(?:、[\u4e00-\u9fff]{2,4}?)+)(?=(?:都|均|就|也)?(?:是)?(?:在园区|从园区|在这里|从这里)|等企业|等公司)"
)
#: 漳南百姓: people by where they live.
_FOLK = regex(
    "(?:(?<=[，。；：“\n])|(?<=[为让给是]))(?P<name>[\u4e00-\u9fff]{2})(?=百姓|儿女|父老|老百姓|乡亲|人民(?![政币法医代团检公解日网广银大武调警路]))"
)
#: Halls that every office or town has.
_SORTED = regex(
    "^(?:本|全|我|县|市|区|镇|乡|村|各|大|小|多功能|中心|人民|市民|文化|群众|职工|学生)|.{0,2}(?:学校|公司|社区|机关)"
)


def spots(text: str) -> Iterator[Name]:
    """Names by the words around them.

    >>> text = "中签名单在昭萍在线公布，大瑶镇金刚头组一处民房起火。"
    >>> [(text[one.start : one.end], one.kind) for one in spots(text)]
    [('金刚头', 'place'), ('昭萍在线', 'unit')]
    """
    for pattern, kind, is_name in _PATTERNS:
        for found in pattern.finditer(text):
            if is_name(text, *found.span("name")):
                yield Name(*found.span("name"), kind)
    for found in _GROWN.finditer(text):
        at = found.start()
        for told in found[0].split("、"):
            if is_firm(text, at, at + len(told)):
                yield Name(at, at + len(told), "unit")
            at += len(told) + 1


def is_firm(text: str, start: int, end: int) -> bool:
    """Whether a firm may be called so: 华泰, which the dictionary calls a name, and 海科, which it hardly knows."""
    told = text[start:end]
    named = kind_of(told) in ("nz", "nt", "") and times_of(told) < SCORING.rarity.firm
    return named and told not in no_stems() and plain(told) and not of_words(told)


def _is_venue(text: str, start: int, end: int) -> bool:
    told = text[start:end]
    return not _SORTED.search(told) and not works(told) and not set(told[:-1]) & around.GRAMMAR


def _is_giver(text: str, start: int, end: int) -> bool:
    told = text[start:end]
    return not works(told) and not times_of(told) and plain(told)


def _is_held(text: str, start: int, end: int) -> bool:
    stem = text[start : start + 2]
    common = kind_of(stem) not in ("ns", "nr", "nz") and times_of(stem) > SCORING.rarity.noun  # 户外音乐节
    return not works(text[start:end]) and not common and stem not in no_stems() | around.SORTS and plain(stem)


def _is_home(text: str, start: int, end: int) -> bool:
    return text[end - 1] != "族" and is_strange(text, start, end)


def _is_paper(text: str, start: int, end: int) -> bool:
    return not works(text[start:end]) and not times_of(text[start : start + 2])


#: What is said, what it would be, and what may be a name there.
_PATTERNS: tuple[tuple[re.Pattern[str], LeftoverKind, Callable[[str, int, int], bool]], ...] = (
    (_VENUE, "place", _is_venue),
    (_GROUP, "place", is_strange),
    (_SITE, "place", is_strange),
    (_FESTIVAL, "unit", _is_held),
    (_PAPER, "unit", _is_paper),
    (_GIVER, "unit", _is_giver),
    (_FOLK, "place", _is_home),
)
