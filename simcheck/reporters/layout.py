"""Text in cells: cleaning, shortening and wrapping, where a Chinese character takes two cells of a terminal."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from rich.cells import cell_len

from simcheck.patterns import regex

Style = Literal["", "bold", "dim", "equal", "moved", "good", "bad", "warn"]

#: What each style is on a terminal, in ANSI codes that every terminal of the last decades knows.
_CODES: dict[Style, str] = {
    "bold": "1", "dim": "2", "equal": "1;33", "moved": "1;4;33", "good": "1;32", "bad": "1;31", "warn": "33",
}  # fmt: skip
#: Letters of a foreign word that is not cut.
_WORD = 20
_OPENING, _CLOSING = "“‘（《〈【〔「『([{", "，。、；：？！”’）》〉】〕」』…,.;:?!)]}%％"
_UNIT = regex(rf"[{re.escape(_OPENING)}]*(?:[A-Za-z0-9_./:-]+|.)[{re.escape(_CLOSING)}]*", re.DOTALL)


class Piece(NamedTuple):
    """A run of text in one style."""

    text: str
    style: Style = ""


Line = Sequence[Piece]


def visible(text: str) -> str:
    """Text as it may go to a terminal: white space becomes single spaces, control and invisible characters go.

    >>> visible("各位\\u200b代表\\n\\x1b[31m：")
    '各位代表 [31m：'
    """
    spaced = re.sub(r"\s+", " ", text)
    return "".join(c for c in spaced if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn"))


def pad(text: str, cells: int) -> str:
    """The text with spaces up to ``cells`` cells.

    >>> pad("套话", 6) + "|"
    '套话  |'
    """
    return text + " " * max(0, cells - cell_len(text))


def columns(rows: Sequence[Sequence[str]], aligned: str) -> str:
    """The rows as lines of a table, each column as wide as its widest cell; ``aligned`` has < or > for each column.

    >>> print(columns([("名称", "字数"), ("安全生产.txt", "980")], "<>"), end="")
    名称          字数
    安全生产.txt   980
    """
    widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    return "".join(
        "  ".join(
            pad(cell, width) if side == "<" else " " * (width - cell_len(cell)) + cell
            for cell, width, side in zip(row, widths, aligned, strict=True)
        ).rstrip()
        + "\n"
        for row in rows
    )


def clip(text: str, cells: int) -> str:
    """The text, or its beginning and … when it needs more than ``cells`` cells.

    >>> clip("坚持以人民为中心", 10)
    '坚持以人…'
    """
    if cell_len(text) <= cells:
        return text
    kept = ""
    for char in text:
        if cell_len(kept + char) > cells - 1:
            break
        kept += char
    return kept + "…"


def middle_cut(text: str, cells: int) -> str:
    """The text, or its beginning, … and its end: what tells files apart stands in either.

    >>> middle_cut("2026年经济工作会议讲话稿第三稿.docx", 20)
    '2026年经济…三稿.docx'
    """
    if cell_len(text) <= cells:
        return text
    head = clip(text, cells - (cells - 1) // 2)
    return head + clip(text[::-1], (cells - 1) // 2 + 1)[:-1][::-1]


def shorten(pieces: Iterable[Piece], limit: int, left_out: str) -> list[Piece]:
    """The pieces, their middle replaced when they are longer than ``limit`` characters.

    ``left_out`` says so, its ``{count}`` being the number of characters that are not shown.

    >>> shorten([Piece("一二三四五六七八九十")], 4, "…{count}…")
    [Piece(text='一二三', style=''), Piece(text='…6…', style='dim'), Piece(text='十', style='')]
    >>> [piece.text for piece in shorten([Piece("one two three four five")], 9, "…{count}…")]
    ['one ', '…15…', 'five']
    """
    pieces = list(pieces)
    text = "".join(piece.text for piece in pieces)
    length = len(text)
    if length <= limit:
        return pieces
    tail = limit // 3
    head, last = _whole(text, limit - tail), _whole(text, length - tail)
    if head == last:
        return pieces
    kept = [*_cut(pieces, 0, head), Piece(left_out.format(count=last - head), "dim")]
    return kept + _cut(pieces, last, length)


def _whole(text: str, at: int) -> int:
    """The place where the foreign word begins that another place is inside of; that place where it is inside of none,
    or of a long one.

    >>> _whole("one two", 6), _whole("one two", 4), _whole("一二", 1)
    (4, 4, 1)
    """
    begins = at
    while begins and text[begins - 1 : begins + 1].isascii() and text[begins - 1 : begins + 1].isalnum():
        begins -= 1
    return begins if at - begins < _WORD else at


def _cut(pieces: Iterable[Piece], start: int, end: int) -> list[Piece]:
    kept, at = [], 0
    for text, style in pieces:
        part = text[max(0, start - at) : max(0, end - at)]
        if part:
            kept.append(Piece(part, style))
        at += len(text)
    return kept


def wrap(pieces: Iterable[Piece], cells: int) -> list[list[Piece]]:
    """Lines of at most ``cells`` cells. Chinese breaks anywhere, but no line begins with a closing mark.

    >>> ["".join(piece.text for piece in line) for line in wrap([Piece("坚持稳中求进，扎实工作。")], 12)]
    ['坚持稳中求', '进，扎实工', '作。']
    """
    pieces = list(pieces)
    styles = [piece.style for piece in pieces for _ in piece.text]
    text = "".join(piece.text for piece in pieces)
    lines: list[list[Piece]] = []
    start = used = at = 0
    for unit in _units(text, cells):
        size = cell_len(unit)
        if used and used + size > cells:
            lines.append(list(_styled(text[start:at], styles[start:at])))
            start, used = at, 0
        if not used and unit == " ":
            start, size = at + 1, 0
        used += size
        at += len(unit)
    return [*lines, list(_styled(text[start:], styles[start:]))]


def _units(text: str, cells: int) -> Iterable[str]:
    """What a line break must not tear apart, unless it is longer than a line."""
    for match in _UNIT.finditer(text):
        unit = match.group()
        if cell_len(unit) <= cells:
            yield unit
        else:
            yield from unit


def _styled(text: str, styles: Sequence[Style]) -> Iterable[Piece]:
    start = 0
    for end in range(1, len(text) + 1):
        if end == len(text) or styles[end] != styles[start]:
            yield Piece(text[start:end], styles[start])
            start = end


def paint(lines: Iterable[Line], *, colour: bool) -> str:
    """The lines as one string, each with its line end, in ANSI colours or plain."""
    return "".join(_paint_line(line, colour).rstrip() + "\n" for line in lines)


def _paint_line(line: Line, colour: bool) -> str:
    return "".join(
        f"\x1b[{_CODES[style]}m{text}\x1b[0m" if colour and style in _CODES and text.strip() else text
        for text, style in line
    )
