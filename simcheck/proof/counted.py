"""Counted: figures, days, years, documents and meetings that stand in a draft because they stood in its source."""

from __future__ import annotations

import re
from collections.abc import Iterator

from simcheck.patterns import regex
from simcheck.proof import documents
from simcheck.proof.anchors import in_its_words
from simcheck.proof.compared import Compared, Span, sentences
from simcheck.proof.earlier import kept_rightly
from simcheck.proof.figures import local
from simcheck.proof.gazetteer import above, places
from simcheck.proof.lives import is_of_all, years_of_one
from simcheck.proof.measured import measures_the_same
from simcheck.proof.neighbours import of_another
from simcheck.proof.numbers import TELEPHONE, Number, in_digits, is_bound, numbers
from simcheck.proof.shared import a_norm, above_both, everybodys_day
from simcheck.proof.signed import addressees
from simcheck.scoring import SCORING
from simcheck.types import Identity, Leftover, LeftoverKind

_PROOF = SCORING.proof

_YEARS = regex(r"(?<![\d—-])(20\d\d)(?:年度?|(?=[—-])|(?=[”》]))(?!以来|至|到|—|-)")
#: What stands behind a document that another one replaces.
_REPLACED = regex("[》）)]?(?:同时|即行)?(?:废止|停止执行)")
#: A month without its day and its year, which a plan of each year has.
_MONTHS = regex(r"\d{1,2}月(?:份)?")
_IN_FORCE = regex(r"\d{1,2}月\d{1,2}日起?(?:施行|实施)")
#: 本通告自2025年5月1日起施行: when the draft itself is in force.
_OWN_FORCE = regex(r"^\s*(?:本[\u4e00-\u9fff]{2,6})?自(?=20\d\d年)")
#: 教育部令第53号: by whom an order of the country is.
_ORDER = regex("(?:部|署|总局|国务院|主席|委员会|人民银行)令[（(]?$")
#: 教育部010-66097980: whose telephone is everybody's.
_MINISTRY = regex("(?:[育政障生安业理]部|总局|国家[\u4e00-\u9fff]{2,6})[：:]?$")
#: A day right before an hour: 4月29日9:30.
_DAY_BEFORE = regex(r"(?:20\d\d年)?\d{1,2}月\d{1,2}日(?:（[^）]{1,6}）|上午|下午)?\s?$")
#: What a day is the end of: 2026年3月至4月.
_RANGE_BEFORE = regex(r"(20\d\d年\d{1,2}月(?:\d{1,2}日)?)[至到—－-]$")
#: What is still to come; what looks back on a year, in its title.
_PLANNED = regex(
    "力争|确保|争取|计划|拟于|预计|将于|下一步|务必|[月底日]前(?:建成|完成|实现|办结|交付|投用|投入|开工|开通)"
)
_REVIEW = regex("总结|述职|工作报告|情况")
#: A part of a year that any office speaks of.
_TERM = regex(r"20\d\d年(?:[底初末]|[春秋]季(?:学期)?)")
#: Until when something is to be done, behind a year: 2025年5月底前, 2025年一季度前, 2025年春节期间; and what was done.
_DEADLINE = regex(
    "(?:\\d{1,2}月|[一二三四]季度|[上下]半年|[春秋]季|元旦|春节|年?[中底末])[^，。；、]{0,8}?(?:(?<!目)前|期间)"
)
_WAS_DONE = regex("[已了]")
#: Behind a day by which something is to be done.
_LIMIT = regex("(?:之|以)?前")
#: Holidays whose days are others each year.
_BY_THE_MOON = regex("(?:春节|中秋|端午|清明|元宵)[节]?(?:假期|放假)?|放假(?:时间|调休)?|调休")
#: A year in full.
FULL_YEAR = regex(r"(?<!\d)(?:1[89]|20)\d\d年")
SAID = {
    "place": "中的地名，请核对",
    "unit": "中的单位或项目名称，请核对",
    "person": "中的人名，请核对是否本地人员",
    "document": "中的文号，请核对",
}


