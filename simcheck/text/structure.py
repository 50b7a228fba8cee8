# ruff: noqa: E501 - a pattern of Chinese words stands in one line
"""Structure: which lines of an official document are its frame, and which are what its writer has to say.

The parts and their order are those of GB/T 9704 (党政机关公文格式), for speeches those that offices use. A part is only
taken for what it is by its shape *and* its place, and each is bounded, so that a copied body cannot pass for one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from simcheck.caching import MIB, memoize
from simcheck.scoring import SCORING
from simcheck.text.formalities import CLOSING, OPENING

Spans = tuple[tuple[int, int], ...]
#: 份号 密级 紧急程度 发文机关标志 发文字号 签发人 标题 时间地点 讲话人 主送或称谓 开场语 表头 附件说明 署名 成文日期 印章 附注
#: 出席列席 抄送 印发 结语
PartKind = Literal[
    "copy_number", "secrecy", "urgency", "issuer", "number", "signer", "title", "occasion", "speaker", "salutation",
    "opening", "table_head", "attachments", "signature", "date", "seal", "note", "attendance", "copies", "printing",
    "closing",
]  # fmt: skip

_NUMBERS = SCORING.framing

_DAY = r"[12〇一二○O0-9]{4}\s*年\s*[0-9〇一二三四五六七八九十XＸ×]{1,3}\s*月\s*(?:[0-9〇一二三四五六七八九十XＸ×]{1,3}\s*日)?"
_NOUN = (
    r"(?:讲话(?:提纲|稿|要点)?|致辞|致词|发言(?:提纲|稿|材料)?|报告|通知|通报|通告|公告|公报|意见|决定|决议|命令|议案|请示|批复|函|纪要|方案|办法|规定"
    r"|细则|规则|条例|要点|计划|规划|总结|汇报|材料|主持词|动员令|倡议书|建议|清单|倡议|指南|答复|情况|一封信|公开信|贺信|慰问信|感谢信|讲稿|党课|预案)"
)
_ORGANS = (
    r"(?:委员会|委|政府|人大|政协|[厅局部院会社团办处所站科室组县市区州盟旗乡镇村府]|办公室|办公厅|中心|公司|集团|银行|学校|学院|大学|医院|支队|大队|军分区"
    r"|街道|部门|单位|企业|机关|机构|社区|党组|支部|领导|同志)"
)
_ORGAN = re.compile(rf"[\w（）()]{{1,24}}{_ORGANS}(?:[（(][^）)]{{0,20}}[）)])?")
_CALLED = re.compile(
    r"(?:尊敬的|亲爱的)?(?:各位|全体)?[\w]{0,8}"
    r"(?:同志们?|代表们?|委员们?|领导|来宾|嘉宾|朋友们?|女士们?|先生们?|同仁|同事们?|老师们?|同学们?|乡亲们|战友们|企业家|专家|村民|市民|居民|群众|职工|员工|干部|同胞|听众|网友|主席|主席团|主任|书记)"
)
_HEAD: tuple[tuple[PartKind, re.Pattern[str]], ...] = (
    ("copy_number", re.compile(r"(?:份号[：:]?\s*)?(?:No\.?\s*)?0*\d{3,6}")),
    ("secrecy", re.compile(r"(?:密级[：:]?\s*)?(?:绝密|机密|秘密|内部资料|内部文件|注意保存)(?:\s*[★☆]\s*\S{0,6})?(?:\s*(?:特急|加急|平急))?")),
    ("urgency", re.compile(r"(?:紧急程度[：:]?\s*)?(?:特急|加急|特提|平急)(?:\s*·?\s*明电)?")),
    ("number", re.compile(
        r"(?:(?:特急|加急|平急|急件)\s+)?\w{0,14}\s*[〔［\[(（]\s*(?:20\d\d|20XX|\d{2}XX)\s*[〕］\])）]\s*第?\s*[\dXＸ×]{1,4}\s*[号期]"
        r"(?:\s*签发人[：:]?\s*[\w\s]{0,12})?|[（(]?(?:20\d\d年)?(?:总)?第\s*[\d一二三四五六七八九十百]{1,4}\s*[号期][）)]?(?:\s*[（(]总第\s*\d{1,4}\s*期[）)])?"
    )),
    ("signer", re.compile(r"(?:签发人|会签人|签发)[：:]\s*[\w\s、]{1,20}")),
    ("issuer", re.compile(
        rf"[\w（）()]{{2,26}}{_ORGANS}(?:\s*(?:文件|明电|函)|令)?(?:\s+[\w（）()]{{2,26}}{_ORGANS}(?:\s*文件)?){{0,4}}"
        rf"|[\w（）()]{{2,26}}(?:文件|会议纪要|明传电报|简报|专报|快报|工作动态|工作信息|信息快报)|[\w（）()]{{2,26}}{_ORGANS}\s+{_DAY}"
    )),
)  # fmt: skip
_BELOW: tuple[tuple[PartKind, re.Pattern[str]], ...] = (
    ("occasion", re.compile(rf"[（(]?\s*{_DAY}\s*[）)]?")),
    ("occasion", re.compile(rf"[（(]\s*(?:{_DAY})?[，,\s]*(?:在)?[\w、“”—]{{0,40}}(?:会议?|会议室|期间|现场|讨论稿|送审稿|征求意见稿|草案|修改稿|审议稿|稿|通过)上?\s*[）)]")),
    ("occasion", re.compile(rf"(?:{_DAY})?\s*在[\w、“”]{{3,40}}(?:会议?|大会|仪式|活动|论坛)上(?:的(?:讲话|报告|致辞))?")),
    ("occasion", re.compile(r"[（(](?:(?:根据|据)[\w]{0,6}录音整理|节选|摘要|全文|草案|提纲)(?:[，,][\w]{2,12})?[）)]")),
    ("speaker", re.compile(r"(?:[\w、]{0,24}(?:书记|县长|市长|区长|省长|镇长|乡长|主任|局长|部长|主席|院长|检察长|校长|厅长|秘书长|处长|总经理|董事长)\s*)[\w·\s]{2,8}")),
    ("speaker", re.compile(r"(?:讲话人|报告人|发言人|主持人|主讲人|汇报人|述职人|宣讲人|作者)[：:]\s*\S[\w\s·]{1,24}|[\w]{1,2}\s{1,3}[\w]{1,2}|[X×某]{2,4}")),
)  # fmt: skip
_SIGNER = re.compile(r"(?:[\w]{0,12}(?:[省市县区镇乡]长|主任|局长|书记|院长|检察长|会长))[：:\s]\s*[\w\s]{2,6}")
_SEAL = re.compile(r"[（(](?:印章|盖章|公章|加盖公章|印)[）)]")
_NOTE = re.compile(
    r"[（(](?:此件|本文|联系人|联系电话|附注|公开方式|共印|信息公开|印发范围|主动公开|依申请公开)[^。；！？\n]{0,50}[）)]|(?:公开方式|联系人|联系电话|信息公开选项)[：:][^。；！？\n]{1,40}"
)
_COPIES = re.compile(r"(?:抄送|抄报|主送|分送|报|送|发)[：:]\s*(.+)")
_KEYWORDS = re.compile(r"主题词[：:]\s*\w{2,8}(?:\s+\w{2,8}){0,8}")
_ATTENDED = re.compile(r"(?:出席|列席|参加|请假|缺席|主持|记录|整理)(?:人员|人|单位)?[：:]\s*(.+)")
_PRINTING = re.compile(rf"[\w（）()]{{2,30}}{_ORGANS}\s*{_DAY}\s*印发|(?:共印|印数)[：:]?\s*\d+\s*份")
_ATTACHED = re.compile(r"附件[：:]?\s*(?:\d{1,2}\s*[.．、])?\s*(.+)")
_ATTACHED_MORE = re.compile(r"\d{1,2}\s*[.．、]\s*(.+)")
_ATTACHED_NOUN = re.compile(
    rf"[^。；！？\n]{{1,44}}(?:{_NOUN}|表|名单|清单|目录|说明|图|书|样式|模板|台账|分工|》)(?:[（(][^）)]{{1,12}}[）)])?"
)
_TABLE = re.compile(
    r"序号|姓名|单位|职务|备注|时间|地点|责任\w*|牵头\w*|项目\w*|任务\w*|完成时限|联系\w*|电话|内容|措施|目标|类别|名称|数量|部门|配合\w*|分管领导|指标|金额|进度|编号|性别|年龄|工作\w*"
)

_SENTENCE = re.compile(r"[^。！？；：!?;:\n]+[。！？；：!?;:]*")
#: How often a part may come, where a document has one or a few.
_TIMES: dict[PartKind, int] = {
    "copy_number": 1, "secrecy": 2, "urgency": 2, "issuer": 8, "number": 2, "signer": 3, "occasion": 3, "speaker": 4,
    "attachments": 12, "signature": 8, "date": 3, "seal": 4, "note": 3, "copies": 4, "printing": 2, "attendance": 5,
}  # fmt: skip
#: What may stand before a line in Markdown, and what separates the cells of a table.
_BEFORE, _CELLS = " \t\u3000#*>_-—=|", re.compile(r"\s*[\t|｜]\s*|\s{2,}")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a document's frame: ``text[start:end]`` is what its kind says."""

    kind: PartKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    text: str


