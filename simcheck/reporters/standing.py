"""Where in a draft something stands, in words: by page, part, paragraph and line, as who looks for it counts."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from simcheck.messages import Words
from simcheck.patterns import regex
from simcheck.places import written_span, written_text
from simcheck.report import Report
from simcheck.text.structure import structure
from simcheck.types import Document

#: Drafts that people count by paragraphs, by the ending of their names.
_WITH_PARAGRAPHS = (".docx", ".docm", ".doc", ".wps", ".wpt", ".dot", ".dotx", ".odt", ".rtf")
#: What a part, or a chapter, begins with, and the rest of its line as far as a heading goes.
_HEADING = regex(
    r"^[ \t\u3000#]*(?:(?P<part>[一二三四五六七八九十]{1,3})、|(?P<chapter>第[一二三四五六七八九十]{1,3}[章节部]))"
    r"[^\n]{0,60}",
    re.MULTILINE,
)
_LINE = regex(r"[^\n]*\S[^\n]*")
#: How the paragraph begins in which a speaker takes leave, and among how many of the last it is looked for.
_LEAVE = regex(
    r"\s*(?:(?:\w{0,4}(?:同志|朋友|乡亲|老师|同学|代表)们|各位\w{0,8})[，,、！!：:]|总之[，,]|最后[，,]\w?祝)"
)
_LEAVES = 3


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: where its line begins, its words, and what people call what follows: 一 of 第一部分, 第二章."""

    start: int
    text: str
    part: str
    chapter: str

    def named(self, say: Words) -> str:
        """The part by its name.

        >>> from simcheck.messages import words
        >>> [one.named(words("zh")) for one in headings("一、把住关口\\n二、守住防线")]
        ['第一部分', '第二部分']
        """
        return say("match.part", part=self.part) if self.part else self.chapter


def headings(text: str) -> list[Heading]:
    """The headings of the parts of a text (一、… or 第二章 …), in its order."""
    return [
        Heading(found.start(), found[0].strip(" \t\u3000#\r"), found["part"] or "", found["chapter"] or "")
        for found in _HEADING.finditer(text)
    ]


def ending(text: str) -> int | None:
    """Where the end of a text begins that belongs to no part: the paragraph in which a speaker turns to all once more
    (同志们，… 总之，…), and the frame below it, such as thanks, signature and date; None where there is none.

    >>> ending("一、把住关口\\n不松劲。\\n二、守住防线\\n再检查。\\n同志们，汛期不等人。\\n谢谢大家！")
    24
    """
    parts = headings(text)
    if not parts:
        return None
    frame = {text.rfind("\n", 0, part.start) + 1 for part in structure(text)}
    lines = [(found.start(), found[0]) for found in _LINE.finditer(text, parts[-1].start)]
    end = len(lines)
    while end > 1 and lines[end - 1][0] in frame:
        end -= 1
    own = 1 if "。" in lines[0][1] else 2  # the heading, and the first paragraph below it
    for at in range(max(own, end - _LEAVES), end):
        if _LEAVE.match(lines[at][1]):
            return lines[at][0]
    return lines[end][0] if end < len(lines) else None


def place(report: Report, start: int, end: int, say: Words) -> str:
    """Page (where the draft has pages), part, paragraph, line and positions of the draft, from 1, both ends included;
    of what lies between two characters no positions."""
    page = report.draft.reading.page(start)
    parts = [] if page is None else [say("match.page", page=page)]
    parts.append(where(report.draft, start, end, say, lines=True))
    parts += [span(*written_span(report.draft, start, end), say)] if start < end else []
    return say("mark.comma").join(parts)


