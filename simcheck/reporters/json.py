"""The report as JSON, as ``simcheck/data/report.schema.json`` describes it."""

from __future__ import annotations

import json

from simcheck.messages import Language
from simcheck.report import Report


def render(report: Report, *, indent: int | None = 2, language: Language | None = None) -> str:
    """``report.to_dict()`` as JSON with one line end at the end; ``indent=None`` writes one line (JSON Lines)."""
    return json.dumps(report.to_dict(language), ensure_ascii=False, allow_nan=False, indent=indent) + "\n"
