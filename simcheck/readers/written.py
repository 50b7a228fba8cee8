"""Written: a text as a reader writes it down, piece by piece, with what no reader of the file would see set aside."""

from __future__ import annotations

from dataclasses import dataclass

from simcheck.patterns import regex
from simcheck.readers.content import Content, paired
from simcheck.types import HiddenReason, HiddenText, Reading, RecognizedText, UnreadKind, UnreadPart

_HALF = regex("[\ud800-\udfff]")
#: Pieces that are hidden for one reason with no more characters between them are told as one.
NEAR = 40
#: Characters that are told of a text that is not seen.
EXCERPT = 60


@dataclass(slots=True)
class _Stretch:
    """Pieces of hidden text near each other."""

    reason: HiddenReason
    start: int
    end: int
    characters: int = 0
    text: str = ""


class Written:
    """Collects a text in reading order.

    >>> page = Written()
    >>> for piece in ("会议", "指出", "：今年"):
    ...     page.add(piece)
    >>> page.hide("看不见", "colour")
    >>> content = page.content()
    >>> content.text, content.reading.hidden
    ('会议指出：今年', (HiddenText(reason='colour', start=7, end=7, characters=3, excerpt='看不见'),))
    """

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self._hidden: list[_Stretch] = []
        self._last: dict[HiddenReason, _Stretch] = {}
        self._unread: dict[UnreadKind, tuple[int, int]] = {}
        self._recognized: list[tuple[int, int, int, float]] = []

    def __len__(self) -> int:
        return self._length

    @property
    def text(self) -> str:
        """What was written down so far."""
        return "".join(self._pieces)

    @property
    def held(self) -> str:
        """The same with what begins each stretch that is not seen."""
        return "\n".join([self.text, *(one.text for one in self._hidden)])

    @property
    def last(self) -> str:
        """The last character that was written down; empty if there is none."""
        return next((piece[-1] for piece in reversed(self._pieces) if piece), "")

    def add(self, text: str) -> None:
        """A text that is seen."""
        self._pieces.append(text)
        self._length += len(text)

    def hide(self, text: str, reason: HiddenReason) -> None:
        """A text that stands here and is not seen; of white space nothing is told."""
        self._stretch(text, reason, self._length)

    def doubt(self, text: str) -> None:
        """A text in the colour of the page that may lie on something darker: kept, and told as pale."""
        start = self._length
        self.add(text)
        self._stretch(text, "pale", start)

    def _stretch(self, text: str, reason: HiddenReason, start: int) -> None:
        characters = sum(not char.isspace() for char in text)
        if not characters:
            return
        last = self._last.get(reason)
        if last is None or start - last.end > NEAR:
            last = self._last[reason] = _Stretch(reason, start, start)
            self._hidden.append(last)
        last.end = self._length
        last.characters += characters
        if len(last.text) < EXCERPT:
            last.text += text[: 2 * EXCERPT]

    def recognize(self, text: str, page: int, confidence: float) -> None:
        """A text that was read from the picture of a page, or from the so-manyth picture of one."""
        start = self._length
        self.add(text)
        self._recognized.append((page, start, self._length, confidence))

    def miss(self, kind: UnreadKind, count: int = 1) -> None:
        """Parts that stand here and are not read."""
        if not count:
            return
        start, before = self._unread.get(kind, (self._length, 0))
        self._unread[kind] = start, before + count

    def missed(self, kind: UnreadKind) -> int:
        """How many parts of a kind were not read so far."""
        return self._unread.get(kind, (0, 0))[1]

    def take(self, found: Content) -> None:
        """What another reader wrote, behind what was written so far: its text, and what was left out of it."""
        start, at = self._length, 0
        for one in sorted(found.reading.hidden, key=lambda one: one.start):
            upto = max(at, one.end)
            self.add(found.text[at:upto])
            at = upto
            stretch = _Stretch(one.reason, start + one.start, start + one.end, one.characters, one.excerpt)
            self._hidden.append(stretch)
            self._last[one.reason] = stretch
        self.add(found.text[at:])
        for part in found.reading.unread:
            first, before = self._unread.get(part.kind, (start + part.start, 0))
            self._unread[part.kind] = first, before + part.count
        self._recognized += [
            (one.page, start + one.start, start + one.end, one.confidence) for one in found.reading.recognized
        ]

    def content(self, title: str | None = None, author: str | None = None, date: str | None = None) -> Content:
        """All of it in valid Unicode, without the line end of the last paragraph; and what the file says of itself."""
        raw = "".join(self._pieces)
        text = paired(raw).removesuffix("\n")
        # Two halves of a character, which become one, are the only pieces that change their length.
        halves = _HALF.search(raw)

        def place(at: int) -> int:
            return min(len(paired(raw[:at])) if halves else at, len(text))

        hidden = (
            HiddenText(one.reason, place(one.start), place(one.end), one.characters, _excerpt(one.text))
            for one in self._hidden
        )
        unread = (UnreadPart(kind, place(start), count) for kind, (start, count) in self._unread.items())
        recognized = (
            RecognizedText(page, place(start), place(end), sure) for page, start, end, sure in self._recognized
        )
        return Content(text, title, author, date, Reading(tuple(hidden), tuple(unread), tuple(recognized)))


def _excerpt(text: str) -> str:
    """How a text begins, on one line of characters that can be shown."""
    return " ".join("".join(char if char.isprintable() else " " for char in paired(text)).split())[:EXCERPT]