def frame(text: str) -> Spans:
    """The spans of a document's frame, in order and apart.

    >>> draft = "在全县工作会议上的讲话\\n（2026年3月5日）\\n同志们：\\n今年雨水偏多，防汛要早作准备。"
    >>> [draft[start:end] for start, end in frame(draft)]
    ['在全县工作会议上的讲话', '（2026年3月5日）', '同志们：']
    """
    return tuple((part.start, part.end) for part in structure(text))


@memoize(4 * MIB)
def structure(text: str) -> tuple[Part, ...]:
    """The parts of a document's frame in their order; what is in none of them is the body.

    >>> [part.kind for part in structure("关于做好防汛工作的通知\\n各乡镇人民政府：\\n汛期将至。\\n特此通知。\\n青禾县人民政府\\n2026年5月6日")]
    ['title', 'salutation', 'closing', 'signature', 'date']
    """
    lines = _lines(text)
    first, head = _head(lines)
    last, tail = _tail(lines, first)
    body = lines[first:last]
    parts = [*head, *_openings(body), *_tables(body), *_closings(body), *tail]
    apart = sorted({(part.start, part.end): part for part in parts}.values(), key=lambda part: part.start)
    left = Counter(_TIMES)
    return tuple(part for part in apart if part.kind not in _TIMES or _one_less(left, part.kind))


