# ruff: noqa: E501 - a pattern of Chinese words stands in one line
"""Blanks: what a form wants to have filled in, and nobody filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from simcheck.caching import MIB
from simcheck.patterns import regex
from simcheck.text.paragraphs import by_paragraph
from simcheck.types import Leftover

_UNIT = "年月日时省市县区州镇乡村街道社区同志局办部委厅公司元万亿％%人户个项次场家亩"
_SURNAMED = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
_BLANK = regex(
    rf"(?<![A-Za-z])(?:20[XxＸ×✕*]{{2}}|(?<!\d)[XxＸ×✕*]{{2,}}|[XxＸ×✕*]{{2,}}(?!\d)|[XxＸ×✕](?=[{_UNIT}]))(?:(?=年)年)?(?![A-Za-z])"
    r"|第[XxＸ×]+[位名期次号届]|_{2,}|＿{2,}|﹍{2,}|(?<![A-Za-z\d_＿])[_＿](?=[年月日%％亿万元])|\.{6,}(?=[^\s.])"
    rf"|某某某|(?<![{_SURNAMED}某])某某(?!某)"
    r"|(?<![A-Za-z])(?:TODO|TBD|FIXME|XXX+)(?![A-Za-z])|[○〇]{2,}(?=[年月日省市县区镇乡村同志])"
    r"|[【\[（(〔](?:[^】\]）)〕\n]{0,12}(?:此处|待补|待定|待核|待填|(?<=[（(【\[〔])请?填|(?<=[（(【\[〔])请(?:补充|核实|核对|确认|插入|注明|附上|替换)|请填写|填写|插入|补充数据|数据待|待报|待查|略写|单位名称|姓名|地名(?![股科办志普标])|年份)[^】\]）)〕\n]{0,12}|\s*)[】\]）)〕]"
    r"|(?<=[\u4e00-\u9fff])[〔\[]\s*20\d\d\s*[〕\]]\s*(?=第?号)"
    r"|待补充|待核实数据|此处填写|[？?]{2,}(?=[年月日亿万个%％])",
)
#: Persons whose names are kept back on purpose, and whatever is.
_PERSON_KEPT = rf"[{_SURNAMED}]某某?(?!某)|当事人|嫌疑人|被告人"
_KEPT = (
    rf"{_PERSON_KEPT}|(?<!某)某(?:些|几|一|两)?[个位名家]?"
    r"(?:公司|企业|单位|部门|[局县乡镇村校厂人]|干部|同志|街道|社区|机关|学校|医院|银行)"
)
_PERSONS_KEPT, _ANY_KEPT = regex(_PERSON_KEPT), regex(_KEPT)
#: What stands beside a person's name.
_POST = (
    r"(?:书记|秘书长|[省市县区镇乡村局厅处科部校院会团队组所站]长|主任|主席|经理|董事长|委员|代表|教授|同志|先生|女士)"
)
_POST_BEFORE, _POST_BEHIND = regex(rf"{_POST}$"), regex(_POST)
#: Where a form wants a hand to sign and date it: what stands behind is filled in with a pen.
_SIGNED = regex(
    r"(?:签名|签字|签章|盖章|签[收领批发署到阅]|[审会核]签|(?:承诺|申请|经办|经手|填表|填报|制表|监护|签收|领取|接收|移交|验收|复核|审核|审批|核稿|拟稿|见证|记录)人|家长|日期)"
    r"[^：:\n]{0,8}[：:][ \u3000]*[_＿﹍\s年月]*$"
)
#: Who signs a form fills in the lines above, too: 紧急联系人：____
_FORM = regex(r"(?:承诺人|申请人|填表人|签名|签字)[^：:\n]{0,8}[：:][_＿﹍\s年月日]*(?:\n|$)")
#: A line that says a sentence is none of these.
_SENTENCE = regex("[，。；！？]")
_DATE_LINE = regex(r"[_＿﹍\s]*年[_＿﹍\s]*月[_＿﹍\s]*日")
#: What a pen writes on.
_PEN = "_＿﹍"
_RULE = regex(r"[_＿﹍*×XＸx.\s]+")


def blanks(text: str) -> Iterator[Leftover]:
    """What was to be filled in: 20XX年, ××市, 某某某, ____, TODO, （待补充）; rules across the page are none.

    >>> [one.text for one in blanks("20XX年，某某某同志到某某单位____调研。")]
    ['20XX年', '某某某', '某某', '____']
    >>> [one.text for one in blanks("_年_月，全县增长_%，new_year年。")]
    ['_', '_', '_']
    >>> [one.text for one in blanks("王某某、李某某在20XX年受到处分，某某某同志作了通报。")]
    ['20XX年']
    >>> [one.text for one in blanks("某单位上班打牌，请引以为戒。\\n下面，请县长某某某同志讲话。")]
    ['某某某']
    """
    form = bool(_FORM.search(text))
    for first, last in _unfilled(text):
        blank = text[first:last]
        if blank[0] == "某" and _kept_back(text, _Span(first, last)):
            continue
        start = text.rfind("\n", 0, first) + 1
        end = text.find("\n", last)
        line = text[start : len(text) if end < 0 else end]
        ruled = blank[0] in _PEN
        signed = ruled and (_SIGNED.search(text, start, first) or _dates_a_signature(text, start, line))
        signed = signed or (form and ruled and not _SENTENCE.search(line))
        if not signed and not _RULE.fullmatch(line):
            yield Leftover("blank", first, last, blank, "模板中待填写的内容没有填写")


class _Span(NamedTuple):
    start: int
    end: int


@by_paragraph(MIB)
def _unfilled(text: str) -> Iterator[_Span]:
    """Everything that looks like a blank."""
    return (_Span(*found.span()) for found in _BLANK.finditer(text))


def _kept_back(text: str, span: _Span) -> bool:
    """Whether 某某 keeps a name back on purpose, as the words around it do: a thing's with others in its paragraph, a
    person's with others in its sentence; one without a post also in a text that keeps other persons' names back."""
    posted = _POST_BEFORE.search(text, max(0, span.start - 3), span.start) or _POST_BEHIND.match(text, span.end)
    person = posted or span.end - span.start == len("某某某")
    ends = "。！？；\n" if person else "\n"
    start = max(text.rfind(end, 0, span.start) for end in ends) + 1
    end = min((place for end in ends if (place := text.find(end, span.end)) >= 0), default=len(text))
    return bool(_ANY_KEPT.search(text, start, end) or (not posted and _PERSONS_KEPT.search(text)))


def _dates_a_signature(text: str, start: int, line: str) -> bool:
    """Whether a line wants the day of the signature above it."""
    above = text[text.rfind("\n", 0, max(start - 1, 0)) + 1 : max(start - 1, 0)]
    return bool(_DATE_LINE.fullmatch(line.strip()) and _SIGNED.search(re.sub(r"[_＿﹍\s]*$", "", above)))
