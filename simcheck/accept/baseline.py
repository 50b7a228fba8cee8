"""The baseline: a file of matches that a person accepted, and what is done with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Self

from simcheck.accept.entry import Entry
from simcheck.accept.file import read_entries, write_entries
from simcheck.accept.fingerprint import text_print
from simcheck.accept.letters import letters
from simcheck.errors import UsageError
from simcheck.signatures import as_annotated, require_fields
from simcheck.types import Document, Match


@dataclass(frozen=True, slots=True)
class Baseline:
    """Accepted matches, each id once, in the order of ``sorted_entries``; ``path`` is the file they are kept in."""

    entries: tuple[Entry, ...] = ()
    path: Path | None = None

    def __post_init__(self) -> None:
        require_fields(self)

    @classmethod
    @as_annotated()
    def read(cls, path: Path | str) -> Self:
        """The baseline in a file. Raises ConfigError, with the line where that can be told, for one that is missing or
        damaged. Of an id that stands there twice, as after a merge of two branches, the entry that lasts longer."""
        held: dict[str, Entry] = {}
        for entry in read_entries(Path(path)):
            held[entry.id] = max(held.get(entry.id, entry), entry, key=lambda one: one.expires or date.max)
        return cls(sorted_entries(held.values()), Path(path))

    @as_annotated()
    def write(self, path: Path | str | None = None) -> None:
        """Write the file, all of it or nothing. Raises ConfigError if that cannot be done."""
        place = path or self.path
        if place is None:
            raise UsageError("this baseline has no file yet; name one")
        write_entries(Path(place), self.entries)

    @as_annotated()
    def adding(self, entries: Iterable[Entry]) -> Baseline:
        """The baseline with further entries; one with the same id is replaced."""
        held = {entry.id: entry for entry in (*self.entries, *entries)}
        return replace(self, entries=sorted_entries(held.values()))

    @as_annotated()
    def without(self, ids: Iterable[str]) -> Baseline:
        """The baseline without the entries of these ids."""
        gone = set(ids)
        return replace(self, entries=tuple(entry for entry in self.entries if entry.id not in gone))

    def about(self, match: Match, day: date) -> tuple[Entry, ...]:
        """The entries with the source of a match that are valid on a day, whatever words they accept.

        The source is known by its name, as one of the others that hold the passage, or by the letters of its passage.
        """
        if not self.entries:
            return ()
        names = {match.source.document_id, *match.also_in}
        letters_of_source = text_print(match.source.text)
        return tuple(
            entry
            for entry in self.entries
            if (entry.source in names or entry.source_id == letters_of_source) and not entry.expired(day)
        )

    def expired_in(self, draft: Document, day: date) -> tuple[Entry, ...]:
        """The expired entries whose words still stand in a draft."""
        over = [entry for entry in self.entries if entry.expired(day)]
        text = letters(draft.text) if over else None
        return tuple(entry for entry in over if text is not None and entry.stands_in(text))


def sorted_entries(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Entries in the order of a file: by draft, source, first words."""
    return tuple(sorted(entries, key=lambda entry: (entry.draft, entry.source, entry.passage, entry.id)))
