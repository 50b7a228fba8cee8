# ruff: noqa: E501 - a pattern of Chinese words stands in one line
"""Organs: whose organs a draft speaks of without a name, 区政府 in the draft of a county, and for whom, 全区.

A county has a city above it and townships below it, and no district beside it: its 区委 is that of an earlier text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from simcheck.caching import MIB, memoize
from simcheck.patterns import regex
from simcheck.proof.gazetteer import above, divisions, level, places
from simcheck.proof.identity import spoken_for
from simcheck.text.structure import structure
from simcheck.types import Identity, Leftover

#: Levels of which a place has only its own, and what its organs are called.
_TIERS = (("县", "区", "旗"), ("镇", "乡", "街道"))
_BUREAUS = "行政审批|应急管理|应急|教育(?:体育)?|教体|财政|水利|水务|农业农村|民政|公安|卫生健康|卫健|市场监管|市场监督管理|住建|住房和?城乡建设|自然资源|生态环境|交通运输|交通|文旅|文化和旅游|文广旅|人社|人力资源和社会保障|审计|统计|司法|发改|发展和改革|工信|商务|林业|医保|医疗保障|退役军人事务|退役军人|信访|城管|综合行政执法|综合执法|数据|税务"
_ORGANS = {
    "县": rf"(?:(?:纪委)?监委|纪委(?:监委)?|委(?!员|托|派|以)(?:书记|常委|办公室|[组宣统政社编][织传战法会工办]?[\u4e00-\u9fff]?部?(?=[，。、负牵]))?|(?:人民)?政府(?:办公室|办)?|人大(?:常委会)?|政协|直(?:属)?(?:各)?(?:部门|单位|机关)|(?:{_BUREAUS})(?:局|委)|(?:人民)?(?:法院|检察院)|领导(?!干部)|长(?=[、，。任担带挂包召主负]))",
    "镇": r"(?:党委(?:书记)?|党工委(?:书记)?|(?:人民)?政府|办事处|人大|纪委|直(?:属)?(?:各)?(?:部门|单位|机关)|长(?=[、，。任担带挂包召主负]))",
}
_BEGINS = "(?:(?<![\u4e00-\u9fff）)])|(?<=[由向经报请对和与及把将在按给受到各让使从同跟名]))(?<![省市县区旗乡镇]、)"
#: 全区, 本县: for whom a text speaks; words that only begin so.
_WHOLE = r"(?:全|(?<![\u4e00-\u9fff])本|(?<=[合据按在由])本){0}(?![域间块划别直城级委政长])"
#: What the whole of may be meant with 全区, and what autonomous regions call themselves.
_OTHER_AREAS = regex("自治区|[园景林灌新库矿牧垦校营厂院战发][区]|高新区|开发区|示范区|保护区|功能区|全区域")
#: 各县（市、区）人民政府: whom only a city speaks to.
_EACH = regex(
    r"各(?:县|市|旗)[（(、]?(?:[市区县旗]、?){1,3}[）)]?(?:人民政府|党委、?政府|政府|(?=要|应当|务必|须))(?![^，。；]{0,6}(?:排名|位次))"
)
_ENDS, _SENTENCE = "。！？；\n", regex("[。！？；]")


def of_another_level(text: str, identity: Identity) -> Iterator[Leftover]:
    """Organs of a level beside the draft's own, which its place has not: 区委 in a county's draft.

    >>> text = "青禾县水利局的同志讲了。请区政府办公室督办，报市委备案，全区都要动手。云麓区政府帮过我们。"
    >>> [one.text for one in of_another_level(text, Identity("青禾县"))]
    ['区政府办公室', '全区']
    """
    own = _own_level(text, identity)
    tier = next((tier for tier in _TIERS if own in tier), ())
    place = identity.place or f"{own}级"
    for other in tier:
        if other == own or _has_such(text, identity, other, own):
            continue
        note = f"本稿属{place}，此处为{other}一级的说法，请核对"
        for found in _said_of(other).finditer(text):
            if not _of_named(text, found.start(), found.end(), other):
                yield Leftover("unit", *found.span(), found[0], note)
    if tier:
        for found in _EACH.finditer(text):
            clause = re.split("[，。；！？\n]", text[: found.start()])[-1]
            if not re.search("[省市]|全国", clause):
                yield Leftover("unit", *found.span(), found[0], f"本稿属{place}，此处为市一级的说法，请核对")


def _own_level(text: str, identity: Identity) -> str:
    """How wide the draft's place is: 县, or of a city that is one among the counties 县 too."""
    if not identity.place:
        return spoken_for(text) or ""
    own = level(identity.place)
    return own if own != "自治县" else "县"


@memoize(MIB)
def _said_of(other: str) -> re.Pattern[str]:
    organs = _ORGANS["县" if other in _TIERS[0] else "镇"]
    return regex(rf"{_BEGINS}(?:{other}{organs})|{_WHOLE.format(other)}")


def _has_such(text: str, identity: Identity, other: str, own: str) -> bool:
    """Whether the draft may speak of such organs: it writes to some, or lies in a region that is called so."""
    if other == "区" and ("自治区" in text or any("自治区" in name for name in above(identity.place))):
        return True
    if other == "区" and own == "旗":
        return True
    heads = [text[part.start : part.end] for part in structure(text) if part.kind in ("title", "salutation", "issuer")]
    first = text.partition("\n")[0]
    head = "\n".join([*(() if _SENTENCE.search(first) else (first,)), *heads])
    named = any(head[start:end].endswith(other) for start, end in places(head))
    counts = Counter(found[0][-1:] for found in regex("[我全](?:[县区旗镇乡]|街道)").finditer(text))
    more = not identity.place and counts[other[-1:]] > counts[own[-1:]]
    return named or more or f"贵{other}" in text or f"各{other}、" in text


def _of_named(text: str, start: int, end: int, other: str) -> bool:
    """Whether the sentence names a place of the level, whose organs these are, or an area that 全区 is the whole of."""
    first = max(text.rfind(mark, 0, start) for mark in _ENDS) + 1
    last = min((at for mark in _ENDS if (at := text.find(mark, end)) >= 0), default=len(text))
    sentence = text[first:last]
    if other == "区" and _OTHER_AREAS.search(sentence):
        return True
    return any(
        sentence[a:b].endswith(other) or (sentence[a:b] in divisions() and other in sentence[a:b])
        for a, b in places(sentence)
    )
