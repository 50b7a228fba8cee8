"""The frame: what of an official document is no body.

It is the parts that :mod:`simcheck.text.structure` tells, and what is form within the body: headings that many
documents have, and cells of tables that say who and by when.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from simcheck.caching import MIB, memoize
from simcheck.text.lines import Line, lines_of
from simcheck.text.openings import own_of
from simcheck.text.set_headings import numbering, set_heading
from simcheck.text.structure import has_form, structure
from simcheck.text.table_cells import form_cells
from simcheck.text.table_heads import heads

Span = tuple[int, int]


@memoize(4 * MIB)
def frame(text: str) -> tuple[Span, ...]:
    """The spans of a document's frame, in order and apart.

    >>> draft = "在全县工作会议上的讲话\\n（2026年3月5日）\\n同志们：\\n一、总体要求\\n今年雨水偏多，防汛要早作准备。"
    >>> [draft[start:end] for start, end in frame(draft)]
    ['在全县工作会议上的讲话', '（2026年3月5日）', '同志们：', '一、总体要求']
    """
    parts = [(part.start, part.end) for part in structure(text)]
    found = list(parts)
    for start, end in _within(lines_of(text)):
        if not any(a < end and b > start for a, b in parts):
            found.append((start, end))
    return tuple(sorted(set(found)))


@memoize(4 * MIB)
def bare_of(text: str) -> frozenset[Span]:
    """The parts of a document's frame that say what it is and to whom, its title and its salutation.

    >>> text = "关于防汛的通知\\n各乡镇人民政府：\\n为做好防汛工作，现通知如下：\\n汛期将至。"
    >>> [text[start:end] for start, end in sorted(bare_of(text))]
    ['关于防汛的通知', '各乡镇人民政府：']
    """
    return frozenset((part.start, part.end) for part in structure(text) if part.kind in ("title", "salutation"))


@memoize(4 * MIB)
def formal(text: str) -> tuple[Span, ...]:
    """The spans of a text that have the form of a frame's part wherever they stand, besides its frame.

    What a draft's frame shares with these is no body: a page from the web has its title and recipients below a menu.

    >>> text = "首页 > 公开 > 正文\\n图书馆几点开门？\\n各乡镇人民政府，各街道办事处：\\n汛期将至，请早作准备。"
    >>> [text[start:end] for start, end in formal(text)]
    ['各乡镇人民政府，各街道办事处：']
    """
    lines = lines_of(text)
    tables = ((lines[at].start, lines[at].end) for at in heads([line.text for line in lines]))
    return tuple(sorted({*frame(text), *tables, *(span for line in lines for span in has_form(line))}))


@memoize(4 * MIB)
def own_openings(text: str) -> tuple[Span, ...]:
    """What in the opening and the closing of a document is of its own: what it decides, whom it is about.

    >>> text = "关于安装路灯的决定\\n为方便群众，经研究，决定在老街安装路灯二百盏。\\n请水利局早作准备。"
    >>> [text[start:end] for start, end in own_openings(text)]
    ['老街安装路灯二百盏']
    """
    parts = (part for part in structure(text) if part.kind in ("opening", "closing"))
    return tuple(span for part in parts for span in own_of(text, part))


def _run_in(line: str) -> int:
    """How many characters of a line are a set heading that the text goes on behind: （一）加强组织领导。成立……"""
    first, mark, _ = line.partition("。")
    return len(first) + 1 if mark and numbering(first) and set_heading(first) else 0


def _within(lines: Sequence[Line]) -> Iterator[Span]:
    """The set headings and the cells of form, in the order of the lines and apart."""
    headings = {at for at, line in enumerate(lines) if set_heading(line.text)}
    yield from ((lines[at].start, lines[at].end) for at in headings)
    for at, line in enumerate(lines):
        if at not in headings and (size := _run_in(line.text)):
            yield line.start, line.start + size
    for at, start, end in form_cells([line.text for line in lines]):
        if at not in headings:
            yield lines[at].start + start, lines[at].start + end
