"""Runs: what draft and source share word for word, whatever it is worth. This is what a naive checker reports."""

from __future__ import annotations

import numpy as np

from simcheck.align.evidence import Ints, Pair, Side
from simcheck.align.grow import Fragment
from simcheck.text.fingerprint import grams
from simcheck.text.normalize import codes_of

#: Places of the source that are tried for one place of the draft.
MOST = 50


def common_runs(pair: Pair, least: int) -> list[Fragment]:
    """Runs of at least ``least`` tokens within one line that draft and source share word for word, the longest
    for each place of the draft."""
    lines = _lines(pair.draft)
    runs: list[Fragment] = []
    reached = 0
    for at, places in _run_starts(pair, least, lines).items():
        if at < reached:
            continue
        end = int(np.searchsorted(lines, lines[at], side="right"))
        length, place = max((_run_length(pair, at, j, end), -j) for j in places)
        runs.append(Fragment((at, at + length), (-place, length - place), 0.0, 0.95))
        reached = at + length
    return runs


def _lines(side: Side) -> Ints:
    """The number of the line that each token stands in."""
    ends = np.flatnonzero(codes_of(side.analyzed.normalized.text) == ord("\n"))
    return np.asarray(np.searchsorted(ends, side.analyzed.tokens.starts))


def _run_starts(pair: Pair, least: int, lines: Ints) -> dict[int, list[int]]:
    """Places of the draft, in order, where a run of ``least`` tokens begins that the source has too, with its
    places there."""
    ours = grams(pair.draft.analyzed.tokens.ids, least)
    theirs = grams(pair.source.analyzed.tokens.ids, least)
    if not len(ours) or not len(theirs):
        return {}
    order = np.argsort(theirs, kind="stable")
    low = np.searchsorted(theirs[order], ours)
    high = np.searchsorted(theirs[order], ours, side="right")
    shared = np.flatnonzero((high > low) & (lines[: len(ours)] == lines[least - 1 :]))
    high = np.minimum(high, low + MOST)
    return {int(i): order[low[i] : high[i]].tolist() for i in shared}


def _run_length(pair: Pair, i: int, j: int, end: int) -> int:
    """Tokens from ``i`` of the draft, before ``end``, that stand in the source from ``j`` on too."""
    most = min(end - i, len(pair.source) - j)
    differ = np.flatnonzero(pair.draft_word[i : i + most] != pair.source_word[j : j + most])
    return int(differ[0]) if len(differ) else most
