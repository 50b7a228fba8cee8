"""Align: which passages of a draft belong to which passages of its candidate sources. The door is :func:`align`."""

from __future__ import annotations

from simcheck.align.background import Background, background_of, draft_background
from simcheck.align.evidence import OrderRival
from simcheck.align.explain import explain
from simcheck.align.explanation import Explanation
from simcheck.align.pipeline import Aligned, Alignment, align, align_with_order

__all__ = [
    "Aligned",
    "Alignment",
    "Background",
    "Explanation",
    "OrderRival",
    "align",
    "align_with_order",
    "background_of",
    "draft_background",
    "explain",
]
