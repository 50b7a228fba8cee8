"""What is told of checks, of what was said of them, and of what the office has accepted."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import ConfigDict

from simcheck.server.answers.base import Answer
from simcheck.types import Kind

State = Literal["queued", "running", "done", "failed", "cancelled"]
Decision = Literal["pass", "fail"]


class CheckState(Answer):
    """A check without its report."""

    id: str
    state: State
    name: str
    user: str
    user_name: str | None
    batch: str | None
    previous: str | None
    corpora: list[str]
    created: str
    started: str | None
    finished: str | None
    stage: str | None
    position: int | None
    decision: Decision | None
    overlap: float | None
    review: str | None
    comments: int
    problem: dict[str, Any] | None


class CheckAnswer(CheckState):
    """A check; `report` is what `simcheck --format json` writes, null before the check is done."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"id": "6f1e0a", "state": "done", "name": "报告.txt", "report": {}}]}
    )
    report: dict[str, Any] | None


class CheckList(Answer):
    """Checks, the newest first."""

    checks: list[CheckState]


class Batch(CheckList):
    """The checks of several files that were sent together."""

    batch: str


class Overlap(Answer):
    """How much of a draft counted before, and counts now."""

    before: float
    now: float


class Changed(Answer):
    """A match of a draft, by where it stands; `letters` are those of its passage."""

    start: int
    text: str
    source: str
    kind: Kind
    letters: int


class Remaining(Changed):
    """A match that remains; `before` are the letters that its passage had in the earlier version."""

    before: int


class Changes(Answer):
    """What the second version of a draft mended; `excused` are the passages that are found and do not count any
    more."""

    mended: list[Changed]
    excused: list[Changed]
    remaining: list[Remaining]
    new: list[Changed]
    overlap: Overlap


class Remark(Answer):
    """A comment; `match` counts the matches of the report from 0."""

    id: str
    user: str
    user_name: str
    match: int | None
    text: str
    created: str


class Remarks(Answer):
    """Comments, the oldest first."""

    comments: list[Remark]


class EntryAnswer(Answer):
    """An accepted match; draft, source and words are empty for who may not see them."""

    id: str
    draft: str
    source: str
    source_id: str
    kind: Kind
    passage: list[str]
    reason: str
    added: str
    expires: str | None


class EntryOfUser(EntryAnswer):
    """An accepted match, and who accepted it."""

    user: str | None
    user_name: str | None


class Entries(Answer):
    """Accepted matches, the oldest first."""

    entries: list[EntryOfUser]


class Consequence(Answer):
    """What accepting a match would do: `letters` that no longer count, and what its check would say."""

    letters: int
    before: float
    overlap: float
    decision: Decision


class Accepted(EntryAnswer):
    """An accepted match, and what its check says from then on."""

    decision: Decision
    overlap: float
