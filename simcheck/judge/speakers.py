# ruff: noqa: E501 - a pattern of Chinese words stands in one line
"""Speakers: whom a draft names as the speaker of quoted words, and whether a source can be that one's."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import Self

from simcheck.judge.quotations import words_of
from simcheck.patterns import regex
from simcheck.scoring import SCORING
from simcheck.text.makers import made_below
from simcheck.text.manner import says_nothing
from simcheck.types import Document

_NUMBERS = SCORING.quoting
#: Speakers whose words no speech or document of a corpus is: sayings, the ancients, the people in the street.
_NOBODY = regex(
    r"古人|古语|古训|古诗|俗话|俗语|常言|谚语|老话|诗云|诗曰|诗人|子曰|孔子|孟子|有道是|名言|群众说|老百姓|村民|网友|民谣"
)
#: Somebody or everybody, right before the mark or right behind it: 有人说，“…”; “…”，大家都这么说.
_SOMEBODY = (
    r"(?:(?<![没只就是])有(?:的|些|一些|不少|许多|很多)?(?:人|同志|干部)|人们|大家|坊间|民间|外界)(?:[曾常也就还都总]|可能|总是|经常|这么|这样){0,3}"
    r"(?:说|讲|问|认为|觉得|提出|提到|指出|强调|反映|形容|概括|写道|流传)|据说|听说|据传"
)
_SOMEBODY_SPEAKS = regex(rf"(?:{_SOMEBODY})[^，。；：,:\n]{{0,8}}[，：:,]?\s*$")
_SOMEBODY_SPOKE = regex(rf"[，,]?\s*(?:——|--)?(?:{_SOMEBODY})")
#: National leaders and the centre, who are no source of a county's speech unless that gives their words.
_LEADER = r"(?:总书记|习近平(?!新时代)|毛泽东|邓小平|江泽民|胡锦涛|毛主席|国家主席|国务院总理|李强总理|李克强|周恩来|党中央|中共中央|国务院)"
_NAMED_LEADER = regex(_LEADER)
_POST = r"(?:书记|[省市县区州镇乡村局厅处部校院社所站]长|主任|主席|总经理|董事长)"
#: Surnames of one character that begin few other words.
_SURNAME = "[王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗郑梁谢宋唐许韩冯邓曹彭肖田董袁潘蒋蔡余杜叶程苏魏吕丁沈姚卢姜崔钟谭陆汪范石廖贾夏韦付邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺毛郝龚邵钱覃武戴莫孔汤]"
#: An author who is no person.
_OFFICE = regex("(?:政府|委员会|办公室|[委局部院校]|公司|中心|大学|集团)$")


#: How the name of an office or a document ends.
_WRITES = regex(
    "(?:政府|办公室|办公厅|委员会|指挥部|领导小组|[省市县区州旗镇乡党纪]委|[局厅部院署]|党组|集团|公司|协会|文件|通知|意见|方案|办法|规定|条例|决定|决议|规划|计划|要点|报告|纪要|公报|章程|法|》|[）)]|号)$"
)
_UNNAMED = regex(r"(?:这次|本次|此次|今天的?|该)?(?:会议|大会|全会|会上)?(?:上)?")


@dataclass(frozen=True, slots=True)
class Speaker:
    """Whom the words around a quotation name as its speaker: ``nobody`` in particular, a national ``leader``, or a
    person of a ``name``; none of them where it is an office, a meeting or nothing that can be told."""

    nobody: bool
    leader: bool
    name: str | None

    @classmethod
    def around(cls, before: str, behind: str) -> Self:
        """The speaker by the words of the sentence before the quotation and those behind it.

        >>> Speaker.around("习近平总书记在青川考察时强调，", "").leader, Speaker.around("县委书记林海峰强调：", "").name
        (True, '林海峰')
        >>> Speaker.around("按照党中央部署，县委书记反复强调，", "")
        Speaker(nobody=False, leader=False, name=None)
        """
        who = _speaks().search(before) or _spoke().match(behind)
        return cls(
            bool(_NOBODY.search(before + behind) or _SOMEBODY_SPEAKS.search(before) or _SOMEBODY_SPOKE.match(behind)),
            bool(who and who["leader"]),
            (who["name"] or who["called"]) if who else None,
        )

    def is_another_than(self, source: Document, passage: tuple[int, int] | None) -> bool:
        """Whether it is somebody who neither is the author of a source nor is named there before or in the passage
        ``[start, end)`` of it, or anywhere where that is unknown. A superior's text can be a leader's, and any text
        whose author is unknown anybody's, save a county's a leader's."""
        if not (self.leader or self.name) or source.source_class == "authority":
            return False
        author = source.author or ""
        unknown = not author or (self.name and _OFFICE.search(author))
        if unknown and not (self.leader and made_below((source.title or "",), source.text)):
            return False
        start, end = passage or (0, len(source.text))
        told = f"{author}\n{source.text[max(0, start - _NUMBERS.cited_before) : end]}"
        return not _NAMED_LEADER.search(told) if self.leader else (self.name or "") not in re.sub(r"\s", "", told)


