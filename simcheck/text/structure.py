"""Structure: which lines of an official document are its frame, and which are what its writer has to say.

The parts and their order are those of GB/T 9704 (党政机关公文格式), for speeches those that offices use. A part is only
taken for what it is by its shape *and* its place, and each is bounded, so that a copied body cannot pass for one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from simcheck.caching import MIB, memoize
from simcheck.patterns import regex
from simcheck.scoring import SCORING
from simcheck.text import shapes
from simcheck.text.formalities import CLOSING, OPENING
from simcheck.text.shapes import PartKind
from simcheck.text.table_heads import cells_at_end, heads, heads_table

Spans = tuple[tuple[int, int], ...]
_NUMBERS = SCORING.framing

_SENTENCE = regex(r"[^。！？；：!?;:\n]+[。！？；：!?;:]*")
#: How often a part may come, where a document has one or a few.
_TIMES: dict[PartKind, int] = {
    "copy_number": 1, "secrecy": 2, "urgency": 2, "issuer": 8, "number": 2, "signer": 3, "occasion": 3, "speaker": 4,
    "attachments": 12, "signature": 8, "date": 3, "seal": 4, "note": 3, "copies": 4, "printing": 2, "attendance": 5,
}  # fmt: skip
#: A line, whatever ends it: a text that was pasted has \r\n, or the breaks of Word, where a file has \n.
_LINE = regex(r"[^\n\r\v\f\x85\u2028\u2029]+")
#: What may stand around a line: white space of all kinds, byte order marks, the marks of Markdown.
_AROUND = regex(r"^[\s\u200b\ufeff#*>_—=|-]+|[\s\u200b\ufeff#*>_—=|-]+$")


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

    >>> notice = "关于做好防汛工作的通知\\n各乡镇人民政府：\\n汛期将至。\\n特此通知。\\n青禾县人民政府\\n2026年5月6日"
    >>> [part.kind for part in structure(notice)]
    ['title', 'salutation', 'closing', 'signature', 'date']
    """
    lines = _lines(text)
    first, head = _head(lines)
    last, tail = _tail(lines, first)
    body = lines[first:last]
    tables = (Part("table_head", start, end) for start, end in _tables(body))
    parts = [*head, *_openings(body), *tables, *_closings(body), *tail]
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
    lines = _lines(text)
    spans = [*frame(text), *_tables(lines)]
    for line in lines:
        if _has_form(line):
            spans.append((line.start, line.end))
            continue
        for pattern, kind in ((OPENING, "opening"), (CLOSING, "closing")):
            spans += [(part.start, part.end) for part in _sentences(line, pattern, kind)]  # type: ignore[arg-type]
    return tuple(sorted(set(spans)))


def _has_form(line: _Line) -> bool:
    said = line.text
    attached = shapes.ATTACHED.fullmatch(said) or shapes.ATTACHED_MORE.fullmatch(said)
    titled = len(said) <= _NUMBERS.title and not re.search(r"[，。；！？]", said) and re.search(f"{shapes.NOUN}$", said)
    return bool(
        _kind(said, shapes.HEAD)
        or _kind(said, shapes.BELOW)
        or _below_body(said, dated=True)
        or (attached and shapes.ATTACHED_NOUN.fullmatch(attached[1]))
        or titled
        or _addressed(line) == line.end
    )


def _lines(text: str) -> list[_Line]:
    found = []
    for line in _LINE.finditer(text):
        shown = _AROUND.sub("", line[0])
        if shown:
            start = line.start() + line[0].index(shown)
            found.append(_Line(start, start + len(shown), shown))
    return found


def _head(lines: Sequence[_Line]) -> tuple[int, list[Part]]:
    """How many lines stand above the body, and what they are: nothing above a title is, without a title or a number."""
    parts: list[Part] = []
    at = 0
    while at < min(len(lines), _NUMBERS.around) and (kind := _kind(lines[at].text, shapes.HEAD)):
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
        kind = _kind(lines[at].text, shapes.BELOW) or _kind(lines[at].text, shapes.HEAD[3:])
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
        if re.search(rf"{shapes.NOUN}(?:\s*[（(][^（()）]{{1,16}}[）)])?$", joined):
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
    called = all(shapes.CALLED.fullmatch(item) for item in items)
    listed = whole and all(shapes.ORGAN.fullmatch(item) or shapes.CALLED.fullmatch(item) for item in items)
    return line.start + found.end() if items and (called or listed) else None


