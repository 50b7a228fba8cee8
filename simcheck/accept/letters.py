"""Letters: what is left of a text when white space, punctuation and everything a copier can fold are gone.

Marks are no text either. Accepted text is recognised by its letters (a Chinese character, a word or a number is one),
wherever it stands and however its lines are broken.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from simcheck.accept.marks import blanked
from simcheck.scoring import SCORING
from simcheck.text.normalize import normalize
from simcheck.text.tokens import mix, tokenize

#: So many letters in a row are recognised; fewer than that left over are too few to count by themselves.
RUN = SCORING.judgement.accepted_run

Hashes = npt.NDArray[np.uint64]
Mask = npt.NDArray[np.bool_]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True, eq=False)
class Letters:
    """The letters of a text as numbers, and where each begins and ends in it; arrays of one length.

    ``runs`` holds a hash of every run of ``RUN`` letters, by its first one. ``size`` is the length of the text.
    """

    units: Hashes
    starts: npt.NDArray[np.int32]
    ends: npt.NDArray[np.int32]
    runs: Hashes
    size: int

    def __len__(self) -> int:
        return len(self.units)

    def inside(self, spans: Iterable[Span]) -> Mask:
        """Which letters lie in the spans of the text, wholly."""
        mask = np.zeros(len(self), dtype=bool)
        for start, end in spans:
            mask |= (self.starts >= start) & (self.ends <= end)
        return mask

    def spans(self, mask: Mask) -> tuple[Span, ...]:
        """The stretches of the text that the chosen letters make up, each with the punctuation behind it."""
        edge = np.diff(np.concatenate([[False], mask, [False]]).astype(np.int8))
        found = []
        for first, behind in zip(np.flatnonzero(edge == 1), np.flatnonzero(edge == -1), strict=True):
            start = 0 if first == 0 else int(self.starts[first])
            found.append((start, int(self.starts[behind]) if behind < len(self) else self.size))
        return tuple(found)


def letters(text: str) -> Letters:
    """The letters of a text.

    >>> len(letters("增长 3.5%，“稳中⼤好”。"))
    7
    """
    normalized = normalize(blanked(text))
    tokens = tokenize(normalized)
    if not len(tokens.units):
        none = np.zeros(0, dtype=np.int32)
        return Letters(tokens.units, none, none, _runs(tokens.units), len(text))
    starts, ends = normalized.starts[tokens.unit_starts], normalized.ends[tokens.unit_ends - 1]
    return Letters(tokens.units, starts, ends, _runs(tokens.units), len(text))


class Known:
    """Texts whose runs of letters are recognised in others."""

    def __init__(self, texts: Iterable[str | Letters]) -> None:
        found = [letters(text) if isinstance(text, str) else text for text in texts]
        self._runs = np.unique(np.concatenate([np.zeros(0, dtype=np.uint64), *(one.runs for one in found)]))
        self._units = [one.units for one in found]

    def mask(self, passage: Letters) -> Mask:
        """Which letters of a passage stand, in runs of ``RUN`` or more, in one of the texts.

        A passage of fewer letters, and one that is a whole known text of fewer, must stand there as a whole.
        """
        mask = np.zeros(len(passage), dtype=bool)
        if len(self._runs):
            at = np.searchsorted(self._runs, passage.runs)
            for first in np.flatnonzero(self._runs.take(at, mode="clip") == passage.runs).tolist():
                mask[first : first + RUN] = True
        if 0 < len(passage) < RUN:
            mask[:] = any(_places(passage.units, known) for known in self._units)
        for known in self._units:
            if 0 < len(known) < RUN:
                for first in _places(known, passage.units):
                    mask[first : first + len(known)] = True
        return mask


def _runs(units: Hashes) -> Hashes:
    """A hash of every run of RUN letters, in order."""
    count = len(units) - RUN + 1
    if count <= 0:
        return np.zeros(0, dtype=np.uint64)
    mixed = mix(units)
    found = np.zeros(count, dtype=np.uint64)
    for step in range(RUN):
        found = mix(found + mixed[step : step + count])
    return found


def _places(short: Hashes, long: Hashes) -> list[int]:
    """Where the shorter sequence of letters stands in the longer one."""
    count = len(long) - len(short) + 1
    if count <= 0:
        return []
    same = np.ones(count, dtype=bool)
    for step, unit in enumerate(short):
        same &= long[step : step + count] == unit
    return np.flatnonzero(same).tolist()
