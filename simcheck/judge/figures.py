"""Figures: how much of a draft is reused, each share defined once, for every reporter alike."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from simcheck.text.characters import is_invisible
from simcheck.text.normalize import codes_of
from simcheck.types import Figures, Match, Reason

Mask = npt.NDArray[np.bool_]


def figures(draft: str, matches: tuple[Match, ...], quotations: Iterable[tuple[int, int]]) -> Figures:
    """All figures of a report. Characters are the draft's code points that are neither white space nor invisible.

    A character inside an attributed quotation never counts as reused, whatever match it lies in.
    """
    visible = _visible(draft)
    quoted = _mask(len(draft), quotations)
    characters = max(int(visible.sum()), 1)

    def share(chosen: Iterable[Match], without: Mask | None = None) -> float:
        mask = _mask(len(draft), ((m.draft.start, m.draft.end) for m in chosen)) & visible
        return float((mask & ~without if without is not None else mask).sum()) / characters

    def without(reason: Reason) -> float:
        return share((m for m in matches if m.ignored != reason), quoted if reason == "quotation" else None)

    counted = [m for m in matches if m.ignored is None]
    overlap = share(counted, quoted)
    by_source: dict[str, list[Match]] = {}
    by_kind: dict[str, int] = {}
    for match in counted:
        by_source.setdefault(match.source.document_id, []).append(match)
        by_kind[match.kind] = by_kind.get(match.kind, 0) + 1
    largest = max(((share(chosen, quoted), name) for name, chosen in by_source.items()), default=(0.0, None))
    return Figures(
        characters=int(visible.sum()),
        reused_characters=round(overlap * characters),
        overlap=overlap,
        total=share(matches),
        without_quotations=without("quotation"),
        without_set_phrases=without("set_phrase"),
        without_own_work=without("own_work"),
        largest_source=largest[0],
        largest_source_id=largest[1],
        longest_run=max((run.letters for m in counted for run in m.equal), default=0),
        matches=len(counted),
        ignored_matches=len(matches) - len(counted),
        by_kind=dict(sorted(by_kind.items())),
    )


def _visible(text: str) -> Mask:
    """Which characters are neither white space nor invisible; each kind of character is looked at once."""
    kinds, which = np.unique(codes_of(text), return_inverse=True)
    seen = [not c.isspace() and not is_invisible(c) for c in map(chr, kinds.tolist())]
    return np.array(seen, dtype=bool)[which]


def _mask(size: int, spans: Iterable[tuple[int, int]]) -> Mask:
    mask = np.zeros(size, dtype=bool)
    for start, end in spans:
        mask[start:end] = True
    return mask
