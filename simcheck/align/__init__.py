"""Align: which passages of a draft belong to which passages of its candidate sources. The door is :func:`align`."""

from __future__ import annotations

from simcheck.align.background import Background, background_of, draft_background
from simcheck.align.explain import Explanation, explain
from simcheck.align.pipeline import Alignment, align

__all__ = ["Alignment", "Background", "Explanation", "align", "background_of", "draft_background", "explain"]
