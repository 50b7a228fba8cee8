"""What a reader gives: the text of a file, and what the file says about itself."""

from __future__ import annotations

import functools
import re
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from simcheck.readers.dates import iso
from simcheck.readers.heading import heading
from simcheck.resources import data_text
from simcheck.types import Document, HiddenText, Reading, RecognizedText, UnreadPart

_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Content:
    """The text of a file with lines for paragraphs; title, author and date as the file's properties have them, raw;
    what of the file is not in the text; and whether a person ``stated`` title, author and date for this text."""

    text: str
    title: str | None = None
    author: str | None = None
    date: str | None = None
    reading: Reading = field(default_factory=Reading)
    stated: bool = False

    def to_dict(self) -> dict[str, Any]:
        """The content as plain data, for another process."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        """The content that ``to_dict`` gave."""
        told = data.pop("reading")
        reading = Reading(
            tuple(HiddenText(**one) for one in told["hidden"]),
            tuple(UnreadPart(**one) for one in told["unread"]),
            tuple(RecognizedText(**one) for one in told["recognized"]),
            tuple(told["pages"]),
        )
        return cls(**data, reading=reading)


def document(name: str, content: Content) -> Document:
    """The Document of a file called ``name``.

    What stands above the text, where speeches have title, date and speaker, and in the frame of an official document
    goes before the file's properties, unless a person stated them for this text: they are often left over from the
    file that was copied. A property that no person wrote, such as the author Administrator, counts as none.

    >>> found = document("稿.docx", Content("教育大会上的讲话\\n（2024年9月10日）\\n同志们：", "文档1", "教育局"))
    >>> found.title, found.author, found.date
    ('教育大会上的讲话', '教育局', '2024-09-10')
    """
    from simcheck.readers.issued import issued  # the process that reads a file has no use for it

    above, frame = heading(content.text), issued(content.text)
    titles, authors = (above.title, frame.title, content.title), (above.author, frame.author, content.author)
    dates = (above.date, frame.date, iso(content.date or ""))
    if content.stated:
        titles, authors, dates = (one[::-1] for one in (titles, authors, dates))
    return Document(
        name,
        content.text,
        title=next(filter(None, map(_meant, titles)), None),
        author=next(filter(None, map(_meant, authors)), None),
        date=next(filter(None, dates), None),
        reading=content.reading,
    )


def _meant(written: str | None) -> str | None:
    """A property on one line of valid Unicode, unless it is a placeholder."""
    line = " ".join((written or "").encode("utf-8", "ignore").decode("utf-8").split())
    line = "".join(filter(str.isprintable, line))[:_LONGEST]
    if not any(map(str.isalpha, line)) or any(pattern.fullmatch(line) for pattern in _placeholders()):
        return None
    return line


@functools.cache
def _placeholders() -> tuple[re.Pattern[str], ...]:
    lines = data_text("placeholders.txt").splitlines()
    return tuple(re.compile(line, re.IGNORECASE) for line in lines if not line.startswith("#"))


def paired(text: str) -> str:
    """The text in valid Unicode: two halves of a character are put together, a lone half becomes U+FFFD, NUL a space.

    >>> paired("\\ud842\\udfb7野\\ud842")
    '𠮷野�'
    """
    return text.replace("\0", " ").encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
