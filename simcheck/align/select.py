"""Select: one alignment for each copied passage, and what else a reader should see."""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from simcheck.align.evidence import Scored
from simcheck.align.extend import Fragment
from simcheck.align.side import Stretch
from simcheck.scoring import Decision
from simcheck.text.spans import touching


def select(found: Iterable[Scored], scoring: Decision) -> list[Scored]:
    """Those that count, most net evidence first claimed, apart from each other on the draft's side."""
    chosen: list[Scored] = []
    taken: list[Stretch] = []
    for candidate in sorted((one for one in found if one.counts), key=_rank):
        first, last = candidate.fragment.draft
        free = _free(first, last, taken)
        if free == candidate.fragment.draft:
            chosen.append(candidate)
            insort(taken, free)
        elif free and free[1] - free[0] >= (1 - scoring.overlap) * (last - first):
            left = replace(candidate.fragment, draft=free)
            chosen.append(replace(candidate, fragment=left, whole=candidate.basis))
            insort(taken, free)
    return chosen


def select_runs(
    runs: Iterable[Fragment], chosen: Iterable[Scored], score: Callable[[Fragment], Scored], scoring: Decision
) -> list[Scored]:
    """Of runs shared word for word, longest first, those apart from what is ``chosen`` and from each other that are
    reuse after all, or set phrases; what is neither, such as a name of fourteen characters, is passed over.

    ``score`` weighs a run; it is asked only where a run would stand apart.
    """
    runs = tuple(runs)
    taken = bytearray(max((one.draft[1] for one in (*runs, *(one.fragment for one in chosen))), default=0))
    for first, last in (one.fragment.draft for one in chosen):
        taken[first:last] = b"\1" * (last - first)
    found: list[Scored] = []
    for run in runs:
        if 1 not in taken[slice(*run.draft)]:
            scored = score(run)
            surprise = scored.evidence.lexical / (run.draft[1] - run.draft[0])
            if scored.counts or scored.evidence.also_in or surprise < scoring.phrase:
                taken[slice(*run.draft)] = b"\1" * (run.draft[1] - run.draft[0])
                found.append(scored)
    return found


def _rank(candidate: Scored) -> tuple[float, float]:
    return -candidate.evidence.net, -candidate.evidence.lexical


def _free(first: int, last: int, taken: Sequence[Stretch]) -> Stretch | None:
    """The longest part of ``[first, last)`` that nothing touches of what is ``taken``, in order and apart."""
    parts, start = [], first
    for low, high in touching(taken, first, last):
        parts.append((start, low))
        start = high
    parts.append((start, last))
    best = max(parts, key=lambda part: part[1] - part[0])
    return best if best[1] > best[0] else None