def numbers_of(
    text: str, one: Compared, identity: Identity, own: str, origin: str
) -> Iterator[tuple[LeftoverKind, Span, str]]:
    """Numbers of documents, figures, days, telephones and rooms that stand in the same words in the source."""
    inside = text[slice(*one.draft)]
    for found in documents.NUMBERED.finditer(inside):
        name = found[0]
        digits = name[re.search(r"[〔\[［]", name).start() :]  # type: ignore[union-attr]
        replaced = name[0] == "原" or _REPLACED.match(inside, found.end())
        if digits in one.near and not (replaced or documents.NATIONAL.match(name[-len(digits) - 3 :])):
            yield "document", one.at(*found.span()), f"{origin}中的文号，请核对"
    for number in numbers(inside):
        told = inside[number.start : number.end]
        if told in own or not _in_its_words(inside, number, one.near, same=not one.place):
            continue
        if _ORDER.search(inside, 0, number.start) or _is_renewed(inside, number, one.near):
            continue
        if one.place or not _holds_on(inside, number, one, identity):
            note = _note_on(inside, number, one, identity, text[: _PROOF.review], origin)
            if note:
                yield number.kind, one.at(number.start, number.end), note


def numbered_elsewhere(text: str, one: Compared, identity: Identity) -> Iterator[Leftover]:
    """Numbers of the houses of the source's place, wherever they stand: 松政办发〔2026〕6号 in a draft of 柳泉县."""
    mine, theirs = identity.place or "", one.told.place or ""
    own = {*mine, *"".join(above(mine))}
    wider = {
        name[0]
        for start, end in places(one.source.text)
        if above_both(name := one.source.text[start:end], mine, theirs)
    }
    if not mine or not theirs or theirs[0] in own | wider or theirs in addressees(text):
        return
    for found in documents.issued_by(theirs[0]).finditer(text):
        sentence = text[slice(*sentences(text, *found.span()))]
        if not of_another(sentence, theirs, one.source.text, mine):
            note = f"来源《{one.source.title or one.source.id}》{SAID['document']}"
            yield Leftover("document", *found.span(), found[0], note, one.source.id)


def _note_on(inside: str, number: Number, one: Compared, identity: Identity, title: str, origin: str) -> str | None:
    """Why a number does not belong into a draft; None for one that may."""
    told, around = inside[number.start : number.end], inside[slice(*sentences(inside, number.start, number.end))]
    if number.kind == "figure":
        if _is_norm(inside, number, around) or (told.endswith("周年") and not one.year):
            return None
        return f"与{origin}的数字相同，请换成本地数据" if one.place else "与往年稿件数字相同，请核对是否已更新"
    if number.kind == "date":
        anybodys = _is_anybodys_day(inside, number, around + title, year=one.year)
        if anybodys or _is_own_term(inside, number, identity) or not _is_recent(told, around, one, identity, title):
            return None
        return f"与{origin}的日期相同，请核对"
    return f"{origin}{SAID[number.kind]}" if one.place else None


def _holds_on(inside: str, number: Number, one: Compared, identity: Identity) -> bool:
    """Whether an office says a number or a month again with right: its own telephone, what it compares with, and what
    comes every year."""
    if (_MONTHS if number.kind == "date" else TELEPHONE).fullmatch(inside, number.start, number.end):
        return True
    return number.kind == "figure" and kept_rightly(inside, number.start, number.end, one.near, identity.year)


def _is_norm(inside: str, number: Number, around: str) -> bool:
    """Whether a figure is a bound or a norm that any place may have, or the telephone of a ministry."""
    told = inside[number.start : number.end]
    read = in_digits(inside, number.start)
    nats = local(read, number.start, number.end)
    if is_bound(inside, number.start, number.end, nats) or (a_norm(around) and not _is_telling(told)):
        return True
    if told[0] == "0" and _MINISTRY.search(inside, 0, number.start):
        return True
    return read[number.start].isdigit() and nats < SCORING.naming.local and not _is_telling(told)