def _one_less(left: Counter[PartKind], kind: PartKind) -> bool:
    """Whether a document may have this part still, which is counted."""
    left[kind] -= 1
    return left[kind] >= 0


@memoize(4 * MIB)
def formal(text: str) -> Spans:
    """The spans of a text that have the form of a frame's part wherever they stand, besides its frame.

    What a draft's frame shares with these is no body: a page from the web has its title and recipients below a menu.

    >>> text = "首页 > 公开 > 正文\\n图书馆几点开门？\\n各乡镇人民政府，各街道办事处：\\n汛期将至，请早作准备。"
    >>> [text[start:end] for start, end in formal(text)]
    ['各乡镇人民政府，各街道办事处：']
    """
    spans = list(frame(text))
    for line in _lines(text):
        if _has_form(line):
            spans.append((line.start, line.end))
            continue
        for pattern, kind in ((OPENING, "opening"), (CLOSING, "closing")):
            spans += [(part.start, part.end) for part in _sentences(line, pattern, kind)]  # type: ignore[arg-type]
    return tuple(sorted(set(spans)))


def _has_form(line: _Line) -> bool:
    said = line.text
    attached = _ATTACHED.fullmatch(said) or _ATTACHED_MORE.fullmatch(said)
    titled = len(said) <= _NUMBERS.title and not re.search(r"[，。；！？]", said) and re.search(f"{_NOUN}$", said)
    return bool(
        _kind(said, _HEAD)
        or _kind(said, _BELOW)
        or _below_body(said, dated=True)
        or (attached and _ATTACHED_NOUN.fullmatch(attached[1]))
        or titled
        or _addressed(line) == line.end
    )


