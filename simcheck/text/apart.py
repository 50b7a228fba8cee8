"""Letters set apart: Chinese text with something between all of its characters, which a reader reads all the same.

Marks (、，、), digits, letters of other scripts, line ends or the cells of a table: where they stand between single
characters again and again, the characters alone are compared. A list of single characters (春、夏、秋、冬) is too short
to be meant, and a column of units (60分、73分) says always the same.
"""

from __future__ import annotations

from collections.abc import Iterator

from simcheck.patterns import regex
from simcheck.scoring import SCORING

_NUMBERS = SCORING.writing

_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
#: What stands between: anything that is short, or marks alone. No gap is both, or a run had as many readings as two to
#: the number of its gaps.
_GAP = rf"(?:[^{_HAN}]{{1,{_NUMBERS.between}}}|[^\w]{{{_NUMBERS.between + 1},{_NUMBERS.marks_between}}})"
_APART = regex(rf"[{_HAN}](?:{_GAP}[{_HAN}]){{{_NUMBERS.apart - 1},}}(?![{_HAN}])")
_BETWEEN = regex(rf"[^{_HAN}]+")


def set_apart(text: str) -> Iterator[tuple[int, int]]:
    """What stands between characters of a folded text that were set apart: spans in order.

    >>> text = "、".join("坚持稳中求进工作总基调推动高质量发展")
    >>> [text[a:b] for a, b in set_apart(text)] == ["、"] * 17, list(set_apart("春、夏、秋、冬"))
    (True, [])
    """
    for found in _APART.finditer(text):
        letters = _BETWEEN.sub("", found.group())
        if len(set(letters)) >= _NUMBERS.apart_different * len(letters) or len(set(letters)) >= 2 * _NUMBERS.apart:
            for between in _BETWEEN.finditer(text, *found.span()):
                yield between.span()
