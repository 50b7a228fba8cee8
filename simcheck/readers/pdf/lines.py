"""Lines of a PDF page: characters with places become lines in reading order, column by column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from simcheck.readers.pdf.bidi import Way, in_order, mirrored, way, with_marks
from simcheck.readers.pdf.borders import CLOSING, bordered
from simcheck.readers.pdf.letter import Letter
from simcheck.readers.pdf.line import Line
from simcheck.readers.wraps import wide


@dataclass(frozen=True, slots=True)
class _Segment:
    """Letters beside each other, their box, and where they stand in the order of the page's content."""

    letters: tuple[Letter, ...]
    order: int
    left: float
    bottom: float
    right: float
    top: float
    size: float


#: In heights of a letter: the gap inside a row that begins another column or cell, the width of the space between two
#: columns, how wide a column of running text is at least, and how far apart two words are.
_CELL, _GUTTER, _COLUMN, _SPACE = 0.7, 0.9, 8.0, 0.17
#: Letters that the number or bullet of a list has at most, and the width of the gap behind it.
_LABEL, _TAB = 3, 3.0
#: Lines that a column has at least.
_LINES = 8
#: The share of segments that may go back up the page if the order of its content is to be believed.
_BACK = 0.1
#: The right margin of a page in left margins, at most.
_MARGINS = 1.3


def lines_of(letters: Sequence[Letter], width: float) -> tuple[Line, ...]:
    """The lines that the letters of a page of this width make.

    Lines of Hebrew or Arabic have the places that a mirror shows: they begin at the left like all others.
    """
    runs = way(letters)
    if runs == "left":
        letters = mirrored(with_marks(letters), width)
    segments = _beside_each_other(_segments(letters))
    blocks = _blocks(segments, 0)
    return tuple(line for block in blocks for line in bordered(_in_order(block, runs), _at_right(block, blocks, width)))


def _segments(letters: Sequence[Letter]) -> list[_Segment]:
    """Stretches of letters that follow each other in a row, in the order of the page's content."""
    found: list[_Segment] = []
    open_: list[Letter] = []
    for letter in letters:
        if letter.text in {"\r", "\n"}:
            continue
        if open_ and not _follows(open_[-1], letter):
            found.append(_segment(open_, len(found)))
            open_ = []
        open_.append(letter)
    if open_:
        found.append(_segment(open_, len(found)))
    return [segment for segment in found if not all(letter.text.isspace() for letter in segment.letters)]


