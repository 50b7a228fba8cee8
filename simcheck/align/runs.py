"""Runs: what draft and source share word for word, whatever it is worth; looked at last, and never extended."""

from __future__ import annotations

import bisect
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from simcheck.align.extend import Fragment
from simcheck.align.pair import Pair
from simcheck.align.pairs import Pairs
from simcheck.align.side import Ints
from simcheck.caching import memoize_per_object
from simcheck.cancelling import look
from simcheck.scoring import Seeding
from simcheck.text.analyze import Analyzed
from simcheck.text.fingerprint import grams
from simcheck.text.lookup import codes_of


def common_runs(pairs: Pairs, scoring: Seeding) -> list[Fragment]:
    """Runs within one line that the draft shares with a source word for word, the longest for each place of the draft
    and each source; longest first."""
    found = [run for number, pair in pairs.items() for run in _runs_of(number, pair, scoring)]
    return sorted(found, key=lambda run: (run.draft[0] - run.draft[1], run.number))


def _runs_of(number: int, pair: Pair, scoring: Seeding) -> Iterator[Fragment]:
    look()
    lines = _lines(pair.draft.analyzed)
    starts, first, last, order = _run_starts(pair, scoring.run, scoring.run_places, lines)
    which = 0
    while which < len(starts):
        at = starts[which]
        end = int(lines.searchsorted(lines[at], side="right"))
        length, place = max((_run_length(pair, at, j, end), -j) for j in order[first[which] : last[which]].tolist())
        yield Fragment(number, (at, at + length), (-place, length - place), 0.0, scoring.run_retained)
        which = bisect.bisect_left(starts, at + length, which + 1)


@memoize_per_object
def _lines(text: Analyzed) -> Ints:
    """The number of the line that each token stands in."""
    ends = np.flatnonzero(codes_of(text.normalized.text) == ord("\n"))
    return np.asarray(np.searchsorted(ends, text.tokens.starts))


def _run_starts(pair: Pair, least: int, most: int, lines: Ints) -> tuple[list[int], list[int], list[int], Ints]:
    """Places of the draft, in order, where a run of ``least`` tokens begins that the source has too, and from where to
    where its first ``most`` places there stand in a list of places."""
    # Only where the source has so many words in a row is it asked for them in this order.
    edges = np.flatnonzero(np.diff(pair.draft_word == pair.words, prepend=True, append=True))
    long = np.flatnonzero(edges[1::2] - edges[::2] >= least)
    if not len(long):
        return [], [], [], long
    at = np.concatenate([np.arange(edges[2 * k], edges[2 * k + 1] - least + 1) for k in long.tolist()])
    at = at[lines[at] == lines[at + least - 1]]
    theirs, order = _sorted_grams(pair.source.analyzed, least)
    runs = _grams(pair.draft.analyzed, least)[at]
    low = theirs.searchsorted(runs)
    high = np.minimum(theirs.searchsorted(runs, side="right"), low + most)
    shared = np.flatnonzero(low < high)
    return at[shared].tolist(), low[shared].tolist(), high[shared].tolist(), order


@memoize_per_object
def _grams(text: Analyzed, least: int) -> npt.NDArray[np.uint64]:
    return grams(text.tokens.ids, least)


@memoize_per_object
def _sorted_grams(text: Analyzed, least: int) -> tuple[npt.NDArray[np.uint64], Ints]:
    """The runs of a text in ascending order, and the place of each."""
    found = _grams(text, least)
    order = np.argsort(found, kind="stable")
    return found[order], order


def _run_length(pair: Pair, i: int, j: int, end: int) -> int:
    """Tokens from ``i`` of the draft, before ``end``, that stand in the source from ``j`` on too."""
    most = min(end - i, len(pair.source) - j)
    differ = np.flatnonzero(pair.draft_word[i : i + most] != pair.source_word[j : j + most])
    return int(differ[0]) if len(differ) else most
