"""Own work: which sources are the author's own, so that what comes from them is counted apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from simcheck.accept.fingerprint import plain_letters
from simcheck.arguments import document_of
from simcheck.signatures import as_annotated, require_fields
from simcheck.types import Document, Match


@dataclass(frozen=True, slots=True)
class OwnWork:
    """The author's own texts: each its name and its letters."""

    texts: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        require_fields(self)

    @classmethod
    @as_annotated()
    def of(cls, documents: Iterable[Document]) -> OwnWork:
        """Own work from documents that were read."""
        return cls(tuple((document.id, plain_letters(document.text)) for document in map(document_of, documents)))

    def holding(self, match: Match) -> str | None:
        """The name of an own text in which the source passage, or the draft passage itself, stands; else None.

        Names do not matter, only letters: the corpus may hold the same text under another name or in another format.
        """
        passages = [plain_letters(passage.text) for passage in (match.source, match.draft)]
        return next((name for name, text in self.texts if any(p and p in text for p in passages)), None)

    def named(self, document: Document) -> str | None:
        """The name of the own text that a document is, letter for letter; None for another's."""
        letters = plain_letters(document.text) if self.texts else ""
        return next((name for name, text in self.texts if letters and text == letters), None)
