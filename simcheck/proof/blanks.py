# ruff: noqa: E501 - a pattern of Chinese words stands in one line
"""Blanks: what a form wants to have filled in, and nobody filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from simcheck.types import Leftover

_UNIT = "年月日时省市县区州镇乡村街道社区同志局办部委厅公司元万亿％%人户个项次场家亩"
_SURNAMED = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
_BLANK = re.compile(
    rf"(?<![A-Za-z])(?:20[XxＸ×✕*]{{2}}|[XxＸ×✕*]{{2,}}|[XxＸ×✕](?=[{_UNIT}]))(?:(?=年)年)?(?![A-Za-z])"
    r"|_{2,}|＿{2,}|﹍{2,}|\.{6,}(?=[^\s.])"
    rf"|(?<![{_SURNAMED}])某某某?"
    r"|(?<![A-Za-z])(?:TODO|TBD|FIXME|XXX+)(?![A-Za-z])|[○〇]{2,}(?=[年月日省市县区镇乡村同志])"
    r"|[【\[（(〔](?:[^】\]）)〕\n]{0,12}(?:此处|待补充|待定|待核|待填|请填写|填写|插入|补充数据|数据待|略写|单位名称|姓名|地名|年份)[^】\]）)〕\n]{0,12}|\s*)[】\]）)〕]"
    r"|待补充|待核实数据|此处填写|[？?]{2,}(?=[年月日亿万个%％])",
)
_RULE = re.compile(r"[_＿﹍*×XＸx.\s]+")


def blanks(text: str) -> Iterator[Leftover]:
    """What was to be filled in: 20XX年, ××市, 某某某, ____, TODO, （待补充）; rules across the page are none.

    >>> [one.text for one in blanks("20XX年，某某某同志到____调研，王某某获奖。")]
    ['20XX年', '某某某', '____']
    """
    for found in _BLANK.finditer(text):
        start = text.rfind("\n", 0, found.start()) + 1
        end = text.find("\n", found.end())
        if not _RULE.fullmatch(text[start : len(text) if end < 0 else end]):
            yield Leftover("blank", *found.span(), found[0], "模板中待填写的内容没有填写")
