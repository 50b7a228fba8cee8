"""A text as it is read: names are told in simplified characters, without what is not seen, and shown as they stand."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from simcheck.caching import memoize_per_object
from simcheck.text.characters import fold, is_han, is_invisible, simplified
from simcheck.types import Document, Identity, Leftover, Match, Passage

#: Radicals, and characters that Unicode has twice: they look like the ordinary ones.
_GUISES = ((0x2E80, 0x2FDF), (0xF900, 0xFAFF), (0x2F800, 0x2FA1F))
#: Digits as wide as Chinese characters, and what stands in figures beside them.
_WIDE = {0xFF0E: ".", 0xFF05: "%"} | {0xFF10 + digit: str(digit) for digit in range(10)}
#: No character below is a guise, or invisible among those of a text as people type it.
_TYPED = 0x7F


@dataclass(frozen=True, slots=True, eq=False)
class Legible:
    """``document`` with its text as it is read; its character k stands at ``places[k]`` of the text as it is.

    ``places`` is None where each character stands where it stood.
    """

    document: Document
    places: Sequence[int] | None = None

    def matches(self, matches: Iterable[Match]) -> tuple[Match, ...]:
        """Matches with their passages of the draft where the text has them."""
        return tuple(matches) if self.places is None else tuple(map(self._match, matches))

    def of_source(self, match: Match) -> Match:
        """A match with its passage of the source where the text has it."""
        return match if self.places is None else replace(match, source=self._passage(match.source))

    def _match(self, match: Match) -> Match:
        return replace(match, draft=self._passage(match.draft))

    def _passage(self, passage: Passage) -> Passage:
        places = self.places or ()
        start, end = bisect_left(places, passage.start), bisect_left(places, passage.end)
        return replace(passage, start=start, end=end, text=self.document.text[start:end])

    def written(self, found: Iterable[Leftover], text: str) -> tuple[Leftover, ...]:
        """Leftovers as they stand in the text as it is."""
        return tuple(self._written(one, text) for one in found)

    def _written(self, one: Leftover, text: str) -> Leftover:
        start, end = self._span(one.start, one.end)
        return replace(one, start=start, end=end, text=text[start:end])

    def identity(self, identity: Identity, text: str) -> Identity:
        """Whose a text is, in the characters that it is written in."""
        at = self.document.text.find(identity.place) if identity.place else -1
        if identity.place is None or at < 0:
            return identity
        start, end = self._span(at, at + len(identity.place))
        return replace(identity, place="".join(char for char in text[start:end] if not is_invisible(char)))

    def _span(self, start: int, end: int) -> tuple[int, int]:
        return (start, end) if self.places is None else (self.places[start], self.places[end - 1] + 1)


def legible(document: Document) -> Legible:
    """A document as it is read; itself, if it reads as it stands.

    >>> legible(Document("稿", "清\\u200b溪縣⾼新區２８．６公里")).document.text
    '清溪县高新区28.6公里'
    """
    seen, places = _seen(document)
    return Legible(document if seen is None else replace(document, text=seen), places)


@memoize_per_object
def _seen(document: Document) -> tuple[str | None, Sequence[int] | None]:
    """The text of a document as it is read, None where it reads as it stands, and where its characters stand; sources
    are asked at each check."""
    text = document.text
    unusual = [char for char in set(text) if ord(char) > _TYPED or not char.isprintable()]
    unseen = frozenset(filter(is_invisible, unusual))
    guises = {ord(char): fold(char) for char in unusual if any(low <= ord(char) <= high for low, high in _GUISES)}
    table = {code: one for code, one in guises.items() if len(one) == 1 and is_han(ord(one))}
    table |= {ord(char): _WIDE[ord(char)] for char in unusual if ord(char) in _WIDE}
    seen = simplified(text.translate(table) if table else text)
    places = None
    if unseen:
        places = [at for at, char in enumerate(text) if char not in unseen]
        seen = "".join(seen[at] for at in places)
    return (None if seen == text else seen), places
