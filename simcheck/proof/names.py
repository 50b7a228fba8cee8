# ruff: noqa: E501 - a pattern of Chinese words stands in one line
"""Names: what a text calls by a name, told by what nobody else says.

A dictionary knows the words of the language, and the background (:mod:`simcheck.text.background`) the pairs of
characters that official texts use. A name is made of what both do not know: characters that are no word together
(彭家旺, 裕丰源), words that do not go together (育才小学), and words that the dictionary itself calls names and few texts
say (岚皋). Which kind of name it is, the words beside it tell.
"""

from __future__ import annotations

from collections.abc import Iterator

from simcheck.caching import MIB, memoize
from simcheck.cancelling import looking
from simcheck.patterns import regex
from simcheck.proof import around
from simcheck.proof.endings import of_trade, with_ending
from simcheck.proof.gazetteer import no_stems
from simcheck.proof.name import Name
from simcheck.proof.rarity import works, works_of
from simcheck.proof.surnamed import is_thing, surnamed
from simcheck.proof.surnames import SURNAMES, WEAK
from simcheck.proof.towns import is_town, known, without_ending
from simcheck.scoring import SCORING
from simcheck.text.paragraphs import by_paragraph
from simcheck.text.words import inside_word, kind_of, segmented, times_of
from simcheck.types import LeftoverKind

_QUOTED = regex(
    r"[“‘「]([\u4e00-\u9fff]{2,5})[”’」](?=(?:的)?(?:名号|名头|品牌|牌(?![子照匾楼])|牌子|招牌|商标|小程序|公众号|视频号|客户端|APP|[\u4e00-\u9fff]{0,4}案(?![例件子])|平台|热线|绣坊|直播间|车间|超市|调解室|工作室|驿站|食堂|农产品|大米|茶叶|公司|合作社|[\u4e00-\u9fff]{0,6}(?:[队团坊]|联盟|基地)(?![员体队结])))"
)
_COMPANY = regex(
    r"(?:(?![的了在与和及由到从对向为是把])[\u4e00-\u9fff（）()]){2,14}?(?:有限责任公司|股份有限公司|有限公司|集团公司)(?!股东|股份|的股|设立|章程|应当|可以|等市场)"
)
#: 金穗农业科技公司, and 省地质局二〇四队: a firm by what it trades in, a unit by its number.
_TRADES = "招标代理|代理|劳务|评估|拍卖|担保|广告|印刷|印务|古建|配送|保洁|园林|绿化|装饰|电力|新能源|航空|港口|建工|路桥|市政|家具|酒业|乳业|米业|文旅|投资|城投|国投|农投|交投|水投|资产|产业|交通|运输|检测|监理|咨询|设计|招标|保安|家政|餐饮|供水|燃气|热力|粮油|开发|发展|文化|科技|农业|旅游|实业|食品|传媒|化工|建设|建筑|工程|物流|商贸|电子|机械|药业|能源|环保|生物|纺织|服饰|置业|物业|汽车|出租车|客运|水务"
TRADE = regex(f"(?:{_TRADES})")
_FIRM = regex(f"((?:(?![的了在与和及由到从对向为是把等])[\u4e00-\u9fff]){{2,6}}?)(?:{_TRADES})(?:有限)?(?:公司|集团)")
_NUMBERED = regex(
    "(?:[省市县区][\u4e00-\u9fff]{2,6}|[\u4e00-\u9fff]{2,4})?第?(?:[一二三四五六七八九〇零]{3}|[二三四五六七八九]?十[一二三四五六七八九])(?:地质队|勘探队|大队|医院|研究所|厂|队(?![员伍]))"
    "|(?:交警|刑警|特警|巡警|消防|城管|执法|巡察)[一二三四五六七八九](?:中队|大队)|中(?:建|铁|交|冶|电建)[一二三四五六七八九十]{1,3}局"
)
_HAN = regex("[\u4e00-\u9fff]+")
#: Who many are, in one character: before what no word is, a piece of a new word.
_MANY = frozenset("群众员干工农商学军民")


#: Characters in front of a name that are looked at for a label, blanks among them.
_BEFORE = 64


