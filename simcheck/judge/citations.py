"""Citations: whether a draft says, before words that a law or a superior said first, whose words they are."""

from __future__ import annotations

import functools
import re

from simcheck.judge.quotations import words_of
from simcheck.patterns import regex
from simcheck.scoring import SCORING

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


_ITEM = regex(
    r"\s*(?:第[〇零一二三四五六七八九十百千\d]+[条款项章]|[一二三四五六七八九十]+(?:是|要|[、.．])|[（(][一二三四五六七八九十\d]+[）)]|\d+[.．、]|第[一二三四五六七八九十]+[，,、]|——)"
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
