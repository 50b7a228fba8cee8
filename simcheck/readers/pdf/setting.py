"""The text of a PDF from its pages: paragraph by paragraph, with where its pages begin, what was read from pictures,
and what is hidden where."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from simcheck.readers.content import Content
from simcheck.readers.pdf.frames import Frame
from simcheck.readers.pdf.line import Page
from simcheck.readers.pdf.lines import lines_of
from simcheck.readers.pdf.paragraphs import SetLine, paragraphs
from simcheck.readers.pdf.sheet import Sheet, Unseen
from simcheck.readers.written import Written
from simcheck.types import RecognizedText


@dataclass(slots=True)
class _Stretch:
    """The part of the text that was read from the picture of a page; ``sure`` and ``letters`` of its lines."""

    start: int
    end: int
    sure: float = 0.0
    letters: int = 0


@dataclass(slots=True)
class _Text:
    """The text while it is written down."""

    written: Written = field(default_factory=Written)
    pages: list[int] = field(default_factory=list)
    recognized: dict[int, _Stretch] = field(default_factory=dict)


def set_down(sheets: Sequence[Sheet], files: int, title: str | None = None, author: str | None = None) -> Content:
    """The text of these pages. ``files`` is how many files are attached to the document."""
    text = _Text()
    # What runs another way than most of its page comes after all pages, so that no paragraph is torn apart.
    first = paragraphs([_page(page.number, page.frames[0]) for page in sheets if page.frames])
    other = paragraphs([_page(page.number, frame) for page in sheets for frame in page.frames[1:]])
    lines = {page.number: [line for line in first if line.page == page.number] for page in sheets}
    for page in sheets:
        text.pages.append(len(text.written) + (1 if len(text.written) else 0))
        _page_down(text, page, lines[page.number])
    for line in other:
        _line_down(text, line)
    for page in sheets:
        for entry in page.entries:
            _down(text.written, entry.strip("\n"), "\n")
    text.written.miss("attachment", files + sum(page.files for page in sheets))
    return _content(text, title, author)


def _page(number: int, frame: Frame) -> Page:
    return Page(lines_of(frame.letters, frame.width), frame.width, frame.height, number, frame.angle % 90 != 0)


def _page_down(text: _Text, page: Sheet, lines: Sequence[SetLine]) -> None:
    """Write down a page, what is hidden on it beside the line that it is next to."""
    text.written.miss("comment", page.comments)
    if page.writing:
        text.written.miss("writing")
    elif page.picture and page.sure is None:
        text.written.miss("picture")
    beside: dict[int, list[Unseen]] = {}
    for unseen in page.unseen:
        beside.setdefault(_nearest(unseen, lines), []).append(unseen)
    for number, line in enumerate(lines):
        _line_down(text, line)
        _hide(text.written, beside.get(number, ()))
    _hide(text.written, beside.get(-1, ()))


def _nearest(unseen: Unseen, lines: Sequence[SetLine]) -> int:
    """The number of the line that a text stands next to; -1 if there is none."""
    middle = unseen.place.bottom + unseen.place.top
    away = [abs(line.line.bottom + line.line.top - middle) for line in lines]
    return away.index(min(away)) if away else -1


def _hide(written: Written, texts: Iterable[Unseen]) -> None:
    for unseen in texts:
        written.hide(unseen.text, unseen.reason)


def _line_down(text: _Text, line: SetLine) -> None:
    _down(text.written, line.text, line.lead)
    sure = line.line.sure
    if sure is not None:
        end = len(text.written)
        stretch = text.recognized.setdefault(line.page, _Stretch(end - len(line.text), end))
        stretch.end = end
        stretch.letters += len(line.text)
        stretch.sure += sure * len(line.text)


def _down(written: Written, text: str, lead: str) -> None:
    if len(written) or lead != "\n":
        written.add(lead)
    written.add(text)


def _content(text: _Text, title: str | None, author: str | None) -> Content:
    content = text.written.content(title, author)
    end = len(content.text)
    recognized = tuple(
        RecognizedText(number + 1, stretch.start, min(stretch.end, end), stretch.sure / max(1, stretch.letters))
        for number, stretch in sorted(text.recognized.items())
    )
    pages = tuple(min(start, end) for start in text.pages)
    return replace(content, reading=replace(content.reading, recognized=recognized, pages=pages))
