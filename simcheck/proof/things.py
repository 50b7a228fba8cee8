# ruff: noqa: E501 - a pattern of Chinese words stands in one line
"""Things: names of rivers, mountains, roads, estates, firms and schools, as they stand in any text.

A name ends in what it is the name of, and what stands before is no common word: jieba's dictionary says what its words
are, and what it lacks may be a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from simcheck.caching import MIB
from simcheck.patterns import regex
from simcheck.proof import around
from simcheck.proof.gazetteer import no_places, no_stems
from simcheck.proof.name import Name
from simcheck.scoring import SCORING
from simcheck.text.paragraphs import by_paragraph
from simcheck.text.words import inside_word, kind_of, times_of

_RARITY = SCORING.rarity

#: What names of one character end in; how often a word may be found that is a name of two, and one within one of three.
_SHORT = "桥潭墩坝河江湖溪山岭峰坡岗岩崖沟湾滩岛塘堤渠泉峡庄屯寨堡铺路街巷"
_LONG = "瀑布|峡谷|国道|省道|高速公路|高速|隧道|大桥|立交桥|大道|步行街|小区|家园|花园|新村|街道|大厦|广场|公园|陵园|水厂|电厂|泵站"
_WORKS = "化学|家居|精工|铜业|铝材|光伏|锂电|储能|电缆|门业|鞋业|玩具|乳品|制衣|针织|印染|铝业|药业|米业|面业|矿业|茶业|乳业|酒业|纸业|林业|渔业|牧业|种业|粮业|果业|服饰|食品|化工|化纤|轴承|机械|电子|科技|材料|纺织|建材|重工|制药|生物|能源|物流|置业|地产|锻造|陶瓷|家具|农机|汽配|钢铁|水泥|光电|医药|酒店|商贸|港务|集团|股份"
_BUILT = frozenset("大桥 立交桥 隧道 水厂 电厂 泵站 公园 陵园 广场 大厦 步行街".split())
_THING = regex(
    rf"(?P<works>{_WORKS})|(?P<long>{_LONG})|(?P<school>[一二三四五六七八九十](?:小|中)(?!学|时|型|心|组|类|区|国|队))|(?P<short>[{_SHORT}])"
)
_ROAD = regex(
    r"(?:(?<!\d)\d{1,2}号(?:公路|环线|码头|桥|矿|井|线|隧道)|[GSX]\d{1,4}|(?<!\d)\d{3}(?=[国省县]道)[国省县]道|[国省县]道\d{3}(?!\d))"
)
_STATION = regex(
    "第[一二三四五六七八九十]{1,2}(?:管理区|作业区|生产队|分场)|[\u4e00-\u9fff]{2}(?:师大|医大|农大|师院|医专|师专|职院)|[\u4e00-\u9fff]{2}[一二三四]?附(?:院|中|小)|第[一二三四五六七八九][\u4e00-\u9fff]{2}厂|(?:汽车|客运|火车|高铁|长途)[东南西北新老]站|(?:[市县区]|第)[一二三四五六七八九十]{1,2}(?:中|小|完小)(?![学小心型])|(?<![\u4e00-\u9fff]分)[东南西北总左右](?:干渠|支渠)"
)
#: 四十里铺: so far from the town.
_MILES = regex("[一二三四五六七八九十]{1,3}里[铺堡墩岗桥庙店坡沟坪湾堰屯营庄河牌塘]")
_FAMILY = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范石廖贾夏韦付方白邹孟熊秦邱江尹薛阎段雷侯龙史陶黎贺顾毛郝龚邵钱严覃武戴莫孔向汤"
_VILLAGE = regex(
    rf"[大小东西南北前后上下]?[{_FAMILY}](?:家)?[庄屯寨湾沟坡营堡集铺岗洼塘堰坝冲垄坳垭坪垸圩渡](?![\u4e00-\u9fff]?[头子])|(?:(?<![\u4e00-\u9fff])|(?<=[前在到从由至和与]))[{_FAMILY}]村(?=[站段镇小中、，等至到])"
)
_BRAND = regex(r"[“‘「]([\u4e00-\u9fff]{2,5})[”’」](?=(?:的|这个|这块|这张)?(?:名号|名头|品牌|牌子|招牌|商标))")
#: Tags of jieba for names, and for words that are none.
_NAMES = ("nr", "ns", "nt", "nz")
#: What no name of a thing has in front of its ending, and what no name begins with.
_NO_STEM = frozenset(
    "美食 小吃 县域 市域 区域 全市 全县 全区 全省 农村 城区 生态 现代 国家 地方 当地 本地 高新 先进 绿色 新型 传统 重点 特色 有机 环保 智能 精细 石油 煤炭 农产 农副 休闲 方便 绿色 纺织 大型 中型 小型 城市 乡村 一座 一条 两座 两条 几座 几条 多条 多座 这条 这座 那条 那座 每条 断头 致富 产业 旅游 通村 入户 连心 幸福 发展 康庄 改革 开放 实验 应用 信息 高级 初级 普通 公立 民办 公办 老旧 安置 住宅 商品 棚户 文明 平安 和谐 美丽 智慧 无人 红色 革命 烈士 市民 文化 体育 人民 中心 中央 社区".split()
)
_FIRST = frozenset(
    "条座个名处位谁已把先让距禁限避以促增减保稳大小上下前后左右老新本全高深沿过进出两一二三四五六七八九十满半在到从把被向对与和及的了是有为各每这那该几多同整"
)

#: A measure word behind a numeral: 九十口山塘, 每方鱼塘.
_COUNTED = regex("[一二两三四五六七八九十百千万亿几多余每各这那半\\d][口方眼道段片根棵户家间栋幢台艘辆架面块张只头匹]")
_NO_CHARS = regex(
    "[有如比设在于从到已把被将让给谁哪怎么啥呢不没未无可能会要就都才再也很更最着了的地得之所等您我你他她它们吗呢吧]"
)
#: 前瞻性科技, 新型能源.
_SORT_OF = frozenset("性级型化式类系")
_FIRST_OF_FIRMS = frozenset("就并也都再还又使由其更在到从把被向对与和及的了是有为各每这那该几多同整全等家先后让")


@by_paragraph(MIB)
def things(text: str) -> Iterator[Name]:
    """Names of rivers, mountains, roads, estates, firms, schools and brands, in order and apart.

    >>> text = "把沙河两岸串起来，金穗米业在滨江路设点，走山路的少了，走322国道的多了。"
    >>> [text[one.start : one.end] for one in things(text)]
    ['沙河', '金穗米业', '滨江路', '322国道']
    """
    found = [Name(*one.span(), "place") for one in _ROAD.finditer(text)]
    found += [Name(*one.span(), "place") for one in _MILES.finditer(text)]
    found += [Name(*one.span(), "place") for one in _STATION.finditer(text)]
    found += [Name(*one.span(), "place") for one in _VILLAGE.finditer(text) if _stands(text, *one.span())]
    found += [Name(*one.span(1), "unit") for one in _BRAND.finditer(text) if not times_of(one[1])]
    for one in _THING.finditer(text):
        start = _beginning(text, one)
        if start is not None:
            found.append(
                Name(start, one.end(), "unit" if one["works"] or one["school"] or one[0] in _BUILT else "place")
            )
    reached = 0
    for thing in sorted(found, key=lambda thing: (thing.start, -thing.end)):
        if thing.start >= reached:
            yield thing
            reached = thing.end


def _beginning(text: str, found: re.Match[str]) -> int | None:
    """Where the name begins that ends in what was found; None where it is no name."""
    at, end = found.span()
    if inside_word(text, end) and not (found["works"] or found["long"]):
        return None
    if found["works"] and times_of(text[at : end + 1]) and kind_of(text[at : end + 1]) == "nz":
        return None  # 锂电池
    last = text[at - 1 : end]
    if (
        found["short"]
        and times_of(last) >= _RARITY.within
        and (kind_of(last) not in _NAMES or last == "上路")
        and not times_of(text[at - 2 : end])
        and kind_of(text[at - 2 : at]) != "ns"
    ):
        return None  # 高峰, 上岗
    if found["short"] and times_of(last) >= _RARITY.stem and kind_of(last) in _NAMES:
        return None  # 浙江
    for size in (2, 3):
        start = at - size
        if start < 0 or inside_word(text, start) or _COUNTED.fullmatch(text, max(0, start - 1), start + 1):
            continue
        stem = text[start:at]
        named = _is_firm(stem) if found["works"] or found["school"] else _is_stem(stem, text[start:end])
        if named:
            return start
    return at - 1 if found["short"] and _whole(text, at - 1, end) else None


def _stands(text: str, start: int, end: int) -> bool:
    """Whether a name is none of the dictionary's words and no part of one."""
    word = times_of(text[start:end]) and kind_of(text[start:end]) not in _NAMES
    return not word and not inside_word(text, start) and not inside_word(text, end)


