# ruff: noqa: E501 - a pattern of Chinese words stands in one line
"""Attributed: the sentences of a text that say by name of which law, document or leader they are, without marks."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import NamedTuple

from simcheck.caching import MIB
from simcheck.patterns import regex
from simcheck.scoring import SCORING
from simcheck.text.paragraphs import by_paragraph

_NUMBERS = SCORING.quoting

#: The end of a sentence.
END = regex(r"[。！？\n]")
_SILENT = regex(r"[\W_]+")
#: The number of a document: 平政办发〔2025〕17号.
_NUMBER = r"[\u4e00-\u9fff]{1,12}[〔［\[【(（〈]\s*(?:19|20)\d\d\s*[〕］\]】)）〉]\s*第?\s*\d{1,5}\s*号"
_ITS_NUMBER = regex(_NUMBER)
#: What may stand behind the name of a document: its number, what it is called below.
_BEHIND = rf"(?:\s*(?:[（(](?:{_NUMBER}|[^（()）\n]{{2,30}})(?:[，,、][^（()）\n]{{2,24}})?[）)]|{_NUMBER}))"
#: What a document is called by what it is; nobody writes a sentence that ends so.
_NOUN = r"(?:通知|通报|通告|公告|公报|意见|决定|决议|命令|请示|批复|函|纪要|方案|办法|规定|细则|规则|条例|要点|计划|规划|预案|报告|讲话|总结|制度|公约|章程|法)"
_NAME = regex(rf"《[^》。，；！？\n]{{2,60}}{_NOUN}(?:[（(][^（()）\n]{{1,16}}[）)])?》{_BEHIND}{{0,2}}|{_NUMBER}")
#: The office right before the name of its document, 市水利局印发的《…》.
_OFFICE = regex(
    r"[\u4e00-\u9fff]{2,20}(?:政府|办公室|办公厅|委员会|[省市县区镇乡]委|[局厅部院署])(?:(?:印发|下发|转发|发布|出台)的?)?\s*$"
)


class Attributed(NamedTuple):
    """A sentence that says whose words it is: the code points ``[start, end)``, of which the first ``naming`` say so;
    the work or the speaker in letters alone; and the number of the document, with what stands before it, in letters
    and digits alone where it is told."""

    start: int
    end: int
    naming: int
    name: str
    number: str = ""


@by_paragraph(MIB)
def attributed(text: str) -> Iterator[Attributed]:
    """The sentences of a text that give the words of a law, of a document or of a national leader by name or number:
    《…》第四条规定，… and 按照《…》（平政办发〔2025〕17号）要求，… and 党的二十大报告指出，…. A meeting names nobody.

    >>> [one.name for one in attributed("根据《安全生产法》第四条规定，单位必须遵守本法。会议指出，要抓紧。")]
    ['安全生产法']
    >>> [one.number for one in attributed("《关于防汛的通知》（平政办发〔2025〕17号）要求，险情半小时内上报。")]
    ['平政办发202517号']
    """
    for one in _by_name().finditer(text):
        stop = END.search(text, one.end())
        end = min(stop.end() if stop else len(text), one.end() + _NUMBERS.cited_sentence)
        name = plain(one["work"] or one["who"] or "").removeprefix("中华人民共和国")
        number = _ITS_NUMBER.search(one[0])
        yield Attributed(one.start(), end, one.end() - one.start(), name, plain(number[0]) if number else "")


class Named(NamedTuple):
    """The name of a document, or its number, the code points ``[start, end)`` of a text."""

    start: int
    end: int


@by_paragraph(MIB)
def named_documents(text: str) -> Iterator[Named]:
    """The names of documents in a text, in order, with the offices before them and the numbers behind; numbers alone.
    A sentence in the marks of a name is none.

    >>> text = "平岗市人民政府办公室《关于做好防汛工作的通知》（平政办发〔2025〕17号）要求早报，《早报、快报，不瞒报》。"
    >>> [text[start:end] for start, end in named_documents(text)]
    ['平岗市人民政府办公室《关于做好防汛工作的通知》（平政办发〔2025〕17号）']
    """
    for one in _NAME.finditer(text):
        before = _OFFICE.search(text[max(0, one.start() - _NUMBERS.office) : one.start()])
        yield Named(one.start() - len(before[0] if before else ""), one.end())


def plain(text: str) -> str:
    """A text in letters and digits alone.

    >>> plain("平政办发〔2025〕17号")
    '平政办发202517号'
    """
    return _SILENT.sub("", text)


@functools.cache
def _by_name() -> re.Pattern[str]:
    article = r"[^。！？；，,\n]{0,12}第[〇零一二三四五六七八九十百千\d]+条(?:第[一二三四五六七八九十\d]+[款项])?"
    says = r"(?:明确|反复|多次|特别|深刻|再次|曾)?(?:规定|指出|强调|要求|提出|写道|写明|载明|明确)(?:的是|了|到|过)?"
    paper = r"(?:文件|文|精神)?(?:中|里)?(?:的)?(?:有关|相关|具体)?"
    leaders = (
        r"(?:习近平)?总书记|国家主席\w{2,4}|国务院总理|党中央|国务院|中央\w{1,12}会议|党的[一二三四五六七八九十]+大(?:报告)?"
        r"|党的[一二三四五六七八九十]+届[一二三四五六七八九]中全会(?:决定|公报|《决定》)?|宪法|[\u4e00-\u9fff]{2,16}法"
    )
    return re.compile(
        rf"(?:根据|按照|依照|依据|遵照|落实)?《(?P<work>[^》\n]{{2,60}})》{_BEHIND}{{0,2}}(?:{article}(?:的)?(?:{says})?|{paper}{says})[，,：:]"
        rf"|(?:根据|按照|依照|依据|遵照|落实)?{_NUMBER}{paper}{says}[，,：:]"
        rf"|(?P<who>{leaders})(?:{article}|在[^。！？；\n]{{2,40}}[上时中])?(?:的)?{says}[，,：:]"
    )
