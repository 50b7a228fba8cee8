# ruff: noqa: E501 - a pattern of Chinese words stands in one line
"""Names: what a text calls by a name, told by what nobody else says.

A dictionary knows the words of the language, and the background (:mod:`simcheck.text.background`) the pairs of
characters that official texts use. A name is made of what both do not know: characters that are no word together
(彭家旺, 裕丰源), words that do not go together (育才小学), and words that the dictionary itself calls names and few texts
say (岚皋). Which kind of name it is, the words beside it tell.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from simcheck.caching import MIB, memoize
from simcheck.proof import around
from simcheck.proof.gazetteer import divisions, no_places, no_stems
from simcheck.proof.people import NATIONAL
from simcheck.proof.surnames import DOUBLE, SURNAMES, WEAK
from simcheck.text.background import load_background
from simcheck.text.paragraphs import by_paragraph
from simcheck.text.tokens import mix
from simcheck.text.words import PLACE_ENDINGS, inside_word, kind_of, segmented, times_of
from simcheck.types import LeftoverKind

_QUOTED = re.compile(
    r"[“‘「]([\u4e00-\u9fff]{2,5})[”’」](?=(?:的)?(?:名号|名头|品牌|牌子|招牌|商标|小程序|平台|热线|绣坊|直播间|车间|超市|调解室|工作室|驿站|食堂|农产品|大米|茶叶|公司|合作社|[\u4e00-\u9fff]{0,6}(?:[队团坊]|联盟|基地)(?![员体队结])))"
)
_COMPANY = re.compile(
    r"(?:(?![的了在与和及由到从对向为是把])[\u4e00-\u9fff（）()]){2,14}?(?:有限责任公司|股份有限公司|有限公司|集团公司)"
)
#: 金穗农业科技公司, and 省地质局二〇四队: a firm by what it trades in, a unit by its number.
_FIRM = re.compile(
    "((?:(?![的了在与和及由到从对向为是把等])[\u4e00-\u9fff]){2,6}?)(?:文化|科技|农业|旅游|实业|食品|传媒|化工|建设|建筑|工程|物流|商贸|电子|机械|药业|能源|环保|生物|纺织|服饰|置业|物业|汽车|出租车|客运|水务)(?:有限)?(?:公司|集团)"
)
_NUMBERED = re.compile(
    "(?:[省市县区][\u4e00-\u9fff]{2,6}|[\u4e00-\u9fff]{2,4})?第?(?:[一二三四五六七八九〇零]{3}|[二三四五六七八九]?十[一二三四五六七八九])(?:地质队|勘探队|大队|医院|研究所|厂|队(?![员伍]))"
)
_HAN = re.compile("[\u4e00-\u9fff]+")
#: In how many works of the background a name may stand; how often the dictionary may have seen one.
_FEW, _RARE, _COMMON = 20, 1000, 3000
_NOUNS = ("n", "s", "i", "l", "j", "nz", "")
_VERBS = ("v", "vn", "d", "vd", "vi", "c", "p", "r", "m", "q", "f", "u", "a", "ad", "b", "z", "zg")
_TAGS = ("ns", "nr", "nrt", "nrfg", "nz", "nt")
_GRAMS = 5
#: How often a common word may be found that is a stem before an ending of one character.
_LINES = frozenset("铁路 高速 高铁 高速公路 通道".split())
_BUILDINGS, _BUILT, _LANDSCAPE = frozenset("楼馆店口关寺塔阁祠港集路"), 30, 1000
#: What a name with a trade ends in, and how many words it has at most.
_HOUSES = frozenset(
    "公司 集团 厂 仓库 粮库 食堂 水库 大队 工程队 施工队 抢险队 救援队 供电所 派出所 变电站 电站 泵站 农场 林场 医院 卫生院 小学 中学 幼儿园 学院 大学 合作社 基地 车站 景区 公园 广场 小区 社区 公墓 码头 市场 超市 酒店 项目部".split()
)
_TRADES = 4
_DOES = re.compile("负责|牵头|组织|管理|主持|召开|进行|实现|新建|建设|建成|位于|所有")
_LANDFORMS = frozenset("岩崖坳峪岙垭峒嶂塬垴崮沱")
#: A longer word that the dictionary calls a name and that begins with a word as frequent as this is none: 中心列.
_MISTAKEN = 100
_SCARCE = 10
_LAND = frozenset("河江湖山岭沟湾塘坝桥口镇村庄寨堡坪溪峡岛洲")
#: What no given name ends in.
_NOT_LAST = frozenset("说讲看想来去做抓办把被已将")


class Name(NamedTuple):
    """A name ``text[start:end]``, and what kind of leftover it would be."""

    start: int
    end: int
    kind: LeftoverKind


@by_paragraph(MIB)
def names(text: str) -> Iterator[Name]:
    """What a text calls by a name, in order of where it begins; names may overlap.

    >>> text = "裕丰源米厂的保管员麻建设到岚皋去，育才小学停了课。"
    >>> [(text[one.start : one.end], one.kind) for one in names(text)]
    [('裕丰源米厂', 'unit'), ('丰源米厂', 'unit'), ('麻建设', 'person'), ('岚皋', 'place'), ('育才小学', 'unit')]
    """
    for run in _HAN.finditer(text):
        called = (
            run.start() > 0
            and text[run.start() - 1] in "：: \u3000"
            and bool(around.LABEL.search(text, 0, run.start()))
        )
        for name in _in_run(run[0], called):
            yield Name(name.start + run.start(), name.end + run.start(), name.kind)
    for found in around.NICKNAME.finditer(text):
        apart = not inside_word(text, found.start()) and not inside_word(text, found.end())  # 任总指挥
        if found[1] in SURNAMES - WEAK and apart:
            yield Name(*found.span(), "person")
    for found in _COMPANY.finditer(text):
        yield Name(*found.span(), "unit")
    for found in _FIRM.finditer(text):
        lead = found[1][:2]
        if not inside_word(text, found.start()) and lead not in no_stems() | around.SORTS and times_of(lead) < _RARE:
            yield Name(*found.span(), "unit")
    for found in _NUMBERED.finditer(text):
        yield Name(*found.span(), "unit")
    for found in _QUOTED.finditer(text):
        if not _works(found[1]) and not times_of(found[1]):
            yield Name(*found.span(1), "unit")


def known_to_all(name: str) -> bool:
    """Whether many texts say a name of three characters or more, such as 绿水青山: nobody's leftover. Cities are some.

    >>> known_to_all("绿水青山"), known_to_all("彭家旺")
    (True, False)
    """
    return len(name) > 2 and _works(name) > _FEW and name not in _stems() and name not in divisions()


def is_rare(name: str) -> bool:
    """Whether no text of the background begins a name so."""
    return len(name) > 2 and not _works(name)


@memoize(2 * MIB)
def _in_run(run: str, called: bool) -> tuple[Name, ...]:
    ends = segmented(run)
    words = [run[start:end] for start, end in zip((0, *ends), ends, strict=False)]
    starts = (0, *ends)
    pairs = [run[end - 1 : end + 1] for end in ends[:-1]]
    unseen = [not count for count in (_works_of(pairs) if pairs else ())] + [True]
    found: list[Name] = []
    for at, word in enumerate(words):
        found += _person(run, words, starts, unseen, at, called=called and not at)
        found += _known(word, starts[at])
        found += _with_ending(run, words, starts, unseen, at)
        found += _of_trade(run, words, starts, unseen, at)
    found += _divisions(run, starts)
    found += _unknown(run, words, starts, unseen)
    return tuple(sorted(set(found)))


def _person(
    run: str, words: list[str], starts: tuple[int, ...], unseen: list[bool], at: int, *, called: bool
) -> Iterator[Name]:
    """A surname and what no dictionary has with it; beside what people are called, words too."""
    word, start = words[at], starts[at]
    if not (word in SURNAMES or word in DOUBLE):
        if len(word) == 3 and word[0] in SURNAMES - WEAK and _is_full_name(word):
            yield Name(start, start + len(word), "person")
        elif _is_short_name(word) and around.TITLED.match(run, start + 2):
            yield Name(start, start + 2, "person")
        return
    before = words[at - 1] if at else ""
    called = called or (len(before) > 1 and bool(around.CALLED.search(before)))
    given = words[at + 1 : at + 3]
    if not given or given[0] in around.GRAMMAR:
        return
    if len(given[0]) == 1:
        two = len(given) > 1 and len(given[1]) == 1 and given[1] not in around.GRAMMAR | _NOT_LAST
        size = len(word) + 1 + two
        end = start + size
        titled = bool(around.TITLED.match(run, end))
        strange = unseen[at] or (two and unseen[at + 1])
        sure = called or titled or (unseen[at] and unseen[at + 1] and word not in WEAK)
        told = called or (titled and word not in WEAK)
        if (two and (strange or told) and sure and not _works(run[start:end])) or (
            not two and (called or titled) and unseen[at] and given[0] not in around.BREAKS
        ):
            yield Name(start, end, "person")
    elif (
        len(given[0]) == 2
        and (unseen[at] or (called and times_of(given[0]) < _RARE))
        and _beside(run, before, start + len(word) + 2, called=called)
    ):
        yield Name(start, start + len(word) + 2, "person")


def _is_short_name(word: str) -> bool:
    return len(word) == 2 and word[0] in SURNAMES and kind_of(word) == "nr" and not _works(word)


def _is_full_name(word: str) -> bool:
    """Whether the dictionary has a name of a person, and not a word by mistake: 祝福声, 松岗镇."""
    mistaken = times_of(word[:2]) > _MISTAKEN or word[-1] in PLACE_ENDINGS
    return kind_of(word) == "nr" and not _works(word) and not mistaken


def _beside(run: str, before: str, end: int, *, called: bool) -> bool:
    """Whether something beside a surname and a word says that they are a name: 所长汤兴旺, 市住建局訾海燕。"""
    rare = times_of(run[end - 2 : end]) < _BUILT
    at_end = end == len(run) and (before[-1:] in around.OFFICES or (before == "的" and rare))
    return called or bool(around.TITLED.match(run, end)) or at_end


def _known(word: str, start: int) -> Iterator[Name]:
    """A word that the dictionary calls a name of a place, and few texts say."""
    if (
        len(word) < 2
        or kind_of(word) != "ns"
        or word in around.SORTS
        or word in no_stems() | no_places()
        or word in _stems()
    ):
        return
    longer = len(word) > 2 and word[-1] not in _LAND and times_of(word[:2]) > _MISTAKEN
    longer = longer or (times_of(word) < _SCARCE and _works(word) > _GRAMS)
    mistaken = longer or word[0] in "各全本入出进归退海小"
    if times_of(word) < _RARE and _works(word) < _FEW and not mistaken and word[-1] not in "里上中下内外":
        yield Name(start, start + len(word), "place")


def _divisions(run: str, starts: tuple[int, ...]) -> Iterator[Name]:
    """Cities and counties without their ending: 资中, 铜梁."""
    for start in starts[:-1]:
        if run[max(0, start - 1) : start + 2] in NATIONAL:
            continue  # 赵尚志
        for size in (4, 3, 2):
            word = run[start : start + size]
            if len(word) == size and start + size in starts and word in _stems():
                yield Name(start, start + size, "place")
                break


@functools.cache
def _stems() -> frozenset[str]:
    """Names of cities and counties without their ending that are no other words; provinces are everybody's."""
    stems = {name: around.ETHNIC.sub("", re.sub("(?:地区|新区|[省市县区州盟旗])$", "", name)) for name in divisions()}
    provinces = {stem for name, stem in stems.items() if not divisions()[name]}
    works: dict[str, int] = {}
    for size in range(2, _GRAMS + 1):
        alike = sorted({stem for stem in stems.values() if len(stem) == size})
        works |= zip(alike, _works_of(alike), strict=True)
    found = set()
    for name, stem in stems.items():
        above = divisions()[name]
        if above and 2 <= len(stem) < len(name) and stem not in no_stems() and stem not in around.SORTS | around.WORDS:
            city = name.endswith(("市", "州", "地区")) and len(above) == 1
            rare = works.get(stem, 0) < _FEW and times_of(stem) < _MISTAKEN
            if city or rare or (kind_of(stem) == "ns" and times_of(stem) < _COMMON):
                found.add(stem)
    return frozenset(found - provinces)