def _tail(lines: Sequence[_Line], first: int) -> tuple[int, list[Part]]:
    """The line behind the body, and what the lines from there are, looked at from below."""
    parts: list[Part] = []
    at, dated = len(lines), False
    while at > first and len(lines) - at < 2 * _NUMBERS.around:
        line = lines[at - 1]
        kind = _below_body(line.text, dated=dated)
        if kind is None:
            more: PartKind = "attachments"
            if not (size := _attachments(lines[first:at])):
                more, size = "table_head", cells_at_end([one.text for one in lines[first:at]])
            if not size:
                break
            parts += [Part(more, one.start, one.end) for one in lines[at - size : at]]
            at -= size
            continue
        dated = dated or kind == "date"
        parts.append(Part(kind, line.start, line.end))
        at -= 1
    # An office's name alone may end any text; with a date it signs it.
    return at, parts


def _below_body(line: str, *, dated: bool) -> PartKind | None:  # noqa: PLR0911 - one line for each kind
    if (attended := shapes.ATTENDED.fullmatch(line)) and len(line) <= _NUMBERS.recipients:
        names = [name for name in re.split(r"[、，,；;。\s]+", attended[1]) if name]
        return "attendance" if names and all(len(name) <= _NUMBERS.attendee for name in names) else None
    if shapes.KEYWORDS.fullmatch(line):
        return "note"
    listed = shapes.COPIES.fullmatch(line)
    if listed and len(line) <= _NUMBERS.recipients:
        items = [item.rstrip("。．.") for item in re.split(r"[、，,；;\s]+", listed[1]) if item]
        return "copies" if items and all(_copied_to(item, line) for item in items) else None
    if shapes.PRINTING.fullmatch(line):
        return "printing"
    if shapes.SEAL.fullmatch(line):
        return "seal"
    if shapes.NOTE.fullmatch(line):
        return "note"
    if heads_table(line):
        return "table_head"
    if re.fullmatch(rf"[（(]?\s*{shapes.DAY}\s*[）)]?", line):
        return "date"
    if (
        dated
        and len(line) <= _NUMBERS.title
        and (shapes.ORGAN.fullmatch(line) or _signed(line) or shapes.SIGNER.fullmatch(line))
    ):
        return "signature"
    return None


def _copied_to(item: str, line: str) -> bool:
    """Whether this is who gets a copy: an office, or behind words that nothing else follows a short name."""
    if shapes.ORGAN.fullmatch(item):
        return True
    listed = re.fullmatch(r"\w+(?:[（(]\w+[）)])?", item)
    return bool(listed and len(item) <= _NUMBERS.attendee and shapes.COPIED_TO.match(line))


def _signed(line: str) -> bool:
    """Whether a line holds offices that sign together, or an office and a date."""
    names = [name for name in re.split(r"[\s、]+", line) if name]
    return len(names) > 1 and all(shapes.ORGAN.fullmatch(name) for name in names)


def _attachments(lines: Sequence[_Line]) -> int:
    """How many lines at the end tell what is attached."""
    for size in range(1, min(10, len(lines)) + 1):
        line = lines[-size].text
        head = shapes.ATTACHED.fullmatch(line)
        named = head or shapes.ATTACHED_MORE.fullmatch(line)
        if not named or not shapes.ATTACHED_NOUN.fullmatch(named[1]):
            return 0
        if head:
            return size
    return 0


def _tables(body: Sequence[_Line]) -> Iterator[tuple[int, int]]:
    return ((body[at].start, body[at].end) for at in heads([line.text for line in body]))


def _openings(body: Sequence[_Line]) -> Iterator[Part]:
    left = _NUMBERS.opened
    for line in body[: _NUMBERS.opening]:
        for part in _sentences(line, OPENING, "opening"):
            left -= part.end - part.start
            if left >= 0:
                yield part


def _closings(body: Sequence[_Line]) -> Iterator[Part]:
    left = _NUMBERS.opened
    for line in reversed(body[-3:]):
        for part in _sentences(line, CLOSING, "closing"):
            left -= part.end - part.start
            if left >= 0:
                yield part


def _sentences(line: _Line, pattern: re.Pattern[str], kind: PartKind) -> Iterator[Part]:
    for found in _SENTENCE.finditer(line.text):
        said = found[0].strip().rstrip("。！？；：!?;:")
        if len(said) <= _NUMBERS.formality and pattern.fullmatch(said):
            yield Part(kind, line.start + found.start(), line.start + found.end())
