"""Heading ends: a heading at the end of a passage, or at its beginning, that was not copied itself.

A copied paragraph goes on into the heading of the next section, whose number every text has and a word or two by
chance: 三、干部; or into the number of the next paragraph, 第二件事. A heading that was copied stays.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from simcheck.judge.clipping import clipped
from simcheck.judge.matches import units_in
from simcheck.patterns import regex
from simcheck.scoring import SCORING, Judgement
from simcheck.text.analyze import Analyzed
from simcheck.text.set_headings import numbering
from simcheck.types import Match

Span = tuple[int, int]

_LINES = regex(r"[^\n\r\v\f\x85\u2028\u2029]*\w[^\n\r\v\f\x85\u2028\u2029]*")
#: What no heading has: a sentence that another one follows, cells of a table.
_NO_HEADING = regex(r"[。！？；!?;]\s*\S|[\t|｜]")

#: What counts paragraphs: 第二件事, 二是, （二）, 其次.
_COUNTED = regex(
    r"\s*(?:第[一二三四五六七八九十\d]{1,3}(?:件事|点|个?方面|条|项|个)?|[一二三四五六七八九十]{1,3}(?:是|要|来|、)|其[一二三四次]|首先|再次|最后|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.．、])[，,、：:]?\s*"
)


def without_heading_ends(match: Match, draft: Analyzed, scoring: Judgement) -> Match:
    """The match without the headings that it ends with, or begins with, and that the source has not: of which too few
    letters are equal, and which say nothing that a sentence of the source says. A match of headings alone stays."""
    text, start, end = draft.document.text, match.draft.start, match.draft.end
    lines = list(_touched(text, start, end))
    first = len(list(takewhile(lambda line: _is_foreign(match, draft, line, scoring), lines)))
    last = len(list(takewhile(lambda line: _is_foreign(match, draft, line, scoring), reversed(lines))))
    if not last and lines and end < lines[-1][1] and _COUNTED.fullmatch(text, max(start, lines[-1][0]), end):
        last = 1
    if match.kind == "translation" or first + last >= len(lines):
        return match
    kept = lines[first : len(lines) - last]
    return clipped(match, draft, (max(start, kept[0][0]), min(end, kept[-1][1])), scoring)


def _touched(text: str, start: int, end: int) -> Iterator[Span]:
    """The lines of which a passage has a letter or a digit."""
    at = max(text.rfind("\n", 0, start), -1) + 1
    stop = text.find("\n", max(end - 1, start))
    for line in _LINES.finditer(text, at, len(text) if stop < 0 else stop):
        if any(map(str.isalnum, text[max(start, line.start()) : min(end, line.end())])):
            yield line.span()


def _is_foreign(match: Match, draft: Analyzed, line: Span, scoring: Judgement) -> bool:
    """Whether a line is a heading that was not copied."""
    text = draft.document.text
    said = text[slice(*line)]
    if len(said.strip()) > SCORING.framing.heading or _NO_HEADING.search(said):
        return False
    start = line[0] + len(said) - len(said.lstrip())
    start += numbering(said.strip())
    if start == line[0] + len(said) - len(said.lstrip()) and said.rstrip()[-1:] in "。！？；：，!?;:,":
        return False  # a short paragraph
    first, last = units_in(draft, (start, line[1]))
    equal = sum(max(0, min(line[1], run.draft_end) - max(start, run.draft_start)) for run in match.equal)
    if equal >= scoring.heading_equal * (last - first):
        return False
    whole = match.draft.start <= start and line[1] <= match.draft.end
    return not whole or not any(
        start <= pair.draft_start < line[1] and {"words", "meaning"} & set(pair.reasons) for pair in match.pairs
    )