def _with_ending(run: str, words: list[str], starts: tuple[int, ...], unseen: list[bool], at: int) -> Iterator[Name]:
    """A stem that nobody says before its ending: 育才小学, 棉纺厂宿舍, 惠泽基金会."""
    ending = around.ENDS_IN.match(run, starts[at])
    if not ending or not at or words[at - 1] in around.GRAMMAR:
        return
    end = ending.end()
    if end not in starts and not (len(words[at]) > 3 and len(ending[0]) > 1):
        return  # the ending is no word here
    first, long = at - 1, len(ending[0]) > 1
    while (
        starts[at] - starts[first] < 2
        and first
        and len(words[first - 1]) == 1
        and words[first - 1] not in around.GRAMMAR
    ):
        first -= 1
    start = starts[first]
    stem = run[start : starts[at]]
    whole = run[start : start + _GRAMS] if len(ending[0]) > len("学校") + 1 else run[max(start, end - _GRAMS) : end]
    if not 2 <= len(stem) <= 3 or stem in no_stems() or stem in around.SORTS or stem[-2:] in around.SORTS:
        return
    line = ending[0] in _LINES and at - first == 2
    if _works(whole) > (_FEW if line else 0) or times_of(run[start:end]):
        return
    kind, times = kind_of(stem), times_of(stem)
    if ending[0] in ("大道", "大街", "大楼") and len(stem) == 2:
        yield Name(start, end, "place")
        return
    landform = ending[0] in _LANDFORMS and times < _LANDSCAPE  # 滴水岩
    if (
        not landform
        and kind in _VERBS
        and (kind != "d" or times > _SCARCE)
        and not (kind == "vn" and long and unseen[at - 1])
    ):
        return
    tagged = kind in _TAGS and times < _COMMON
    plain = _BUILT if ending[0] in _BUILDINGS else _LANDSCAPE
    noun = ending[0] not in around.TRADES and kind in (*_NOUNS, "vn") and times < _COMMON
    strange = (not times and long) or (unseen[at - 1] and (not times or times < plain))
    if tagged or strange or landform or (long and noun and (unseen[at - 1] or times < _RARE)):
        yield Name(start, end, "place" if ending["place"] else "unit")


