"""Uncounted: what of the passages that count does not count, and is not to be shown as copied."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from simcheck.judge.exempt import exempt_quotations
from simcheck.judge.figures import standing_frame
from simcheck.judge.frames import frame_of
from simcheck.scoring import SCORING
from simcheck.types import Document, Match

Span = tuple[int, int]


def uncounted(text: str, matches: Iterable[Match], sources: Mapping[str, Document]) -> list[Span]:
    """The stretches of a draft that do not count in whatever match they lie: quotations and cited sentences, names of
    documents, and the document's frame. Sorted; they may overlap. ``sources`` by their ids."""
    matches = tuple(matches)
    exempt = exempt_quotations(text, matches, sources, SCORING.judgement).spans
    framed = frame_of(text, matches, sources, SCORING.judgement)
    return sorted([*exempt, *standing_frame(text, matches, framed)])
