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
from simcheck.proof.gazetteer import divisions, no_stems
from simcheck.proof.people import NATIONAL
from simcheck.proof.surnames import DOUBLE, SURNAMES, WEAK
from simcheck.text.background import load_background
from simcheck.text.tokens import mix
from simcheck.text.words import PLACE_ENDINGS, inside_word, kind_of, segmented, times_of
from simcheck.types import LeftoverKind

#: Words of grammar, and single characters that are words of their own far more often than parts of a name.
_GRAMMAR = frozenset(
    "的了是在有和与及或并而但就也都还又再才更最很太不没未无把被让使给对从到由为以于按据因同跟比将要会能可该应需得着过这那此其各每某你我他她它们什么哪几吗呢吧啊呀嘛啦么之所者且即则乃亦虽却只已曾入"
)
_BREAKS = _GRAMMAR | frozenset(
    "向多少个只件项名位条次种类家户人年月日时分秒期届第上下中前后里外内间旁边左右等说讲看想来去做干抓办管用搞叫请问谈送拿放走跑坐站住吃喝穿买卖写读听见打开关起出进回一二三四五六七八九十百千万亿零两半双单总分全整满仅约近超逾达至如若正刚立共凡既仍越愈新老旧大小好坏早晚先后均占"
    "县市省区镇乡村州组局办委厅部处科室站所院校园场厂店队团会党政社企民群众员干工农商学军"
)
#: What people are called whose names follow, and what follows a name.
_CALLED = re.compile(
    r"(?:[员长师民者手生官农医户属匠兵士友任授总工]|书记|支书|村医|会计|代表|老人|老汉|大爷|大娘|大妈|能人|同学|主播|儿子|女儿|丈夫|妻子|孤儿|寡妇|侨领|乡贤|主官)$"
)
_TITLED = re.compile(
    r"同志|同学|先生|女士|老师|师傅|大姐|大哥|大爷|大妈|大娘|阿姨|婆婆|爷爷|奶奶|书记|主任|局长|科长|县长|市长|镇长|乡长|医生|法官|警官|会长|处长|院长|厂长|经理|队长|理事长|一家|夫妇|[说道讲]$|坦言|告诉|介绍|表示"
)
_NICKNAME = re.compile(
    r"([\u4e00-\u9fff])(?:老师|大姐|大哥|阿姨|婆婆|大爷|大妈|大娘|师傅|科长|局长|处长|主任|所长|站长|医生|法官|警官|老板|经理|会长|校长|叔|嫂|伯|总)(?![\u4e00-\u9fff]{0,1}[们级])"
)
_OFFICES = frozenset("局办委部处科室组队站所会院股")
_LABEL = re.compile("(?:[人员长任记者]|牵头|主讲|签发|校对)(?:是|为)?[：:]?[ \u3000]*$")
#: Which endings are those of places, and which of units. A stem before them is their name.
_PLACE = "河|江|湖|溪|山|岭|峰|坡|岗|崖|沟|湾|滩|岛|塘|堤|渠|泉|峡|坝|堰|闸|渡|洞|坪|洼|梁|桥|路|街|巷|庄|屯|寨|堡|铺|营|集|店|洲|垸|圩|台|楼|馆|塔|寺|阁|祠|关|口|码头|渡口|闸口|干渠|支渠|水闸|瀑布|峡谷|小区|家园|花园|新村|新区|片区|组团|大院|宿舍|家属院|公寓|公墓|陵园|公园|广场|夜市|市集|步行街|大道|大街|大楼|东路|西路|南路|北路|中路|铁路|高铁|高速|高速公路|国道|省道|机场|港|火车站|汽车站|南站|北站|东站|西站|街道|社区|体育场|体育馆|渡槽|古镇|小镇|老街"
_UNIT = "大桥|立交桥|隧道|水库|泵站|小学|中学|一中|二中|幼儿园|大学|学院|学校|医院|卫生院|诊所|药店|派出所|法庭|司法所|粮库|粮站|米厂|油厂|酒厂|药厂|糖厂|茶厂|机床厂|棉纺厂|电厂|水厂|热源厂|热电|造纸|屠宰场|养殖场|农场|林场|牧场|茶场|超市|商场|饭店|酒店|宾馆|公司|集团|股份|建筑|建工|物流|农机|汽车|汽配|服装|服饰|食品|水务|精密|菌业|电气|化工|电力|能源|石化|纺织|矿业|煤矿|铝业|钢铁|水泥|光电|合作社|绣坊|基金会|电站|水电站|抽水蓄能|产业园|产业城|工业园|经开区|高新区|开发区|化工园区|直播间|农家菜|农家乐|烧烤|茶叶|蜜柚|竹编|工作室|调解室|大厦|银行|剧院|影院|影剧院|书店|电梯|彩超|特钢|高压"
#: Endings that go with any noun (村落建筑): a firm's name before them is none.
_TRADES = frozenset(
    "建筑 建工 物流 农机 汽车 服装 食品 水务 精密 化工 电力 能源 纺织 茶叶 热电 造纸 烧烤 高压 电气 电梯 酒店".split()
)
_ENDS_IN = re.compile(rf"(?:(?P<place>{_PLACE})|(?P<unit>{_UNIT}))")
#: Words that stand before such an ending and say which sort it is, not which one.
_SORTS = frozenset(
    "大型 中型 小型 农村 乡镇 城市 城乡 县级 市级 省级 国家 国有 民营 私营 民办 公办 私立 公立 重点 骨干 龙头 规上 上市 现代 智能 智慧 绿色 生态 特色 优势 传统 新型 新兴 高端 先进 绿色 数字 红色 老旧 废旧 临时 固定 公共 公益 便民 惠民 社会 综合 专业 专科 职业 高等 普通 中等 初级 高级 中心 农业 工业 商业 旅游 文化 体育 科技 产业 企业 乡村 全国 全省 全市 全县 全区 本地 当地 外地 附近 周边 沿线 沿河 沿江 沿街 主要 部分 有关 相关 各类 所有 多家 一家 几家 两家 个别 规模 集体 个体 家庭 跨境 电商 快递 冷链 新能源 特教 宜居 零碳 光伏 外包 财产 人身 山村 联盟 文体 养老 研学 直播 装配式 住宅 保障 安置 回迁 商品 高速 铁路 公路 水利 电力 交通 城区 县城 主城 老城 新城 郊区 山区 库区 园区 校园 医疗 教育 养老 托育 邻里 三甲 二甲 三级 二级 公交 出租 长途 建成 新建 改造 扩建 续建 在建 加快 推进 支持 推动 建设 实施 完善 打造 创建 发展 开展 促进 提升 加强 深化 优化 强化 健全 培育 壮大 引进 引导 鼓励".split()
)
#: What stands between the name of an autonomous division and its ending; cities whose names are words.
_ETHNIC = re.compile("(?:壮族|回族|维吾尔|(?:[\u4e00-\u9fff]{1,3}族)+|蒙古)?自治$|(?:[\u4e00-\u9fff]{1,4}族)+自治.?$")
_WORDS = frozenset(
    "安康 古城 大关 云海 山城 兴国 大同 朝阳 东方 白银 三明 平凉 安定 和平 中山 海东 长治 宜春 通道 大方 太和 三元 兴安 和田 昌都 北海 上海 东至 新和 大名 来宾 三台".split()
)
_QUOTED = re.compile(
    r"[“‘「]([\u4e00-\u9fff]{2,5})[”’」](?=(?:的)?(?:名号|名头|品牌|牌子|招牌|商标|小程序|平台|热线|绣坊|直播间|车间|超市|调解室|工作室|驿站|食堂|农产品|大米|茶叶|公司|合作社))"
)
_COMPANY = re.compile(
    r"(?:(?![的了在与和及由到从对向为是把])[\u4e00-\u9fff（）()]){2,14}?(?:有限责任公司|股份有限公司|有限公司|集团公司)"
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


def names(text: str) -> Iterator[Name]:
    """What a text calls by a name, in order of where it begins; names may overlap.

    >>> text = "裕丰源米厂的保管员麻建设到岚皋去，育才小学停了课。"
    >>> [(text[one.start : one.end], one.kind) for one in names(text)]
    [('裕丰源米厂', 'unit'), ('丰源米厂', 'unit'), ('麻建设', 'person'), ('岚皋', 'place'), ('育才小学', 'unit')]
    """
    for run in _HAN.finditer(text):
        called = run.start() > 0 and text[run.start() - 1] in "：: \u3000" and bool(_LABEL.search(text, 0, run.start()))
        for name in _in_run(run[0], called):
            yield Name(name.start + run.start(), name.end + run.start(), name.kind)
    for found in _NICKNAME.finditer(text):
        if found[1] in SURNAMES - WEAK and not inside_word(text, found.start()):
            yield Name(*found.span(), "person")
    for found in _COMPANY.finditer(text):
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
        elif _is_short_name(word) and _TITLED.match(run, start + 2):
            yield Name(start, start + 2, "person")
        return
    before = words[at - 1] if at else ""
    called = called or (len(before) > 1 and bool(_CALLED.search(before)))
    given = words[at + 1 : at + 3]
    if not given or given[0] in _GRAMMAR:
        return
    if len(given[0]) == 1:
        two = len(given) > 1 and len(given[1]) == 1 and given[1] not in _GRAMMAR | _NOT_LAST
        size = len(word) + 1 + two
        end = start + size
        titled = bool(_TITLED.match(run, end))
        strange = unseen[at] or (two and unseen[at + 1])
        sure = called or titled or (unseen[at] and unseen[at + 1] and word not in WEAK)
        told = called or (titled and word not in WEAK)
        if (two and (strange or told) and sure and not _works(run[start:end])) or (
            not two and (called or titled) and unseen[at] and given[0] not in _BREAKS
        ):
            yield Name(start, end, "person")
    elif len(given[0]) == 2 and unseen[at] and _beside(run, before, start + len(word) + 2, called=called):
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
    at_end = end == len(run) and (before[-1:] in _OFFICES or (before == "的" and rare))
    return called or bool(_TITLED.match(run, end)) or at_end


def _known(word: str, start: int) -> Iterator[Name]:
    """A word that the dictionary calls a name of a place, and few texts say."""
    if len(word) < 2 or kind_of(word) != "ns" or word in _SORTS or word in no_stems() or word in _stems():
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
    stems = {name: _ETHNIC.sub("", re.sub("(?:地区|新区|[省市县区州盟旗])$", "", name)) for name in divisions()}
    provinces = {stem for name, stem in stems.items() if not divisions()[name]}
    works: dict[str, int] = {}
    for size in range(2, _GRAMS + 1):
        alike = sorted({stem for stem in stems.values() if len(stem) == size})
        works |= zip(alike, _works_of(alike), strict=True)
    found = set()
    for name, stem in stems.items():
        above = divisions()[name]
        if above and 2 <= len(stem) < len(name) and stem not in no_stems() and stem not in _SORTS | _WORDS:
            city = name.endswith(("市", "州", "地区")) and len(above) == 1
            rare = works.get(stem, 0) < _FEW and times_of(stem) < _MISTAKEN
            if city or rare or (kind_of(stem) == "ns" and times_of(stem) < _COMMON):
                found.add(stem)
    return frozenset(found - provinces)


def _with_ending(run: str, words: list[str], starts: tuple[int, ...], unseen: list[bool], at: int) -> Iterator[Name]:
    """A stem that nobody says before its ending: 育才小学, 棉纺厂宿舍, 惠泽基金会."""
    ending = _ENDS_IN.match(run, starts[at])
    if not ending or not at or words[at - 1] in _GRAMMAR:
        return
    end = ending.end()
    if end not in starts and not (len(words[at]) > 3 and len(ending[0]) > 1):
        return  # the ending is no word here
    first, long = at - 1, len(ending[0]) > 1
    while starts[at] - starts[first] < 2 and first and len(words[first - 1]) == 1 and words[first - 1] not in _GRAMMAR:
        first -= 1
    start = starts[first]
    stem, whole = run[start : starts[at]], run[max(start, end - _GRAMS) : end]
    if not 2 <= len(stem) <= 3 or stem in no_stems() or stem in _SORTS or stem[-2:] in _SORTS:
        return
    line = ending[0] in _LINES and at - first == 2
    if _works(whole) > (_FEW if line else 0) or times_of(run[start:end]):
        return
    kind, times = kind_of(stem), times_of(stem)
    if ending[0] in ("大道", "大街", "大楼") and len(stem) == 2:
        yield Name(start, end, "place")
        return
    if kind in _VERBS and (kind != "d" or times > _SCARCE) and not (kind == "vn" and long and unseen[at - 1]):
        return
    tagged = kind in _TAGS and times < _COMMON
    plain = _BUILT if ending[0] in _BUILDINGS else _LANDSCAPE
    if tagged or (not times and long) or (unseen[at - 1] and (not times or times < plain)):
        named = True
    else:
        named = (
            long
            and ending[0] not in _TRADES
            and kind in (*_NOUNS, "vn")
            and times < _COMMON
            and (unseen[at - 1] or times < _RARE)
        )
    if named:
        yield Name(start, end, "place" if ending["place"] else "unit")


def _unknown(run: str, words: list[str], starts: tuple[int, ...], unseen: list[bool]) -> Iterator[Name]:
    """Characters in a row that are no words, and do not go together."""
    at = 0
    while at < len(words):
        last = at
        while last < len(words) and len(words[last]) == 1 and words[last] not in _BREAKS:
            last += 1
        if 2 <= last - at <= 5 and sum(unseen[at : last - 1]) >= min(2, last - at - 1) and all(unseen[at : last - 1]):
            start, end = starts[at], starts[last - 1] + 1
            ending = _ENDS_IN.match(words[last]) if last < len(words) else None
            ending = ending if ending and ending.end() in (len(words[last]), len(words[last]) - 2, 3) else None
            kind: LeftoverKind = "unit" if ending and ending["unit"] else "place"
            if ending:
                end += len(ending[0])
            before = words[at - 1] if at else ""
            if run[start] == run[start + last - at - 1]:
                pass  # 应改尽改
            elif last - at > 2 or ending or (kind_of(before) == "ns" and end == len(run)):
                yield Name(start, end, kind)
            elif len(before) > 1 and _CALLED.search(before):
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