def _is_anybodys_day(inside: str, number: Number, around: str, *, year: bool) -> bool:
    """Whether a day is the one of a law, or of the calendar; holidays by the moon are a ``year``'s own."""
    if inside[: number.start].endswith("截至"):
        return True
    if _IN_FORCE.search(inside[number.start : number.end + 4]):
        return not _OWN_FORCE.match(around)
    if year and _BY_THE_MOON.search(around) and not inside[number.start - 1 : number.start].isdigit():
        around = _BY_THE_MOON.sub("", around)
    return everybodys_day(inside, number.start, number.end, around)


def founded_of(text: str, one: Compared, own: str, origin: str) -> Iterator[tuple[LeftoverKind, Span, str]]:
    """In which year a school of the source was built, or somebody there was born."""
    inside = text[slice(*one.draft)]
    for start, end in years_of_one(inside, one.told.year):
        if inside[start:end] in one.near and inside[start:end] not in own:
            yield "date", one.at(start, end), f"与{origin}的日期相同，请核对"


def _is_recent(told: str, around: str, one: Compared, identity: Identity, title: str) -> bool:
    """Whether a day of a year is one of the source's own time; of its place, if not of its year."""
    if not (dated := FULL_YEAR.match(told)):
        return True
    now = one.told.year or identity.year or 0
    if not one.place and _is_past_limit(told, around, identity.year):
        return True
    if not one.place and _PLANNED.search(around):  # 力争2025年6月前完成, a year later
        over = int(dated[0][:4]) - (identity.year or 0)
        return now <= int(dated[0][:4]) and (over < 0 or (not over and bool(_REVIEW.search(title))))
    return (
        one.place
        and now - _PROOF.history < int(dated[0][:4]) <= now + 1
        and (not is_of_all(around) or bool(_OWN_FORCE.match(around)))
    )


def _is_own_term(inside: str, number: Number, identity: Identity) -> bool:
    """Whether a term is of the draft's own year, as in any text of that year (2026年秋季学期), or the end of that year,
    where nothing must be done before it."""
    told = inside[number.start : number.end]
    free = told.endswith("学期") or not _LIMIT.match(inside, number.end)
    return free and bool(_TERM.fullmatch(told)) and told.startswith(f"{identity.year}年")


def _is_past_limit(told: str, around: str, year: int | None) -> bool:
    """Whether a day by which something is still to be done is of a year before the text's own: 2024年5月31日前报送."""
    behind = around.partition(told)[2]
    return int(told[:4]) < (year or 0) and bool(_LIMIT.match(behind)) and not _WAS_DONE.search(around)


def _in_its_words(inside: str, number: Number, near: str, *, same: bool) -> bool:
    """Whether a number stands beside the same words in the source, or in a text of the ``same`` office is said of the
    same; telephones and rooms are known by themselves."""
    span, told = (number.start, number.end), inside[number.start : number.end]
    found = re.finditer(rf"(?<![\d.]){re.escape(told)}", near)
    if number.kind not in ("figure", "date"):
        return any(found)
    figure = number.kind == "figure"
    return any(
        _is_telling(told)
        or in_its_words(inside, span, near, one.start(), day=not figure)
        or (same and figure and measures_the_same(inside, span, near, one.start()))
        for one in found
    )


def _is_renewed(inside: str, number: Number, near: str) -> bool:
    """Whether what stands before a number says that it was looked at: another day, or words that have another number.

    >>> text = "比赛规模：5000人，其中半程3500人。"
    >>> _is_renewed(text, Number(5, 10, "figure"), "比赛规模：8000人，其中半程5000人。")
    True
    """
    day = _DAY_BEFORE.search(inside, max(0, number.start - 20), number.start)
    day = day or _RANGE_BEFORE.search(inside, max(0, number.start - 20), number.start)
    if number.kind == "date" and day:
        return day[0] not in near
    head = inside[max(0, number.start - _PROOF.slot) : number.start]
    told = inside[number.start : number.end]
    if number.kind != "figure" or not re.fullmatch("[\u4e00-\u9fff]+[：:]?", head):
        return False
    there = [found.end() for found in re.finditer(re.escape(head), near)]
    return bool(there) and all(near[at : at + 1].isdigit() and not near.startswith(told, at) for at in there)


