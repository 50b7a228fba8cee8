"""Positions: where an offset of a text stands for an editor, which counts lines, and columns in units of an encoding.

Offsets are converted here and nowhere else. pygls has a conversion too, but cuts lines where Python does, also at
U+2028 or form feed, which editors do not.
"""

from __future__ import annotations

from bisect import bisect_right

from lsprotocol.types import Position, PositionEncodingKind, Range

from simcheck.patterns import regex

_LINE_END = regex(r"\r\n|\n|\r")
#: Bytes in a unit of each encoding, and the codec that makes them.
_UNITS = {
    PositionEncodingKind.Utf8: (1, "utf-8"),
    PositionEncodingKind.Utf16: (2, "utf-16-le"),
    PositionEncodingKind.Utf32: (4, "utf-32-le"),
}


def lines_of(text: str) -> list[str]:
    """The lines of a text, each with its end, and what is behind the last line end, which may be nothing.

    >>> lines_of("同志们\\r\\n大家好\\n")
    ['同志们\\r\\n', '大家好\\n', '']
    """
    ends = [found.end() for found in _LINE_END.finditer(text)]
    return [text[start:end] for start, end in zip([0, *ends], [*ends, len(text)], strict=True)]


class Positions:
    """The lines of one text, and offsets (code points) to and from positions in one encoding.

    >>> positions = Positions("𠮷野家\\n同志们", PositionEncodingKind.Utf16)
    >>> positions.position(1).character, positions.offset(Position(0, 2)), positions.offset(Position(1, 9))
    (2, 1, 7)
    """

    def __init__(self, text: str, encoding: PositionEncodingKind | str) -> None:
        self._text = text
        self._size, self._codec = _UNITS[PositionEncodingKind(encoding)]
        self._starts = [0]
        self._ends: list[int] = []
        for found in _LINE_END.finditer(text):
            self._ends.append(found.start())
            self._starts.append(found.end())
        self._ends.append(len(text))

    def position(self, offset: int) -> Position:
        """The position of a code point; one inside of a line end stands at the end of its line."""
        line = bisect_right(self._starts, offset) - 1
        return Position(line, self._units(self._text[self._starts[line] : min(offset, self._ends[line])]))

    def range(self, start: int, end: int) -> Range:
        """The range of the span ``[start, end)``."""
        return Range(self.position(start), self.position(end))

    def offset(self, position: Position) -> int:
        """The code point at a position: at most the end of its line, the end of the text behind the last line.

        A position inside a character stands for the character's start.
        """
        if position.line >= len(self._starts):
            return len(self._text)
        start, end = self._starts[position.line], self._ends[position.line]
        if position.character >= self._units(self._text[start:end]):
            return end
        low, high = start, end
        while low < high:  # the last offset with no more units before it than asked for
            middle = (low + high + 1) // 2
            if self._units(self._text[start:middle]) <= position.character:
                low = middle
            else:
                high = middle - 1
        return low

    def line_start(self, line: int) -> int:
        """The offset where a line begins."""
        return self._starts[line]

    def line(self, line: int) -> str:
        """A line without its end."""
        return self._text[self._starts[line] : self._ends[line]]

    def _units(self, text: str) -> int:
        return len(text.encode(self._codec, "surrogatepass")) // self._size