def _of_trade(run: str, words: list[str], starts: tuple[int, ...], unseen: list[bool], at: int) -> Iterator[Name]:
    """A name before what it trades in and what it is: 滇川水电开发公司, 蓝盾市政工程队; a landform's before a house: 老虎坪仓库."""
    if words[at] not in _HOUSES or not at:
        return
    last = at - 1
    while last > 0 and at - last < _TRADES and _trades(words[last]):
        last -= 1
    first = last
    while first and last - first < 2 and len(words[first]) == len(words[first - 1]) == 1 and unseen[first - 1]:
        first -= 1
    landform = words[last] in _LAND | _LANDFORMS and last > 0 and len(words[last - 1]) == 2
    first -= landform
    name = run[starts[first] : starts[last + 1]]
    alone = last < at - 1 and not landform and kind_of(name) in _TAGS and times_of(name) < _RARE
    strange = landform or alone or (last < at - 1 and first < last and not set(name) & around.BREAKS)
    if 2 <= len(name) <= 3 and strange and name not in no_stems() and not _works(run[starts[first] :]):
        yield Name(starts[first], starts[at + 1], "unit")


def _trades(word: str) -> bool:
    """Whether a word may say what somebody trades in."""
    return len(word) > 1 and kind_of(word) in ("n", "vn", "v", "b", "j", "l", "an") and not _DOES.search(word)


