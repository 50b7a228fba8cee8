"""Citations: whether a draft says, before words that a law or a superior said first, whose words they are."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import NamedTuple

from simcheck.caching import MIB
from simcheck.judge.quotations import words_of
from simcheck.patterns import regex
from simcheck.scoring import SCORING
from simcheck.text.paragraphs import by_paragraph

_NUMBERS = SCORING.quoting


def cited(text: str, start: int, end: int) -> bool:
    """Whether the passage ``text[start:end]`` is said to be another's: 《安全生产法》第四条, 根据…规定, …指出, with or
    without quotation marks, in its paragraph or before the colon that announces its list.

    >>> text = "根据《安全生产法》第四条规定，生产经营单位必须遵守本法。另外，单位必须加强管理。"
    >>> cited(text, 15, 28), cited("单位必须遵守本法。", 0, 9)
    (True, False)
    """
    paragraph = text.rfind("\n", 0, start) + 1
    before = text[max(paragraph, start - _NUMBERS.cited_before) : start]
    inside = text[start : min(end, start + _NUMBERS.cited_inside)].partition("\n")[0]
    return bool(_attribution().search(before + inside) or _attribution().search(_announcing(text, paragraph)))


def _announcing(text: str, paragraph: int) -> str:
    """The end of the line above a paragraph, or above its list, that ends in what somebody says: 会议指出：; nothing
    where none does."""
    at = paragraph
    while at:
        above = text.rfind("\n", 0, at - 1) + 1
        line = text[above : at - 1].rstrip()
        if line.endswith(("：", ":")):
            return line[-_NUMBERS.cited_before :] if _announces().search(line) else ""
        if not _ITEM.match(text, at) or (line and not _ITEM.match(line)):
            return ""
        at = above
    return ""


class Attributed(NamedTuple):
    """A sentence that says whose words it is: the code points ``[start, end)`` with what names them, and the work or
    the speaker in letters alone."""

    start: int
    end: int
    name: str


@by_paragraph(MIB)
def attributed(text: str) -> Iterator[Attributed]:
    """The sentences of a text that give the words of a law, of a document or of a national leader by name:
    《…》第四条规定，… and 党的二十大报告指出，…. A meeting, or 按照…要求, names nobody.

    >>> [one.name for one in attributed("根据《安全生产法》第四条规定，单位必须遵守本法。会议指出，要抓紧。")]
    ['安全生产法']
    """
    for one in _by_name().finditer(text):
        stop = _END.search(text, one.end())
        end = min(stop.end() if stop else len(text), one.end() + _NUMBERS.cited_sentence)
        name = _SILENT.sub("", one["work"] or one["who"]).removeprefix("中华人民共和国")
        yield Attributed(one.start(), end, name)


_ITEM = regex(
    r"\s*(?:第[〇零一二三四五六七八九十百千\d]+[条款项章]|[一二三四五六七八九十]+(?:是|要|[、.．])|[（(][一二三四五六七八九十\d]+[）)]|\d+[.．、]|第[一二三四五六七八九十]+[，,、]|——)"
)
_END = regex(r"[。！？\n]")
_SILENT = regex(r"[\W_]+")


@functools.cache
def _by_name() -> re.Pattern[str]:
    article = r"[^。！？；，,\n]{0,12}第[〇零一二三四五六七八九十百千\d]+条(?:第[一二三四五六七八九十\d]+[款项])?"
    says = r"(?:明确|反复|多次|特别|深刻|再次|曾)?(?:规定|指出|强调|要求|提出|写道|写明|载明|明确)(?:的是|了|到|过)?"
    leaders = (
        r"(?:习近平)?总书记|国家主席\w{2,4}|国务院总理|党中央|国务院|中央\w{1,12}会议|党的[一二三四五六七八九十]+大(?:报告)?"
        r"|党的[一二三四五六七八九十]+届[一二三四五六七八九十]中全会(?:决定|公报|《决定》)?|宪法|[\u4e00-\u9fff]{2,16}法"
    )
    return re.compile(
        rf"(?:根据|按照|依照|依据|遵照)?《(?P<work>[^》\n]{{2,40}})》(?:{article}(?:的)?(?:{says})?|[中里]?{says})[，,：:]"
        rf"|(?P<who>{leaders})(?:{article}|在[^。！？；\n]{{2,40}}[上时中])?(?:的)?{says}[，,：:]"
    )


@functools.cache
def _attribution() -> re.Pattern[str]:
    verbs = f"(?:{words_of('speech_verbs.txt')}|规定|明确|载明|写道|写入|提出|部署)"
    return re.compile(
        rf"《[^》\n]{{2,40}}》[^。！？\n]{{0,24}}(?:第[〇零一二三四五六七八九十百千\d]+[条款项章]|{verbs}|要求|精神|中)"
        rf"|(?:根据|按照|依照|依据|遵照|落实)[^。！？\n]{{0,40}}(?:规定|要求|精神|部署|决定|意见)"
        rf"|(?:总书记|主席|总理|党中央|国务院|省委|市委|报告|大会|全会|决定|决议|会议|宪法|[\u4e00-\u9fff]法|条例|文件|领导同志)[^。！？\n]{{0,24}}{verbs}(?:的是|了|到|过)?[^。！？\n]{{0,6}}[，,：:]"
    )


@functools.cache
def _announces() -> re.Pattern[str]:
    return re.compile(
        rf"(?:{words_of('speech_verbs.txt')}|规定|明确|载明|写道|提出|部署|要求)(?:的是|了|到|过|如下)?[：:]$"
    )
