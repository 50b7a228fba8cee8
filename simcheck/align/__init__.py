"""Align: which passages of a draft belong to which passages of its candidate sources. The door is :func:`align`.

What other rooms ask of alignment besides stands here too, and nothing behind this file is theirs: what pairing takes
passages apart with (``posterior`` and what follows it below), the ``tiles`` of two texts, and what speaks for a source.
"""

from __future__ import annotations

from simcheck.align.background import Background, background_of, draft_background
from simcheck.align.emission import headings_of
from simcheck.align.evidence import OrderRival
from simcheck.align.explain import explain
from simcheck.align.explanation import Explanation
from simcheck.align.loops import tiles
from simcheck.align.names import words_in_source
from simcheck.align.order import Posterior, posterior
from simcheck.align.pipeline import Aligned, Alignment, align, align_with_order
from simcheck.align.sections import Section
from simcheck.align.side import Side, side
from simcheck.align.source_evidence import SourceEvidence, source_evidence
from simcheck.align.vocabulary import vocabulary_of

__all__ = [
    "Aligned",
    "Alignment",
    "Background",
    "Explanation",
    "OrderRival",
    "Posterior",
    "Section",
    "Side",
    "SourceEvidence",
    "align",
    "align_with_order",
    "background_of",
    "draft_background",
    "explain",
    "headings_of",
    "posterior",
    "side",
    "source_evidence",
    "tiles",
    "vocabulary_of",
    "words_in_source",
]