def _is_firm(stem: str) -> bool:
    """Whether this may be the name of a firm or a school: 三友, 实验."""
    common = (times_of(stem) >= _RARITY.stem and kind_of(stem) not in _NAMES) or kind_of(stem) in (
        "a",
        "ad",
        "b",
        "d",
        "v",
        "vn",
    )
    return (
        bool(re.fullmatch("[\u4e00-\u9fff]+", stem))
        and stem[0] not in _FIRST_OF_FIRMS
        and stem[-1] not in _SORT_OF
        and not set(stem) & around.GRAMMAR
        and (stem in ("实验", "外国") or not (common or stem in _NO_STEM or stem in no_stems()))
        and (len(stem) == 2 or not any(_is_word(pair) for pair in (stem[:2], stem[1:])))
    )


def _is_word(pair: str) -> bool:
    """Whether a pair of characters is a common word, or a verb: 盘活."""
    return times_of(pair) >= _RARITY.often or (times_of(pair) > _RARITY.within and kind_of(pair) in ("v", "vn", "d"))


def _whole(text: str, start: int, end: int) -> bool:
    """Whether a character and an ending are a name by themselves, as the dictionary says: 沙河."""
    if start < 0 or text[start] in _FIRST or inside_word(text, start):
        return False
    name = text[start:end]
    return kind_of(name) == "ns" and times_of(name) < _RARITY.stem and name not in no_places()


def _is_stem(stem: str, name: str) -> bool:
    if (
        not re.fullmatch("[\u4e00-\u9fff]+", stem)
        or stem[0] in _FIRST
        or _NO_CHARS.search(stem)
        or stem in _NO_STEM
        or stem[-2:] in _NO_STEM
    ):
        return False
    if times_of(name):
        return kind_of(name) in _NAMES and times_of(name) < _RARITY.rare
    if len(stem) == 2 and stem in no_stems():
        return False
    if len(stem) > 2 and any(
        times_of(pair) >= _RARITY.within and kind_of(pair) not in _NAMES for pair in (stem[:2], stem[1:])
    ):
        return False
    return not times_of(stem) or kind_of(stem) in _NAMES
