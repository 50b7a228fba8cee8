"""Structure: which lines of an official document are its frame, and which are what its writer has to say.

The parts and their order are those of GB/T 9704 (党政机关公文格式), for speeches those that offices use. A part is only
taken for what it is by its shape *and* its place, and each is bounded, so that a copied body cannot pass for one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from simcheck.caching import MIB, memoize
from simcheck.patterns import regex
from simcheck.scoring import SCORING
from simcheck.text import shapes
from simcheck.text.lines import Line, Part, lines_of
from simcheck.text.openings import bounded, closing_of, opening_of, plan_of
from simcheck.text.shapes import PartKind
from simcheck.text.table_heads import cells_at_end, heads, heads_table

_NUMBERS = SCORING.framing

#: The title of what is said and not sent.
_SPOKEN = "讲话|致辞|致词|发言|党课|主持词|述职|演讲|讲稿|宣讲|动员令"
#: The heading of a rule's last chapter.
_SUPPLEMENT = regex(r"(?:第[一二三四五六七八九十]{1,3}章|[一二三四五六七八九十]{1,3}、|\d{1,2}[.．、]?)\s*附\s*则")
#: How often a part may come, where a document has one or a few.
_TIMES: dict[PartKind, int] = {
    "copy_number": 1, "secrecy": 2, "urgency": 2, "issuer": 8, "number": 2, "signer": 3, "occasion": 3, "speaker": 4,
    "attachments": 12, "signature": 8, "date": 3, "seal": 4, "note": 3, "copies": 4, "printing": 2, "attendance": 5,
}  # fmt: skip


@memoize(4 * MIB)
def structure(text: str) -> tuple[Part, ...]:
    """The parts of a document's frame in their order; what is in none of them is the body.

    >>> notice = "关于做好防汛工作的通知\\n各乡镇人民政府：\\n汛期将至。\\n特此通知。\\n青禾县人民政府\\n2026年5月6日"
    >>> [part.kind for part in structure(notice)]
    ['title', 'salutation', 'closing', 'signature', 'date']
    """
    lines = lines_of(text)
    first, parts = _head(lines)
    begins = [first, *_attached(lines, first), len(lines)]
    for begin, end in pairwise(begins):
        named = _attachment_head(lines[begin:end]) if begin > first else []
        parts += [*named, *_around_body(lines[begin + len(named) : end], spoken=_is_spoken(text, parts))]
    apart = sorted({(part.start, part.end): part for part in parts}.values(), key=lambda part: part.start)
    left = Counter(_TIMES)
    return tuple(part for part in apart if part.kind not in _TIMES or _one_less(left, part.kind))


def _is_spoken(text: str, head: Sequence[Part]) -> bool:
    """Whether the head of a document is that of a speech."""
    return any(
        part.kind in ("speaker", "occasion")
        or (part.kind == "title" and re.search(_SPOKEN, text[part.start : part.end]))
        or (part.kind == "salutation" and re.search("[!！]|同志|朋友|大家", text[part.start : part.end]))
        for part in head
    )


def _around_body(lines: Sequence[Line], *, spoken: bool) -> Iterator[Part]:
    """The parts below a head: what opens and closes the body, heads of its tables, and what stands below it."""
    last, tail = _tail(lines)
    body = lines[:last]
    tables = (Part("table_head", start, end) for start, end in _tables(body))
    yield from (*_openings(body, spoken=spoken), *bounded(plan_of(body)), *tables, *_closings(body), *tail)


def _attached(lines: Sequence[Line], first: int) -> Iterator[int]:
    """Where attachments begin below a head: at a line that only says so, and behind a signature with its date."""
    for at in range(first + 1, len(lines)):
        signed = at > first + 1 and shapes.DATED.fullmatch(lines[at - 1].text) and _is_signature(lines[at - 2].text)
        if shapes.ATTACHMENT.fullmatch(lines[at].text) or (signed and not _below_body(lines[at].text, dated=True)):
            yield at


def _attachment_head(lines: Sequence[Line]) -> list[Part]:
    """The lines above the body of an attachment: its number, and what it is."""
    size = 0
    while size < min(len(lines), _NUMBERS.title_lines) and (
        shapes.ATTACHMENT.fullmatch(lines[size].text)
        or (len(lines[size].text) <= _NUMBERS.title and shapes.ATTACHED_NOUN.fullmatch(lines[size].text))
    ):
        size += 1
    return [Part("attachments", line.start, line.end) for line in lines[:size]]


def _one_less(left: Counter[PartKind], kind: PartKind) -> bool:
    """Whether a document may have this part still, which is counted."""
    left[kind] -= 1
    return left[kind] >= 0


def has_form(line: Line) -> list[tuple[int, int]]:
    """The spans of a line that have the form of a frame's part wherever it stands: all of it, or sentences."""
    said = line.text
    attached = shapes.ATTACHED.fullmatch(said) or shapes.ATTACHED_MORE.fullmatch(said)
    titled = len(said) <= _NUMBERS.title and not re.search(r"[，。；！？]", said) and re.search(f"{shapes.NOUN}$", said)
    if (
        _kind(said, shapes.HEAD)
        or _kind(said, shapes.BELOW)
        or _below_body(said, dated=True)
        or (attached and shapes.ATTACHED_NOUN.fullmatch(attached[1]))
        or titled
        or _addressed(line) == line.end
    ):
        return [(line.start, line.end)]
    return [(part.start, part.end) for part in (*opening_of(line), *closing_of(line))]


