"""Marks in a draft: ``<!-- simcheck: ignore 理由 -->`` or 【simcheck：忽略 理由】 accepts what stands in a paragraph.

A mark in a line accepts that line, one without a letter beside it the next line with text. It needs a reason. The mark
itself is no text: nothing of it is compared or counted, which is why its reason is short. All others, and all of them
where marks are switched off, are ordinary text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from simcheck.errors import UsageError
from simcheck.patterns import regex
from simcheck.scoring import SCORING
from simcheck.types import Document

_NAME = r"[ \t\u3000]*simcheck[ \t\u3000]*[:：]"
#: Letters of what a mark says, at most. A mark is no text and not compared, so that no passage must fit into it.
LONGEST = SCORING.judgement.mark_letters
_INSIDE = "{0,120}"
_MARK = regex(rf"<!--{_NAME}(?P<comment>[^\n]{_INSIDE}?)-->|【{_NAME}(?P<plain>[^】\n]{_INSIDE})】", re.IGNORECASE)
_BEGINNING = regex(rf"(?:<!--|【){_NAME}", re.IGNORECASE)
_ORDER = regex(r"\s*(?P<word>ignore|忽略|认可)(?![A-Za-z])[\s:：,，、]*(?P<reason>.*?)\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark at ``text[start:end]``; what it accepts lies within ``text[first:last]``.

    ``reason`` is "" for a mark that gives none or one of more than 20 letters (Chinese characters, words), that says
    something else than to ignore, or that comes second for a text: it accepts nothing.
    ``is_text`` tells that what it says is compared like any other text: too long, or a second one.
    """

    start: int
    end: int
    first: int
    last: int
    reason: str
    is_text: bool = False


def find_marks(text: str) -> tuple[Mark, ...]:
    """The marks of a text, in order.

    >>> draft = "同志们：\\n【simcheck：忽略 沿用去年部署】\\n安全生产一刻也不能放松。"
    >>> [(draft[mark.first : mark.last], mark.reason) for mark in find_marks(draft)]
    [('安全生产一刻也不能放松。', '沿用去年部署')]
    """
    found: list[Mark] = []
    taken: set[tuple[int, int]] = set()
    for match in _MARK.finditer(text):
        said = _said(match)
        is_text = _letters(said) > LONGEST
        first, last = _line(text, match.start())
        if not _says(text[first:last]):
            first, last = _next_line(text, last)
        # One mark says why a text may stand; further ones for it could hold a text of their own.
        is_text |= (first, last) in taken
        taken.add((first, last))
        order = _ORDER.match(said)
        reason = order["reason"] if order and not is_text else ""
        found.append(Mark(*match.span(), first, last, reason, is_text))
    return tuple(found)


def unfinished_marks(text: str) -> tuple[int, ...]:
    """Where something begins like a mark and is none, since it does not end in its line.

    >>> unfinished_marks("【simcheck：忽略 沿用去年部署\\n安全生产一刻也不能放松。")
    (0,)
    """
    return tuple(match.start() for match in _BEGINNING.finditer(_MARK.sub(_spaces, text)))


def without_marks(document: Document) -> Document:
    """The document with spaces in place of its marks, every other character where it was."""
    text = blanked(document.text)
    return document if text == document.text else replace(document, text=text)


def blanked(text: str) -> str:
    """The text with spaces in place of its marks; what is said at length, or twice for one text, stays."""
    if not _BEGINNING.search(text):
        return text
    pieces, at = [], 0
    for mark in find_marks(text):
        pieces += [text[at : mark.start], _blank(text[mark.start : mark.end], keep=mark.is_text)]
        at = mark.end
    return "".join([*pieces, text[at:]])


def _blank(mark: str, *, keep: bool) -> str:
    """Spaces in place of a mark, what it says kept or not."""
    found = _MARK.fullmatch(mark)
    if not keep or not found:
        return " " * len(mark)
    first, last = found.span("plain" if found["comment"] is None else "comment")
    return " " * first + mark[first:last] + " " * (len(mark) - last)


def _spaces(found: re.Match[str]) -> str:
    return " " * len(found.group())


def _said(found: re.Match[str]) -> str:
    """What stands in a mark, behind its name."""
    return found["plain"] if found["comment"] is None else found["comment"]


def _letters(reason: str) -> int:
    """How many letters a reason has: Chinese characters, or words."""
    alone = sum(char.isalnum() and not char.isascii() for char in reason)
    return alone + len(re.findall(r"[0-9A-Za-z]{1,10}", reason))


def mark_line(reason: str, *, plain: bool = False) -> str:
    """A mark to write before or into a paragraph; ``plain`` is the form for texts without comments, such as Word.

    Raises UsageError for a reason that is empty, too long, or would end the mark.

    >>> mark_line("沿用去年部署"), mark_line("沿用去年部署", plain=True)
    ('<!-- simcheck: ignore 沿用去年部署 -->', '【simcheck：忽略 沿用去年部署】')
    """
    said = " ".join(reason.split()).lstrip(":：,，、 ")
    if not said or len(said) > 100 or _letters(said) > LONGEST - 4 or "-->" in said or "】" in said:
        raise UsageError(f"{reason!r} is no reason for a mark; write a short one without --> and 】")
    return f"【simcheck：忽略 {said}】" if plain else f"<!-- simcheck: ignore {said} -->"


def _line(text: str, at: int) -> tuple[int, int]:
    end = text.find("\n", at)
    return text.rfind("\n", 0, at) + 1, len(text) if end < 0 else end


def _says(line: str) -> bool:
    """Whether a line has text besides its marks; the > of a quotation and a rule are none."""
    return any(map(str.isalnum, _MARK.sub("", line)))


def _next_line(text: str, at: int) -> tuple[int, int]:
    """The next line with text that is no mark; an empty span at the end when there is none."""
    while at < len(text):
        first, last = _line(text, at + 1)
        if _says(text[first:last]):
            return first, last
        at = last
    return len(text), len(text)
