"""Seeds: places in the dot plot of a draft and a source where an alignment is tried, whoever proposes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from simcheck.align.side import Stretch

Peaks = npt.NDArray[np.floating[Any]]
Duplicates = Mapping[int, frozenset[int]]


@dataclass(frozen=True, slots=True)
class Seed:
    """A stretch of draft tokens and one of the tokens of source ``number`` that may belong together.

    ``retained`` guesses the share of words kept. ``cell`` is the seed's place in the dot plot, and ``row`` names the
    part of the draft that it stands for: a few seeds of a row are tried, the best ones first.
    """

    channel: Literal["lexical", "semantic"]
    number: int
    draft: Stretch
    source: Stretch
    retained: float
    row: int
    cell: tuple[int, int]


def rival_peaks(peaks: Peaks, documents: Sequence[int], duplicates: Duplicates) -> Peaks:
    """The margin's other side: what the second best source beside each one holds at most in each row.

    ``peaks`` is of shape (sources, rows), the sources being ``documents``. Near-duplicates are one voice with a source
    and no rivals; the best rival alone may be a second copy that nobody knows of, so the second best is asked.
    """
    if len(peaks) < 3:
        return np.zeros_like(peaks)
    place = {number: index for index, number in enumerate(documents)}
    voices = [[place[other] for other in duplicates.get(number, ()) if other in place] for number in documents]
    order = np.argsort(peaks, axis=0)[::-1][: max(map(len, voices)) + 3]
    falling = np.take_along_axis(peaks, order, axis=0)
    leads = (order[:2, None] == np.arange(len(peaks))[:, None]).any(axis=0)
    rivals = np.where(leads, falling[2], falling[1])
    for index, voice in ((index, voice) for index, voice in enumerate(voices) if voice):
        if len(peaks) - len(voice) > 2:
            beside = np.cumsum(~np.isin(order, [index, *voice]), axis=0)
            rivals[index] = np.take_along_axis(falling, np.argmax(beside == 2, axis=0)[None], axis=0)[0]
        else:
            rivals[index] = 0.0
    return np.asarray(rivals)