def _segment(letters: Sequence[Letter], order: int) -> _Segment:
    shown = [letter for letter in letters if not letter.text.isspace()] or letters
    sizes = sorted(letter.top - letter.bottom for letter in shown)
    return _Segment(
        tuple(letters),
        order,
        min(letter.left for letter in shown),
        min(letter.bottom for letter in shown),
        max(letter.right for letter in shown),
        max(letter.top for letter in shown),
        sizes[len(sizes) // 2],
    )


def _follows(one: Letter, other: Letter) -> bool:
    low, high = one.top - one.bottom, other.top - other.bottom
    if low > high:
        low, high = high, low
    gap = other.left - one.right
    if not -0.6 * high < gap < _CELL * (max(1.0, high)):
        return False
    top, bottom = min(other.top, one.top), max(one.bottom, other.bottom)
    return top - bottom > 0.4 * low


def _beside_each_other(segments: list[_Segment]) -> list[_Segment]:
    """Segments of one row without a gap between them put together, letter by letter from left to right.

    A line with letters of several fonts is often written font by font.
    """
    ordered = sorted(segments, key=lambda one: -(one.top + one.bottom))
    groups = list(range(len(ordered)))
    for at, segment in enumerate(ordered):
        for later in range(at + 1, len(ordered)):
            other = ordered[later]
            if segment.top + segment.bottom - other.top - other.bottom > 3 * (segment.top - segment.bottom):
                break
            if groups[at] != groups[later] and _touching(segment, other):
                old, new = groups[later], groups[at]
                groups = [new if group == old else group for group in groups]
    joined: dict[int, list[_Segment]] = {}
    for segment, group in zip(ordered, groups, strict=True):
        joined.setdefault(group, []).append(segment)
    return [_united(group) for group in joined.values()]


def _touching(one: _Segment, other: _Segment) -> bool:
    """Whether two segments stand in one row with no more between them than inside a line, or behind a list's number."""
    left, right = sorted((one, other), key=lambda segment: segment.left)
    overlap = min(one.top, other.top) - max(one.bottom, other.bottom)
    space = _TAB if len(left.letters) <= _LABEL and left.size <= right.size * 1.2 else _CELL
    return overlap > 0.5 * min(
        one.top - one.bottom, other.top - other.bottom
    ) and right.left - left.right < space * max(one.size, other.size)


def _united(group: Sequence[_Segment]) -> _Segment:
    if len(group) == 1:
        return group[0]
    letters = sorted((letter for one in group for letter in one.letters), key=lambda letter: letter.left)
    return _segment(letters, min(one.order for one in group))


def _blocks(segments: list[_Segment], depth: int) -> list[list[_Segment]]:
    """The segments by region in reading order: columns from left to right, else what stands above before the rest."""
    if len(segments) < 2 or depth > 20:
        return [segments] if segments else []
    sides = _columns(segments) or _above(segments)
    if sides is None:
        return [segments]
    return [block for side in sides for block in _blocks(side, depth + 1)]


def _columns(segments: list[_Segment]) -> tuple[list[_Segment], list[_Segment]] | None:
    """The two sides of an empty stripe from top to bottom, both with lines of running text."""
    size = sorted(segment.size for segment in segments)[len(segments) // 2]
    reached = None
    for segment in sorted(segments, key=lambda one: one.left):
        if reached is not None and segment.left - reached > _GUTTER * size:
            left = [one for one in segments if one.right <= reached]
            right = [one for one in segments if one.left > reached]
            if _running(left, size) and _running(right, size) and _alike(_height(left), _height(right)):
                return left, right
        reached = segment.right if reached is None else max(reached, segment.right)
    return None


def _running(segments: list[_Segment], size: float) -> bool:
    if len(segments) < _LINES:
        return False
    widths = sorted(segment.right - segment.left for segment in segments)
    return widths[len(widths) // 2] > _COLUMN * size


def _height(segments: list[_Segment]) -> float:
    return max(one.top for one in segments) - min(one.bottom for one in segments)


def _alike(one: float, other: float) -> bool:
    return min(one, other) > 0.4 * max(one, other)


def _above(segments: list[_Segment]) -> tuple[list[_Segment], list[_Segment]] | None:
    """What stands above and below the first empty stripe from left to right that leaves columns on a side."""
    ordered = sorted(segments, key=lambda one: -one.top)
    reached = ordered[0].bottom
    for at, segment in enumerate(ordered[1:], start=1):
        if segment.top <= reached + 0.1 * segment.size and (_columns(ordered[at:]) or _columns(ordered[:at])):
            return ordered[:at], ordered[at:]
        reached = min(reached, segment.bottom)
    return None


def _in_order(segments: list[_Segment], runs: Way) -> list[Line]:
    """The lines of a region: as the content has them if it goes down the page, which keeps cells of a table together;
    else row by row."""
    written = sorted(segments, key=lambda one: one.order)
    back = sum(after.bottom > before.top and after.left < before.right for before, after in pairwise(written))
    if back > _BACK * len(written):
        written = sorted(segments, key=lambda one: (-round((one.top + one.bottom) / max(one.size, 1.0)), one.left))
    return [line for segment in written for line in _line(segment, runs)]


def _line(segment: _Segment, runs: Way) -> list[Line]:
    """The line of these letters, with a space where a gap is between Western ones; none if nothing is shown."""
    cells: list[str] = []
    previous: Letter | None = None
    for letter in segment.letters:
        if previous is not None and letter.left - previous.right > _SPACE * (letter.top - letter.bottom):
            narrow = not (_closed(letter.text[0]) or _closed(previous.text[0]))
            if narrow and not cells[-1].endswith(" ") and not letter.text.isspace():
                cells.append(" ")
        cells.append(letter.text)
        previous = letter
    text = "".join(in_order(cells, runs))
    if not text.strip():
        return []
    room = _first_word([letter for letter in segment.letters if not letter.text.isspace()], segment.size)
    box = segment.left, segment.bottom, segment.right, segment.top
    sure = [letter.sure for letter in segment.letters if letter.sure is not None]
    return [Line(text.strip(), *box, segment.size, room, sure=sum(sure) / len(sure) if sure else None)]


def _closed(char: str) -> bool:
    """Whether no space is set beside a character: Koreans set them."""
    return wide(char) and not "\uac00" <= char <= "\ud7a3"


def _first_word(letters: Sequence[Letter], size: float) -> float:
    """The width of what cannot be parted at the beginning of a line: a character or a word, and closing marks."""
    end = letters[0].right
    for before, letter in pairwise(letters):
        parted = wide(before.text[0]) or wide(letter.text[0]) or letter.left - before.right > _SPACE * size
        if parted and letter.text not in CLOSING:
            break
        end = letter.right
    return end - letters[0].left


def _at_right(block: list[_Segment], blocks: list[list[_Segment]], width: float) -> float:
    """How far the lines of a block could at least reach: as far from the paper's edge as on the left, where nothing
    stands beside it."""
    right, top, bottom = (
        max(one.right for one in block),
        max(one.top for one in block),
        min(one.bottom for one in block),
    )
    beside = (one for other in blocks if other is not block for one in other)
    if any(one.left > right and one.bottom < top and one.top > bottom for one in beside):
        return 0.0
    return width - _MARGINS * min(one.left for one in block)
