"""Accepting: which matches do not count although they are reuse, since a person said so or the text is not new."""

from __future__ import annotations

from simcheck.accept.authors import with_strangers
from simcheck.accept.baseline import Baseline
from simcheck.accept.entry import Entry
from simcheck.accept.file import draft_name
from simcheck.accept.fingerprint import fingerprint
from simcheck.accept.marks import Mark, find_marks, mark_line, without_marks
from simcheck.accept.own import OwnWork
from simcheck.accept.revision import OldText, old_text
from simcheck.accept.stage import Acceptance, accept

__all__ = [
    "Acceptance",
    "Baseline",
    "Entry",
    "Mark",
    "OldText",
    "OwnWork",
    "accept",
    "draft_name",
    "find_marks",
    "fingerprint",
    "mark_line",
    "old_text",
    "with_strangers",
    "without_marks",
]
