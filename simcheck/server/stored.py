"""Reports as they are stored: with the whole texts, to be rendered in any format, or judged anew, later."""

from __future__ import annotations

import json

from simcheck.report import Report


def dump(report: Report) -> str:
    """The report as one line of JSON."""
    return json.dumps(report.to_dict(texts=True), ensure_ascii=False, allow_nan=False)


def load(text: str) -> Report:
    """The report that ``dump`` wrote. Raises UsageError for anything else."""
    return Report.from_dict(json.loads(text))
