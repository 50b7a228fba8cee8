"""Two versions of a draft: which passages of the first were mended, which are still there, and which came."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from simcheck.accept.letters import Known, Letters, letters
from simcheck.types import Match, Passage


@dataclass(frozen=True, slots=True)
class ComparedVersions:
    """What became of the counted matches of a first version. Each of them is in one of ``mended`` (nothing of it is
    found any more), ``excused`` (it is found and does not count any more) and the second parts of ``remaining``; each
    counted one of the second version is in ``new`` or the first part of one of ``remaining``.
    """

    mended: tuple[Match, ...]
    excused: tuple[Match, ...]
    remaining: tuple[tuple[Match, tuple[Match, ...]], ...]
    new: tuple[Match, ...]


def compared(old: Sequence[Match], new: Sequence[Match]) -> ComparedVersions:
    """What became of the matches of a first version, ``old``, in the second, whose are ``new``.

    Two matches are of one passage when more than half of the shorter one's letters stand in the other, in the draft, or
    when they are of the same place of one source: so a passage that was rewritten and is still too close is one that
    remains, and not one that was mended and another that came.
    """
    counted, before = [one for one in new if one.ignored is None], [one for one in old if one.ignored is None]
    texts = {id(one): letters(one.draft.text) for one in (*before, *new)}  # by identity: each is compared with many

    def of(match: Match, others: Sequence[Match]) -> tuple[Match, ...]:
        return tuple(one for one in others if _same(match, one, texts[id(match)], texts[id(one)]))

    remaining = [(one, of(one, before)) for one in counted]
    kept = {id(match) for _, those in remaining for match in those}
    gone = [one for one in before if id(one) not in kept]
    uncounted = [one for one in new if one.ignored is not None]
    found = [bool(of(one, uncounted)) for one in gone]
    return ComparedVersions(
        mended=tuple(one for one, there in zip(gone, found, strict=True) if not there),
        excused=tuple(one for one, there in zip(gone, found, strict=True) if there),
        remaining=tuple((one, those) for one, those in remaining if those),
        new=tuple(one for one, those in remaining if not those),
    )


def _same(one: Match, other: Match, said: Letters, also: Letters) -> bool:
    """Whether two matches are of one passage."""
    if _overlap(one.source, other.source):
        return True
    shorter, longer = sorted((said, also), key=len)
    return bool(2 * int(Known([longer]).mask(shorter).sum()) > len(shorter))


def _overlap(one: Passage, other: Passage) -> bool:
    """Whether more than half of the shorter passage lies in the other; a passage whose place is hidden lies nowhere."""
    if one.document_id != other.document_id:
        return False
    both = min(one.end, other.end) - max(one.start, other.start)
    return both > 0 and 2 * both > min(one.end - one.start, other.end - other.start)