def _head(lines: Sequence[Line]) -> tuple[int, list[Part]]:
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


def _title(lines: Sequence[Line], at: int) -> int:
    """How many lines from here are the title: they end in what the document is, and have no mark of a sentence."""
    for size in range(1, _NUMBERS.title_lines + 1):
        these = lines[at : at + size]
        if len(these) < size or len(these[-1].text) > _NUMBERS.title or re.search(r"[。；！？]", these[-1].text):
            return 0
        joined = "".join(line.text for line in these)
        if re.search(rf"{shapes.NOUN}(?:\s*[（(][^（()）]{{1,16}}[）)])?$", joined):
            return size if len(lines) > at + size else 0
    return 0


def _addressed(line: Line) -> int | None:
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


def _tail(lines: Sequence[Line]) -> tuple[int, list[Part]]:
    """The line behind the body, and what the lines from there are, looked at from below."""
    parts: list[Part] = []
    at, dated = len(lines), False
    while at and len(lines) - at < 2 * _NUMBERS.around:
        line = lines[at - 1]
        kind = _below_body(line.text, dated=dated)
        if kind is None:
            more: PartKind = "attachments"
            if not (size := _attachments(lines[:at])):
                more, size = "table_head", cells_at_end([one.text for one in lines[:at]])
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
    if shapes.DATED.fullmatch(line):
        return "date"
    return "signature" if dated and _is_signature(line) else None


def _is_signature(line: str) -> bool:
    """Whether a line has the form of who signs; it is a signature beside a date."""
    signs = shapes.ORGAN.fullmatch(line) or _signed(line) or shapes.SIGNER.fullmatch(line)
    return len(line) <= _NUMBERS.title and bool(signs)


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


def _attachments(lines: Sequence[Line]) -> int:
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


def _tables(body: Sequence[Line]) -> Iterator[tuple[int, int]]:
    return ((body[at].start, body[at].end) for at in heads([line.text for line in body]))


def _openings(body: Sequence[Line], *, spoken: bool) -> Iterator[Part]:
    lines = enumerate(body[: _NUMBERS.opening])
    yield from bounded(part for at, line in lines for part in opening_of(line, first=at == 0 and not spoken))


def _closings(body: Sequence[Line]) -> Iterator[Part]:
    """What closes, in the last lines, or in the last chapter of a rule that has a few more."""
    end = list(reversed(body))[: _NUMBERS.last_chapter]
    last = next((at for at, line in enumerate(end) if _SUPPLEMENT.fullmatch(line.text)), 0)
    yield from bounded(part for line in end[: max(last, _NUMBERS.closing)] for part in closing_of(line))
