"""Matches: selected evidence becomes the passages of a report, with kind, equal runs, and why one does not count."""

from __future__ import annotations

import numpy as np

from simcheck.caching import MIB, memoize
from simcheck.judge.equal import Tile, tiles, unit_range
from simcheck.text.analyze import Analyzed
from simcheck.text.lookup import codes_of
from simcheck.text.normalize import han_mask
from simcheck.types import EqualRun, Kind, Match, Passage, Reason

#: Share of the draft passage's letters that stand in the source too, from which a match is a copy, or an edited copy.
VERBATIM, EDITED = 0.92, 0.5
#: Share of Chinese characters among the letters, below which a passage is in another script, above which it is Chinese.
FOREIGN, CHINESE = 0.3, 0.7
#: Share of a draft passage that lies in attributed quotations, from which it is one.
QUOTED = 0.7


Span = tuple[int, int]


def build(
    draft: Analyzed,
    source: Analyzed,
    ours: Span,
    theirs: Span,
    *,
    score: float,
    reason: Reason | None = None,
    also_in: tuple[str, ...] = (),
) -> Match:
    """A match with everything that follows from its two passages."""
    runs = equal_runs(draft, source, ours, theirs)
    verbatim = share_equal(draft, ours, runs)
    copy = Passage(draft.document.id, *ours, draft.document.text[slice(*ours)])
    original = Passage(source.document.id, *theirs, source.document.text[slice(*theirs)])
    return Match(copy, original, _kind(copy.text, original.text, verbatim), score, verbatim, reason, runs, also_in)


def equal_runs(draft: Analyzed, source: Analyzed, ours: Span, theirs: Span) -> tuple[EqualRun, ...]:
    """The runs of letters that the two passages share, in the order of the draft."""
    mine, other = _units(draft, ours), _units(source, theirs)
    units = draft.tokens.units[slice(*mine)], source.tokens.units[slice(*other)]
    found = _tiles(*(one.tobytes() for one in units))
    return tuple(
        EqualRun(*_place(draft, mine[0] + i, length), *_place(source, other[0] + j, length), length)
        for i, j, length in found
    )


@memoize(4 * MIB)
def _tiles(draft: bytes, source: bytes) -> tuple[Tile, ...]:
    """The tiles of two passages; the same ones come again in a draft that is being written."""
    return tuple(tiles(np.frombuffer(draft, dtype=np.uint64), np.frombuffer(source, dtype=np.uint64)))


def share_equal(draft: Analyzed, ours: Span, runs: tuple[EqualRun, ...]) -> float:
    """The share of the draft passage's letters (Chinese characters, words) that lie in equal runs."""
    first, last = _units(draft, ours)
    return min(1.0, sum(run.letters for run in runs) / max(last - first, 1))


def quoted_share(span: tuple[int, int], quotations: tuple[tuple[int, int], ...]) -> float:
    """The share of a span that lies in quotations."""
    inside = sum(max(0, min(span[1], end) - max(span[0], start)) for start, end in quotations)
    return inside / max(span[1] - span[0], 1)


def _units(side: Analyzed, span: Span) -> Span:
    return unit_range(side.tokens, *side.normalized.from_source(*span))


def _place(side: Analyzed, first: int, length: int) -> tuple[int, int]:
    tokens = side.tokens
    return side.normalized.to_source(int(tokens.unit_starts[first]), int(tokens.unit_ends[first + length - 1]))


def _kind(draft: str, source: str, verbatim: float) -> Kind:
    shares = _chinese(draft), _chinese(source)
    if min(shares) < FOREIGN and max(shares) > CHINESE:
        return "translation"
    if verbatim >= VERBATIM:
        return "verbatim"
    return "edited" if verbatim >= EDITED else "paraphrase"


@memoize(4 * MIB)
def _chinese(text: str) -> float:
    """Chinese characters among all letters, a Latin word of five letters weighing as much as two characters."""
    han = int(np.count_nonzero(han_mask(codes_of(text))))
    latin = sum(c.isalpha() for c in text) - han
    return han / max(han + latin / 2.5, 1e-9)
