"""A worker of the server for tests: a check of a draft that begins with ``SLOW`` takes until it is let go, by a file
``go`` in its folder, or cancelled; every other one ends at once. All answer with the report in the file that ``REPORT``
names. So what holds for workers is seen without their work."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

SLOW = "慢稿：各位代表，现在我向大会报告工作，请予审议。"
REPORT = "SIMCHECK_TEST_REPORT"


def check(job: dict[str, Any], tell: Any, cancelled: Any) -> dict[str, Any]:
    """What came of a check, once it may end."""
    tell("reading")
    folder = Path(job["folder"])
    text = (folder / job["file"]).read_text(encoding="utf-8")
    tell("searching")
    while text.startswith(SLOW) and not (folder / "go").exists():
        if cancelled.wait(0.02):
            return {"problem": "cancelled", "detail": ""}
    return {"done": json.loads(Path(os.environ[REPORT]).read_text(encoding="utf-8"))}


def main() -> None:
    """Serve standard input until it ends."""
    from simcheck.server.worker import _Line

    told = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    line = _Line(sys.stdin.buffer, told)
    line.tell({"ready": True})
    while True:
        line.tell(check(line.job(), lambda stage: line.tell({"stage": stage}), line.cancelled))


def kept(path: Path, report: dict[str, Any]) -> None:
    """Keep what every check answers: what a real one did."""
    path.write_text(json.dumps(report, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main()