def where(draft: Document, start: int, end: int, say: Words, *, paragraphs: bool = False, lines: bool = False) -> str:
    """The paragraphs of a passage by the part that they stand in; the lines where a draft has no parts, and beside them
    where ``lines`` are asked for. In a draft of a word processor, and where ``paragraphs`` are asked for, paragraphs of
    the whole draft stand for lines. Empty lines are no paragraphs."""
    text = written_text(draft)
    first, last = _ends(text, *written_span(draft, start, end))
    of_part = _in_parts(text, first, last, say)
    if paragraphs or draft.id.lower().endswith(_WITH_PARAGRAPHS):
        unit, ends = "paragraph", (_paragraphs(text[:first]), _paragraphs(text[:last]))
    else:
        unit, ends = "line", (1 + text.count("\n", 0, first), 1 + text.count("\n", 0, last))
    counted = _numbered(unit, *ends, say)
    if not of_part:
        return counted
    return of_part + say(f"match.beside_{unit}", place=counted) if lines else of_part


def span(start: int, end: int, say: Words) -> str:
    """A half-open span as people count: from 1, both ends included; digits, marks and blanks count here too."""
    return say("match.span", start=start + 1, end=end)


def lines_of(draft: Document, start: int, end: int) -> tuple[int, int]:
    """The first and the last line of the draft's file that hold something of a passage, from 1."""
    text = written_text(draft)
    first, last = _ends(text, *written_span(draft, start, end))
    return 1 + text.count("\n", 0, first), 1 + text.count("\n", 0, last)


def _ends(text: str, start: int, end: int) -> tuple[int, int]:
    """The first and the last character of a passage that can be seen; its beginning where none can."""
    inside = text[start:end]
    if not inside.strip():
        return start, start
    return start + len(inside) - len(inside.lstrip()), start + len(inside.rstrip()) - 1


def _paragraphs(above: str) -> int:
    """The number of the paragraph that what stands ``above`` in the text leads to."""
    return 1 + sum(1 for line in above.split("\n")[:-1] if line.strip())


def _numbered(unit: str, first: int, last: int, say: Words) -> str:
    if first == last:
        return say(f"match.{unit}", **{unit: first})
    return say(f"match.{unit}s", first=first, last=last)


def _in_parts(text: str, first: int, last: int, say: Words) -> str:
    """Both ends by part and paragraph; nothing in a text that has no two parts, or two of the same name."""
    parts = headings(text)
    if len(parts) > 1 and (end := ending(text)) is not None:
        parts.append(Heading(end, "", "", say("match.ending")))
    names = [one.named(say) for one in parts]
    if len(parts) < 2 or len(set(names)) < len(names):
        return ""
    starts = [one.start for one in parts]
    one, other = (bisect_right(starts, at) - 1 for at in (first, last))
    ends = _within(text, parts, one, first), _within(text, parts, other, last)
    if one == other:
        return _called(names, one, *ends, say)
    both = _called(names, one, ends[0], ends[0], say), _called(names, other, ends[1], ends[1], say)
    return say("match.from_to", first=both[0], last=both[1])


def _called(names: list[str], at: int, first: int, last: int, say: Words) -> str:
    if not last:
        return names[at] + say("match.heading") if at >= 0 else say("match.head")
    name = names[at] if at >= 0 else say("match.beginning")
    return name + _numbered("of_paragraph", max(first, 1), last, say)


def _within(text: str, parts: list[Heading], at: int, place: int) -> int:
    """The number of a paragraph of a part; 0 for what stands in its heading, or in the head of the whole text. A
    heading that goes on as a sentence is the first paragraph."""
    start = parts[at].start if at >= 0 else 0
    skipped = _head(text) if at < 0 else ()
    number, reached = 0, start
    for line in text[start : _line_end(text, place)].split("\n"):
        over = reached, reached + len(line)
        heading = at >= 0 and reached == start and line.strip(" \t\u3000#\r") == parts[at].text and "。" not in line
        own = heading or any(begin < over[1] and over[0] < stop for begin, stop in skipped)
        number += bool(line.strip()) and not own
        if over[0] <= place <= over[1] and own:
            return 0
        reached = over[1] + 1
    return number


def _head(text: str) -> list[tuple[int, int]]:
    """The lines above the first paragraph: title, day, speaker, salutation and the like. Openings and closings are
    sentences of paragraphs."""
    return [(part.start, part.end) for part in structure(text) if part.kind not in ("opening", "closing")]


def _line_end(text: str, place: int) -> int:
    end = text.find("\n", place)
    return len(text) if end < 0 else end
