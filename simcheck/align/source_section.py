"""Source sections: neighbouring sentences of one document, by its number."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class SourceSection(NamedTuple):
    """The section ``sentences`` of the source ``number``."""

    number: int
    sentences: slice

    def holds(self, other: SourceSection) -> bool:
        """Whether another section is a part of this one."""
        inside = self.sentences.start <= other.sentences.start and other.sentences.stop <= self.sentences.stop
        return self.number == other.number and inside


def together(theirs: Iterable[SourceSection]) -> list[SourceSection]:
    """The sections, those of one source that touch as one, so that no sentence is gone through twice.

    >>> together([SourceSection(3, slice(30, 90)), SourceSection(3, slice(0, 60)), SourceSection(5, slice(0, 9))])
    [SourceSection(number=3, sentences=slice(0, 90, None)), SourceSection(number=5, sentences=slice(0, 9, None))]
    """
    found: list[SourceSection] = []
    for section in sorted(theirs, key=lambda one: (one.number, one.sentences.start)):
        if found and found[-1].number == section.number and section.sentences.start <= found[-1].sentences.stop:
            before = found.pop().sentences
            found.append(SourceSection(section.number, slice(before.start, max(before.stop, section.sentences.stop))))
        else:
            found.append(section)
    return found