def _is_telling(number: str) -> bool:
    """Whether a number is so exact that another place hardly has the same: 7.35%, 12874人."""
    digits = sum(one.isdigit() for one in number)
    return digits > _PROOF.digits or (digits > _PROOF.digits // 2 and "." in number)


def dated_of(text: str, one: Compared, identity: Identity, origin: str) -> Iterator[tuple[LeftoverKind, Span, str]]:
    """Documents, meetings and years that are those of the source's year."""
    inside = text[slice(*one.draft)]
    taken: list[Span] = []
    for kind, pattern in (("document", documents.DATED), ("meeting", documents.MEETING)):
        for found in pattern.finditer(inside):
            before = inside[max(0, found.start() - _PROOF.meeting) : found.start()]
            if (
                found[0] in one.near
                and str(identity.year) not in found[0]
                and not documents.holds_in(found[0], identity.year)
                and not re.search(r"党的|中央|全国", before + found[0])
            ):
                taken.append(found.span())
                said = "文件名称" if kind == "document" else "会议名称"
                yield kind, one.at(*found.span()), f"{origin}中的{said}，本稿属{identity.year}年"  # type: ignore[misc]
    for found in documents.SESSION.finditer(inside):
        if found[0] in one.near and not documents.NATIONWIDE.search(inside[max(0, found.start() - 4) : found.end()]):
            yield "meeting", one.at(*found.span()), f"{origin}中的会议名称，本稿属{identity.year}年"
    for found in _YEARS.finditer(inside):
        inner = any(start <= found.start() < end for start, end in taken)
        year, theirs = int(found[1]), one.told.year or 0
        recent = year == theirs or (one.place and theirs - 2 <= year < theirs and year < (identity.year or 0) - 1)
        law = _IN_FORCE.match(inside, found.end()) or _is_compared_year(inside, found.span(), one.near)
        told = recent and _year_in_its_words(inside, found.span(), one, identity.year)
        if not inner and not law and told:
            yield "date", one.at(*found.span()), f"{origin}的年份，本稿属{identity.year}年"
        elif not inner and year == theirs + 1 and _is_overdue(inside, found, one, identity.year, text[: _PROOF.review]):
            yield "date", one.at(*found.span()), f"与{origin}的期限相同，请核对"


def _is_compared_year(inside: str, span: Span, near: str) -> bool:
    """Whether a text compares with a year in words of its own: 比2024年提高, 而2024年是286人."""
    start, end = span
    return inside[start - 1 : start] in tuple("比较而与同") and inside[start - 1 : end + 3] not in near


def _is_overdue(inside: str, year: re.Match[str], one: Compared, now: int | None, title: str) -> bool:
    """Whether a year that is looked back on is one until when something is still to be done: the plans of the report
    before, 2025年5月底前完成 in the report of 2025."""
    until = _DEADLINE.match(inside, year.end())
    if until is None or int(year[1]) != now or not _REVIEW.search(title):
        return False
    sentence = inside[slice(*sentences(inside, *year.span()))]
    return inside[year.start() : until.end()] in one.near and not _WAS_DONE.search(sentence)


def _year_in_its_words(inside: str, span: Span, one: Compared, year: int | None) -> bool:
    """Whether a year stands in the same words in the source; any text tells of the year before, few of earlier ones."""
    told = inside[slice(*span)]
    if int(told[:4]) < (year or 0) - 1:
        return told in one.near
    return any(in_its_words(inside, span, one.near, found.start()) for found in re.finditer(re.escape(told), one.near))