def speaks(before: str) -> bool:
    """Whether the words before a quotation are of somebody who speaks, a person or a meeting, and no office or document
    that writes; so they are where nobody is told.

    >>> speaks("会议强调："), speaks("县委书记反复强调，"), speaks("市水利局明确要求："), speaks("通知要求：")
    (True, True, False, False)
    """
    subject = _subject().search(before)
    return not (subject and _WRITES.search(subject["who"]))


def is_own_meeting(before: str) -> bool:
    """Whether the words before a quotation are of a meeting that is not called by any name.

    >>> is_own_meeting("会议强调："), is_own_meeting("市委经济工作会议强调：")
    (True, False)
    """
    subject = _subject().search(before)
    return bool(subject and _UNNAMED.fullmatch(subject["who"]))


def is_unsaid(source: Document, passage: tuple[int, int] | None) -> bool:
    """Whether nobody said the passage ``[start, end)`` of a source: it is a plan, a notice, a rule or a letter, which
    does not give these words as a person's or a meeting's either."""
    if not says_nothing(source):
        return False
    start, end = passage or (0, len(source.text))
    line = source.text.rfind("\n", 0, start) + 1
    told = source.text[max(line, start - _NUMBERS.cited_before) : min(end, start + _NUMBERS.cited_inside)]
    return not _said().search(told)


def _person() -> str:
    # A person by post and name, the name up to a word that goes on, or by name and post.
    goes_on = f"同志|[在曾又还也于对向，,]|明确|反复|深刻|多次|再三|{words_of('speech_verbs.txt')}|{words_of('speaker_verbs.txt')}"
    name = rf"{_SURNAME}(?:(?![省市县区州乡镇村委局厅部院校所站事会组办中])[\u4e00-\u9fff]){{1,2}}?"
    return rf"(?:{_POST}(?P<name>{name})(?={goes_on})|(?P<called>{name})(?:{_POST}|同志|代表|教授))"


@functools.cache
def _speaks() -> re.Pattern[str]:
    # The speaker, where and when, the verb, and hardly more up to the mark.
    verbs = words_of("speech_verbs.txt")
    return re.compile(
        rf"(?:(?P<leader>{_LEADER})|{_person()})[^，。；：“”\n]{{0,30}}?(?:{verbs})[^，。；：,:\n]{{0,8}}[，：:,]?\s*$"
    )


@functools.cache
def _spoke() -> re.Pattern[str]:
    return re.compile(
        rf"[，,]?\s*(?:——|--)?[^，。；：“”\n]{{0,8}}?(?:(?P<leader>{_LEADER})|{_person()})[^，。；：“”\n]{{0,12}}?(?:{words_of('speaker_verbs.txt')})"
    )


@functools.cache
def _subject() -> re.Pattern[str]:
    # Who, how and the verb, and hardly more up to the mark.
    how = "(?:明确|反复|多次|特别|深刻|再次|进一步|着重|严肃|郑重|还|也|又|曾|中)"
    return re.compile(
        rf"(?:^|[，,：:\s])(?P<who>[^，,。；：:\n]{{0,30}}?){how}*(?:{words_of('speech_verbs.txt')})(?:的是|到|了|过)?[^。；：,:\n]{{0,12}}[，：:,]?\s*$"
    )


@functools.cache
def _said() -> re.Pattern[str]:
    who = "(?:会议|大会|全会|会上|同志|书记|[省市县区州镇乡村局]长|主任|主席|领导|代表|群众)"
    return re.compile(
        rf"{who}[^。；\n]{{0,16}}?(?:{words_of('speech_verbs.txt')})(?:的是|到|了|过)?[^。；\n]{{0,8}}?[，：:,]"
    )
