# ruff: noqa: E501 - a pattern of Chinese words stands in one line
"""Slots: names that nothing about them tells, and the place where they stand does.

凤鸣、北坝两个街道: what is counted as streets is the name of streets. 王家堰、九道拐两处险工: what stands in a row with a
name is one. 由通力电梯施工: who builds has a name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from simcheck.patterns import regex
from simcheck.proof import around
from simcheck.proof.name import Name
from simcheck.proof.rarity import works
from simcheck.proof.spots import spots
from simcheck.proof.strange import is_strange, of_words, plain
from simcheck.proof.surnames import SURNAMES
from simcheck.scoring import SCORING
from simcheck.text.words import kind_of, segmented, times_of
from simcheck.types import LeftoverKind

_RARITY, _PROOF = SCORING.rarity, SCORING.proof

_NUMERAL = "[二两三四五六七八九十\\d]{1,4}"
_MEASURE = "个|家|处|座|条|所|名|位|支|段|口|片|对|大|块|只|户"
#: What lies somewhere and has a name; the same of what somebody has founded, and of people.
_LAID = "乡镇|镇村|街镇|街道|社区|小区|行政村|自然村|村|乡|镇|县|市|区|路口|路段|河段|道路|路|桥梁|桥|河流|河|组|屯|寨|院落|险工|险段|隐患点|监测点|安置点|点位|片区|林场|教学点|收购点|试点|码头|闸|水库|山塘|泵站|站点|车站|校区|灌区|景区|景点|商圈|夜市|市场|公园|广场|断面|卡口|渡口|收费站|服务区|牧场|岛|浴场|滑坡体|滑坡|塌陷区|边坡|弃渣场|尾矿库|采石场|院子|易涝点|水厂|基地|园区|地"
_FOUNDED = (
    "民营企业|企业|公司|学校|中学|小学|医院|工厂|厂子|厂|合作社|品牌|商标|酒店|饭店|超市|银行|农场|项目|园子|单位"
)
_BORNE = "同志|老师|医生|同学|村民|师傅|老人|干部|党员|队员|民警|青年|学生|职工|老兵|选手"
#: What every place has, and what it is called there: 村 and 乡镇 of such a count are called by any words at all.
_ANY = regex("乡镇|街镇|街道|社区|行政村|自然村|村|乡|镇|屯|小区|教学点")
_COUNT = regex(
    rf"(?:等)?(?P<count>{_NUMERAL})(?:多|余)?(?:(?:{_MEASURE})[\u4e00-\u9fff]{{0,4}}?)?(?:(?P<place>{_LAID})|(?P<unit>{_FOUNDED})|(?P<person>{_BORNE}))"
)
_ROW = regex(
    rf"[\u4e00-\u9fff]{{2,16}}(?:、[\u4e00-\u9fff]{{2,12}})+|[\u4e00-\u9fff]{{2,12}}?等(?={_NUMERAL}(?:多|余)?(?:{_MEASURE}))"
)
_HAN = regex("[\u4e00-\u9fff]+")
#: 羊街至鸡街的环线: where a way from a known place leads.
_ONWARDS = regex("(?:[至到—]|和|与)(?P<to>[\u4e00-\u9fff]{2,4}?)(?=的|段|公路|环线|线路|方向|之间|[，。；、\\d])")
#: Who builds, runs or brings something.
_BY = regex(
    "(?<=由)(?P<name>[\u4e00-\u9fff]{2,8}?)(?=承建|施工|承担施工|建设，|投资|生产|承办|代建|运营|安装|中标|供货|团队|打造|设计|策划|编制|承印)"
)
_PARTY = regex(
    "(?:(?:施工|监理|设计|承建|中标|协办|承办|建设)单位|供应商|代理机构)(?:为|是|：)?(?P<name>[\u4e00-\u9fff]{3,10}?)(?=关于|负责人|的|[，。；、（])"
)
#: 与邮乐购合作, 湖南宏禹负责监理: who works with somebody, or for somebody.
_WITH = regex("(?:(?:与|同|和|跟)(?P<name>[\u4e00-\u9fff]{2,6}?)(?=合作|签约|共建|联合|签订|合资|联手))")
_FOR = regex("(?<=[，。；、])(?P<name>[\u4e00-\u9fff]{2,6})(?=负责(?:监理|施工|设计|承建|运营)|中标|承建)")
#: 感谢淄博矿务局捐赠: who gives something.
_GIVES = regex("(?:感谢|争取|获得|接受|获)(?P<name>[\u4e00-\u9fff]{3,8}?)(?=捐赠|捐助|捐款|捐资|资助|赞助)")
_NOBODY = regex(
    "政府|财政|部门|集体|企业|单位|^.{0,3}公司|社会|群众|局|委|办|村|镇|乡|县|市|省|国家|自己|个人|业主|专业|第三方|双方"
)
#: What stands in front of a place where something is built, held or watched.
_AT = regex(
    "(?:在|到|从|至|赴|往|沿|进)(?P<name>[\u4e00-\u9fff]{2,4}?)(?=设立|设了|设置|设收|设点|建成|建起|建了|新建|兴建|修了|修建|开了|开工|开建|落户|投产|种下|试种|摆摊|蹲点|蹲了|守了|一带|两岸|段(?![时])|沿线|上游|下游|以[东西南北]|去看|闸口|坝上)"
)
#: 建设桥以东, 飞山路北侧: what lies beside something names it.
_BESIDE = regex(
    "(?P<name>[\u4e00-\u9fff]{1,4}(?:路|街|大道|大街|巷|桥|河|渠|湖|山|塘|沟|港|坝|闸|塔|楼|站|广场|公园))(?=以[东西南北]|[东西南北]侧|[东西南北]段|沿线|路口|西口|东口|\\d{1,4}号|施工|改造|拓宽|两侧|沿街|人行道)"
)
#: 游览了清明上河园: what one walks through.
_SEEN = regex("(?:游览|参观|走访|考察|走进|观摩|踏访|探访|瞻仰)了?(?P<name>[\u4e00-\u9fff]{2,6})(?=[，。；、])")
#: 口前镇便民服务中心: what a clause begins with.
_CLAUSE = regex("(?<=[，。；：\n])(?P<name>[\u4e00-\u9fff]{2}[镇乡])(?=[\u4e00-\u9fff])")
#: 谷岗垃圾中转站, 二合渡口: which of the houses that every place has.
_HOUSES = "中转站|污水厂|污水处理厂|填埋场|分院|分校|法庭|派出所|司法所|供电所|变电站|渡口|码头|片区|园区|灌区|粮库|仓库|零工市场|批发市场|集市|夜市|服务站|检查站|管理站|水文站|气象站|敬老院|福利院|卫生院|教学点|车站|收费站|停车场|安置点|工业园|产业园"
_HOUSE = regex(
    f"(?:(?<=[，。；、：\n])|(?<=[在到从由对将和与至]))(?P<name>[\u4e00-\u9fff]{{2,3}}?)(?=(?:[\u4e00-\u9fff]{{2}})?(?:{_HOUSES}))"
)
#: 莲塘的乡亲: of which place people are.
_OF = regex(
    "(?:替|和|对|给|在|，|。|“|\n|^)(?P<name>[\u4e00-\u9fff]{2,3})的(?=乡亲|老支书|村民|老乡|群众|老百姓|果农|茶农|菜农|渔民|姐妹|孩子|老人)"
)
#: 东教学楼, 北门: which of several one has, told by where it lies.
_FACING = regex(
    "(?<![\u4e00-\u9fff]之)(?P<name>[东西南北][一二三]?(?:教学楼|办公楼|综合楼|食堂|操场|停车场|校区|院区)|(?<=[从在到由])[东西南北]门(?=[出进集口，。]))"
)
#: 九里岗, 三界镇: what a numeral of a name stands before.
_COUNTED = frozenset("里界道龙江河山岭泉眼台桥塘都星元家王圣棵")
_NO_FIRST = frozenset("请各全本我该每这那两几多有从到在和向为对是把被及等")


def slots(text: str, known: Sequence[Name]) -> Iterator[Name]:
    """Names by where they stand; ``known`` are those that are found otherwise, which say what stands beside them.

    >>> text = "选取凤鸣、北坝两个街道，由通力电梯施工。"
    >>> [(text[one.start : one.end], one.kind) for one in slots(text, ())]
    [('凤鸣', 'place'), ('北坝', 'place'), ('通力电梯', 'unit')]
    """
    for row in _ROW.finditer(text):
        yield from _in_row(text, row, known)
    for one in known:
        to = _ONWARDS.match(text, one.end) if one.kind == "place" else None
        if to and is_strange(text, *to.span("to")):
            yield Name(*to.span("to"), "place")
    yield from spots(text)
    for pattern, kind, is_name in _PATTERNS:
        for found in pattern.finditer(text):
            start, end = found.span("name")
            if pattern is _BESIDE and "\u4e00" <= text[start - 1 : start] <= "\u9fff":
                start = _lead(text, start, end)
            if is_name(text, start, end):
                yield Name(start, end, kind)


def _is_firm(text: str, start: int, end: int) -> bool:
    return not _NOBODY.search(text, start, end) and not works(text[start:end])


def _is_beside(text: str, start: int, end: int) -> bool:
    told = text[start:end]
    return (
        len(told) > _PROOF.shortest
        and works(told) < _RARITY.works
        and not set(told) & around.GRAMMAR
        and not times_of(told)
    )


def _is_seen(text: str, start: int, end: int) -> bool:
    told = text[start:end]
    return (
        works(told) < _RARITY.works
        and not of_words(told)
        and plain(told)
        and not _says(told)
        and told[-1] not in "们人者员家里中"
    )


def _is_party(text: str, start: int, end: int) -> bool:
    return _is_firm(text, start, end) and plain(text[start:end])


def _says(told: str) -> bool:
    """Whether a run begins with a common noun: 情况挺好."""
    ends = segmented(told)
    return ends[0] > 1 and kind_of(told[: ends[0]]) == "n" and times_of(told[: ends[0]]) > _RARITY.common


def _is_town(text: str, start: int, end: int) -> bool:
    told = text[start:end]
    return not works(told) and times_of(told[:2]) < _RARITY.often and told[0] not in _NO_FIRST


def _in_row(text: str, row: re.Match[str], known: Sequence[Name]) -> Iterator[Name]:
    """The members of a row that is counted, or of which one is known by name."""
    spans = _members(text, row.start(), row.end())
    last_start, last_end = spans[-1]
    count = next(
        (
            one
            for one in _COUNT.finditer(text, last_start + _PROOF.shortest, row.end() + 12)
            if one.start() <= row.end()
        ),
        None,
    )
    kind: LeftoverKind | None = None
    if count and (said := _said(count, len(spans))):
        kind, last_end = said, min(last_end, count.start())
        anything = kind == "place" and bool(_ANY.fullmatch(count["place"]))
    else:
        kinds = [
            one.kind
            for start, end in spans
            for one in known
            if start <= one.start and one.end <= end and one.end - one.start >= _PROOF.phrase
        ]
        kind, anything = (kinds[0] if kinds else None), False
        last_end = _until(text, last_start, last_end)
    if kind is None:
        return
    spans[-1] = last_start, last_end
    spans[0] = _begin(text, *spans[0]), spans[0][1]
    for start, end in spans:
        fits = _PROOF.shortest <= end - start <= _PROOF.longest and plain(text[start:end])
        if kind == "person" and (text[start] not in SURNAMES or end - start > _PROOF.phrase):
            continue
        if fits and (anything or is_strange(text, start, end)):
            yield Name(start, end, kind)


def _said(count: re.Match[str], members: int) -> LeftoverKind | None:
    """What a row is counted as, where the count is that of its members or of more."""
    numeral = count["count"]
    said = int(numeral) if numeral.isdigit() else {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6}.get(numeral, 7)
    if said < members or (said > members and not count[0].startswith("等")):
        return None
    return "place" if count["place"] else "unit" if count["unit"] else "person"


def _members(text: str, start: int, end: int) -> list[tuple[int, int]]:
    spans, at = [], start
    for part in text[start:end].split("、"):
        spans.append((at, at + len(part)))
        at += len(part) + 1
    return spans


def _begin(text: str, start: int, end: int) -> int:
    """Where a name begins that may have words in front of it: at a mark, if it is short enough."""
    marked = start == 0 or not "\u4e00" <= text[start - 1] <= "\u9fff"
    whole = marked and end - start <= _PROOF.longest and plain(text[start:end])
    return start if whole else _lead(text, start, end)


def _lead(text: str, start: int, end: int) -> int:
    """Where the first member of a row begins: behind the last word that is no part of a name."""
    run = text[start:end]
    ends = segmented(run)
    first = end
    for begin, stop in zip(reversed((0, *ends[:-1])), reversed(ends), strict=True):
        word = run[begin:stop]
        verb = len(word) > 1 and word[-1] not in _COUNTED and kind_of(word) in ("v", "vn", "p", "d", "c", "r", "m", "t")
        numbered = word in "二三四五六七八九十百千万" and run[stop : stop + 1] in _COUNTED
        breaks = (word in around.BREAKS and not numbered) or (word in "设建赴沿经镇乡区市县" and first < end)
        if breaks or verb or end - (start + begin) > _PROOF.longest:
            break
        first = start + begin
    return first


def _until(text: str, start: int, end: int) -> int:
    """Where the last member of a row ends, if what follows it says so; else nowhere."""
    found = regex("等|两[岸侧地端]|一带|绕行|通行|(?:都|均|已|全部|基本|率先|先后)(?=[\u4e00-\u9fff])|$").search(
        text, start + _PROOF.shortest, end
    )
    return found.start() if found and found[0] else end


#: Where a name stands, what it would be, and what may be one there.
_PATTERNS: tuple[tuple[re.Pattern[str], LeftoverKind, Callable[[str, int, int], bool]], ...] = (
    (_BY, "unit", _is_firm),
    (_PARTY, "unit", _is_party),
    (_GIVES, "unit", _is_firm),
    (_WITH, "unit", is_strange),
    (_FOR, "unit", _is_firm),
    (_AT, "place", is_strange),
    (_OF, "place", is_strange),
    (_BESIDE, "place", _is_beside),
    (_SEEN, "place", _is_seen),
    (_CLAUSE, "place", _is_town),
    (_HOUSE, "place", is_strange),
    (_FACING, "place", lambda *_: True),
)
