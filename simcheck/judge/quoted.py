"""Quoted: what stands in quotation marks, however it is laid out: in one line, wrapped, as a poem, over paragraphs.

Marks come in pairs, but writers forget one, or type the closing one where the opening one belongs; of straight marks
nobody can tell which is which. Nothing here says whose words the quoted ones are.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from simcheck.patterns import regex
from simcheck.scoring import SCORING

PAIRS = {
    "“": "”", "‘": "’", "「": "」", "『": "』", "﹁": "﹂", "﹃": "﹄", "〝": "〞", "＂": "＂", '"': '"', "«": "»",
    "❝": "❞", "„": "“",
}  # fmt: skip
#: Other marks that close what the first one opens.
_ALSO = {"〝": "〟", "„": "”"}
MARKS = "".join({*PAIRS, *PAIRS.values(), *_ALSO.values()})
_NUMBERS = SCORING.quoting

_MARK = regex(f"[{re.escape(MARKS)}]")
#: The paragraph behind, with the mark that it begins with.
_FOLLOWING = regex(r"\n\s*(?P<mark>\S)")
_SENTENCE_END = regex(r"[。！？!?]")
#: What stands before a mark that closes, and what behind one.
_ENDING, _BEHIND = "。！？…!?.，,；;、", "。！？…!?.，,；;、：:）)》」』”’*_[［〔（①②③④⑤⑥⑦⑧⑨⑩¹²³⁴⁵⁶⁷⁸⁹⁰\n"


class Quoted(NamedTuple):
    """The span ``[start, end)`` of a text in quotation marks, marks included, and the place where a further quotation
    would have to begin to be by the same speaker."""

    start: int
    end: int
    continued: int


class _Mark(NamedTuple):
    """A mark: its place among all, its place in the text, and its line."""

    number: int
    at: int
    char: str
    line: int


class _Marks(NamedTuple):
    """The marks of a text in order, how many of each stand in each line, and where the last closing one of it is."""

    all: list[_Mark]
    counts: Counter[tuple[int, str]]
    last: dict[int, int]


def quoted(text: str, announced: Callable[[int], bool]) -> Iterator[Quoted]:
    """The outermost quoted spans of a text in order.

    ``announced`` says whether the words before a place announce a quotation: then a closing mark there is one that
    should have been an opening one. A quotation that is never closed goes on where the next paragraph begins with an
    opening mark too. Otherwise it ends at the last closing mark in its line; without any it is one sentence, for a
    stray mark must not exempt a whole paragraph.
    """
    starts = [0, *(found.end() for found in re.finditer("\n", text))]
    marks = _marks(text, starts)
    reached = 0
    for mark in marks.all:
        wrong = mark.char not in PAIRS
        if mark.at < reached or (wrong and not announced(mark.at)):
            continue
        end = _closed(text, marks, mark)
        if end is not None:
            found = Quoted(mark.at, end, end)
        elif wrong:
            continue
        else:
            found = _unclosed(text, marks, mark, starts)
        yield found
        reached = found.end


def _marks(text: str, starts: Sequence[int]) -> _Marks:
    marks: list[_Mark] = []
    line = 0
    for found in _MARK.finditer(text):
        at = found.start()
        while line + 1 < len(starts) and starts[line + 1] <= at:
            line += 1
        before, after = text[at - 1 : at], text[at + 1 : at + 2]
        # it’s and 5' are no quotations
        if found[0] != "’" or not (before.isascii() and before.isalpha() and after.isascii() and after.isalpha()):
            marks.append(_Mark(len(marks), at, found[0], line))
    counts = Counter((mark.line, mark.char) for mark in marks)
    return _Marks(marks, counts, {mark.line: mark.at for mark in marks if mark.char not in PAIRS})


def _closed(text: str, marks: _Marks, opening: _Mark) -> int | None:
    """Where the quotation ends that a mark opens, behind the mark that closes it; None if nothing closes it."""
    waiting = [_closers(opening.char)]
    for mark in islice(marks.all, opening.number + 1, None):
        if (
            mark.at - opening.at > _NUMBERS.reach
            or len(waiting) > _NUMBERS.deepest
            or _stray(text, marks, opening, mark)
        ):
            return None
        depth = next((at for at in range(len(waiting) - 1, -1, -1) if mark.char in waiting[at]), None)
        if depth is not None:
            del waiting[depth:]
        elif opening.char in (mark.char, PAIRS.get(mark.char)) and _closes(text, marks, mark):
            waiting.clear()
        elif mark.char in PAIRS:
            waiting.append(_closers(mark.char))
        if not waiting:
            return mark.at + 1
    return None


def _stray(text: str, marks: _Marks, opening: _Mark, mark: _Mark) -> bool:
    """Whether a mark in a later line shows that nobody closed the opening one: it opens another quotation."""
    if mark.line == opening.line or mark.char != opening.char:
        return False
    straight = opening.char == PAIRS.get(opening.char, opening.char)
    return not (_odd(marks, opening, mark) if straight else _closes(text, marks, mark))


def _closers(mark: str) -> str:
    """What closes a quotation that a mark opens; one that should have been another is closed by itself."""
    return PAIRS.get(mark, mark) + _ALSO.get(mark, "")


def _closes(text: str, marks: _Marks, mark: _Mark) -> bool:
    """Whether an opening mark stands where only a closing one makes sense: behind words, and before none, or behind a
    sentence in a line whose further marks come in pairs."""
    before, after = text[mark.at - 1 : mark.at], text[mark.at + 1 : mark.at + 2]
    if (before.isalnum() or before in _ENDING) and (not after or after.isspace() or after in _BEHIND):
        return True
    kinds = (mark.char, PAIRS.get(mark.char, ""))
    behind = islice(marks.all, mark.number + 1, mark.number + 1 + _NUMBERS.later)
    later = [one.char for one in behind if one.line == mark.line and one.char in kinds]
    return bool(_SENTENCE_END.match(before)) and later.count(kinds[0]) == later.count(kinds[1])


def _odd(marks: _Marks, opening: _Mark, closing: _Mark) -> bool:
    """Whether straight marks in two lines belong together: each line has one too many, and none between has."""
    lines = range(opening.line, closing.line + 1)
    lonely = [line for line in lines if marks.counts[line, opening.char] % 2]
    return lonely == [opening.line, closing.line]


def _unclosed(text: str, marks: _Marks, opening: _Mark, starts: Sequence[int]) -> Quoted:
    line_end = starts[opening.line + 1] - 1 if opening.line + 1 < len(starts) else len(text)
    following = _FOLLOWING.match(text, line_end)
    if following and following["mark"] == opening.char:
        return Quoted(opening.at, line_end, following.start("mark"))
    last = marks.last.get(opening.line, -1)
    sentence = _SENTENCE_END.search(text, opening.at, line_end)
    end = last + 1 if last > opening.at else sentence.end() if sentence else line_end
    return Quoted(opening.at, end, end)
