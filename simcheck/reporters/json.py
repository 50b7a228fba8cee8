"""The report as JSON, as ``simcheck/data/report.schema.json`` describes it."""

from __future__ import annotations

import json

from simcheck.types import Report


def render(report: Report, *, indent: int | None = 2) -> str:
    """``report.to_dict()`` as JSON with one line end at the end; ``indent=None`` writes one line (JSON Lines)."""
    return json.dumps(report.to_dict(), ensure_ascii=False, allow_nan=False, indent=indent) + "\n"
