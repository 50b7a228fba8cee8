"""Reading: what of a file is not in its text, and what is not certain in it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from simcheck.types.kinds import HiddenReason, UnreadKind


@dataclass(frozen=True, slots=True)
class HiddenText:
    """Text that a file holds and no reader sees; it is not in the document's ``text``.

    Only what is ``pale`` may be seen after all, so that it stays: ``text[start:end]``. Everything else stood
    between the code points ``start`` and ``end`` of the text, which are equal where it stood in one piece.
    ``characters`` are its visible characters, ``excerpt`` is how it begins, on one line.
    """

    reason: HiddenReason
    start: int
    end: int
    characters: int
    excerpt: str


@dataclass(frozen=True, slots=True)
class UnreadPart:
    """``count`` parts of one kind that a file holds and that were not read; the first of them stood at ``start``."""

    kind: UnreadKind
    start: int
    count: int


@dataclass(frozen=True, slots=True)
class RecognizedText:
    """``text[start:end]`` was read from the picture of a page by optical character recognition.

    ``page`` counts from 1 (the picture, in a format without pages); ``confidence`` in [0, 1] is how sure the
    recognition is, weighed by the letters of the page.
    """

    page: int
    start: int
    end: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Reading:
    """How a text came out of its file: what was left out of it, and what is not certain in it.

    ``pages`` are the offsets at which the pages begin, empty where the format has none. Empty for plain text.

    ``order`` is where each character of the text stands in the file's, for a draft whose columns were put into the
    order of reading by the check; empty where the text stands as it is read (``simcheck.places``).
    """

    hidden: tuple[HiddenText, ...] = ()
    unread: tuple[UnreadPart, ...] = ()
    recognized: tuple[RecognizedText, ...] = ()
    pages: tuple[int, ...] = ()
    order: tuple[int, ...] = ()

    def page(self, at: int) -> int | None:
        """The page, from 1, of a place in the text; None where the format has no pages.

        >>> Reading(pages=(0, 800)).page(800), Reading().page(800)
        (2, None)
        """
        return bisect_right(self.pages, at) if self.pages else None


#: Of a text of which nothing was left out, such as plain text.
ALL_READ = Reading()