def _lines(text: str) -> list[_Line]:
    found = []
    for line in re.finditer(r"[^\n]+", text):
        shown = line[0].strip(_BEFORE)
        if shown:
            start = line.start() + line[0].index(shown)
            found.append(_Line(start, start + len(shown), shown))
    return found


def _head(lines: Sequence[_Line]) -> tuple[int, list[Part]]:
    """How many lines stand above the body, and what they are: nothing above a title is, without a title or a number."""
    parts: list[Part] = []
    at = 0
    while at < min(len(lines), _NUMBERS.around) and (kind := _kind(lines[at].text, _HEAD)):
        if _title(lines, at) == 1:
            break
        parts.append(Part(kind, lines[at].start, lines[at].end))
        at += 1
    size = _title(lines, at)
    if not size and not any(part.kind in ("number", "secrecy", "signer") for part in parts):
        parts, at = [], 0
    parts += [Part("title", line.start, line.end) for line in lines[at : at + size]]
    at += size
    titled = bool(parts)
    stop = at + _NUMBERS.around
    while titled and at < min(len(lines), stop):
        kind = _kind(lines[at].text, _BELOW) or _kind(lines[at].text, _HEAD[3:])
        if not kind:
            break
        parts.append(Part(kind, lines[at].start, lines[at].end))
        at += 1
    if at < len(lines) and (called := _addressed(lines[at])):
        parts.append(Part("salutation", lines[at].start, called))
        at += called == lines[at].end
    return at, parts


def _kind(line: str, patterns: Sequence[tuple[PartKind, re.Pattern[str]]]) -> PartKind | None:
    return next((kind for kind, pattern in patterns if pattern.fullmatch(line)), None)


def _title(lines: Sequence[_Line], at: int) -> int:
    """How many lines from here are the title: they end in what the document is, and have no mark of a sentence."""
    for size in range(1, _NUMBERS.title_lines + 1):
        these = lines[at : at + size]
        if len(these) < size or len(these[-1].text) > _NUMBERS.title or re.search(r"[。；！？]", these[-1].text):
            return 0
        joined = "".join(line.text for line in these)
        if re.search(rf"{_NOUN}(?:\s*[（(][^（()）]{{1,16}}[）)])?$", joined):
            return size if len(lines) > at + size else 0
    return 0


def _addressed(line: _Line) -> int | None:
    """Where the recipients end, or those who are spoken to, that a line begins with; None if it does not."""
    found = re.match(r"[^。；！？：:!\n]{2,300}[：:！!]", line.text)
    if not found or len(found[0]) > _NUMBERS.recipients:
        return None
    whole = found.end() == len(line.text)
    plain = re.sub(r"[（(][^）)]*[）)]", "", found[0][:-1])
    items = [item for item in re.split(r"[、，,\s]+", plain) if item]
    called = all(_CALLED.fullmatch(item) for item in items)
    listed = whole and all(_ORGAN.fullmatch(item) or _CALLED.fullmatch(item) for item in items)
    return line.start + found.end() if items and (called or listed) else None