def _unknown(run: str, words: list[str], starts: tuple[int, ...], unseen: list[bool]) -> Iterator[Name]:
    """Characters in a row that are no words, and do not go together."""
    at = 0
    while at < len(words):
        last = at
        while last < len(words) and len(words[last]) == 1 and words[last] not in around.BREAKS:
            last += 1
        if 2 <= last - at <= 5 and sum(unseen[at : last - 1]) >= min(2, last - at - 1) and all(unseen[at : last - 1]):
            start, end = starts[at], starts[last - 1] + 1
            ending = around.ENDS_IN.match(words[last]) if last < len(words) else None
            ending = ending if ending and ending.end() in (len(words[last]), len(words[last]) - 2, 3) else None
            kind: LeftoverKind = "unit" if ending and ending["unit"] else "place"
            if ending:
                end += len(ending[0])
            before = words[at - 1] if at else ""
            if run[start] == run[start + last - at - 1]:
                pass  # 应改尽改
            elif last - at > 2 or ending or (kind_of(before) == "ns" and end == len(run)):
                yield Name(start, end, kind)
            elif len(before) > 1 and around.CALLED.search(before) and run[start] in SURNAMES:
                yield Name(start, end, "person")
        at = max(last, at + 1)


@memoize(MIB)
def _works(gram: str) -> int:
    """In how many works of the background a run of one to five characters stands; 0 for fewer than five."""
    return _works_of([gram[:_GRAMS]])[0]


def _works_of(grams: Sequence[str]) -> list[int]:
    """``_works`` of many runs of one length, at once."""
    codes = np.array([[ord(char) for char in gram] for gram in grams], dtype=np.uint64)
    hashes = mix(codes[:, 0])
    for column in codes.T[1:]:
        hashes = mix(hashes ^ column)
    return [int(count) for count in load_background().frequency(hashes)]
