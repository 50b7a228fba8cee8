"""Lines of a document, and the parts of its frame that they are."""

from __future__ import annotations

from dataclasses import dataclass

from simcheck.patterns import regex
from simcheck.text.shapes import PartKind

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
class Line:
    """A line of a text without what stands around it: ``text`` is ``document[start:end]``."""

    start: int
    end: int
    text: str


def lines_of(text: str) -> list[Line]:
    """The lines of a text that say something, whatever ends them."""
    found = []
    for line in _LINE.finditer(text):
        shown = _AROUND.sub("", line[0])
        if shown:
            start = line.start() + line[0].index(shown)
            found.append(Line(start, start + len(shown), shown))
    return found