def _tail(lines: Sequence[_Line], first: int) -> tuple[int, list[Part]]:
    """The line behind the body, and what the lines from there are, looked at from below."""
    parts: list[Part] = []
    at, dated = len(lines), False
    while at > first and len(lines) - at < 2 * _NUMBERS.around:
        line = lines[at - 1]
        kind = _below_body(line.text, dated=dated)
        if kind is None:
            size = _attachments(lines[first:at])
            if not size:
                break
            parts += [Part("attachments", one.start, one.end) for one in lines[at - size : at]]
            at -= size
            continue
        dated = dated or kind == "date"
        parts.append(Part(kind, line.start, line.end))
        at -= 1
    # An office's name alone may end any text; with a date it signs it.
    return at, parts


def _below_body(line: str, *, dated: bool) -> PartKind | None:  # noqa: PLR0911 - one line for each kind
    if (attended := _ATTENDED.fullmatch(line)) and len(line) <= _NUMBERS.recipients:
        names = [name for name in re.split(r"[、，,；;。\s]+", attended[1]) if name]
        return "attendance" if names and all(len(name) <= _NUMBERS.attendee for name in names) else None
    if _KEYWORDS.fullmatch(line):
        return "note"
    listed = _COPIES.fullmatch(line)
    if listed and len(line) <= _NUMBERS.recipients:
        items = [item.rstrip("。．.") for item in re.split(r"[、，,；;\s]+", listed[1]) if item]
        return "copies" if items and all(_ORGAN.fullmatch(item.rstrip("。")) for item in items if item) else None
    if _PRINTING.fullmatch(line):
        return "printing"
    if _SEAL.fullmatch(line):
        return "seal"
    if _NOTE.fullmatch(line):
        return "note"
    if _heads_table(line):
        return "table_head"
    if re.fullmatch(rf"[（(]?\s*{_DAY}\s*[）)]?", line):
        return "date"
    if dated and len(line) <= _NUMBERS.title and (_ORGAN.fullmatch(line) or _signed(line) or _SIGNER.fullmatch(line)):
        return "signature"
    return None


def _signed(line: str) -> bool:
    """Whether a line holds offices that sign together, or an office and a date."""
    names = [name for name in re.split(r"[\s、]+", line) if name]
    return len(names) > 1 and all(_ORGAN.fullmatch(name) for name in names)


def _attachments(lines: Sequence[_Line]) -> int:
    """How many lines at the end tell what is attached."""
    for size in range(1, min(10, len(lines)) + 1):
        line = lines[-size].text
        head = _ATTACHED.fullmatch(line)
        named = head or _ATTACHED_MORE.fullmatch(line)
        if not named or not _ATTACHED_NOUN.fullmatch(named[1]):
            return 0
        if head:
            return size
    return 0


def _openings(body: Sequence[_Line]) -> Iterator[Part]:
    left = _NUMBERS.opened
    for line in body[: _NUMBERS.opening]:
        for part in _sentences(line, OPENING, "opening"):
            left -= part.end - part.start
            if left >= 0:
                yield part


def _closings(body: Sequence[_Line]) -> Iterator[Part]:
    for line in body[-3:]:
        yield from _sentences(line, CLOSING, "closing")


def _sentences(line: _Line, pattern: re.Pattern[str], kind: PartKind) -> Iterator[Part]:
    for found in _SENTENCE.finditer(line.text):
        said = found[0].strip().rstrip("。！？；：!?;:")
        if len(said) <= _NUMBERS.formality and pattern.fullmatch(said):
            yield Part(kind, line.start + found.start(), line.start + found.end())


def _tables(body: Sequence[_Line]) -> Iterator[Part]:
    """The heads of tables: three cells or more, each a word that heads tables."""
    return (Part("table_head", line.start, line.end) for line in body if _heads_table(line.text))


def _heads_table(line: str) -> bool:
    cells = [cell for cell in _CELLS.split(line) if cell]
    return len(cells) >= 3 and all(len(cell) <= 8 and _TABLE.fullmatch(cell) for cell in cells)
