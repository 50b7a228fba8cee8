"""An entry of a baseline: one accepted match, its words, its source and why it was accepted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from simcheck.accept.fingerprint import fingerprint, text_print
from simcheck.accept.letters import RUN, Known, Letters, letters
from simcheck.accept.marks import blanked
from simcheck.caching import MIB, memoize
from simcheck.errors import UsageError
from simcheck.patterns import regex
from simcheck.types import Kind, Match

_SENTENCE = regex(r"[^。！？；!?;\n]*[。！？；!?;\n]+[”’」』）》\")]*|[^。！？；!?;\n]+")


@dataclass(frozen=True, slots=True)
class Entry:
    """An accepted match. ``passage`` is the draft passage, sentence by sentence; ``source_id`` follows from the letters
    of the source passage, so that a renamed source is the same one; ``id`` is the match's fingerprint.

    ``draft`` says where it was accepted; it is accepted wherever it stands. ``expires`` is the last day it is valid.
    """

    id: str
    draft: str
    source: str
    source_id: str
    kind: Kind
    passage: tuple[str, ...]
    reason: str
    added: date
    expires: date | None = None

    @classmethod
    def of(cls, match: Match, reason: str, *, expires: date | None = None, added: date | None = None) -> Self:
        """The entry that accepts a match. Raises UsageError without a reason, or when it would have expired already."""
        said = " ".join(reason.split())
        if not said:
            raise UsageError("an accepted match needs a reason; say why it may stand", code="usage.acceptance")
        added = added or today()
        if expires is not None and expires < added:
            raise UsageError(f"{expires} has passed; name a day to come, or none", code="usage.acceptance")
        sentences = tuple(filter(None, (found.strip() for found in _SENTENCE.findall(blanked(match.draft.text)))))
        source = match.source
        return cls(
            id=fingerprint(match),
            draft=match.draft.document_id,
            source=source.document_id,
            source_id=text_print(source.text),
            kind=match.kind,
            passage=sentences,
            reason=said,
            added=added,
            expires=expires,
        )

    def expired(self, day: date) -> bool:
        """Whether it is over on this day."""
        return self.expires is not None and day > self.expires

    def stands_in(self, text: Letters) -> bool:
        """Whether enough of the accepted words stand in a text for the entry to be of use there."""
        needed = min(RUN, len(letters("\n".join(self.passage))))
        return int(known_passage(self.passage).mask(text).sum()) >= max(needed, 1)


@memoize(8 * MIB)
def known_passage(passage: tuple[str, ...]) -> Known:
    """The runs of letters of an accepted passage."""
    return Known(["\n".join(passage)])


def today() -> date:
    """The day it is here."""
    return datetime.now().astimezone().date()
