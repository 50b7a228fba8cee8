"""The lines above a speech: its title, the day it was held and who held it, where they can be told for certain."""

from __future__ import annotations

from dataclasses import dataclass

from simcheck.patterns import regex
from simcheck.readers.dates import iso

_SPEECH = (
    r"(?:讲话|报告|致辞|致词|发言|演讲|贺词|献词|贺信|述职|表态|汇报|说明|总结|意见|講話|報告|致辭|演講|賀詞|發言)"
    r"(?:稿|材料|提纲|摘要|要点|全文)?(?:\s*[（(〔][^）)〕]{1,12}[）)〕])?"
)
_ENGLISH = r"(?:Report|Speech|Remarks|Address|Statement)\b[^.!?;:]{3,100}"
_TITLE = regex(rf"[^。！？；：:;!?]{{0,60}}{_SPEECH}|{_ENGLISH}")
_PART = regex(r"[^。！？；：:;!?]{2,40}")
#: What begins like a title and is the first sentence of the speech.
_SPOKEN = regex(r"(?:今天|现在|下面|刚才|首先|各位|同志|尊敬|我)")
_YEAR = r"(?:(?:19|20)\d\d|[一二][〇○零一二三四五六七八九０]{3})\s*年"
_DATE = rf"{_YEAR}[\d\s一二三四五六七八九十〇]*月(?:[\d\s一二三四五六七八九十]+[日号])?"
_HELD = regex(rf"[（(〔—\-─\s]*{_DATE}\s*(?:[）)〕]|在.{{2,40}}|[　\s].{{0,20}})?[）)〕]?")
_ROLE = (
    r"(?:省长|市长|县长|区长|州长|盟长|旗长|镇长|乡长|书记|主任|局长|厅长|部长|主席|校长|院长|秘书长|司长|处长|总理)"
)
_NAME = r"[\u4e00-\u9fff×某·]{1,4}(?:[ 　][\u4e00-\u9fff×某]{1,2})?"
_SPEAKER = regex(rf"[（(]?(?:[\u4e00-\u9fff、]{{0,20}}{_ROLE}[ 　:：]*{_NAME})[）)]?")
_OFFICE = r"(?:政府|委员会|办公室|党委|市委|县委|区委|省委|局|厅|党组|集团|公司|大学|学校)"
_UNIT = regex(rf"[\u4e00-\u9fff×]{{2,24}}{_OFFICE}")
_NAMED = regex(r"(?:作者|报告人|讲话人|发言人|来源|单位|发布单位)\s*[:：]\s*(?P<who>\S.{1,30})")
#: Lines above the text that are looked at.
_ABOVE = 6


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above a text; None where nothing certain does. ``date`` is ISO 8601."""

    title: str | None = None
    author: str | None = None
    date: str | None = None


def heading(text: str) -> Heading:
    """Title, speaker or office, and day, from the first lines of a speech.

    A title ends in a word such as 讲话 or 报告, on one line or two; without one, nothing else is believed either.

    >>> heading("政府工作报告\\n——2024年1月15日在云川市第八届人民代表大会上\\n市长　王某某\\n各位代表：")
    Heading(title='政府工作报告', author='市长 王某某', date='2024-01-15')
    """
    lines = [" ".join(line.split()) for line in text[:4000].splitlines() if line.strip()][:_ABOVE]
    title, used = _title(lines)
    if title is None:
        return Heading()
    author = date = None
    for line in lines[used:]:
        if date is None and _HELD.fullmatch(line):
            date = iso(line)
        elif author is None and (who := _author(line)):
            author = who
        else:
            break
    return Heading(title, author, date)


def _title(lines: list[str]) -> tuple[str | None, int]:
    """The title, and how many lines it takes."""
    if not lines or _SPOKEN.match(lines[0]):
        return None, 0
    if _TITLE.fullmatch(lines[0]):
        return lines[0], 1
    if len(lines) > 1 and _PART.fullmatch(lines[0]) and _TITLE.fullmatch(lines[1]) and not _SPOKEN.match(lines[1]):
        return lines[0] + lines[1], 2
    return None, 0


def _author(line: str) -> str | None:
    named = _NAMED.fullmatch(line)
    if named:
        return named["who"]
    return line.strip("（）()") if _SPEAKER.fullmatch(line) or _UNIT.fullmatch(line) else None
