# ruff: noqa: E501 - a pattern of Chinese words stands in one line
"""Endings: a stem that nobody says before what it is the name of: 育才小学, 滇川水电开发公司, 老虎坪仓库."""

from __future__ import annotations

from collections.abc import Iterator

from simcheck.patterns import regex
from simcheck.proof import around
from simcheck.proof.gazetteer import no_stems
from simcheck.proof.name import Name
from simcheck.proof.rarity import GRAMS, works
from simcheck.scoring import SCORING
from simcheck.text.words import kind_of, times_of

_RARITY = SCORING.rarity

_NOUNS = ("n", "s", "i", "l", "j", "nz", "")
_VERBS = ("v", "vn", "d", "vd", "vi", "c", "p", "r", "m", "q", "f", "u", "a", "ad", "b", "z", "zg")
_TAGS = ("ns", "nr", "nrt", "nrfg", "nz", "nt")
_LINES = frozenset("铁路 高速 高铁 高速公路 通道".split())
#: Endings before which hardly any word is a name.
_BUILDINGS = frozenset("楼馆店口关寺塔阁祠港集路")
#: What a name with a trade ends in, and how many words it has at most.
_HOUSES = frozenset(
    "公司 集团 厂 仓库 粮库 食堂 水库 大队 工程队 施工队 抢险队 救援队 供电所 派出所 变电站 电站 泵站 农场 林场 医院 卫生院 小学 中学 幼儿园 学院 大学 合作社 基地 车站 景区 公园 广场 小区 社区 公墓 码头 市场 超市 酒店 项目部 检测站 检查站 收费站 服务区 养护站 水文站 停车场 开发区 公寓 物流园 产业园".split()
)
_DOES = regex("负责|牵头|组织|管理|主持|召开|进行|实现|新建|建设|建成|位于|所有|进入|开拓|面向|走向|占领")
_LANDFORMS = frozenset("岩崖坳峪岙垭峒嶂塬垴崮沱")
_LAND = frozenset("河江湖山岭沟湾塘坝桥口镇村庄寨堡坪溪峡岛洲")


def with_ending(run: str, words: list[str], starts: tuple[int, ...], unseen: list[bool], at: int) -> Iterator[Name]:
    """A stem that nobody says before its ending: 育才小学, 棉纺厂宿舍, 惠泽基金会."""
    ending = around.ENDS_IN.match(run, starts[at])
    if not ending or not at or words[at - 1] in around.GRAMMAR:
        return
    end = ending.end()
    if run[end - 1 : end + 1] == "中队":
        return  # 机械一|中队
    if end not in starts and not (len(words[at]) > 3 and len(ending[0]) > 1):
        return  # the ending is no word here
    first = at - 1
    while (
        starts[at] - starts[first] < 2
        and first
        and len(words[first - 1]) == 1
        and words[first - 1] not in around.GRAMMAR
    ):
        first -= 1
    start = starts[first]
    stem = run[start : starts[at]]
    whole = run[start : start + GRAMS] if len(ending[0]) > len("学校") + 1 else run[max(start, end - GRAMS) : end]
    if not 2 <= len(stem) <= 3 or stem in no_stems() or stem in around.SORTS or stem[-2:] in around.SORTS:
        return
    line = ending[0] in _LINES and at - first == 2
    if works(whole) > (_RARITY.works if line else 0) or times_of(run[start:end]):
        return
    street = ending[0] in ("大道", "大街") and len(stem) == 2
    if street or _is_stem(stem, ending[0], unseen=unseen[at - 1]):
        yield Name(start, end, "place" if ending["place"] else "unit")


def _is_stem(stem: str, ending: str, *, unseen: bool) -> bool:
    """Whether what stands before an ending is a name and no word that goes with it; ``unseen`` together anywhere."""
    kind, times, long = kind_of(stem), times_of(stem), len(ending) > 1
    landform = ending in _LANDFORMS and times < _RARITY.rare  # 滴水岩
    verb = kind in _VERBS and (kind != "d" or times > _RARITY.scarce) and not (kind == "vn" and long and unseen)
    if verb and not landform:
        return False
    tagged = kind in _TAGS and times < _RARITY.common
    plain = _RARITY.built if ending in _BUILDINGS else _RARITY.rare
    noun = ending not in around.TRADES and kind in (*_NOUNS, "vn") and times < _RARITY.common
    strange = (not times and long) or (unseen and (not times or times < plain))
    return tagged or strange or landform or (long and noun and (unseen or times < _RARITY.rare))


def of_trade(run: str, words: list[str], starts: tuple[int, ...], unseen: list[bool], at: int) -> Iterator[Name]:
    """A name before what it trades in and what it is: 滇川水电开发公司, 蓝盾市政工程队; a landform's before a house: 老虎坪仓库."""
    if words[at] not in _HOUSES or not at:
        return
    last = at - 1
    while last > 0 and at - last < SCORING.proof.trades and _trades(words[last]):
        last -= 1
    first = last
    while first and last - first < 2 and len(words[first]) == len(words[first - 1]) == 1 and unseen[first - 1]:
        first -= 1
    landform = words[last] in _LAND | _LANDFORMS and last > 0 and len(words[last - 1]) == 2
    first -= landform
    name = run[starts[first] : starts[last + 1]]
    alone = last < at - 1 and not landform and kind_of(name) in _TAGS and times_of(name) < _RARITY.rare
    strange = landform or alone or (last < at - 1 and first < last and not set(name) & around.BREAKS)
    office = name[-1] in around.OFFICES  # 公安局交通警察大队
    if 2 <= len(name) <= 3 and strange and not office and name not in no_stems() and not works(run[starts[first] :]):
        yield Name(starts[first], starts[at + 1], "unit")


def _trades(word: str) -> bool:
    """Whether a word may say what somebody trades in."""
    return len(word) > 1 and kind_of(word) in ("n", "vn", "v", "b", "j", "l", "an") and not _DOES.search(word)