@by_paragraph(MIB)
def names(text: str) -> Iterator[Name]:
    """What a text calls by a name, in order of where it begins; names may overlap.

    >>> text = "裕丰源米厂的保管员麻建设到岚皋去，育才小学停了课。"
    >>> [(text[one.start : one.end], one.kind) for one in names(text)]
    [('裕丰源米厂', 'unit'), ('丰源米厂', 'unit'), ('麻建设', 'person'), ('岚皋', 'place'), ('育才小学', 'unit')]
    """
    for run in looking(_HAN.finditer(text)):
        called = (
            run.start() > 0
            and text[run.start() - 1] in "：: \u3000"
            and bool(around.LABEL.search(text, max(0, run.start() - _BEFORE), run.start()))
        )
        for name in _in_run(run[0], called):
            yield Name(name.start + run.start(), name.end + run.start(), name.kind)
    for found in around.NICKNAME.finditer(text):
        apart = not inside_word(text, found.start()) and not inside_word(text, found.end())  # 任总指挥
        if found[1] in SURNAMES - WEAK and apart:
            yield Name(*found.span(), "person")
    firms = "公司" in text or "集团" in text
    for found in _COMPANY.finditer(text) if firms else ():
        yield Name(*found.span(), "unit")
    for found in _FIRM.finditer(text) if firms else ():
        lead = found[1].lstrip("省市县区")[:2]
        first = found[1][: segmented(found[1])[0]]
        if len(first) > 1 and kind_of(first) in ("v", "d", "c", "p", "m", "r"):
            continue  # 新成立…公司, 另据…公司
        begins = found[1][0] in "省市县区" or not inside_word(text, found.start())
        city = is_town(lead)
        common = lead in no_stems() | around.SORTS or times_of(lead) >= SCORING.rarity.rare
        if begins and len(lead) > 1 and (city or not common):
            yield Name(*found.span(), "unit")
    for found in _NUMBERED.finditer(text):
        yield Name(*found.span(), "unit")
    for found in _QUOTED.finditer(text):
        if not works(found[1]) and not times_of(found[1]):
            yield Name(*found.span(1), "unit")


@memoize(2 * MIB)
def _in_run(run: str, called: bool) -> tuple[Name, ...]:
    ends = segmented(run)
    words = [run[start:end] for start, end in zip((0, *ends), ends, strict=False)]
    starts = (0, *ends)
    pairs = [run[end - 1 : end + 1] for end in ends[:-1]]
    unseen = [not count for count in (works_of(pairs) if pairs else ())] + [True]
    found: list[Name] = []
    for at, word in enumerate(words):
        found += surnamed(run, words, starts, unseen, at, called=called and not at)
        found += known(word, starts[at])
        found += with_ending(run, words, starts, unseen, at)
        found += of_trade(run, words, starts, unseen, at)
    found += without_ending(run, starts)
    found += _unknown(run, words, starts, unseen)
    return tuple(sorted(set(found)))


def _unknown(run: str, words: list[str], starts: tuple[int, ...], unseen: list[bool]) -> Iterator[Name]:
    """Characters in a row that are no words, and do not go together."""
    at = 0
    while at < len(words):
        last = at
        while last < len(words) and len(words[last]) == 1 and words[last] not in around.BREAKS:
            last += 1
        if (
            2 <= last - at <= SCORING.proof.longest
            and sum(unseen[at : last - 1]) >= min(2, last - at - 1)
            and all(unseen[at : last - 1])
        ):
            start, end = starts[at], starts[last - 1] + 1
            ending = around.ENDS_IN.match(words[last]) if last < len(words) else None
            ending = ending if ending and ending.end() in (len(words[last]), len(words[last]) - 2, 3) else None
            kind: LeftoverKind = "unit" if ending and ending["unit"] else "place"
            if ending:
                end += len(ending[0])
            before = words[at - 1] if at else ""
            doubled = run[max(0, start - 1) : start + 3]
            if run[start] == run[start + last - at - 1] or any(
                a == b for a, b in zip(doubled, doubled[2:], strict=False)
            ):
                pass  # 应改尽改, 索证索票
            elif run[end - 1] in around.OFFICES and not ending:
                pass  # 卫艺股
            elif not ending and ((last < len(words) and is_thing(words[last])) or (at == 1 and before in _MANY)):
                pass  # 麻腮风疫苗, “众筹私教”
            elif (
                not ending and last - at == 2 and run[end - 1] in around.LAND and run[start] not in around.DONE_TO_LAND
            ):
                yield Name(start, end, "place")  # 羊街
            elif last - at > SCORING.proof.phrase and not ending:
                pass  # 北拓南融
            elif last - at > 2 or ending or (kind_of(before) == "ns" and end == len(run)):
                yield Name(start, end, kind)
            elif len(before) > 1 and around.CALLED.search(before) and run[start] in SURNAMES:
                yield Name(start, end, "person")
        at = max(last, at + 1)
